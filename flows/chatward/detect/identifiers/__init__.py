"""National and tax ids, documents, bank accounts, licence plates and post codes of many countries."""

from chatward.detect.identifiers.finder import IdentifierFinder
from chatward.detect.identifiers.table import IDENTIFIERS, Identifier, countries_of, details_of

__all__ = ["IDENTIFIERS", "Identifier", "IdentifierFinder", "countries_of", "details_of"]
