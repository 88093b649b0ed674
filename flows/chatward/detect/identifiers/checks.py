"""Check digits and other rules of identifiers, each a function of the identifier in capitals without separators.

What ``python-stdnum`` knows is asked there; the rules here are of the documents named, or of the authorities.
"""

import re
from collections.abc import Callable
from datetime import date
from functools import cache
from importlib import import_module
from itertools import chain

from stdnum import verhoeff

from chatward.detect.formed.cards import passes_luhn
from chatward.detect.identifiers import german_checks
from chatward.detect.identifiers.arithmetic import LETTERS_FROM_TEN, digits_of, weighed

Check = Callable[[str, str], bool]
"""Takes the identifier without separators, and as written."""


@cache
def find_check(name: str) -> Check:
    """Return the check of a row of ``table``: python-stdnum's of a module, or one of this file's."""
    if not name:
        return lambda _number, _written: True
    if "." in name:
        return _of_the_library(import_module(f"stdnum.{name}").is_valid)
    return _CHECKS[name]


def _of_the_library(is_valid: Callable[[str], bool]) -> Check:
    """Return a check that takes for wrong what the library fails at: its list of China's places has gaps, for one."""

    def check(number: str, _written: str) -> bool:
        try:
            return bool(is_valid(number))
        except (ArithmeticError, LookupError, TypeError, ValueError):
            return False

    return check


