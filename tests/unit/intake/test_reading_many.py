"""Many exports of one source are read in one go, and each still stands and falls alone."""

import hashlib
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from chatward.errors import SourceFormatError
from chatward.intake import gathering, reading
from chatward.intake.discovery import entries
from chatward.intake.identifying import Keys
from chatward.intake.results import Reading, SourceTask
from chatward.sources import recognise
from chatward.sources.archives import Limits
from chatward.sources.records import Batch, Export, ReadSettings

KEYS = Keys(b"i" * 32, b"d" * 32)
CHATS = [f"0{day}.02.24, 08:59 - Bo: day {day}\n0{day}.02.24, 09:00 - Zoë: yes\n" for day in range(1, 5)]


STRICT = Limits()


def read(folder: Path, known: frozenset[str] = frozenset(), limits: Limits = STRICT) -> Reading:
    task = SourceTask("support", "whatsapp", ReadSettings(), limits, folder / "parts")
    return reading.read_entries(list(entries(folder, ["*.txt"])), task, KEYS, known)


def deliver(folder: Path, chats: list[str]) -> None:
    for number, chat in enumerate(chats):
        (folder / f"{number}.txt").write_text(chat, encoding="utf-8")


def texts(found: Reading) -> list[str]:
    return list(found.messages["text"].to_pylist())


def test_each_file_has_its_own_records_and_times(tmp_path: Path) -> None:
    deliver(tmp_path, CHATS)
    found = read(tmp_path)
    assert [file.location for file in found.files] == ["0.txt", "1.txt", "2.txt", "3.txt"]
    assert [(file.records, file.read_messages) for file in found.files] == [(2, 2)] * 4
    assert [file.first_at_utc.day for file in found.files if file.first_at_utc] == [1, 2, 3, 4]
    owners = found.messages["file_id"].to_pylist()
    assert owners == [file.file_id for file in found.files for _ in range(2)]
    assert texts(found)[::2] == ["day 1", "day 2", "day 3", "day 4"]


def test_a_file_that_is_no_export_costs_no_other(tmp_path: Path) -> None:
    deliver(tmp_path, [CHATS[0], "shopping list\n", CHATS[2]])
    found = read(tmp_path)
    assert [failure.location for failure in found.failures] == ["1.txt"]
    assert len(found.files) == 2


def test_what_is_known_or_comes_twice_is_read_once(tmp_path: Path) -> None:
    deliver(tmp_path, [CHATS[0], CHATS[1], CHATS[1]])
    first = read(tmp_path)
    assert (len(first.files), first.known, len(texts(first))) == (2, 1, 4)
    again = read(tmp_path, frozenset([first.files[0].file_id]))
    assert (len(again.files), again.known, texts(again)) == (1, 2, ["day 2", "yes"])


def test_a_file_that_changes_while_it_is_read_is_not_stored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deliver(tmp_path, CHATS[:3])
    read_together = recognise.read_together

    def touching(exports: Any, settings: ReadSettings) -> Iterator[Any]:
        os.utime(tmp_path / "1.txt", ns=(1, 1))
        yield from read_together(exports, settings)

    monkeypatch.setattr(recognise, "read_together", touching)
    found = read(tmp_path)
    assert [file.location for file in found.files] == ["0.txt", "2.txt"]
    assert "changed while it was read" in found.failures[0].error.message


def test_a_reader_s_own_fault_costs_the_one_export_that_it_fails_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deliver(tmp_path, CHATS)
    read_alone = recognise.read

    def failing_together(exports: Any, settings: ReadSettings) -> Iterator[Any]:
        yield list(read_alone(exports[0], settings))
        raise ZeroDivisionError

    def failing_alone(export: Export, settings: ReadSettings) -> Iterator[Batch]:
        if export.path.name == "2.txt":
            raise ZeroDivisionError("Bo")
        return read_alone(export, settings)

    monkeypatch.setattr(recognise, "read_together", failing_together)
    monkeypatch.setattr(recognise, "read", failing_alone)
    found = read(tmp_path)
    assert [file.location for file in found.files] == ["0.txt", "1.txt", "3.txt"]
    [failure] = found.failures
    assert isinstance(failure.error, SourceFormatError)
    assert "ZeroDivisionError" in failure.error.message
    assert "Bo" not in str(failure.error)


ODD = [
    "05.02.24, 08:59 - Bo: same\n05.02.24, 08:59 - Bo: same\n",
    '06.02.24, 08:59 - Bo created group "x"\n',
    "31.02.24, 08:59 - Bo: no such day\n07.02.24, 08:59 - Zoë: a day\n",
    "before any header\n08.02.24, 08:59 - Bo: after\n",
    f"09.02.24, 08:59 - Bo: {'long' * 40}\n09.02.24, 09:00 - Zoë: short\n",
]


@pytest.mark.parametrize("most_bytes", [100, 10_000])
def test_exports_that_are_read_in_one_pass_come_to_what_each_comes_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most_bytes: int
) -> None:
    deliver(tmp_path, [*CHATS, *ODD])
    limits = Limits(field_bytes=most_bytes)
    together = read(tmp_path, limits=limits)
    monkeypatch.setattr(gathering, "tallies", lambda _: None)
    apart = read(tmp_path, limits=limits)
    assert together.files == apart.files
    assert together.messages.num_rows == 14 - (most_bytes == 100)
    for name in ("messages", "events", "people", "conversations", "rejects", "spans"):
        assert getattr(together, name).to_pylist() == getattr(apart, name).to_pylist()


def test_ids_are_keyed_digests_of_what_identifies_a_record(tmp_path: Path) -> None:
    deliver(tmp_path, ODD[:1])
    found = read(tmp_path)
    at = int(datetime(2024, 2, 5, 8, 59, tzinfo=UTC).timestamp()) * 1_000_000
    content = f"support\x1fc\x1fwhatsapp_name:Bo\x1f{at}\x1fwhatsapp_name:Bo\x1ftext\x1fsame\x1f".encode()
    expected = [hashlib.blake2b(content + number, key=KEYS.dedupe, digest_size=16).digest() for number in (b"0", b"1")]
    assert found.messages["message_id"].to_pylist() == expected
