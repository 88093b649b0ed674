"""Chats as KakaoTalk exports them: text of phones and Windows, CSV of macOS, in the languages of its app."""
