"""The names of Graph's fields: the API writes them in camelCase, the tenant's data export in PascalCase."""

from typing import Any, NamedTuple


class Spelling(NamedTuple):
    """One way to write the names of the fields of Graph's chatMessage, and of what it holds."""

    id: str = "Id"
    created: str = "CreatedDateTime"
    edited: str = "LastEditedDateTime"
    deleted: str = "DeletedDateTime"
    message_type: str = "MessageType"
    subject: str = "Subject"
    body: str = "Body"
    content_type: str = "ContentType"
    content: str = "Content"
    sender: str = "From"
    user: str = "User"
    application: str = "Application"
    device: str = "Device"
    display_name: str = "DisplayName"
    identity_type: str = "UserIdentityType"
    chat: str = "ChatId"
    channel: str = "ChannelIdentity"
    channel_id: str = "ChannelId"
    reply_to: str = "ReplyToId"
    replies: str = "Replies"
    attachments: str = "Attachments"
    name: str = "Name"
    reactions: str = "Reactions"
    reaction_type: str = "ReactionType"
    event: str = "EventDetail"
    initiator: str = "Initiator"
    principal: str = "UserPrincipalName"
    mail: str = "Mail"
    mobile_phone: str = "MobilePhone"
    business_phones: str = "BusinessPhones"
    user_type: str = "UserType"
    membership_type: str = "MembershipType"


def camel(name: str) -> str:
    """Return a PascalCase name in camelCase."""
    return name[:1].lower() + name[1:]


PASCAL = Spelling()
CAMEL = Spelling(*map(camel, PASCAL))
PAGES = ("value", "Value", "messages", "Messages")
"""Fields of an object that hold a page of records."""


def spelling_of(record: dict[str, Any]) -> Spelling:
    """Return how a record writes its names."""
    return PASCAL if PASCAL.id in record or PASCAL.body in record else CAMEL


def as_object(value: Any) -> dict[str, Any]:
    """Return the value if it is a JSON object, an empty one otherwise."""
    return value if isinstance(value, dict) else {}


def as_list(value: Any) -> list[Any]:
    """Return the value if it is a list, an empty one otherwise."""
    return value if isinstance(value, list) else []


def words_of(value: Any) -> str | None:
    """Return the value if it is a text that is not empty."""
    return value if isinstance(value, str) and value else None
