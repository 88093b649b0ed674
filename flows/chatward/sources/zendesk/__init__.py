"""Zendesk: tickets with comments and audits, chats, and what its messaging reports."""
