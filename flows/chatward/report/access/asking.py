"""Reads what all who ask for a copy in one run are to be told: each month once, whoever it is that it concerns."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import duckdb
import pyarrow as pa

from chatward import queries
from chatward.deidentify.everybody import Everybody, Identifier
from chatward.errors import Error
from chatward.policy.model import Policy
from chatward.report.access.published import Ids, Row, read_published
from chatward.warehouse.requests.responding import months_of
from chatward.warehouse.store import Warehouse


@dataclass(slots=True)
class Asked:
    """What is stored of one of those who ask.

    Attributes:
        people: canonical ids of the person.
        identifiers: in clear.
        messages: rows of ``core/asked_messages``.
        events: rows of ``core/asked_events``.
        failure: why something of it cannot be read, or None.
    """

    people: Sequence[bytes]
    identifiers: list[Row] = field(default_factory=list)
    messages: list[Row] = field(default_factory=list)
    events: list[Row] = field(default_factory=list)
    failure: Error | None = None

    @property
    def ids(self) -> Ids:
        """Ids by which published sets may show the person."""
        found = {name: [row[name] for row in self.messages] for name in ("message_id", "conversation_id")}
        return {"subject_id": self.people, **found}


@dataclass(frozen=True, slots=True)
class Asking:
    """What is read once for all who ask.

    Attributes:
        asked: by the name under which somebody asks.
        everybody: who is known, whose names and values others are not shown.
        published: rows of published sets, for those of them who are told these, by set.
    """

    asked: Mapping[str, Asked]
    everybody: Everybody
    published: Mapping[str, Mapping[str, list[Row]]]


def read_asking(
    warehouse: Warehouse, policy: Policy, catalogue: duckdb.DuckDBPyConnection, people: Mapping[str, Sequence[bytes]],
    with_sets: Collection[str],
) -> Asking:  # fmt: skip
    """Read what is stored of all who ask.

    A month that cannot be read costs those their answer of whom something is in it, and nobody else.

    Args:
        warehouse: read only.
        policy: its sets.
        catalogue: shows the published sets.
        people: by the name under which somebody asks: canonical ids of the person.
        with_sets: the names of those who are told what is published, too.
    """
    connection = warehouse.connection
    asked = [Asked(each) for each in people.values()]
    _register_askers(connection, asked)
    for row in rows_of(connection, _IDENTIFIERS):
        asked[row.pop("asker")].identifiers.append(row)
    _register_keys(connection, asked)
    everybody = Everybody(Identifier(*row) for row in connection.execute(_EVERYBODY).fetchall())
    months_by_person = months_of(connection, {person for each in asked for person in each.people})
    months: dict[str, list[Asked]] = {}
    for each in asked:
        for month in set[str]().union(*(months_by_person.get(person, ()) for person in each.people)):
            months.setdefault(month, []).append(each)
    for month in sorted(months):
        try:
            _read_month(warehouse, month, asked)
        except Error as error:
            for each in months[month]:
                each.failure = error
    for table in ("asked_people", "asked_subjects", "asked_keys"):
        connection.execute(f"drop table {table}")
    named = dict(zip(people, asked, strict=True))
    published = read_published(warehouse, policy, catalogue, {name: named[name].ids for name in with_sets})
    return Asking(named, everybody, published)


_IDENTIFIERS = """
select distinct asked.asker, identifiers.identifier_type as type, identifiers.identifier,
    identifiers.display_name as name, identifiers.source
from gov.identifiers as identifiers
inner join gov.identities as identities on identifiers.identity_index = identities.identity_index
inner join asked_subjects as asked on identities.subject_id = asked.subject_id
order by all"""
_EVERYBODY = """
select distinct subjects.canonical_id, identifiers.identifier_type, identifiers.identifier, identifiers.display_name
from gov.identifiers as identifiers
inner join gov.identities as identities on identifiers.identity_index = identities.identity_index
inner join gov.subjects as subjects on identities.subject_id = subjects.subject_id
order by all"""


def _register_askers(connection: duckdb.DuckDBPyConnection, asked: Sequence[Asked]) -> None:
    """Leave ``asked_people`` (asker, canonical_id) and ``asked_subjects`` (asker, subject_id)."""
    pairs = [(number, person) for number, each in enumerate(asked) for person in each.people]
    rows = {
        "asker": pa.array([number for number, _ in pairs], pa.int64()),
        "canonical_id": pa.array([person for _, person in pairs], pa.binary()),
    }
    connection.register("asking", pa.table(rows))
    connection.execute("create or replace temp table asked_people as select * from asking")
    connection.unregister("asking")
    connection.execute(
        """create or replace temp table asked_subjects as
        select distinct asked_people.asker, subjects.subject_id
        from asked_people inner join gov.subjects as subjects using (canonical_id)"""
    )


def _register_keys(connection: duckdb.DuckDBPyConnection, asked: Sequence[Asked]) -> None:
    """Leave ``asked_keys`` (asker, sender_key): by which names reactions show those who ask."""
    keys = sorted(
        {(n, f"{row['type']}:{row['identifier']}") for n, each in enumerate(asked) for row in each.identifiers}
    )
    rows = {
        "asker": pa.array([number for number, _ in keys], pa.int64()),
        "sender_key": pa.array([key for _, key in keys], pa.string()),
    }
    connection.register("asking", pa.table(rows))
    connection.execute("create or replace temp table asked_keys as select * from asking")
    connection.unregister("asking")


def _read_month(warehouse: Warehouse, month: str, asked: Sequence[Asked]) -> None:
    with warehouse.shard(warehouse.shard_file(month), read_only=True):
        messages = rows_of(warehouse.connection, queries.load("core/asked_messages"))
        events = rows_of(warehouse.connection, queries.load("core/asked_events"))
    for row in messages:
        asked[row.pop("asker")].messages.append(row)
    for row in events:
        asked[row.pop("asker")].events.append(row)


def rows_of(
    connection: duckdb.DuckDBPyConnection, query: str, parameters: Mapping[str, object] | None = None
) -> list[Row]:
    """Return what a query finds, as rows by the names of their columns."""
    cursor = connection.execute(query, parameters or {})
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
