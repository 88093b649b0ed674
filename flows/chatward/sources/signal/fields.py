"""Fields of signal-export's JSON."""

FIELDS = frozenset(
    {"date", "sender", "body", "quote", "sticker", "reactions", "attachments", "deleted", "call", "missed", "name"}
    | {"emoji", "path", "id", "packId", "packKey", "extension"}
)
