"""The columns that LinkedIn is known to write."""

FIELDS: frozenset[str] = frozenset(
    {"CONVERSATION ID", "CONVERSATION TITLE", "FROM", "SENDER PROFILE URL", "TO", "RECIPIENT PROFILE URLS", "DATE"}
    | {"SUBJECT", "CONTENT", "FOLDER", "ATTACHMENTS", "IS MESSAGE DRAFT", "IS CONVERSATION ARCHIVED", "DIRECTION"}
)
"""Columns of ``messages.csv`` and of the chats with LinkedIn's own bots beside it."""
