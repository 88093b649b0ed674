"""What a workspace holds right now, read without changing anything."""

from collections import Counter
from typing import Any

import duckdb

from chatward import clock
from chatward.intake.discovery import entries, place_id
from chatward.ledger.pinning import checked_head
from chatward.opening import load_keyring, looked_into
from chatward.policy import load as load_policy
from chatward.report import wording
from chatward.rights.states import Standing, State
from chatward.sets.catalogue import describe
from chatward.settings import Settings
from chatward.warehouse.generation import POINTER
from chatward.warehouse.kept.consent_files import CONSENT
from chatward.warehouse.kept.line_files import LineFolder, rejected_lines, rejected_places, spans
from chatward.warehouse.requests.request_acts import load_requests
from chatward.warehouse.requests.requests import REQUESTS
from chatward.workspace import Workspace, Writer, unwritten

Sections = dict[str, list[dict[str, object]]]

_SECTIONS = {
    "stored": """select source, count(distinct month) as months, sum(messages)::bigint as messages
        from gov.due_days group by source order by source""",
    "due": """select rule, coalesce(sum(messages) filter (due_on <= current_date), 0)::bigint as now,
        coalesce(sum(messages) filter (due_on <= current_date + 30), 0)::bigint as in_30_days
        from gov.due_days group by rule order by rule""",
    "held": """select distinct hold_id, case_reference, owner, placed_at_utc, review_on,
        coalesce(review_on < current_date, false) as is_review_due
        from gov.holds where released_at_utc is null order by hold_id""",
    "drift": """select source, path, found, array_to_string(siblings, ', ') as known_beside, records, exports,
        mode from gov.drifts order by source, path""",
    "quarantined": "select reason, count(*) as records from gov.quarantine group by reason order by reason",
    "sets": """select set_name, count(*) as partitions, sum(row_count)::bigint as rows
        from gov.partitions group by set_name order by set_name""",
    "pulled": """select source, count(*) as objects, sum(size_bytes)::bigint as size_bytes,
        max(pulled_at_utc) as last_at_utc from gov.transfers where is_taken group by source order by source""",
    "unpulled": """select source, message, count(*) as failures from gov.failed_pulls
        group by source, message order by source""",
    "runs": """select run_id, outcome, as_of_utc, policy_version from gov.runs order by started_at_utc desc limit 5""",
}
_UNPULLED = """select source, coalesce(object_name, object_id) as object, message, hint from gov.failed_pulls
    order by source, object"""
_UNREADABLE = "select source, entry_id as location, message, hint from gov.failed_entries"


def has_run(place: Workspace) -> bool:
    """Return whether anything ever ran in the workspace."""
    return (place.warehouse / POINTER).exists()


def read_failures(place: Workspace, here: Settings) -> Sections:
    """Return what could not be pulled, and exports and lines of consent that could not be read, with their places.

    Places may name people. So the warehouse keeps ids of exports, which are told by what lies in the sources' folders
    now; of what is gone from there the id stands, and of what was not pulled once somebody was erased.

    While a run is going on there is one section, ``running``.

    Raises:
        IntegrityError: the keyring is missing or does not fit.
    """
    with unwritten(place) as writer:
        if writer:
            return {"running": [_described(writer)]}
        with looked_into(place, here) as connection:
            return {
                "unpulled": _rows(connection, _UNPULLED),
                "unreadable": _named(place, here, _rows(connection, _UNREADABLE)),
                "consent_rejects": _rejected_places(connection, CONSENT),
                "request_rejects": _rejected_places(connection, REQUESTS),
            }


