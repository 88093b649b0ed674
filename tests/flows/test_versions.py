"""A warehouse that another version of chatward wrote is brought up to date, or told in plain words."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from support.company import NOW, Company, call
from support.erasures import erase
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


_TABLES_OF_VERSION_3 = (
    "drop table gov.deleted_conversations",
    "drop table gov.failed_entries",
    """create table gov.failures (source varchar not null, location varchar not null, message varchar not null,
        hint varchar, failed_at_utc timestamp not null, run_id varchar not null)""",
    "insert into gov.failures values ('whatsapp', 'Anna Smith.txt', 'no format', null, '2026-09-01', 'run')",
    "drop table gov.failed_pulls",
    "drop table gov.erased_identities",
    """create table gov.erased_identities (
        request_id varchar not null, identity_index blob not null, subject_id blob not null)""",
    "drop table gov.erased_names",
    "create table gov.erased_names (request_id varchar not null, name varchar not null)",
    "update gov.schema_versions set version = 3",
)
"""What makes a warehouse one that version 3 wrote, as far as its tables were others."""


def governance_file(company: Company) -> str:
    (path,) = (company.root / "warehouse").glob("gov.*.duckdb")
    return path.name


def live_in_version_3(company: Company, *statements: str) -> None:
    """Let two people write, one of them be erased, and this be told by version 3."""
    company.calls("calls", *(call(who, who, "2026-09-01T10:00:00", f"from {who}") for who in ("491511", "491512")))
    company.keep(NOW)
    erase(company, "+491512")
    with company.warehouse() as warehouse:
        for statement in (*_TABLES_OF_VERSION_3, *statements):
            warehouse.connection.execute(statement)


def test_tables_of_version_3_are_brought_up_to_date_and_who_was_erased_stays_erased(company: Company) -> None:
    live_in_version_3(company)
    path = governance_file(company)
    with company.warehouse() as warehouse:
        tables = warehouse.connection.execute("select table_name from duckdb_tables() where database_name = 'gov'")
        assert not {("failures",), ("pull_failures",)} & set(tables.fetchall())
    assert governance_file(company) != path, "what was in them is in no bytes any more"
    company.calls("again", call("491512", "491512", "2026-09-01T10:00:00", "from 491512", name="Ben"))
    company.keep(NOW + timedelta(days=1))
    look(company)
    assert state(company).texts == ["from 491511"]
    erase(company, "+491511")
    assert state(company).texts == []


def test_tables_of_version_3_in_which_an_erasure_waits_are_left_to_what_began_it(company: Company) -> None:
    live_in_version_3(company, "insert into gov.erased_names values ('request-1', 'Ben')")
    with pytest.raises(ConfigError, match="its table erased_names has other columns") as caught:
        company.keep(NOW + timedelta(days=1))
    assert "finish erasures that wait" in str(caught.value.hint)


def test_tables_from_which_no_step_leads_here_are_named_without_a_fault(company: Company) -> None:
    company.keep(NOW)
    with company.warehouse() as warehouse:
        warehouse.connection.execute("drop table gov.schema_versions")
        warehouse.connection.execute("alter table gov.subjects rename column role to part")
    with pytest.raises(ConfigError, match="its table subjects has other columns"):
        company.keep(NOW)
