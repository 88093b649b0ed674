"""Columns of KakaoTalk's CSV."""

FIELDS = frozenset({"Date", "User", "Message"})
