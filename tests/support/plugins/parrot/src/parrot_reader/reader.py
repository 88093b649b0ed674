"""Reads the parrot app's exports: ``{"cage": …, "squawks": [{"id": …, "bird": …, "at": …, "words": …}]}``."""

from collections.abc import Iterator
from typing import Any

from chatward.errors import SourceFormatError
from chatward.sources.collected import Collected, Row, UnreadableError
from chatward.sources.files import read_members
from chatward.sources.jsontext import Broken, load_json
from chatward.sources.records import Batch, Export, ReadSettings

_COLUMNS = ("member", "record", "platform_message_id", "conversation_key", "sender_key", "text", "sent_at_utc")
_CONSTANTS = {
    "kind": "text",
    "is_edited": False,
    "is_deleted": False,
    "is_forwarded": False,
    "zone_source": "explicit",
    "precision": "second",
}
_LAST_SECOND = 253_402_300_799  # of the year 9999


def read(export: Export, settings: ReadSettings) -> Iterator[Batch]:
    """Yield what was said, in file order; a squawk without a time is rejected as ``no_time``.

    Raises:
        SourceFormatError: a file is no JSON, or has no list of squawks.
    """
    collected = Collected(_COLUMNS, _CONSTANTS)
    for member, data in read_members(export):
        # a broken squawk costs itself, and where the file was cut off, what comes before is read
        content = load_json(data, records=[("squawks",)])
        squawks = content.get("squawks") if isinstance(content, dict) else None
        if not isinstance(squawks, list):
            raise SourceFormatError("the file has no list of squawks")
        cage = _Cage(member, str(content.get("cage")), collected, settings)
        yield from collected.take(squawks, cage.row, cage.refuse)
    yield collected.batch()


class _Cage:
    """Makes rows of the squawks of one file."""

    def __init__(self, member: str, name: str, collected: Collected, settings: ReadSettings) -> None:
        self._member = member
        self._key = f"parrot:{name}"
        self._collected = collected
        self._own_accounts = settings.own_accounts
        collected.add_conversation(self._key, name, "group")

    def row(self, squawk: dict[str, Any], record: int) -> Row:
        at, words, number = squawk.get("at"), squawk.get("words"), squawk.get("id")
        if not isinstance(at, int) or not 0 < at <= _LAST_SECOND:
            raise UnreadableError("no_time")
        text = words if isinstance(words, str) else None
        number = None if number is None else str(number)
        return (self._member, record, number, self._key, self._sender(squawk.get("bird")), text, at * 1_000_000)

    def refuse(self, record: int, reason: str, squawk: object) -> None:
        raw = squawk.raw if isinstance(squawk, Broken) else squawk
        self._collected.rejects.refuse(self._member, record, reason, raw)

    def _sender(self, bird: object) -> str | None:
        if not isinstance(bird, str) or not bird:
            return None
        key = f"parrot_name:{bird}"
        self._collected.add_person(key, bird, "staff" if bird in self._own_accounts else None)
        return key
