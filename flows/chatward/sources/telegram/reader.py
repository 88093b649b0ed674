"""Reads Telegram Desktop's ``result.json``: one chat, or a whole account with its address book."""

from collections.abc import Iterator
from typing import Any

from chatward.errors import SourceFormatError
from chatward.sources.file_text import Text
from chatward.sources.files import read_texts
from chatward.sources.json_cursor import Cursor
from chatward.sources.json_values import Broken
from chatward.sources.records import BATCH_BYTES, BATCH_ROWS, Batch, Export, ReadSettings
from chatward.sources.telegram.batches import Chat, Gathering
from chatward.sources.telegram.people import People, read_contacts

TELLS_WHOLE = True

_MESSAGES = "messages"
_SECTIONS = ("chats", "left_chats")

_Records = Iterator[tuple[Chat, list[Any]]]


def read(export: Export, settings: ReadSettings) -> Iterator[Batch]:
    """Yield the export's messages and service records in file order.

    A record without a time that can be read, as of type ``unsupported``, is rejected as ``no_time``; others are
    ``json``, ``truncated`` and ``not_object``. Deleted messages are simply absent from Telegram's exports.

    Raises:
        SourceFormatError: the archive is damaged, or a member is no JSON or holds no chat.
    """
    for member, text in read_texts(export):
        cursor = Cursor(text)
        if cursor.opens != b"{":
            raise SourceFormatError("the file is no export of Telegram: its top is no JSON object")
        account: dict[str, Any] = {}
        gathered = Gathering(member, People(settings.own_accounts), settings.zone)
        place, begun = member or export.path.name, cursor.at
        for chat, records in _walk(cursor, account, place):
            if len(gathered) + len(records) > BATCH_ROWS or cursor.at - begun > BATCH_BYTES:
                yield gathered.batch()
                begun = cursor.at
            gathered.take(chat, records)
        if cursor.opens:  # a bracket too many closed the export early
            gathered.take(Chat(place, {}), [cursor.rest()])
        if account.keys().isdisjoint((_MESSAGES, *_SECTIONS)):
            raise SourceFormatError("the file is no export of Telegram: it has neither messages nor chats")
        yield gathered.batch(read_contacts(account))


def _walk(cursor: Cursor, about: dict[str, Any], place: str) -> _Records:
    """Yield the records of the chat or the account ahead in file order, some of one chat at a time.

    The file of a single chat looks like one of the chats in an account's. ``about`` gets what else is said of it;
    ``place`` stands for the name of a chat that has neither id nor name.
    """
    start = cursor.at
    for name in cursor.fields():
        value = None
        if name == _MESSAGES:
            yield from _messages(cursor, _chat(cursor.text, start, about, place))
        elif name in _SECTIONS:
            yield from _section(cursor, place)
        else:
            value = cursor.value()
        if not isinstance(value, Broken):
            about[name] = value


def _section(cursor: Cursor, place: str) -> _Records:
    for name in cursor.fields() if cursor.opens == b"{" else ():
        if name == "list" and cursor.opens == b"[":
            yield from _listed(cursor, place)


def _listed(cursor: Cursor, place: str) -> _Records:
    nowhere = Chat(place, {})
    last: list[Any] = []
    for _ in cursor.elements():
        for chat, last in _walk(cursor, {}, place) if cursor.opens == b"{" else [(nowhere, [cursor.value()])]:
            yield chat, last
    if cursor.was_cut and not (last and isinstance(last[-1], Broken)):
        yield nowhere, [Broken(b"", "truncated")]


def _messages(cursor: Cursor, chat: Chat) -> _Records:
    yield chat, []  # so that a chat without messages is known, too
    for records in cursor.blocks() if cursor.opens == b"[" else [[cursor.value()]]:
        yield chat, records


def _chat(text: Text, start: int, about: dict[str, Any], place: str) -> Chat:
    """Return the chat whose messages come next; if it was not named yet, its name is looked for behind them."""
    if about.get("id") is None and about.get("name") is None:
        ahead = Cursor(text, start)
        about |= {name: ahead.value() for name in ahead.fields() if name in ("id", "name")}
    identity = about.get("name") if about.get("id") is None else about["id"]
    is_named = isinstance(identity, (int, str)) and identity != ""
    return Chat(str(identity) if is_named else place, about)
