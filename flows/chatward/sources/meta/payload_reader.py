"""Reads files of webhook calls and of the Graph API's answers, those of Messenger as those of Instagram."""

from collections.abc import Iterator
from typing import Any

from chatward.errors import SourceFormatError
from chatward.sources.collected import Collected, Row, UnreadableError
from chatward.sources.file_text import Text
from chatward.sources.files import read_texts
from chatward.sources.json_values import Broken
from chatward.sources.meta import answers, webhook
from chatward.sources.meta.payload_people import People
from chatward.sources.meta.payloads import documents, is_answer, is_call, payloads
from chatward.sources.records import Batch, Export, ReadSettings

_COLUMNS = (
    "member", "record", "conversation_key", "sender_key", "sent_at_utc", "precision", "platform_message_id", "reply_to",
    "kind", "text", "attachments", "reactions", "as_of_utc",
)  # fmt: skip
_EVENT_COLUMNS = (
    "member", "record", "conversation_key", "actor_key", "at_utc", "precision", "event", "target_message_id", "text",
    "detail",
)  # fmt: skip
_CONSTANTS = {"is_edited": False, "is_deleted": False, "is_forwarded": False, "zone_source": "explicit"}
_DOCUMENTS = 256  # whose records are taken together

_Place = webhook.Place | answers.Talk | str


def read_payloads(export: Export, settings: ReadSettings) -> Iterator[Batch]:
    """Yield what calls and answers hold, in file order.

    Calls are delivered at least once, and pages of answers overlap: the same message may come twice, with the same id.
    Records are rejected as ``"json"``, ``"truncated"``, ``"not_an_object"``, ``"no_time"``, ``"bad_time"``,
    ``"bad_field"``, as ``"no_payload"`` where there is no record in JSON, and as ``"other_platform"``.

    Raises:
        SourceFormatError: the archive is damaged, or a member holds neither calls nor answers.
    """
    collected = Collected(_COLUMNS, _CONSTANTS)
    reading = _Reading(export.platform, settings.own_accounts, collected)
    for member, text in read_texts(export):
        reading.open_member(member)
        for records in reading.records(text):
            yield from collected.take(records, reading.row, reading.refuse)
        if not reading.has_payloads:
            raise SourceFormatError("the file holds no webhook call and no conversation of Messenger or Instagram")
    yield collected.batch()


class _Reading:
    """Makes rows of records, one member after the other.

    Attributes:
        has_payloads: whether the open member holds any.
    """

    def __init__(self, platform: str, own_accounts: frozenset[str], collected: Collected) -> None:
        self._platform = platform
        self._collected = collected
        self._people = People(collected, own_accounts)
        self.open_member("")

    def open_member(self, member: str) -> None:
        """Begin with a member's first record."""
        self._member = member
        self._before = 0
        self._places: list[_Place] = []
        self.has_payloads = False

    def records(self, text: Text) -> Iterator[list[Any]]:
        """Yield the records in the open member, some at a time; ``row`` and ``refuse`` count from 1 in each list."""
        found: list[tuple[Any, _Place]] = []
        for number, document in enumerate(documents(text), 1):
            found += self._records_of(document)
            if number % _DOCUMENTS == 0:
                yield self._opened(found)
                found = []
        yield self._opened(found)

    def _opened(self, found: list[tuple[Any, _Place]]) -> list[Any]:
        self._before += len(self._places)
        self._places = [place for _, place in found]
        return [record for record, _ in found]

    def _records_of(self, document: Any) -> list[tuple[Any, _Place]]:
        found: list[tuple[Any, _Place]] = []
        for payload in payloads(document) or [document]:
            if is_call(payload):
                found += webhook.records_of(payload, self._platform)
            elif is_answer(payload):
                found += answers.records_of(payload, self._platform, self._people)
            else:
                found.append((payload, "no_payload"))
                continue
            self.has_payloads = True
        return found

    def row(self, record: dict[str, Any], number: int) -> Row | None:
        """Return the row of a message; an event is added at once, and None returned."""
        place = self._places[number - 1]
        if isinstance(place, str):
            raise UnreadableError(place)
        start = (self._member, self._before + number)
        if isinstance(place, answers.Talk):
            return (*start, *answers.row_of(record, place, self._people))
        message, event = webhook.row_of(record, place, self._people)
        if event:
            row = zip(_EVENT_COLUMNS, (*start, *event), strict=True)
            self._collected.events.add(**dict(row), zone_source="explicit")
        return (*start, *message) if message else None

    def refuse(self, number: int, reason: str, record: Any) -> None:
        """Add a reject; of a message that was taken back only that it was."""
        message = record.get("message") if isinstance(record, dict) else None
        if isinstance(message, dict) and message.get("is_deleted"):
            record = {**record, "message": {"mid": message.get("mid"), "is_deleted": True}}
        raw = record.raw if isinstance(record, Broken) else record
        self._collected.rejects.refuse(self._member, self._before + number, reason, raw)
