"""What stands in the place of personal data, by action: typed tokens are the kernel's, the others are made here."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

import phonenumbers

from chatward.deidentify.tokens import Tokeniser
from chatward.detect import Kind
from chatward.detect.identifiers import countries_of
from chatward.policy.vocabulary import TextAction

if TYPE_CHECKING:
    from faker import Faker


Actions = Mapping[Kind, TextAction]
"""What is done with each kind; one that is not named gets a token."""

_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_POSTCODE = re.compile(
    r"(?<!\d)(?:[A-Z]{1,2}[0-9][A-Z0-9]?(?= ?[0-9][A-Z]{2})|[0-9]{2}(?=[0-9]{2,4}(?![0-9])|-[0-9]{3}))"
)
_LEADING_DIGITS = re.compile(r"[0-9A-Z]{2}")
_TRIES = 16


def mask(kind: Kind) -> str:
    """Return the kind alone, like ``[EMAIL]``."""
    return f"[{kind.name}]"


def generalise(kind: Kind, value: str, *, region: str | None) -> str:
    """Return the kind with the little that is kept: ``[PHONE:DE]``, ``[DATE_OF_BIRTH:1985]``, ``[ADDRESS:10…]``.

    A phone number and an id keep their country, a date of birth its year, an address and a post code the first two
    characters of the post code; what has none of it, and every other kind, is masked.

    Args:
        kind: what it is.
        value: as found, or as ``normalise`` returns it.
        region: ISO 3166 code of the country in which numbers without country code are dialled.
    """
    kept = _KEPT[kind](value, region) if kind in _KEPT else None
    return f"[{kind.name}:{kept}]" if kept else mask(kind)


def _country_of_phone(value: str, region: str | None) -> str | None:
    try:
        number = phonenumbers.parse(value, region)
    except phonenumbers.NumberParseException:
        return None
    return phonenumbers.region_code_for_number(number) if phonenumbers.is_possible_number(number) else None


def _year(value: str, _region: str | None) -> str | None:
    found = _YEAR.search(value)
    return found.group() if found else None


def _area_of_address(value: str, _region: str | None) -> str | None:
    found = _POSTCODE.findall(value.upper())
    return f"{found[-1]}…" if found else None


def _area_of_postcode(value: str, _region: str | None) -> str | None:
    found = _LEADING_DIGITS.match(value.upper())
    return f"{found.group()}…" if found else None


def _country_of_id(value: str, _region: str | None) -> str | None:
    countries = countries_of(value)
    return next(iter(countries)) if len(countries) == 1 else None


_KEPT: dict[Kind, Callable[[str, str | None], str | None]] = {
    Kind.PHONE: _country_of_phone,
    Kind.DATE_OF_BIRTH: _year,
    Kind.ADDRESS: _area_of_address,
    Kind.POSTCODE: _area_of_postcode,
    Kind.NATIONAL_ID: _country_of_id,
}

_LOCALES = """
    de_AT en_AU pt_BR en_CA de_CH cs_CZ de_DE da_DK es_ES fi_FI fr_FR en_GB el_GR hu_HU en_IE en_IN it_IT ja_JP ko_KR
    es_MX nl_NL no_NO pl_PL pt_PT ro_RO ru_RU sv_SE tr_TR uk_UA en_US
"""
_LOCALE_OF = {locale[3:]: locale for locale in _LOCALES.split()}
SURROGATES: dict[Kind, Callable[["Faker"], str]] = {
    Kind.PERSON: lambda faker: str(faker.name()),
    Kind.HANDLE: lambda faker: f"@{faker.user_name()}",
    Kind.ADDRESS: lambda faker: str(faker.address()).replace("\n", ", "),
    Kind.POSTCODE: lambda faker: str(faker.postcode()),
    Kind.DATE_OF_BIRTH: lambda faker: str(faker.date_of_birth(minimum_age=18, maximum_age=90)),
    Kind.LICENCE_PLATE: lambda faker: str(faker.license_plate()),
    Kind.IP: lambda faker: str(faker.ipv4_public()),
    Kind.MAC: lambda faker: str(faker.mac_address()),
}
"""What makes them; the policy refuses others, which the gate behind the detector would take for real."""


def surrogates(
    kind: Kind, values: Sequence[str], tokeniser: Tokeniser, *, region: str | None, real: frozenset[str]
) -> list[str]:
    """Return a made-up value of the same kind and country for each normalised value: equal ones for equal ones.

    It is drawn by the value's keyed digest, so it is the same wherever the key is; what is anybody's ``real`` value is
    drawn again. Two people can share a surrogate, as they can share a name.
    """
    faker = _faker(_LOCALE_OF.get(region or "", "en_US"))
    made = SURROGATES[kind]
    written = []
    for digest in tokeniser.digests(f"surrogate:{kind.identifier_type}", values):
        for attempt in range(_TRIES):
            faker.seed_instance(int.from_bytes(digest, "big") + attempt)
            value = made(faker)
            if value.casefold() not in real:
                break
        else:
            value = mask(kind)
        written.append(value)
    return written


@cache
def _faker(locale: str) -> "Faker":
    from faker import Faker  # noqa: PLC0415 - slow to import, and few policies need it

    return Faker(locale)
