"""Intercom: conversations and tickets with their parts, as its API answers and its webhooks report."""
