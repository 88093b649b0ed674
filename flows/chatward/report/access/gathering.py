"""Gathers what is stored of one person across all channels, other people's identities taken out."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import duckdb
import pyarrow as pa

from chatward import queries
from chatward.deidentify.redaction import Reader, redact_others, redact_own
from chatward.detect import Detector
from chatward.identity.normalise import normalise
from chatward.policy.model import Policy
from chatward.report.access.published import published_rows
from chatward.rights.kinds import Right
from chatward.warehouse.moment import Moment
from chatward.warehouse.request_acts import StoredRequest, load_requests
from chatward.warehouse.responding import months_of
from chatward.warehouse.store import Warehouse

Row = dict[str, Any]
_SHORTEST_WORD = 5
_PORTABLE = frozenset({"consent", "contract"})


@dataclass(slots=True)
class Dossier:
    """What is stored of one person, as tables of plain values.

    Attributes:
        about: who answers what, and when.
        tables: rows by name: ``messages``, ``events``, ``attachments``, ``identifiers``, ``consent``, ``requests``,
            ``processing``, and one for each published set.
    """

    about: Row
    tables: dict[str, list[Row]] = field(default_factory=dict)


def gather(
    warehouse: Warehouse, moment: Moment, request: StoredRequest, people: Sequence[bytes],
    catalogue: duckdb.DuckDBPyConnection,
) -> Dossier:  # fmt: skip
    """Return what is stored of a person.

    For portability only what the person gave, and what rests on consent or a contract (GDPR Art. 20(1)).

    Args:
        warehouse: read only.
        moment: of the answer.
        request: that is answered.
        people: canonical ids of the person.
        catalogue: shows the published sets.
    """
    connection, policy = warehouse.connection, moment.policy
    connection.register("asked_people", pa.table({"subject_id": pa.array(people, pa.binary())}))
    identifiers = _rows(connection, _IDENTIFIERS)
    keys = [f"{each['type']}:{each['identifier']}" for each in identifiers]
    connection.register("asked_keys", pa.table({"sender_key": pa.array(keys, pa.string())}))
    messages, events = _records(warehouse, people)
    reader = _reader(connection, identifiers, policy)
    detector = Detector((policy.controller.country,), tags_names=True, references=policy.pseudonymisation.references)
    dossier = Dossier(_about(moment, request), {"identifiers": identifiers})
    ids = {name: [row[name] for row in messages] for name in ("message_id", "conversation_id")}
    if request.right is Right.PORTABILITY:
        messages = [row for row in messages if row["is_own"] and row["basis"] in _PORTABLE]
        events = [row for row in events if row["is_own"] and row["basis"] in _PORTABLE]
    labels = _labels([*messages, *events])
    dossier.tables["messages"] = [_shown(row, labels) for row in _redacted(messages, ("text",), detector, reader)]
    dossier.tables["attachments"] = _attachments(messages, labels, detector, reader)
    dossier.tables["events"] = [_shown(row, labels) for row in _redacted(events, ("text", "detail"), detector, reader)]
    if request.right is Right.ACCESS:
        dossier.tables |= _account(connection, moment, request)
        sets = published_rows(warehouse, policy, catalogue, {"subject_id": people, **ids})
        for name, rows in sets.items():
            shown = redact_own([row.get("text") for row in rows], detector, reader)
            dossier.tables[f"set_{name}"] = [
                row | ({"text": text} if "text" in row else {}) for row, text in zip(rows, shown, strict=True)
            ]
    for view in ("asked_people", "asked_keys"):
        connection.unregister(view)
    return dossier


_IDENTIFIERS = """
select distinct identifiers.identifier_type as type, identifiers.identifier, identifiers.display_name as name,
    identifiers.source
from gov.identifiers as identifiers
inner join gov.identities as identities on identifiers.identity_index = identities.identity_index
inner join gov.subjects as subjects on identities.subject_id = subjects.subject_id
where subjects.canonical_id in (select subject_id from asked_people) order by all"""
_OTHERS = """
select distinct identifiers.identifier_type as type, identifiers.identifier,
    coalesce(
        identifiers.display_name, if(identifiers.identifier_type like '%name', identifiers.identifier, null)
    ) as name
