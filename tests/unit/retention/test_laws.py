"""I2 and I10 over random policies and years: what goes is due and not held, and is what the plan said, to the row."""

import itertools
import tempfile
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.company import policy as company_policy

from chatward import queries
from chatward.errors import UsageError
from chatward.keyring import store as keyring_store
from chatward.policy.model import Policy
from chatward.policy.terms import bits_of
from chatward.policy.vocabulary import HintKind
from chatward.warehouse.gate.gating import offers
from chatward.warehouse.moment import Moment, naive_utc
from chatward.warehouse.months import describe_month, store_months
from chatward.warehouse.retention.disposing import apply_plan
from chatward.warehouse.retention.planning import plan_disposal
from chatward.warehouse.store import Warehouse

START = datetime(2024, 1, 10, 12, tzinfo=UTC)
DAY = timedelta(days=1)
FOREVER = datetime(9999, 1, 1, tzinfo=UTC)
SOURCES = ("whatsapp", "telegram")
PURPOSES = ("support", "quality")
PEOPLE = [bytes([number]) * 16 for number in range(1, 4)]


@dataclass(frozen=True)
class Message:
    number: int
    source: str
    conversation: bytes
    thread: str | None
    person: bytes
    sent_at: datetime
    hints: frozenset[str] = frozenset()

    @property
    def message_id(self) -> bytes:
        return self.number.to_bytes(16, "big")


@dataclass(frozen=True)
class Hold:
    person: bytes | None
    conversation: bytes | None
    source: str | None
    begins: datetime | None
    ends: datetime | None
    placed_at: datetime
    released_at: datetime | None

    def keeps(self, message: Message, now: datetime) -> bool:
        return (
            self.placed_at <= now
            and (self.released_at is None or self.released_at > now)
            and self.person in (None, message.person)
            and self.conversation in (None, message.conversation)
            and self.source in (None, message.source)
            and (self.begins is None or self.begins <= message.sent_at)
            and (self.ends is None or message.sent_at <= self.ends)
        )


@dataclass(frozen=True)
class World:
    policy: Policy
    messages: Sequence[Message]
    holds: Sequence[Hold]
    contracts: Sequence[tuple[bytes, datetime | None]]
    withdrawals: dict[bytes, datetime]


# a second implementation of the schedule, record by record -------------------------------------------


def governing(world: World, purpose: str, message: Message) -> Any:
    regime = world.policy.sources[message.source].regime
    own = [r for r in world.policy.retention if r.purpose == purpose and (not r.regimes or regime in r.regimes)]
    plain = [rule for rule in own if rule.object == "message" and not rule.hints]
    threaded = [rule for rule in own if rule.object == "thread" and not rule.hints]
    rules = (threaded or plain) if message.thread else plain
    objects = ("message", "thread") if message.thread else ("message",)
    rules = rules + [rule for rule in own if rule.object in objects and message.hints & set(rule.hints)]
    demanded = [rule for rule in rules if rule.required_by]
    shortest = min(rules, key=lambda rule: (rule.period, rule.rule))
    longest = max(demanded, key=lambda rule: (rule.period, rule.rule), default=None)
    return longest if longest and longest.period > shortest.period else shortest


def begins(world: World, rule: Any, message: Message) -> datetime:
    def last(others: list[Message]) -> datetime:
        return max(other.sent_at for other in others)

    same_person = [other for other in world.messages if other.person == message.person]
    same_talk = [other for other in world.messages if other.conversation == message.conversation]
    if rule.starting_point == "conversation_closed":
        return last(same_talk)
    ended = [end or FOREVER for person, end in world.contracts if person == message.person]
    if rule.starting_point == "contract_end" and ended:
        return max(message.sent_at, *ended)
    if rule.starting_point != "sent":
        return last(same_person)
    mode = rule.thread_mode
    if rule.object == "thread" and mode == "per_message":
        mode = "last_activity"
    if message.thread is None or mode == "per_message":
        return message.sent_at
    same_thread = [other for other in same_talk if other.thread == message.thread]
    return last(same_thread) if mode == "last_activity" else min(other.sent_at for other in same_thread)


