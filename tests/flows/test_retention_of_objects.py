"""Files, identities, records of consent and of requests go by rules of their own: plan, hold, apply, receipt."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from support.company import NOW, Company, call
from support.once import lived_once

from chatward import settings, workspace
from chatward.difference import difference
from chatward.errors import UsageError
from chatward.policy.model import Policy

ANNA, BEN = "491511", "491512"
MOMENT = timedelta(microseconds=1)
PICTURE = {"type": "image", "image": {"id": "7", "mime_type": "image/jpeg", "caption": "my passport"}}


def rule(name: str, purpose: str, what: str, start: str, period: str) -> dict[str, Any]:
    return {
        "rule": name, "purpose": purpose, "categories": ["text"], "object": what, "starting_point": start,
        "period": period, "disposal_within": "P7D", "reason": "so long and no longer",
    }  # fmt: skip


FILES = rule("files", "support", "attachment", "sent", "P6M")
PEOPLE = rule("people", "support", "identity", "last_contact", "P3Y")
CONSENTS = rule("consents", "quality", "consent_record", "consent_end", "P3Y")
REQUESTS = rule("asked", "support", "request_record", "request_closed", "P1Y")
PACKAGES = rule("copies", "support", "access_package", "request_closed", "P7D")


def with_rules(*rules: dict[str, Any]) -> Callable[[dict[str, Any]], object]:
    return lambda policy: policy["retention"].extend(rules)


def rows(company: Company, query: str) -> list[tuple[Any, ...]]:
    with company.warehouse() as warehouse:
        return warehouse.connection.execute(query).fetchall()


def receipts(company: Company) -> list[tuple[Any, ...]]:
    return rows(company, "select kind, rule, records from gov.record_disposals order by disposed_at_utc, kind, rule")


def stored(company: Company) -> list[tuple[str, bool]]:
    """Return text of every message, and whether anything is stored of its files."""
    with company.warehouse() as warehouse:
        months = warehouse.connection.execute("select month from gov.shards order by month").fetchall()
        found: list[tuple[str, bool]] = []
        for (month,) in months:
            with warehouse.shard(warehouse.shard_file(month), read_only=True):
                found += warehouse.connection.execute(
                    "select text, coalesce(len(attachments) > 0, false) from shard.messages order by text"
                ).fetchall()
    return found


@lived_once
def pictures(company: Company) -> None:
    """A company whose customers sent a picture on 15 March 2026 and another on the 20th."""
    company.write_policy(with_rules(FILES))
    company.calls(
        "calls",
        call("1", ANNA, "2026-03-15T10:00:00", "", **PICTURE),
        call("2", BEN, "2026-03-20T10:00:00", "", **PICTURE),
        call("3", BEN, "2026-03-20T11:00:00", "only words"),
    )
    company.keep(datetime(2026, 3, 21, tzinfo=UTC))


DUE = datetime(2026, 9, 15, 10, tzinfo=UTC)


def test_what_is_stored_of_files_goes_in_the_instant_in_which_it_is_due_and_the_message_stays(
    pictures: Company,
) -> None:
    assert not pictures.stage("retain", DUE - MOMENT).plan.records
    planned = pictures.stage("retain", DUE)
    assert (planned.plan.attachments, planned.plan.messages, planned.plan.subjects) == (1, 0, 1)
    assert planned.plan.by_rule() == [("dispose", "files", "2026-09-15", 1)]
    forecast = [(each.month, each.records) for each in planned.plan.forecast if each.rule == "files"]
    assert forecast == [("2026-09", 2)]
    (before,) = (pictures.root / "warehouse" / "shards").glob("2026-03.*.duckdb")
    pictures.stage("retain", DUE, apply=planned.path)
    assert not before.exists()
    assert sorted(stored(pictures)) == [("my passport", False), ("my passport", True), ("only words", False)]
    assert receipts(pictures) == [("attachments", "files", 1)]
    with pytest.raises(UsageError, match="changed since the plan was made"):
        pictures.stage("retain", DUE, apply=planned.path)
    pictures.keep(DUE + timedelta(days=6))
    assert [has_files for _, has_files in stored(pictures)] == [False, False, False]


def test_the_report_tells_what_went_and_what_is_held_of_other_things_than_messages(pictures: Company) -> None:
    pictures.holds({"hold_id": "h1", "identifier_type": "phone", "identifier": f"+{ANNA}"})
    pictures.whole_day(DUE + timedelta(days=6))
    evidence = json.loads((pictures.root / "reports" / "current" / "evidence.json").read_bytes())
    told = {each["rule"]: (each["object"], each["disposed"], each["held"]) for each in evidence["retention"]}
    assert told["files"] == ("attachment", 1, 1)


def test_files_of_a_held_person_stay_until_the_hold_is_released(pictures: Company) -> None:
    pictures.holds({"hold_id": "h1", "identifier_type": "phone", "identifier": f"+{ANNA}"})
    assert pictures.keep(DUE).plan.held == 1
    assert sum(has_files for _, has_files in stored(pictures)) == 2
    pictures.holds({"hold_id": "h1", "identifier_type": "phone", "identifier": f"+{ANNA}", "released_at": "2026-09-16"})
    pictures.keep(datetime(2026, 9, 16, tzinfo=UTC))
    assert sum(has_files for _, has_files in stored(pictures)) == 1


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Company:
    """A company that keeps messages for two years and knows people for three after the last contact."""
    company = Company.found(tmp_path_factory.mktemp("known"))
    company.write_policy(with_rules(PEOPLE))
    company.calls(
        "calls", call("1", ANNA, "2024-10-15T10:00:00", "old words"), call("2", BEN, "2026-09-01T10:00:00", "newer")
    )
    company.keep(NOW)
    return company


def people(company: Company) -> set[str]:
    return {
        name for (name,) in rows(company, "select distinct identifier from gov.identifiers") if name.startswith("+")
    }


def test_people_are_known_for_their_period_and_then_forgotten_by_plan(known: Company) -> None:
    company = known.twin("held and forgotten")
    company.keep(datetime(2026, 10, 15, 10, tzinfo=UTC))
    assert [text for text, _ in stored(company)] == ["newer"]
    assert f"+{ANNA}" in people(company)
    due = datetime(2027, 10, 15, 10, tzinfo=UTC)
    assert not company.stage("retain", due - MOMENT).plan.own
    company.holds({"hold_id": "h1", "identifier_type": "phone", "identifier": f"+{ANNA}"})
    assert company.keep(due).plan.held == 1
    assert f"+{ANNA}" in people(company)
    company.holds({"hold_id": "h1", "identifier_type": "phone", "identifier": f"+{ANNA}", "released_at": "2027-10-16"})
    later = due + timedelta(days=1)
    planned = company.stage("retain", later)
    assert [(own.kind, own.records) for own in planned.plan.own] == [("identities", 1)]
    assert planned.plan.size_bytes > 0
    company.stage("retain", later, apply=planned.path)
    assert f"+{ANNA}" not in people(company)
    assert f"+{BEN}" in people(company)
    assert receipts(company) == [("identities", "people", 1)]


def test_who_is_past_both_periods_goes_in_the_run_in_which_his_last_record_does(known: Company) -> None:
    company = known.twin("all at once")
    planned = company.keep(datetime(2029, 9, 1, 10, tzinfo=UTC)).plan
    assert {own.kind: own.records for own in planned.own} == {"identities": 2}
    assert (stored(company), people(company)) == ([], set())


def test_records_of_a_consent_go_after_its_end_and_do_not_come_back_with_their_file(company: Company) -> None:
    company.write_policy(with_rules(CONSENTS))
    company.calls("calls", call("1", ANNA, "2026-09-01T10:00:00", "words"))
    events = [
        (f"+{ANNA}", "granted", "2020-01-01T00:00:00Z"), (f"+{ANNA}", "withdrawn", "2023-10-01T00:00:00Z"),
        (f"+{BEN}", "granted", "2026-01-01T00:00:00Z"),
    ]  # fmt: skip
    company.consent("web", *events)
    company.keep(NOW)
    count = "select count(*) from gov.consent_events"
    assert rows(company, count) == [(3,)]
    due = datetime(2026, 10, 1, tzinfo=UTC)
    company.holds({"hold_id": "h1", "identifier_type": "phone", "identifier": f"+{ANNA}"})
    assert company.keep(due).plan.held == 2
    company.holds({"hold_id": "h1", "released_at": "2026-10-01", "identifier_type": "phone", "identifier": f"+{ANNA}"})
    assert company.keep(due).plan.by_rule() == [("dispose", "consents", "2026-10-01", 2)]
    assert (rows(company, count), receipts(company)) == ([(1,)], [("consents", "consents", 2)])
    company.consent("web", *events, (f"+{BEN}", "withdrawn", "2026-09-30T00:00:00Z"))
    company.keep(due)
    assert rows(company, count) == [(2,)]


def asked(company: Company, *requests: dict[str, str]) -> None:
    lines = ({"identifier_type": "phone", "verified": "yes", **each} for each in requests)
    company.write("requests/asked.jsonl", "".join(json.dumps(line) + "\n" for line in lines))


def test_a_record_of_a_request_goes_after_it_was_closed_and_nobody_answers_it_again(company: Company) -> None:
    company.write_policy(with_rules(REQUESTS, PACKAGES))
    company.calls("calls", call("1", ANNA, "2026-09-01T10:00:00", "words"))
    asked(
        company,
        {"request_id": "r-1", "kind": "access", "identifier": f"+{ANNA}", "received_at": "2026-09-02T10:00:00Z"},
        {"request_id": "r-2", "kind": "restriction", "identifier": f"+{ANNA}", "received_at": "2026-09-02T10:00:00Z"},
    )
    company.run(NOW)
    packages = company.root / "requests" / "packages"
    assert rows(company, "select expires_at_utc from gov.packages") == [
        (datetime(2026, 10, 7, tzinfo=UTC).replace(tzinfo=None),)
    ]
    assert len(list(packages.glob("*.sealed"))) == 1
    company.run(NOW + timedelta(days=7))
    assert not list(packages.glob("*.sealed"))
    due = NOW + timedelta(days=7 + 365)
    assert not company.stage("retain", due - MOMENT).plan.own
    company.keep(due)
    # a restriction in force is no record of the past
    assert rows(company, "select request_id from gov.requests") == [("r-2",)]
    assert receipts(company) == [("requests", "asked", 1)]
    asked(
        company,
        {"request_id": "r-1", "kind": "access", "identifier": f"+{ANNA}", "received_at": "2026-09-02T10:00:00Z"},
    )
    company.keep(due)
    assert rows(company, "select reason from gov.request_rejects") == [("past_its_time",)]
    assert rows(company, "select request_id from gov.requests") == [("r-2",)]


def told(company: Company, change: Callable[[dict[str, Any]], object], now: datetime) -> dict[str, tuple[int, ...]]:
    """Return by object what a changed policy would do, as (disposed, sooner, later)."""
    old = Policy.of(json.loads((company.root / "policy.yaml").read_bytes()))
    content = json.loads((company.root / "policy.yaml").read_bytes())
    change(content)
    with company._here():
        found = difference(workspace.find(company.root), settings.load(), old, Policy.of(content), now)
    return {each["object"]: (each["disposed"], each["sooner"], each["later"]) for each in found["records"]}


def periods(**by_rule: str) -> Callable[[dict[str, Any]], object]:
    """Return what gives rules other periods."""

    def change(policy: dict[str, Any]) -> None:
        for rule in policy["retention"]:
            rule["period"] = by_rule.get(rule["rule"], rule["period"])

    return change


@pytest.fixture(scope="module")
def ruled(tmp_path_factory: pytest.TempPathFactory, _plain_stages: None) -> Company:
    """A company with records of every kind, none of them due."""
    company = Company.found(tmp_path_factory.mktemp("ruled") / "company")
    company.write_policy(with_rules(FILES, PEOPLE, CONSENTS, REQUESTS, PACKAGES))
    company.calls(
        "calls",
        call("1", ANNA, "2026-08-15T10:00:00", "", **PICTURE),
        call("2", BEN, "2024-09-20T10:00:00", "only words"),
    )
    events = ((f"+{ANNA}", "granted", "2024-01-01T00:00:00Z"), (f"+{ANNA}", "withdrawn", "2024-10-01T00:00:00Z"))
    company.consent("web", *events)
    asked(
        company,
        {"request_id": "r-1", "kind": "access", "identifier": f"+{ANNA}", "received_at": "2026-09-02T10:00:00Z"},
    )
    company.run(datetime(2026, 9, 19, tzinfo=UTC))
    company.whole_day(NOW)
    return company


def test_a_changed_policy_is_told_to_dispose_of_exactly_what_the_plan_then_does(ruled: Company) -> None:
    company, now = ruled.twin("diff"), NOW + timedelta(days=1)
    shorter = periods(files="P30D", people="P1Y", consents="P1Y", asked="P1D")
    diff = told(company, shorter, now)
    assert diff == {
        "attachment": (1, 1, 0), "consent_record": (2, 2, 0), "request_record": (1, 1, 0), "identity": (1, 1, 0),
    }  # fmt: skip
    content = json.loads((company.root / "policy.yaml").read_bytes())
    shorter(content)
    company.write("policy.yaml", json.dumps(content))
    plan = company.keep(now).plan
    went = {own.kind: own.records for own in plan.own} | {"attachments": plan.attachments}
    assert went == {"attachments": 1, "consents": 2, "requests": 1, "identities": 1}


def test_longer_periods_dispose_of_nothing_and_what_is_held_is_not_told_as_disposed_of(ruled: Company) -> None:
    company = ruled.twin("longer")
    longer = periods(files="P3Y", people="P9Y", consents="P9Y", asked="P9Y")
    assert set(told(company, longer, NOW).values()) <= {(0, 0, 1), (0, 0, 2)}
    company.holds({"hold_id": "h1", "identifier_type": "phone", "identifier": f"+{ANNA}"})
    company.stage("collect", NOW)
    assert told(company, periods(consents="P1Y"), NOW)["consent_record"] == (0, 2, 0)
