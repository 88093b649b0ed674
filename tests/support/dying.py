"""Children that run a company's day and die while they work."""

import gc
import os
import signal
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from chatward.warehouse.store import Warehouse
from support.company import Company

DAY_ONE, DAY_TWO = datetime(2026, 9, 30, tzinfo=UTC), datetime(2026, 10, 15, 10, tzinfo=UTC)
PATIENCE_S = 300
Steps = tuple[tuple[object, str], ...]
DISK: Steps = ((os, "fsync"), (os, "link"), (Path, "replace"), (Path, "unlink"), (Path, "symlink_to"), (Path, "mkdir"))

ALL: Steps = (*DISK, (Warehouse, "transaction"))
"""What a process may be cut off before: every change on the disk, and every transaction."""


def _day(company: Company) -> None:
    company.whole_day(DAY_TWO)


class Child:
    """A forked process that runs the day's lifecycle, or what else it is told."""

    def __init__(
        self,
        company: Company,
        prepare: Callable[[], object] = lambda: None,
        act: Callable[[Company], object] = _day,
    ) -> None:
        gc.collect()
        self.pid = os.fork()
        if self.pid == 0:
            code = 99
            try:
                # a database of the test run's that was collected here would wait for threads that were not forked
                gc.freeze()
                prepare()
                act(company)
                code = 0
            except BaseException as error:  # noqa: BLE001 - the child must never come back into the test run
                code = getattr(error, "exit_code", 98)
            finally:
                os._exit(code)

    def kill(self, after_s: float) -> None:
        """Kill it after a while, if it still runs."""
        time.sleep(after_s)
        os.kill(self.pid, signal.SIGKILL)

    def end(self) -> int:
        """Return its exit code, or minus the signal that ended it; one that hangs is killed, and the test fails."""
        deadline = time.monotonic() + PATIENCE_S
        while (ended := os.waitpid(self.pid, os.WNOHANG)) == (0, 0):
            if time.monotonic() > deadline:
                os.kill(self.pid, signal.SIGKILL)
                os.waitpid(self.pid, 0)
                pytest.fail(f"a child did not end within {PATIENCE_S} s")
            time.sleep(0.005)
        return os.waitstatus_to_exitcode(ended[1])


def die_at(step: int, steps: Steps = DISK) -> Callable[[], object]:
    """Return what makes a process kill itself right before its ``step``-th step, counted from 1."""

    def prepare() -> None:
        left = [step]

        def wrapped(real: Callable[..., object]) -> Callable[..., object]:
            def call(*arguments: object, **named: object) -> object:
                left[0] -= 1
                if left[0] == 0:
                    os.kill(os.getpid(), signal.SIGKILL)
                return real(*arguments, **named)

            return call

        for owner, name in steps:
            setattr(owner, name, wrapped(getattr(owner, name)))

    return prepare


def count_steps(company: Company, place: Path, act: Callable[[Company], object] = _day, steps: Steps = DISK) -> int:
    """Run the day, or what else it is told, undisturbed in a child; return how many steps it takes."""

    def prepare() -> None:
        def wrapped(real: Callable[..., object]) -> Callable[..., object]:
            def call(*arguments: object, **named: object) -> object:
                with place.open("ab") as handle:
                    handle.write(b".")
                return real(*arguments, **named)

            return call

        for owner, name in steps:
            setattr(owner, name, wrapped(getattr(owner, name)))

    assert Child(company, prepare, act).end() == 0
    return place.stat().st_size
