"""What an erasure costs in a warehouse of years: until people are beyond use, and until every byte of theirs is gone.
The peer is the physical limit: DuckDB copying the same encrypted files row by row into new ones, and nothing else.

    python tests/benchmarks/erasure.py [--messages N] [--subjects N]

The warehouse is made by SQL, without exports: rows of about 90 characters of text, in 60 months, of people who each
wrote in one chat over all the months. So fifty people touch every file, as they do in life.
"""

import argparse
import json
import resource
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter, process_time

from chatward.keyring import store as keyring_store
from chatward.policy import load as load_policy
from chatward.rights.kinds import Scope
from chatward.warehouse.connection import RECORD_ID, SHARD
from chatward.warehouse.erasure.erasing import Erasure, begin_erasure, finish_erasures
from chatward.warehouse.moment import Moment
from chatward.warehouse.retention.forgetting import forget_people
from chatward.warehouse.store import ShardFile, Warehouse, unlink_database

MESSAGES = 5_000_000
MONTHS = 60
SUBJECTS = (1, 50)
_PEOPLE_OF = 250
"""Messages for each person."""
_POLICY = Path(__file__).resolve().parents[2] / "data" / "sample" / "policy.yaml"
_ID = "unhex(md5('{kind}' || ({number})::varchar))"


def run(messages: int = MESSAGES, subjects: tuple[int, ...] = SUBJECTS) -> list[dict[str, object]]:
    """Make the warehouse, copy it, erase ever more people from it; return a row for each."""
    with tempfile.TemporaryDirectory() as folder:
        keyring = keyring_store.create(Path(folder) / "keyring")
        keyring.create(["ledger", "manifest"])
        place = Path(folder) / "warehouse"
        suppressions = Path(folder) / "suppressions"
        with Warehouse(place, keyring, suppressions=suppressions, memory_bytes=2**30) as warehouse:
            moment = Moment("bench", datetime(2026, 1, 1, tzinfo=UTC), load_policy(_POLICY))
            _fill(warehouse, messages)
            forget_people(warehouse, moment)
            limit = _copy(warehouse)
            rows = [_row("DuckDB copies the files", messages, limit)]
            first = 0
            for count in subjects:
                rows.append(_erase(warehouse, moment, range(first, first + count), messages, limit))
                first += count
    return rows


def _fill(warehouse: Warehouse, messages: int) -> None:
    connection, people, each = warehouse.connection, max(1, messages // _PEOPLE_OF), messages // MONTHS
    subject, conversation = (_ID.format(kind=kind, number="n") for kind in ("subject", "conversation"))
    index = _ID.format(kind="index", number="n")
    numbers = f"from range({people}) as numbers(n)"
    for statement in (
        f"insert into gov.subjects select {subject}, {subject}, 'customer' {numbers}",
        f"""insert into gov.identities by name
        select {index} as identity_index, {subject} as subject_id, 'phone' as identifier_type, n as number,
            'customer' as role, '1' as normalisation_version {numbers}""",
        f"insert into gov.identifiers select {index}, 'whatsapp', 'phone', '+49151' || n, 'Person ' || n {numbers}",
        f"insert into gov.conversations select {conversation}, 'whatsapp', n::varchar, null, 'direct' {numbers}",
        f"insert into gov.conversation_members select {conversation}, {subject}, 'customer' {numbers}",
    ):
        connection.execute(statement)
    for number in range(MONTHS):
        _fill_month(warehouse, f"{2021 + number // 12}-{number % 12 + 1:02d}", number * each, each, people)


def _fill_month(warehouse: Warehouse, month: str, first: int, count: int, people: int) -> None:
    person = f"n % {people}"
    with warehouse.shard(ShardFile(month, 1)):
        warehouse.connection.execute(
            f"""insert into {SHARD}.messages by name
            select {_ID.format(kind="message", number="n")} as message_id, 'whatsapp' as source,
                'whatsapp/f' as file_id, n as record,
                {_ID.format(kind="conversation", number=person)} as conversation_id,
                {_ID.format(kind="subject", number=person)} as sender_id, sender_id as subject_id,
                'customer' as sender_role, 'text' as kind,
                repeat(md5(n::varchar) || ' ', 2) || 'where is my order?' as text,
                false as is_edited, false as is_deleted, false as is_forwarded,
                timestamp '{month}-01' + to_seconds(n % 2400000) as sent_at_utc, 'export' as zone_source,
                'second' as precision, 'contract' as basis, ['support'] as purposes, 'support-messages' as rule,
                sent_at_utc + interval 10 year as expires_at_utc, '1' as policy_version
            from range({first}, {first + count}) as numbers(n)"""
        )
        (described,) = warehouse.connection.execute(f"select count(*) from {SHARD}.messages").fetchall()
    warehouse.connection.execute(
        """insert into gov.shards by name
        select $month as month, 1 as generation, 1 as content_version, $messages as messages, 0 as events""",
        {"month": month, "messages": described[0]},
    )


Seconds = tuple[float, float]
"""Of the wall clock, and of the processor: on a machine that does other things only the latter tells."""


def _clocks() -> Seconds:
    return perf_counter(), process_time()


def _since(started: Seconds) -> Seconds:
    return perf_counter() - started[0], process_time() - started[1]


def _copy(warehouse: Warehouse) -> Seconds:
    """Copy every month's file into a new encrypted one, and throw that away; return how long that took."""
    started = _clocks()
    for (month,) in warehouse.connection.execute("select month from gov.shards order by month").fetchall():
        old, new = warehouse.shard_file(month), ShardFile(month, 999)
        with warehouse.shard(old, read_only=True, alias="old"), warehouse.shard(new):
            for kind in RECORD_ID:
                warehouse.connection.execute(f"insert into {SHARD}.{kind} select * from old.{kind}")
        unlink_database(warehouse.shard_path(new))
    taken = _since(started)
    warehouse.keyring.destroy(name for name in warehouse.keyring.names("shard/") if name.endswith("/999"))
    return taken


def _erase(warehouse: Warehouse, moment: Moment, people: range, messages: int, limit: Seconds) -> dict[str, object]:
    query = f"select {_ID.format(kind='subject', number='$n')}"
    targets = [warehouse.connection.execute(query, {"n": number}).fetchall()[0][0] for number in people]
    erasures = [
        Erasure(f"request-{number}", Scope.SUBJECT, target) for number, target in zip(people, targets, strict=True)
    ]
    started = _clocks()
    begin_erasure(warehouse, moment, erasures)
    begun, between = _since(started), _clocks()
    erased = finish_erasures(warehouse, moment)
    warehouse.settle_rewrite()
    ended = _since(between)
    assert all(each.is_finished for each in erased)
    return _row(f"{len(people)} erased", messages, ended) | {
        "gone": sum(each.counts["messages"] for each in erased),
        "beyond_use_s": round(begun[0], 2),
        "beyond_use_cpu_s": round(begun[1], 2),
        "times_the_limit": round(ended[0] / limit[0], 2),
        "times_the_limits_cpu": round(ended[1] / limit[1], 2),
    }


def _row(name: str, messages: int, taken: Seconds) -> dict[str, object]:
    return {
        "what": name,
        "messages": messages,
        "s": round(taken[0], 2),
        "cpu_s": round(taken[1], 2),
        "rows_per_s": round(messages / taken[0]),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000),
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=MESSAGES)
    parser.add_argument("--subjects", type=int, nargs="+", default=list(SUBJECTS))
    given = parser.parse_args()
    for row in run(given.messages, tuple(given.subjects)):
        print(json.dumps(row))
