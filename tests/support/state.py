"""What a company's warehouse and sets hold, told so that two companies of equal keys can be compared.

Subject ids are random. A subject is therefore named by the least blind index of all identifiers that are his.
"""

import re
from dataclasses import dataclass
from typing import Any

from chatward import settings, workspace
from chatward.deidentify.token_columns import token_column
from chatward.deidentify.tokens import Tokeniser
from chatward.opening import open_sets
from chatward.sets.columns import MESSAGE, SUBJECT
from chatward.warehouse.store import SHARD, ShardFile, Warehouse
from support.company import Company

_TOKEN = re.compile(r"\[([A-Z_]+):[^\]]*\]")
_COLUMNS = """source, conversation_id, reply_to, sender_id, subject_id, sender_role, kind, text, is_edited, is_deleted,
    sent_at_utc, basis, list_sort(purposes) as purposes, rule, expires_at_utc, policy_version"""
_EVENT_COLUMNS = """source, conversation_id, actor_id, subject_id, event, text, at_utc, basis,
    list_sort(purposes) as purposes, rule, expires_at_utc, policy_version"""


@dataclass(frozen=True)
class State:
    """Rows by record id: messages and events of the warehouse, and the published messages."""

    messages: dict[bytes, dict[str, Any]]
    events: dict[bytes, dict[str, Any]]
    published: dict[bytes, dict[str, Any]]
    activity: list[tuple[object, ...]]
    shard_counts: list[tuple[object, ...]]
    consents: list[tuple[object, ...]]

    @property
    def texts(self) -> list[str]:
        """The texts that are stored, sorted."""
        return sorted(row["text"] for row in self.messages.values() if row["text"])

    @property
    def published_texts(self) -> list[str]:
        """The texts that are published, sorted."""
        return sorted(row["text"] for row in self.published.values())


def state(company: Company) -> State:
    """Return what ``company`` holds."""
    with company.warehouse() as warehouse:
        people = _people(warehouse)
        messages = _records(warehouse, people, "message_id", "messages", _COLUMNS)
        events = _records(warehouse, people, "event_id", "events", _EVENT_COLUMNS)
        query = "select month, messages, events, earliest_expiry_utc from gov.shards where messages + events > 0"
        counts = sorted(warehouse.connection.execute(query).fetchall())
        intervals = warehouse.connection.execute(
            "select subject_id, purpose, granted_at_utc, ended_at_utc from gov.consent_intervals"
        ).fetchall()
        consents = sorted(((people[row[0]], *row[1:]) for row in intervals), key=repr)
        keys = {name: warehouse.keyring.key(name) for name in warehouse.keyring.names("token/")}
    published, activity = _published(company, keys, messages, people)
    return State(messages, events, published, activity, counts, consents)


def _people(warehouse: Warehouse) -> dict[bytes, bytes]:
    rows = warehouse.connection.execute(
        """with named as (
            select canonical_id, min(identity_index) as name from gov.subjects
            inner join gov.identities using (subject_id) group by canonical_id)
        select subjects.subject_id, named.name from gov.subjects inner join named using (canonical_id)"""
    ).fetchall()
    return dict(rows)


def _records(
    warehouse: Warehouse, people: dict[bytes, bytes], record_id: str, table: str, columns: str
) -> dict[bytes, dict[str, Any]]:
    found: dict[bytes, dict[str, Any]] = {}
    for row in warehouse.connection.execute("select month, generation from gov.shards").fetchall():
        with warehouse.shard(ShardFile(*row), read_only=True):
            rows = warehouse.connection.execute(f"select {record_id}, {columns} from {SHARD}.{table}")
            names = [column[0] for column in rows.description or ()]
            for values in rows.fetchall():
                record = dict(zip(names, values, strict=True))
                assert record[record_id] not in found, "a record is stored twice"
                for person in ("sender_id", "actor_id", "subject_id"):
                    record[person] = people.get(record.get(person) or b"")
                found[record.pop(record_id)] = record
    return found


def _published(
    company: Company, keys: dict[str, bytes], messages: dict[bytes, dict[str, Any]], people: dict[bytes, bytes]
) -> tuple[dict[bytes, dict[str, Any]], list[tuple[object, ...]]]:
    """Read the sets as an analyst does; lead tokens back by making those of everything that is stored."""
    if not (company.root / "sets" / "messages" / "current").exists():
        return {}, []
    import pyarrow as pa

    ids, subjects = {}, {}
    for key in keys.values():
        for kind, values, target in ((MESSAGE, list(messages), ids), (SUBJECT, list(people), subjects)):
            made = token_column(Tokeniser(key), kind, pa.array(values, pa.binary())).to_pylist()
            target.update(zip(made, values, strict=True))
    with company._here():
        catalogue = open_sets(workspace.find(company.root), settings.load())
    rows = catalogue.sql("select * from messages").fetchall()
    names = catalogue.sql("select * from messages limit 0").columns
    published = {}
    for values in rows:
        row = dict(zip(names, values, strict=True))
        row["text"] = _TOKEN.sub(r"[\1]", row["text"] or "")
        row["sender_token"] = people[subjects[row["sender_token"]]] if row["sender_token"] else None
        row.pop("conversation_token")
        published[ids[row.pop("message_token")]] = row
    activity = sorted(catalogue.sql("select * from daily_activity").fetchall(), key=repr)
    catalogue.close()
    return published, activity
