"""Makes rows of Graph's messages."""

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from chatward.sources.collected import Collected, Row
from chatward.sources.file_text import Text
from chatward.sources.json_values import Broken
from chatward.sources.records import ReadSettings
from chatward.sources.teams.content import Attached, attached, body_words
from chatward.sources.teams.documents import records
from chatward.sources.teams.events import event_of
from chatward.sources.teams.form import describes_people_or_places, is_message
from chatward.sources.teams.people import People, chat_kind, place_of
from chatward.sources.teams.reading import Reading
from chatward.sources.teams.spelling import Spelling, as_object, spelling_of, words_of

_SYSTEM = "<systemEventMessage/>"
_REPORTS = ("systemEventMessage", "chatEvent", "typing")
_SAID = (None, "message")


class Messages(Reading):
    """Makes rows of the messages in one file of Graph's records."""

    def __init__(self, member: str, collected: Collected, people: People, settings: ReadSettings) -> None:
        super().__init__(member, collected, people, settings)
        self._nowhere = ""
        self._keys: dict[str, str] = {}

    def blocks(self, text: Text, file: str) -> Iterator[list[Any]]:
        """Yield the records of a file, some at a time, to be taken before the next; a list is taken in at once.

        Args:
            text: the file as UTF-8.
            file: its name: what a message without chat or channel is found by.
        """
        self._nowhere = PurePosixPath(file).stem
        for block in records(text):
            if _is_list(block):
                yield from self._described(block)
                continue
            yield block
            self.before += len(block)

    def _described(self, rows: list[Any]) -> Iterator[list[Any]]:
        """Take in the rows of a list; what is broken in it is no message but refused all the same."""
        for row in rows:
            if isinstance(row, dict):
                self.people.describe(row)
            elif isinstance(row, Broken):
                yield [row]
                self.before += 1

    def row(self, record: dict[str, Any], number: int) -> Row | None:
        """Return the row of a message; an event is added at once, and None returned."""
        names = spelling_of(record)
        place = self.place(number, self._conversation(record, names), record.get(names.created))
        if _is_event(record, names):
            event, actor, title, detail = event_of(record, names, self.people)
            self.add_event(place, event, actor, text=title, detail=detail)
            return None
        id_, answered = _id(record.get(names.id)), _id(record.get(names.reply_to))
        thread = answered or (id_ if record.get(names.channel) else None)
        about = (*place, self.people.key_of(record.get(names.sender), names), id_)
        if record.get(names.deleted):
            return (*about, answered, thread, "deleted", None, None, None, False, True, False)
        beside = attached(record, names)
        return (
            *about, answered or beside.answers, thread, *self._content(record, names, beside),
            bool(record.get(names.edited)), False, beside.is_forwarded,
        )  # fmt: skip

    def _conversation(self, record: dict[str, Any], names: Spelling) -> str:
        place = place_of(record, names) or self._nowhere
        return self._keys.get(place) or self._opened(place, is_channel=bool(record.get(names.channel)))

    def _opened(self, place: str, *, is_channel: bool) -> str:
        key = self._keys[place] = f"teams:{place}"
        self.collected.add_conversation(key, None, "channel" if is_channel else chat_kind(place))
        return key

    def _content(self, record: dict[str, Any], names: Spelling, beside: Attached) -> tuple[Any, ...]:
        """Return kind, text, attachments and reactions."""
        words, pictures = body_words(record, names)
        files = [*pictures, *beside.files]
        if record.get(names.message_type) not in _SAID:
            kind = "unsupported"
        elif files:
            kind = "media"
        elif words or beside.is_forwarded:
            kind = "text"
        else:
            kind = "interactive" if beside.words else "unsupported"
        text = f"{words}\n{beside.words}".strip() if beside.words else words
        return kind, text or None, files or None, self._reactions(record, names)

    def _reactions(self, record: dict[str, Any], names: Spelling) -> list[dict[str, Any]] | None:
        given = record.get(names.reactions)
        if not given or not isinstance(given, list):
            return None
        return [
            {
                "emoji": words_of(each.get(names.reaction_type)),
                "sender_key": self.people.key_of(each.get(names.user), names),
                "count": 1,
            }
            for each in given
            if isinstance(each, dict)
        ] or None


def _is_list(rows: list[Any]) -> bool:
    """Return whether these are users, teams or channels; a message among them would be lost."""
    objects = [row for row in rows if isinstance(row, dict)]
    return any(map(describes_people_or_places, objects[:1])) and not any(map(is_message, objects))


def _is_event(record: dict[str, Any], names: Spelling) -> bool:
    """Return whether a record only reports something; older clients of the API get no name for the type of these."""
    if record.get(names.event) or record.get(names.message_type) in _REPORTS:
        return True
    return as_object(record.get(names.body)).get(names.content) == _SYSTEM


def _id(value: Any) -> str | None:
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return words_of(value)
