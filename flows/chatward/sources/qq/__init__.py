"""Chats as QQ's message manager and its phones save them: text, one file a chat or all chats in one."""
