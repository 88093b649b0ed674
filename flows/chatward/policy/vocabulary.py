"""Words of the policy file: the closed lists that its values come from, and the nearest word to a misspelt one."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from enum import StrEnum

RECTIFIED = "rectified"
"""In place of a source: identifiers that came by a request for rectification."""


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
    THREAD = "thread"
    ATTACHMENT = "attachment"
    IDENTITY = "identity"
    CONSENT_RECORD = "consent_record"
    REQUEST_RECORD = "request_record"
    ACCESS_PACKAGE = "access_package"


SOURCED = frozenset(
    {RetentionObject.MESSAGE, RetentionObject.THREAD, RetentionObject.ATTACHMENT, RetentionObject.IDENTITY}
)
"""Objects that come from sources, whose laws and purposes therefore count; the others are chatward's own records."""


class StartingPoint(StrEnum):
    """The business event from which a retention period runs (ISO/IEC 27555:2021, 5.6)."""

    SENT = "sent"
    CONVERSATION_CLOSED = "conversation_closed"
    LAST_CONTACT = "last_contact"
    CONTRACT_END = "contract_end"
    CONSENT_END = "consent_end"
    REQUEST_CLOSED = "request_closed"


class ThreadMode(StrEnum):
    """From which message of a thread the period of its messages runs."""

    PER_MESSAGE = "per_message"
    LAST_ACTIVITY = "last_activity"
    ROOT = "root"


class Approval(StrEnum):
    """Whether one person may dispose of what a plan says."""

    ONE_PERSON = "one_person"
    TWO_PERSONS = "two_persons"


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


class HintKind(StrEnum):
    """What words in a text may hint at: special categories of personal data (GDPR Art. 9), or a minor."""

    HEALTH = "health"
    RELIGION = "religion"
    UNION = "union"
    SEXUALITY = "sexuality"
    SELF_HARM = "self_harm"
    MINOR = "minor"


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