def due_at(world: World, message: Message, now: datetime) -> datetime:
    until = []
    for purpose in PURPOSES:
        rule = governing(world, purpose, message)
        if purpose == "quality" and world.withdrawals.get(message.person, FOREVER) <= now:
            continue
        start = begins(world, rule, message)
        until.append(FOREVER if start >= FOREVER else rule.period.after(start))
    return max(until)


def goes(world: World, message: Message, now: datetime) -> bool:
    return due_at(world, message, now) <= now and not any(hold.keeps(message, now) for hold in world.holds)


# worlds ----------------------------------------------------------------------------------------------


@st.composite
def rules(draw: st.DrawFn) -> list[dict[str, Any]]:
    numbers = itertools.count()
    found = []
    for purpose in PURPOSES:
        for place in range(draw(st.integers(1, 3))):
            start = draw(st.sampled_from(["sent", "sent", "conversation_closed", "last_contact", "contract_end"]))
            rule = {
                "rule": f"r{next(numbers)}", "purpose": purpose, "categories": ["text"], "disposal_within": "P7D",
                "object": "message" if place == 0 else draw(st.sampled_from(["message", "thread"])),
                "starting_point": start, "period": f"P{draw(st.integers(20, 500))}D", "reason": "so long",
                "regimes": [] if place == 0 else draw(st.sampled_from([[], ["gdpr"], ["other"]])),
            }  # fmt: skip
            if start == "sent":
                rule["thread_mode"] = draw(st.sampled_from(["per_message", "last_activity", "root"]))
            if place:
                rule["hints"] = draw(st.sampled_from([[], ["health"], ["minor"], ["health", "minor"]]))
            if place and draw(st.booleans()):
                rule["required_by"] = "§ 147 AO"
            found.append(rule)
    return found


INSTANTS = st.integers(0, 400).map(lambda days: START + days * DAY)


@st.composite
def messages(draw: st.DrawFn, number: int) -> Message:
    source, person = draw(st.sampled_from(SOURCES)), draw(st.sampled_from(PEOPLE))
    conversation = draw(st.sampled_from([source[:1].encode() * 16, source[1:2].encode() * 16]))
    thread = draw(st.sampled_from([None, "t1", "t2"]))
    hints = draw(st.frozensets(st.sampled_from(["health", "minor", "religion"])))
    return Message(number, source, conversation, thread, person, draw(INSTANTS), hints)


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


HOLDS = st.builds(
    Hold,
    person=maybe(st.sampled_from(PEOPLE)), conversation=maybe(st.just(b"w" * 16)),
    source=maybe(st.sampled_from(SOURCES)), begins=maybe(INSTANTS), ends=maybe(INSTANTS), placed_at=INSTANTS,
    released_at=maybe(st.integers(100, 1200).map(lambda days: START + days * DAY)),
)  # fmt: skip


@st.composite
def worlds(draw: st.DrawFn) -> World:
    content = deepcopy(company_policy())
    content["regimes"]["other"] = content["regimes"]["gdpr"]
    content["sources"]["telegram"]["regime"] = "other"
    content["retention"] = draw(rules())
    return World(
        Policy.of(content),
        [draw(messages(number)) for number in range(draw(st.integers(1, 12)))],
        draw(st.lists(HOLDS, max_size=2)),
        draw(st.lists(st.tuples(st.sampled_from(PEOPLE), maybe(INSTANTS)), max_size=3)),
        draw(st.dictionaries(st.sampled_from(PEOPLE), INSTANTS, max_size=1)),
    )


# the warehouse ---------------------------------------------------------------------------------------


def fill(warehouse: Warehouse, world: World) -> None:
    connection = warehouse.connection
    for person in PEOPLE:
        connection.execute("insert into gov.subjects values (?, ?, 'customer')", [person, person])
        ended = world.withdrawals.get(person)
        connection.execute(
            "insert into gov.consent_intervals values (?, 'quality', 'n1', ?, ?, null)",
            [person, naive_utc(START - DAY), naive_utc(ended) if ended else None],
        )
    for person, ended in world.contracts:
        connection.execute("insert into gov.contracts values (?, ?)", [person, naive_utc(ended) if ended else None])
    for number, hold in enumerate(world.holds):
        times = [naive_utc(at) if at else None for at in (hold.begins, hold.ends, hold.placed_at, hold.released_at)]
        values = [f"h{number}", "case", None, None, hold.person, hold.conversation, hold.source, *times]
        connection.execute("insert into gov.holds values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", values)
    connection.execute(queries.load("schema/month_notes"))
    months = sorted({f"{message.sent_at:%Y-%m}" for message in world.messages})
    for month in months:
        with warehouse.shard(warehouse.shard_file(month)):
            for message in world.messages:
                if f"{message.sent_at:%Y-%m}" == month:
                    insert(warehouse, world.policy, message)
            describe_month(connection, month)
    with warehouse.transaction():
        store_months(connection, months)


