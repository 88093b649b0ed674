"""When the contents of an export hold, of which it says nothing itself: at its end."""

from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc


@dataclass(slots=True)
class End:
    """What is known of an export's end, from one part of it after the other.

    Attributes:
        at_us: its latest instant, microseconds since 1970.
        has_ids: whether any message has an id of its platform. Without them there are no versions: other words make
            another message.
        edited: ids of messages that the export reports as edited.
    """

    at_us: int | None = None
    has_ids: bool = False
    edited: set[str] = field(default_factory=set)

    def note(self, messages: pa.Table, events: pa.Table) -> None:
        """Take in one part."""
        self.has_ids |= messages["platform_message_id"].null_count < messages.num_rows
        instants = (messages["sent_at_utc"], events["at_utc"], messages["as_of_utc"])
        latest = [pc.max(each).value for each in instants if each.null_count < len(each)]
        self.at_us = max((each for each in (self.at_us, *latest) if each is not None), default=None)
        if events["target_message_id"].null_count < events.num_rows:
            is_edit = pc.equal(events["event"].cast(pa.string()), "message_edited")
            self.edited.update(pc.filter(events["target_message_id"], is_edit).drop_null().to_pylist())

    def date(self, messages: pa.Table) -> pa.Table:
        """Let contents of which the export does not say when they held hold at its end.

        What the export reports as edited, too, may be the words of before the edit, so it counts as of its sending.
        """
        if not self.has_ids or self.at_us is None or not messages["as_of_utc"].null_count:
            return messages
        place = messages.schema.get_field_index("as_of_utc")
        about = messages.schema.field(place)
        at_end = pa.scalar(self.at_us, about.type)
        if self.edited:
            is_edited = pc.is_in(messages["platform_message_id"], pa.array(sorted(self.edited), pa.string()))
            at_end = pc.if_else(is_edited, messages["sent_at_utc"], at_end)
        return messages.set_column(place, about, pc.coalesce(messages["as_of_utc"], at_end))