def _is_date(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _is_short_date(day: str, month: str, year: str) -> bool:
    """Tell whether it is a day in some century."""
    return _is_date(2000 + int(year), int(month), int(day)) or _is_date(1900 + int(year), int(month), int(day))


def _undivided(number: str, written: str) -> bool:
    return len(number) == len(written)


def _au_medicare(number: str, _written: str) -> bool:
    return weighed(number[:8], (1, 3, 7, 9, 1, 3, 7, 9)) % 10 == int(number[8])


def _danish_cpr(number: str, _written: str) -> bool:
    return _is_short_date(number[:2], number[2:4], number[4:6])


def _egyptian_id(number: str, _written: str) -> bool:
    return _is_date(1700 + 100 * int(number[0]) + int(number[1:3]), int(number[3:5]), int(number[5:7]))


def _hungarian_account(number: str, _written: str) -> bool:
    """Bank and branch in the first eight digits, the account in the others: each part has its check digit."""
    parts = (number[:8], number[8:])
    return all(weighed(part, (9, 7, 3, 1) * (len(part) // 4)) % 10 == 0 for part in parts)


def _british_nino(number: str, _written: str) -> bool:
    return number[:2] not in {"BG", "GB", "NK", "KN", "TN", "NT", "ZZ"}


def _british_driver(number: str, _written: str) -> bool:
    """DVLA: the fifth figure of the second group, with the month's second, is of a month that exists."""
    month = int(number[6:8]) % 50
    return 1 <= month <= 12 and re.fullmatch(r"[A-Z]+9*", number[:5]) is not None


def _british_plate(number: str, written: str) -> bool:
    age = number[2:4]
    is_current = not age.isdigit() or len(number) != 7 or age <= "29" or "51" <= age <= "79"
    return is_current and "  " not in written and "-" not in written


def _finnish_hetu(number: str, written: str) -> bool:
    """Birth date, and a letter by the rest of all digits by 31; numbers from 900 on are temporary ones."""
    digits = re.sub(r"\D", "", number[:-1])
    is_right = re.fullmatch(r"\d{6}.?\d{3}.", written) is not None and not {"/", "."} & set(written)
    is_right = is_right and len(digits) == 9 and "0123456789ABCDEFHJKLMNPRSTUVWXY"[int(digits) % 31] == number[-1]
    return is_right and _is_short_date(digits[:2], digits[2:4], digits[4:6])


def _mixed(number: str, _written: str) -> bool:
    return not number.isdigit() and not number.isalpha()


def _postcode_form(number: str, written: str) -> bool:
    """Digits of one word, or as Poland, Portugal, Brazil, Japan, Sweden and Greece part them."""
    if len(number) == len(written):
        return len(number) <= 6
    return re.fullmatch(r"\d\d-\d{3}|\d{4}-\d{3}|\d{5}-\d{3}|\d{3}-\d{4}|\d{3} \d\d", written) is not None


def _zip_code(number: str, written: str) -> bool:
    return len(number) == len(written) == 5 or (len(number) == 9 and written[5:6] == "-" and len(written) == 10)


def _hong_kong_id(number: str, written: str) -> bool:
    """Weights 9 down to 1, letters from 10, a missing first letter 36; the last sign counts once, A is ten."""
    body = [36] * (9 - len(number)) + [LETTERS_FROM_TEN[character] for character in number[:-1]]
    last = 10 if number[-1] == "A" else int(number[-1])
    total = sum(value * weight for value, weight in zip(body, range(9, 1, -1), strict=True))
    return (total + last) % 11 == 0 and "-" not in written


def _hungarian_tax(number: str, _written: str) -> bool:
    """Act XCIV of 2017: weights 1 to 9, the rest by 11."""
    return weighed(number[:-1], tuple(range(1, 10))) % 11 == int(number[-1])


def _brazilian_account(_number: str, written: str) -> bool:
    """A check digit behind a hyphen."""
    return re.fullmatch(r"[0-9.]{3,14}-[0-9Xx]", written) is not None


def _in_thousands(_number: str, written: str) -> bool:
    return re.fullmatch(r"[0-9]{1,3}(?:\.[0-9]{3})+", written) is not None


def _brazilian_rg(_number: str, written: str) -> bool:
    """State registers have no check digit in common: the form with its dots tells, "12.345.678-9"."""
    return written.count(".") == 2 and written[-2:-1] == "-"


def _spanish_social(number: str, _written: str) -> bool:
    """Province and number, whose rest by 97 the last two digits are; a short number is reckoned without noughts."""
    province, serial = int(number[:2]), int(number[2:10])
    reckoned = province * 10_000_000 + serial if serial < 10_000_000 else int(number[:10])
    return reckoned % 97 == int(number[10:])


def _polish_account(number: str, _written: str) -> bool:
    """An IBAN without its country (ISO 7064 mod 97-10)."""
    return int(number[2:] + "2521" + number[:2]) % 97 == 1


def _czech_account(_number: str, written: str) -> bool:
    """Prefix and number, whose weighted sums 11 divides, and the code of a bank that there is."""
    return find_check("cz.bankaccount")(written, written)


def _hungarian_vat(number: str, written: str) -> bool:
    """Eight digits with a check digit, then the kind of tax and the county."""
    return find_check("hu.anum")(number[:8], written) and "1" <= number[8] <= "5"


def _hungarian_taj(number: str, _written: str) -> bool:
    return weighed(number[:8], (3, 7, 3, 7, 3, 7, 3, 7)) % 10 == int(number[8])


def _indian_gstin(number: str, _written: str) -> bool:
    return "01" <= number[:2] <= "37"


def _in_pairs(_number: str, written: str) -> bool:
    return [len(pair) for pair in written.split("-")] == [2, 2, 2]


def _iranian_id(number: str, _written: str) -> bool:
    """The last digit is the weighted sum of the others modulo 11, or 11 less it where it is over one."""
    remainder = sum(int(digit) * (10 - place) for place, digit in enumerate(number[:9])) % 11
    return int(number[9]) == (remainder if remainder < 2 else 11 - remainder)


def _italian_driver(number: str, written: str) -> bool:
    return len(number) == len(written)


def _japanese_my_number(number: str, _written: str) -> bool:
    """Ordinance 85 of 2014: weights 6 to 2, 7 to 2, modulo 11."""
    rest = weighed(number[:11], (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)) % 11
    return (0 if rest <= 1 else 11 - rest) == int(number[11])


def _korean_birth(number: str, _written: str) -> bool:
    """Only the birth date: numbers given since October 2020 have no check digit."""
    return _is_short_date(number[4:6], number[2:4], number[:2]) and "00" <= number[7:9] <= "96"


def _korean_business(number: str, written: str) -> bool:
    total = weighed(number[:8], (1, 3, 7, 1, 3, 7, 1, 3)) + sum(divmod(int(number[8]) * 5, 10))
    is_set = len(number) == len(written) or re.fullmatch(r"\d{3}-\d\d-\d{5}", written) is not None
    return is_set and (10 - total % 10) % 10 == int(number[9])


def _korean_driver(_number: str, written: str) -> bool:
    return re.fullmatch(r"\d{12}|\d\d([- ])\d\d\1\d{6}\1\d\d", written) is not None


def _south_african_id(number: str, _written: str) -> bool:
    """Birth date, a digit for citizens, residents and refugees, and Luhn's."""
    is_one = _is_short_date(number[4:6], number[2:4], number[:2]) and number[10] in "012"
    return is_one and passes_luhn(number)


def _clabe(number: str, _written: str) -> bool:
    total = sum(digit * (3, 7, 1)[place % 3] % 10 for place, digit in enumerate(digits_of(number[:17])))
    return (10 - total % 10) % 10 == int(number[17])


def _verhoeff(number: str, _written: str) -> bool:
    return bool(verhoeff.is_valid(number))


def _philippine_tin(number: str, _written: str) -> bool:
    total = weighed(number[:8], (1, 2, 3, 4, 5, 6, 7, 8)) % 11
    return total % 10 == int(number[8]) or weighed(number[:8], (9, 8, 7, 6, 5, 4, 3, 2)) % 11 % 10 == int(number[8])


def _polish_card(number: str, _written: str) -> bool:
    values = [LETTERS_FROM_TEN[character] for character in number]
    weights = (7, 3, 1, 9, 7, 3, 1, 7, 3)
    return sum(value * weight for value, weight in zip(values, weights, strict=True)) % 10 == 0


def _jmbg(number: str, _written: str) -> bool:
    rest = 11 - weighed(number[:12], (7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)) % 11
    return (0 if rest > 9 else rest) == int(number[12])


def _snils(number: str, _written: str) -> bool:
    return weighed(number[:9], (9, 8, 7, 6, 5, 4, 3, 2, 1)) % 101 % 100 == int(number[9:])


def _nric(number: str, _written: str) -> bool:
    """The check letter of the two series, of citizens and of foreigners."""
    total = weighed(number[1:8], (2, 7, 6, 5, 4, 3, 2)) + {"T": 4, "G": 4, "M": 3}.get(number[0], 0)
    if number[0] == "M":
        return "KLJNPQRTUWX"[10 - total % 11] == number[8]
    return ("JZIHGFEDCBA" if number[0] in "ST" else "XWUTRQPNMLK")[total % 11] == number[8]


def _thai_pin(number: str, _written: str) -> bool:
    """Check digit modulo 11, and a province that exists in the second and third."""
    total = weighed(number[:12], (13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2))
    return (11 - total % 11) % 10 == int(number[12]) and number[1:3] in _THAI_PROVINCES


_THAI_PROVINCES = frozenset(
    map(str, chain(range(10, 28), range(30, 59), range(60, 68), range(70, 78), range(80, 87), range(90, 97)))
)


def _taiwanese_id(number: str, _written: str) -> bool:
    first = "ABCDEFGHJKLMNPQRSTUVXYWZIO".index(number[0]) + 10
    total = first // 10 + first % 10 * 9 + weighed(number[1:9], (8, 7, 6, 5, 4, 3, 2, 1)) + int(number[9])
    return total % 10 == 0


def _portuguese_niss(number: str, _written: str) -> bool:
    return 9 - weighed(number[:10], (29, 23, 19, 17, 13, 11, 7, 5, 3, 2)) % 10 == int(number[10])


def _luhn(number: str, _written: str) -> bool:
    return passes_luhn(number)


def _itin(number: str, _written: str) -> bool:
    return 50 <= int(number[3:5]) <= 99 and number[3:5] not in {"66", "67", "68", "69", "89", "93"}


def _npi(number: str, _written: str) -> bool:
    return passes_luhn("80840" + number)


def _dea(number: str, _written: str) -> bool:
    total = sum(digits_of(number[2:8:2])) + 2 * sum(digits_of(number[3:9:2][:3]))
    return total % 10 == int(number[8])


_CHECKS: dict[str, Check] = {
    name.removeprefix("_"): value
    for name, value in [*globals().items(), *vars(german_checks).items()]
    if callable(value) and name.startswith(("_", "german_")) and name not in {"_is_date", "_is_short_date"}
}
