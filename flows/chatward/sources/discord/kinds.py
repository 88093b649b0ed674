"""Discord's words for types of messages and channels, and what they are here.

Both are written as DiscordChatExporter names them or, where it has no name for one, as the number of Discord's API; the
data package has the numbers, or the API's names.
"""

from typing import Any

_TYPES = {
    0: "Default", 1: "RecipientAdd", 2: "RecipientRemove", 3: "Call", 4: "ChannelNameChange", 5: "ChannelIconChange",
    6: "ChannelPinnedMessage", 7: "GuildMemberJoin", 8: "GuildBoost", 9: "GuildBoostTier1", 10: "GuildBoostTier2",
    11: "GuildBoostTier3", 12: "ChannelFollowAdd", 14: "GuildDiscoveryDisqualified", 15: "GuildDiscoveryRequalified",
    16: "GuildDiscoveryGracePeriodInitialWarning", 17: "GuildDiscoveryGracePeriodFinalWarning", 18: "ThreadCreated",
    19: "Reply", 20: "ChatInputCommand", 21: "ThreadStarterMessage", 22: "GuildInviteReminder",
    23: "ContextMenuCommand", 24: "AutoModerationAction", 25: "RoleSubscriptionPurchase",
    26: "InteractionPremiumUpsell", 27: "StageStart", 28: "StageEnd", 29: "StageSpeaker", 31: "StageTopic",
    32: "GuildApplicationPremiumSubscription", 36: "GuildIncidentAlertModeEnabled",
    37: "GuildIncidentAlertModeDisabled", 38: "GuildIncidentReportRaid", 39: "GuildIncidentReportFalseAlarm",
    44: "PurchaseNotification", 46: "PollResult",
}  # fmt: skip
_NUMBERED = {str(number): name for number, name in _TYPES.items()}

SAID = frozenset({"Default", "Reply", "ChatInputCommand", "ContextMenuCommand"})
"""Types of what somebody said; commands are what an app answered to one."""

_EVENTS = {
    "RecipientAdd": "member_joined",
    "RecipientRemove": "member_left",
    "Call": "call",
    "ChannelNameChange": "title_changed",
    "ChannelPinnedMessage": "pinned",
    "GuildMemberJoin": "member_joined",
}
_NOTICES = frozenset(_TYPES.values()) - SAID - _EVENTS.keys()

_DIRECT = frozenset({"1", "DM", "DirectMessage", "DirectTextChat"})
_GROUP = frozenset({"3", "GROUP_DM", "GroupDM", "DirectGroupTextChat"})
_NO_GUILD = (None, "0", "")


def type_of(value: Any) -> str:
    """Return a message's type by name; a number that has none stays one, and without any type it is the usual one."""
    if value.__class__ is str:
        return _NUMBERED.get(value, value) if value[:1].isdigit() else value
    return _TYPES.get(value, str(value)) if isinstance(value, int) else "Default" if value is None else "unknown"


def event_kind(type_name: str) -> str | None:
    """Return which event a type reports; None for what somebody said and for types that are not known."""
    return _EVENTS.get(type_name) or ("notice" if type_name in _NOTICES else None)


def channel_kind(type_value: Any, guild: Any) -> str | None:
    """Return the kind of a conversation by its channel's type, or else by whether it belongs to a server."""
    kind = str(type_value)
    if kind in _DIRECT or kind in _GROUP:
        return "direct" if kind in _DIRECT else "group"
    is_of_server = isinstance(guild, dict) and guild.get("id") not in _NO_GUILD
    return "channel" if is_of_server or type_value is not None else None
