"""Chats of WeChat as people's exporters write them, since WeChat exports nothing itself: CSV and text."""
