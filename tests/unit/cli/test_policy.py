"""``chatward policy check`` and ``chatward policy schema``."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from chatward.cli.policing import policy_app
from chatward.errors import ConfigError, PolicyError, UsageError
from chatward.policy.drafting import FoundSource, policy_text

DRAFT = policy_text([FoundSource("slack", ("exports/slack/**",), None, tells_staff=True)], version="2026-11")


@pytest.fixture
def workspace(tmp_path):
    (tmp_path / "policy.yaml").write_text(DRAFT, encoding="utf-8")
    return tmp_path


def _run(*arguments: object):
    return CliRunner().invoke(policy_app, [str(argument) for argument in arguments])


def test_a_valid_policy_is_counted_and_its_warnings_have_lines(workspace):
    result = _run("check", workspace / "policy.yaml")
    first, *others = result.stdout.splitlines()
    assert result.exit_code == 0
    assert first.startswith("policy 2026-11+")
    assert first.endswith(" is valid: 1 source, 2 purposes, 2 retention rules, 3 sets")
    assert others[0].startswith(f"warning: {workspace / 'policy.yaml'}:6: controller.name: still says CHANGE ME; ")


def test_the_policy_of_the_workspace_around_the_current_folder_is_the_default(workspace, monkeypatch):
    inner = workspace / "exports" / "slack"
    inner.mkdir(parents=True)
    monkeypatch.chdir(inner)
    assert _run("check").exit_code == 0


def test_a_workspace_folder_stands_for_its_policy(workspace):
    assert "is valid" in _run("check", workspace).stdout


def test_outside_of_a_workspace_the_error_says_how_to_make_one(monkeypatch):
    monkeypatch.chdir("/")
    error = _run("check").exception
    assert isinstance(error, ConfigError)
    assert "chatward init" in error.hint


def test_an_invalid_policy_is_a_policy_error_with_every_problem(workspace):
    text = DRAFT.replace("  basis: contract", "  basis: contrct").replace("regions: [EU]", "regions: []")
    (workspace / "policy.yaml").write_text(text, encoding="utf-8")
    error = _run("check", workspace).exception
    assert isinstance(error, PolicyError)
    assert error.exit_code == 5
    assert len(error.message.splitlines()) == 3


def test_machines_get_errors_with_place_and_line_and_the_same_exit_code(workspace):
    (workspace / "policy.yaml").write_text(DRAFT.replace("  basis: contract", "  basis: contrct"), encoding="utf-8")
    result = _run("check", workspace, "--json")
    report = json.loads(result.stdout)
    assert (result.exit_code, report["valid"], report["warnings"]) == (5, False, [])
    (error,) = report["errors"]
    assert error["where"] == "purposes.support.basis"
    assert error["line"] == DRAFT[: DRAFT.index("  basis: contract")].count("\n") + 1


def test_a_platform_that_no_installed_reader_takes_is_an_error_with_its_line(workspace):
    (workspace / "policy.yaml").write_text(DRAFT.replace("platform: slack", "platform: slak"), encoding="utf-8")
    report = json.loads(_run("check", workspace, "--json").stdout)
    (error,) = report["errors"]
    assert (error["where"], error["hint"]) == ("sources.slack.platform", "did you mean `slack`?")
    assert error["line"] == DRAFT[: DRAFT.index("platform: slack")].count("\n") + 1
    failed = _run("check", workspace).exception
    assert isinstance(failed, PolicyError)
    assert "no reader for platform `slak`" in failed.message


def test_machines_get_warnings_and_the_digest_of_a_valid_policy(workspace):
    result = _run("check", workspace, "--json")
    report = json.loads(result.stdout)
    assert (result.exit_code, report["valid"], report["errors"]) == (0, True, [])
    assert len(report["digest"]) == 64
    assert {"controller.name", "controller.country"} < {warning["where"] for warning in report["warnings"]}


def test_agreements_are_judged_at_the_time_given(workspace):
    text = DRAFT.replace("signed_on: ", "signed_on: 2025-01-01\n    expires_on: 2026-12-31")
    (workspace / "policy.yaml").write_text(text, encoding="utf-8")
    assert "expired on 2026-12-31" not in _run("check", workspace, "--as-of", "2026-12-31").stdout
    assert "expired on 2026-12-31" in _run("check", workspace, "--as-of", "2027-01-01").stdout
    assert isinstance(_run("check", workspace, "--as-of", "soon").exception, UsageError)


def test_the_schema_is_printed_as_json():
    assert json.loads(_run("schema").stdout)["$schema"].endswith("2020-12/schema")


@pytest.mark.parametrize("command", ["check", "schema"])
def test_every_command_has_help_with_an_example(command):
    assert f"Example: chatward policy {command}" in _run(command, "--help").stdout


def test_the_policy_file_is_only_read(workspace):
    path: Path = workspace / "policy.yaml"
    path.chmod(0o400)
    assert _run("check", path).exit_code == 0
    assert path.read_text(encoding="utf-8") == DRAFT


@pytest.mark.parametrize(("platform", "is_sound"), [("slack", True), ("discord", False)])
def test_a_platform_whose_exports_do_not_show_what_is_missing_cannot_be_reconciled(workspace, platform, is_sound):
    draft = DRAFT.replace("platform: slack", f"platform: {platform}\n    reconcile: true")
    (workspace / "policy.yaml").write_text(draft, encoding="utf-8")
    checked = _run("check", workspace, "--json")
    places = [error["where"] for error in json.loads(checked.stdout)["errors"]]
    assert places == ([] if is_sound else ["sources.slack.reconcile"])
