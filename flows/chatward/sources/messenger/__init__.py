"""Messenger's downloads."""
