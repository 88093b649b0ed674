"""The physical pass of erasures: writes each month in which something of them may be anew, all open ones in one go."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from chatward import durable, queries
from chatward.errors import IntegrityError
from chatward.identity.index import blind_index, split_key
from chatward.identity.mentions import REDACTED, mention_pattern
from chatward.warehouse.connection import RECORD_ID, SHARD
from chatward.warehouse.holding import find_held, find_holds
from chatward.warehouse.moment import Moment
from chatward.warehouse.months import forget_month
from chatward.warehouse.rewriting import Selection, copy_shard, forgive_month, remove_shards, switch_to
from chatward.warehouse.store import ShardFile, Warehouse

RULE = "erasure"
"""Stands for a retention rule in the receipts of what went for erasures."""
_REDACTIONS = "mentions"


@dataclass(slots=True)
class MonthsErased:
    """What a pass did: by request, how much a hold keeps."""

    held: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class _Terms:
    """How those who are erased are mentioned, and how reactions of theirs name them in the attached month."""

    pattern: str
    any_request: str
    reactors: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Month:
    """What of a month goes: records that are stored and that go, and whether there is anything to be written anew."""

    stored: int
    gone: Mapping[str, int]
    is_changed: bool


def erase_months(warehouse: Warehouse, moment: Moment) -> MonthsErased:
    """Take out of every month what open erasures ask for; a run that is cut off goes on with the months that are left.

    Raises:
        IntegrityError: a copy does not hold what it should; the old file stays.
    """
    connection = warehouse.connection
    find_holds(connection, moment)
    terms = _terms(warehouse)
    months = connection.execute("select distinct month from gov.erasure_months order by month").fetchall()
    result, doomed = MonthsErased(), []
    try:
        for (month,) in months:
            old = _erase_month(warehouse, month, moment, terms)
            if old:
                doomed.append(old)
            _count_held(warehouse, result)
    finally:
        remove_shards(warehouse, doomed)
    return result


def _terms(warehouse: Warehouse) -> _Terms:
    """Leave ``erased_talks`` (conversation_id, request_id): where others may name those who are erased."""
    connection = warehouse.connection
    connection.execute(
        """create or replace temp table erased_talks as
        select members.conversation_id, min(erased.request_id) as request_id
        from gov.conversation_members as members inner join gov.erased_subjects as erased using (subject_id)
        group by members.conversation_id"""
    )
    names = connection.execute("select distinct name from gov.erased_names").fetchall()
    request = connection.execute("select min(request_id) from gov.erasures where finished_at_utc is null").fetchall()
    return _Terms(mention_pattern(name for (name,) in names), request[0][0] or "")


def _erase_month(warehouse: Warehouse, month: str, moment: Moment, terms: _Terms) -> ShardFile | None:
    """Write a month anew if anything of it goes; return the old file, which is valid no more."""
    old = warehouse.shard_file(month)
    connection = warehouse.connection
    if not connection.execute("select 1 from gov.shards where month = ?", [month]).fetchall():
        for kind in RECORD_ID:  # it was disposed of meanwhile
            connection.execute(f"create or replace temp table touched_{kind} as select * from ({_NOTHING})")
        _strike_off(warehouse, month)
        return None
    found, terms = _find_touched(warehouse, old, terms)
    if not found.is_changed:
        with warehouse.transaction():
            _strike_off(warehouse, month)
        return None
    connection.execute(queries.load("schema/month_notes"))
    new = None
    if found.stored > sum(found.gone.values()):
        selections = _selections(moment, terms)
        new = copy_shard(warehouse, old, taken=selections, check=lambda: _check_count(warehouse, month, found))
    with warehouse.transaction():
        if new:
            switch_to(connection, new)
        else:
            forget_month(connection, month)
        forgive_month(connection, month)
        _note_disposal(warehouse, moment, found, before=old, after=new)
        _note_counts(warehouse)
        _strike_off(warehouse, month)
    return old


_NOTHING = """select null::blob as record_id, null::varchar as file_id, null::varchar as request_id, false as is_erased,
    false as is_held where false"""


def _find_touched(warehouse: Warehouse, shard: ShardFile, terms: _Terms) -> tuple[_Month, _Terms]:
    """Leave ``touched_<kind>``: of what something goes or would go, and whether a hold keeps it."""
    connection = warehouse.connection
    with warehouse.shard(shard, read_only=True):
        terms = _Terms(terms.pattern, terms.any_request, _reactors(warehouse))
        for kind in RECORD_ID:
            query = queries.load(f"erasure/touched_{kind}")
            connection.execute(f"create or replace temp table touched_records as {query}", _used(query, terms))
            find_held(connection, "select record_id, subject_id, conversation_id, source, at_utc from touched_records")
            connection.execute(
                f"""create or replace temp table touched_{kind} as
                select touched_records.*, record_id in (select record_id from held_records) as is_held
                from touched_records"""
            )
        _note_files(warehouse)
        stored = connection.execute(
            " union all ".join(f"select count(*) from {SHARD}.{kind}" for kind in RECORD_ID)
        ).fetchall()
    gone = {kind: _count(warehouse, kind, "is_erased and not is_held") for kind in RECORD_ID}
    to_do = "not is_held or (is_erased and not is_aside)"
    is_changed = any(_count(warehouse, kind, to_do) for kind in RECORD_ID)
    return _Month(sum(count for (count,) in stored), gone, is_changed), terms


def _used(query: str, terms: _Terms, **others: object) -> dict[str, object]:
    values = {"pattern": terms.pattern, "reactors": terms.reactors, "any_request": terms.any_request, **others}
    return {name: value for name, value in values.items() if f"${name}" in query}


def _count(warehouse: Warehouse, kind: str, condition: str) -> int:
    rows = warehouse.connection.execute(f"select count(*) from touched_{kind} where {condition}").fetchall()
    return int(rows[0][0])


def _reactors(warehouse: Warehouse) -> list[str]:
    """Return the keys by which reactions of the attached month name somebody who is erased."""
    connection = warehouse.connection
    rows = connection.execute(
        f"""select distinct unnest(list_transform(reactions, lambda r: r.sender_key)) as sender_key
        from {SHARD}.messages where len(reactions) > 0"""
    ).fetchall()
    if not rows:
        return []
    erased = {index for (index,) in connection.execute("select identity_index from gov.erased_identities").fetchall()}
    key = warehouse.keyring.key("index")
    return [each for (each,) in rows if each and blind_index(key, *split_key(each)) in erased]


def _note_files(warehouse: Warehouse) -> None:
    """Leave ``touched_files`` (request_id, file_id, has_others): exports of which something goes in this month."""
    records = " union all ".join(
        f"""select stored.file_id, if(touched.is_erased, touched.request_id, null) as request_id
        from {SHARD}.{kind} as stored left join touched_{kind} as touched
            on stored.{record_id} = touched.record_id
        where stored.file_id in (select file_id from touched_{kind} where is_erased)"""
        for kind, record_id in RECORD_ID.items()
    )
    warehouse.connection.execute(
        f"""create or replace temp table touched_files as
        select min(request_id) as request_id, file_id, count(distinct coalesce(request_id, '')) > 1 as has_others
        from ({records}) group by file_id having count(request_id) > 0"""
    )


def _selections(moment: Moment, terms: _Terms) -> dict[str, Selection]:
    found = {kind: queries.load(f"erasure/kept_{kind}") for kind in RECORD_ID}
    return {
        kind: Selection(query, _used(query, terms, now=moment.now_utc, redacted=REDACTED))
        for kind, query in found.items()
    }


def _check_count(warehouse: Warehouse, month: str, found: _Month) -> None:
    tables = " union all ".join(f"select 1 from {SHARD}.{kind}" for kind in RECORD_ID)
    copied = warehouse.connection.execute(f"select count(*) from ({tables})").fetchall()[0][0]
    expected = found.stored - sum(found.gone.values())
    if copied != expected:
        raise IntegrityError(
            f"{month}: {copied} records were copied, {expected} expected; the old file stays",
            hint="run again; report it if it happens twice",
        )


def _note_disposal(
    warehouse: Warehouse, moment: Moment, found: _Month, *, before: ShardFile, after: ShardFile | None
) -> None:
    digests = [durable.digest(warehouse.shard_path(file)) if file else None for file in (before, after)]
    warehouse.connection.execute(
        "insert into gov.disposals values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, null)",
        [
            moment.run_id, before.month, RULE, found.gone["messages"], found.gone["events"], moment.now_utc,
            before.key_name, moment.policy.digest, *digests,
        ],
    )  # fmt: skip


def _note_counts(warehouse: Warehouse) -> None:
    for kind in RECORD_ID:
        warehouse.connection.execute(
            f"""insert into gov.erasure_counts
            select request_id, if(is_erased, '{kind}', '{_REDACTIONS}') as store, count(*)
            from touched_{kind} where not is_held group by all"""
        )
    warehouse.connection.execute("insert into gov.erased_files by name select * from touched_files")


def _strike_off(warehouse: Warehouse, month: str) -> None:
    """Note, inside the caller's transaction, that a month is done for all erasures but those that a hold stops."""
    held = " union ".join(f"select request_id from touched_{kind} where is_held" for kind in RECORD_ID)
    warehouse.connection.execute(
        f"delete from gov.erasure_months where month = ? and request_id not in ({held})", [month]
    )


def _count_held(warehouse: Warehouse, result: MonthsErased) -> None:
    for kind in RECORD_ID:
        rows = warehouse.connection.execute(
            f"select request_id, count(*) from touched_{kind} where is_held group by request_id"
        ).fetchall()
        result.held.update(dict(rows))
