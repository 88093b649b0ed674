"""What each worker process imports, it pays for: two of them cost a run twice what this process does.

Work is begun ahead once, and done again where somebody asks again.
"""

import subprocess
import sys
from concurrent.futures import Future
from typing import Any, cast

import pytest

from chatward.workers import Work

_NEEDLESS = ("prefect", "pydantic", "great_expectations", "chatward.policy", "chatward.detect", "chatward.keyring")
_IMPORTED = """
import sys
import chatward.workers, chatward.intake.reading, chatward.warehouse.records.inserting
print(" ".join(sys.modules))
"""


@pytest.fixture(scope="module")
def imported() -> set[str]:
    told = subprocess.run([sys.executable, "-c", _IMPORTED], capture_output=True, text=True, check=True)
    return set(told.stdout.split())


@pytest.mark.parametrize("module", _NEEDLESS)
def test_a_worker_reads_and_stores_without(module: str, imported: set[str]) -> None:
    assert "chatward.intake.reading" in imported
    assert module not in imported


class Pool:
    """Workers whose first work fails in a way that may heal."""

    def __init__(self) -> None:
        self.asked: list[object] = []

    def submit(self, _: object, *work: object) -> "Future[Any]":
        self.asked.append(work)
        future: Future[Any] = Future()
        if len(self.asked) == 1:
            future.set_exception(InterruptedError())
        else:
            future.set_result("what came of it")
        return future


def test_work_under_way_is_not_begun_twice() -> None:
    pool = Pool()
    pool.asked.append("other work")
    under_way = Work[str](cast("Any", pool), sorted, [2, 1])
    under_way.start()
    assert under_way.result() == "what came of it"
    assert pool.asked == ["other work", (sorted, [2, 1])]


def test_work_that_nobody_began_is_begun_by_whoever_asks_for_it() -> None:
    pool = Pool()
    pool.asked.append("other work")
    assert Work[str](cast("Any", pool), sorted).result() == "what came of it"


def test_work_is_done_again_after_an_error_that_may_heal() -> None:
    failing = Work[str](cast("Any", Pool()), sorted)
    failing.start()
    with pytest.raises(InterruptedError):
        failing.result()
    assert failing.result() == "what came of it"
