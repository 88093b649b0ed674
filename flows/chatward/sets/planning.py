"""Plans what must be published anew, and keeps which partitions are valid."""

import hashlib
import json
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, fields
from itertools import groupby
from pathlib import Path

import pyarrow as pa

from chatward import queries
from chatward.identity.normalise import normalise_all
from chatward.policy.model import Policy
from chatward.policy.period import Period
from chatward.policy.sections import SetSpec
from chatward.sets.building import BuiltPartition, MonthJob, People, SetJob
from chatward.sets.releases import POOL, Partition, is_intact
from chatward.warehouse.moment import Moment
from chatward.warehouse.store import Warehouse

AGGREGATE = "aggregate"


@dataclass(frozen=True, slots=True)
class PublishPlan:
    """What to build, and what stays.

    Attributes:
        jobs: one per purpose and month that must be built.
        inputs: (set, month) → what the partition will have been built from.
        kept: valid partitions that are linked again.
    """

    jobs: tuple[MonthJob, ...]
    inputs: dict[tuple[str, str], str]
    kept: tuple[Partition, ...]


def plan_publication(warehouse: Warehouse, sets: Path, moment: Moment, version: str) -> PublishPlan:
    """Return what a publication would build; nothing is written but the keys of the new files.

    A partition is built anew if its month changed, if something in it fell due or lost its consent, or if policy or
    detector changed. Everything else is linked as it is: the cost follows the change.

    Args:
        version: of the code that decides what partitions look like, e.g. the detector's.
    """
    policy = moment.policy
    months = warehouse.connection.execute(
        "select month, content_version from gov.shards where messages > 0 order by month"
    ).fetchall()
    stored = {(p.set_name, p.month): p for p in load_partitions(warehouse)}
    inputs = {
        (spec.name, month): f"{content}:{_fingerprint(policy, spec, version)}"
        for spec in policy.sets.values()
        for month, content in months
    }
    kept = {key: stored[key] for key, value in inputs.items() if _is_valid(stored.get(key), value, sets, moment)}
    stale = {month for (name, month) in inputs if (name, month) not in kept}
    jobs = [job for month in sorted(stale) for job in _jobs(warehouse, sets, moment, month, kept.keys())]
    return PublishPlan(tuple(jobs), inputs, tuple(kept.values()))


def _fingerprint(policy: Policy, spec: SetSpec, version: str) -> str:
    """Return a digest of everything but the data that a partition's content depends on."""
    parts = [
        spec.model_dump(mode="json"),
        policy.purposes[spec.purpose].model_dump(mode="json"),
        str(policy.rule_for(spec.purpose).period),
        policy.gate.model_dump(mode="json") if spec.set_class.value == AGGREGATE else None,
        version,
    ]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:16]


def _is_valid(partition: Partition | None, inputs: str, sets: Path, moment: Moment) -> bool:
    if partition is None or partition.inputs != inputs:
        return False
    if not is_intact(sets / partition.set_name / POOL / partition.file_name, partition.size_bytes):
        return False
    stale_at = partition.stale_at_utc
    return stale_at is None or stale_at > moment.now_utc  # type: ignore[operator]


def _jobs(
    warehouse: Warehouse, sets: Path, moment: Moment, month: str, kept: Iterable[tuple[str, str]]
) -> list[MonthJob]:
    """Return one job a purpose for the sets of ``month`` that are not kept."""
    policy, keep = moment.policy, set(kept)
    wanted = sorted(
        (spec for spec in policy.sets.values() if (spec.name, month) not in keep), key=lambda spec: spec.purpose
    )
    shard = warehouse.shard_file(month)
    return [
        MonthJob(
            month=month,
            shard=warehouse.shard_path(shard),
            shard_key=warehouse.keyring.key(shard.key_name),
            purpose=purpose,
            period=policy.rule_for(purpose).period.sql_interval,
            needs_consent=policy.purposes[purpose].consent is not None,
            now=moment.now_utc,
            gate={
                "smallest_cell_subjects": policy.gate.smallest_cell_subjects,
                "largest_subject_share": policy.gate.largest_subject_share,
            },
            sets=tuple(_set_job(warehouse, sets, policy, spec, month) for spec in specs),
            memory_bytes=512 * 2**20,
            regions=(policy.controller.country,),
        )
        for purpose, specs in groupby(wanted, key=lambda spec: spec.purpose)
    ]


