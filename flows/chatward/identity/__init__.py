"""Identifiers made equal, blind indexes, tokens."""
