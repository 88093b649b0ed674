"""What was deleted from the governance database leaves its bytes too, wherever the run is cut off."""

import os
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest
from support.company import Company, call
from support.dying import DAY_TWO, Child, count_steps, die_at
from support.once import lived_once

from chatward.errors import IntegrityError
from chatward.keyring import store as keyring_store
from chatward.warehouse.connection import attach, connect
from chatward.warehouse.moment import naive_utc

ANNA, BEN = "491511", "491512"


@lived_once
def due(company: Company) -> None:
    """A company with an unreadable record and a person, both of whom the next day disposes."""
    company.calls(
        "calls",
        call("1", ANNA, "2024-10-15T10:00:00", "due today"),
        call("2", BEN, "2026-09-01T10:00:00", "not due"),
        call("3", ANNA, "2026-08-01T10:00:00", "no time", timestamp="soon"),
    )
    company.run(datetime(2026, 9, 1, tzinfo=UTC))


def leaves_no_bytes(company: Company, copies: Path) -> None:
    """No key that is left opens what the governance database was before; what is there now knows nothing of Anna."""
    with company.warehouse() as warehouse:
        for query in ("select 1 from gov.quarantine", f"select 1 from gov.identifiers where identifier = '+{ANNA}'"):
            assert warehouse.connection.execute(query).fetchall() == []
        assert warehouse.connection.execute("select 1 from gov.owed_rewrites").fetchall() == []
    keyring = keyring_store.load(company.keyring)
    for name in keyring.names("gov/"):
        connection = connect(copies, memory_bytes=64 * 2**20)
        with pytest.raises((IntegrityError, duckdb.Error)):
            attach(connection, copies / "gov.1.duckdb", "copied", key=keyring.key(name), read_only=True)
        connection.close()


@pytest.fixture
def copies(due: Company, tmp_path: Path) -> Path:
    """A folder with a copy of the governance database as it was the day before."""
    folder = tmp_path / "copies"
    folder.mkdir()
    (before,) = (due.root / "warehouse").glob("gov.*.duckdb")
    (folder / "gov.1.duckdb").write_bytes(before.read_bytes())
    assert before.name == "gov.1.duckdb"
    return folder


@pytest.mark.parametrize("point", ["rows-deleted", "after-disposal"])
def test_killed_around_the_rewrite_the_next_opening_finishes_it(due: Company, copies: Path, point: str) -> None:
    assert Child(due, lambda: os.environ.update(CHATWARD_FAULT=point)).end() == -9
    leaves_no_bytes(due, copies)
    assert Child(due).end() == 0
    leaves_no_bytes(due, copies)


@pytest.mark.slow
def test_killed_before_every_change_on_the_disk_the_next_run_leaves_no_bytes(
    due: Company, copies: Path, tmp_path: Path
) -> None:
    for step in range(1, count_steps(due.twin("counted"), tmp_path / "steps") + 1):
        twin = due.twin(f"step-{step}")
        assert Child(twin, die_at(step)).end() == -9
        assert Child(twin).end() == 0
        leaves_no_bytes(twin, copies)


def test_the_rewrite_is_owed_until_it_is_done(due: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    class CutError(BaseException):
        pass

    def cut(*_: object) -> None:
        raise CutError

    with due.warehouse() as warehouse:
        warehouse.owe_rewrite(naive_utc(DAY_TWO))
        monkeypatch.setattr(warehouse, "_point_to", cut)
        with pytest.raises(CutError):
            warehouse.settle_rewrite()
    with due.warehouse() as warehouse:
        assert warehouse.connection.execute("select 1 from gov.owed_rewrites").fetchall() == []
        assert warehouse.keyring.names("gov/") == ["gov/2"]
