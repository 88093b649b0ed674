"""Reads what was saved of Chatwoot: webhook calls, messages, conversations, contacts and agents, in any mixture."""

from collections.abc import Iterator
from typing import Any

from chatward.errors import SourceFormatError
from chatward.sources.chatwoot.accounts import ACCOUNT, account_of
from chatward.sources.chatwoot.kinds import CALL, CONVERSATION, LAYOUT, MESSAGE, PERSON, SURVEY, kind_of
from chatward.sources.chatwoot.messages import Messages
from chatward.sources.chatwoot.people import meet
from chatward.sources.helpdesk.accounts import Accounts
from chatward.sources.helpdesk.people import People
from chatward.sources.helpdesk.rows import Leaf, Reading, take_members, unknown
from chatward.sources.records import Batch, Export, ReadSettings


def read(export: Export, settings: ReadSettings) -> Iterator[Batch]:
    """Yield the export's records, file by file.

    A record is a message, or what a webhook call reports beside one. Calls come more than once, and conversations bring
    their last messages with them, so the same message may come often, under one id. Rejects are ``json``,
    ``truncated``, ``not_an_object``, ``no_time``, ``bad_time``, ``bad_id`` and ``unknown_record``.

    Raises:
        SourceFormatError: the archive is damaged, or no file of the export holds anything of Chatwoot.
    """
    reader = _Chatwoot(settings)
    yield from take_members(export, LAYOUT, reader.reading, reader.leaves, accounts=reader.accounts)
    if not reader.has_found and reader.reading.collected.records:  # pages without records have none
        raise SourceFormatError("the export holds no message, conversation or webhook call of Chatwoot")
    yield reader.reading.collected.batch()


class _Chatwoot:
    """Finds the records in values, and what reads each.

    Attributes:
        has_found: whether anything was of a known kind.
    """

    def __init__(self, settings: ReadSettings) -> None:
        self.reading = Reading()
        self.accounts = Accounts(settings, account_of, ACCOUNT)
        self._people = People(self.reading.collected, settings.own_accounts, self.accounts)
        self._messages = Messages(self.reading.collected, self._people, settings)
        self._single = {MESSAGE: self._messages.message, SURVEY: self._messages.survey}
        self.has_found = False

    def leaves(self, section: str, value: Any) -> list[Leaf]:
        """Return the records that a value is or consists of; none for people."""
        if not isinstance(value, dict):
            self.has_found = self.has_found or bool(section)
            return [(value, unknown, None)]
        kind = kind_of(value)
        self.has_found = self.has_found or bool(kind)
        if convert := self._single.get(kind):
            return [(value, convert, None)]
        if kind == CALL:
            return self._messages.of_call(value)
        if kind == CONVERSATION:
            return self._messages.of_conversation(value)
        if kind == PERSON:
            meet(self._people, value, "contact")
            return []
        return self._inner(value)

    def _inner(self, value: dict[str, Any]) -> list[Leaf]:
        """Return the records of a page or of an answer about one thing, which stand in ``payload`` or ``data``."""
        held = [each for name, each in value.items() if name in LAYOUT.sections and isinstance(each, (dict, list))]
        if not held:
            return [(value, unknown, None)]
        return [
            leaf
            for each in held
            for one in (each if isinstance(each, list) else [each])
            for leaf in self.leaves("", one)
        ]
