"""Gathers what is stored of one person across all channels, other people's identities taken out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import duckdb

from chatward.deidentify.everybody import Everybody, Identifier, names_of
from chatward.deidentify.redaction import Reader, redact
from chatward.detect import Detector
from chatward.policy.model import Policy
from chatward.report.access.asking import Asked, Asking, rows_of
from chatward.report.access.published import Row
from chatward.rights.kinds import Right
from chatward.warehouse.moment import Moment
from chatward.warehouse.requests.request_acts import StoredRequest, load_requests
from chatward.warehouse.store import Warehouse

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


def gather(warehouse: Warehouse, moment: Moment, request: StoredRequest, asking: Asking) -> Dossier:
    """Return what is stored of who made a request.

    For portability only what the person gave, and what rests on consent or a contract (GDPR Art. 20(1)).

    Args:
        warehouse: read only.
        moment: of the answer.
        request: that is answered.
        asking: what was read for all requests; this one asks by its reference.

    Raises:
        Error: something of it could not be read.
    """
    asked, policy = asking.asked[request.reference], moment.policy
    if asked.failure:
        raise asked.failure
    reader = _reader(asked, asking.everybody, policy)
    detector = Detector((policy.controller.country,), tags_names=True, references=policy.pseudonymisation.references)
    messages, events = asked.messages, asked.events
    if request.right is Right.PORTABILITY:
        messages = [row for row in messages if row["is_own"] and row["basis"] in _PORTABLE]
        events = [row for row in events if row["is_own"] and row["basis"] in _PORTABLE]
    labels = _labels([*messages, *events])
    attachments = _attachments(messages, labels)
    _redact([(messages, ("text",)), (events, ("text", "detail")), (attachments, ("name",))], detector, reader)
    dossier = Dossier(_about(moment, request), {"identifiers": asked.identifiers})
    dossier.tables["messages"] = [_shown(row, labels) for row in messages]
    dossier.tables["attachments"] = [{k: v for k, v in row.items() if k != "is_own"} for row in attachments]
    dossier.tables["events"] = [_shown(row, labels) for row in events]
    if request.right is Right.ACCESS:
        dossier.tables |= _account(warehouse.connection, moment, request, asked)
        dossier.tables |= _sets(asking, request, detector, reader)
    return dossier


_CONSENT = """
select purpose, action, notice_version, effective_at_utc, recorded_at_utc, channel
from gov.consent_events as events inner join gov.subjects as subjects on events.subject_id = subjects.subject_id
where list_contains($people::blob[], subjects.canonical_id) order by effective_at_utc, purpose"""


def _reader(asked: Asked, everybody: Everybody, policy: Policy) -> Reader:
    own = [Identifier(b"", row["type"], row["identifier"], row["name"]) for row in asked.identifiers]
    names = names_of(own)
    return Reader(
        {each.value for each in own}, everybody.values, names, everybody.seen_by(asked.people, names),
        policy.controller.country,
    )  # fmt: skip


def _redact(tables: Sequence[tuple[list[Row], Sequence[str]]], detector: Detector, reader: Reader) -> None:
    """Take other people out of columns of tables, all in one pass: what a pattern costs to begin with it costs once."""
    places = [(row, column) for rows, columns in tables for row in rows for column in columns]
    texts = redact([row[column] for row, column in places], [row["is_own"] for row, _ in places], detector, reader)
    for (row, column), text in zip(places, texts, strict=True):
        row[column] = text


def _sets(asking: Asking, request: StoredRequest, detector: Detector, reader: Reader) -> dict[str, list[Row]]:
    """Return what published sets show of the person; names in them are tokens already."""
    sets = asking.published[request.reference]
    places = [row for rows in sets.values() for row in rows if "text" in row]
    texts = redact([row["text"] for row in places], [True] * len(places), detector, reader)
    for row, text in zip(places, texts, strict=True):
        row["text"] = text
    return {f"set_{name}": rows for name, rows in sets.items()}


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


def _attachments(messages: Sequence[Row], labels: Mapping[bytes, int]) -> list[Row]:
    """Return the files of messages; chatward stores their names, never what is in them, nor who gave them these."""
    return [
        {
            "conversation": labels.get(row["conversation_id"]), "by": "you" if row["is_own"] else "another person",
            "source": row["source"], "sent_at_utc": row["sent_at_utc"], "name": file["name"],
            "media_type": file["media_type"], "size_bytes": file["size_bytes"], "is_own": False,
        }
        for row in messages
        for file in row["attachments"] or ()
    ]  # fmt: skip


def _account(
    connection: duckdb.DuckDBPyConnection, moment: Moment, request: StoredRequest, asked: Asked
) -> dict[str, list[Row]]:
    """Return what a person is told beside the data (GDPR Art. 15(1)), consent, and what was asked for before."""
    people = {"people": list(asked.people)}
    requests = connection.execute(
        """select distinct people.request_id from gov.request_people as people
        inner join gov.identities as identities on people.identity_index = identities.identity_index
        inner join gov.subjects as subjects on identities.subject_id = subjects.subject_id
        where people.part = 'subject' and list_contains($people::blob[], subjects.canonical_id)""",
        people,
    ).fetchall()
    own = {request_id for (request_id,) in requests}
    return {
        "processing": _processing(moment.policy),
        "consent": rows_of(connection, _CONSENT, people),
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
