"""Writes WhatsApp's chat exports: one text file a chat, as phones of many locales write it."""

from collections.abc import Callable
from pathlib import Path

import numpy as np

from chatward.sample.blocks import Block
from chatward.sample.exports import Desk, Placement, Rewritten, file_name, office_clock, write_zip
from chatward.sample.locales import LOCALES
from chatward.sample.people import COMPANY_NAME
from chatward.sample.texts import Integers
from chatward.sample.threads import Thread
from chatward.sample.whatsapp_words import STYLES, Style

_MARK = "\u200e"
_DAY_US = 86_400_000_000
_EDITED, _ATTACHED, _MISSED_CALL = 0.02, 0.4, 0.997
"""A message's draw below, below and above which it was edited, came with its file, and was followed by a call."""


def write(block: Block, desk: Desk) -> Placement:
    """Write one export a thread: a text file or a zip, as an Android phone or an iPhone makes it."""
    stamps = _Stamps(office_clock(block.sent_us))
    texts = block.text.to_pylist()
    files: list[str] = []
    rewritten: dict[int, Rewritten] = {}
    events = 0
    seconds = block.sent_us // 1_000_000 * 1_000_000
    minutes = block.sent_us // 60_000_000 * 60_000_000
    is_ios = np.zeros(len(block), dtype=np.bool_)
    for number, thread in enumerate(block.threads):
        rows = range(block.first[number], block.first[number + 1])
        chat = _Chat(block, desk, thread, stamps, texts)
        path = chat.write(rows)
        rewritten.update(chat.rewritten)
        events += chat.events
        is_ios[rows.start : rows.stop] = chat.is_ios
        files += [desk.relative(path)] * len(rows)
    return Placement(files, [], np.where(is_ios, seconds, minutes), events=events, rewritten=rewritten)


