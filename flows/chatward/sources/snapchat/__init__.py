"""Snapchat's data download."""
