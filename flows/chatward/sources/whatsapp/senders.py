"""Tells who wrote: where a sender's name ends, who the company's own people are, what a chat is called."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import PurePath
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from chatward.sources.whatsapp.notices import event_kind
from chatward.sources.whatsapp.texts import Bytes, Flags, Offsets, Texts
from chatward.sources.whatsapp.words import MARKS

NAMED_OFTEN = 3
"""From so many messages on a pattern in them is no accident."""

_COLON = ord(":")
_AFTER_COLON = np.zeros(256, dtype=bool)
_AFTER_COLON[list(b" \n\r\0")] = True
_MARKS = str.maketrans("", "", MARKS)
_PHONE = re.compile(r"\+?[\d\s().-]+")
_PHONE_DIGITS = range(6, 20)
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
_QUOTES = frozenset('"“”„«»「」『』')
_TITLES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"与(?P<title>.+?)的\s?WhatsApp\s?聊天.*",
        r"(?P<title>.+?)\s?(?:ile|님과의|さんとの|との)\s?WhatsApp.*",
        r"(?:[\w-]+\s)?WhatsApp(?:[\s-][^\W\d_]+){0,2}\s-\s(?P<title>.+)",
        r"WhatsApp[\s-]Chat\s(?:with|mit|med|met|con|avec|dengan|s uživatelem)\s(?P<title>.+)",
        r"Chat\s(?:de\s)?WhatsApp\s(?:con|com|med|s uživatelem|s používateľom|cu|dengan|amb|s)\s(?P<title>.+)",
        r"(?:Conversa|Discussion|Conversation|Чат|Czat|Chat|Obrolan|Sembang)\s(?:do\s|de\s|en\s|в\s)?WhatsApp\s"
        r"(?:com|amb|avec|с|з|z|dengan)\s(?P<title>.+)",
    )
)


@dataclass(frozen=True, slots=True)
class Names:
    """Who wrote each record.

    Attributes:
        ends: offset of the colon after the name, one a record; -1 where no name stands.
        ids: place of the name in ``names``, one a record; -1 where no name stands.
        names: the distinct names of each chat as displayed: without marks, tilde of unsaved contacts, and outer space.
        chats: the chat of each name; chat by chat.
    """

    ends: Offsets
    ids: Offsets
    names: list[str]
    chats: Offsets

    def only(self, rows: Flags) -> "Names":
        """Return the names of some records; the distinct names stay as they are."""
        return replace(self, ends=self.ends[rows], ids=self.ids[rows])


@lru_cache(maxsize=4096)
def sender_key(name: str) -> str:
    """Return the key of a sender: ``phone:`` and the digits with a leading ``+`` if any, else ``whatsapp_name:``."""
    plain = unicodedata.normalize("NFKC", name).translate(_DASHES)
    digits = "".join(str(unicodedata.digit(sign)) for sign in plain if sign.isdecimal())
    if _PHONE.fullmatch(plain) and len(digits) in _PHONE_DIGITS:
        return f"phone:{'+' if plain.startswith('+') else ''}{digits}"
    return f"whatsapp_name:{name}"


def compared(name: str) -> str:
    """Return the form in which names of accounts are compared: the key, compatible and case-folded."""
    return unicodedata.normalize("NFKC", sender_key(display_name(name))).casefold()


def display_name(written: str) -> str:
    """Return a sender's name without marks, without the tilde before unsaved contacts, and without outer space."""
    return written.translate(_MARKS).strip().removeprefix("~").strip()


def chat_title(files: Iterable[str]) -> str | None:
    """Return the chat's title as WhatsApp puts it into a file's name, from the first of ``files`` that has one."""
    for file in files:
        stem = re.sub(r"\.(?:txt|zip)$", "", PurePath(file).name, flags=re.IGNORECASE)
        stem = unicodedata.normalize("NFC", stem.translate(_MARKS)).strip()
        for pattern in _TITLES:
            if match := pattern.fullmatch(stem):
                return re.sub(r"\s?\(\d+\)$", "", match["title"]).strip() or None
    return None


