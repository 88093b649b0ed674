"""An export with something unknown halts its source, has it set aside, or is told of, as the policy says."""

from typing import Any

import pytest
from support.company import Company, call, telegram_message
from support.parts import read_aside_in_parts
from support.state import state

from chatward import collect, reading_ahead
from chatward.intake import discovery

AT = "2026-09-01T10:00:00"
SOUND = telegram_message(1, "user1", AT, "sound")
STRANGE = telegram_message(2, "user2", AT, "strange") | {"mood_rating": 5}


def drift_of(company: Company, **drift: Any) -> None:
    company.write_policy(lambda policy: policy["sources"]["telegram"].update(drift=drift))


def deliver(company: Company) -> None:
    company.telegram(1, SOUND, STRANGE)
    company.telegram(2, telegram_message(1, "user3", AT, "of another chat"))
    company.calls("calls", call("1", "491511", AT, "of another source"))


def stored(company: Company) -> dict[str, int]:
    with company.warehouse() as warehouse:
        return dict(
            warehouse.connection.execute(
                "select source, sum(messages)::bigint from gov.due_days group by source"
            ).fetchall()
        )


def drifts(company: Company) -> list[tuple[str, str, int, str]]:
    with company.warehouse() as warehouse:
        return warehouse.connection.execute(
            "select source, path, records, mode from gov.drifts order by all"
        ).fetchall()


def test_by_default_nothing_new_of_the_source_is_stored_and_all_else_is(company: Company) -> None:
    deliver(company)
    collected = company.stage("collect")
    assert stored(company) == {"whatsapp_cloud_api": 1}
    assert drifts(company) == [("telegram", "messages[].mood_rating", 1, "halt")]
    assert collected.halted == {"telegram"}
    assert {type(failure.error).__name__ for failure in collected.failures} == {"DriftError"}
    assert len(collected.failures) == 2
    assert "user2" not in str([(failure.error.message, failure.error.hint) for failure in collected.failures])


def test_what_was_stored_of_a_halted_source_stays(company: Company) -> None:
    company.telegram(1, SOUND)
    company.stage("collect")
    company.telegram(2, STRANGE)
    company.stage("collect")
    assert stored(company) == {"telegram": 1}


def test_a_halted_source_is_told_again_and_nothing_else_changes(company: Company) -> None:
    deliver(company)
    company.stage("collect")
    first = state(company)
    again = company.stage("collect")
    assert state(company) == first
    assert len(again.failures) == 2
    assert len(drifts(company)) == 1


@pytest.mark.parametrize("accepted", ["messages[].mood_rating", "mood_rating", "messages[].*"])
def test_the_next_run_after_the_policy_accepts_it_reads_all(company: Company, accepted: str) -> None:
    deliver(company)
    company.stage("collect")
    drift_of(company, accept=[accepted])
    collected = company.stage("collect")
    assert collected.failures == []
    assert stored(company) == {"telegram": 3, "whatsapp_cloud_api": 1}
    assert drifts(company) == []


def test_in_quarantine_only_the_record_that_holds_it_is_set_aside(company: Company) -> None:
    drift_of(company, mode="quarantine")
    deliver(company)
    collected = company.stage("collect")
    assert collected.failures == []
    assert stored(company) == {"telegram": 2, "whatsapp_cloud_api": 1}
    assert drifts(company) == [("telegram", "messages[].mood_rating", 1, "quarantine")]
    with company.warehouse() as warehouse:
        rows = warehouse.connection.execute(
            "select reason, records, rejected from gov.quarantine join gov.files using (file_id)"
        )
        assert rows.fetchall() == [("drift", 2, 1)]


def test_what_was_set_aside_is_read_when_the_policy_accepts_it(company: Company) -> None:
    drift_of(company, mode="quarantine")
    deliver(company)
    company.stage("collect")
    drift_of(company, mode="quarantine", accept=["messages[].mood_rating"])
    company.stage("collect")
    assert stored(company) == {"telegram": 3, "whatsapp_cloud_api": 1}
    assert drifts(company) == []
    with company.warehouse() as warehouse:
        assert warehouse.connection.execute("select * from gov.quarantine").fetchall() == []
        files = warehouse.connection.execute(
            "select records, messages + events + duplicates + rejected + refused from gov.files"
        ).fetchall()
    assert all(records == fates for records, fates in files)


