"""Assure: checks what is stored and what is about to be published; results hold counts, never a value."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import chain
from pathlib import Path
from time import perf_counter

import duckdb
import pyarrow as pa

from chatward import queries
from chatward.deidentify.token_columns import token_column
from chatward.deidentify.tokens import Tokeniser
from chatward.detect import Detector
from chatward.detect.detector import version as detector_version
from chatward.durable import has_digest
from chatward.opening import Run, opened
from chatward.orchestration import stage, step
from chatward.quality.inventory import check_inventory
from chatward.quality.results import CheckResult
from chatward.quality.set_views import SetColumn, SetView
from chatward.quality.sql_checks import combine, prepare_checks, run_sql_checks
from chatward.quality.validation import validate_sets
from chatward.sets.catalogue import collect_rows, open_pool
from chatward.sets.columns import COLUMNS, SUBJECT
from chatward.sets.partitions import forget_partitions, load_partitions
from chatward.sets.planning import AGGREGATE, token_key_name
from chatward.sets.releases import Partition
from chatward.sources.records import MESSAGE_KINDS
from chatward.warehouse.retention.planning import limits_of
from chatward.warehouse.samples import inventorying
from chatward.warehouse.store import ShardFile

_DUCKDB_TYPES = {
    pa.string(): "VARCHAR", pa.date32(): "DATE", pa.int16(): "SMALLINT", pa.int32(): "INTEGER",
    pa.bool_(): "BOOLEAN", pa.float64(): "DOUBLE",
}  # fmt: skip
_KEYS = {"messages": ("message_token",), "daily_activity": ("sent_on", "source")}
_OPTIONAL = {"sender_token", "customers"}
_MONTHS_LOOKED_AT = 48
"""Months whose texts are searched at once: some thousands of each source."""


@dataclass(slots=True)
class Assured:
    """The results of the checks on the warehouse."""

    checks: list[CheckResult] = field(default_factory=list)


@stage("assure")
def assure(workspace: Path, as_of: datetime | None = None, *, everything: bool = True) -> Assured:
    """Check the warehouse, and with ``everything`` also months and sets that did not change since they were checked.

    Args:
        workspace: any folder inside the workspace.
        as_of: the instant that counts as now; None for the present.
        everything: False in the daily run, whose cost follows what changed.
    """
    with opened(workspace, as_of) as run:
        result = Assured()
        run.leave(result)
        result.checks = check_warehouse(run, everything=everything)
        if everything:
            result.checks += check_everything_published(run)
        return result


@step("check warehouse")
def check_warehouse(run: Run, *, everything: bool) -> list[CheckResult]:
    """Run the SQL checks on the governance database and on every month that changed since its last check."""
    policy = run.moment.policy
    parameters = {
        "now": run.moment.now_utc,
        "consent_purposes": [purpose.name for purpose in policy.purposes.values() if purpose.consent],
        "detector": detector_version(),
        **limits_of(run.moment),
    }
    results = run_sql_checks(run.warehouse.connection, "governance", parameters)
    months = _unchecked_months(run, everything=everything)
    by_month: list[CheckResult] = []
    for month, is_whole in months.items():
        with run.warehouse.shard(run.warehouse.shard_file(month), read_only=True):
            by_month += run_sql_checks(
                run.warehouse.connection, "shard", parameters, subject=month, is_prepared=True, everybody=is_whole
            )
    _note_checked(run, months, by_month)
    return [*results, *combine(by_month, f"{len(months)} months"), *_check_inventory(run)]


def _check_inventory(run: Run) -> list[CheckResult]:
    """Look at months of which other records are stored since, and hold all that sources hold against the policy."""
    connection, policy, started = run.warehouse.connection, run.moment.policy, perf_counter()
    regions = (policy.controller.country,)
    detector = Detector(regions)
    months = inventorying.unseen_months(connection, detector)
    for first in range(0, len(months), _MONTHS_LOOKED_AT):
        glances = [_looked_at(run, month) for month in months[first : first + _MONTHS_LOOKED_AT]]
        share = -(-len(glances) // run.settings.workers)
        shares = [glances[start : start + share] for start in range(0, len(glances), share)]
        found = run.pool.map(inventorying.search_texts, shares, [regions] * len(shares))
        with run.warehouse.transaction():
            inventorying.store_glances(connection, glances, chain.from_iterable(found), detector)
    with run.warehouse.transaction():
        inventory = inventorying.store_inventory(connection, policy, run.moment)
    return check_inventory(policy, inventory, perf_counter() - started)


def _looked_at(run: Run, month: str) -> inventorying.Glance:
    with run.warehouse.shard(run.warehouse.shard_file(month), read_only=True):
        return inventorying.look_at_month(run.warehouse.connection, month)


def _unchecked_months(run: Run, *, everything: bool) -> dict[str, bool]:
    """Return the months to be checked, and whether everything in them, or what is stored of some people.

    Leaves ``shard_states`` (month, state): the state of file and policy that will be checked.
    """
    connection = run.warehouse.connection
    prepare_checks(connection, "shard", {"now": run.moment.now_utc})
    connection.execute("create or replace temp table shard_states(month varchar, state varchar)")
    shards = [ShardFile(*row) for row in connection.execute("select month, generation from gov.shards").fetchall()]
    label = run.moment.policy.label
    states = [[shard.month, run.warehouse.checked_state(shard, label)] for shard in shards]
    if states:
        connection.executemany("insert into shard_states values (?, ?)", states)
    parameters = {"everything": everything, "now": run.moment.now_utc}
    return dict(connection.execute(queries.load("core/unchecked_months"), parameters).fetchall())


def _note_checked(run: Run, months: Mapping[str, bool], results: Iterable[CheckResult]) -> None:
    """Note which months passed as a whole, and that nobody's records are unchecked if all passed."""
    failed = {result.subject for result in results if not result.passed}
    with run.warehouse.transaction() as connection:
        connection.execute(
            """update gov.shards set checked = states.state from shard_states as states
            where shards.month = states.month and list_contains($months, shards.month)""",
            {"months": [month for month, is_whole in months.items() if is_whole and month not in failed]},
        )
        if not failed:
            connection.execute("delete from gov.unchecked_subjects")


