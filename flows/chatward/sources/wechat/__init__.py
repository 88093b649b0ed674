"""Chats of WeChat as people's exporters write them, since WeChat has no export: CSV, JSON and text, mailed or copied."""
