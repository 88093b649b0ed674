"""What each worker process imports, it pays for: two of them cost a run twice what this process does."""

import subprocess
import sys

import pytest

_NEEDLESS = ("prefect", "pydantic", "great_expectations", "chatward.policy", "chatward.detect", "chatward.keyring")
_IMPORTED = """
import sys
import chatward.workers, chatward.intake.reading, chatward.warehouse.records.inserting
print(" ".join(sys.modules))
"""


@pytest.fixture(scope="module")
def imported() -> set[str]:
    told = subprocess.run([sys.executable, "-c", _IMPORTED], capture_output=True, text=True, check=True)
    return set(told.stdout.split())


@pytest.mark.parametrize("module", _NEEDLESS)
def test_a_worker_reads_and_stores_without(module: str, imported: set[str]) -> None:
    assert "chatward.intake.reading" in imported
    assert module not in imported
