"""Snapchat's download of a person's chats and snaps."""
