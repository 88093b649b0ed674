"""A workspace is a folder with a ``policy.yaml``; chatward finds it like git finds its root."""

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from chatward import clock
from chatward.errors import ConfigError

POLICY_FILE = "policy.yaml"
_PAUSE_S = 0.05
"""How long a run waits before it asks again whether somebody still looks."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """Where everything of one controller lies. Inputs are kept by people, the rest is written by chatward."""

    root: Path

    @property
    def policy_path(self) -> Path:
        """The policy file."""
        return self.root / POLICY_FILE

    @property
    def consent(self) -> Path:
        """Input: consent events as CSV or JSON lines."""
        return self.root / "consent"

    @property
    def requests(self) -> Path:
        """Input: what people ask for about their data, as CSV or JSON lines."""
        return self.root / "requests"

    @property
    def packages(self) -> Path:
        """Sealed packages of people's data, until they are handed over or expire."""
        return self.requests / "packages"

    @property
    def holds(self) -> Path:
        """Input: legal holds as CSV."""
        return self.root / "holds"

    @property
    def registers(self) -> Path:
        """Input: small CSV registers kept by people."""
        return self.root / "registers"

    @property
    def warehouse(self) -> Path:
        """Encrypted databases."""
        return self.root / "warehouse"

    @property
    def sets(self) -> Path:
        """Published Parquet sets."""
        return self.root / "sets"

    @property
    def ledger(self) -> Path:
        """Evidence records."""
        return self.root / "ledger"

    @property
    def suppressions(self) -> Path:
        """Who must not come back: keyed digests, apart from the warehouse so that they outlive it."""
        return self.ledger / "suppressions"

    @property
    def reports(self) -> Path:
        """Report sites and disposal plans."""
        return self.root / "reports"


def find(start: Path) -> Workspace:
    """Return the workspace that ``start`` lies in: the nearest folder upwards with a policy file.

    Raises:
        ConfigError: there is none.
    """
    folder = start.resolve()
    for candidate in (folder, *folder.parents):
        if (candidate / POLICY_FILE).is_file():
            return Workspace(candidate)
    place = "here" if start == Path() else f"in {start}"
    raise ConfigError(
        f"no {POLICY_FILE} {place} or in any folder above" if start.exists() else f"there is no folder {start}",
        hint="change into a workspace, or make one with `chatward init EXPORTS` or `chatward sample FOLDER`",
    )


@dataclass(frozen=True, slots=True)
class Writer:
    """The run that holds a workspace's write lock: its process, and since when; None where it has not told yet."""

    pid: int | None = None
    since: datetime | None = None


@contextmanager
def locked(workspace: Workspace) -> Iterator[None]:
    """Hold the workspace's write lock; the operating system lets go of it when the process dies.

    Who only looks is waited for, since that takes a moment; another run is not.

    Raises:
        ConfigError: another run holds it.
    """
    workspace.warehouse.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _lock_path(workspace).open("a+") as handle:
        while not _flock(handle, fcntl.LOCK_EX):
            if not _flock(handle, fcntl.LOCK_SH):
                raise ConfigError(
                    "another chatward run is writing to this workspace",
                    hint="wait until it ends; `chatward status` says since when it runs",
                )
            fcntl.flock(handle, fcntl.LOCK_UN)
            time.sleep(_PAUSE_S)
        handle.truncate(0)
        handle.write(json.dumps({"pid": os.getpid(), "since": clock.now().isoformat()}))
        handle.flush()
        yield


@contextmanager
def unwritten(workspace: Workspace) -> Iterator[Writer | None]:
    """Keep runs from starting while something is read, and give None; or give the run that is going on.

    Nothing is written, so that it works in a workspace where nothing ran yet, or that is only there to be read.
    """
    try:
        handle = _lock_path(workspace).open("r")
    except FileNotFoundError:
        yield None
        return
    with handle:
        yield None if _flock(handle, fcntl.LOCK_SH) else _writer(handle.read())


def _lock_path(workspace: Workspace) -> Path:
    return workspace.warehouse / "lock"


def _flock(handle: IO[str], kind: int) -> bool:
    try:
        fcntl.flock(handle, kind | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _writer(text: str) -> Writer:
    try:
        content = json.loads(text)
        return Writer(int(content["pid"]), datetime.fromisoformat(content["since"]))
    except (ValueError, KeyError, TypeError):  # it has the lock and is about to write who it is
        return Writer()