def _set_job(warehouse: Warehouse, sets: Path, policy: Policy, spec: SetSpec, month: str) -> SetJob:
    generation = secrets.token_hex(4)
    path = sets / spec.name / POOL / f"{month}.{generation}.parquet"
    if spec.domain is None:
        return SetJob(spec.name, spec.columns, path, None, None)
    token_key = token_key_name(spec.domain, policy.domains[spec.domain].token_period, month)
    file_key = file_key_name(spec.name, path.name)
    warehouse.keyring.create([token_key, file_key])
    keyring = warehouse.keyring
    return SetJob(spec.name, spec.columns, path, keyring.key(token_key), keyring.key(file_key), spec.replace)


def file_key_name(set_name: str, file_name: str) -> str:
    """Return the name of a partition's key in the keyring."""
    return f"set/{set_name}/{file_name.removesuffix('.parquet')}"


def token_key_name(domain: str, period: Period, month: str) -> str:
    """Return the name of the key of a domain's tokens in the period that ``month`` lies in.

    Periods are counted from year 0; one shorter than a month counts as a month.
    """
    length = max(1, period.months)
    number = (int(month[:4]) * 12 + int(month[5:]) - 1) // length * length
    return f"token/{domain}/{number // 12:04d}-{number % 12 + 1:02d}+{length}m"


def known_people(warehouse: Warehouse, moment: Moment) -> People:
    """Return everybody who is known, as the workers that build partitions need it."""
    connection = warehouse.connection
    subjects = connection.execute(
        """select subjects.subject_id, subjects.canonical_id, canonical.role
        from gov.subjects as subjects inner join gov.subjects as canonical
            on subjects.canonical_id = canonical.subject_id"""
    ).to_arrow_table()
    identifiers = connection.execute(
        """select distinct subjects.canonical_id, identifiers.identifier_type, identifiers.identifier,
            coalesce(display_name, if(identifiers.identifier_type like '%_name', identifier, null)) as display_name
        from gov.identifiers as identifiers
        inner join gov.identities as identities using (identity_index)
        inner join gov.subjects as subjects using (subject_id)
        order by all"""
    ).to_arrow_table()
    permitted = {
        purpose: connection.execute(
            queries.load("core/permitted_subjects"), {"purpose": purpose, "now": moment.now_utc}
        ).to_arrow_table()
        for purpose in {spec.purpose for spec in moment.policy.sets.values()}
    }
    return People(moment.run_id, subjects, _with_normal_forms(identifiers), permitted)


def _with_normal_forms(identifiers: pa.Table) -> pa.Table:
    types, values = (identifiers[name].to_pylist() for name in ("identifier_type", "identifier"))
    normal = [normalise_all(kind, [value])[0] for kind, value in zip(types, values, strict=True)]
    return identifiers.append_column("normalised", pa.array(normal, pa.string()))


def load_partitions(warehouse: Warehouse) -> list[Partition]:
    """Return the valid partitions of all sets."""
    names = ", ".join(field.name for field in fields(Partition))
    rows = warehouse.connection.execute(f"select {names} from gov.partitions order by set_name, month").fetchall()
    return [Partition(*row) for row in rows]


def as_partition(built: BuiltPartition, inputs: str, *, is_encrypted: bool) -> Partition:
    """Return a built partition as the governance database keeps it."""
    return Partition(
        set_name=built.set_name,
        month=built.month,
        file_name=built.file_name,
        key_name=file_key_name(built.set_name, built.file_name) if is_encrypted else None,
        inputs=inputs,
        row_count=built.row_count,
        size_bytes=built.size_bytes,
        sha256=built.sha256,
        withheld=json.dumps(dict(built.withheld), sort_keys=True),
        stale_at_utc=built.stale_at,
    )


def forget_partitions(warehouse: Warehouse, partitions: Iterable[Partition]) -> None:
    """Make partitions invalid, so that the next publication builds them again."""
    with warehouse.transaction() as connection:
        for partition in partitions:
            connection.execute(
                "delete from gov.partitions where set_name = ? and file_name = ?",
                [partition.set_name, partition.file_name],
            )


def store_partitions(warehouse: Warehouse, partitions: Sequence[Partition]) -> None:
    """Make these the valid partitions, in one transaction: from then on they are what a release consists of."""
    with warehouse.transaction() as connection:
        connection.execute("delete from gov.partitions")
        marks = ", ".join("?" for _ in fields(Partition))
        for partition in partitions:
            connection.execute(f"insert into gov.partitions values ({marks})", list(astuple(partition)))
