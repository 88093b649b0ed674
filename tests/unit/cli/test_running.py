"""The plan that is printed before anything is destroyed, as a user sees it."""

import json
from datetime import UTC, datetime

import pytest
from support.company import Company, call

from chatward.cli import running
from chatward.errors import CheckError, UsageError

DUE = datetime(2026, 10, 15, 10, tzinfo=UTC)


@pytest.fixture
def due(company: Company, monkeypatch: pytest.MonkeyPatch) -> Company:
    """A company with a message that is due and one that is held; its commands run without a Prefect server."""
    company.calls(
        "calls", call("1", "491511", "2024-10-15T10:00:00", "old"), call("2", "491512", "2024-10-15T10:00:00", "held")
    )
    company.holds({"hold_id": "h1", "identifier_type": "phone", "identifier": "+491512"})
    company.stage("collect", datetime(2026, 9, 30, tzinfo=UTC))

    def direct(_place: object, module: str, _flow: str, as_of: datetime, *arguments: object) -> object:
        named = {"apply": arguments[0]} if arguments else {}
        return company.stage(module, as_of, **named)

    monkeypatch.setattr(running, "_with_server", direct)
    return company


def test_retain_prints_what_is_due_and_held_and_how_to_apply_it(
    due: Company, capsys: pytest.CaptureFixture[str]
) -> None:
    running.retain_command(due.root, DUE.isoformat())
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["dispose", "1", "due", "2026-10-15", "rule", "support-messages"]
    assert lines[1].split() == ["hold", "1", "hold", "h1", "rule", "support-messages"]
    (plan,) = (due.root / "reports" / "plans").iterdir()
    assert f"chatward retain --apply {plan}" in lines[2]
    running.retain_command(due.root, DUE.isoformat(), plan)
    assert "disposed of 1 records; 1 keys destroyed" in capsys.readouterr().out
    with pytest.raises(UsageError):
        running.retain_command(due.root, DUE.isoformat(), plan)


def test_retain_prints_the_plan_as_json(due: Company, capsys: pytest.CaptureFixture[str]) -> None:
    running.retain_command(due.root, DUE.isoformat(), as_json=True)
    plan = json.loads(capsys.readouterr().out)
    assert plan["format"] == "chatward-disposal-plan/1"
    assert [month["messages"] for month in plan["months"]] == [1]


def test_with_nothing_due_it_says_so(due: Company, capsys: pytest.CaptureFixture[str]) -> None:
    running.retain_command(due.root, "2026-10-14")
    assert capsys.readouterr().out == "nothing to dispose of\n"


def test_checks_that_fail_end_with_their_own_code(due: Company, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(CheckError, match="1 checks failed") as told:
        running.assure_command(due.root, DUE.isoformat())
    assert told.value.exit_code == 6
    assert "FAIL" in capsys.readouterr().out
