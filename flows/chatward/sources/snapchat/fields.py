"""The names that Snapchat's downloads are known to use."""

import re

FIELDS: frozenset[str] = frozenset(
    {"From", "To", "Media Type", "Created", "Content", "Conversation Title", "IsSender", "Created(microseconds)"}
    | {"IsSaved", "Media IDs", "Text", "Username", "Display Name", "Creation Timestamp", "Last Modified Timestamp"}
    | {"Source", "Friends", "Friend Requests Sent", "Blocked Users", "Deleted Friends", "Hidden Friend Suggestions"}
    | {"Ignored Snapchatters", "Pending Requests", "Shortcuts", "Basic Information", "Name", "Creation Date"}
    | {"Registration IP", "Country", "Last Active", "Device Information", "Device History", "Login History"}
    | {"Privacy Policy and Terms of Service Acceptance History", "Custom Creative Tools Terms"}
)
"""Fields of chats, snaps, friends and accounts, flat."""

DATA_KEYS = re.compile(r"[^A-Z\s]\S*|[0-9A-Fa-f-]{36}|(?:Received|Sent)\b.*\bHistory")
"""Matches the key of a conversation: a user name, an id, or which way its messages went."""
