"""Takes WhatsApp chats apart: bytes in, one row a record in plain columns out. Nothing is turned into text here.

Many chats are taken apart together, since most of a small one's cost is that of looking at it at all. What is decided
for a chat is decided by that chat alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from chatward.sources.transcript.entries import Content
from chatward.sources.whatsapp.content import PHRASE_SIGNS, classify, signs
from chatward.sources.whatsapp.headers import Headers, find
from chatward.sources.whatsapp.notices import event_kind
from chatward.sources.whatsapp.pasted import pasted
from chatward.sources.whatsapp.senders import Names, split_names
from chatward.sources.whatsapp.texts import Bytes, Flags, Offsets, Texts
from chatward.sources.whatsapp.times import Times, read_times

_NEWLINE, _RETURN, _SPACE, _COLON, _CLOSING, _GREATER = b"\n\r :)>"
_TELLING = tuple(map(str.encode, ("\u200e", " • ", "（", "maps.google", "foursquare.com")))


@dataclass(frozen=True, slots=True)
class Chats:
    """Some chats, numbered as in ``Headers``; arrays have one row a header, in file order, chat by chat.

    Attributes:
        raw: the texts that the chats are in; all offsets are into it.
        times: of each row.
        firsts: by chat its first row, and after the last chat the number of rows.
        orphans: chat, start and end of each line before a chat's first header that is not blank.
        is_damaged: whether the record is not UTF-8.
        starts, ends: the whole record, without the newline that ends it.
        names: who wrote it.
        text_starts: where the text starts that ends at ``ends``; a notice's text where there is no name.
        contents: what is not plain text, by row; of rows without a name it is an event.
        has_returns: whether any line ends with carriage return and newline.
    """

    raw: bytes
    headers: Headers
    times: Times
    firsts: Offsets
    orphans: Offsets
    is_damaged: Flags
    starts: Offsets
    ends: Offsets
    names: Names
    text_starts: Offsets
    contents: dict[int, Content]
    has_returns: bool


def take_apart(texts: Texts, known_names: Sequence[frozenset[str]], declared: str | None) -> Chats:
    """Return the chats among ``texts``: those that have a header in any line.

    Args:
        texts: files as exported.
        known_names: by text, see ``split_names``.
        declared: see ``read_times``.
    """
    headers = find(texts)
    times = read_times(headers, declared)
    line_ends = _line_ends(texts, headers)
    known = [known_names[text] for text in headers.texts.tolist()]
    names = split_names(texts, headers.bodies, line_ends, headers.chats, known)
    is_text = pasted(texts, headers, times, names, known)
    if is_text.any():
        headers, times, names, line_ends = (
            headers.only(~is_text),
            times.only(~is_text),
            names.only(~is_text),
            line_ends[~is_text],
        )
    data, starts, chats = texts.data, headers.starts, headers.chats
    borders = np.minimum(np.append(starts[1:], len(data))[: len(starts)], texts.ends[headers.texts][chats])
    ends = _without_newline(data, headers.bodies, borders)
    text_starts, is_marked = _text_starts(data, headers.bodies, names, ends)
    firsts = np.searchsorted(chats, np.arange(len(headers.texts) + 1))
    is_damaged = _damaged(texts, starts, borders, firsts)
    rows = _telling_rows(texts, text_starts, np.maximum(line_ends, text_starts), ends, is_marked)
    rows = rows[(names.ends[rows] >= 0) & ~is_damaged[rows]]
    return Chats(
        texts.raw,
        headers,
        times,
        firsts,
        _orphans(texts, headers, firsts),
        is_damaged,
        starts,
        ends,
        names,
        text_starts,
        _contents(texts.raw, rows, text_starts, ends, is_marked)
        | _notices(texts.raw, np.flatnonzero(names.ends < 0), text_starts, ends),
        b"\r\n" in texts.raw,
    )


def _line_ends(texts: Texts, headers: Headers) -> Offsets:
    """Return where the line ends that each header begins."""
    following = np.append(texts.lines, len(texts.data))[np.searchsorted(texts.lines, headers.starts, side="right")]
    borders = np.minimum(following, texts.ends[headers.texts][headers.chats])
    return _without_newline(texts.data, headers.bodies, borders)


def _without_newline(data: Bytes, starts: Offsets, ends: Offsets) -> Offsets:
    """Return ``ends`` without the line's newline, or carriage return and newline, but not before ``starts``."""
    ends = ends - (data[ends - 1] == _NEWLINE)
    ends -= data[ends - 1] == _RETURN
    return np.asarray(np.maximum(ends, starts))


