"""Chats as KakaoTalk exports them: text of phones and Windows, CSV of macOS, Korean or English."""
