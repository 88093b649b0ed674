"""Chatwoot: stored webhook calls, and messages, conversations and contacts as its API answers."""
