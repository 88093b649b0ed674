"""I2 and I10: nothing stays past its limit unless it is held, and what is disposed of is what the plan said."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
from support.company import NOW, Company, call, telegram_message
from support.once import lived_once
from support.state import state

from chatward.errors import IntegrityError, PolicyError, UsageError
from chatward.keyring import store as keyring_store
from chatward.warehouse.connection import attach, connect
from chatward.warehouse.retention.approving import approve

ANNA, BEN = "491511", "491512"
SENT = datetime(2024, 10, 15, 10, tzinfo=UTC)
DUE = datetime(2026, 10, 15, 10, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)


@lived_once
def full(company: Company) -> None:
    """A company with one message that is due on 15 October 2026, and another of the same month that is due later."""
    company.calls(
        "calls",
        call("1", ANNA, "2024-10-15T10:00:00", "old words"),
        call("2", BEN, "2024-10-20T10:00:00", "newer words"),
    )
    company.keep(NOW)


def texts(company: Company) -> list[str]:
    return state(company).texts


@pytest.mark.parametrize(("when", "kept"), [(DUE - MOMENT, True), (DUE, False)], ids=["a moment before", "due"])
def test_a_message_goes_in_the_very_instant_in_which_it_is_due(full: Company, when: datetime, kept: bool) -> None:
    full.keep(when)
    assert ("old words" in texts(full)) is kept


def test_a_plan_changes_nothing_and_applying_it_does_what_it_says(full: Company) -> None:
    planned = full.stage("retain", DUE)
    assert (planned.plan.messages, planned.is_applied) == (1, False)
    assert texts(full) == ["newer words", "old words"]
    applied = full.stage("retain", DUE, apply=planned.path)
    assert applied.is_applied
    assert texts(full) == ["newer words"]
    with full.warehouse() as warehouse:
        counts = warehouse.connection.execute("select messages, events, month from gov.disposals").fetchall()
    assert counts == [(1, 0, "2024-10")]


def test_applying_a_plan_twice_is_refused(full: Company) -> None:
    path = full.stage("retain", DUE).path
    full.stage("retain", DUE, apply=path)
    with pytest.raises(UsageError, match="changed since the plan was made"):
        full.stage("retain", DUE, apply=path)
    assert texts(full) == ["newer words"]


def test_a_plan_is_refused_after_new_data(full: Company) -> None:
    path = full.stage("retain", DUE).path
    full.calls("more", call("3", BEN, "2024-10-15T09:00:00", "late words"))
    full.stage("collect", NOW)
    with pytest.raises(UsageError, match="the month 2024-10 changed"):
        full.stage("retain", DUE, apply=path)
    assert len(texts(full)) == 3


def test_a_plan_is_refused_under_another_policy(full: Company) -> None:
    path = full.stage("retain", DUE).path
    full.write_policy(lambda policy: policy.update(version="2"))
    with pytest.raises(UsageError, match="the policy changed"):
        full.stage("retain", DUE, apply=path)


def test_a_file_that_is_no_plan_is_refused(full: Company) -> None:
    for content in (b"", b"[]", b'{"format": "another"}', b"\xff", b'{"format": "chatward-disposal-plan/2"}'):
        with pytest.raises(UsageError, match="no disposal plan"):
            full.stage("retain", DUE, apply=full.write("plan.json", content))


HOLDS: dict[str, dict[str, str]] = {
    "person": {"identifier_type": "phone", "identifier": f"+{ANNA}"},
    "source": {"source": "whatsapp_cloud_api"},
    "everything": {},
    "span": {"from": "2024-10-15T10:00:00Z", "until": "2024-10-15T10:00:00Z"},
    "day": {"from": "2024-10-15", "until": "2024-10-15"},
}


@pytest.mark.parametrize("hold", HOLDS.values(), ids=HOLDS)
def test_what_is_held_stays_and_goes_once_the_hold_is_released(full: Company, hold: dict[str, str]) -> None:
    full.holds({"hold_id": "h1"} | hold)
    assert full.keep(DUE).plan.held == 1
    assert texts(full) == ["newer words", "old words"]
    full.holds({"hold_id": "h1", "released_at": "2026-10-16"} | hold)
    full.keep(datetime(2026, 10, 16, tzinfo=UTC))
    assert texts(full) == ["newer words"]


OTHERS: dict[str, dict[str, str]] = {
    "another person": {"identifier_type": "phone", "identifier": f"+{BEN}"},
    "another source": {"source": "telegram"},
    "another day": {"from": "2024-10-16"},
    "released": {"released_at": "2026-10-01"},
    "not yet placed": {"placed_at": "2026-10-16"},
}


@pytest.mark.parametrize("hold", OTHERS.values(), ids=OTHERS)
def test_a_hold_on_something_else_keeps_nothing(full: Company, hold: dict[str, str]) -> None:
    full.holds({"hold_id": "h1"} | hold)
    full.keep(DUE)
    assert texts(full) == ["newer words"]


def test_a_hold_on_one_identifier_holds_the_person_in_every_channel(full: Company) -> None:
    full.contacts(("k1", "phone", f"+{ANNA}"), ("k1", "email", "anna@acme.example"))
    full.holds({"hold_id": "h1", "identifier_type": "email", "identifier": "anna@acme.example"})
    full.keep(DUE)
    assert texts(full) == ["newer words", "old words"]


def test_a_hold_that_was_placed_a_minute_ago_counts_without_a_collection(full: Company) -> None:
    full.holds({"hold_id": "h1"})
    assert full.stage("retain", DUE, plan_only=False).plan.held == 1
    assert texts(full) == ["newer words", "old words"]


def test_a_hold_that_was_placed_after_the_plan_was_made_stops_the_plan(full: Company) -> None:
    path = full.stage("retain", DUE).path
    full.holds({"hold_id": "h1", "placed_at": "2026-10-15T11:00:00Z"})
    with pytest.raises(UsageError, match="the month 2024-10 changed"):
        full.stage("retain", DUE + timedelta(hours=2), apply=path)
    assert texts(full) == ["newer words", "old words"]


def test_a_shorter_period_in_the_policy_applies_to_what_is_stored(full: Company) -> None:
    def shorter(policy: dict[str, Any]) -> None:
        policy["retention"][0]["period"] = "P1Y"

    full.write_policy(shorter)
    full.keep(NOW)
    assert texts(full) == []


def test_a_longer_period_in_the_policy_applies_to_what_is_stored(full: Company) -> None:
    def longer(policy: dict[str, Any]) -> None:
        policy["retention"][0]["period"] = "P3Y"

    full.write_policy(longer)
    full.keep(DUE)
    assert texts(full) == ["newer words", "old words"]


def test_a_period_from_the_last_contact_runs_anew_with_every_message(company: Company) -> None:
    def from_contact(policy: dict[str, Any]) -> None:
        policy["retention"][0]["starting_point"] = "last_contact"

    company.write_policy(from_contact)
    company.calls(
        "calls",
        call("1", ANNA, "2024-10-15T10:00:00", "old words"), call("2", ANNA, "2025-10-15T10:00:00", "last words"),
        call("3", BEN, "2024-10-15T10:00:00", "only words"),
    )  # fmt: skip
    company.keep(DUE - MOMENT)
    assert texts(company) == ["last words", "old words", "only words"]
    company.keep(DUE)
    assert texts(company) == ["last words", "old words"]
    company.keep(datetime(2027, 10, 15, 10, tzinfo=UTC))
    assert texts(company) == []


def test_what_was_disposed_of_does_not_come_back_with_the_same_export(full: Company) -> None:
    full.keep(DUE)
    full.calls("again", call("1", ANNA, "2024-10-15T10:00:00", "old words"))
    full.keep(DUE)
    assert texts(full) == ["newer words"]


@pytest.mark.parametrize("when", [DUE, datetime(2026, 10, 21, tzinfo=UTC)], ids=["a part", "the whole month"])
def test_no_key_that_is_left_opens_a_copy_of_the_file_that_held_it(
    full: Company, tmp_path: Path, when: datetime
) -> None:
    (old,) = (full.root / "warehouse" / "shards").glob("2024-10.*.duckdb")
    copy = tmp_path / "copies" / old.name
    copy.parent.mkdir()
    copy.write_bytes(old.read_bytes())
    before = opens(full, copy)
    full.keep(when)
    assert not old.exists()
    assert (before, opens(full, copy)) == (["shard/2024-10/1"], [])
    for path in (full.root / "warehouse").rglob("*"):
        assert not path.is_file() or b"old words" not in path.read_bytes()


def opens(company: Company, path: Path) -> list[str]:
    """Return the names of the keys in the keyring that open a file."""
    keyring, names = keyring_store.load(company.keyring), []
    for name in keyring.names():
        connection = connect(path.parent, memory_bytes=64 * 2**20)
        try:
            attach(connection, path, "copied", key=keyring.key(name), read_only=True)
            names.append(name)
        except (IntegrityError, duckdb.Error):
            pass
        finally:
            connection.close()
    return names


def test_an_old_copy_of_the_keyring_opens_nothing_after_a_disposal(full: Company, tmp_path: Path) -> None:
    copy = tmp_path / "keyring.json"
    copy.write_bytes((full.keyring / "keyring.json").read_bytes())
    full.keep(DUE)
    (full.keyring / "keyring.json").write_bytes(copy.read_bytes())
    with pytest.raises(IntegrityError, match="root key version 1 is missing"):
        keyring_store.load(full.keyring)


def test_what_could_not_be_read_goes_after_its_own_limit_and_its_file_with_it(company: Company) -> None:
    company.calls("calls", call("1", ANNA, "2026-09-01T10:00:00", "no time", timestamp="soon"))
    company.keep(NOW)
    with company.warehouse() as warehouse:
        assert warehouse.connection.execute("select count(*) from gov.quarantine").fetchall() == [(1,)]
        before = warehouse.keyring.names("gov/")
    company.keep(NOW + timedelta(days=30))
    with company.warehouse() as warehouse:
        assert warehouse.connection.execute("select count(*) from gov.quarantine").fetchall() == [(0,)]
        (after,) = warehouse.keyring.names("gov/")
    assert after not in before
    (file,) = (company.root / "warehouse").glob("gov.*.duckdb")
    assert file.name == f"{after.replace('/', '.')}.duckdb"


def test_where_two_persons_decide_a_day_disposes_of_nothing_by_itself(
    full: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    full.write_policy(lambda policy: policy.update(approval="two_persons"))
    assert not full.keep(DUE).is_applied
    path = full.stage("retain", DUE).path
    with pytest.raises(PolicyError, match="nobody but its maker approved"):
        full.stage("retain", DUE, apply=path)
    assert texts(full) == ["newer words", "old words"]
    with full.opened(DUE) as run, monkeypatch.context() as other:
        other.setattr("chatward.process.user", lambda: "a second person")
        approve(path, run.keyring, DUE)
    assert full.stage("retain", DUE, apply=path).is_applied
    assert texts(full) == ["newer words"]


def test_what_nobody_approved_in_time_fails_the_check_of_limits(full: Company) -> None:
    full.write_policy(lambda policy: policy.update(approval="two_persons"))
    full.keep(DUE + timedelta(days=7) - MOMENT)
    checks = full.stage("assure", DUE + timedelta(days=7)).checks
    assert [check.name for check in checks if not check.passed] == ["records_within_limit"]


def test_old_messages_of_a_conversation_that_goes_on_are_taken_in_and_go_when_it_is_over(company: Company) -> None:
    company.write_policy(lambda policy: policy["retention"][0].update(starting_point="conversation_closed"))
    company.telegram(
        1,
        telegram_message(1, "user1", "2020-01-01T10:00:00", "first words"),
        telegram_message(2, "user1", "2025-10-15T10:00:00", "last words"),
    )
    company.telegram(2, telegram_message(1, "user2", "2020-01-01T10:00:00", "only words"))
    company.keep(NOW)
    assert texts(company) == ["first words", "last words"]
    company.keep(datetime(2027, 10, 15, 10, tzinfo=UTC) - MOMENT)
    assert texts(company) == ["first words", "last words"]
    company.keep(datetime(2027, 10, 15, 10, tzinfo=UTC))
    assert texts(company) == []


def test_a_period_begins_when_the_contract_ended_and_never_while_it_runs(company: Company) -> None:
    company.write_policy(lambda policy: policy["retention"][0].update(starting_point="contract_end"))
    register = "identifier_type,identifier,ended_on\n"
    company.write("registers/contracts.csv", f"{register}phone,+{ANNA},\nphone,+{BEN},2025-01-31\n")
    company.calls(
        "calls",
        call("1", ANNA, "2020-01-15T10:00:00", "of a customer"),
        call("2", BEN, "2020-01-15T10:00:00", "of a former one"),
        call("3", "491513", "2020-01-15T10:00:00", "of nobody known"),
    )
    company.keep(NOW)
    assert texts(company) == ["of a customer", "of a former one"]
    company.keep(datetime(2027, 2, 1, tzinfo=UTC))
    assert texts(company) == ["of a customer"]
    company.write("registers/contracts.csv", f"{register}phone,+{ANNA},2027-01-31\n")
    company.keep(datetime(2029, 2, 1, tzinfo=UTC))
    assert texts(company) == []
