"""The columns that each set can have, and what they look like: the data contract."""

from dataclasses import dataclass

import pyarrow as pa

SUBJECT, CONVERSATION, MESSAGE = "subject", "conversation", "message"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a set: its type, whence it comes, and what a reader needs to know."""

    type: pa.DataType
    description: str
    token_of: tuple[str, str] | None = None
    """(kind of token, id column of the mart) for a token column."""


COLUMNS: dict[str, dict[str, Column]] = {
    "messages": {
        "message_token": Column(pa.string(), "stands for the message", (MESSAGE, "message_id")),
        "conversation_token": Column(pa.string(), "stands for the conversation", (CONVERSATION, "conversation_id")),
        "sender_token": Column(pa.string(), "stands for who wrote it; null for notices", (SUBJECT, "writer_id")),
        "sender_role": Column(pa.string(), "customer, staff or bot"),
        "source": Column(pa.string(), "source in the policy"),
        "sent_on": Column(pa.date32(), "day, UTC"),
        "kind": Column(pa.string(), "text, media, sticker, …"),
        "text": Column(pa.string(), "what was written, personal data replaced by tokens like [EMAIL:…]"),
        "attachments": Column(pa.int16(), "number of files"),
        "reactions": Column(pa.int16(), "number of reactions"),
        "is_reply": Column(pa.bool_(), "whether it answers a particular message"),
        "is_edited": Column(pa.bool_(), "whether it was edited"),
    },
    "conversations": {
        "conversation_token": Column(pa.string(), "stands for the conversation", (CONVERSATION, "conversation_id")),
        "source": Column(pa.string(), "source in the policy"),
        "opened_on": Column(pa.date32(), "first day of the episode, UTC"),
        "closed_on": Column(pa.date32(), "last day of the episode, UTC"),
        "customers": Column(pa.int32(), "customers who wrote"),
        "customer_messages": Column(pa.int32(), "messages of customers"),
        "staff_messages": Column(pa.int32(), "messages of the company"),
        "first_response_minutes": Column(pa.int32(), "until the first answer; null without one"),
        "median_response_minutes": Column(pa.int32(), "median wait for an answer"),
        "resolution_hours": Column(pa.float64(), "from the customer's first to the company's last message"),
    },
    "daily_activity": {
        "sent_on": Column(pa.date32(), "day, UTC"),
        "source": Column(pa.string(), "source in the policy"),
        "customers": Column(pa.int32(), "customers who wrote; days with too few are withheld"),
        "conversations": Column(pa.int32(), "conversations with messages"),
        "customer_messages": Column(pa.int32(), "messages of customers"),
        "staff_messages": Column(pa.int32(), "messages of the company"),
        "median_response_minutes": Column(pa.int32(), "median wait for an answer"),
    },
}
