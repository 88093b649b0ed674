"""A workspace is a folder with a ``policy.yaml``; chatward finds it like git finds its root."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from chatward.errors import ConfigError

POLICY_FILE = "policy.yaml"


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
    raise ConfigError(
        f"no {POLICY_FILE} here or in any folder above",
        hint="change into a workspace, or make one with `chatward init EXPORTS` or `chatward sample FOLDER`",
    )


@contextmanager
def locked(workspace: Workspace) -> Iterator[None]:
    """Hold the workspace's write lock; the operating system lets go of it when the process dies.

    Raises:
        ConfigError: another run holds it.
    """
    workspace.warehouse.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (workspace.warehouse / "lock").open("a+") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise ConfigError(
                "another chatward run is writing to this workspace",
                hint="wait until it ends; `chatward status` shows the last runs",
            ) from None
        handle.truncate(0)
        handle.write(str(os.getpid()))
        handle.flush()
        yield
