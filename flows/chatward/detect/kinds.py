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

    @property
    def identifier_type(self) -> str:
        """The kind as identifier types are written, e.g. ``"credit_card"``."""
        return self.name.lower()


Found = tuple[Kind, int, int]
"""A kind and where it stands in the text that was judged: first character, and the one after the last."""