from gov.identifiers as identifiers
inner join gov.identities as identities on identifiers.identity_index = identities.identity_index
inner join gov.subjects as subjects on identities.subject_id = subjects.subject_id
where subjects.canonical_id not in (select subject_id from asked_people) order by all"""
_CONSENT = """
select purpose, action, notice_version, effective_at_utc, recorded_at_utc, channel
from gov.consent_events as events inner join gov.subjects as subjects on events.subject_id = subjects.subject_id
where subjects.canonical_id in (select subject_id from asked_people) order by effective_at_utc, purpose"""


def _rows(
    connection: duckdb.DuckDBPyConnection, query: str, parameters: Mapping[str, object] | None = None
) -> list[Row]:
    cursor = connection.execute(query, parameters or {})
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _records(warehouse: Warehouse, people: Sequence[bytes]) -> tuple[list[Row], list[Row]]:
    messages: list[Row] = []
    events: list[Row] = []
    for month in months_of(warehouse.connection, people):
        with warehouse.shard(warehouse.shard_file(month), read_only=True):
            messages += _rows(warehouse.connection, queries.load("core/person_messages"))
            events += _rows(warehouse.connection, queries.load("core/person_events"))
    return messages, events


def _reader(connection: duckdb.DuckDBPyConnection, identifiers: Sequence[Row], policy: Policy) -> Reader:
    others = _rows(connection, _OTHERS)

    def values(rows: Iterable[Row]) -> set[tuple[str, str]]:
        return {(row["type"], normalise(row["type"], row["identifier"])) for row in rows}

    def names(rows: Iterable[Row]) -> frozenset[str]:
        named = (row["identifier"] for row in rows if row["type"].endswith("name"))
        return frozenset(filter(None, (*(row["name"] for row in rows), *named)))

    # numbers and ids without a form that detection knows stand in texts as words, like names
    words = {row["identifier"].lstrip("+") for row in others}
    named = names(others) | {word for word in words if len(word) >= _SHORTEST_WORD and word.isalnum()}
    return Reader(values(identifiers), frozenset(values(others)), names(identifiers), named, policy.controller.country)


def _redacted(rows: Sequence[Row], columns: Sequence[str], detector: Detector, reader: Reader) -> list[Row]:
    """Return the rows with other people taken out; what the person wrote first, since that tells what is his own."""
    for is_own, redact in ((True, redact_own), (False, redact_others)):
        chosen = [row for row in rows if row["is_own"] is is_own]
        for column in columns:
            for row, text in zip(chosen, redact([row[column] for row in chosen], detector, reader), strict=True):
                row[column] = text
    return list(rows)


def _labels(rows: Iterable[Row]) -> dict[bytes, int]:
    """Return a number for each conversation, in the order in which they come: their keys and titles name people."""
    labels: dict[bytes, int] = {}
    for row in rows:
        if row["conversation_id"] is not None:
            labels.setdefault(row["conversation_id"], len(labels) + 1)
    return labels


def _shown(row: Row, labels: Mapping[bytes, int]) -> Row:
    hidden = {"message_id", "conversation_id", "attachments", "is_own", "sender_role"}
    by = "you" if row["is_own"] else "the company" if row.get("sender_role") in ("staff", "bot") else "another person"
    if "event" in row:
        by = "you" if row["is_own"] else "another person or the platform"
    return {
        "conversation": labels.get(row["conversation_id"]),
        "by": by,
        **{name: value for name, value in row.items() if name not in hidden},
    }


def _attachments(messages: Sequence[Row], labels: Mapping[bytes, int], detector: Detector, reader: Reader) -> list[Row]:
    """Return the files of messages; chatward stores their names, never what is in them."""
    listed = [(row, file) for row in messages for file in row["attachments"] or ()]
    redact: Callable[..., list[str | None]] = redact_others
    names = redact([file["name"] for _, file in listed], detector, reader)
    return [
        {
            "conversation": labels.get(row["conversation_id"]), "by": "you" if row["is_own"] else "another person",
            "source": row["source"], "sent_at_utc": row["sent_at_utc"], "name": name,
            "media_type": file["media_type"], "size_bytes": file["size_bytes"],
        }
        for (row, file), name in zip(listed, names, strict=True)
    ]  # fmt: skip


def _account(connection: duckdb.DuckDBPyConnection, moment: Moment, request: StoredRequest) -> dict[str, list[Row]]:
    """Return what a person is told beside the data (GDPR Art. 15(1)), consent, and what was asked for before."""
    asked = connection.execute(
        """select distinct people.request_id from gov.request_people as people
        inner join gov.identities as identities on people.identity_index = identities.identity_index
        inner join gov.subjects as subjects on identities.subject_id = subjects.subject_id
        where people.part = 'subject' and subjects.canonical_id in (select subject_id from asked_people)"""
    ).fetchall()
    own = {request_id for (request_id,) in asked}
    return {
        "processing": _processing(moment.policy),
        "consent": _rows(connection, _CONSENT),
        "requests": [
            {"reference": each.reference, "kind": each.right.value, "received_at_utc": _plain(each.received_at),
             "state": each.standing.state.value, "due_at_utc": _plain(each.standing.due_at)}
            for each in load_requests(connection)
            if each.request_id in own or each.request_id == request.request_id
        ],
    }  # fmt: skip


def _processing(policy: Policy) -> list[Row]:
    """Return one row per source and purpose: what for, on which basis, how long, whence, and who receives it."""
    return [
        {
            "source": source.name,
            "platform": source.platform,
            "purpose": policy.purposes[name].title,
            "basis": policy.purposes[name].basis.value,
            "categories": [policy.data_categories[each].title for each in policy.purposes[name].categories],
            "kept_for": str(policy.rule_for(name).period),
            "recipient": policy.processors[source.processor].name,
            "regions": list(policy.processors[source.processor].regions),
            "transfer_basis": policy.processors[source.processor].transfer_basis,
            "sets": [spec.title for spec in policy.sets.values() if spec.purpose == name],
        }
        for source in policy.sources.values()
        for name in source.purposes
    ]


def _about(moment: Moment, request: StoredRequest) -> Row:
    controller = moment.policy.controller
    return {
        "request": request.reference,
        "right": request.right.value,
        "law": moment.policy.regimes[request.regime].title if request.regime in moment.policy.regimes else None,
        "received_at_utc": _plain(request.received_at),
        "made_at_utc": moment.now_utc,
        "controller": controller.name,
        "address": controller.address,
        "contact": controller.contact,
        "data_protection_officer": controller.data_protection_officer,
        "your_rights": "You may ask for rectification, erasure or restriction, object, withdraw a consent, and "
        "complain to a supervisory authority.",
    }


def _plain(instant: datetime) -> datetime:
    return instant.replace(tzinfo=None)
