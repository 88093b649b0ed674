"""The names that TikTok's downloads are known to use on the way to messages and in them."""

import re

FIELDS: frozenset[str] = frozenset(
    {"Direct Message", "Direct Messages", "ChatHistory", "Chat History", "Group Chat", "GroupChat", "Date", "From"}
    | {"Content", "Profile", "Profile Info", "Profile Information", "ProfileMap", "userName"}
)
"""Fields at any depth; what a download says beside its messages is not read."""

DATA_KEYS = re.compile(r"(?:Group )?Chat History with .*", re.DOTALL | re.IGNORECASE)
"""Matches the key of a conversation, which holds the other side's name."""

BELOW: frozenset[str] = frozenset({"ChatHistory", "Chat History"})
"""A download is about much more than messages."""
