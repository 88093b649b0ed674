"""Takes one WhatsApp chat apart: bytes in, one row a record in plain columns out. Nothing is turned into text here."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from chatward.sources.whatsapp_content import PHRASE_BYTES, PHRASE_SIGNS, Content, classify
from chatward.sources.whatsapp_headers import WIDEST, Bytes, Headers, Offsets, find, line_starts
from chatward.sources.whatsapp_senders import Names, split_names

Flags = NDArray[np.bool_]

_NEWLINE, _RETURN, _SPACE, _COLON, _CLOSING, _GREATER = b"\n\r :)>"
_TELLING = tuple(map(str.encode, ("\u200e", " • ", "（", "maps.google", "foursquare.com")))


@dataclass(frozen=True, slots=True)
class Chat:
    """One chat; all arrays have one row a header, in file order, and hold byte offsets into ``data``.

    Attributes:
        data: the chat in UTF-8 without byte order mark, then zero bytes.
        orphans: start and end of each line before the first header that is not blank.
        is_damaged: whether the record is not UTF-8.
        starts, ends: the whole record, without the newline that ends it.
        names: who wrote it.
        text_starts: where the text starts that ends at ``ends``; a notice's text where there is no name.
        contents: what is not plain text, by row.
        has_returns: whether any line ends with carriage return and newline.
    """

    data: Bytes
    headers: Headers
    orphans: Offsets
    is_damaged: Flags
    starts: Offsets
    ends: Offsets
    names: Names
    text_starts: Offsets
    contents: dict[int, Content]
    has_returns: bool

    def text(self, row: int) -> str:
        """Return one record's text or notice, with plain newlines."""
        return (
            self.data[self.text_starts[row] : self.ends[row]].tobytes().decode("utf-8", "replace").replace("\r\n", "\n")
        )


def take_apart(raw: bytes, known_names: frozenset[str]) -> Chat | None:
    """Return the chat in ``raw``, or None if no line of it has a header.

    Args:
        raw: a file as exported, UTF-8 or, with a byte order mark, UTF-16.
        known_names: see ``split_names``.
    """
    data, size = _utf8(raw)
    lines = line_starts(data, size)
    headers = find(data, lines)
    if headers is None:
        return None
    starts = headers.starts
    borders = np.append(starts[1:], size)
    ends = _without_newline(data, headers.bodies, borders)
    following = np.append(lines, size)[np.searchsorted(lines, starts, side="right")]
    line_ends = _without_newline(data, headers.bodies, following)
    names = split_names(data, headers.bodies, line_ends, known_names)
    text_starts, is_marked = _text_starts(data, headers.bodies, names, ends)
    is_damaged = _damaged(data, starts, borders)
    rows = _telling_rows(data, text_starts, np.maximum(line_ends, text_starts), ends, is_marked)
    rows = rows[(names.ends[rows] >= 0) & ~is_damaged[rows]]
    contents = _contents(data, rows, text_starts, ends, is_marked)
    return Chat(
        data,
        headers,
        _orphans(data, lines, starts[0]),
        is_damaged,
        starts,
        ends,
        names,
        text_starts,
        contents,
        b"\r\n" in raw,
    )


