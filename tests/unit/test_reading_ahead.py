"""Chunks of exports are read ahead once, and again where somebody asks again."""

from concurrent.futures import Future
from pathlib import Path
from typing import Any, cast

import pytest

from chatward.intake.discovery import Entry
from chatward.intake.identifying import Keys
from chatward.intake.results import Reading, SourceTask
from chatward.reading_ahead import Chunk
from chatward.sources.archives import Limits
from chatward.sources.records import ReadSettings


class Pool:
    """Workers whose first reading fails in a way that may heal."""

    def __init__(self) -> None:
        self.asked = 0

    def submit(self, *_: object) -> "Future[Any]":
        self.asked += 1
        future: Future[Any] = Future()
        if self.asked == 1:
            future.set_exception(InterruptedError())
        else:
            future.set_result("what the exports hold")
        return future


def chunk(pool: Pool) -> Chunk:
    entries: list[Entry] = []
    task = SourceTask("calls", "whatsapp", ReadSettings(), Limits(), Path())
    return Chunk(entries, task, Keys(b"i" * 32, b"d" * 32), frozenset(), cast("Any", pool))


def test_a_chunk_under_way_is_not_read_twice() -> None:
    pool = Pool()
    pool.asked = 1
    under_way = chunk(pool)
    under_way.start()
    assert under_way.reading() == cast("Reading", "what the exports hold")
    assert pool.asked == 2


def test_a_chunk_is_read_again_after_an_error_that_may_heal() -> None:
    failing = chunk(Pool())
    failing.start()
    with pytest.raises(InterruptedError):
        failing.reading()
    assert failing.reading() == cast("Reading", "what the exports hold")
