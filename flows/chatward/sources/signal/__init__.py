"""Chats of Signal: the history that its apps export, and what signal-export writes as text, Markdown or JSON."""