def _utf8(raw: bytes) -> tuple[Bytes, int]:
    if raw[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        raw = raw.decode("utf-16", "replace").encode()
    raw = raw.removeprefix(b"\xef\xbb\xbf")
    return np.frombuffer(raw + bytes(WIDEST), dtype=np.uint8), len(raw)


def _without_newline(data: Bytes, starts: Offsets, ends: Offsets) -> Offsets:
    """Return ``ends`` without the line's newline, or carriage return and newline, but not before ``starts``."""
    ends = ends - (data[ends - 1] == _NEWLINE)
    ends -= data[ends - 1] == _RETURN
    return np.asarray(np.maximum(ends, starts))


def _orphans(data: Bytes, lines: Offsets, first_header: int) -> Offsets:
    """Return start and end of the lines before the first header, one row each; blank lines hold nothing to lose."""
    starts = lines[lines < first_header]
    ends = _without_newline(data, starts, np.append(starts[1:], first_header)[: len(starts)])
    is_blank = [not data[start:end].tobytes().strip() for start, end in zip(starts, ends, strict=True)]
    return np.column_stack((starts, ends))[~np.array(is_blank, dtype=bool)]


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


def _damaged(data: Bytes, starts: Offsets, borders: Offsets) -> Flags:
    offsets = pa.py_buffer(np.array([starts[0], borders[-1]]))
    try:
        pa.LargeStringArray.from_buffers(1, offsets, pa.py_buffer(data)).validate(full=True)
    except pa.ArrowInvalid:
        pairs = zip(starts, borders, strict=True)
        return np.array([not _is_utf8(data[start:border].tobytes()) for start, border in pairs])
    return np.zeros(len(starts), dtype=bool)


def _is_utf8(record: bytes) -> bool:
    try:
        record.decode()
    except UnicodeDecodeError:
        return False
    return True


def _telling_rows(data: Bytes, starts: Offsets, line_ends: Offsets, ends: Offsets, is_marked: Flags) -> Offsets:
    """Return the rows whose text may be more than text, judged by few bytes of each: a superset, most rows are out."""
    last, line_last = data[ends - 1], data[line_ends - 1]
    has_lines = line_ends < ends
    is_telling = is_marked | (last == _GREATER) | (line_last == _GREATER)
    is_telling |= (data[starts] == 0xE2) & (data[starts + 1] == 0x80)
    is_telling |= (line_last == _COLON) & has_lines
    is_telling |= _may_be_phrase(data, starts, ends) | (has_lines & _may_be_phrase(data, starts, line_ends))
    is_telling |= (line_last == _CLOSING) & _holds(data, (b" (",), starts, ends)
    is_telling |= _holds(data, _TELLING, starts, ends)
    return np.flatnonzero(is_telling & (ends > starts))


def _may_be_phrase(data: Bytes, starts: Offsets, ends: Offsets) -> Flags:
    length = np.minimum(ends - starts, PHRASE_BYTES - 1)
    may_be = PHRASE_SIGNS[2, length, data[ends - 1]]
    for place, offset in enumerate((starts, starts + length // 2)):
        may_be[may_be] = PHRASE_SIGNS[place, length[may_be], data[offset[may_be]]]
    return np.asarray(may_be)


def _holds(data: Bytes, needles: tuple[bytes, ...], starts: Offsets, ends: Offsets) -> Flags:
    """Tell which texts hold one of ``needles``."""
    raw = data.tobytes()
    places = []
    for needle in needles:
        place = raw.find(needle)
        while place >= 0:
            places.append(place)
            place = raw.find(needle, place + len(needle))
    found = np.array(places, dtype=np.int64)
    rows = np.searchsorted(starts, found, side="right") - 1
    holds = np.zeros(len(starts), dtype=bool)
    holds[rows[(rows >= 0) & (found < ends[rows])]] = True
    return holds


def _contents(data: Bytes, rows: Offsets, starts: Offsets, ends: Offsets, is_marked: Flags) -> dict[int, Content]:
    contents = {}
    known: dict[tuple[bytes, bool], Content | None] = {}
    for row in rows.tolist():
        written = data[starts[row] : ends[row]].tobytes()
        key = (written, bool(is_marked[row]))
        if key not in known:
            known[key] = _content(written, is_marked=key[1])
        if (content := known[key]) is not None:
            contents[row] = content
    return contents


def _content(written: bytes, *, is_marked: bool) -> Content | None:
    """Return what a text stands for, None if for nothing but itself."""
    text = written.decode().replace("\r\n", "\n")
    content = classify(text, is_marked=is_marked)
    return None if content == Content("text", text) else content
