"""What an erasure costs in a warehouse of years: until people are beyond use, and until every byte of theirs is gone.
The peer is the physical limit: DuckDB copying the same encrypted files row by row into new ones, and nothing else.

    python tests/benchmarks/erasure.py [--messages N] [--subjects N ...] [--in-group N]

The warehouse is made by SQL, without exports, in 60 months. Each person wrote in a chat of his own over all the months,
so that fifty people touch every file, as they do in life; or all wrote in groups of 200, where the words of all others
must be searched, one text in a hundred has a name, and now and then that of whoever is erased. Texts are some 90
characters: runs of words out of the sample's phrases of six languages, as good as never the same twice.
"""

import argparse
import json
import re
import resource
import tempfile
from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter, process_time
from types import MappingProxyType

from chatward.keyring import store as keyring_store
from chatward.policy import load as load_policy
from chatward.rights.kinds import Scope
from chatward.sample.phrases import BOOKS
from chatward.warehouse.connection import RECORD_ID, SHARD
from chatward.warehouse.erasure.erasing import Erasure, begin_erasure, finish_erasures
from chatward.warehouse.moment import Moment
from chatward.warehouse.retention.forgetting import forget_people
from chatward.warehouse.store import ShardFile, Warehouse, unlink_database

MESSAGES = 5_000_000
IN_GROUP = 1_000_000
MONTHS = 60
SUBJECTS = (1, 50)
_PEOPLE_OF = 250
"""Messages for each person."""
_GROUP = 200
"""People in a group."""
_POLICY = Path(__file__).resolve().parents[2] / "data" / "sample" / "policy.yaml"
_ID = "unhex(md5('{kind}' || ({number})::varchar))"
_LANGUAGES = ("en", "de", "es", "fr", "pt", "nl")
_RUN_WORDS, _RUNS = 3, 6
_FIRST = (
    "Anna", "Ben", "Carla", "Deniz", "Emre", "Fatima", "Goran", "Hanna", "Ivo", "Jana",
    "Karim", "Lea", "Marek", "Nora", "Olga", "Pavel", "Rosa", "Sven", "Tariq", "Uta",
)  # fmt: skip
_LAST = ("Abel", "Bauer", "Conti", "Dahl", "Egger", "Fuchs", "Garcia", "Hofer", "Ivanov", "Jansen", "Keller", "Lopez")


def run(
    messages: int = MESSAGES, subjects: tuple[int, ...] = SUBJECTS, in_group: int = IN_GROUP
) -> list[dict[str, object]]:
    """Make the warehouse, copy it, erase ever more people from it; return a row for each. Then the same in groups."""
    return [*_measure(messages, subjects, is_group=False), *_measure(in_group, subjects[:1], is_group=True)]


def _measure(messages: int, subjects: tuple[int, ...], *, is_group: bool) -> list[dict[str, object]]:
    with tempfile.TemporaryDirectory() as folder:
        keyring = keyring_store.create(Path(folder) / "keyring")
        keyring.create(["ledger", "manifest"])
        place = Path(folder) / "warehouse"
        suppressions = Path(folder) / "suppressions"
        with Warehouse(place, keyring, suppressions=suppressions, memory_bytes=2**30) as warehouse:
            moment = Moment("bench", datetime(2026, 1, 1, tzinfo=UTC), load_policy(_POLICY))
            _fill(warehouse, messages, is_group=is_group)
            forget_people(warehouse, moment)
            limit = _copy(warehouse)
            talk = "groups" if is_group else "chats"
            rows = [_row(f"DuckDB copies {talk}", messages, limit)]
            first = 0
            for count in subjects:
                people = range(first, first + count)
                rows.append(_row(f"{count} erased from {talk}", messages, *_erase(warehouse, moment, people, limit)))
                first += count
    return rows


