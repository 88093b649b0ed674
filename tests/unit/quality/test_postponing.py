"""A module that is postponed runs when something in it is asked for, and not when it is imported."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from chatward.quality.postponing import postpone

PACKAGE = "slow_package"


@pytest.fixture
def runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Make a package of which one module leaves a file where it is run; return where."""
    folder = tmp_path / PACKAGE
    folder.mkdir()
    (folder / "__init__.py").write_text("")
    (folder / "part.py").write_text(f"import pathlib\npathlib.Path({str(tmp_path / 'ran')!r}).touch()\nanswer = 42\n")
    monkeypatch.syspath_prepend(tmp_path)
    yield tmp_path / "ran"
    for name in (PACKAGE, f"{PACKAGE}.part"):
        sys.modules.pop(name, None)


def test_an_import_does_not_run_a_postponed_module(runs: Path) -> None:
    postpone(PACKAGE, "part")
    from slow_package import part  # type: ignore[import-not-found]  # noqa: F401

    assert not runs.exists()


def test_a_postponed_module_runs_when_something_in_it_is_asked_for(runs: Path) -> None:
    postpone(PACKAGE, "part")
    from slow_package import part

    assert part.answer == 42
    assert runs.exists()


def test_a_module_that_was_imported_already_stays_as_it_is(runs: Path) -> None:
    from slow_package import part

    postpone(PACKAGE, "part")
    assert runs.exists()
    assert sys.modules[f"{PACKAGE}.part"] is part
