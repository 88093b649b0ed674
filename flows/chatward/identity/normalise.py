"""One form for every way of writing an identifier, so that equal people have equal tokens.

Every rule is part of ``NORMALISATION_VERSION``: blind indexes and tokens made under another version do not match.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import cache, lru_cache, partial

import phonenumbers

NORMALISATION_VERSION = "1"
NATIONAL_PHONE = "national_phone"
"""Kind of a number without its country code: in texts only, for by itself it tells nobody from all over the world."""

_INVISIBLE = re.compile(r"[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\U000e0001-\U000e007f]")
_BRAZIL_MOBILE = re.compile(r"\+55(\d\d)([6-9]\d{7})")
_COUNTRY_CODES = frozenset(map(str, phonenumbers.COUNTRY_CODE_TO_REGION_CODE))
_SHORTEST_NATIONAL = 7  # digits; fewer are a part of too many other numbers
_SHORTEST_ABROAD = 10  # digits; fewer behind "00" are no number of another country
GMAIL = "gmail.com"
"""Stands for each host of mailboxes of which dots, and what follows a plus, are no part."""
_GMAIL_DOMAINS = frozenset((GMAIL, "googlemail.com"))


def normalise(kind: str, value: str, *, region: str | None = None) -> str:
    """Return the one form of an identifier.

    All kinds: NFKC, no invisible characters (Unicode category Cf), trimmed. Then by kind:

    - ``phone``: E.164, with the ninth digit of Brazilian mobiles; what is no valid number keeps its digits and plus;
    - ``national_phone``: digits;
    - ``email``: case folded; at Gmail, whose mailboxes ignore them, without dots and what follows a plus;
    - ``…name``, ``person``: case folded, one space between words;
    - ``…_id``: as it is; ids may differ in case;
    - ``credit_card``: digits; ``iban``: upper case without spaces; ``mac``: lower-case hex digits;
    - ``national_id``, ``bank_account``, ``licence_plate``, ``postcode``: upper case without separators;
    - ``crypto_wallet``, ``credential``: as they are, since case matters;
    - ``url``: scheme and host in lower case; ``handle``: case folded, without the leading ``@``;
    - anything else, ``ip`` among them: case folded.

    Args:
        kind: an identifier type of the sources, or a kind of detection in lower case.
        value: as exported or found.
        region: ISO 3166 code of the country in which a phone number without its country code is dialled.
    """
    return _rule(kind, region)(_clean(value))


def normalise_all(kind: str, values: Iterable[str], *, region: str | None = None) -> list[str]:
    """Return ``normalise`` of every value; equal values are looked at once."""
    rule = _rule(kind, region)
    known: dict[str, str] = {}
    return [known[value] if value in known else known.setdefault(value, rule(_clean(value))) for value in values]


def _clean(value: str) -> str:
    if value.isascii():
        return value.strip()
    return unicodedata.normalize("NFKC", _INVISIBLE.sub("", value)).strip()


def _rule(kind: str, region: str | None) -> Callable[[str], str]:
    if kind == "phone":
        return partial(_phone, region=region)
    if kind.endswith("name"):
        return _name
    if kind.endswith("_id") and kind not in _RULES:
        return str
    return _RULES.get(kind, str.casefold)


def national_forms(number: str) -> frozenset[str]:
    """Return the digits by which a number with its country code is written in its own country.

    With what is dialled before it there, and without; none for what is no number.
    """
    try:
        parsed = phonenumbers.parse(normalise("phone", number), None)
    except phonenumbers.NumberParseException:
        return frozenset()
    dialled = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL)
    forms = {_digits(dialled), phonenumbers.national_significant_number(parsed)}
    return frozenset(form for form in forms if len(form) >= _SHORTEST_NATIONAL)


def _phone(value: str, region: str | None) -> str:
    # WhatsApp mentions people as "@" and their number without its plus; "00" dials abroad in most countries
    text = "+" + value[1:] if value.startswith("@") else value
    digits = _ascii_digits(text)
    has_plus = text.lstrip("( ").startswith("+")
    if digits.startswith("00") and not has_plus and len(digits) > _SHORTEST_ABROAD:
        digits, has_plus = digits[2:], True
    if has_plus:
        return _with_ninth_digit(_international("+" + digits))
    return _with_ninth_digit(_national(digits, region)) if region else digits


def _international(number: str) -> str:
    """Return a number with a plus as E.164, which it is already unless it holds a trunk prefix: "+49 (0) 30"."""
    code = next((number[1:end] for end in (2, 3, 4) if number[1:end] in _COUNTRY_CODES), "")
    if code and not _trunk_prefix(int(code)).match(number, 1 + len(code)):
        return number
    return _parsed(number, None)


@lru_cache(maxsize=65_536)
def _national(digits: str, region: str) -> str:
    return _parsed(digits, region)


def _parsed(number: str, region: str | None) -> str:
    try:
        parsed = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return number
    is_valid = phonenumbers.is_valid_number(parsed)
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164) if is_valid else number


@cache
def _trunk_prefix(country_code: int) -> re.Pattern[str]:
    """Return what a parser may take off national numbers under a country calling code; it may match nothing at all."""
    region = phonenumbers.COUNTRY_CODE_TO_REGION_CODE[country_code][0]
    metadata = phonenumbers.PhoneMetadata.metadata_for_region_or_calling_code(country_code, region)
    return re.compile((metadata and metadata.national_prefix_for_parsing) or r"(?!)")


def _with_ninth_digit(number: str) -> str:
    """Since 2016 every Brazilian mobile starts with an extra 9; WhatsApp still knows older accounts without it."""
    return _BRAZIL_MOBILE.sub(r"+55\g<1>9\2", number) if _BRAZIL_MOBILE.fullmatch(number) else number


def _email(value: str) -> str:
    local_part, _, domain = value.casefold().rpartition("@")
    if domain in _GMAIL_DOMAINS:
        return local_part.partition("+")[0].replace(".", "") + f"@{GMAIL}"
    return f"{local_part}@{domain}"


def _name(value: str) -> str:
    return " ".join(value.casefold().split())


def _handle(value: str) -> str:
    return _name(value.removeprefix("@"))


def _url(value: str) -> str:
    scheme, separator, rest = value.partition("://")
    host, slash, path = rest.partition("/") if separator else scheme.partition("/")
    return (scheme.casefold() + separator if separator else "") + host.casefold() + slash + path


def _digits(value: str) -> str:
    return "".join(filter(str.isdecimal, value))


def _ascii_digits(value: str) -> str:
    digits = _digits(value)
    return digits if digits.isascii() else "".join(str(unicodedata.decimal(digit)) for digit in digits)


def _letters_and_digits(value: str) -> str:
    return "".join(filter(str.isalnum, value))


def _capitals(value: str) -> str:
    return _letters_and_digits(value).upper()


_RULES: dict[str, Callable[[str], str]] = {
    NATIONAL_PHONE: _ascii_digits,
    "email": _email,
    "person": _name,
    "handle": _handle,
    "url": _url,
    "credit_card": _digits,
    "iban": _capitals,
    "national_id": _capitals,
    "bank_account": _capitals,
    "licence_plate": _capitals,
    "postcode": _capitals,
    "crypto_wallet": str,
    "credential": str,
    "mac": lambda value: _letters_and_digits(value).lower(),
}
