"""Payment card numbers: whose they can be, and their check digit."""

import re

_NETWORKS = re.compile(
    r"""
      4(?:\d{12}|\d{15}|\d{18})                                                # Visa
    | (?:5[1-5]\d{4}|222[1-9]\d\d|22[3-9]\d{3}|2[3-6]\d{4}|27[01]\d{3}|2720\d\d)\d{10}   # Mastercard
    | 3[47]\d{13}                                                              # American Express
    | 3(?:0[0-5]|095|[689]\d)\d{11}                                            # Diners Club
    | (?:6011|64[4-9]\d|65\d\d|62\d\d|81\d\d)\d{12,15}                         # Discover, UnionPay, RuPay
    | 35(?:2[89]|[3-8]\d)\d{12,15}                                             # JCB
    | (?:2131|1800)\d{11}                                                      # JCB, 15 digits
    | (?:220[0-4]|9792|6062|60\d\d)\d{12}                                      # Mir, Troy, Hipercard, RuPay
    | (?:50|5[6-8]|6[37])\d{10,17}                                             # Maestro, Dankort, Elo
    | 1\d{14}                                                                  # UATP
    """,
    re.VERBOSE,
)
_DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)
_CARD_BEFORE = re.compile(
    r"card|karte|carte|tarjeta|cart[ãa]o|carta|kaart|kort|kart[aıy]|карт|visa|master|maestro|amex|american express"
    r"|diners|discover|\bcc\b|卡|カード|카드|بطاقة",
    re.IGNORECASE,
)
MOST_DIGITS = 19
"""ISO/IEC 7812-1."""
SHORT_DIGITS = 13
"""So few digits pass the check too often by chance: words must speak of a card."""


def is_card(digits: str, before: str) -> bool:
    """Tell whether ``digits`` (12 at least) is a card number.

    It is not too long, its check digit is right (ISO/IEC 7812, Luhn), and it is in a network's range or words before it
    speak of a card.
    """
    if len(digits) > MOST_DIGITS or not passes_luhn(digits):
        return False
    is_in_range = len(digits) > SHORT_DIGITS and _NETWORKS.fullmatch(digits) is not None
    return is_in_range or _CARD_BEFORE.search(before) is not None


def passes_luhn(digits: str) -> bool:
    """Tell whether the last digit is the right check digit by ISO/IEC 7812-1 Annex B."""
    numbers = [ord(digit) - 48 for digit in reversed(digits)]
    return (sum(numbers[::2]) + sum(_DOUBLED[number] for number in numbers[1::2])) % 10 == 0
