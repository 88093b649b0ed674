"""I2, I5 and I10 for chatward's own records of people, under random policies, over years that are simulated."""

from collections.abc import Iterable, Iterator
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.company import policy

from chatward.keyring import store as keyring_store
from chatward.policy import load as load_policy
from chatward.policy.model import Policy
from chatward.policy.period import Period
from chatward.quality.sql_checks import run_sql_checks
from chatward.retention.plan import DisposalPlan
from chatward.warehouse.moment import Moment
from chatward.warehouse.people.intervals import rebuild_intervals
from chatward.warehouse.people.naming import know_names
from chatward.warehouse.retention.own_records import CONSENTS, IDENTITIES, REQUESTS
from chatward.warehouse.retention.planning import limits_of
from chatward.warehouse.retention.record_keeping import refuse_past_consents
from chatward.warehouse.retention.record_plans import (
    dispose_of_identities,
    dispose_of_kept_records,
    names_after,
    plan_records,
)
from chatward.warehouse.store import Warehouse

DAY_0 = datetime(2020, 1, 30)  # noqa: DTZ001 - the warehouse's instants carry no zone
ANN, BEN = b"ann".ljust(16), b"ben".ljust(16)
TABLES = (
    "subjects", "identities", "identifiers", "activities", "consent_events", "consent_intervals", "requests",
    "request_people", "request_acts", "holds",
)  # fmt: skip
RULED = {
    "identity": ("last_contact", ("support", "quality")),
    "consent_record": ("consent_end", ("quality",)),
    "request_record": ("request_closed", ("support", "quality")),
}

days = st.integers(0, 5 * 365)
people = st.sampled_from([ANN, BEN])


class Event(NamedTuple):
    """One yes or no to the purpose that rests on consent."""

    day: int
    person: bytes
    action: str


class Request(NamedTuple):
    """One request, and after how many days it was answered, if ever."""

    day: int
    person: bytes
    open_days: int | None


class Hold(NamedTuple):
    """One hold, from when it is in force and for how many days, on records of a person or of anybody, of some days."""

    day: int
    person: bytes | None
    days: int
    first: int
    last: int


class World(NamedTuple):
    """What is known of two people: when they wrote last, what they chose and asked, and what is held."""

    contacts: dict[bytes, int]
    events: list[Event]
    requests: list[Request]
    holds: list[Hold]


worlds = st.builds(
    World,
    contacts=st.fixed_dictionaries({ANN: days, BEN: days}),
    events=st.lists(
        st.builds(Event, days, people, st.sampled_from(["granted", "withdrawn"])), max_size=5, unique_by=lambda e: e.day
    ),
    requests=st.lists(st.builds(Request, days, people, st.none() | st.integers(0, 40)), max_size=3),
    holds=st.lists(st.builds(Hold, days, st.none() | people, st.integers(1, 900), days, days), max_size=2),
)
periods = st.fixed_dictionaries({
    (what, purpose): st.sampled_from([None, "P1D", "P1D", "P1M", "P1Y1M"])
    for what, (_, purposes) in RULED.items() for purpose in purposes
})  # fmt: skip
steps = st.lists(st.integers(0, 8 * 365), min_size=2, max_size=4, unique=True).map(sorted)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("laws")


@pytest.fixture(scope="module")
def warehouse(folder: Path) -> Iterator[Warehouse]:
    keyring = keyring_store.create(folder / "keyring")
    with Warehouse(folder / "warehouse", keyring, suppressions=folder / "suppressions", memory_bytes=2**28) as opened:
        yield opened


def at(day: int) -> datetime:
    return DAY_0 + timedelta(days=day)


def policy_of(folder: Path, chosen: dict[tuple[str, str], str | None]) -> Policy:
    content = deepcopy(policy())
    del content["purposes"]["quality"]["consent"]["valid_for"]
    for (what, purpose), period in chosen.items():
        if period:
            content["retention"].append({
                "rule": f"{what}-{purpose}", "purpose": purpose, "categories": ["text"], "object": what,
                "starting_point": RULED[what][0], "period": period, "disposal_within": "P7D", "reason": "no longer",
            })  # fmt: skip
    (folder / "policy.yaml").write_text(yaml.safe_dump(content))
    return load_policy(folder / "policy.yaml")


def fill(warehouse: Warehouse, world: World) -> None:
    for table in TABLES:
        warehouse.connection.execute(f"delete from gov.{table}")
    for number, (person, day) in enumerate(world.contacts.items()):
        insert(warehouse, "subjects", [person, person, "customer"])
        insert(warehouse, "identities", [person, person, "phone", number, "customer", None, "1"])
        insert(warehouse, "identifiers", [person, "whatsapp", "phone", f"+49151{number}", None])
        insert(warehouse, "activities", ["subject", person, at(0), at(day)])
    for number, request in enumerate(world.requests):
        row: list[object] = [
            f"r{number}",
            f"ref{number}",
            "access",
            "gdpr",
            "subject",
            None,
            False,
            None,
            at(request.day),
        ]
        insert(warehouse, "requests", [*row, at(request.day + 30)])
        insert(warehouse, "request_people", [f"r{number}", "subject", request.person, "phone"])
        if request.open_days is not None:
            acted = [f"r{number}", "done", None, None, None, None, None, at(request.day + request.open_days)]
            insert(warehouse, "request_acts", [*acted, "run", 1, 1])
    for number, hold in enumerate(world.holds):
        first, last = sorted((hold.first, hold.last))
        row: list[object] = [f"h{number}", "case", None, None, hold.person, None, None, at(first), at(last)]
        insert(warehouse, "holds", [*row, at(hold.day), at(hold.day + hold.days)])


