"""The names that exports of Teams are known to use."""

from chatward.sources.teams.spelling import PAGES, PASCAL, camel

# of Graph's chatMessage and all that stands in it, and of the lists beside it in a data export
_GRAPH = frozenset(
    {*PASCAL, "Etag", "LastModifiedDateTime", "Summary", "Importance", "Locale", "PolicyViolation", "WebUrl"}
    | {"MessageHistory", "Mentions", "Mentioned", "MentionText", "Conversation", "ConversationIdentityType", "TenantId"}
    | {"Thumbnails", "TeamId", "ContentUrl", "ThumbnailUrl", "TeamsAppId", "ReactionContentUrl", "ModifiedDateTime"}
    | {"Actions", "Reaction", "HostedContents", "ContentBytes", "ApplicationIdentityType", "DlpAction", "PolicyTip"}
    | {
        "JustificationText",
        "UserAction",
        "VerdictDetails",
        "GeneralText",
        "ComplianceUrl",
        "MatchedConditionDescriptions",
    }
    | {"EventType", "ConversationIdentity", "Encrypted", "OnPremises", "Guest", "Phone", "Members", "Member", "CallId"}
    | {
        "CallEnded",
        "CallRecording",
        "CallStarted",
        "CallTranscript",
        "ChannelAdded",
        "ChannelDeleted",
        "ChannelRenamed",
    }
    | {"ChannelDescriptionUpdated", "ChannelSetAsFavoriteByDefault", "ChannelUnsetAsFavoriteByDefault", "ChatRenamed"}
    | {"ConversationMemberRoleUpdated", "MeetingPolicyUpdated", "MembersAdded", "MembersDeleted", "MembersJoined"}
    | {"MembersLeft", "MessagePinned", "MessageUnpinned", "TabUpdated", "TeamArchived", "TeamCreated", "TeamUnarchived"}
    | {"TeamDescriptionUpdated", "TeamJoiningDisabled", "TeamJoiningEnabled", "TeamRenamed", "TeamsAppInstalled"}
    | {"TeamsAppRemoved", "TeamsAppUpgraded", "VisibleHistoryStartDateTime", "ChatDisplayName", "ChannelDisplayName"}
    | {"TeamDisplayName", "ChannelDescription", "TeamDescription", "CallDuration", "CallEventType", "CallParticipants"}
    | {"Participant", "CallRecordingDisplayName", "CallRecordingUrl", "CallRecordingDuration", "CallRecordingStatus"}
    | {
        "CallTranscriptICalUid",
        "MeetingOrganizer",
        "TeamsAppDisplayName",
        "AdditionalData",
        "BackingStore",
        "OdataType",
    }
    | {"ConversationMemberUser", "ConversationMemberRoles", "TeamsTabId", "TabName", "TabUrl"}
)
_LISTS = frozenset(
    {
        "JobTitle",
        "OfficeLocation",
        "PreferredLanguage",
        "UserId",
        "UserName",
        "PhoneNumber",
        "Location",
        "Role",
        "Title",
    }
    | {"InterpretedUserType", "DirectoryStatus", "AudioConferencing", "PhoneSystems", "CallingPlan", "AssignedPlans"}
    | {
        "OnlineDialinConferencingPolicy",
        "FeatureTypes",
        "State",
        "City",
        "Surname",
        "GivenName",
        "Description",
        "Email",
    }
    | {"IsFavoriteByDefault", "IsArchived", "Privacy", "Classification", "GroupsId", "ExpirationDate", "TeamMembers"}
    | {"Owners", "Guests", "StandardChannels", "PrivateChannels", "SharedChannels", "Status", "AssignedLabels"}
    | {"InternalId", "Visibility", "IsMembershipLimitedToOwners", "MemberSettings", "GuestSettings", "FunSettings"}
    | {"MessagingSettings", "DiscoverySettings", "ShowInTeamsSearchAndSuggestions", "OwnersCount", "MembersCount"}
    | {"GuestsCount", "AllowCreateUpdateChannels", "AllowDeleteChannels", "AllowAddRemoveApps", "AllowGiphy"}
    | {"AllowCreateUpdateRemoveTabs", "AllowCreateUpdateRemoveConnectors", "AllowUserEditMessages"}
    | {"AllowUserDeleteMessages", "AllowOwnerDeleteMessages", "AllowTeamMentions", "AllowChannelMentions"}
    | {"GiphyContentRating", "AllowStickersAndMemes", "AllowCustomMemes"}
)
_DOWNLOAD = frozenset(
    {"userId", "exportDate", "conversations", "id", "displayName", "version", "properties", "threadProperties"}
    | {"MessageList", "originalarrivaltime", "messagetype", "content", "conversationid", "from", "amsreferences"}
    | {
        "conversationblocked",
        "lastimreceivedtime",
        "consumptionhorizon",
        "conversationstatus",
        "membercount",
        "members",
    }
    | {"topic", "picture", "description", "deletetime", "edittime", "emotions", "users", "key", "mri", "time", "value"}
    | {"isserversidegenerated", "skypeeditedid", "urlpreviews", "albumId", "forwardMetadata", "callLog", "poll"}
    | {"clientmessageid", "skypeguid", "s2spartnername", "links", "mentions", "files", "cards", "importance", "subject"}
)
_ODATA = frozenset(
    {"@odata.context", "@odata.count", "@odata.nextLink", "@odata.deltaLink", "@odata.type", "@odata.etag"}
    | {"replies@odata.context", "replies@odata.count", "replies@odata.nextLink", "hostedContents@odata.context"}
)
FIELDS: frozenset[str] = frozenset({*_GRAPH, *_LISTS, *map(camel, _GRAPH | _LISTS), *_DOWNLOAD, *_ODATA, *PAGES})
"""Fields in either spelling, flat, at any depth."""