def read_status(place: Workspace, here: Settings) -> Sections:
    """Return sections of rows for printing, as many as there are things that a workspace holds.

    While a run is going on, which keeps the warehouse to itself, there are the sections ``running`` and ``sets``.

    Raises:
        IntegrityError: the keyring is missing or does not fit; a record of the ledger was changed or is missing.
    """
    with unwritten(place) as writer:
        if writer:
            return {"running": [_described(writer)], "sets": _released(place)}
        with looked_into(place, here) as connection:
            found = {section: _rows(connection, query) for section, query in _SECTIONS.items()}
            found["consent_rejects"] = _rejected_reasons(connection, CONSENT)
            found["requests"] = _requests(connection)
            found["request_rejects"] = _rejected_reasons(connection, REQUESTS)
            found["ledger"] = _ledger(place, connection)
            return found


def _rows(connection: duckdb.DuckDBPyConnection | None, query: str) -> list[dict[str, object]]:
    if connection is None:
        return []
    cursor = connection.execute(query)
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _named(place: Workspace, here: Settings, rows: list[dict[str, object]]) -> list[dict[str, object]]:
    """Return rows with the places that their ids stand for, as far as these are there, in order."""
    names = _names_of_places(place, here) if rows else {}
    named = [row | {"location": names.get(str(row["location"]), row["location"])} for row in rows]
    return sorted(named, key=lambda row: (str(row["source"]), str(row["location"])))


def _names_of_places(place: Workspace, here: Settings) -> dict[str, str]:
    """Return by their ids the places and names of what lies in the sources' folders."""
    key = load_keyring(place, here).key("dedupe")
    sources = load_policy(place.policy_path).sources.values()
    found = [entry for source in sources for entry in entries(place.root, source.paths)]
    return {place_id(name, key): name for entry in found for name in (entry.path.name, entry.location)}


def _ledger(place: Workspace, connection: duckdb.DuckDBPyConnection | None) -> list[dict[str, object]]:
    """Walk the whole ledger and return how much of it is as it was written: all, or there is an error."""
    head = checked_head(connection, place.ledger) if connection else None
    return [{"intact_records": head.records}] if head else []


def _requests(connection: duckdb.DuckDBPyConnection | None) -> list[dict[str, object]]:
    """Return how many requests are open, by kind, and when the next is due."""
    now = clock.now()
    found: dict[str, list[Standing]] = {}
    for request in load_requests(connection) if connection else []:
        if request.standing.state.is_open:
            found.setdefault(request.right.value, []).append(request.standing)
    return [
        {
            "kind": kind,
            "open": len(standings),
            "not_verified": sum(each.state is State.RECEIVED for each in standings),
            "in_review": sum(each.state is State.IN_REVIEW for each in standings),
            "overdue": sum(each.is_overdue(now) for each in standings),
            "next_due_at_utc": min(each.due_at for each in standings),
        }
        for kind, standings in sorted(found.items())
    ]


def _rejected_reasons(connection: duckdb.DuckDBPyConnection | None, lines: LineFolder[Any]) -> list[dict[str, object]]:
    rejects = rejected_lines(connection, lines) if connection else []
    reasons = Counter(reject.reason for reject in rejects)
    return [{"reason": reason, "lines": count} for reason, count in sorted(reasons.items())]


def _rejected_places(connection: duckdb.DuckDBPyConnection | None, lines: LineFolder[Any]) -> list[dict[str, object]]:
    places = rejected_places(connection, lines) if connection else {}
    return [
        {
            "location": location,
            "file_id": file_id,
            "reason": reason,
            "lines": len(found),
            "which": wording.spans(spans(found)),
        }
        for (file_id, location, reason), found in places.items()
    ]


def _described(writer: Writer) -> dict[str, object]:
    return {"pid": writer.pid, "since_utc": writer.since}


def _released(place: Workspace) -> list[dict[str, object]]:
    """Return the sets as readers see them, by their manifests."""
    names = sorted(path.name for path in place.sets.iterdir()) if place.sets.is_dir() else []
    manifests: list[tuple[str, dict[str, Any]]] = [
        (name, found) for name in names if (found := describe(place.sets, name))
    ]
    return [
        {"set_name": name, "partitions": len(found["files"]), "rows": sum(entry["rows"] for entry in found["files"])}
        for name, found in manifests
    ]