def _fill(warehouse: Warehouse, messages: int, *, is_group: bool) -> None:
    connection, people, each = warehouse.connection, max(1, messages // _PEOPLE_OF), messages // MONTHS
    talk = f"n // {_GROUP}" if is_group else "n"
    subject, conversation = _ID.format(kind="subject", number="n"), _ID.format(kind="conversation", number=talk)
    index = _ID.format(kind="index", number="n")
    numbers = f"from range({people}) as numbers(n)"
    for statement in (
        f"insert into gov.subjects select {subject}, {subject}, 'customer' {numbers}",
        f"""insert into gov.identities by name
        select {index} as identity_index, {subject} as subject_id, 'phone' as identifier_type, n as number,
            'customer' as role, '1' as normalisation_version {numbers}""",
        f"insert into gov.identifiers select {index}, 'whatsapp', 'phone', '+49151' || n, {_name_of('n')} {numbers}",
        f"""insert into gov.conversations
        select distinct {conversation}, 'whatsapp', ({talk})::varchar, null, '{"group" if is_group else "direct"}'
        {numbers}""",
        f"insert into gov.conversation_members select {conversation}, {subject}, 'customer' {numbers}",
    ):
        connection.execute(statement)
    texts = _texts_of(people) if is_group else _words()
    for number in range(MONTHS):
        month = f"{2021 + number // 12}-{number % 12 + 1:02d}"
        _fill_month(warehouse, month, range(number * each, number * each + each), (people, talk, texts))


def _name_of(number: str) -> str:
    """Return SQL for somebody's name."""
    first, last = (f"list_extract({[*names]}, 1 + ({place}) % {len(names)})" for names, place in (
        (_FIRST, number), (_LAST, f"({number}) // {len(_FIRST)}"),
    ))  # fmt: skip
    return f"({first} || ' ' || {last})"


def _words() -> str:
    """Return SQL for the words of message ``n``: runs of words out of phrases of a language, and at times a number."""
    runs = {language: sorted(_runs_of(language)) for language in _LANGUAGES}
    count = min(map(len, runs.values()))
    listed = [run for language in _LANGUAGES for run in runs[language][:count]]
    quoted = ", ".join("'" + run.replace("'", "''") + "'" for run in listed)
    chosen = " || ' ' || ".join(
        f"list_extract([{quoted}], 1 + (n % {len(_LANGUAGES)}) * {count} + (hash(n, {place}) % {count})::bigint)"
        for place in range(_RUNS)
    )
    return f"({chosen} || if(n % 4 = 0, ' ' || hash(n) % 100000, ''))"


def _runs_of(language: str) -> set[str]:
    phrases = [phrase for field in fields(BOOKS[language]) for phrase in getattr(BOOKS[language], field.name)]
    words = [[word for word in phrase.split() if not re.search("[{}]", word)] for phrase in phrases]
    return {" ".join(each[place : place + _RUN_WORDS]) for each in words for place in range(len(each))}


def _texts_of(people: int) -> str:
    """Return SQL for what is said in a group: one text in a hundred begins with a name, in full or the first one."""
    other = f"(n % {people} // {_GROUP} * {_GROUP} + (hash(n, 'other') % {_GROUP})::bigint)"
    name = f"if(n % 200 = 0, {_name_of(other)}, split_part({_name_of(other)}, ' ', 1))"
    return f"(if(n % 100 = 0, {name} || ', ', '') || {_words()})"


def _fill_month(warehouse: Warehouse, month: str, numbers: range, talks: tuple[int, str, str]) -> None:
    people, talk, texts = talks
    talk = re.sub(r"\bn\b", f"(n % {people})", talk)
    with warehouse.shard(ShardFile(month, 1)):
        warehouse.connection.execute(
            f"""insert into {SHARD}.messages by name
            select {_ID.format(kind="message", number="n")} as message_id, 'whatsapp' as source,
                'whatsapp/f' as file_id, n as record,
                {_ID.format(kind="conversation", number=talk)} as conversation_id,
                {_ID.format(kind="subject", number=f"n % {people}")} as sender_id, sender_id as subject_id,
                'customer' as sender_role, 'text' as kind, {texts} as text,
                false as is_edited, false as is_deleted, false as is_forwarded,
                timestamp '{month}-01' + to_seconds(n % 2400000) as sent_at_utc, 'export' as zone_source,
                'second' as precision, 'contract' as basis, ['support'] as purposes, 'support-messages' as rule,
                sent_at_utc + interval 10 year as expires_at_utc, '1' as policy_version
            from range({numbers.start}, {numbers.stop}) as numbers(n)"""
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


def _erase(warehouse: Warehouse, moment: Moment, people: range, limit: Seconds) -> tuple[Seconds, dict[str, object]]:
    """Erase people; return how long the physical pass took, and what else there is to tell."""
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
    return ended, {
        "gone": sum(each.counts.get("messages", 0) for each in erased),
        "mentions": sum(each.counts.get("mentions", 0) for each in erased),
        "beyond_use_s": round(begun[0], 2),
        "beyond_use_cpu_s": round(begun[1], 2),
        "times_the_limit": round(ended[0] / limit[0], 2),
        "times_the_limits_cpu": round(ended[1] / limit[1], 2),
    }


def _row(
    name: str, messages: int, taken: Seconds, told: Mapping[str, object] = MappingProxyType({})
) -> dict[str, object]:
    return {
        "what": name,
        "messages": messages,
        "s": round(taken[0], 2),
        "cpu_s": round(taken[1], 2),
        "rows_per_s": round(messages / taken[0]),
        "rows_per_cpu_s": round(messages / taken[1]),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000),
        **told,
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=MESSAGES)
    parser.add_argument("--subjects", type=int, nargs="+", default=list(SUBJECTS))
    parser.add_argument("--in-group", type=int, default=IN_GROUP)
    given = parser.parse_args()
    for row in run(given.messages, tuple(given.subjects), given.in_group):
        print(json.dumps(row))
