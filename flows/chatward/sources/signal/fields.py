"""Fields of signal-export's JSON, and of the history that Signal's apps export."""

FIELDS = frozenset(
    {"date", "sender", "body", "quote", "sticker", "reactions", "attachments", "deleted", "call", "missed", "name"}
    | {"emoji", "path", "id", "packId", "packKey", "extension"}
    # Signal's own history
    | {"version", "backupTimeMs", "mediaRootBackupKey", "currentAppVersion", "firstAppVersion", "debugInfo", "account"}
    | {"recipient", "chat", "chatItem", "stickerPack", "adHocCall", "notificationProfile", "chatFolder", "chatId"}
    | {"authorId", "dateSent", "expireStartDate", "expiresInMs", "revisions", "sms", "incoming", "outgoing"}
    | {"directionless", "pinDetails", "standardMessage", "contactMessage", "stickerMessage", "remoteDeletedMessage"}
    | {"adminDeletedMessage", "updateMessage", "paymentNotification", "giftBadge", "viewOnceMessage"}
    | {"directStoryReplyMessage", "poll"}
)

OPAQUE = frozenset(
    {"account", "recipient", "chat", "stickerPack", "adHocCall", "notificationProfile", "chatFolder", "revisions"}
    | {"incoming", "outgoing", "directionless", "pinDetails", "standardMessage", "contactMessage", "stickerMessage"}
    | {"remoteDeletedMessage", "adminDeletedMessage", "updateMessage", "paymentNotification", "giftBadge"}
    | {"viewOnceMessage", "directStoryReplyMessage", "poll", "sticker"}
)
"""What Signal's apps keep of a thing: they add to it with every version."""
