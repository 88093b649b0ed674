"""Processes that work for a run take little memory, and give back what they no longer need."""

import os
import subprocess
import sys

import pytest

from chatward import process


def test_work_gives_back_memory_and_its_result_is_returned(monkeypatch):
    given_back = []
    monkeypatch.setattr(process, "give_back_memory", lambda: given_back.append(True))
    assert process.frugally(divmod, 7, 2) == (3, 1)
    assert given_back == [True]


def test_work_that_fails_gives_back_memory_too(monkeypatch):
    given_back = []
    monkeypatch.setattr(process, "give_back_memory", lambda: given_back.append(True))
    with pytest.raises(ZeroDivisionError):
        process.frugally(divmod, 7, 0)
    assert given_back == [True]


@pytest.mark.parametrize(("named", "expected"), [(None, "system"), ("mimalloc", "mimalloc")])
def test_arrow_takes_its_memory_from_the_system_unless_the_environment_names_another(monkeypatch, named, expected):
    monkeypatch.setenv("ARROW_DEFAULT_MEMORY_POOL", named or "")  # so that whatever it becomes is undone
    if not named:
        monkeypatch.delenv("ARROW_DEFAULT_MEMORY_POOL")
    process.take_memory_from_the_system()
    telling = "import pyarrow; print(pyarrow.default_memory_pool().backend_name)"
    told = subprocess.run([sys.executable, "-c", telling], capture_output=True, text=True, check=True, env=os.environ)
    assert told.stdout.strip() == expected


_WITHOUT_PANDAS = """
import sys
from chatward import process
process.forgo_pandas()
import duckdb, pyarrow
assert duckdb.connect().execute("select $word", {"word": "x"}).fetchall() == [("x",)]
assert pyarrow.array(["x"]).to_pylist() == ["x"]
assert "pandas" not in sys.modules
import chatward.quality.batches
assert "pandas" in sys.modules
"""


def test_nothing_but_the_checks_imports_pandas():
    told = subprocess.run([sys.executable, "-c", _WITHOUT_PANDAS], capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
