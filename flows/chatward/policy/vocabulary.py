"""Words and field types of the policy file: what a value may be, and what to say when it is something else."""

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from enum import StrEnum
from typing import Annotated
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, Field, PlainSerializer, PlainValidator, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from chatward import re2
from chatward.errors import PolicyError
from chatward.policy import period
from chatward.policy.period import Period


class Basis(StrEnum):
    """The six lawful bases, GDPR Art. 6(1)(a) to (f)."""

    CONSENT = "consent"
    CONTRACT = "contract"
    LEGAL_OBLIGATION = "legal_obligation"
    VITAL_INTERESTS = "vital_interests"
    PUBLIC_TASK = "public_task"
    LEGITIMATE_INTERESTS = "legitimate_interests"


class Clock(StrEnum):
    """What a law gives a limited time for."""

    ACCESS_REQUEST = "access_request"
    RECTIFICATION_REQUEST = "rectification_request"
    ERASURE_REQUEST = "erasure_request"
    RESTRICTION_REQUEST = "restriction_request"
    PORTABILITY_REQUEST = "portability_request"
    OBJECTION = "objection"
    WITHDRAWAL = "withdrawal"
    BREACH_AUTHORITY = "breach_authority"
    PRIVACY_QUESTION = "privacy_question"


class CategoryKind(StrEnum):
    """How a category of data is treated."""

    CONTENT = "content"
    IDENTIFIER = "identifier"
    METADATA = "metadata"


class Holding(StrEnum):
    """What an inventory tells apart in exports, by their fields or by its form in what people write."""

    TEXT = "text"
    ATTACHMENTS = "attachments"
    LOCATIONS = "locations"
    NAMES = "names"
    PHONE_NUMBERS = "phone_numbers"
    EMAIL_ADDRESSES = "email_addresses"
    ONLINE_IDENTIFIERS = "online_identifiers"
    PAYMENT_DATA = "payment_data"
    POSTAL_ADDRESSES = "postal_addresses"
    BIRTH_DATES = "birth_dates"
    OFFICIAL_NUMBERS = "official_numbers"
    CREDENTIALS = "credentials"
    CONTACT_CARDS = "contact_cards"
    TIMES = "times"
    REACTIONS = "reactions"
    EVENTS = "events"


HOLDINGS_OF_KIND: Mapping[CategoryKind, frozenset[Holding]] = {
    CategoryKind.CONTENT: frozenset({Holding.TEXT, Holding.ATTACHMENTS, Holding.LOCATIONS}),
    CategoryKind.IDENTIFIER: frozenset(
        {Holding.NAMES, Holding.PHONE_NUMBERS, Holding.EMAIL_ADDRESSES, Holding.ONLINE_IDENTIFIERS}
        | {Holding.PAYMENT_DATA, Holding.CONTACT_CARDS, Holding.POSTAL_ADDRESSES, Holding.BIRTH_DATES}
        | {Holding.OFFICIAL_NUMBERS, Holding.CREDENTIALS}
    ),
    CategoryKind.METADATA: frozenset({Holding.TIMES, Holding.REACTIONS, Holding.EVENTS}),
}
"""What a category covers that does not say it itself."""


class RetentionObject(StrEnum):
    """What a retention rule disposes of."""

    MESSAGE = "message"
    ATTACHMENT = "attachment"
    IDENTITY = "identity"
    CONSENT_RECORD = "consent_record"


class StartingPoint(StrEnum):
    """The business event from which a retention period runs (ISO/IEC 27555:2021, 5.6)."""

    SENT = "sent"
    LAST_CONTACT = "last_contact"


class Suspension(StrEnum):
    """What keeps a record past its limit (ISO/IEC 27555:2021, 7.4.4)."""

    LEGAL_HOLD = "legal_hold"


class SetClass(StrEnum):
    """The two classes of published sets; the first are still personal data."""

    PSEUDONYMISED = "pseudonymised"
    AGGREGATE = "aggregate"


class TextAction(StrEnum):
    """What is done with personal data that are found in a text."""

    TOKEN = "token"  # noqa: S105 - of a person, not for access
    MASK = "mask"
    DROP = "drop"
    GENERALISE = "generalise"
    SURROGATE = "surrogate"


class TextKind(StrEnum):
    """Kinds of personal data that are found in texts."""

    EMAIL = "email"
    PHONE = "phone"
    CREDIT_CARD = "credit_card"
    IBAN = "iban"
    IP = "ip"
    MAC = "mac"
    URL = "url"
    HANDLE = "handle"
    PERSON = "person"
    ADDRESS = "address"
    POSTCODE = "postcode"
    DATE_OF_BIRTH = "date_of_birth"
    NATIONAL_ID = "national_id"
    BANK_ACCOUNT = "bank_account"
    LICENCE_PLATE = "licence_plate"
    CRYPTO_WALLET = "crypto_wallet"
    GEO = "geo"
    CREDENTIAL = "credential"
    REFERENCE = "reference"


class NamesInTexts(StrEnum):
    """Whose names are looked for in texts."""

    PARTICIPANTS = "participants"
    EVERYBODY = "everybody"


WITH_SURROGATE = frozenset(
    {
        TextKind.PERSON, TextKind.HANDLE, TextKind.ADDRESS, TextKind.POSTCODE, TextKind.DATE_OF_BIRTH,
        TextKind.LICENCE_PLATE, TextKind.IP, TextKind.MAC,
    }
)  # fmt: skip
"""Kinds that have surrogates: made-up e-mails, phones, accounts and cards no check could tell from the real."""


class DriftMode(StrEnum):
    """What becomes of exports with fields that their reader does not know."""

    HALT = "halt"
    QUARANTINE = "quarantine"
    IGNORE = "ignore"


class DateOrder(StrEnum):
    """Order of day, month and year in written dates."""

    DMY = "dmy"
    MDY = "mdy"
    YMD = "ymd"


def closest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that ``word`` probably is a misspelling of, or None."""
    return next(iter(get_close_matches(word, list(known), n=1, cutoff=0.7)), None)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the hint that names the closest of the known words, or None where none is close."""
    found = closest(word, known)
    return f"did you mean `{found}`?" if found else None


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
