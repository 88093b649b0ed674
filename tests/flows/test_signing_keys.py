"""Keys that sign are replaced without breaking what was signed: auditors follow from the key that they noted."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support.company import NOW, Company, call

from chatward import key_rotation, settings, workspace
from chatward.errors import IntegrityError
from chatward.keyring import store as keyring_store
from chatward.ledger import verifier
from chatward.verification import ledger_key, verify_workspace

ANNA = "491701111111"


class Killed(BaseException):
    """The process is gone."""


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory, _plain_stages: None) -> Company:
    """A company that published and reported once."""
    company = Company.found(tmp_path_factory.mktemp("model") / "company")
    company.calls("calls", call("1", ANNA, "2026-09-01T10:00:00", "hello"))
    company.consent("a", (f"+{ANNA}", "granted", "2026-01-01"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CHATWARD_HOME", str(company.folder / "home"))
        company.whole_day()
    return company


@pytest.fixture
def full(model: Company, tmp_path: Path) -> Company:
    """A copy of it that a test may change."""
    return model.copied(tmp_path / "company")


def at(company: Company, act: Callable[..., Any], *arguments: Any) -> Any:
    with company._here():
        return act(workspace.find(company.root), settings.load(), *arguments)


def rotate(company: Company, family: str) -> Any:
    with company._here():
        return key_rotation.rotate(company.root, settings.load(), family, NOW)


def die_at(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Have a rotation end, as if killed, at a named point."""

    def die(point: str) -> None:
        if point == name:
            raise Killed

    monkeypatch.setattr("chatward.signing_keys.reach", die)


def verify_report(folder: Path, log: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, str(folder / "verify.py"), "report", "--log", log]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_who_noted_the_former_key_follows_to_the_new_one_and_old_reports_still_verify(full: Company) -> None:
    old_key, old_report = at(full, ledger_key), (full.root / "reports" / "current").resolve()
    assert [each.keys for each in rotate(full, "ledger")] == [1]
    new_key = at(full, ledger_key)
    assert new_key != old_key
    assert at(full, verify_workspace)[0].what == "ledger"
    rotate(full, "ledger")
    newest_key = at(full, ledger_key)
    full.whole_day()
    report = (full.root / "reports" / "current").resolve()
    assert (report / "ledger.vkey").read_text().strip() == newest_key
    for noted in (old_key, new_key, newest_key):
        done = verify_report(report, noted)
        assert (done.returncode, done.stderr) == (0, "")
    assert verify_report(report, old_key).stdout.count("another key since") == 2
    assert verify_report(old_report, old_key).returncode == 0
    assert verify_report(old_report, new_key).returncode == 7


def test_a_successor_that_the_former_key_did_not_sign_for_is_refused(full: Company) -> None:
    old_key = at(full, ledger_key)
    rotate(full, "ledger")
    full.whole_day()
    report = (full.root / "reports" / "current").resolve()
    (leaf,) = (report / "keys").glob("*.json")
    content = json.loads(leaf.read_bytes())
    forged = str(verifier.key_of(content["vkey"], verifier.LOG_KIND) and content["replaces"])
    leaf.write_text(json.dumps(content | {"vkey": forged}))
    assert verify_report(report, old_key).returncode == 7


def test_cut_off_before_the_keyring_knows_either_key_opens_the_ledger_and_the_next_rotation_ends_it(
    full: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    old_key = at(full, ledger_key)

    die_at(monkeypatch, "ledger-handed-over")
    with pytest.raises(Killed):
        rotate(full, "ledger")
    monkeypatch.undo()
    assert at(full, ledger_key) == old_key
    assert at(full, verify_workspace)[0].what == "ledger"
    rotate(full, "ledger")
    assert at(full, ledger_key) != old_key
    assert at(full, verify_workspace)[0].what == "ledger"


def test_manifests_are_signed_anew_and_known_to_the_ledger(full: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    before = [each.state for each in at(full, verify_workspace)]
    former = keyring_store.load(full.keyring).key("manifest")

    die_at(monkeypatch, "manifest-replaced")
    with pytest.raises(Killed):
        rotate(full, "manifest")
    monkeypatch.undo()
    assert len(at(full, verify_workspace)) == len(before)
    rotate(full, "manifest")
    assert [each.state for each in at(full, verify_workspace)][1:] == before[1:]
    keyring = keyring_store.load(full.keyring)
    assert (keyring.key("manifest") != former, keyring.names("manifest")) == (True, ["manifest"])
    path = full.root / "sets" / "messages" / "current" / "manifest.json"
    signed = json.loads(path.read_bytes())
    signed["manifest"]["files"] = []
    path.write_text(json.dumps(signed))
    with pytest.raises(IntegrityError):
        at(full, verify_workspace)
