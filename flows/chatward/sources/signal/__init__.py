"""Chats of Signal as signal-export writes them: text or Markdown, since Signal itself exports nothing."""
