"""The kinds of personal data that detection tells apart."""

from enum import IntEnum


class Kind(IntEnum):
    """What a span of text is; the number is stored, the label is shown."""

    EMAIL = 1
    PHONE = 2
    CREDIT_CARD = 3
    IBAN = 4
    IP = 5
    MAC = 6
    URL = 7
    HANDLE = 8
    PERSON = 9
    ADDRESS = 10
    POSTCODE = 11
    DATE_OF_BIRTH = 12
    NATIONAL_ID = 13
    BANK_ACCOUNT = 14
    LICENCE_PLATE = 15
    CRYPTO_WALLET = 16
    GEO = 17
    CREDENTIAL = 18
    REFERENCE = 19  # order, customer and case numbers, by the policy's own patterns
    DATE = 20  # any other date: found only where it is asked for

    # Hints: words that point to special categories of data (GDPR Art. 9) or to a minor; no identifiers.
    HEALTH = 32
    RELIGION = 33
    UNION = 34
    SEXUALITY = 35
    SELF_HARM = 36
    MINOR = 37

    @property
    def identifier_type(self) -> str:
        """The kind as identifier types are written, e.g. ``"credit_card"``."""
        return self.name.lower()

    @property
    def is_asked_for(self) -> bool:
        """Whether it is found only where it is asked for."""
        return self is Kind.DATE or self.is_hint

    @property
    def is_hint(self) -> bool:
        """Whether it says something about a person without pointing to one."""
        return self >= FIRST_HINT


FIRST_HINT = Kind.HEALTH
"""Kinds from this number on are hints."""

Found = tuple[Kind, int, int]
"""A kind and where it stands in the text that was judged: first character, and the one after the last."""
