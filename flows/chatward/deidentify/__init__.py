"""What replaces personal data in text and columns.

The one pure noun that builds on others: replacing needs what ``detect`` finds, the forms that ``identity`` makes equal
and the actions that ``policy`` names, so this package imports those three, and none imports it.
"""

from chatward.deidentify.kernel import pseudonymise_texts
from chatward.deidentify.splice import replace
from chatward.deidentify.tokens import Tokeniser

__all__ = ["Tokeniser", "pseudonymise_texts", "replace"]
