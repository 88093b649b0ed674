"""Fills the evidence of a report from the governance database and from what the stages of a run left."""

import json
from collections.abc import Iterable, Sequence
from datetime import timedelta
from pathlib import Path

import duckdb

from chatward.policy.model import Policy
from chatward.report.arrivals import Drift, Fates, File, Held, Source, Volume
from chatward.report.evidence import (
    Consent,
    ConsentMonth,
    ConsentReject,
    DueMonth,
    Processor,
    PublishedSet,
    Retention,
    SetFile,
)
from chatward.sets.catalogue import describe
from chatward.sources.drift_paths import policy_line
from chatward.warehouse.kept.consent_files import CONSENT
from chatward.warehouse.kept.line_files import rejected_places, spans
from chatward.warehouse.moment import Moment
from chatward.warehouse.samples.inventorying import read_inventory

_FATES = "sum(records), sum(messages), sum(events), sum(duplicates), sum(rejected), sum(refused)"
_CONSENT_STATES = """
    select state, count(*) from (
        select
            subject_id,
            case
                when bool_or(granted_at_utc <= $now and (ended_at_utc is null or ended_at_utc > $now)) then 'granted'
                when arg_max(end_reason, granted_at_utc) = 'withdrawn' then 'withdrawn'
                else 'expired'
            end as state
        from gov.consent_intervals where purpose = $purpose group by subject_id
    ) group by state"""
_MOST_FILES = 500
"""A report lists the latest files; all of them stand in the governance database."""
_MOST_SPANS = 20
"""A report lists the first places of lines that could not be read; `chatward status --failures` lists all."""


def sources(connection: duckdb.DuckDBPyConnection, policy: Policy) -> tuple[Source, ...]:
    """Return everything collected so far, by source of the policy."""
    totals = {
        row[0]: row[1:]
        for row in connection.execute(
            f"""select source, count(*), min(first_at_utc), max(last_at_utc), {_FATES} from gov.files group by source"""
        ).fetchall()
    }
    reasons = _nested(
        connection.execute(
            """select files.source, reason, sum(file_reasons.records)::bigint from gov.file_reasons
            inner join gov.files using (file_id) where fate in ('rejected', 'refused') group by all order by all"""
        ).fetchall()
    )
    zones = _nested(
        connection.execute(
            """select source, zone_source, count(*) from (
                select source, unnest(zone_sources) as zone_source from gov.files)
            group by all order by all"""
        ).fetchall()
    )
    return tuple(
        Source(
            source=name,
            platform=spec.platform,
            processor=policy.processors[spec.processor].name,
            files=totals.get(name, (0,))[0],
            fates=_fates(totals[name][3:]) if name in totals else _fates((0,) * 6),
            reasons=reasons.get(name, {}),
            zone_sources=zones.get(name, {}),
            first_at_utc=totals[name][1] if name in totals else None,
            last_at_utc=totals[name][2] if name in totals else None,
        )
        for name, spec in policy.sources.items()
    )


def _nested(rows: Iterable[tuple[str, str, int]]) -> dict[str, dict[str, int]]:
    nested: dict[str, dict[str, int]] = {}
    for outer, inner, count in rows:
        nested.setdefault(outer, {})[inner] = count
    return nested


def _fates(row: Sequence[int]) -> Fates:
    names = ("records", "messages", "events", "duplicates", "rejected", "refused")
    return Fates(**{name: int(value) for name, value in zip(names, row, strict=True)})


def drifts(connection: duckdb.DuckDBPyConnection) -> tuple[Drift, ...]:
    """Return what exports hold that their readers do not know."""
    rows = connection.execute(
        "select source, path, found, siblings, records, exports, mode from gov.drifts order by source, path"
    ).fetchall()
    return tuple(
        Drift(
            source=source, path=path, found=found, siblings=tuple(siblings), records=records, exports=exports,
            mode=mode, policy_line=policy_line(path),
        )
        for source, path, found, siblings, records, exports, mode in rows
    )  # fmt: skip


