"""Reading in parts so small that a test's exports have some."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

from chatward.intake import large
from chatward.intake.reading import read_aside, read_entries
from chatward.intake.results import Reading
from chatward.sources import recognise
from chatward.sources.records import Batch, Export, ReadSettings

_TABLES = ("messages", "events", "rejects")


@contextmanager
def in_parts() -> Iterator[None]:
    """Have every export be large, and each record a part of its own."""
    with (
        mock.patch.object(recognise, "read", record_by_record),
        mock.patch.object(large, "PART_BYTES", 1),
        mock.patch("chatward.intake.reading.LARGE_BYTES", 0),
    ):
        yield


def read_in_parts(*arguments: object) -> Reading:
    """Return what ``read_entries`` does in parts."""
    with in_parts():
        return read_entries(*arguments)  # type: ignore[arg-type]


def read_aside_in_parts(*arguments: object) -> Reading:
    """Return what ``read_aside`` does in parts; a worker process does, too."""
    with in_parts():
        return read_aside(*arguments)  # type: ignore[arg-type]


_read = recognise.read


def record_by_record(export: Export, settings: ReadSettings) -> Iterator[Batch]:
    """Yield an export's batches cut into one for each record; people and conversations come with the first."""
    for batch in _read(export, settings):
        about = {"participants": batch.participants, "conversations": batch.conversations, "whole": batch.whole}
        for name in _TABLES:
            table = getattr(batch, name)
            for row in range(table.num_rows):
                rest = {each: getattr(batch, each).slice(0, 0) for each in _TABLES}
                yield Batch(records=1, **(rest | {name: table.slice(row, 1)} | about))
                about = {}
        if about:
            yield Batch(records=0, messages=batch.messages.slice(0, 0), **about)