@step("check published files")
def check_everything_published(run: Run) -> list[CheckResult]:
    """Compare every published file with its digest, then check what is in those that are as they were written.

    A file that is not is forgotten, so that the next publication builds it again.
    """
    started = perf_counter()
    partitions = load_partitions(run.warehouse)
    damaged = [part for part in partitions if not has_digest(part.place(run.workspace.sets), part.sha256)]
    forget_partitions(run.warehouse, damaged)
    unchanged = CheckResult(
        name="files_unchanged",
        title="Every published file is, bit for bit, what was written",
        severity="error",
        passed=not damaged,
        failing_rows=len(damaged),
        duties=("d-22", "d-34"),
        source="sql",
        subject="sets",
        remedy="run `chatward publish`, which builds what was damaged again, and have the disk looked at",
        duration_s=perf_counter() - started,
    )
    return [unchanged, *check_partitions(run, [part for part in partitions if part not in damaged])]


@step("check sets")
def check_partitions(
    run: Run, partitions: Sequence[Partition], new_rows: Mapping[str, pa.Array | None] | None = None
) -> list[CheckResult]:
    """Run the suites of Great Expectations on partitions that lie in the pool, and the check of who is in them.

    Args:
        run: with the governance database that says who may be in them.
        partitions: all that were built or looked at.
        new_rows: by file name: places of the rows that no publication checked before, None for all; what a row is
            need not be looked at twice. Without it, every row is new.
    """
    if not partitions:
        return []
    places = {part.file_name: new_rows.get(part.file_name) if new_rows else None for part in partitions}
    catalogue = open_pool(run.workspace.sets, run.keyring, partitions, memory_bytes=run.settings.memory_bytes)
    try:
        results = validate_sets(catalogue, list(_views(run, catalogue, partitions, places)))
        run.warehouse.connection.register("published_people", _published_people(run, catalogue, partitions))
        results += run_sql_checks(run.warehouse.connection, "sets", {"now": run.moment.now_utc})
        run.warehouse.connection.unregister("published_people")
    finally:
        catalogue.close()
    return results


