"""Makes rows of what the Graph API's conversations answered: each message is one record."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from chatward.sources.collected import Row, UnreadableError
from chatward.sources.instants import microseconds
from chatward.sources.meta.message_content import answer_content
from chatward.sources.meta.payload_people import People, text_id
from chatward.sources.meta.payloads import is_conversation, is_message, listed
from chatward.sources.meta.values import instant

_TEXT = (str, type(None))
_PLACEHOLDER_MAIL = "@facebook.com"  # every participant has one, made of the id: nobody can be written to there


class Talk(NamedTuple):
    """Which conversation a record stands in; its key is None where only the record's own people can tell."""

    platform: str
    conversation: str | None = None


def records_of(answer: Mapping[str, Any], platform: str, people: People) -> list[tuple[Any, Talk]]:
    """Return the messages of a page, a conversation, or a lone message, each with its conversation.

    People and conversations that the answer describes are remembered, those without messages, too.
    """
    nowhere = Talk(platform)
    if is_message(answer):
        return [(answer, nowhere)]
    rows: list[Any] = [answer] if is_conversation(answer) else listed(answer)
    own = _common_side([row for row in rows if is_conversation(row)])
    found: list[tuple[Any, Talk]] = []
    for row in rows:
        if is_conversation(row):
            talk = Talk(platform, _conversation(row, platform, people, own))
            found += [(message, talk) for message in listed(row.get("messages"))]
        else:
            found.append((row, nowhere))
    return found


def row_of(message: dict[str, Any], talk: Talk, people: People) -> Row:
    """Return the row of a message, without member and record number.

    Raises:
        UnreadableError: the message has no time, or is not what the platform writes.
    """
    text, sender = message.get("message"), message.get("from")
    if not isinstance(text, _TEXT) or not isinstance(sender, (dict, type(None))):
        raise UnreadableError("bad_field")
    at = _instant(message.get("created_time"))
    recipients = [person for person in listed(message.get("to")) if isinstance(person, dict)]
    for person in recipients:
        _meet(person, talk.platform, people)
    actor = _meet(sender, talk.platform, people) if sender else None
    conversation = talk.conversation
    if conversation is None and sender and len(recipients) == 1:
        conversation = people.conversation(talk.platform, *map(_id, (sender, *recipients)))
    answered = message.get("reply_to")
    reply_to = text_id(answered.get("mid") or answered.get("id")) if isinstance(answered, dict) else None
    content = answer_content(message, text or None)
    id_, reactions = text_id(message.get("id")), _reactions(message, talk, people)
    return (conversation, actor, *at, id_, reply_to, *content, reactions, None)


def _conversation(row: Mapping[str, Any], platform: str, people: People, own: str | None) -> str | None:
    """Return the key of a described conversation: by its two sides where it has two, else by its own id."""
    participants = _participants(row)
    for person in participants:
        role = None if own is None else "staff" if _id(person) == own else "customer"
        _meet(person, platform, people, role)
    named = [_name(person) for person in participants if own is not None and _id(person) != own]
    title = row.get("name") if isinstance(row.get("name"), str) else ", ".join(filter(None, named)) or None
    ids = {_id(person) for person in participants} or _sides(listed(row.get("messages")))
    if key := people.conversation(platform, *ids, title=title):
        return key
    return people.group(f"{platform}:{id_}", title) if (id_ := text_id(row.get("id"))) else None


def _sides(messages: list[Any]) -> set[str | None]:
    """Return who a conversation without a list of participants is between."""
    sound = [message for message in messages if isinstance(message, dict)]
    people = [person for message in sound for person in (message.get("from"), *listed(message.get("to")))]
    return {_id(person) for person in people if isinstance(person, dict)}


def _common_side(conversations: list[dict[str, Any]]) -> str | None:
    """Return the id of the only one who takes part in all of several conversations: the business."""
    sides = [{_id(person) for person in _participants(row)} for row in conversations]
    common = set.intersection(*sides) if len(sides) > 1 else set()
    return common.pop() if len(common) == 1 else None


def _participants(row: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [person for person in listed(row.get("participants")) if isinstance(person, dict)]


def _meet(person: Mapping[str, Any], platform: str, people: People, role: str | None = None) -> str | None:
    key = people.key(platform, _id(person))
    if key:
        mail = person.get("email")
        is_real = isinstance(mail, str) and "@" in mail and not mail.endswith(_PLACEHOLDER_MAIL)
        people.describe(key, _name(person), role=role, same_as=(f"email:{mail}",) if is_real else ())
    return key


def _name(person: Mapping[str, Any]) -> str | None:
    name = person.get("name") or person.get("username")
    return name if isinstance(name, str) else None


def _id(person: Mapping[str, Any]) -> str | None:
    return text_id(person.get("id"))


def _instant(time: object) -> tuple[int, str]:
    """Return an instant, which the platform writes in ISO 8601 with an offset, or in seconds if asked to."""
    if isinstance(time, str):
        try:
            at = datetime.fromisoformat(time)
        except ValueError:
            raise UnreadableError("bad_time") from None
        if at.utcoffset() is None:
            raise UnreadableError("bad_time")
        return microseconds(at), "millisecond" if at.microsecond else "second"
    if (number := instant(time)) is None:
        raise UnreadableError("no_time" if time is None else "bad_time")
    return number


def _reactions(message: Mapping[str, Any], talk: Talk, people: People) -> list[dict[str, Any]] | None:
    if "reactions" not in message:
        return None
    given = [each for each in listed(message["reactions"]) if isinstance(each, dict)]
    return [row for each in given for row in _reacted(each, talk, people)] or None


def _reacted(given: Mapping[str, Any], talk: Talk, people: People) -> Iterable[dict[str, Any]]:
    emoji, users = given.get("emoji") or given.get("reaction"), given.get("users")
    for user in users if isinstance(users, list) else ():
        if isinstance(user, dict):
            shown = emoji if isinstance(emoji, str) else None
            yield {"emoji": shown, "sender_key": _meet(user, talk.platform, people), "count": 1}
