"""Writes a Slack workspace export: a zip with the lists of users and channels and a file a channel and day."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import numpy as np
import orjson

from chatward.sample.blocks import Block
from chatward.sample.exports import Desk, Placement, write_zip
from chatward.sample.people import SLACK_TEAM, Person
from chatward.sample.threads import Thread

_INTERNAL = ("support", "orders", "general", "returns", "night-shift", "escalations")
_FOREIGN_TEAM = "T0PARTNER"
_DAY_US = 86_400_000_000


def write(block: Block, desk: Desk) -> Placement:
    """Write the channels and direct messages of the block as one zip."""
    channels = _Channels(block, desk)
    path = (
        desk.folder
        / f"Acme Care Slack export {block.window.start:%b %d %Y} - {block.window.end:%b %d %Y}{desk.part}.zip"
    )
    desk.folder.mkdir(parents=True, exist_ok=True)
    write_zip(path, channels.members())
    ids = [channels.ts(row) for row in range(len(block))]
    return Placement([desk.relative(path)] * len(block), ids, channels.sent_us, events=channels.events)


class _Channels:
    """Makes the files of an export."""

    def __init__(self, block: Block, desk: Desk) -> None:
        self._block, self._cast, self._people = block, desk.cast, desk.cast.people
        self._texts = [_escaped(text) for text in block.text.to_pylist()]
        self._link()
        # a channel and a time stamp are the key of a message: no two may share it
        self.sent_us = block.sent_us // 1000 * 1000 + np.arange(len(block)) % 1000
        self.events = 0

    def _link(self) -> None:
        """Write addresses as Slack does; from the last to the first, so that places before stay right."""
        raw = self._block.text.to_pylist()
        spans = self._block.spans
        found: dict[int, list[tuple[int, int, str]]] = {}
        for row, start, end, kind in zip(
            spans.row.tolist(), spans.start.tolist(), spans.end.tolist(), spans.kind.tolist(), strict=True
        ):
            if kind in ("EMAIL", "URL"):
                found.setdefault(row, []).append((start, end, kind))
        for row, places in found.items():
            text, at, parts = raw[row], 0, []
            for start, end, kind in places:
                value = _escaped(text[start:end])
                parts += [_escaped(text[at:start]), f"<mailto:{value}|{value}>" if kind == "EMAIL" else f"<{value}>"]
                at = end
            self._texts[row] = "".join([*parts, _escaped(text[at:])])

    def members(self) -> Iterator[tuple[str, bytes]]:
        """Yield name and bytes of the zip's members."""
        listed = [thread for thread in self._block.threads if thread.kind != "direct"]
        direct = [thread for thread in self._block.threads if thread.kind == "direct"]
        staff = [self._people[index] for index in self._cast.staff]
        yield "users.json", _json([_user(person) for person in staff])
        yield "channels.json", _json([self._about(thread) for thread in listed])
        yield (
            "dms.json",
            _json(
                [
                    {"id": _identity(thread), "created": 1_600_000_000, "members": self._members(thread)}
                    for thread in direct
                ]
            ),
        )
        yield "groups.json", b"[]"
        yield "mpims.json", b"[]"
        for number, thread in enumerate(self._block.threads):
            for day, records in self._days(number, thread):
                yield f"{_folder(thread)}/{day}.json", _json(records)

    def ts(self, row: int) -> str:
        """Return the time stamp that names a message within its channel."""
        return f"{int(self.sent_us[row]) // 1_000_000}.{int(self.sent_us[row]) % 1_000_000:06d}"

    def _about(self, thread: Thread) -> dict[str, Any]:
        note = {"value": "", "creator": "", "last_set": 0}
        return {
            "id": _identity(thread), "name": _folder(thread), "created": 1_600_000_000,
            "creator": self._people[thread.staff[0]].slack_id, "is_archived": False, "is_general": False,
            "members": self._members(thread), "topic": note, "purpose": note,
        }  # fmt: skip

    def _members(self, thread: Thread) -> list[str]:
        return [self._people[index].slack_id for index in dict.fromkeys((*thread.customers, *thread.staff))]

    def _days(self, number: int, thread: Thread) -> Iterator[tuple[str, list[dict[str, Any]]]]:
        """Yield the records of each day on which somebody wrote; a channel begins with who joined it."""
        rows = np.arange(self._block.first[number], self._block.first[number + 1])
        days = self.sent_us[rows] // _DAY_US
        root = int(rows[0])
        opening = [self._joined(thread, root)] if thread.kind == "channel" else []
        for of_day in np.split(rows, np.flatnonzero(np.diff(days)) + 1):
            records, opening = opening, []
            for row in of_day.tolist():
                is_reply = row != root and self._block.draw[row] > 0.7 and thread.kind != "direct"
                root = root if is_reply else row
                records.append(self._record(row, root if is_reply else None, thread))
                records += [self._changed(row, records[-1])] if self._block.draw[row] < 0.006 else []
            day = datetime.fromtimestamp(int(self.sent_us[of_day[0]]) // 1_000_000, UTC)
            yield f"{day:%Y-%m-%d}", records

    def _record(self, row: int, root: int | None, thread: Thread) -> dict[str, Any]:
        sender = self._people[self._block.sender[row]]
        record: dict[str, Any] = {"client_msg_id": f"{row:08x}-0000-4000-8000-{thread.number:012x}", "type": "message"}
        record |= {"user": sender.slack_id, "text": self._texts[row], "ts": self.ts(row), "team": SLACK_TEAM}
        if sender.role == "customer":
            record |= {"team": _FOREIGN_TEAM, "user_profile": _profile(sender)}
        if root is not None:
            record |= {"thread_ts": self.ts(root), "parent_user_id": self._people[self._block.sender[root]].slack_id}
        if self._block.kind[row] == "media":
            record |= {"files": [_file(row)], "upload": False}
        draw = self._block.draw[row]
        if draw < 0.04:
            record["reactions"] = [{"name": "+1", "users": ["U0STAFF001"], "count": 1}]
        elif draw < 0.06:
            record["edited"] = {"user": sender.slack_id, "ts": self.ts(row)}
        return record

    def _joined(self, thread: Thread, row: int) -> dict[str, Any]:
        self.events += 1
        user = self._people[thread.staff[0]].slack_id
        before = f"{int(self.sent_us[row]) // 1_000_000 - 1}.000100"
        return {
            "type": "message",
            "subtype": "channel_join",
            "user": user,
            "text": f"<@{user}> has joined the channel",
            "ts": before,
        }

    def _changed(self, row: int, record: dict[str, Any]) -> dict[str, Any]:
        """Return the record by which an edit tells the old text and the new one."""
        self.events += 1
        before = {"type": "message", "user": record["user"], "text": record["text"], "ts": record["ts"]}
        after = {**before, "text": f"{record['text']} (edit)", "edited": {"user": record["user"], "ts": record["ts"]}}
        ts = f"{int(self.sent_us[row]) // 1_000_000 + 1}.900{row % 1000:03d}"
        return {
            "type": "message",
            "subtype": "message_changed",
            "hidden": True,
            "ts": ts,
            "message": after,
            "previous_message": before,
        }


def _identity(thread: Thread) -> str:
    return f"{'D' if thread.kind == 'direct' else 'C'}0{thread.number:08d}"


def _folder(thread: Thread) -> str:
    """Name of a channel, which is its folder; that of direct messages is their id."""
    if thread.kind == "direct":
        return _identity(thread)
    if thread.kind == "internal" and thread.number < len(_INTERNAL):
        return _INTERNAL[thread.number]
    return f"{'team' if thread.kind == 'internal' else 'partner'}-{thread.number}"


def _user(person: Person) -> dict[str, Any]:
    return {
        "id": person.slack_id, "team_id": SLACK_TEAM, "name": person.username, "deleted": False,
        "real_name": person.name, "tz": "Europe/Berlin", "tz_offset": 3600,
        "profile": {"real_name": person.name, "display_name": person.first, "email": person.email}, "is_bot": False,
    }  # fmt: skip


def _profile(person: Person) -> dict[str, str]:
    """Return what an export says of a partner's people, who are not among its users."""
    return {"real_name": person.name, "display_name": person.first, "team": _FOREIGN_TEAM}


def _file(row: int) -> dict[str, Any]:
    """Return a shared file; the token in its address is a secret that opens it."""
    name = f"F{row:010d}"
    token = f"xoxe-{row * 7_368_787 % 10**12:012d}-{row:08x}"
    url = f"https://files.slack.com/files-pri/{SLACK_TEAM}-{name}/receipt.pdf?t={token}"
    return {
        "id": name,
        "name": "receipt.pdf",
        "mimetype": "application/pdf",
        "size": 20_480,
        "url_private": url,
        "mode": "hosted",
    }


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _json(value: Any) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_INDENT_2)
