"""Writes Telegram Desktop's exports: the whole account as one ``result.json``, and some chats for themselves."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

import numpy as np
import orjson

from chatward.sample.blocks import Block
from chatward.sample.exports import Desk, Placement, office_clock
from chatward.sample.people import Person
from chatward.sample.texts import Integers
from chatward.sample.threads import Thread

_ENTITIES = {"EMAIL": "email", "PHONE": "phone", "URL": "link", "HANDLE": "mention"}
_SECOND_US = 1_000_000
_ALONE, _OLD = 5, 17
"""Every fifth chat is exported for itself; every seventeenth by a program too old to name instants."""

_SUPERGROUP = 1_400_000_000


def write(block: Block, desk: Desk) -> Placement:
    """Write the chats of the block: most into one account's export, the others each into one of its own."""
    chats = _Chats(block, desk)
    account = desk.folder / f"DataExport_{block.window.end:%Y-%m-%d}{desk.part}" / "result.json"
    account.parent.mkdir(parents=True, exist_ok=True)
    files: list[str] = []
    listed = []
    for number, thread in enumerate(block.threads):
        chat = orjson.dumps(chats.chat(number), option=orjson.OPT_INDENT_2)
        path = account
        if thread.number % _ALONE == 1:
            path = desk.folder / f"ChatExport_{block.window.end:%Y-%m-%d} ({thread.number})" / "result.json"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(chat)
        else:
            listed.append(chat)
        files += [desk.relative(path)] * int(block.first[number + 1] - block.first[number])
    account.write_bytes(_account(listed, chats.contacts()))
    return Placement(files, chats.ids, block.sent_us // _SECOND_US * _SECOND_US, events=chats.events)


def _account(chats: Sequence[bytes], contacts: list[dict[str, str]]) -> bytes:
    """Return the export of an account; its chats are given as JSON already."""
    head = {
        "about": "Here is the data you requested.",
        "personal_information": {"user_id": 777000100, "first_name": "Acme", "last_name": "Care"},
        "contacts": {"about": "", "list": contacts},
    }
    opened = orjson.dumps(head, option=orjson.OPT_INDENT_2).removesuffix(b"\n}")
    return opened + b',\n  "chats": {\n    "about": "",\n    "list": [\n' + b",\n".join(chats) + b"\n    ]\n  }\n}\n"


class _Chats:
    """Makes the JSON of chats and remembers which ids their messages got."""

    def __init__(self, block: Block, desk: Desk) -> None:
        self._block, self._desk, self._people = block, desk, desk.cast.people
        self._texts = block.text.to_pylist()
        self._entities = _by_row(block)
        self._clock = office_clock(block.sent_us)
        self.ids: list[str] = []
        self.events = 0

    def contacts(self) -> list[dict[str, str]]:
        """Return the account's address book: half of those whom it writes with."""
        known = [self._people[thread.customers[0]] for thread in self._block.threads if thread.number % 2 == 0]
        return [{"first_name": who.first, "last_name": who.last, "phone_number": f"00{who.phone[1:]}"} for who in known]

    def chat(self, number: int) -> dict[str, Any]:
        """Return one thread as Telegram writes it."""
        thread = self._block.threads[number]
        first, end = int(self._block.first[number]), int(self._block.first[number + 1])
        customer = self._people[thread.customers[0]]
        is_group = thread.kind == "group"
        return {
            "name": f"Acme Care {thread.number}" if is_group else customer.name,
            "type": "private_supergroup" if is_group else "personal_chat",
            "id": _SUPERGROUP + thread.number if is_group else int(customer.telegram_id[4:]),
            "messages": list(self._records(thread, range(first, end))),
        }

    def _records(self, thread: Thread, rows: range) -> Iterator[dict[str, Any]]:
        identity = self._desk.first_id
        before = 0
        is_old = thread.number % _OLD == 3
        if thread.kind == "group":
            identity += 1
            yield self._service(identity, rows.start, action="create_group", title=f"Acme Care {thread.number}")
        for row in rows:
            identity += 1
            record = self._message(identity, row, before if before and self._block.draw[row] > 0.92 else None)
            if is_old:
                del record["date_unixtime"]
            self.ids.append(str(identity))
            before = identity
            yield record
            if self._block.draw[row] > 0.997:
                identity += 1
                yield self._service(identity, row, action="phone_call", duration_seconds=31, discard_reason="hangup")

    def _message(self, identity: int, row: int, reply_to: int | None) -> dict[str, Any]:
        sender = self._people[self._block.sender[row]]
        text, entities = self._rich(row)
        record: dict[str, Any] = {"id": identity, "type": "message", **self._time(row)}
        record |= {"from": sender.name, "from_id": sender.telegram_id}
        if reply_to is not None:
            record["reply_to_message_id"] = reply_to
        if self._block.kind[row] != "text":
            record |= self._content(row, sender)
        record |= {"text": text, "text_entities": entities}
        draw = self._block.draw[row]
        if draw < 0.02:
            reaction = {
                "type": "emoji",
                "count": 1,
                "emoji": "👍",
                "recent": [{"from": "Acme Care", "from_id": "user777000100"}],
            }
            record["reactions"] = [reaction]
        elif draw < 0.04:
            record |= {"edited": record["date"], "edited_unixtime": record["date_unixtime"]}
        return record

    def _time(self, row: int) -> dict[str, str]:
        seconds = int(self._block.sent_us[row]) // _SECOND_US
        clock = datetime.fromtimestamp(int(self._clock[row]) // _SECOND_US, UTC)
        return {"date": f"{clock:%Y-%m-%dT%H:%M:%S}", "date_unixtime": str(seconds)}

    def _rich(self, row: int) -> tuple[Any, list[dict[str, str]]]:
        """Return the text as string, or as a list where parts of it are links; and the list of all parts."""
        text = self._texts[row]
        if row not in self._entities:
            return text, [{"type": "plain", "text": text}] if text else []
        parts: list[dict[str, str]] = []
        at = 0
        for start, end, kind in self._entities[row]:
            parts += [{"type": "plain", "text": text[at:start]}, {"type": kind, "text": text[start:end]}]
            at = end
        parts = [part for part in [*parts, {"type": "plain", "text": text[at:]}] if part["text"]]
        return [part["text"] if part["type"] == "plain" else part for part in parts], parts

    def _content(self, row: int, sender: Person) -> dict[str, Any]:
        """Return the fields that say what a message is, if it is not text."""
        kind = self._block.kind[row]
        if kind == "sticker":
            return {
                "file": "(File not included. Change data exporting settings to download.)",
                "media_type": "sticker",
                "sticker_emoji": "👍",
            }
        if kind == "location":
            return {"location_information": {"latitude": 52.52, "longitude": 13.405}}
        if kind == "contact":
            contact = {"first_name": sender.first, "last_name": sender.last, "phone_number": sender.phone}
            return {"contact_information": contact}
        if kind == "poll":
            answers = [{"text": text, "voters": 1, "chosen": False} for text in ("09:30", "14:00")]
            return {"poll": {"question": "?", "closed": False, "total_voters": 2, "answers": answers}}
        return {"photo": f"photos/photo_{row}@13-02-2024.jpg", "photo_file_size": 48_213, "width": 960, "height": 1280}

    def _service(self, identity: int, row: int, **action: Any) -> dict[str, Any]:
        self.events += 1
        company = self._people[self._desk.cast.company]
        actor = {"actor": company.name, "actor_id": company.telegram_id}
        return {
            "id": identity,
            "type": "service",
            **self._time(row),
            **actor,
            **action,
            "text": "",
            "text_entities": [],
        }


def _by_row(block: Block) -> dict[int, list[tuple[int, int, str]]]:
    """Return what Telegram marks in the texts, by row."""
    spans = block.spans
    marked = np.isin(spans.kind, list(_ENTITIES))
    columns: list[Integers] = [spans.row[marked], spans.start[marked], spans.end[marked]]
    found: dict[int, list[tuple[int, int, str]]] = {}
    for row, start, end, kind in zip(
        *(column.tolist() for column in columns), spans.kind[marked].tolist(), strict=True
    ):
        found.setdefault(row, []).append((start, end, _ENTITIES[kind]))
    return found
