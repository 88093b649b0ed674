"""The sections by which a policy explains a table: which column is what, and how the file is written."""

from typing import Annotated

from pydantic import Field, StringConstraints

from chatward.policy.field_types import Text
from chatward.policy.section import Section
from chatward.policy.table_words import Encoding, EventKind, MessageKind, Role, TimeFormat

ColumnName = Annotated[str, StringConstraints(pattern=r"\S", max_length=200), Field(examples=["author.email"])]
"""Name of a column as its header has it; of JSON a field, or a path of fields."""

IdentifierType = Annotated[
    str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,62}$"), Field(examples=["email", "phone", "helpdesk_id"])
]


class TimeColumn(Section):
    """When a record was sent."""

    column: ColumnName
    """Column of the time."""
    format: TimeFormat = "iso"
    """How it is written: `iso`, `epoch_s`, `epoch_ms`, `epoch_us` since 1970, or a pattern of Python's `strptime`."""
    zone: ColumnName | None = None
    """Column of the time's zone, where the time does not name its own; otherwise the `zone` of the source holds."""


class SenderColumn(Section):
    """Who wrote."""

    column: ColumnName
    """Column of the identifier."""
    identifier: IdentifierType
    """What it identifies people by: `email` and `phone` are the same everywhere, anything else is your system's own."""


class RoleColumn(Section):
    """On whose side the sender is."""

    column: ColumnName
    """Column of the role."""
    values: dict[Text, Role] = Field(default_factory=dict)
    """What its values mean: `staff`, `bot` or `customer`; any other leaves it open."""


class KindColumn(Section):
    """What kind of message a record is."""

    column: ColumnName
    """Column of the kind."""
    values: dict[Text, MessageKind] = Field(default_factory=dict)
    """What its values mean; any other is kept as `unsupported`."""


class EventColumn(Section):
    """Which records are no messages."""

    column: ColumnName
    """Column that says so."""
    values: Annotated[dict[Text, EventKind], Field(min_length=1)]
    """What its values mean, like `message_edited`, `message_deleted` or `consent_withdrawn`; any other is a message."""
    target: ColumnName | None = None
    """Column of the id of the message that is edited or deleted; absent means the record's own `message_id`."""


class Columns(Section):
    """Which column of a table is what."""

    sent_at: TimeColumn
    """Column of the time: every table has one."""
    message_id: ColumnName | None = None
    """Id of the message: with it, repeated and overlapping deliveries are stored once."""
    conversation: ColumnName | None = None
    """Key of the conversation; without it all records are one conversation."""
    sender: SenderColumn | None = None
    """Who wrote."""
    sender_name: ColumnName | None = None
    """Name of who wrote."""
    role: RoleColumn | None = None
    """On whose side the sender is; without it the source's `own_accounts` are the company's own people."""
    text: ColumnName | None = None
    """What was written."""
    reply_to: ColumnName | None = None
    """Id of the message that is answered."""
    attachment: ColumnName | None = None
    """Name of an attached file."""
    kind: KindColumn | None = None
    """What kind of message a record is; without it `media` where there is an attachment, else `text`."""
    event: EventColumn | None = None
    """Which records are no messages."""


class TableFile(Section):
    """How a table is written; CSV, JSON lines and Parquet tell themselves apart."""

    delimiter: Annotated[str, StringConstraints(pattern=r"^[!#-\[\]-~\t ]$")] | None = Field(
        default=None, examples=[";"]
    )
    """Character between the columns of CSV; absent means comma, semicolon, tab or bar, as the header fits."""
    encoding: Encoding | None = None
    """Encoding of CSV and JSON; absent means UTF-8, UTF-16 by its mark, or what is beyond doubt windows-1252."""
    header: Annotated[tuple[Text, ...], Field(min_length=1)] | None = None
    """Names of the columns, for CSV without a line of names."""