@pytest.fixture
def in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have each export read by itself, in parts of one record that are stored as soon as they may be."""
    monkeypatch.setattr(reading_ahead, "read_aside", read_aside_in_parts)
    monkeypatch.setattr(discovery, "CHUNK_ENTRIES", 1)
    monkeypatch.setattr(collect, "FLUSH_BYTES", 1)
    monkeypatch.setattr(collect, "STORE_BYTES", 1)


@pytest.mark.usefixtures("in_parts")
def test_of_an_export_in_parts_all_is_stored_or_nothing(company: Company) -> None:
    sound = [telegram_message(number, "user1", AT, f"sound {number}") for number in range(1, 4)]
    company.telegram(1, *sound)
    company.telegram(2, *sound, STRANGE | {"id": 4})
    company.telegram(3, *sound)
    company.telegram(4, *sound)
    collected = company.stage("collect")
    assert stored(company) == {"telegram": 3}
    assert (collected.files, collected.records, len(collected.failures)) == (1, 3, 3)
    with company.warehouse() as warehouse:
        files = warehouse.connection.execute("select records, messages from gov.files").fetchall()
        waiting = list(warehouse.spill.iterdir()) if warehouse.spill.exists() else []
    assert (files, waiting) == ([(3, 3)], [])
    drift_of(company, accept=["mood_rating"])
    assert company.stage("collect").failures == []
    assert stored(company) == {"telegram": 13}


@pytest.mark.usefixtures("in_parts")
def test_of_an_export_in_parts_the_records_that_hold_it_are_set_aside(company: Company) -> None:
    drift_of(company, mode="quarantine")
    deliver(company)
    assert company.stage("collect").failures == []
    assert stored(company) == {"telegram": 2, "whatsapp_cloud_api": 1}
    assert drifts(company) == [("telegram", "messages[].mood_rating", 1, "quarantine")]


def test_what_waits_of_a_source_is_held_back_when_a_later_export_halts_it(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(discovery, "CHUNK_ENTRIES", 1)
    company.telegram(1, SOUND)
    company.telegram(2, STRANGE)
    company.calls("calls", call("1", "491511", AT, "of another source"))
    assert company.stage("collect").halted == {"telegram"}
    assert stored(company) == {"whatsapp_cloud_api": 1}


def test_where_it_is_ignored_all_is_stored_and_it_is_told(company: Company) -> None:
    drift_of(company, mode="ignore")
    deliver(company)
    collected = company.stage("collect")
    assert collected.failures == []
    assert stored(company) == {"telegram": 3, "whatsapp_cloud_api": 1}
    assert drifts(company) == [("telegram", "messages[].mood_rating", 1, "ignore")]


def test_the_inventory_tells_what_each_source_holds_and_an_undeclared_kind_stops_publication(company: Company) -> None:
    deliver(company)
    company.telegram(1, telegram_message(1, "user1", AT, "write to anna@acme.example"))
    company.stage("collect")
    passed = {check.name: check.passed for check in company.stage("assure").checks}
    assert passed["data_declared"]
    with company.warehouse() as warehouse:
        held = set(
            warehouse.connection.execute("select source, holding, data_category from gov.data_inventory").fetchall()
        )
    assert ("telegram", "email_addresses", "text") in held
    assert ("whatsapp_cloud_api", "phone_numbers", "text") in held
    company.write_policy(lambda policy: policy["data_categories"]["text"].update(holds=["text", "times"]))
    failed = {check.name: check for check in company.stage("assure").checks if not check.passed}
    assert failed["data_declared"].blocks
    assert "anna" not in failed["data_declared"].remedy


def test_a_month_is_looked_at_again_once_other_records_are_in_it_and_not_when_they_are_decided_otherwise(
    company: Company,
) -> None:
    company.calls("first", call("1", "491511", AT, "hello"))
    company.keep()
    untouched = "tampered with"
    with company.warehouse() as warehouse:
        warehouse.connection.execute(f"update gov.month_inventory set detector = '{untouched}'")
        versions = warehouse.connection.execute("select content_version from gov.shards").fetchall()
    company.consent("web", ("+491511", "granted", "2025-01-01"))
    company.keep()
    assert detectors(company) == {untouched}
    with company.warehouse() as warehouse:
        assert warehouse.connection.execute("select content_version from gov.shards").fetchall() > versions
    company.calls("second", call("2", "491511", AT, "more"))
    company.keep()
    assert untouched not in detectors(company)


def detectors(company: Company) -> set[str]:
    """Return by what it was found what the months hold."""
    with company.warehouse() as warehouse:
        return {each for (each,) in warehouse.connection.execute("select detector from gov.month_inventory").fetchall()}
