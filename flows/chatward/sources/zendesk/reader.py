"""Reads what was saved of Zendesk: tickets with comments and audits, chats, messages, webhook calls, in any mixture."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import PurePath
from typing import Any

from chatward.errors import SourceFormatError
from chatward.sources.file_text import Text
from chatward.sources.files import read_texts
from chatward.sources.helpdesk.accounts import Accounts
from chatward.sources.helpdesk.people import People
from chatward.sources.helpdesk.rows import Convert, Leaf, Reading, take_members, unknown
from chatward.sources.helpdesk.values import id_or_none
from chatward.sources.records import Batch, Export, ReadSettings
from chatward.sources.zendesk.accounts import ACCOUNT, account_of
from chatward.sources.zendesk.audits import leaves_of
from chatward.sources.zendesk.calls import Calls
from chatward.sources.zendesk.chats import Chats
from chatward.sources.zendesk.conversations import Conversations
from chatward.sources.zendesk.kinds import (
    AUDIT,
    CALL,
    CHAT,
    COMMENT,
    CONVERSATION_CALL,
    CONVERSATION_MESSAGE,
    DELETED,
    LAYOUT,
    RATING,
    SECTIONS,
    SINGLES,
    SUSPENDED,
    TICKET,
    USER,
    is_other_resource,
    kind_of,
)
from chatward.sources.zendesk.people import meet_user
from chatward.sources.zendesk.tickets import Ticket, Tickets, ticket_key

_COMMENT_FIELD = b'"author_id"'
_BLOCK = 64
_END_BYTES = 4096
# where a page of comments says whose they are: where its next one is, or how its file is called
_PAGE_OF = re.compile(rb'"(?:next_page|previous_page|next|prev)"\s*:\s*"[^"\s]*/tickets/(\d+)/(?:comments|audits)')
_FILE_OF = re.compile(r"tickets?[/_-](\d+)(?!.*tickets?[/_-]\d)", re.IGNORECASE)


def read(export: Export, settings: ReadSettings) -> Iterator[Batch]:
    """Yield the export's records, file by file; descriptions of tickets come last where comments may tell them, too.

    A record is a ticket's description unless its first comment is there, a comment, a change in an audit, an item of a
    chat's history, a message, or what a webhook call reports. Incremental exports and calls repeat records, which keep
    their ids. Rejects are ``json``, ``truncated``, ``not_an_object``, ``no_time``, ``bad_time``, ``bad_id`` and
    ``unknown_record``.

    Raises:
        SourceFormatError: the archive is damaged, or no file of the export holds anything of Zendesk.
    """
    reader = _Zendesk(settings)
    reader.tickets.has_comments = len(export.members) > 1 and _have_comments(export)

    def opened(member: str, text: Text) -> None:
        if len(export.members) == 1:
            reader.tickets.has_comments = _COMMENT_FIELD in text
        reader.begin(_ticket_of(text, PurePath(*export.path.parts[-2:], member).as_posix()))

    yield from take_members(export, LAYOUT, reader.reading, reader.leaves, accounts=reader.accounts, opened=opened)
    if not reader.has_found and reader.reading.collected.records:  # pages without records have none
        raise SourceFormatError("the export holds no ticket, comment, chat or webhook call of Zendesk")
    untold = reader.tickets.untold()
    while rows := list(islice(untold, _BLOCK)):
        yield from reader.reading.take_rows(rows)
    yield reader.reading.collected.batch()


def _have_comments(export: Export) -> bool:
    return any(_COMMENT_FIELD in text for _, text in read_texts(export))


def _ticket_of(text: Text, path: str) -> str | None:
    """Return the id of the one ticket that a file's comments are of, None if nothing tells it."""
    page = _PAGE_OF.search(text[:_END_BYTES]) or _PAGE_OF.search(text[-_END_BYTES:])
    if page:
        return page[1].decode()
    file = _FILE_OF.search(path)
    return file[1] if file else None


