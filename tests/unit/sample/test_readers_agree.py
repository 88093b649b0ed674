"""chatward's readers find in the exports what truth says is in them: no more, no less."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow.parquet as pq
import pytest

from chatward.sample import World
from chatward.sources.recognise import find_exports, read
from chatward.sources.records import Batch, Export, ReadSettings

COMMITTED = Path(__file__).resolve().parents[3] / "data" / "sample"
SOURCES = ("whatsapp", "telegram", "messenger", "instagram", "slack", "whatsapp_cloud_api")
SETTINGS = ReadSettings(zone=ZoneInfo("Europe/Berlin"), date_order="dmy", own_accounts=frozenset({"Acme Care"}))
WORDLESS = {"location", "contact", "poll", "order", "sticker"}
"""Kinds for which a reader may find words though nobody wrote any."""


def batches(folder: Path, source: str) -> Iterator[Batch]:
    for export in find_exports([folder / "exports" / source]):
        assert isinstance(export, Export), export.reason
        assert export.platform == source
        yield from read(export, SETTINGS)


def column(found: list[Batch], name: str) -> list[Any]:
    return [value for batch in found for value in batch.messages[name].to_pylist()]


@pytest.fixture(scope="session", params=["committed", "own"])
def folder(request: pytest.FixtureRequest, world: World) -> Path:
    return COMMITTED if request.param == "committed" else world.folder


@pytest.fixture(params=SOURCES)
def source(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def found(folder: Path, source: str) -> list[Batch]:
    return list(batches(folder, source))


@pytest.fixture
def told(folder: Path, source: str) -> list[dict[str, Any]]:
    rows = pq.read_table(folder / "truth" / "messages.parquet").to_pylist()
    return [row for row in rows if row["source"] == source]


def test_readers_count_what_truth_counts(found: list[Batch], folder: Path, source: str) -> None:
    import json

    count = json.loads((folder / "truth" / "summary.json").read_text())["sources"][source]
    assert sum(len(batch.rejects) for batch in found) == 0
    assert sum(len(batch.events) for batch in found) == count["events"]
    assert sum(len(batch.messages) for batch in found) == count["messages"] + count["duplicates"]
    assert sum(batch.records for batch in found) == count["messages"] + count["duplicates"] + count["events"]
    assert len(set(column(found, "conversation_key"))) == count["conversations"]


def test_readers_find_every_text_as_it_was_written(found: list[Batch], told: list[dict[str, Any]]) -> None:
    pairs = zip(column(found, "kind"), column(found, "text"), strict=True)
    texts = Counter(text for kind, text in pairs if kind not in WORDLESS)
    written = Counter(row["text"] or None for row in told if row["kind"] not in WORDLESS)
    assert written - texts == Counter()
    assert set(texts) == set(written)


def test_readers_find_every_message_at_its_time(found: list[Batch], told: list[dict[str, Any]]) -> None:
    read_times = Counter(column(found, "sent_at_utc"))
    missed = Counter(row["sent_at_utc"] for row in told) - read_times
    # in the hour that October repeats, a wall clock cannot tell which of the two it was
    assert [at for at in missed.elements() if not (at.month == 10 and at.day > 24 and at.hour < 2)] == []


def test_readers_find_messages_of_every_kind(found: list[Batch], told: list[dict[str, Any]]) -> None:
    assert set(column(found, "kind")) == {row["kind"] for row in told}


def test_readers_find_the_ids_that_platforms_gave(found: list[Batch], told: list[dict[str, Any]]) -> None:
    assert set(column(found, "platform_message_id")) == {row["platform_message_id"] for row in told}


def test_readers_tell_senders_apart_as_truth_does(found: list[Batch], told: list[dict[str, Any]]) -> None:
    assert len(set(column(found, "sender_key"))) == len({row["person_id"] for row in told})
