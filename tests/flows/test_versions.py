"""A warehouse that another version of chatward wrote is brought up to date, or told in plain words."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from support.company import NOW, Company, call
from support.once import lived_once
from support.state import state

from chatward import settings, workspace
from chatward.errors import ConfigError
from chatward.status import read_status
from chatward.warehouse.schema_version import VERSION, version_of


@lived_once
def old(company: Company) -> None:
    """A company whose warehouse an older chatward wrote: without a version, and without what came since."""
    picture = {"type": "image", "image": {"id": "7", "mime_type": "image/jpeg"}}
    company.calls("calls", call("1", "491511", "2026-09-01T10:00:00", "", **picture))
    company.keep(NOW)
    with company.warehouse() as warehouse:
        for table in ("schema_versions", "attachment_days", "record_disposals"):
            warehouse.connection.execute(f"drop table gov.{table}")


def change(company: Company, statement: str) -> None:
    with company.warehouse() as warehouse:
        warehouse.connection.execute(statement)


def look(company: Company) -> object:
    with company._here():
        return read_status(workspace.find(company.root), settings.load())


def test_what_an_older_version_wrote_is_brought_up_to_date_by_the_next_run_and_only_by_it(old: Company) -> None:
    with pytest.raises(ConfigError, match="version 1, written by an older chatward"):
        look(old)
    before = state_of_months(old)
    old.keep(NOW + timedelta(days=1))
    look(old)
    with old.warehouse() as warehouse:
        assert version_of(warehouse.connection) == VERSION
        assert warehouse.connection.execute("select sum(messages) from gov.attachment_days").fetchall() == [(1,)]
        assert [generation for _, generation in warehouse.connection.execute(_MONTHS).fetchall()] == [before + 1]
    assert len(state(old).messages) == 1


_MONTHS = "select month, generation from gov.shards"


def state_of_months(company: Company) -> int:
    (path,) = (company.root / "warehouse" / "shards").glob("*.duckdb")
    return int(path.name.split(".")[1])


@pytest.mark.parametrize("act", [look, lambda company: company.keep(NOW)], ids=["read", "run"])
def test_what_a_newer_version_wrote_is_left_alone(company: Company, act: Callable[[Company], object]) -> None:
    company.keep(NOW)
    change(company, f"update gov.schema_versions set version = {VERSION + 1}")
    with pytest.raises(ConfigError, match=f"version {VERSION + 1}, written by a newer chatward"):
        act(company)


def test_tables_from_which_no_step_leads_here_are_named_without_a_fault(company: Company) -> None:
    company.keep(NOW)
    with company.warehouse() as warehouse:
        warehouse.connection.execute("drop table gov.schema_versions")
        warehouse.connection.execute("alter table gov.subjects rename column role to part")
    with pytest.raises(ConfigError, match="its table subjects has other columns"):
        company.keep(NOW)
