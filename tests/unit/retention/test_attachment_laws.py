"""I2 and I10 for what is stored of files: it goes by rules of its own, with its message, or with who sent it."""

import tempfile
from collections.abc import Sequence
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.company import policy as company_policy

from chatward import queries
from chatward.keyring import store as keyring_store
from chatward.policy.model import Policy
from chatward.rights.kinds import Scope
from chatward.warehouse.erasure.erasing import Erasure, begin_erasure, finish_erasures
from chatward.warehouse.gate.gating import offers
from chatward.warehouse.moment import Moment, naive_utc
from chatward.warehouse.months import describe_month, store_months
from chatward.warehouse.retention.disposing import apply_plan
from chatward.warehouse.retention.planning import plan_disposal
from chatward.warehouse.store import Warehouse

START = datetime(2024, 1, 10, 12, tzinfo=UTC)
DAY = timedelta(days=1)
PURPOSES = ("support", "quality")
PEOPLE = tuple(bytes([number]) * 16 for number in (1, 2))
TALKS = (b"w" * 16, b"x" * 16)
PICTURE = {"name": "picture.jpg", "media_type": "image/jpeg", "size_bytes": 7}

days = st.integers(0, 400)
people = st.sampled_from(PEOPLE)


class Message(NamedTuple):
    """One message, by the day on which it was sent."""

    number: int
    day: int
    person: bytes
    talk: bytes
    has_file: bool


class Hold(NamedTuple):
    """What is kept from a day on and until another: of somebody, of a conversation, or of both."""

    day: int
    until: int
    person: bytes | None
    talk: bytes | None

    def keeps(self, message: Message, now: datetime) -> bool:
        in_force = at(self.day) <= now < at(self.until)
        return in_force and self.person in (None, message.person) and self.talk in (None, message.talk)


class Rule(NamedTuple):
    start: str
    days: int


class World(NamedTuple):
    """What is stored, held and ruled, who said no to quality when, and who is erased when.

    Attributes:
        rules: for messages, by purpose.
        of_files: for attachments, by purpose, where there is a rule.
        needs_files: whether quality needs data of attachments.
    """

    messages: Sequence[Message]
    holds: Sequence[Hold]
    rules: dict[str, Rule]
    of_files: dict[str, Rule | None]
    needs_files: bool
    withdrawals: dict[bytes, int]
    erasures: dict[bytes, int]


rules = st.builds(Rule, st.sampled_from(["sent", "last_contact", "conversation_closed"]), st.integers(20, 500))
worlds = st.builds(
    World,
    messages=st.lists(st.tuples(days, people, st.sampled_from(TALKS), st.booleans()), min_size=1, max_size=8).map(
        lambda found: [Message(number, *each) for number, each in enumerate(found)]
    ),
    holds=st.lists(
        st.builds(Hold, days, st.integers(100, 1200), st.none() | people, st.none() | st.sampled_from(TALKS)),
        max_size=2,
    ),
    rules=st.fixed_dictionaries(dict.fromkeys(PURPOSES, rules)),
    of_files=st.fixed_dictionaries(dict.fromkeys(PURPOSES, st.none() | rules)),
    needs_files=st.booleans(),
    withdrawals=st.dictionaries(people, days, max_size=1),
    erasures=st.dictionaries(people, st.integers(100, 900), max_size=1),
)


def at(day: int) -> datetime:
    return START + day * DAY


# a second implementation of what the README says ------------------------------------------------------


def start_of(world: World, rule: Rule, message: Message) -> int:
    if rule.start == "last_contact":
        return max(each.day for each in world.messages if each.person == message.person)
    if rule.start == "conversation_closed":
        return max(each.day for each in world.messages if each.talk == message.talk)
    return message.day


def is_kept(world: World, message: Message, now: datetime, *, files: bool) -> bool:
    """Return whether a purpose keeps a message, or what is stored of its files."""
    for purpose in PURPOSES:
        if purpose == "quality" and at(world.withdrawals.get(message.person, 10**5)) <= now:
            continue
        rule: Rule | None = world.rules[purpose]
        if files and any(world.of_files.values()):
            needs_files = purpose == "support" or world.needs_files
            rule = world.of_files[purpose] or (rule if needs_files else None)
        if rule and at(start_of(world, rule, message) + rule.days) > now:
            return True
    return False


def is_held(world: World, message: Message, now: datetime) -> bool:
    return any(hold.keeps(message, now) for hold in world.holds)


# the warehouse ------------------------------------------------------------------------------------------


def policy_of(world: World) -> Policy:
    content = deepcopy(company_policy())
    content["data_categories"]["words"] = {"title": "Words", "kind": "content", "holds": ["text"]}
    if not world.needs_files:
        content["purposes"]["quality"]["categories"] = ["words"]
    content["sources"]["whatsapp"]["categories"] = ["text", "words"]
    for name, found in (("message", world.rules), ("attachment", world.of_files)):
        for purpose, rule in found.items():
            if rule:
                content["retention"].append(_written(name, purpose, rule))
    content["retention"] = content["retention"][2:]
    return Policy.of(content)


def _written(name: str, purpose: str, rule: Rule) -> dict[str, Any]:
    return {
        "rule": f"{name}-{purpose}", "purpose": purpose, "categories": ["text"], "object": name,
        "starting_point": rule.start, "period": f"P{rule.days}D", "disposal_within": "P7D", "reason": "so long",
    }  # fmt: skip


