"""What is made once for all processes of the tests, and then copied: a day of a company takes a second and more."""

import fcntl
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from support.company import Company


def made_once(common: Path, name: str, make: Callable[[Path], object]) -> Path:
    """Return the folder ``name`` below ``common``, a folder of all processes of the tests.

    Args:
        common: the folder.
        name: another for everything that is made.
        make: fills the folder, which is not there yet; whoever needs it first does so, and others wait.
    """
    folder = common / "once" / name
    done = folder.with_name(f"{name}.done")
    folder.parent.mkdir(exist_ok=True)
    with folder.with_name(f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            shutil.rmtree(folder, ignore_errors=True)
            make(folder)
            done.touch()
    return folder


def lived_once(life: Callable[[Company], None]) -> Callable[..., Company]:
    """Return the fixture, of its name, that gives a test a company of its own which has lived through ``life``."""

    @pytest.fixture(name=life.__name__)
    def give(common: Path, tmp_path: Path, _plain_stages: None) -> Company:
        name = f"{life.__module__}.{life.__name__}"
        model = Company(made_once(common, name, lambda folder: life(Company.found(folder))))
        return model.copied(tmp_path / "company")

    give.__doc__ = life.__doc__
    return give
