"""Plans what must be published anew, and keeps which partitions are valid."""

import hashlib
import json
import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path

from chatward.durable import has_digest
from chatward.policy.model import Policy
from chatward.policy.period import Period
from chatward.policy.sections import SetSpec
from chatward.policy.terms import bits_of, hint_sets
from chatward.sets.jobs import IDENTIFIER_LEFT, TEXT, MonthJob, SetJob
from chatward.sets.partitions import file_key_name, load_partitions
from chatward.sets.releases import POOL, Partition
from chatward.sets.reusing import Former
from chatward.sets.searched import Searched, last_searched, people_state
from chatward.warehouse.moment import Moment
from chatward.warehouse.store import ShardFile, Warehouse

AGGREGATE = "aggregate"


@dataclass(frozen=True, slots=True)
class PublishPlan:
    """What to build, and what stays.

    Attributes:
        jobs: one per purpose and month that must be built.
        inputs: (set, month) → what the partition will have been built from.
        kept: valid partitions that are linked again.
        searched: whom the texts of valid partitions were searched for; None where nothing of them can be used again.
        people_state: of the people that texts are searched for now.
    """

    jobs: tuple[MonthJob, ...]
    inputs: dict[tuple[str, str], str]
    kept: tuple[Partition, ...]
    searched: Searched | None
    people_state: str


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a partition is built from.

    Attributes:
        content_version: rises with whatever is stored of the month, or known of those of whom something is stored.
        stored: changes with what is stored alone.
        fingerprint: of policy and code.
    """

    content_version: str
    stored: str
    fingerprint: str

    @classmethod
    def read(cls, text: str) -> "Inputs":
        """Return what ``str`` wrote; of what another version of chatward wrote, nothing that equals anything."""
        parts = text.split("/")
        return cls(*parts) if len(parts) == len(fields(cls)) else cls("", "", "")

    def __str__(self) -> str:
        """Return it as the governance database keeps it."""
        return "/".join((self.content_version, self.stored, self.fingerprint))


@dataclass(frozen=True, slots=True)
class _Basis:
    """What a plan is made from.

    Attributes:
        stored: the valid partitions, by set and month.
        sets: the workspace's folder of sets.
    """

    warehouse: Warehouse
    moment: Moment
    sets: Path
    stored: Mapping[tuple[str, str], Partition]
    inputs: dict[tuple[str, str], str]
    searched: Searched | None
    people_state: str

    def is_valid(self, spec: SetSpec, month: str) -> bool:
        """Return whether a partition is what would be built now, and its file as it was written."""
        partition = self.stored.get((spec.name, month))
        if partition is None or not self._is_current(spec, partition):
            return False
        return has_digest(partition.place(self.sets), partition.sha256)

    def _is_current(self, spec: SetSpec, partition: Partition) -> bool:
        if partition.inputs != self.inputs[spec.name, partition.month]:
            return self._is_over(partition, spec)
        if _has_texts(spec) and not self._is_searched(partition):
            return False
        stale_at = partition.stale_at_utc
        return stale_at is None or stale_at > self.moment.now_utc  # type: ignore[operator]

    def _is_searched(self, partition: Partition) -> bool:
        """Return whether the texts of a partition, and those that were left out of it, were searched for whom we know.

        What is known of people decides of no other text: where there is none, nothing need be searched.
        """
        if self.searched is not None and self.searched.state == self.people_state:
            return True
        return not partition.row_count and IDENTIFIER_LEFT not in json.loads(partition.withheld)

    def _is_over(self, partition: Partition, spec: SetSpec) -> bool:
        """Return whether an empty partition stays empty: nothing is stored otherwise, and all is past its period."""
        was, is_now = (Inputs.read(text) for text in (partition.inputs, self.inputs[spec.name, partition.month]))
        next_month = (date.fromisoformat(f"{partition.month}-01") + timedelta(days=31)).replace(day=1)
        is_past = next_month <= self.moment.policy.rule_for(spec.purpose).period.before(self.moment.now).date()
        return not partition.row_count and is_past and replace(was, content_version=is_now.content_version) == is_now

    def former(self, spec: SetSpec, month: str) -> Former | None:
        """Return the partition whose rows may be used again: one that the same policy and code would build so."""
        partition = self.stored.get((spec.name, month))
        if partition is None or partition.key_name is None:
            return None
        wanted = Inputs.read(self.inputs[spec.name, month])
        if self.searched is None or Inputs.read(partition.inputs).fingerprint != wanted.fingerprint:
            return None
        path = partition.place(self.sets)
        key = self.warehouse.keyring.key(partition.key_name)
        return Former(path, notes_path(self.warehouse, spec.name, partition.file_name), key, partition.sha256)


def plan_publication(warehouse: Warehouse, sets: Path, moment: Moment, code: str) -> PublishPlan:
    """Return what a publication would build; nothing is written but the keys of the new files.

    A partition is built anew if its month changed, if something in it fell due or lost its consent, if its texts may
    name somebody else now, or if policy or detector changed. Everything else is linked as it is: the cost follows the
    change.

    Args:
        code: version of the code that decides what partitions look like, e.g. the detector's.
    """
    months = [(each.month, version, warehouse.shard_state(each)) for each, version in _months(warehouse)]
    inputs = {
        (spec.name, month): str(Inputs(version, state, _fingerprint(moment.policy, spec, code)))
        for spec in moment.policy.sets.values()
        for month, version, state in months
    }
    stored = {(p.set_name, p.month): p for p in load_partitions(warehouse)}
    basis = _Basis(warehouse, moment, sets, stored, inputs, last_searched(warehouse), people_state(warehouse))
    wanted = {
        month: [spec for spec in moment.policy.sets.values() if not basis.is_valid(spec, month)] for month, *_ in months
    }
    names = {(spec.name, month): _new_file(month) for month, specs in wanted.items() for spec in specs}
    warehouse.keyring.create(_key_names(moment.policy, names))
    jobs = [job for month, specs in wanted.items() for job in _jobs(basis, month, specs, names)]
    kept = tuple(stored[key] for key in inputs if key not in names)
    return PublishPlan(tuple(jobs), inputs, kept, basis.searched, basis.people_state)


def _months(warehouse: Warehouse) -> list[tuple[ShardFile, str]]:
    """Return every month with messages, and the version of its content."""
    rows = warehouse.connection.execute(
        "select month, generation, content_version from gov.shards where messages > 0 order by month"
    ).fetchall()
    return [(ShardFile(month, generation), str(version)) for month, generation, version in rows]


def _has_texts(spec: SetSpec) -> bool:
    return TEXT in spec.columns


def _fingerprint(policy: Policy, spec: SetSpec, version: str) -> str:
    """Return a digest of everything but the data that a partition's content depends on."""
    parts = [
        spec.model_dump(mode="json"),
        policy.purposes[spec.purpose].model_dump(mode="json"),
        str(policy.rule_for(spec.purpose).period),
        _hint_periods(policy, spec.purpose),
        policy.gate.model_dump(mode="json") if spec.set_class.value == AGGREGATE else None,
        policy.domains[spec.domain].model_dump(mode="json") if spec.domain else None,
        _texts_basis(policy) if _has_texts(spec) else None,
        version,
    ]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:16]