def insert(warehouse: Warehouse, policy: Policy, message: Message) -> None:
    hints = frozenset(map(HintKind, message.hints))
    offer = offers(policy, message.source, hints & policy.retention_hints)[0]
    values = {
        "hints": bits_of(hints),
        "message_id": message.message_id, "source": message.source, "file_id": "f", "record": message.number,
        "conversation_id": message.conversation, "thread_key": message.thread, "sender_id": message.person,
        "subject_id": message.person, "sender_role": "customer", "kind": "text", "is_edited": False,
        "is_deleted": False, "is_forwarded": False, "sent_at_utc": naive_utc(message.sent_at),
        "zone_source": "explicit", "precision": "second", "basis": offer["basis"], "purposes": list(PURPOSES),
        "rule": offer["rule"], "policy_version": "1",
    }  # fmt: skip
    marks = ", ".join("?" for _ in values)
    warehouse.connection.execute(
        f"""insert into shard.messages ({", ".join(values)}, expires_at_utc)
        values ({marks}, ?::timestamp + ?::interval)""",
        [*values.values(), naive_utc(message.sent_at), offer["period"]],
    )


def stored(warehouse: Warehouse) -> set[bytes]:
    found: set[bytes] = set()
    for (month,) in warehouse.connection.execute("select month from gov.shards").fetchall():
        with warehouse.shard(warehouse.shard_file(month), read_only=True):
            rows = warehouse.connection.execute("select message_id from shard.messages").fetchall()
            found.update(message_id for (message_id,) in rows)
    return found


def warehouse_in(folder: Path) -> Warehouse:
    keyring = keyring_store.create(folder / "keyring")
    keyring.create(["index", "dedupe", "suppression", "manifest", "ledger"])
    place = folder / "warehouse"
    place.mkdir()
    return Warehouse(place, keyring, suppressions=folder / "suppressions", memory_bytes=2**28)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(world=worlds(), years=st.lists(st.integers(1, 500), min_size=1, max_size=3))
def test_after_every_run_of_years_exactly_what_is_due_and_not_held_is_gone(world: World, years: list[int]) -> None:
    with tempfile.TemporaryDirectory() as folder, warehouse_in(Path(folder)) as warehouse:
        fill(warehouse, world)
        kept = {message.message_id: message for message in world.messages}
        now = START + 100 * DAY
        for days in years:
            now += days * DAY
            moment = Moment(f"run {now}", now, world.policy)
            plan = plan_disposal(warehouse, moment)
            going = {key for key, message in kept.items() if goes(world, message, now)}
            due = {key for key, message in kept.items() if due_at(world, message, now) <= now}
            assert (plan.messages, plan.held) == (len(going), len(due) - len(going))
            assert plan.subjects == len({kept[key].person for key in going})
            apply_plan(warehouse, plan, moment)
            kept = {key: message for key, message in kept.items() if key not in going}
            assert stored(warehouse) == set(kept)
            assert plan_disposal(warehouse, moment).messages == 0


def one_message(*, thread: str | None = None, number: int = 1, sent_at: datetime = START) -> Message:
    return Message(number, "whatsapp", b"w" * 16, thread, PEOPLE[0], sent_at)


def plain_world(messages: Sequence[Message], **rule: object) -> World:
    content = deepcopy(company_policy())
    for each in content["retention"]:
        each.update(rule)
    return World(Policy.of(content), messages, [], [], {})