def _orphans(texts: Texts, headers: Headers, firsts: Offsets) -> Offsets:
    """Return chat, start and end of the lines before each first header; blank lines hold nothing to lose."""
    first_headers = np.zeros(len(texts.ends), dtype=np.int64)
    first_headers[headers.texts] = headers.starts[firsts[:-1]]
    places = np.flatnonzero(texts.lines < first_headers[texts.owners])
    starts = texts.lines[places]
    # behind such a line there is always another one: that of the header
    ends = _without_newline(texts.data, starts, texts.lines[places + 1])
    chats = np.searchsorted(headers.texts, texts.owners[places])
    is_blank = [not texts.raw[start:end].strip() for start, end in zip(starts, ends, strict=True)]
    return np.asarray(np.column_stack((chats, starts, ends))[~np.array(is_blank, dtype=bool)])


def _text_starts(data: Bytes, bodies: Offsets, names: Names, ends: Offsets) -> tuple[Offsets, Flags]:
    """Return where each text starts, and whether marks stood before it."""
    starts = np.where(names.ends >= 0, names.ends + 1, bodies)
    starts += (data[starts] == _SPACE) & (names.ends >= 0) & (starts < ends)
    is_marked = np.zeros(len(starts), dtype=bool)
    while True:
        mark = (data[starts] == 0xE2) & (data[starts + 1] == 0x80) & (data[starts + 2] == 0x8E)
        mark &= starts + 3 <= ends
        if not mark.any():
            return starts, is_marked
        is_marked |= mark
        starts += 3 * mark


def _damaged(texts: Texts, starts: Offsets, borders: Offsets, firsts: Offsets) -> Flags:
    # a chat is looked at with the gap behind it, which at worst has its records checked one by one for nothing
    offsets = pa.py_buffer(np.append(starts[firsts[:-1]], borders[-1:]))
    try:
        pa.LargeStringArray.from_buffers(len(firsts) - 1, offsets, pa.py_buffer(texts.raw)).validate(full=True)
    except pa.ArrowInvalid:
        pairs = zip(starts.tolist(), borders.tolist(), strict=True)
        return np.array([not _is_utf8(texts.raw[start:border]) for start, border in pairs], dtype=bool)
    return np.zeros(len(starts), dtype=bool)


def _is_utf8(record: bytes) -> bool:
    try:
        record.decode()
    except UnicodeDecodeError:
        return False
    return True


def _telling_rows(texts: Texts, starts: Offsets, line_ends: Offsets, ends: Offsets, is_marked: Flags) -> Offsets:
    """Return the rows whose text may be more than text, judged by few bytes of each: a superset, most rows are out."""
    data = texts.data
    last, line_last = data[ends - 1], data[line_ends - 1]
    has_lines = line_ends < ends
    is_telling = is_marked | (last == _GREATER) | (line_last == _GREATER)
    is_telling |= (data[starts] == 0xE2) & (data[starts + 1] == 0x80)
    is_telling |= (line_last == _COLON) & has_lines
    is_telling |= PHRASE_SIGNS[signs(data, starts, ends)] | (has_lines & PHRASE_SIGNS[signs(data, starts, line_ends)])
    is_telling |= (line_last == _CLOSING) & _holds(texts.raw, (b" (",), starts, ends)
    is_telling |= _holds(texts.raw, _TELLING, starts, ends)
    return np.flatnonzero(is_telling & (ends > starts))


def _holds(raw: bytes, needles: tuple[bytes, ...], starts: Offsets, ends: Offsets) -> Flags:
    """Tell which texts hold one of ``needles``."""
    places = []
    for needle in needles:
        place = raw.find(needle)
        while place >= 0:
            places.append(place)
            place = raw.find(needle, place + len(needle))
    found = np.array(places, dtype=np.int64)
    rows = np.searchsorted(starts, found, side="right") - 1
    found, rows = found[rows >= 0], rows[rows >= 0]
    holds = np.zeros(len(starts), dtype=bool)
    holds[rows[found < ends[rows]]] = True
    return holds


def _contents(raw: bytes, rows: Offsets, starts: Offsets, ends: Offsets, is_marked: Flags) -> dict[int, Content]:
    contents = {}
    known: dict[tuple[bytes, bool], Content | None] = {}
    for row in rows.tolist():
        written = raw[starts[row] : ends[row]]
        key = (written, bool(is_marked[row]))
        if key not in known:
            known[key] = _content(written, is_marked=key[1])
        if (content := known[key]) is not None:
            contents[row] = content
    return contents


def _notices(raw: bytes, rows: Offsets, starts: Offsets, ends: Offsets) -> dict[int, Content]:
    texts = (_plain(raw[start:end]) for start, end in zip(starts[rows].tolist(), ends[rows].tolist(), strict=True))
    pairs = zip(rows.tolist(), texts, strict=True)
    return {row: Content("", text, event=event_kind(text) or "notice") for row, text in pairs}


def _plain(written: bytes) -> str:
    return written.decode("utf-8", "replace").replace("\r\n", "\n")


def _content(written: bytes, *, is_marked: bool) -> Content | None:
    """Return what a text stands for, None if for nothing but itself."""
    text = _plain(written)
    content = classify(text, is_marked=is_marked)
    return None if content == Content("text", text) else content