def insert(warehouse: Warehouse, table: str, row: list[object]) -> None:
    warehouse.connection.execute(f"insert into gov.{table} values ({', '.join('?' * len(row))})", row)


def take_in(warehouse: Warehouse, events: Iterable[Event], moment: Moment) -> None:
    """Take in what a file of consents tells, as often as it is read."""
    with warehouse.transaction():
        known = left(warehouse)[CONSENTS]
        for event in events:
            if (event_id := f"e{event.day}") not in known:
                row = [event_id, event.person, "quality", event.action, "n1", at(event.day), at(event.day)]
                insert(warehouse, "consent_events", [*row, moment.now_utc, "web", 1])
        rebuild_intervals(warehouse.connection, moment.policy)
        refuse_past_consents(warehouse.connection, moment)


def left(warehouse: Warehouse) -> dict[str, set[object]]:
    """Return the records that are stored, by kind."""
    queries = {
        CONSENTS: "select event_id from gov.consent_events",
        REQUESTS: "select request_id from gov.requests",
        IDENTITIES: "select identity_index from gov.identifiers",
    }
    return {kind: {row for (row,) in warehouse.connection.execute(query).fetchall()} for kind, query in queries.items()}


def dispose(warehouse: Warehouse, moment: Moment) -> DisposalPlan:
    """Plan, and do what the plan says."""
    names = names_after(warehouse, moment)
    if names:
        names.know()
    else:
        know_names(warehouse.connection)
    own, _ = plan_records(warehouse, moment, names, timedelta(0))
    plan = DisposalPlan(
        plan_id=moment.run_id, as_of=moment.now, policy_version="1", made_by="law", months=(), subjects=0, threads=0,
        own=own, forecast=(),
    )  # fmt: skip
    dispose_of_kept_records(warehouse, plan, moment)
    dispose_of_identities(warehouse, plan, moment)
    return plan


def beyond_limits(warehouse: Warehouse, moment: Moment) -> list[str]:
    """Return the checks of limits that fail."""
    parameters = {"now": moment.now_utc, "detector": "7", **limits_of(moment)}
    results = run_sql_checks(warehouse.connection, "governance", parameters)
    return [result.name for result in results if result.name.endswith("_within_limit") and not result.passed]


def due(world: World, found: Policy, now: datetime) -> dict[str, set[object]]:
    """Return what is past its period and held by nothing, as the README says it."""
    due_: dict[str, set[object]] = {CONSENTS: set(), REQUESTS: set(), IDENTITIES: set()}
    for person, day in world.contacts.items():
        if is_past(found, "identity", day, now) and not is_held(world, person, None, now):
            due_[IDENTITIES].add(person)
        history = [event for event in world.events if event.person == person]
        last = max(history, default=None)
        is_over = last and last.action == "withdrawn" and is_past(found, "consent_record", last.day, now)
        if is_over and not any(is_held(world, person, event.day, now) for event in history):
            due_[CONSENTS].update(f"e{event.day}" for event in history)
    for number, request in enumerate(world.requests):
        is_over = request.open_days is not None
        is_over = is_over and is_past(found, "request_record", request.day + (request.open_days or 0), now)
        if is_over and not is_held(world, request.person, request.day, now):
            due_[REQUESTS].add(f"r{number}")
    return due_


def is_past(found: Policy, what: str, day: int, now: datetime) -> bool:
    """Return whether the longest period of all purposes, from a day on, is over."""
    terms = [rule.period for rule in found.retention if rule.object.value == what]
    return bool(terms) and max(after(period, day) for period in terms) <= now


def after(period: Period, day: int) -> datetime:
    return period.after(at(day).replace(tzinfo=UTC)).replace(tzinfo=None)


def is_held(world: World, person: bytes, day: int | None, now: datetime) -> bool:
    """Return whether a hold keeps a person's record of a day, or that he is known, whenever it was."""
    in_force = [hold for hold in world.holds if at(hold.day) <= now < at(hold.day + hold.days)]
    if day is None:
        return any(hold.person == person for hold in in_force)
    return any(
        hold.person in (None, person) and min(hold.first, hold.last) <= day <= max(hold.first, hold.last)
        for hold in in_force
    )


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=settings().max_examples // 3)
@given(world=worlds, chosen=periods, steps=steps)
def test_what_goes_is_what_is_planned_and_all_that_is_past_its_period_and_unheld(
    warehouse: Warehouse, folder: Path, world: World, chosen: dict[tuple[str, str], str | None], steps: list[int]
) -> None:
    fill(warehouse, world)
    found = policy_of(folder, chosen)
    take_in(warehouse, world.events, Moment("first", at(0).replace(tzinfo=UTC), found))
    kept: Any = left(warehouse)
    for day in steps:
        moment = Moment(f"run-{day}", at(day).replace(tzinfo=UTC), found)
        plan = dispose(warehouse, moment)
        gone = due(world, found, moment.now_utc)
        expected = {kind: kept[kind] - gone[kind] for kind in kept}
        assert left(warehouse) == expected, "I2: nothing past its period stays, nothing held or not due goes"
        planned = {each.kind: each.records for each in plan.own}
        counts = {kind: len(kept[kind] & gone[kind]) for kind in kept}
        assert counts == dict.fromkeys(counts, 0) | planned, "I10: what goes is what the plan said"
        assert not beyond_limits(warehouse, moment), "what stays passes the checks"
        take_in(warehouse, world.events, moment)
        assert left(warehouse) == expected, "I5: the same file brings nothing back"
        kept = expected