def fill(warehouse: Warehouse, world: World, policy: Policy) -> None:
    connection = warehouse.connection
    for person in PEOPLE:
        connection.execute("insert into gov.subjects values (?, ?, 'customer')", [person, person])
        ended = world.withdrawals.get(person)
        connection.execute(
            "insert into gov.consent_intervals values (?, 'quality', 'n1', ?, ?, null)",
            [person, naive_utc(START - DAY), None if ended is None else naive_utc(at(ended))],
        )
    for talk in TALKS:
        connection.execute("insert into gov.conversations values (?, 'whatsapp', ?, null, 'group')", [talk, talk.hex()])
    for talk, person in sorted({(message.talk, message.person) for message in world.messages}):
        connection.execute("insert into gov.conversation_members values (?, ?, 'customer')", [talk, person])
    for number, hold in enumerate(world.holds):
        values = [f"h{number}", "case", None, None, hold.person, hold.talk, None, None, None]
        times = [naive_utc(at(hold.day)), naive_utc(at(hold.until))]
        connection.execute("insert into gov.holds values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", [*values, *times])
    connection.execute(queries.load("schema/month_notes"))
    months = sorted({f"{at(message.day):%Y-%m}" for message in world.messages})
    for month in months:
        with warehouse.shard(warehouse.shard_file(month)):
            for message in world.messages:
                if f"{at(message.day):%Y-%m}" == month:
                    insert(warehouse, policy, message)
            describe_month(connection, month)
    with warehouse.transaction():
        store_months(connection, months)


def insert(warehouse: Warehouse, policy: Policy, message: Message) -> None:
    offer = offers(policy, "whatsapp", frozenset())[0]
    values = {
        "message_id": message.number.to_bytes(16, "big"), "source": "whatsapp", "file_id": "f",
        "record": message.number, "conversation_id": message.talk, "sender_id": message.person,
        "subject_id": message.person, "sender_role": "customer", "kind": "text",
        "attachments": [PICTURE] if message.has_file else None, "is_edited": False, "is_deleted": False,
        "is_forwarded": False, "sent_at_utc": naive_utc(at(message.day)), "zone_source": "explicit",
        "precision": "second", "basis": offer["basis"], "purposes": list(PURPOSES), "rule": offer["rule"],
        "policy_version": "1",
    }  # fmt: skip
    marks = ", ".join("?" for _ in values)
    warehouse.connection.execute(
        f"""insert into shard.messages ({", ".join(values)}, expires_at_utc)
        values ({marks}, ?::timestamp + ?::interval)""",
        [*values.values(), values["sent_at_utc"], offer["period"]],
    )


def stored(warehouse: Warehouse) -> dict[int, bool]:
    """Return of each message that is stored whether anything is of its files."""
    found: dict[int, bool] = {}
    for (month,) in warehouse.connection.execute("select month from gov.shards").fetchall():
        with warehouse.shard(warehouse.shard_file(month), read_only=True):
            query = "select message_id, coalesce(len(attachments) > 0, false) from shard.messages"
            rows = warehouse.connection.execute(query).fetchall()
            found |= {int.from_bytes(message_id, "big"): has_file for message_id, has_file in rows}
    return found


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(world=worlds, years=st.lists(st.integers(1, 500), min_size=1, max_size=3))
def test_what_is_stored_of_files_is_there_as_long_as_a_purpose_or_a_hold_keeps_it_and_who_sent_it_is_not_erased(
    world: World, years: list[int]
) -> None:
    policy = policy_of(world)
    with tempfile.TemporaryDirectory() as folder:
        keyring = keyring_store.create(Path(folder) / "keyring")
        keyring.create(["index", "dedupe", "suppression", "manifest", "ledger"])
        with Warehouse(
            Path(folder) / "warehouse", keyring, suppressions=Path(folder) / "suppressions", memory_bytes=2**28
        ) as warehouse:
            fill(warehouse, world, policy)
            kept, day = {message.number: message.has_file for message in world.messages}, 100
            for passed in years:
                day += passed
                kept = lives_on(warehouse, world, kept, Moment(f"run {day}", at(day), policy))


def lives_on(warehouse: Warehouse, world: World, kept: dict[int, bool], moment: Moment) -> dict[int, bool]:
    """Erase and retain as a day does, and return what must be left of ``kept``."""
    now = moment.now
    erased = {person for person, day in world.erasures.items() if at(day) <= now}
    begin_erasure(warehouse, moment, [Erasure(person.hex(), Scope.SUBJECT, person) for person in sorted(erased)])
    finish_erasures(warehouse, moment)
    for message in world.messages:
        if message.person in erased and not is_held(world, message, now):
            kept.pop(message.number, None)
    assert stored(warehouse) == kept, "who is erased takes his files along, but for what a hold keeps"
    left, lost = dict[int, bool](), 0
    for message in (each for each in world.messages if each.number in kept):
        stays = is_held(world, message, now)
        if stays or is_kept(world, message, now, files=False):
            left[message.number] = kept[message.number] and (stays or is_kept(world, message, now, files=True))
            lost += kept[message.number] and not left[message.number]
    plan = plan_disposal(warehouse, moment)
    assert (plan.attachments, plan.messages) == (lost, len(kept) - len(left)), "I10"
    apply_plan(warehouse, plan, moment)
    assert stored(warehouse) == left, "I2"
    again = plan_disposal(warehouse, moment)
    assert (again.attachments, again.messages) == (0, 0)
    return left
