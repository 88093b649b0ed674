"""Status only reads: nothing is made, nothing is waited for, and it knows of a run that is going on."""

import json
import os
from pathlib import Path

import pytest
from support.company import Company, call
from support.erasures import erase
from typer.testing import CliRunner, Result

from chatward import workspace
from chatward.cli.main import app
from chatward.errors import ConfigError
from chatward.warehouse.records.pulled import Unpulled, store_pull_failures


def status(company: Company, *options: str) -> Result:
    return CliRunner().invoke(app, ["status", "-w", str(company.root), *options], env=company.environment)


def content(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Return everything below a folder, with the times of the files' last changes."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {str(path.relative_to(folder)): (path.stat().st_mtime_ns, path.read_bytes()) for path in files}


@pytest.mark.parametrize("options", [(), ("--failures",)])
def test_in_a_workspace_that_never_ran_it_makes_nothing_and_says_what_to_do(
    company: Company, tmp_path: Path, options: tuple[str, ...]
) -> None:
    before = sorted(tmp_path.rglob("*"))
    done = status(company, *options)
    assert (done.exit_code, sorted(tmp_path.rglob("*"))) == (0, before)
    assert "nothing ran in this workspace yet" in done.output
    assert "chatward run" in done.output
    assert not any(json.loads(status(company, "--json", *options).output).values())


def test_it_changes_no_byte_of_a_workspace_that_ran(company: Company) -> None:
    company.calls("calls", call("1", "491511", "2026-08-01T10:00:00", "hello"))
    company.run()
    (company.root / "warehouse" / "shards" / "2020-01.9.duckdb").write_bytes(b"left over")
    before = content(company.folder)
    done = status(company, "--json")
    assert done.exit_code == 0
    assert content(company.folder) == before
    found = json.loads(done.output)
    assert found["stored"] == [{"source": "whatsapp_cloud_api", "months": 1, "messages": 1}]
    assert found["due"][0]["now"] == 0


def test_it_sees_what_a_killed_run_left_in_the_log_of_the_database(company: Company) -> None:
    company.run()
    with company.warehouse() as warehouse:
        warehouse.connection.execute("insert into gov.quarantine values ('f', 'm', 1, 'json', null, now(), now())")
        assert list((company.root / "warehouse").glob("*.wal"))
        copy = company.twin("killed")
    found = json.loads(status(copy, "--json").output)
    assert found["quarantined"] == [{"reason": "json", "records": 1}]


def test_while_a_run_is_going_on_it_says_since_when_and_what_is_published(company: Company) -> None:
    company.calls("calls", call("1", "491511", "2026-08-01T10:00:00", "hello"))
    company.consent("web", ("+491511", "granted", "2026-01-01"))
    company.run()
    with company.opened():
        told, found = status(company), json.loads(status(company, "--json").output)
        failures = status(company, "--failures")
    assert (told.exit_code, failures.exit_code) == (0, 0)
    assert f"process {os.getpid()}" in told.output
    assert "running: since 20" in told.output
    assert "running: since 20" in failures.output
    assert list(found) == ["running", "sets"]
    assert found["running"][0]["pid"] == os.getpid()
    assert {each["set_name"]: each["rows"] for each in found["sets"]}["messages"] == 1


def test_a_first_run_that_is_going_on_is_told_too(company: Company) -> None:
    with workspace.locked(workspace.find(company.root)):
        done = status(company)
    assert "running: since" in done.output
    assert "nothing ran" not in done.output


def test_of_a_file_that_cannot_be_read_the_warehouse_keeps_no_name_and_it_is_named_as_long_as_it_is_there(
    company: Company,
) -> None:
    path = company.write("exports/whatsapp/Anna Smith.bin", b"\0 no chat")
    company.stage("collect")
    with company.warehouse() as warehouse:
        ((kept,),) = warehouse.connection.execute("select t::varchar from gov.failed_entries as t").fetchall()
    assert "Anna" not in kept
    (told,) = json.loads(status(company, "--failures", "--json").output)["unreadable"]
    assert told["location"] == "exports/whatsapp/Anna Smith.bin"
    path.unlink()
    (told,) = json.loads(status(company, "--failures", "--json").output)["unreadable"]
    assert told["location"] in kept


def test_what_could_not_be_pulled_is_named_until_somebody_is_erased(company: Company) -> None:
    company.calls("calls", call("1", "491511", "2026-08-01T10:00:00", "hello"))
    company.stage("collect")
    lost = [Unpulled("calls", ConfigError("gone"), "chats/Anna Smith.zip"), Unpulled("calls", ConfigError("no answer"))]
    with company.opened() as run, run.warehouse.transaction() as connection:
        store_pull_failures(connection, lost, run.moment, b"k" * 32)

    def told() -> list[str | None]:
        return [each["object"] for each in json.loads(status(company, "--failures", "--json").output)["unpulled"]]

    assert told() == ["chats/Anna Smith.zip", None]
    erase(company, "+491511")
    (object_id, place) = told()
    assert object_id is not None
    assert ("Anna" in object_id, place) == (False, None)


def test_a_name_of_a_file_cannot_steer_the_terminal(company: Company) -> None:
    company.write("consent/a\x1b[2J[red].csv", "nothing\n")
    company.stage("collect")
    done = status(company, "--failures")
    assert "\x1b" not in done.output
    assert "[red]" in done.output


def test_the_sets_of_a_workspace_that_never_ran_are_told_as_such(company: Company) -> None:
    done = CliRunner().invoke(
        app, ["sets", "shell", "-w", str(company.root), "-c", "select 1"], env={"CHATWARD_KEYRING": ""}
    )
    assert "nothing ran in this workspace yet" in str(done.exception)
