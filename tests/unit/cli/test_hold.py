"""``chatward hold``: the register is only ever added to, and names nobody on the screen."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from chatward.cli.holding import hold_app
from chatward.errors import ConfigError, UsageError
from chatward.policy.drafting import FoundSource, policy_text

OLD = "hold_id,case,identifier_type,identifier,source,from,until,placed_at,released_at\n"
FIRST = 'h1,"case, 1",phone,+491511,,,2025-01-31,2026-01-01T00:00:00Z,'
OPTIONS = ("--case", "c-2", "--owner", "legal@acme.example", "--review-on", "2027-01-01", "--as-of", "2026-10-01")


@pytest.fixture
def register(tmp_path, monkeypatch):
    source = FoundSource("slack", ("exports/slack/**",), None, tells_staff=True)
    (tmp_path / "policy.yaml").write_text(policy_text([source], version="1"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "holds").mkdir()
    return tmp_path / "holds" / "holds.csv"


def run(*arguments: str, given: str | None = None):
    return CliRunner().invoke(hold_app, list(arguments), input=given)


def states(as_of: str = "2026-10-02") -> dict[str, str]:
    return {row["hold_id"]: row["state"] for row in json.loads(run("list", "--as-of", as_of, "--json").stdout)}


@pytest.mark.parametrize("end", ["", "\n", "\r\n"], ids=["no end of line", "end of line", "of Windows"])
def test_a_hold_is_added_without_touching_what_people_wrote(register: Path, end: str) -> None:
    register.write_bytes(("﻿" + OLD + FIRST + end).encode())
    assert run("add", *OPTIONS, "--source", "slack").stdout == "hold-2\n"
    header, first, *_ = register.read_text().splitlines()
    assert header == OLD.rstrip() + ",owner,review_on,entered_by"
    assert first == FIRST
    assert states() == {"h1": "in force", "hold-2": "in force"}


def test_a_release_is_a_line_of_its_own_and_counts_from_its_instant(register: Path) -> None:
    run("add", *OPTIONS, "--everything")
    before = register.read_bytes()
    assert run("release", "hold-1", "--as-of", "2026-10-03T10:00:00Z").exit_code == 0
    assert register.read_bytes().startswith(before)
    assert states("2026-10-03T09:59:59Z") == {"hold-1": "in force"}
    assert states("2026-10-03T10:00:00Z") == {"hold-1": "released"}


def test_a_review_date_that_is_past_is_told_until_a_new_line_renews_it(register: Path) -> None:
    run("add", *OPTIONS, "--source", "slack")
    assert states("2027-01-01") == {"hold-1": "in force"}
    assert states("2027-01-02") == {"hold-1": "review due"}
    options = [*OPTIONS[:4], "--review-on", "2028-01-01", "--as-of", "2027-01-02"]
    run("add", *options, "--source", "slack", "--id", "hold-1")
    assert states("2027-01-02") == {"hold-1": "in force"}


def test_nobody_is_named_on_the_screen(register: Path) -> None:
    added = run("add", *OPTIONS, "--person", "-", given="phone:+4915112345678\n")
    shown = added.stdout + run("list").stdout + run("list", "--json").stdout
    assert "4915112345678" in register.read_text()
    assert "4915112345678" not in shown


REFUSED = {
    "nothing": ((), UsageError, "either something or everything"),
    "both": (("--everything", "--source", "slack"), UsageError, "either something or everything"),
    "no source": (("--source", "slak"), UsageError, "no such source"),
    "a conversation of no source": (("--conversation", "C1"), UsageError, "belongs to a source"),
    "an end before the beginning": (("--from", "2025-02-01", "--until", "2025-01-01"), UsageError, "before it begins"),
    "no type": (("--person", "+491511"), UsageError, "by type and identifier"),
}


@pytest.mark.parametrize(("options", "error", "message"), REFUSED.values(), ids=REFUSED)
def test_a_hold_that_says_nothing_clear_is_refused(register: Path, options, error, message) -> None:
    result = run("add", *OPTIONS, *options)
    assert isinstance(result.exception, error)
    assert message in result.exception.message
    assert "491511" not in str(result.exception)
    assert not register.exists()


@pytest.mark.parametrize("hold_id", ["h2", "h1"], ids=["unknown", "released"])
def test_only_a_hold_in_force_can_be_released(register: Path, hold_id: str) -> None:
    register.write_text(OLD + FIRST + "2026-02-01\n")
    assert isinstance(run("release", hold_id).exception, UsageError)


def test_a_register_that_is_not_sound_is_left_as_it_is(register: Path) -> None:
    register.write_text(OLD + "h1,case,,,,,,,2026-01-01\n")
    result = run("add", *OPTIONS, "--everything")
    assert isinstance(result.exception, ConfigError)
    assert register.read_text() == OLD + "h1,case,,,,,,,2026-01-01\n"
