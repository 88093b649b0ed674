"""An export that is read in parts is what it is as a whole, or nothing of it is."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support.parts import read_in_parts

from chatward.errors import SourceFormatError
from chatward.intake import reading
from chatward.intake.discovery import Fingerprint, entries
from chatward.intake.identifying import Keys
from chatward.intake.results import Reading, SourceTask
from chatward.sources.archives import Limits
from chatward.sources.records import ReadSettings

KEYS = Keys(b"i" * 32, b"d" * 32)
CHAT = "".join(
    f"01.02.24, 08:59 - {who}: {text}\n"
    for who, text in [("Bo", "ok"), ("Zoë", "ok"), ("Bo", "ok"), ("Bo", "x"), ("Bo", "ok"), ("Zoë", "ok")]
)


def message(number: int, **more: Any) -> dict[str, Any]:
    return {
        "id": number, "type": "message", "date_unixtime": str(1_709_647_200 + number), "date": "2024-03-05T14:00:00",
        "from": "Zoë", "from_id": "user1", "text": f"secret {number}", **more,
    }  # fmt: skip


ACCOUNT = {
    "name": "Zoë", "type": "personal_chat", "id": 5,
    "messages": [
        *map(message, range(1, 5)), message(5, type="service", action="pin_message", actor_id="user1"),
        {"id": 6, "type": "message"}, message(7),
    ],
}  # fmt: skip


def delivered(folder: Path, platform: str) -> tuple[list[Any], SourceTask, Keys, frozenset[str]]:
    export = folder / "exports" / "export"
    export.parent.mkdir()
    export.write_text(CHAT if platform == "whatsapp" else json.dumps(ACCOUNT), encoding="utf-8")
    task = SourceTask("support", platform, ReadSettings(), Limits(), folder / "parts")
    return list(entries(folder, ["exports/*"])), task, KEYS, frozenset()


def records(readings: list[Reading], kind: str) -> list[dict[str, Any]]:
    """Return records of readings, from the disk or, of the last one, from memory."""
    found: list[dict[str, Any]] = []
    for each in readings:
        if each.aside is None:
            found += getattr(each, kind).drop_columns("month").to_pylist()
        else:
            names = [name for name in each.aside.rows if name.endswith(kind)]
            found += [row for name in names for row in each.aside.table(name).drop_columns("hints").to_pylist()]
    return found


def rows(readings: list[Reading], name: str) -> list[dict[str, Any]]:
    return [row for each in readings for row in getattr(each, name).to_pylist()]


@pytest.mark.parametrize("platform", ["whatsapp", "telegram"])
def test_the_parts_hold_what_the_whole_does(tmp_path: Path, platform: str) -> None:
    what = delivered(tmp_path, platform)
    whole, last = reading.read_entries(*what), read_in_parts(*what)
    assert last.files == whole.files
    parts = list(last.parts())
    assert len(parts) > 5
    for kind in ("messages", "events"):
        assert records(parts, kind) == records([whole], kind)
    assert rows(parts, "rejects") == rows([whole], "rejects")
    people = {(row["identity_index"], row["display_name"]) for row in rows(parts, "people")}
    assert {(row["identity_index"], row["display_name"]) for row in rows([whole], "people")} <= people
    assert [part.begun for part in parts] == [[whole.files[0].file_id], *[[]] * (len(parts) - 1)]
    assert [len(part.files) for part in parts] == [*[0] * (len(parts) - 1), 1]


def test_equal_lines_are_counted_over_all_parts(tmp_path: Path) -> None:
    found = list(read_in_parts(*delivered(tmp_path, "whatsapp")).parts())
    ids = [row["message_id"] for row in rows(found, "messages")]
    assert len(set(ids)) == len(ids) == 6


def test_what_waits_on_the_disk_says_nothing_and_is_gone_when_it_was_stored(tmp_path: Path) -> None:
    found = read_in_parts(*delivered(tmp_path, "telegram"))
    waiting = list((tmp_path / "parts").iterdir())
    assert len(waiting) == len(found.before) > 5
    assert not any(word in path.read_bytes() for path in waiting for word in (b"secret", b"ARROW", b"text"))
    assert (tmp_path / "parts").stat().st_mode & 0o077 == 0
    for part in found.parts():
        if part.aside:
            part.aside.discard()
    assert not list((tmp_path / "parts").iterdir())


def changed(_self: Fingerprint) -> None:
    raise SourceFormatError("the export changed while it was read; nothing of it was stored")


def broken(_self: object) -> None:
    raise ZeroDivisionError("Zoë")


@pytest.mark.parametrize(
    ("place", "fails", "words"),
    [
        ("chatward.intake.discovery.Fingerprint.check_unchanged", changed, "changed while it was read"),
        ("chatward.intake.tally.Tally.check", broken, "ZeroDivisionError"),
    ],
    ids=["changed", "broken"],
)
def test_of_an_export_that_fails_at_its_end_nothing_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str, fails: Callable[[Any], None], words: str
) -> None:
    what = delivered(tmp_path, "telegram")
    monkeypatch.setattr(place, fails)
    found = read_in_parts(*what)
    assert (found.files, found.begun, found.before, found.messages.num_rows) == ([], [], [], 0)
    [failure] = found.failures
    assert words in failure.error.message
    assert "Zoë" not in str(failure.error)
    assert not list((tmp_path / "parts").iterdir())
