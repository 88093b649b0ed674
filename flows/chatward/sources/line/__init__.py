"""Chats as LINE saves them, on phones and on computers, in the languages of its app."""