class _Stamps:
    """The parts of wall-clock times that headers are made of, as columns."""

    def __init__(self, clock_us: Integers) -> None:
        dates = clock_us.astype("datetime64[us]")
        months = dates.astype("datetime64[M]").astype(np.int64)
        seconds = clock_us % _DAY_US // 1_000_000
        self.day = (
            (dates.astype("datetime64[D]") - dates.astype("datetime64[M]").astype("datetime64[D]")).astype(np.int64) + 1
        ).tolist()
        self.month = (months % 12 + 1).tolist()
        self.year = (months // 12 + 1970).tolist()
        self.hour = (seconds // 3600).tolist()
        self.minute = (seconds % 3600 // 60).tolist()
        self.second = (seconds % 60).tolist()

    def header(self, row: int, pattern: str, halves: tuple[str, str]) -> str:
        """Return the header of one message, up to its sender's name."""
        hour, year = self.hour[row], self.year[row]
        return pattern.format(
            d=self.day[row], m=self.month[row], y=year, yy=year % 100, H=hour, h=hour % 12 or 12,
            M=self.minute[row], S=self.second[row], half=halves[hour >= 12],
        )  # fmt: skip


class _Chat:
    """Writes the file of one thread."""

    def __init__(self, block: Block, desk: Desk, thread: Thread, stamps: _Stamps, texts: list[str]) -> None:
        self._block, self._desk, self._thread, self._stamps, self._texts = block, desk, thread, stamps, texts
        self._people = desk.cast.people
        self._locale = LOCALES[self._people[thread.customers[0]].locale].name
        self.is_ios = thread.number % 3 == 2
        self.rewritten: dict[int, Rewritten] = {}
        self.events = 0

    def write(self, rows: range) -> Path:
        """Write the chat as text or zip and return the path of the file."""
        style = self._style(rows)
        self._header: Callable[[int], str] = self._headers(style)
        lines = self._opening(rows.start, style)
        for row in rows:
            lines.append(self._line(row, style))
            if self._block.draw[row] > _MISSED_CALL:
                lines.append(self._notice(row, style.missed_call))
        ending = "\r\n" if self.is_ios else "\n"
        data = (ending.join(lines) + ending).encode()
        return self._store(data, style)

    def _style(self, rows: range) -> Style:
        """Take the customer's locale; where no day tells day from month, no phone with the month in front exported."""
        if self._locale == "en_US" and max(self._stamps.day[row] for row in rows) <= 12:
            return STYLES["en_GB"]
        return STYLES[self._locale]

    def _headers(self, style: Style) -> Callable[[int], str]:
        pattern = style.ios if self.is_ios else style.android
        header = self._stamps.header
        if not self.is_ios or style.digits.isascii():
            return lambda row: header(row, pattern, style.halves)
        digits = str.maketrans("0123456789", style.digits)
        return lambda row: header(row, pattern, style.halves).translate(digits)

    def _opening(self, row: int, style: Style) -> list[str]:
        notices = [self._notice(row, style.encrypted)]
        if self._thread.kind == "group":
            notices.append(self._notice(row, style.group_created.format(title=self._title)))
        return notices

    def _notice(self, row: int, words: str) -> str:
        """Return a line of WhatsApp's own; iPhones put a name before it."""
        self.events += 1
        return self._header(row) + (f"{self._title}: {_MARK}{words}" if self.is_ios else words)

    @property
    def _title(self) -> str:
        """Name of the chat: the customer's as the phone knows it, or the group's."""
        shown = self._people[self._thread.customers[0]].whatsapp_shown
        return f"Acme Care {self._thread.number}" if self._thread.kind == "group" else shown

    def _line(self, row: int, style: Style) -> str:
        kind = self._block.kind[row]
        name = COMPANY_NAME if self._block.by_staff[row] else self._people[self._block.sender[row]].whatsapp_shown
        head = f"{self._header(row)}{name}: "
        if kind == "text":
            edited = f" {_MARK if self.is_ios else ''}{style.edited}" if self._block.draw[row] < _EDITED else ""
            return head + self._texts[row] + edited
        if kind == "media":
            return self._media(row, head, style)
        if kind == "deleted":
            return (
                head
                + (_MARK if self.is_ios else "")
                + (style.you_deleted if self._block.by_staff[row] else style.deleted)
            )
        return head + self._other(row, style)

    def _media(self, row: int, head: str, style: Style) -> str:
        text = self._texts[row]
        photo = f"{row:08d}-PHOTO.jpg" if self.is_ios else f"IMG-20240213-WA{row % 10_000:04d}.jpg"
        if self.is_ios:
            attached = (
                f"{_MARK}<{style.ios_attached}{photo}>"
                if text or self._block.draw[row] < _ATTACHED
                else _MARK + style.image
            )
            return f"{_MARK}{head}{text}{' ' if text else ''}{attached}"
        if text or self._block.draw[row] < _ATTACHED:
            return f"{head}{photo} {style.attached}" + (f"\n{text}" if text else "")
        return head + style.media

    def _other(self, row: int, style: Style) -> str:
        if self._block.kind[row] == "location":
            link = f"https://maps.google.com/?q={52 + self._block.draw[row]:.5f},13.40495"
            text = f"{style.location}{link}"
            self.rewritten[row] = Rewritten(text, "location", [(len(style.location), len(text), "URL")])
        else:
            text = "POLL:\n09:30?\nOPTION: 1 (1 vote)\nOPTION: 2 (0 votes)"
            self.rewritten[row] = Rewritten(text, "poll")
        return text

    def _store(self, data: bytes, style: Style) -> Path:
        name = file_name(self._title) or f"{self._thread.number}"
        folder = self._desk.folder / self._locale
        folder.mkdir(parents=True, exist_ok=True)
        stem = f"WhatsApp Chat - {name}" if self.is_ios else f"{style.chat_with}{name}"
        if self.is_ios or self._thread.number % 10 == 1:
            path = folder / f"{stem}.zip"
            write_zip(path, [("_chat.txt" if self.is_ios else f"{stem}.txt", data)])
        else:
            path = folder / f"{stem}.txt"
            path.write_bytes(data)
        return path
