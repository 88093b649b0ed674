"""Takes one WhatsApp chat apart: bytes in, one row a record in plain columns out. Nothing is turned into text here."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from chatward.sources.whatsapp_content import PHRASE_BYTES, PHRASE_ENDS, Content, classify
from chatward.sources.whatsapp_headers import WIDEST, Bytes, Headers, Offsets, find, line_starts
from chatward.sources.whatsapp_senders import Names, split_names

Flags = NDArray[np.bool_]

_NEWLINE, _RETURN, _SPACE, _COLON, _CLOSING, _GREATER = b"\n\r :)>"
_TELLING = ("\u200e".encode(), " • ".encode(), b"maps.google", b"foursquare.com")


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
        return self.data[self.text_starts[row] : self.ends[row]].tobytes().decode("utf-8", "replace").replace("\r\n", "\n")


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
    return Chat(data, headers, _orphans(data, lines, starts[0]), is_damaged, starts, ends, names, text_starts, contents, b"\r\n" in raw)


def _utf8(raw: bytes) -> tuple[Bytes, int]:
    if raw[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        raw = raw.decode("utf-16", "replace").encode()
    raw = raw.removeprefix(b"\xef\xbb\xbf")
    return np.frombuffer(raw + bytes(WIDEST), dtype=np.uint8), len(raw)


def _without_newline(data: Bytes, starts: Offsets, ends: Offsets) -> Offsets:
    """Return ``ends`` without the line's newline, or carriage return and newline, but not before ``starts``."""
    ends = ends - (data[ends - 1] == _NEWLINE)
    ends -= data[ends - 1] == _RETURN
    return np.maximum(ends, starts)


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
    length = ends - starts
    is_telling = is_marked | (last == _GREATER) | (line_last == _GREATER)
    is_telling |= (data[starts] == 0xE2) & (data[starts + 1] == 0x80)
    is_telling |= (line_last == _CLOSING) | ((line_last == 0x89) & (data[line_ends - 2] == 0xBC))
    is_telling |= (line_last == _COLON) & (line_ends < ends)
    is_telling |= PHRASE_ENDS[np.minimum(length, PHRASE_BYTES - 1), last] & (length < PHRASE_BYTES)
    # media of a caption: what stands for the file may be one line, the caption the others
    line_length = line_ends - starts
    is_short = (line_ends < ends) & (line_length < PHRASE_BYTES)
    is_telling |= is_short & PHRASE_ENDS[np.minimum(line_length, PHRASE_BYTES - 1), line_last]
    places = _places(data)
    rows = np.searchsorted(starts, places, side="right") - 1
    is_inside = (rows >= 0) & (places < ends[rows])
    is_telling[rows[is_inside]] = True
    return np.flatnonzero(is_telling & (length > 0))


def _places(data: Bytes) -> Offsets:
    """Return where any of the byte sequences stands that only special texts hold."""
    raw = data.tobytes()
    places = []
    for needle in _TELLING:
        place = raw.find(needle)
        while place >= 0:
            places.append(place)
            place = raw.find(needle, place + len(needle))
    return np.array(places, dtype=np.int64)


def _contents(data: Bytes, rows: Offsets, starts: Offsets, ends: Offsets, is_marked: Flags) -> dict[int, Content]:
    contents = {}
    for row in rows.tolist():
        text = data[starts[row] : ends[row]].tobytes().decode().replace("\r\n", "\n")
        content = classify(text, is_marked=bool(is_marked[row]))
        if content != ("text", text, (), False, False, None):
            contents[row] = content
    return contents