class _Zendesk:
    """Finds the records in values, and what reads each.

    Attributes:
        has_found: whether anything was of a known kind.
    """

    def __init__(self, settings: ReadSettings) -> None:
        self.reading = Reading()
        self.accounts = Accounts(settings, account_of, ACCOUNT)
        self.people = People(self.reading.collected, settings.own_accounts, self.accounts)
        self.tickets = Tickets(self.reading, self.people, settings)
        chats = Chats(self.reading.collected, self.people, settings)
        conversations = Conversations(self.reading.collected, self.people, settings)
        self._consisting: dict[str, Callable[[dict[str, Any]], list[Leaf]]] = {
            TICKET: self.tickets.leaves,
            AUDIT: self._audit,
            CHAT: chats.leaves,
            CONVERSATION_CALL: conversations.leaves,
        }
        self._single: dict[str, Convert] = {
            COMMENT: self.tickets.comment,
            CALL: Calls(self.reading.collected, self.tickets).row,
            CONVERSATION_MESSAGE: conversations.message,
            SUSPENDED: self.tickets.suspended,
            DELETED: self.tickets.deleted,
            RATING: self.tickets.rated,
        }
        self.has_found = False
        self._last = Ticket("")
        self._last_id: tuple[Any, str] = (None, "")

    def begin(self, ticket: str | None) -> None:
        """Begin with a file, whose comments are of ``ticket`` where they say nothing else."""
        self._whole = None if ticket is None else Ticket(ticket_key(self.people, ticket), ticket)

    def leaves(self, section: str, value: Any) -> list[Leaf]:
        """Return the records that a value is or consists of; none for users and what else only helps to read."""
        if not isinstance(value, dict):
            self.has_found = self.has_found or bool(section)
            return [(value, unknown, None)]
        kind = SECTIONS.get(section) or kind_of(value)
        if kind == TICKET and "requester_id" not in value:
            kind = kind_of(value) or TICKET  # of a page that is damaged, comments may seem to stand among the tickets
        if kind:
            self.has_found = True
            return self._leaves_of(kind, value)
        if pages := LAYOUT.pages(value):
            return [leaf for name, page in pages for each in page for leaf in self.leaves(name, each)]
        found = [leaf for name, each in _inner(value) for leaf in self.leaves(name, each)]
        if not found and (is_other_resource(value) or not value.keys().isdisjoint(SINGLES)):
            self.has_found = True
            return []
        return found or [(value, unknown, None)]

    def _leaves_of(self, kind: str, value: dict[str, Any]) -> list[Leaf]:
        if kind == USER:
            meet_user(self.people, value)
            return []
        if kind in self._consisting:
            return self._consisting[kind](value)
        return [(value, self._single[kind], self._ticket(value) if kind in (COMMENT, RATING) else None)]

    def _audit(self, audit: dict[str, Any]) -> list[Leaf]:
        ticket = self._ticket(audit)
        at, author = audit.get("created_at") or audit.get("timestamp"), audit.get("author_id")
        return leaves_of(audit, self.tickets, replace(ticket, author=author or audit.get("updater_id"), at=at))

    def _ticket(self, record: dict[str, Any]) -> Ticket:
        """Return the ticket of a comment or audit; if nothing names that of a file's comments, the first does."""
        given = record.get("ticket_id")
        if given is not None and (given, self.people.scope) == self._last_id:
            return self._last
        if id_ := id_or_none(given):
            ticket = self._last = Ticket(ticket_key(self.people, id_), id_)
            self._last_id = (given, self.people.scope)
        else:
            if self._whole is None:
                self._whole = Ticket(f"zendesk:{self.people.scope}comments:{id_or_none(record.get('id')) or 'unknown'}")
            ticket = self._whole
        self.reading.collected.add_conversation(ticket.key, None, "direct")
        return ticket


def _inner(value: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield the records that an answer about one of them, or about chats by their ids, is wrapped around."""
    for name, kind in SINGLES.items():
        if name in value and isinstance(value[name], dict):
            yield next((section for section, each in SECTIONS.items() if each == kind), ""), value[name]
    chats = value.get("docs")
    if isinstance(chats, dict):
        yield from (("chats", chat) for chat in chats.values())