def split_names(
    texts: Texts, bodies: Offsets, line_ends: Offsets, chats: Offsets, known: Sequence[frozenset[str]]
) -> Names:
    """Find the colon that ends each record's name.

    A name ends at the first colon with a space or the line's end behind it. Where that is not the whole truth the chat
    itself settles it: a rare name that reads like a notice is one, and a name whose every message begins with the same
    words and a colon goes on up to there. Without such a colon a name ends at any first colon that no notice explains.

    Args:
        texts: where the chats are.
        bodies: where each record goes on after its header.
        line_ends: where the line ends on which that is.
        chats: the chat of each record; chat by chat.
        known: by chat, names that are known from elsewhere, in ``compared`` form.
    """
    data = texts.data
    colons = np.flatnonzero(data == _COLON)
    colons = np.append(colons[_AFTER_COLON[data[colons + 1]]], len(data))
    first = _next(colons, bodies + 1, line_ends)
    longer = np.where(first < 0, -1, _next(colons, first + 1, line_ends))
    found = _encode(data, bodies, first, chats)
    ends = first.copy()
    senders: dict[int, set[bytes]] = {}
    with_colon = [frozenset(name for name in names if name.count(":") > 1) for names in known]
    has_longer = np.bincount(found.ids[longer >= 0], minlength=len(found.written))
    rows_of = _rows_of(found.ids, len(found.written))
    for rows, name, chat, longer_count in zip(rows_of, found.written, found.chats, has_longer.tolist(), strict=True):
        is_frequent = len(rows) >= NAMED_OFTEN
        if not is_name(name, known[chat], is_frequent=is_frequent):
            ends[rows] = -1
            continue
        senders.setdefault(chat, set()).add(name)
        if longer_count and (with_colon[chat] or (is_frequent and longer_count == len(rows))):
            ends[rows] = _prolonged(data, bodies[rows], ends[rows], longer[rows], with_colon[chat])
    for row in np.flatnonzero(ends < 0).tolist():
        line = texts.raw[bodies[row] : line_ends[row]]
        place = bare_colon(line, senders.get(int(chats[row]), frozenset()))
        ends[row] = bodies[row] + place if place > 0 else -1
    if not np.array_equal(ends, first):
        found = _encode(data, bodies, ends, chats)
    names = [display_name(_text(name)) for name in found.written]
    return Names(ends, found.ids, names, np.array(found.chats, dtype=np.int64))


def _next(colons: Offsets, starts: Offsets, limits: Offsets) -> Offsets:
    """Return the first colon from each start on and before its limit, else -1."""
    found = colons[np.searchsorted(colons, starts)]
    return np.where(found < limits, found, -1)


class _Written(NamedTuple):
    """Names as written, one for each chat that has it: the place of each record's, -1 without, the name, its chat."""

    ids: Offsets
    written: list[bytes]
    chats: list[int]


def _encode(data: Bytes, bodies: Offsets, ends: Offsets, chats: Offsets) -> _Written:
    """Return the names from ``bodies`` to ``ends``, chat by chat, in the order in which they first come."""
    ids = np.full(len(bodies), -1, dtype=np.int64)
    rows = np.flatnonzero(ends >= 0)
    if not len(rows):
        return _Written(ids, [], [])
    # names and what lies between them, in turn, as one column over the file's own bytes
    offsets = np.column_stack((bodies[rows], ends[rows])).ravel()
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(data)]
    column = pa.LargeBinaryArray.from_buffers(pa.large_binary(), len(offsets) - 1, buffers)
    names = column.take(pa.array(np.arange(0, len(offsets) - 1, 2))).dictionary_encode()
    written = names.dictionary.to_pylist()
    pairs = pa.array(chats[rows] * len(written) + names.indices.to_numpy()).dictionary_encode()
    ids[rows] = pairs.indices.to_numpy()
    owners, numbers = np.divmod(pairs.dictionary.to_numpy(), len(written))
    return _Written(ids, [written[number] for number in numbers.tolist()], owners.tolist())


def _rows_of(ids: Offsets, count: int) -> list[Offsets]:
    order = np.argsort(ids, kind="stable")
    return np.split(order, np.searchsorted(ids[order], np.arange(count + 1)))[1:-1]


def _text(written: bytes) -> str:
    return written.decode("utf-8", "replace")


def is_name(written: bytes, known: frozenset[str], *, is_frequent: bool) -> bool:
    """Tell whether what stands before a record's first colon is a name, and not the beginning of a notice."""
    text = _text(written)
    return bool(display_name(text)) and (is_frequent or _is_known(written, known) or not _is_notice(text))


def _is_known(name: bytes, known: frozenset[str]) -> bool:
    return bool(known) and compared(_text(name)) in known


def _is_notice(name: str) -> bool:
    return event_kind(name) is not None or sum(sign in _QUOTES for sign in name) % 2 == 1


def _prolonged(data: Bytes, bodies: Offsets, ends: Offsets, longer: Offsets, known: frozenset[str]) -> Offsets:
    """Return where the name of these records ends, all of which have the same text before their first colon.

    Args:
        data: as in ``Texts``.
        bodies: where the names start.
        ends: their first colons.
        longer: their second colons, -1 where there is none.
        known: known names with a colon in them, in ``compared`` form.
    """
    if known:
        pairs = zip(bodies, longer, strict=True)
        is_known = [end >= 0 and _is_known(data[start:end].tobytes(), known) for start, end in pairs]
        return np.where(is_known, longer, ends) if any(is_known) else ends
    one_chat = np.zeros(len(ends), dtype=np.int64)
    return longer if len(_encode(data, bodies, longer, one_chat).written) == 1 else ends


def bare_colon(line: bytes, names: AbstractSet[bytes]) -> int:
    """Return where a name ends that has no space after its colon, else -1."""
    first = line.find(b":")
    place = first
    while place > 0:
        if line[:place] in names:
            return place
        place = line.find(b":", place + 1)
    text = _text(line)
    is_time_or_address = line[first + 1 : first + 2] in b"0123456789/"
    if first <= 0 or is_time_or_address or _is_notice(_text(line[:first])) or event_kind(text) is not None:
        return -1
    return first
