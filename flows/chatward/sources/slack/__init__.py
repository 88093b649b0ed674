"""Slack's workspace exports."""
