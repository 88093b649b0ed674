"""No room left: one clear message, code 3, nothing half-published; the next run goes on as if nothing had been."""

import errno
import os
import resource
from collections.abc import Callable
from pathlib import Path

import pytest
from support.company import Company
from support.dying import DAY_TWO, Child
from support.state import State, state

from chatward import settings, workspace
from chatward.errors import ConfigError
from chatward.opening import open_sets

KIB = 1024


def limited(limit_bytes: int) -> Callable[[], object]:
    """Return what forbids a process files longer than ``limit_bytes``: to it the disk is full at different places."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit_bytes, limit_bytes))


@pytest.mark.parametrize("limit_kib", [8, 1100])
def test_a_run_without_room_says_so_and_the_next_one_goes_on(eve: Company, wanted: State, limit_kib: int) -> None:
    twin = eve.twin(f"full-{limit_kib}")
    assert Child(twin, limited(limit_kib * KIB)).end() in (0, 3)
    with twin._here():
        open_sets(workspace.find(twin.root), settings.load()).close()
    assert Child(twin).end() == 0
    assert state(twin) == wanted


PLACES = [
    pytest.param("keyring", errno.ENOSPC, id="keyring", marks=pytest.mark.slow),
    pytest.param("workspace/warehouse", errno.ENOSPC, id="warehouse"),
    pytest.param("workspace/sets", errno.EROFS, id="sets"),
    pytest.param("workspace/ledger", errno.EIO, id="ledger", marks=pytest.mark.slow),
    pytest.param("workspace/reports", errno.ENOSPC, id="reports"),
]


@pytest.mark.parametrize(("place", "code"), PLACES)
def test_a_place_that_takes_no_files_is_told_and_healed(
    eve: Company, wanted: State, monkeypatch: pytest.MonkeyPatch, place: str, code: int
) -> None:
    twin = eve.twin(f"no-{place.replace('/', '-')}-{code}")
    refusing(monkeypatch, twin.folder / place, code)
    with pytest.raises(ConfigError) as told:
        twin.whole_day(DAY_TWO)
    assert told.value.hint
    monkeypatch.undo()
    with twin._here():
        open_sets(workspace.find(twin.root), settings.load()).close()
    assert Child(twin).end() == 0
    assert state(twin) == wanted


def refusing(monkeypatch: pytest.MonkeyPatch, folder: Path, code: int) -> None:
    """Let no file be renamed into its place below ``folder``: every write of ours ends with that."""
    real = Path.replace

    def replace(self: Path, target: Path) -> Path:
        if self.is_relative_to(folder):
            raise OSError(code, os.strerror(code))
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)
