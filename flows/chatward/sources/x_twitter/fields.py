"""The fields that archives of X are known to have in direct messages, and in what helps to read them."""

_NAMES = """
    dmConversation conversationId messages messageCreate welcomeMessageCreate reactionCreate participantsJoin
    participantsLeave joinConversation conversationCreate conversationNameUpdate conversationAvatarUpdate
    lastMessageReadUpdate id senderId recipientId text createdAt mediaUrls urls url expanded display reactions
    reactionKey eventId messageId userIds participantsSnapshot initiatingUserId name editHistory createdAtSec
    editedText account email phone username accountId createdAt createdVia accountDisplayName userInfo userName
    displayName archiveInfo sizeBytes generationDate isPartialArchive maxPartSizeBytes readmeInfo fileName directory
    dataTypes files globalName count mediaDirectory directMessages directMessagesGroup
"""

FIELDS: frozenset[str] = frozenset(_NAMES.split())
"""Names of fields at any depth."""
