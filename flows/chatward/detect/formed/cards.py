"""Payment card numbers: whose they can be, and their check digit."""

import re

# By digits at the front and length.
_RANGES = (
    r"4(?:[0-9]{12}|[0-9]{15}|[0-9]{18})",  # Visa
    # Mastercard
    r"(?:5[1-5][0-9]{4}|222[1-9][0-9]{2}|22[3-9][0-9]{3}|2[3-6][0-9]{4}|27[01][0-9]{3}|2720[0-9]{2})[0-9]{10}",
    r"3[47][0-9]{13}",  # American Express
    r"3(?:0[0-5]|095|[689][0-9])[0-9]{11}",  # Diners Club
    r"(?:6011|64[4-9][0-9]|65[0-9]{2}|62[0-9]{2}|81[0-9]{2})[0-9]{12,15}",  # Discover, UnionPay, RuPay
    r"35(?:2[89]|[3-8][0-9])[0-9]{12,15}",  # JCB
    r"(?:2131|1800)[0-9]{11}",  # JCB, 15 digits
    r"(?:220[0-4]|9792|6062|60[0-9]{2})[0-9]{12}",  # Mir, Troy, Hipercard, RuPay
    r"(?:50|5[6-8]|6[37])[0-9]{10,17}",  # Maestro, Dankort, Elo
    r"1[0-9]{14}",  # UATP
)
NETWORKS = "|".join(_RANGES)
"""Matches digits in the ranges of networks; RE2 and ``re`` both take it."""
_NETWORKS = re.compile(NETWORKS)
DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)
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
    return (sum(numbers[::2]) + sum(DOUBLED[number] for number in numbers[1::2])) % 10 == 0
