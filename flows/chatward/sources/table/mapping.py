"""Which column of a table is what, as the policy declares it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from chatward.errors import ConfigError


@dataclass(frozen=True, slots=True)
class TableMapping:
    """The columns of a table by what they hold, and how the table is written.

    In JSON a column is a field, or a path of fields like ``author.email``. What a table does not have is None.

    Attributes:
        sent_at: when a record was sent.
        time_format: ``"iso"``, ``"epoch_s"``, ``"epoch_ms"``, ``"epoch_us"``, or a pattern of ``strptime``.
        zone: IANA name or offset of the zone of ``sent_at``, where that does not name the instant.
        conversation: key of the conversation; without it all records are one conversation.
        sender: identifier of who wrote.
        identifier: its type, as in ``records.SHARED_IDENTIFIERS`` or of the table's own naming.
        roles: what values of ``role`` mean, in the words of ``PARTICIPANTS``.
        kinds: what values of ``kind`` mean, in ``MESSAGE_KINDS``.
        events: values of ``event`` whose records are no messages, and what they are in ``EVENT_KINDS``.
        target: id of the message that was edited or deleted.
        delimiter: between the columns of CSV; None lets the header decide.
        encoding: of CSV and JSON; None means UTF-8, or what a byte order mark says.
        header: names of the columns of CSV that has none.
    """

    sent_at: str
    time_format: str = "iso"
    zone: str | None = None
    message_id: str | None = None
    conversation: str | None = None
    sender: str | None = None
    identifier: str = "table_id"
    sender_name: str | None = None
    role: str | None = None
    roles: Mapping[str, str] = field(default_factory=dict, hash=False)
    text: str | None = None
    reply_to: str | None = None
    attachment: str | None = None
    kind: str | None = None
    kinds: Mapping[str, str] = field(default_factory=dict, hash=False)
    event: str | None = None
    events: Mapping[str, str] = field(default_factory=dict, hash=False)
    target: str | None = None
    delimiter: str | None = None
    encoding: str | None = None
    header: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that is read, once."""
        return tuple(dict.fromkeys(filter(None, self._named())))

    def _named(self) -> Iterator[str | None]:
        yield from (self.sent_at, self.zone, self.message_id, self.conversation, self.sender, self.sender_name)
        yield from (self.role, self.text, self.reply_to, self.attachment, self.kind, self.event, self.target)


def declared(mapping: TableMapping | None) -> TableMapping:
    """Return the mapping.

    Raises:
        ConfigError: there is none; the policy's check refuses a table without columns, so only other callers meet this.
    """
    if mapping is None:
        raise ConfigError(
            "nothing says which column of the table is what",
            hint="declare `columns` in a source of the policy, and name it with `--mapping POLICY:SOURCE`",
        )
    return mapping
