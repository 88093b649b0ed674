"""What the commands that write print: the plan before anything is destroyed, and what could not be read."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from support.company import Company, call
from support.once import lived_once

from chatward.cli import orchestrator, retaining, running, showing
from chatward.cli.telling import tell_ahead, tell_unfilled
from chatward.errors import CheckError, ConfigError, UsageError
from chatward.policy import load
from chatward.policy.advice import PLACEHOLDER

DUE = datetime(2026, 10, 15, 10, tzinfo=UTC)


@lived_once
def collected(company: Company) -> None:
    """A company with a message that is due and one that is held."""
    company.calls(
        "calls", call("1", "491511", "2024-10-15T10:00:00", "old"), call("2", "491512", "2024-10-15T10:00:00", "held")
    )
    company.holds({"hold_id": "h1", "identifier_type": "phone", "identifier": "+491512"})
    company.stage("collect", datetime(2026, 9, 30, tzinfo=UTC))


@pytest.fixture
def due(collected: Company, monkeypatch: pytest.MonkeyPatch) -> Company:
    """The company, whose commands run without a Prefect server."""

    def direct(_place: object, module: str, _flow: str, as_of: datetime, *arguments: object, **_: bool) -> object:
        named = {"apply": arguments[0]} if arguments else {}
        return collected.stage(module, as_of, **named)

    for module in (running, retaining):
        monkeypatch.setattr(module, "with_server", direct)
    return collected


@pytest.fixture
def unread(due: Company) -> Company:
    """The company, with two lines of consent that cannot be read."""
    due.write("consent/Zacharias.csv", "identifier_type,identifier,purpose,action,effective_at\nphone\n,,quality,,\n")
    return due


def test_a_policy_that_nobody_finished_is_told_and_how_many_places_are_left(
    due: Company, capsys: pytest.CaptureFixture[str]
) -> None:
    def unfinished(content: dict[str, Any]) -> None:
        content["controller"]["name"] = content["retention"][0]["reason"] = PLACEHOLDER

    tell_unfilled(load(due.root / "policy.yaml"))
    assert capsys.readouterr().err == ""
    due.write_policy(unfinished)
    tell_unfilled(load(due.root / "policy.yaml"))
    assert "warning: 2 places of the policy still say CHANGE ME" in capsys.readouterr().err


@pytest.mark.parametrize(("days", "told"), [(-400, False), (0, False), (1, False), (2, True), (365, True)])
def test_a_time_to_come_is_told_before_anything_falls_due_by_it(
    days: int, told: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    tell_ahead(DUE + timedelta(days), DUE)
    assert ("still to come" in capsys.readouterr().err) == told


def test_tables_say_yes_and_no_and_fold_nothing_where_no_terminal_is(capsys: pytest.CaptureFixture[str]) -> None:
    showing.print_section("held", [{"owner": "legal@" + "a" * 90, "is_late": True, "placed_at_utc": DUE, "of": None}])
    line = capsys.readouterr().out.splitlines()[2].split()
    assert line == ["legal@" + "a" * 90, "yes", "2026-10-15", "10:00"]


@pytest.mark.parametrize(("process", "named"), [(None, "PREFECT_API_URL"), (object(), "CHATWARD_HOME")])
def test_a_prefect_server_that_is_lost_is_no_fault_of_chatward(
    company: Company, monkeypatch: pytest.MonkeyPatch, process: Any, named: str
) -> None:
    def lose(*_: object) -> None:
        raise RuntimeError("Failed to reach API")

    server = orchestrator.Server(process)
    monkeypatch.setattr(orchestrator.Server, "wait_ready", lambda _: None)
    monkeypatch.setattr(orchestrator, "begin", lambda _: server)
    monkeypatch.setattr(running, "_flow", lambda *_: lose)
    with pytest.raises(ConfigError, match=rf"{named}.* does not answer as it should \(RuntimeError\)"):
        running.with_server(company.root, "retain", "retain", None)


REJECTS = {"no_identifier": 1, "no_identifier_type": 1}


def test_a_run_tells_how_many_lines_of_consent_could_not_be_read(
    unread: Company, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        running.run_command(unread.root, "2026-09-30")
    assert ended.value.code == 4
    told = capsys.readouterr()
    assert [line.split()[:2] for line in told.out.splitlines() if line.startswith("consent")] == [["consent", "2"]]
    assert "1 no identifier, 1 no identifier type" in told.err
    assert "chatward status --failures" in told.err
    assert "Zacharias" not in told.out + told.err


def test_a_run_tells_it_as_json(unread: Company, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        running.run_command(unread.root, "2026-09-30", as_json=True)
    assert json.loads(capsys.readouterr().out)["consent_rejects"] == REJECTS


@pytest.mark.parametrize("command", [running.collect_command, running.publish_command])
def test_collecting_and_publishing_alone_tell_it_too(
    unread: Company, capsys: pytest.CaptureFixture[str], command: Callable[..., None]
) -> None:
    with pytest.raises(SystemExit) as ended:
        command(unread.root, "2026-09-30")
    assert ended.value.code == 4
    assert "1 no identifier, 1 no identifier type" in capsys.readouterr().err


def test_retain_prints_what_is_due_and_held_and_how_to_apply_it(
    due: Company, capsys: pytest.CaptureFixture[str]
) -> None:
    retaining.retain_command(due.root, DUE.isoformat())
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["dispose", "1", "due", "2026-10-15", "rule", "support-messages"]
    assert lines[1].split() == ["hold", "1", "hold", "h1", "rule", "support-messages"]
    (plan,) = (due.root / "reports" / "plans").iterdir()
    assert lines[2].startswith("1 records of 1 people, about ")
    assert f"chatward retain --apply {plan}" in lines[3]
    retaining.retain_command(due.root, DUE.isoformat(), plan)
    assert "disposed of 1 records; 1 keys destroyed" in capsys.readouterr().out
    with pytest.raises(UsageError):
        retaining.retain_command(due.root, DUE.isoformat(), plan)


def test_retain_prints_the_plan_as_json(due: Company, capsys: pytest.CaptureFixture[str]) -> None:
    retaining.retain_command(due.root, DUE.isoformat(), as_json=True)
    plan = json.loads(capsys.readouterr().out)
    assert plan["format"] == "chatward-disposal-plan/3"
    assert [month["messages"] for month in plan["months"]] == [1]


def test_retain_tells_what_falls_due_in_the_year_to_come(due: Company, capsys: pytest.CaptureFixture[str]) -> None:
    retaining.retain_command(due.root, "2026-09-30", forecast=True)
    assert capsys.readouterr().out.split() == ["2026-10", "2", "rule", "support-messages"]


def test_with_nothing_due_it_says_so(due: Company, capsys: pytest.CaptureFixture[str]) -> None:
    retaining.retain_command(due.root, "2026-10-14")
    assert capsys.readouterr().out == "nothing to dispose of\n"


def test_checks_that_fail_end_with_their_own_code(due: Company, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(CheckError, match="1 check failed") as told:
        running.assure_command(due.root, DUE.isoformat())
    assert told.value.exit_code == 6
    assert "FAIL" in capsys.readouterr().out
