"""``chatward request`` as somebody at a desk uses it: identifiers by standard input, codes and dates out."""

import json
from typing import Any

import pytest
from support.company import Company
from typer.testing import CliRunner, Result

from chatward.cli.main import app
from chatward.errors import UsageError

NUMBER, AS_OF = "+4915112345678", "2026-09-30"


@pytest.fixture
def desk(company: Company) -> Any:
    def ask(*arguments: str, given: str = "", as_of: str | None = AS_OF) -> Result:
        clock = ["--as-of", as_of] if as_of and arguments[0] != "open" else []
        command = ["request", *arguments, "-w", str(company.root), *clock]
        return CliRunner().invoke(app, command, input=given, env=company.environment)

    return ask


def add(desk: Any, name: str, kind: str, *options: str) -> Result:
    found: Result = desk("add", kind, "--id", name, "--type", "phone", *options, given=NUMBER + "\n")
    return found


def test_the_life_of_a_request_at_a_desk(desk: Any) -> None:
    done = add(desk, "T-1", "access", "--received", "2026-09-29T10:00:00Z")
    assert done.exit_code == 0, done.output
    assert done.output.startswith("T-1 access received, due 2026-10-30 00:00 UTC (gdpr)")
    (row,) = json.loads(desk("list", "--json").output)
    assert (row["state"], row["is_overdue"]) == ("received", False)
    assert json.loads(desk("list", "--json", as_of="2026-11-01").output)[0]["is_overdue"]
    assert "verified, due" in desk("verify", "T-1", "--method", "account_login").output
    assert "due 2026-12-30 00:00" in desk("extend", "T-1", "--because", "complex").output
    again = desk("extend", "T-1", "--because", "complex")
    assert isinstance(again.exception, UsageError)
    assert "extended already" in again.exception.message
    assert "refused" in desk("refuse", "T-1", "--because", "manifestly_excessive").output
    shown = desk("show", "T-1").output
    assert "account_login" in shown
    assert "manifestly_excessive" in shown
    assert NUMBER not in shown
    assert json.loads(desk("list", "--json").output) == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("verify", "T-9", "--method", "letter"), "no request of that id"),
        (("verify", "T-1", "--method", "Anna Berg"), "no code"),
        (("verify", "T-1", "--method", "letter", "--reviewed"), "cannot be reviewed"),
        (("lift", "T-1", "--because", "settled"), "cannot be lifted"),
        (("open", "T-1", "--out", "nowhere.zip"), "no package"),
    ],
)
def test_what_is_wrong_is_said_and_changes_nothing(desk: Any, arguments: tuple[str, ...], message: str) -> None:
    add(desk, "T-1", "access")
    found = desk(*arguments)
    assert isinstance(found.exception, UsageError), found.output
    assert message in found.exception.message
    assert found.exception.hint
    assert json.loads(desk("list", "--json").output)[0]["state"] == "received"


def test_an_id_that_is_taken_or_names_somebody_is_refused(desk: Any) -> None:
    assert add(desk, "T-1", "access").exit_code == 0
    assert "already" in add(desk, "T-1", "erasure").exception.message  # type: ignore[union-attr]
    assert "request id is none" in add(desk, "anna.berg", "access").exception.message  # type: ignore[union-attr]
    found = desk("add", "access", "--id", "T-2", "--type", "phone")
    assert isinstance(found.exception, UsageError), "nobody was named"
    assert "no identifier" in found.exception.message


def test_a_verified_objection_acts_at_once_and_is_lifted(desk: Any) -> None:
    add(desk, "T-2", "objection")
    assert "done" in desk("verify", "T-2", "--method", "letter").output
    assert desk("lift", "T-2", "--because", "compelling_grounds").exit_code == 0
