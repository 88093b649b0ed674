"""Writes what people get from "download your information": Messenger's and Instagram's threads as JSON in zips."""

from collections.abc import Iterator
from typing import Any

import orjson

from chatward.sample.blocks import Block
from chatward.sample.exports import Desk, Placement, Rewritten, file_name, write_zip
from chatward.sample.people import COMPANY_USERNAME
from chatward.sample.threads import Thread

_MILLISECOND_US = 1_000
_FILE_MESSAGES = 10_000
_MANGLED = {code: f"\\u{code:04x}" for code in range(0x80, 0x100)}
_PRIVATE = 4
"""Every fourth chat of Messenger is end-to-end encrypted, and comes in the other form."""

_GENERIC = {"is_geoblocked_for_viewer": False, "is_unsent_image_by_messenger_kid_parent": False}


def write_messenger(block: Block, desk: Desk) -> Placement:
    """Write two zips: the account's threads, and the end-to-end encrypted ones, which Messenger hands out apart."""
    company = desk.cast.people[desk.cast.company].name
    threads = _Threads(block, desk, root="your_activity_across_facebook/messages", company=company)
    day = f"{block.window.end:%Y-%m-%d}"
    opened = [number for number, thread in enumerate(block.threads) if thread.number % _PRIVATE]
    closed = [number for number, thread in enumerate(block.threads) if not thread.number % _PRIVATE]
    account = desk.folder / f"facebook-acmecare-{day}{desk.part}.zip"
    private = desk.folder / f"messages-{day}{desk.part}.zip"
    desk.folder.mkdir(parents=True, exist_ok=True)
    for path, chosen, members in ((account, opened, threads.members), (private, closed, threads.private_members)):
        if chosen:
            write_zip(path, (member for number in chosen for member in members(number)))
    lengths = (block.first[1:] - block.first[:-1]).tolist()
    paths = [desk.relative(account if thread.number % _PRIVATE else private) for thread in block.threads]
    files = [path for path, length in zip(paths, lengths, strict=True) for _ in range(length)]
    sent_us = block.sent_us // _MILLISECOND_US * _MILLISECOND_US
    return Placement(files, [], sent_us, events=threads.events, rewritten=threads.rewritten)


def write_instagram(block: Block, desk: Desk) -> Placement:
    """Write one zip with all threads."""
    threads = _Threads(block, desk, root="your_instagram_activity/messages", company=COMPANY_USERNAME)
    path = desk.folder / f"instagram-{COMPANY_USERNAME}-{block.window.end:%Y-%m-%d}{desk.part}.zip"
    desk.folder.mkdir(parents=True, exist_ok=True)
    write_zip(path, (member for number in range(len(block.threads)) for member in threads.members(number)))
    sent_us = block.sent_us // _MILLISECOND_US * _MILLISECOND_US
    return Placement([desk.relative(path)] * len(block), [], sent_us, events=threads.events)


