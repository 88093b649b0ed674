"""Tells headers that somebody pasted into a message from those that the export wrote.

What is copied on an iPhone looks like its exports do. Such lines tell of themselves by their place: they go back behind
the message that they stand in, and the export goes on from there. A message that came late does so, too. So more must
speak for it: the message before begins with a header, or strangers to the chat speak, of days before, more than once or
behind a colon.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from chatward.sources.whatsapp.headers import Headers
from chatward.sources.whatsapp.recognition import cut, shape_of
from chatward.sources.whatsapp.senders import Names, compared
from chatward.sources.whatsapp.texts import Flags, Offsets, Texts
from chatward.sources.whatsapp.times import PLACES, Times
from chatward.sources.whatsapp.words import MARKS

_MOST_ROWS = 200
_LATE_SECONDS = 600
_LATE_OF_STRANGERS_SECONDS = 86_400
_LONGEST_HEAD = 128
_STARTS = np.zeros(256, dtype=bool)
_STARTS[list(b"[0123456789")] = True
_STARTS[0x80:] = True


def pasted(texts: Texts, headers: Headers, times: Times, names: Names, known: Sequence[frozenset[str]]) -> Flags:
    """Tell which headers stand within a message.

    Args:
        texts: where the chats are.
        headers: of the chats.
        times: of the headers.
        names: of their senders.
        known: by chat, names that are known from elsewhere, in ``compared`` form.
    """
    chats = _Chats(texts, headers, times, names, known)
    is_pasted = np.zeros(len(headers.starts), dtype=bool)
    end = 0
    for row in _steps_back(chats).tolist():
        if row >= end and (end := chats.end_of_pasted(row)):
            is_pasted[row:end] = True
    return is_pasted


@dataclass(frozen=True, slots=True)
class _Chats:
    texts: Texts
    headers: Headers
    times: Times
    names: Names
    known: Sequence[frozenset[str]]

    def end_of_pasted(self, row: int) -> int:
        """Return where the rows end that were pasted into the message before ``row``; 0 if they were not."""
        wall, reasons = self.times.wall, self.times.reasons
        last = int(np.searchsorted(self.headers.chats, self.headers.chats[row], side="right"))
        stop = min(last, row + _MOST_ROWS)
        is_other = (wall[row:stop] >= wall[row - 1]) | (reasons[row:stop] != 0)
        end = row + int(is_other.argmax()) if is_other.any() else stop
        goes_on = end < stop and reasons[end] == 0
        is_evident = (goes_on or end == last) and self._begins_with_header(row - 1)
        if not is_evident and not (goes_on and self._are_strangers(row, end)):
            return 0
        return end if self._holds_in_any_order(row, end, goes_on=goes_on) else 0

    def _holds_in_any_order(self, row: int, end: int, *, goes_on: bool) -> bool:
        """Tell whether rows go back, and the chat goes on from there, also where the order of dates is assumed."""
        if self.times.orders[int(self.headers.chats[row])].basis != "assumed":
            return True
        for order in ("dmy", "mdy"):
            before = self._stamp(row - 1, order)
            if any(self._stamp(each, order) >= before for each in range(row, end)):
                return False
            if goes_on and self._stamp(end, order) < before:
                return False
        return True

    def _stamp(self, row: int, order: str) -> tuple[int, ...]:
        date = self.headers.fields[row]
        clock = int(self.times.wall[row] % 86_400)
        return (*(int(date[place]) for place in PLACES[order]), clock)

    def _begins_with_header(self, row: int) -> bool:
        start = int(self.names.ends[row]) + 1
        line = self.texts.raw[start : start + _LONGEST_HEAD].partition(b"\n")[0].decode("utf-8", "replace")
        skeleton, _ = cut(line.lstrip(f" {MARKS}").encode())
        return bool(skeleton) and shape_of(skeleton) == self.headers.shapes[int(self.headers.chats[row])]

    def _are_strangers(self, row: int, end: int) -> bool:
        """Tell whether those who speak in some rows speak nowhere else, and are quoted more likely than late."""
        if self.times.wall[row - 1] - self.times.wall[row] <= _LATE_OF_STRANGERS_SECONDS:
            return False
        if end - row < 2 and not self._ends_with_colon(row - 1):
            return False
        chat = int(self.headers.chats[row])
        ids = self.names.ids
        low, high = np.searchsorted(self.headers.chats, [chat, chat + 1])
        others = set(np.unique(np.concatenate((ids[low:row], ids[end:high]))).tolist())
        inside = set(ids[row:end].tolist()) - {-1}
        return not (inside & others or any(compared(self.names.names[name]) in self.known[chat] for name in inside))

    def _ends_with_colon(self, row: int) -> bool:
        text = self.texts.raw[int(self.names.ends[row]) + 1 : int(self.headers.starts[row + 1])]
        return text.rstrip().endswith(b":")


def _steps_back(chats: _Chats) -> Offsets:
    """Return the rows that may be the first pasted ones: written before the message that they follow."""
    ids, wall, ends = chats.names.ids, chats.times.wall, chats.names.ends
    if len(ids) < 2:
        return np.zeros(0, dtype=np.int64)
    rows = np.arange(1, len(ids))
    is_readable = (chats.times.reasons[1:] == 0) & (chats.times.reasons[:-1] == 0)
    is_step = (wall[1:] < wall[:-1] - _LATE_SECONDS) & (chats.headers.chats[1:] == chats.headers.chats[:-1])
    rows = rows[is_step & is_readable & (ids[1:] >= 0) & (ids[:-1] >= 0)]
    first = np.full(len(chats.names.names), -1, dtype=np.int64)
    named = np.flatnonzero(ids >= 0)[::-1]
    first[ids[named]] = named
    data = chats.texts.data
    after = ends[rows - 1] + 1
    is_telling = (first[ids[rows]] == rows) | _STARTS[data[after]] | _STARTS[data[after + 1]]
    return np.asarray(rows[is_telling])
