"""The worker processes of a run.

They import this module first, so it imports nothing that they do not need: each of them would pay for it.
"""

import gc
import multiprocessing
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager

from chatward.process import (
    compute_in_one_thread,
    end_with_parent,
    forgo_pandas,
    leave_no_core,
    take_memory_from_the_system,
)


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