def _texts_basis(policy: Policy) -> list[object]:
    """Return what of the whole policy decides how texts look."""
    return [policy.controller.country, policy.pseudonymisation.model_dump(mode="json", exclude={"domains"})]


def _new_file(month: str) -> str:
    return f"{month}.{secrets.token_hex(4)}.parquet"


def _key_names(policy: Policy, files: Mapping[tuple[str, str], str]) -> Iterator[str]:
    """Yield the names of the keys that new partitions of pseudonymised sets need."""
    for (name, month), file_name in files.items():
        if domain := policy.sets[name].domain:
            yield token_key_name(domain, policy.domains[domain].token_period, month)
            yield file_key_name(name, file_name)


def _jobs(
    basis: _Basis, month: str, specs: Iterable[SetSpec], names: Mapping[tuple[str, str], str]
) -> Iterator[MonthJob]:
    """Yield one job a purpose for sets of ``month``, whose new files have ``names``."""
    policy, warehouse = basis.moment.policy, basis.warehouse
    shard = warehouse.shard_file(month)
    for purpose, own in groupby(sorted(specs, key=lambda spec: spec.purpose), key=lambda spec: spec.purpose):
        yield MonthJob(
            month=month,
            shard=warehouse.shard_path(shard),
            shard_key=warehouse.keyring.key(shard.key_name),
            purpose=purpose,
            period=policy.rule_for(purpose).period.sql_interval,
            needs_consent=policy.purposes[purpose].consent is not None,
            now=basis.moment.now_utc,
            gate={
                "smallest_cell_subjects": policy.gate.smallest_cell_subjects,
                "largest_subject_share": policy.gate.largest_subject_share,
            },
            sets=tuple(_set_job(basis, spec, month, names[spec.name, month]) for spec in own),
            memory_bytes=512 * 2**20,
            regions=(policy.controller.country,),
            names_in_texts=policy.pseudonymisation.names_in_texts,
            references=policy.pseudonymisation.references,
            allowed=policy.pseudonymisation.allow,
            own_contacts=policy.pseudonymisation.own_contacts,
            hint_periods=_hint_periods(policy, purpose),
        )


