"""Makes rows of what Microsoft hands to a person of Teams' free edition, or of Skype, as ``messages.json``."""

import re
from collections.abc import Iterator
from typing import Any

import orjson

from chatward.sources.collected import Row
from chatward.sources.file_text import Text
from chatward.sources.html_text import plain
from chatward.sources.json_cursor import Cursor
from chatward.sources.json_values import Broken
from chatward.sources.teams.people import chat_kind
from chatward.sources.teams.reading import Reading
from chatward.sources.teams.spelling import as_list, as_object, words_of

_EVENTS = {
    "Event/Call": "call", "ThreadActivity/AddMember": "member_joined", "ThreadActivity/MemberJoined": "member_joined",
    "ThreadActivity/DeleteMember": "member_left", "ThreadActivity/MemberLeft": "member_left",
    "ThreadActivity/TopicUpdate": "title_changed", "ThreadActivity/PinnedItemsUpdate": "pinned",
    "ThreadActivity/SpaceThreadCreated": "group_created", "ThreadActivity/TopicThreadCreated": "group_created",
    "Notice": "notice", "PopCard": "notice",
}  # fmt: skip
_EVENT_FAMILIES = {"ThreadActivity": "notice", "Event": "other", "Control": "other", "Signal": "other"}
_KINDS = {
    "Text": "text", "RichText": "text", "RichText/Html": "text", "RichText/Sms": "text",
    "RichText/UriObject": "media", "RichText/Files": "media", "RichText/Media_Card": "interactive",
    "RichText/ScheduledCallInvite": "interactive", "RichText/Location": "location", "RichText/Contacts": "contact",
    "Poll": "poll",
}  # fmt: skip
_MEDIA = "RichText/Media_"
_FILE_NAME = re.compile(r"<OriginalName\s+v=\"([^\"]*)\"")
_FILE_SIZE = re.compile(r"<FileSize\s+v=\"(\d{1,15})\"")
_TITLE = re.compile(r"<value>([^<]*)</value>")
_INITIATOR = re.compile(r"<initiator>([^<]+)</initiator>")
_CONTACT = re.compile(r"<c\b([^>]*)>")
_CONTACT_PART = re.compile(r"\b[sf]=\"([^\"]*)\"")
_QUOTE, _QUOTE_END = "<quote", "</quote>"
_QUOTED_ID = re.compile(r"<quote\b[^<>]*?\bmessageid=\"(\d+)\"")
_EDITED = "<e_m "


def is_download(text: Text) -> bool:
    """Return whether this is a person's download: the first list in it is that of the conversations."""
    cursor = Cursor(text)
    if cursor.opens != b"{":
        return False
    return next((name == "conversations" for name in cursor.fields() if cursor.opens == b"["), False)


