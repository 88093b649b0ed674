"""What replaces personal data in text and columns.

The one pure noun that builds on others: replacing needs what ``detect`` finds and the forms that ``identity`` makes
equal, so this package imports those two, and neither imports it.
"""

from chatward.deidentify.kernel import pseudonymise_texts
from chatward.deidentify.splice import replace
from chatward.deidentify.tokens import Tokeniser

__all__ = ["Tokeniser", "pseudonymise_texts", "replace"]
