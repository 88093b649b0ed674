"""Chatwoot: webhook calls and saved answers of its API."""
