"""The worker processes of a run.

They import this module first, so it imports nothing that they do not need: each of them would pay for it.
"""

import gc
import multiprocessing
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from typing import Generic, TypeVar

from chatward.process import (
    compute_in_one_thread,
    end_with_parent,
    forgo_pandas,
    frugally,
    leave_no_core,
    take_memory_from_the_system,
)

R = TypeVar("R")


class Work(Generic[R]):
    """What a worker process does: begun before anybody waits for it, if there is time for that."""

    def __init__(self, pool: ProcessPoolExecutor, function: Callable[..., R], *arguments: object) -> None:
        """Take what is to be done; the arguments go to the process once it has room for them."""
        self._pool, self._function, self._arguments = pool, function, arguments
        self._under_way: Future[R] | None = None

    def start(self) -> None:
        """Have a worker do it."""
        self._under_way = self._pool.submit(frugally, self._function, *self._arguments)

    def result(self) -> R:
        """Return what comes of it; for whoever asks again, after an error that may heal, it is done again."""
        if self._under_way is None:
            self.start()
        assert self._under_way is not None
        future, self._under_way = self._under_way, None
        return future.result()


@contextmanager
def workers(count: int) -> Iterator[ProcessPoolExecutor]:
    """Give a pool of fresh processes: forked ones would share locks and connections with Prefect's threads.

    They start and import at once, while this process still opens the warehouse.
    """
    compute_in_one_thread()
    take_memory_from_the_system()
    pool = ProcessPoolExecutor(count, mp_context=multiprocessing.get_context("spawn"), initializer=_prepare)
    for _ in range(count):
        pool.submit(_import_work)
    try:
        yield pool
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _prepare() -> None:
    """Keep a worker from dumping memory that holds keys, end it with the run, and spare it needless collections.

    Readers make many small objects and hardly a cycle, so the garbage collector finds nothing and costs a third.
    """
    leave_no_core()
    forgo_pandas()
    end_with_parent()
    gc.set_threshold(100_000, 50, 100)


def _import_work() -> None:
    import chatward.intake.reading  # noqa: PLC0415 - this is what is started early
    import chatward.warehouse.records.inserting  # noqa: F401, PLC0415
