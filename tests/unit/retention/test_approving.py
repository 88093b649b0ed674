"""A plan that two persons must want: the second one's word is on exactly that plan, and nobody makes it up."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from chatward import process
from chatward.errors import PolicyError, UsageError
from chatward.keyring import store as keyring_store
from chatward.retention.plan import DisposalPlan, digest, dump
from chatward.warehouse.retention.approving import approve, require_approval

NOW = datetime(2026, 10, 1, tzinfo=UTC)
PLAN = DisposalPlan("p1", NOW, "1", "anna", ())


@pytest.fixture
def keyring(tmp_path):
    return keyring_store.create(tmp_path / "keyring")


@pytest.fixture
def path(tmp_path) -> Path:
    path = tmp_path / "p1.json"
    path.write_bytes(dump(PLAN))
    return path


def by(monkeypatch, name: str) -> None:
    monkeypatch.setattr(process, "user", lambda: name)


def test_another_person_approves_and_the_plan_may_be_applied(path, keyring, monkeypatch):
    by(monkeypatch, "ben")
    assert approve(path, keyring, NOW) == digest(PLAN)
    require_approval(path, PLAN, keyring)


def test_who_made_a_plan_cannot_approve_it(path, keyring, monkeypatch):
    by(monkeypatch, "anna")
    with pytest.raises(PolicyError, match="cannot approve it"):
        approve(path, keyring, NOW)
    with pytest.raises(PolicyError, match="nobody but its maker"):
        require_approval(path, PLAN, keyring)


def test_a_plan_that_was_changed_after_its_approval_has_none(path, keyring, monkeypatch):
    by(monkeypatch, "ben")
    approve(path, keyring, NOW)
    other = DisposalPlan("p1", NOW, "2", "anna", ())
    with pytest.raises(PolicyError, match="nobody but its maker"):
        require_approval(path, other, keyring)


@pytest.mark.parametrize("forged", ["approved_by", "approved_at", "seal"])
def test_an_approval_that_somebody_wrote_without_the_keyring_is_none(path, keyring, monkeypatch, forged):
    by(monkeypatch, "ben")
    approve(path, keyring, NOW)
    place = path.with_name("p1.json.approval")
    place.write_text(json.dumps(json.loads(place.read_text()) | {forged: "carl"}))
    with pytest.raises(PolicyError, match="nobody but its maker"):
        require_approval(path, PLAN, keyring)


def test_an_approval_before_the_keyring_had_its_key_is_none(path, keyring):
    content = {"plan_sha256": digest(PLAN), "approved_by": "ben", "approved_at": "now", "seal": "00"}
    path.with_name("p1.json.approval").write_text(json.dumps(content))
    with pytest.raises(PolicyError, match="nobody but its maker"):
        require_approval(path, PLAN, keyring)


def test_what_is_no_plan_cannot_be_approved(path, keyring):
    path.write_text("{}")
    with pytest.raises(UsageError, match="no disposal plan"):
        approve(path, keyring, NOW)