class Download(Reading):
    """Makes rows of the messages in one download."""

    def blocks(self, text: Text, file: str) -> Iterator[list[Any]]:
        """Yield the messages of one conversation after the other, some at a time, to be taken before the next.

        Args:
            text: the download as UTF-8.
            file: its name: what a conversation without an id is found by.
        """
        cursor = Cursor(text)
        last: list[Any] = []
        for last in self._walk(cursor, file):
            yield last
            self.before += len(last)
        if cursor.was_cut and not (last and isinstance(last[-1], Broken)):
            yield [Broken(b"", "truncated")]

    def _walk(self, cursor: Cursor, file: str) -> Iterator[list[Any]]:
        for name in cursor.fields():
            if name == "userId" and isinstance(owner := cursor.value(), str):
                self.people.own(owner)
            elif name == "conversations" and cursor.opens == b"[":
                for _ in cursor.elements():
                    yield from self._conversation(cursor, file) if cursor.opens == b"{" else [[cursor.value()]]

    def _conversation(self, cursor: Cursor, file: str) -> Iterator[list[Any]]:
        about: dict[str, Any] = {}
        for name in cursor.fields():
            if name == "MessageList" and cursor.opens == b"[":
                self._open(about, file)
                yield from cursor.blocks()
            else:
                about[name] = cursor.value()

    def _open(self, about: dict[str, Any], file: str) -> None:
        """Make this the conversation of the messages to come."""
        id_ = words_of(about.get("id"))
        title = words_of(about.get("displayName")) or words_of(as_object(about.get("threadProperties")).get("topic"))
        self._key = f"teams:{id_ or file}"
        self.collected.add_conversation(self._key, title, chat_kind(id_) if id_ else None)

    def row(self, record: dict[str, Any], number: int) -> Row | None:
        """Return the row of a message; an event is added at once, and None returned."""
        place = self.place(number, self._key, record.get("originalarrivaltime"))
        kind, content = words_of(record.get("messagetype")) or "Text", words_of(record.get("content")) or ""
        sender = self._sender_key(words_of(record.get("from")), words_of(record.get("displayName")))
        if event := _EVENTS.get(kind) or _EVENT_FAMILIES.get(kind.partition("/")[0]):
            self._add_event(place, event, sender, kind, content)
            return None
        id_, properties = words_of(record.get("id")), as_object(record.get("properties"))
        said = _KINDS.get(kind) or ("media" if kind.startswith(_MEDIA) else "unsupported")
        if properties.get("deletetime") or (said == "text" and not content):
            return (*place, sender, id_, None, None, "deleted", None, None, None, False, True, False)
        answered = _QUOTED_ID.search(content) if _QUOTE in content else None
        is_edited = bool(properties.get("edittime") or record.get("skypeeditedid")) or _EDITED in content
        return (
            *place, sender, id_, answered[1] if answered else None, None, said, _words(said, kind, content) or None,
            _files(content) if said == "media" else None, self._reactions(properties), is_edited, False, False,
        )  # fmt: skip

    def _sender_key(self, address: str | None, name: str | None) -> str | None:
        return self.people.meet(address.rpartition("/")[2], name) if address else None

    def _add_event(self, place: tuple[Any, ...], event: str, sender: str | None, kind: str, content: str) -> None:
        initiator, title = _INITIATOR.search(content), _TITLE.search(content)
        actor = self._sender_key(initiator[1], None) if initiator else sender
        text = plain(title[1]) if title and event == "title_changed" else None
        self.add_event(place, event, actor, text=text, detail=orjson.dumps({kind: content}).decode())

    def _reactions(self, properties: dict[str, Any]) -> list[dict[str, Any]] | None:
        given = properties.get("emotions")
        return [
            {
                "emoji": words_of(emotion.get("key")),
                "sender_key": self._sender_key(words_of(user.get("mri")), None),
                "count": 1,
            }
            for emotion in map(as_object, as_list(given))
            for user in map(as_object, as_list(emotion.get("users")))
        ] or None


def _words(said: str, kind: str, content: str) -> str:
    """Return what a message says; media and cards hold but the platform's own words for those who cannot see them."""
    if said == "contact":
        parts = (part for contact in _CONTACT.findall(content) for part in _CONTACT_PART.findall(contact))
        return plain("contact: " + " ".join(parts))
    if said in ("media", "interactive"):
        return ""
    return content if kind == "Text" else plain(_without_quotes(content))


def _without_quotes(content: str) -> str:
    """Return a message without what it quotes of another, which may have changed since."""
    pieces, at = [], 0
    while (start := content.find(_QUOTE, at)) >= 0 and (end := content.find(_QUOTE_END, start)) >= 0:
        pieces.append(content[at:start])
        at = end + len(_QUOTE_END)
    return "".join((*pieces, content[at:]))


def _files(content: str) -> list[dict[str, Any]]:
    name, size = _FILE_NAME.search(content), _FILE_SIZE.search(content)
    shown = plain(name[1]) if name else None
    return [{"name": shown or None, "media_type": None, "size_bytes": int(size[1]) if size else None}]