def _hint_periods(policy: Policy, purpose: str) -> dict[int, str]:
    """Return how long messages that hint at something serve a purpose, by the bits of what they hint at."""
    return {
        bits_of(hints): policy.rule_for(purpose, hints=hints).period.sql_interval
        for hints in hint_sets(policy)
        if hints
    }


def _set_job(basis: _Basis, spec: SetSpec, month: str, file_name: str) -> SetJob:
    path = basis.sets / spec.name / POOL / file_name
    if spec.domain is None:
        return SetJob(spec.name, spec.columns, path, None, None)
    key = basis.warehouse.keyring.key
    token_key = key(token_key_name(spec.domain, basis.moment.policy.domains[spec.domain].token_period, month))
    job = SetJob(spec.name, spec.columns, path, token_key, key(file_key_name(spec.name, file_name)), spec.replace)
    job = replace(job, withhold_hints=spec.withhold_hints)
    if not _has_texts(spec) or spec.replace:
        return job  # whom a text shows is read from the tokens in it: rows that show none are made anew
    return replace(job, notes=notes_path(basis.warehouse, spec.name, file_name), former=basis.former(spec, month))


def notes_path(warehouse: Warehouse, set_name: str, file_name: str) -> Path:
    """Return where the notes on a partition's rows lie: what leads back from its tokens stays in the warehouse."""
    return warehouse.folder / "notes" / set_name / file_name


def retire_notes(warehouse: Warehouse, partitions: Iterable[Partition]) -> None:
    """Remove the notes on all partitions but these."""
    valid = {notes_path(warehouse, partition.set_name, partition.file_name) for partition in partitions}
    for path in (warehouse.folder / "notes").glob("*/*"):
        if path not in valid:
            path.unlink()


def token_key_name(domain: str, period: Period, month: str) -> str:
    """Return the name of the key of a domain's tokens in the period that ``month`` lies in.

    Periods are counted from year 0; one shorter than a month counts as a month.
    """
    length = max(1, period.months)
    number = (int(month[:4]) * 12 + int(month[5:]) - 1) // length * length
    return f"token/{domain}/{number // 12:04d}-{number % 12 + 1:02d}+{length}m"
