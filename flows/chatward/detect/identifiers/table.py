"""The identifiers that are looked for, of the rows that list them."""

import re
from dataclasses import dataclass

from chatward.detect.identifiers.checks import find_check
from chatward.detect.identifiers.rows import ROWS
from chatward.detect.kinds import Kind

_KINDS = {
    "id": Kind.NATIONAL_ID,
    "bank": Kind.BANK_ACCOUNT,
    "plate": Kind.LICENCE_PLATE,
    "postcode": Kind.POSTCODE,
    "mac": Kind.MAC,
}
_COUNTRY = re.compile(r"([A-Z]{2})_")
_ISO = {"UK": "GB"}
_OF_THE_UNITED_STATES = ("ABA_ROUTING_NUMBER", "MEDICAL_LICENSE")


@dataclass(frozen=True, slots=True)
class Identifier:
    """An identifier that is looked for.

    Attributes:
        number: its place in ``IDENTIFIERS``, which spans carry as their detail.
        country: ISO 3166 code, or None where every country has it.
        lengths: how many characters it can have without separators.
        made_of: matches it in capitals and without separators.
        telling: matches it as written where its form tells enough; None where it never does.
        check: module of python-stdnum, or function of ``checks``; empty where there is nothing to check.
        tags: of ``words``.
    """

    number: int
    name: str
    kind: Kind
    country: str | None
    lengths: range
    made_of: re.Pattern[str]
    telling: re.Pattern[str] | None
    check: str
    tags: frozenset[str]


def _identifier(number: int, row: str) -> Identifier:
    name, kind, lengths, made_of, telling, check, tags = _cells(row)
    shortest, _, longest = lengths.partition("-")
    country = _COUNTRY.match(name)
    code = country[1] if country else "US" if name in _OF_THE_UNITED_STATES else None
    form = re.compile(telling.replace("*", r"\w+", 1) if telling.startswith("*") else telling) if telling else None
    return Identifier(
        number, name, _KINDS[kind], _ISO.get(code or "", code), range(int(shortest), int(longest or shortest) + 1),
        re.compile(made_of, re.ASCII), form, check,
        frozenset(tags.split()),
    )  # fmt: skip


def _cells(row: str) -> list[str]:
    """Split a row at its outer bars: those of patterns have no blanks on both sides."""
    cells = [cell.strip() for cell in re.split(r" \|(?= |$)", row)]
    assert len(cells) == 7, row
    return cells


IDENTIFIERS: tuple[Identifier, ...] = tuple(
    _identifier(number, row) for number, row in enumerate(ROWS.strip().splitlines())
)


def details_of(number: int) -> dict[str, str | None] | None:
    """Return country (ISO 3166 code) and type of the identifier that a span's detail numbers; None without one."""
    if number < 0:
        return None
    return {"country": IDENTIFIERS[number].country, "type": IDENTIFIERS[number].name}


def countries_of(number: str) -> set[str]:
    """Return the countries in which letters and digits are an identifier by form and check digits."""
    compact = "".join(filter(str.isalnum, number)).upper()
    fitting = (one for one in IDENTIFIERS if one.kind is Kind.NATIONAL_ID and one.check and len(compact) in one.lengths)
    return {
        one.country
        for one in fitting
        if one.country and one.made_of.fullmatch(compact) and find_check(one.check)(compact, number)
    }