def inventory(connection: duckdb.DuckDBPyConnection, policy: Policy) -> tuple[Held, ...]:
    """Return what sources hold, as the last checks found it."""
    return tuple(
        Held(
            source=each.holds.source, column=each.holds.column, holding=each.holds.holding.value,
            detector=each.holds.detector, hits=each.holds.hits, share=each.holds.share,
            categories=tuple(each.categories), first_seen_at_utc=each.first_seen,
        )
        for each in read_inventory(connection, policy)
    )  # fmt: skip


def files(connection: duckdb.DuckDBPyConnection) -> tuple[File, ...]:
    """Return the latest files, by ids that say nothing of their names."""
    rows = connection.execute(
        f"""select file_id, source, collected_at_utc, {_FATES} from gov.files
        group by all order by collected_at_utc desc, file_id limit {_MOST_FILES}"""
    ).fetchall()
    return tuple(File(file_id=r[0], source=r[1], collected_at_utc=r[2], fates=_fates(r[3:])) for r in rows)


def volumes(connection: duckdb.DuckDBPyConnection) -> tuple[Volume, ...]:
    """Return stored messages by month and source."""
    rows = connection.execute(
        "select month, source, sum(messages)::bigint from gov.due_days group by all order by all"
    ).fetchall()
    return tuple(Volume(month=month, source=source, messages=count) for month, source, count in rows)


def consents(connection: duckdb.DuckDBPyConnection, moment: Moment) -> tuple[Consent, ...]:
    """Return where the people stand on each purpose now."""
    customers = connection.execute(
        "select count(distinct canonical_id) from gov.subjects where role = 'customer'"
    ).fetchall()[0][0]
    result = []
    for purpose in moment.policy.purposes.values():
        parameters = {"purpose": purpose.name, "now": moment.now_utc}
        counts = dict(connection.execute(_CONSENT_STATES, parameters).fetchall())
        steps = dict(
            connection.execute(
                """select action, median(steps) from gov.consent_events
                where purpose = $purpose and steps is not null group by action""",
                {"purpose": purpose.name},
            ).fetchall()
        )
        is_consent = purpose.consent is not None
        asked = sum(counts.values())
        result.append(
            Consent(
                purpose=purpose.name,
                title=purpose.title,
                basis=purpose.basis.value,
                granted=counts.get("granted", 0),
                withdrawn=counts.get("withdrawn", 0),
                expired=counts.get("expired", 0),
                never_asked=max(0, customers - asked) if is_consent else 0,
                median_steps_to_give=steps.get("granted"),
                median_steps_to_withdraw=steps.get("withdrawn"),
            )
        )
    return tuple(result)


def consent_months(connection: duckdb.DuckDBPyConnection) -> tuple[ConsentMonth, ...]:
    """Return grants and withdrawals by month and purpose."""
    rows = connection.execute(
        """select strftime(effective_at_utc, '%Y-%m') as month, purpose, count(*) filter (action = 'granted'),
            count(*) filter (action = 'withdrawn') from gov.consent_events group by all order by all"""
    ).fetchall()
    return tuple(ConsentMonth(month=m, purpose=p, granted=g, withdrawn=w) for m, p, g, w in rows)


def consent_rejects(connection: duckdb.DuckDBPyConnection) -> tuple[ConsentReject, ...]:
    """Return the lines of consent files that are no events, by file and reason."""
    return tuple(
        ConsentReject(file_id=file_id, reason=reason, lines=len(found), spans=spans(found)[:_MOST_SPANS])
        for (file_id, _, reason), found in rejected_places(connection, CONSENT).items()
    )


