"""The fields that Discord's exports are known to have: DiscordChatExporter's, and those of a data package."""

import re

_CHANNEL_FILE = """
    guild channel dateRange exportedAt messages messageCount id name iconUrl type categoryId category topic after
    before timestamp timestampEdited callEndedTimestamp isPinned content author attachments components embeds stickers
    reactions mentions reference forwardedMessage interaction inlineEmojis discriminator nickname color colour isBot
    roles position avatarUrl url fileName fileSizeBytes title description thumbnail image images video footer fields
    text value isInline iconCanonicalUrl canonicalUrl width height emoji count users code isAnimated imageUrl format
    sourceUrl messageId channelId guildId user style label customId skuId isDisabled poll question answers answer
    isFinalized allowsMultiselect expiry
"""
_PACKAGE = """
    ID Timestamp Contents Attachments contents recipients username global_name email phone verified avatar_hash
    has_mobile
    needs_email_verification premium_until flags ip settings connections friend_suggestion_count
    external_friends_lists relationships payments payment_sources guild_settings library_applications entitlements
    authorid AuthorID date Date Author Content Reactions
    user_activity_application_statistics notes user_profile_metadata current_orbs_balance money_refunds
"""

FIELDS: frozenset[str] = frozenset(f"{_CHANNEL_FILE} {_PACKAGE}".split())
"""Names of fields at any depth, and columns of the tables."""

DATA_KEYS: re.Pattern[str] = re.compile(r"\d+")
"""Matches keys that are ids of channels and no names of fields."""

OPAQUE: frozenset[str] = frozenset(
    {
        "embeds",
        "components",
        "interaction",
        "inlineEmojis",
        "stickers",
        "poll",
        "roles",
        "emoji",
        "dateRange",
        "settings",
    }
    | {"connections", "payments", "entitlements", "user_profile_metadata", "relationships", "guild_settings"}
)
"""What bots and linked pages put into a message, and an account's own data."""

TYPES = {
    "messages": "array",
    "timestamp": "string",
    "content": "string",
    "author": "object",
    "attachments": "array string",
    "reactions": "array",
    "isPinned": "boolean",
}
