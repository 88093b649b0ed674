"""Chats of WeChat as exporters write them, since it has no export of its own: CSV, JSON, text; mailed or copied."""