@pytest.mark.parametrize(("mode", "kept"), [("per_message", 1), ("last_activity", 2), ("root", 0)])
def test_a_thread_goes_with_its_root_or_its_last_message_or_each_by_itself(
    tmp_path: Path, mode: str, kept: int
) -> None:
    thread = [one_message(thread="t", number=n, sent_at=START + n * 100 * DAY) for n in (0, 1)]
    world = plain_world(thread, thread_mode=mode, period="P90D")
    with warehouse_in(tmp_path) as warehouse:
        fill(warehouse, world)
        moment = Moment("r", START + 110 * DAY, world.policy)
        apply_plan(warehouse, plan_disposal(warehouse, moment), moment)
        assert len(stored(warehouse)) == kept


def test_a_text_with_a_hint_goes_with_the_consent_that_alone_kept_it_longer(tmp_path: Path) -> None:
    content = deepcopy(company_policy())
    support = content["retention"][0]
    content["retention"].append(support | {"rule": "health", "hints": ["health"], "period": "P20D"})
    ill = replace(one_message(), hints=frozenset({"health"}))
    world = World(Policy.of(content), [ill], [], [], {ill.person: START})
    with warehouse_in(tmp_path) as warehouse:
        fill(warehouse, world)
        assert plan_disposal(warehouse, Moment("r", START + 21 * DAY, world.policy)).messages == 1


def test_a_month_that_goes_wholly_is_disposed_of_without_its_file_being_read(tmp_path: Path) -> None:
    world = plain_world([one_message(number=n) for n in range(3)])
    with warehouse_in(tmp_path) as warehouse:
        fill(warehouse, world)
        (path,) = warehouse.shards.glob("*.duckdb")
        path.write_bytes(b"no database")
        moment = Moment("r", START + 800 * DAY, world.policy)
        plan = plan_disposal(warehouse, moment)
        assert (plan.messages, plan.months[0].remaining) == (3, 0)
        assert apply_plan(warehouse, plan, moment) == ["shard/2024-01/1"]
        assert not path.exists()


def test_a_month_of_which_a_hold_may_keep_something_is_read(tmp_path: Path) -> None:
    hold = Hold(PEOPLE[1], None, None, None, None, START, None)
    world = World(**{**_fields(plain_world([one_message()])), "holds": [hold]})
    with warehouse_in(tmp_path) as warehouse:
        fill(warehouse, world)
        plan = plan_disposal(warehouse, Moment("r", START + 800 * DAY, world.policy))
        assert plan.messages == 1
        assert not plan.months[0].digest.startswith("whole")


def test_a_plan_for_a_whole_month_is_refused_when_the_month_changed(tmp_path: Path) -> None:
    world = plain_world([one_message()])
    with warehouse_in(tmp_path) as warehouse:
        fill(warehouse, world)
        moment = Moment("r", START + 800 * DAY, world.policy)
        plan = plan_disposal(warehouse, moment)
        warehouse.connection.execute("update gov.shards set content_version = content_version + 1")
        with pytest.raises(UsageError, match="changed since the plan was made"):
            apply_plan(warehouse, plan, moment)


def test_what_was_disposed_of_keeps_the_clock_where_it_was(tmp_path: Path) -> None:
    """The later message goes first, by a rule of its source; the earlier one's period began with it all the same."""
    early, late = one_message(), one_message(number=2, sent_at=START + 300 * DAY)
    late = Message(**{**_fields(late), "source": "telegram"})
    content = deepcopy(company_policy())
    content["regimes"]["other"] = content["regimes"]["gdpr"]
    content["sources"]["telegram"]["regime"] = "other"
    short = {**content["retention"][0], "rule": "short", "period": "P30D", "regimes": ["other"]}
    content["retention"] = [
        {**content["retention"][0], "starting_point": "last_contact", "period": "P1Y"}, short,
        {**content["retention"][1], "period": "P20D"},
    ]  # fmt: skip
    world = World(Policy.of(content), [early, late], [], [], {})
    with warehouse_in(tmp_path) as warehouse:
        fill(warehouse, world)
        gone = []
        for days in (331, 366, 664, 667):
            moment = Moment(f"r{days}", START + days * DAY, world.policy)
            apply_plan(warehouse, plan_disposal(warehouse, moment), moment)
            gone.append(2 - len(stored(warehouse)))
    assert gone == [1, 1, 1, 2]


def _fields(value: Any) -> dict[str, Any]:
    return {name: getattr(value, name) for name in value.__dataclass_fields__}