def _views(
    run: Run,
    catalogue: duckdb.DuckDBPyConnection,
    partitions: Sequence[Partition],
    places: Mapping[str, pa.Array | None],
) -> Iterator[SetView]:
    """Yield what each set must be, and which of its rows are new."""
    for name in sorted({partition.set_name for partition in partitions}):
        own = [partition for partition in partitions if partition.set_name == name]
        new = sum(part.row_count if (chosen := places[part.file_name]) is None else len(chosen) for part in own)
        total = sum(partition.row_count for partition in own)
        view = _view(run, name, own)
        if 2 * new < total:  # where most is new, a copy of it costs more than it saves
            collect_rows(catalogue, run.workspace.sets, own, places, f"new_rows_of_{name}")
            view = replace(view, new_rows=f"new_rows_of_{name}")
        yield view


def _view(run: Run, name: str, partitions: Iterable[Partition]) -> SetView:
    spec = run.moment.policy.sets[name]
    purpose = run.moment.policy.purposes[spec.purpose]
    values = {
        "sender_role": ("customer", "staff", "bot"),
        "kind": MESSAGE_KINDS,
        "source": tuple(
            source.name for source in run.moment.policy.sources.values() if purpose.name in source.purposes
        ),
    }
    columns = []
    for column in spec.columns:
        made = SetColumn.named(column, _DUCKDB_TYPES[COLUMNS[name][column].type], values=values.get(column, ()))
        is_aggregate = spec.set_class.value == AGGREGATE
        columns.append(made if column not in _OPTIONAL or is_aggregate else made.optional())
    period = run.moment.policy.rule_for(spec.purpose).period
    return SetView(
        name=name,
        columns=tuple(columns),
        rows=sum(partition.row_count for partition in partitions if partition.set_name == name),
        key=_KEYS.get(name, ()) if set(_KEYS.get(name, ())) <= set(spec.columns) else (),
        not_before=period.before(run.moment.now).date(),
        not_after=run.moment.now.date(),
        smallest_cell_subjects=run.moment.policy.gate.smallest_cell_subjects if is_aggregate else None,
        own_contacts=run.moment.policy.pseudonymisation.own_contacts,
    )


def _published_people(run: Run, catalogue: object, partitions: Iterable[Partition]) -> pa.Table:
    """Return who is behind each sender token of the partitions: (set_name, purpose, needs_consent, token, subject_id).

    Computed from subjects and keys anew, so that the check does not lean on how the partitions were built.
    """
    policy = run.moment.policy
    rows: list[pa.Table] = []
    subjects = run.warehouse.connection.execute(
        """select distinct subjects.canonical_id as subject_id, canonical.role
        from gov.subjects as subjects inner join gov.subjects as canonical
            on subjects.canonical_id = canonical.subject_id"""
    ).to_arrow_table()
    by_key: dict[str, set[str]] = {}
    for partition in partitions:
        spec = policy.sets[partition.set_name]
        if spec.domain and "sender_token" in spec.columns:
            key_name = token_key_name(spec.domain, policy.domains[spec.domain].token_period, partition.month)
            by_key.setdefault(key_name, set()).add(partition.set_name)
    for key_name, names in by_key.items():
        tokens = token_column(Tokeniser(run.keyring.key(key_name)), SUBJECT, subjects["subject_id"].combine_chunks())
        people = subjects.append_column("token", tokens)
        rows.extend(_in_set(run, catalogue, name, people) for name in sorted(names))
    return pa.concat_tables(rows) if rows else _PEOPLE.empty_table()


_PEOPLE = pa.schema(
    [
        ("set_name", pa.string()),
        ("purpose", pa.string()),
        ("needs_consent", pa.bool_()),
        ("token", pa.string()),
        ("subject_id", pa.binary()),
    ]
)


def _in_set(run: Run, catalogue: object, name: str, subjects: pa.Table) -> pa.Table:
    spec = run.moment.policy.sets[name]
    needs_consent = run.moment.policy.purposes[spec.purpose].consent is not None
    catalogue.register("tokens", subjects)  # type: ignore[attr-defined]
    table = catalogue.execute(  # type: ignore[attr-defined]
        f"""select $name as set_name, $purpose as purpose, $needs_consent and role = 'customer' as needs_consent,
            token, subject_id
        from tokens where token in (select sender_token from "{name}")""",
        {"name": name, "purpose": spec.purpose, "needs_consent": needs_consent},
    ).to_arrow_table()
    catalogue.unregister("tokens")  # type: ignore[attr-defined]
    return table.cast(_PEOPLE)