class _Threads:
    """Makes the files of threads."""

    def __init__(self, block: Block, desk: Desk, *, root: str, company: str) -> None:
        self._block, self._people, self._root, self._company = block, desk.cast.people, root, company
        self._is_instagram = "instagram" in root
        self._texts = block.text.to_pylist()
        self.events = 0
        self.rewritten: dict[int, Rewritten] = {}

    def members(self, number: int) -> Iterator[tuple[str, bytes]]:
        """Yield name and bytes of one thread's files, the newest messages in the first, 10,000 each.

        Every string in them is what these platforms make of it: the bytes of its UTF-8, each as a character.
        """
        thread = self._block.threads[number]
        records = list(
            self._records(thread, range(self._block.first[number + 1] - 1, self._block.first[number] - 1, -1))
        )
        path = f"inbox/{self._slug(thread)}_{10_150_000_000_000_000 + thread.number}"
        for start in range(0, len(records), _FILE_MESSAGES):
            document = {
                "participants": [{"name": name} for name in self._names(thread)],
                "messages": records[start : start + _FILE_MESSAGES],
                "title": self._title(thread),
                "is_still_participant": True,
                "thread_path": path,
                "magic_words": [],
            }
            written = orjson.dumps(document, option=orjson.OPT_INDENT_2).decode("latin-1").translate(_MANGLED)
            yield f"{self._root}/{path}/message_{start // _FILE_MESSAGES + 1}.json", written.encode("ascii")

    def private_members(self, number: int) -> Iterator[tuple[str, bytes]]:
        """Yield name and bytes of the one file of an end-to-end encrypted thread, in true UTF-8."""
        thread = self._block.threads[number]
        rows = range(self._block.first[number], self._block.first[number + 1])
        document = {
            "participants": self._names(thread),
            "threadName": f"{self._title(thread)}_{thread.number}",
            "messages": [self._private_record(row) for row in rows],
        }
        name = f"{file_name(self._title(thread))}_{thread.number}.json"
        yield name, orjson.dumps(document, option=orjson.OPT_INDENT_2)

    def _records(self, thread: Thread, rows: range) -> Iterator[dict[str, Any]]:
        """Yield messages, the newest first; a reaction told in words stands after, so before, what it reacts to."""
        for row in rows:
            if self._block.draw[row] > 0.99:
                self.events += 1
                yield self._reported(row)
            yield self._record(thread, row)

    def _reported(self, row: int) -> dict[str, Any]:
        """Return the pseudo-message of Instagram for a like, or of Messenger for somebody who joined."""
        base = {"sender_name": self._company, "timestamp_ms": self._milliseconds(row) + 1}
        if self._is_instagram:
            return {**base, "content": "Liked a message", **_GENERIC}
        return {
            **base,
            "content": "Acme Care added a colleague.",
            "type": "Subscribe",
            "users": [{"name": "Acme Care"}],
        }

    def _record(self, thread: Thread, row: int) -> dict[str, Any]:
        kind, text, draw = self._block.kind[row], self._texts[row], self._block.draw[row]
        record: dict[str, Any] = {"sender_name": self._sender(row), "timestamp_ms": self._milliseconds(row)}
        if text:
            record["content"] = text
        if kind == "media":
            uri = f"{self._root}/inbox/{self._slug(thread)}/photos/{row}.jpg"
            record["photos"] = [{"uri": uri, "creation_timestamp": self._milliseconds(row) // 1000}]
        elif kind == "sticker":
            record["sticker"] = {"uri": f"{self._root}/stickers_used/39178562_{row % 40}.png"}
        elif kind == "deleted":
            record["is_unsent"] = True
        if draw < 0.03:
            record["reactions"] = [{"reaction": "❤", "actor": self._company}]
        return record | _GENERIC

    def _private_record(self, row: int) -> dict[str, Any]:
        kind = self._block.kind[row]
        is_media = kind in ("media", "sticker")
        if kind == "sticker":
            self.rewritten[row] = Rewritten(self._texts[row], "media")
        return {
            "isUnsent": kind == "deleted",
            "media": [{"uri": f"./media/{row}.jpeg"}] if is_media else [],
            "reactions": [{"actor": self._company, "reaction": "👍"}] if self._block.draw[row] < 0.03 else [],
            "senderName": self._sender(row),
            "text": self._texts[row],
            "timestamp": self._milliseconds(row),
            "type": "media" if is_media else "text",
        }

    def _milliseconds(self, row: int) -> int:
        return int(self._block.sent_us[row]) // _MILLISECOND_US

    def _sender(self, row: int) -> str:
        return self._company if self._block.by_staff[row] else self._people[self._block.sender[row]].name

    def _names(self, thread: Thread) -> list[str]:
        return [*(self._people[customer].name for customer in thread.customers), self._company]

    def _title(self, thread: Thread) -> str:
        return f"Acme Care {thread.number}" if thread.kind == "group" else self._people[thread.customers[0]].name

    def _slug(self, thread: Thread) -> str:
        return self._people[thread.customers[0]].username.replace("_", "")
