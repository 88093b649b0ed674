"""Runs one command and measures it with everything it starts: time on the clock, time of all cores, memory."""

import os
import subprocess
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import psutil

SAMPLE_SECONDS = 0.1
SAMPLE_SHARE = 0.05
"""At most so much of a core goes into looking: where that takes long, it is done less often."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a command took.

    Attributes:
        wall_s: from its start to its end.
        cpu_s: user and system time of it and of all its descendants that were waited for.
        peak_bytes: most memory that the whole tree held at once, looked at about every ``SAMPLE_SECONDS``; a page that
            several processes share counts once, where the system tells (Linux), else once for each.
        output: what it wrote to standard output.
        talk: what it wrote to standard error.
    """

    wall_s: float
    cpu_s: float
    peak_bytes: int
    output: str
    talk: str


def measure(command: Sequence[str | Path], *, environment: Mapping[str, str] | None = None) -> Cost:
    """Run ``command`` to its end and return what it took.

    Raises:
        RuntimeError: it ended with another code than 0; the text holds the end of what it wrote to standard error.
    """
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as talk:
        started = time.perf_counter()
        child = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=talk)
        with _Sampler(child.pid) as sampler:
            _, status, usage = os.wait4(child.pid, 0)
        wall = time.perf_counter() - started
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            raise RuntimeError(f"{Path(command[0]).name} ended with {child.returncode}: {_read(talk)[-2000:]}")
        return Cost(wall, usage.ru_utime + usage.ru_stime, sampler.peak_bytes, _read(output), _read(talk))


class _Sampler:
    """A thread that looks at the memory of a process tree until it is told to stop."""

    def __init__(self, pid: int) -> None:
        self.peak_bytes = 0
        self._pid = pid
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> "_Sampler":
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._done.set()
        self._thread.join()

    def _watch(self) -> None:
        pause = SAMPLE_SECONDS
        while not self._done.wait(pause):
            started = time.thread_time()
            self.peak_bytes = max(self.peak_bytes, _tree_bytes(self._pid))
            pause = max(SAMPLE_SECONDS, (time.thread_time() - started) / SAMPLE_SHARE)


def _tree_bytes(pid: int) -> int:
    try:
        root = psutil.Process(pid)
        return sum(map(_process_bytes, [root, *root.children(recursive=True)]))
    except psutil.Error:
        return 0


def _process_bytes(process: psutil.Process) -> int:
    try:
        memory = process.memory_full_info()
    except psutil.Error:  # it ended meanwhile
        return 0
    return int(getattr(memory, "pss", memory.rss))


def _read(stream: IO[bytes]) -> str:
    stream.seek(0)
    return stream.read().decode(errors="replace")
