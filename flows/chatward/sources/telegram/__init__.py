"""Telegram Desktop's JSON exports."""
