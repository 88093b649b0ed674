"""Channels of Discord: files of DiscordChatExporter, and Discord's own data package."""