def retentions(connection: duckdb.DuckDBPyConnection, moment: Moment, held: dict[str, int]) -> tuple[Retention, ...]:
    """Return what each rule governs; ``held`` counts records past their limit that a hold keeps, by rule."""
    rows = connection.execute(
        """select rule, sum(messages)::bigint,
            coalesce(sum(messages) filter (due_on <= $now + 30), 0)::bigint,
            coalesce(sum(messages) filter (due_on <= $now + 90), 0)::bigint,
            coalesce(sum(messages) filter (due_on <= $now + 365), 0)::bigint,
            coalesce(sum(messages) filter (due_on < $now), 0)::bigint
        from gov.due_days group by rule""",
        {"now": moment.now_utc.date()},
    ).fetchall()
    stored = {row[0]: row[1:] for row in rows}
    disposed = dict(
        connection.execute(
            """select rule, sum(records)::bigint from (
                select run_id, rule, messages + events as records from gov.disposals
                union all select run_id, rule, records from gov.record_disposals)
            where run_id = ? group by rule""",
            [moment.run_id],
        ).fetchall()
    )
    result = []
    for rule in moment.policy.retention:
        count, d30, d90, d365, overdue = stored.get(rule.rule, (0, 0, 0, 0, 0))
        kept = held.get(rule.rule, 0)
        result.append(
            Retention(
                rule=rule.rule, object=rule.object.value, purpose=rule.purpose, period=str(rule.period),
                starting_point=rule.starting_point.value, reason=rule.reason, stored=count,
                due_30_days=d30, due_90_days=d90, due_365_days=d365, overdue=max(0, overdue - kept), held=kept,
                disposed=disposed.get(rule.rule, 0),
            )
        )  # fmt: skip
    return tuple(result)


def due_months(connection: duckdb.DuckDBPyConnection, moment: Moment) -> tuple[DueMonth, ...]:
    """Return the forecast: messages by rule and month in which they fall due, for two years."""
    rows = connection.execute(
        """select strftime(due_on, '%Y-%m') as month, rule, sum(messages)::bigint from gov.due_days
        where due_on >= $start and due_on < $end group by all order by all""",
        {"start": moment.now_utc.date(), "end": (moment.now_utc + timedelta(days=730)).date()},
    ).fetchall()
    return tuple(DueMonth(month=month, rule=rule, messages=count) for month, rule, count in rows)


def published_sets(
    connection: duckdb.DuckDBPyConnection, folder: Path, policy: Policy, new: frozenset[str]
) -> tuple[PublishedSet, ...]:
    """Return every set of the policy as readers see it now; ``new`` names those that this run released."""
    withheld = _withheld(connection)
    result = []
    for spec in policy.sets.values():
        manifest = describe(folder, spec.name) or {"files": []}
        entries: list[dict[str, object]] = manifest["files"]  # type: ignore[assignment]
        listed = tuple(
            SetFile(
                path=f"month={entry['month']}/{entry['file']}",
                rows=int(str(entry["rows"])),
                size_bytes=int(str(entry["bytes"])),
                sha256=str(entry["sha256"]),
            )
            for entry in entries
        )
        result.append(
            PublishedSet(
                name=spec.name,
                title=spec.title,
                set_class=spec.set_class.value,
                purpose=spec.purpose,
                release_id=str(manifest["release"]) if "release" in manifest else None,
                is_new=spec.name in new,
                rows=sum(file.rows for file in listed),
                partitions=len(listed),
                columns=tuple(spec.columns),
                withheld=withheld.get(spec.name, {}),
                files=listed,
            )
        )
    return tuple(result)


def _withheld(connection: duckdb.DuckDBPyConnection) -> dict[str, dict[str, int]]:
    sums: dict[str, dict[str, int]] = {}
    for name, text in connection.execute("select set_name, withheld from gov.partitions").fetchall():
        reasons = sums.setdefault(name, {})
        for reason, count in json.loads(text).items():
            reasons[reason] = reasons.get(reason, 0) + count
    return sums


def processors(policy: Policy) -> tuple[Processor, ...]:
    """Return the processors of the policy with the sources that they handle."""
    return tuple(
        Processor(
            name=processor.name,
            agreement=processor.agreement,
            expires_on=processor.expires_on,
            sources=tuple(source.name for source in policy.sources.values() if source.processor == name),
        )
        for name, processor in policy.processors.items()
    )
