"""Types of the policy file's values: what a value may be, and what to say when it is something else."""

import re
from typing import Annotated
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, Field, PlainSerializer, PlainValidator, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from chatward import re2
from chatward.errors import PolicyError
from chatward.policy import period
from chatward.policy.period import Period
from chatward.policy.vocabulary import nearest


def is_glob(text: str) -> bool:
    """Return whether ``text`` is a path pattern that a source may name."""
    try:
        return bool(_as_glob(text))
    except PydanticCustomError:
        return False


def refusal(expected: str, hint: str | None = None, *, is_secret: bool = False) -> PydanticCustomError:
    """Return the error that says what was expected; what was found is added where it is shown, if it is no secret."""
    context = {"expected": expected, "hint": hint or "", "is_secret": is_secret}
    return PydanticCustomError("policy_value", "expected {expected}", context)


def _as_period(value: object) -> Period:
    if isinstance(value, Period):
        return value
    try:
        return Period.parse(value if isinstance(value, str) else "")
    except PolicyError as error:
        raise refusal(error.message.removeprefix("expected "), error.hint) from None


def _as_positive_period(value: object) -> Period:
    parsed = _as_period(value)
    if not parsed:
        raise refusal("a duration longer than nothing")
    return parsed


def _as_zone(value: object) -> ZoneInfo:
    if isinstance(value, ZoneInfo):
        return value
    name = value if isinstance(value, str) else ""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        hint = nearest(name, sorted(available_timezones()))
        raise refusal("a zone of the IANA time zone database like `Europe/Berlin`", hint) from None


_WINDOWS_ROOT = re.compile(r"[A-Za-z]:")


def _as_glob(value: object) -> str:
    """Accept a pattern that stays inside the workspace and that ``pathlib`` takes."""
    expected = "a path pattern inside the workspace like `exports/whatsapp/**`"
    if not isinstance(value, str) or not value.strip() or not value.isprintable():
        raise refusal(expected)
    parts = value.split("/")
    if "://" in value or value.startswith(("/", "~")) or _WINDOWS_ROOT.match(value) or ".." in parts:
        raise refusal(expected, "write it relative to the workspace, without `..`; copy or mount exports into it")
    if "\\" in value:
        raise refusal(expected, "separate folders by `/`")
    if any("**" in part and part != "**" for part in parts):
        raise refusal(expected, "`**` stands alone between slashes")
    return value


def _as_pattern(value: str) -> str:
    if not re2.is_sound(value):
        raise refusal(f"a pattern of RE2 of at most {re2.LONGEST} characters", re2.HINT)
    return value


def _as_patterns(values: tuple[str, ...]) -> tuple[str, ...]:
    if not re2.fit_together(values):
        raise refusal(f"at most {re2.MOST} patterns that RE2 takes as one", "write fewer, or repeat less in them")
    return values


_SIZE = re.compile(r"(\d{1,15})\s*(B|kB|KB|MB|GB|TB|KiB|MiB|GiB|TiB)?", re.ASCII)
_UNIT_BYTES = {
    "": 1, "B": 1, "kB": 10**3, "KB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12,
    "KiB": 2**10, "MiB": 2**20, "GiB": 2**30, "TiB": 2**40,
}  # fmt: skip


def _as_size(value: object) -> int:
    found = _SIZE.fullmatch(str(value)) if isinstance(value, str | int) and not isinstance(value, bool) else None
    count = int(found[1]) * _UNIT_BYTES[found[2] or ""] if found else 0
    if count < 1:
        raise refusal("a size in bytes like `10 GiB`", "units are B, kB, MB, GB, TB and KiB, MiB, GiB, TiB")
    return count


def _duration_schema(description: str, *examples: str) -> WithJsonSchema:
    return WithJsonSchema(
        {"type": "string", "pattern": period.PATTERN, "description": description, "examples": list(examples)}
    )


Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,62}$"), Field(examples=["service_quality"])]
"""Key by which another part of the file refers to an entry: small letters, digits, ``_`` and ``-``."""

FieldPath = Annotated[str, StringConstraints(pattern=r"^\S(.{0,198}\S)?$"), Field(examples=["messages[].new_field"])]
"""Where a field stands in an export: names with a dot between them, ``[]`` after an array, ``*`` for any name."""

Text = Annotated[str, StringConstraints(pattern=r"\S", max_length=1000)]
"""Words for people; not blank."""

Patterns = Annotated[tuple[Annotated[str, AfterValidator(_as_pattern)], ...], AfterValidator(_as_patterns)]
"""RE2 patterns: those take linear time on any text."""

Contact = Annotated[
    str,
    StringConstraints(
        pattern=r"^([^\s@]+@[^\s@]+\.[^\s@.]+|\+?[0-9][0-9 ()./-]{5,30}[0-9]|[A-Za-z]{2}[0-9]{2}[0-9A-Za-z ]{10,40})$",
        max_length=200,
    ),
]
"""An e-mail address, or a number of a phone, card or account, as people write it."""

Contacts = Annotated[tuple[Contact, ...], Field(max_length=100)]

Share = Annotated[float, Field(ge=0, le=1)]

Duration = Annotated[
    Period,
    PlainValidator(_as_period),
    PlainSerializer(str),
    _duration_schema("ISO 8601 duration; months and years are those of the calendar", "P7D", "PT0S"),
]
Limit = Annotated[
    Period,
    PlainValidator(_as_positive_period),
    PlainSerializer(str),
    _duration_schema("ISO 8601 duration longer than nothing", "P2Y", "P18M", "PT72H"),
]
Zone = Annotated[
    ZoneInfo,
    PlainValidator(_as_zone),
    PlainSerializer(str),
    WithJsonSchema({"type": "string", "examples": ["Europe/Berlin", "UTC"]}),
]
Glob = Annotated[str, PlainValidator(_as_glob), WithJsonSchema({"type": "string", "examples": ["exports/whatsapp/**"]})]
ByteSize = Annotated[
    int,
    PlainValidator(_as_size),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "integer", "minimum": 1},
                {"type": "string", "pattern": r"^\d{1,15}\s*([kKMGT]B|[KMGT]iB|B)?$"},
            ],
            "examples": ["10 GiB", 10_737_418_240],
        }
    ),
]
