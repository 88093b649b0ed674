"""Looks at what stored records hold: which columns are filled, and what has a form in texts. Counts, never a value."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import duckdb
import pyarrow as pa

from chatward import queries
from chatward.detect import Detector, Kind
from chatward.policy.inventory import Holds, declared_by
from chatward.policy.model import Policy
from chatward.policy.vocabulary import Holding
from chatward.warehouse.moment import Moment

TEXTS_LOOKED_AT = 250
"""Texts of a source and month that are searched: detection is dear, and what a channel holds shows in a few hundred."""
SCHEMA = "schema"
"""The detector of what shows by a column being filled."""

_COLUMNS = {
    Holding.TEXT: "messages.text",
    Holding.ATTACHMENTS: "messages.attachments",
    Holding.LOCATIONS: "messages.kind",
    Holding.CONTACT_CARDS: "messages.kind",
    Holding.REACTIONS: "messages.reactions",
    Holding.TIMES: "messages.sent_at_utc",
}
_IN_TEXT: Mapping[str, Holding] = {
    Kind.EMAIL.name: Holding.EMAIL_ADDRESSES,
    Kind.PHONE.name: Holding.PHONE_NUMBERS,
    Kind.CREDIT_CARD.name: Holding.PAYMENT_DATA,
    Kind.IBAN.name: Holding.PAYMENT_DATA,
    Kind.IP.name: Holding.ONLINE_IDENTIFIERS,
    Kind.MAC.name: Holding.ONLINE_IDENTIFIERS,
    Kind.HANDLE.name: Holding.ONLINE_IDENTIFIERS,
    Kind.PERSON.name: Holding.NAMES,
    Kind.ADDRESS.name: Holding.POSTAL_ADDRESSES,
    Kind.POSTCODE.name: Holding.POSTAL_ADDRESSES,
    Kind.DATE_OF_BIRTH.name: Holding.BIRTH_DATES,
    Kind.NATIONAL_ID.name: Holding.OFFICIAL_NUMBERS,
    Kind.LICENCE_PLATE.name: Holding.OFFICIAL_NUMBERS,
    Kind.BANK_ACCOUNT.name: Holding.PAYMENT_DATA,
    Kind.CRYPTO_WALLET.name: Holding.PAYMENT_DATA,
    Kind.GEO.name: Holding.LOCATIONS,
    Kind.CREDENTIAL.name: Holding.CREDENTIALS,
}
"""By kind of span; a link alone tells nothing of a person, and the company's own numbers are its patterns' matter."""
_Row = tuple[str, str, Holding, str, int, int]


def unseen_months(connection: duckdb.DuckDBPyConnection, detector: Detector) -> list[str]:
    """Return the months that no inventory is of since other records were stored of them, or by another detector."""
    rows = connection.execute(
        """select month from gov.shards
        anti join gov.inventoried_months as seen on shards.month = seen.month and seen.state = $detector
        order by month""",
        {"detector": detector.version},
    ).fetchall()
    return [month for (month,) in rows]


@dataclass(frozen=True, slots=True)
class Glance:
    """What one month shows before its texts are searched: rows by its columns, and a sample of its texts by source."""

    month: str
    rows: list[_Row]
    texts: pa.Table


def look_at_month(connection: duckdb.DuckDBPyConnection, month: str) -> Glance:
    """Look at the month whose shard is attached."""
    texts = connection.execute(queries.load("core/month_text_sample"), {"most": TEXTS_LOOKED_AT}).to_arrow_table()
    return Glance(month, [*_by_schema(connection), *_events(connection)], texts)


def store_glances(
    connection: duckdb.DuckDBPyConnection,
    glances: Sequence[Glance],
    found: Iterable[tuple[Any, ...]],
    detector: Detector,
) -> None:
    """Store what the months hold, with what the detector ``found`` in their texts, inside the caller's transaction."""
    rows = [(glance.month, *row) for glance in glances for row in glance.rows]
    _replace(connection, "month_inventory", glances, [*rows, *found])
    _replace(connection, "inventoried_months", glances, [(glance.month, detector.version) for glance in glances])


def _replace(
    connection: duckdb.DuckDBPyConnection, table: str, glances: Sequence[Glance], rows: Sequence[tuple[Any, ...]]
) -> None:
    months = {"months": [glance.month for glance in glances]}
    connection.execute(f"delete from gov.{table} where list_contains($months, month)", months)
    columns = [pa.array(column) for column in zip(*rows, strict=True)]
    connection.register("arriving", pa.table(columns, names=[str(place) for place in range(len(columns))]))
    connection.execute(f"insert into gov.{table} select * from arriving")
    connection.unregister("arriving")


def _by_schema(connection: duckdb.DuckDBPyConnection) -> Iterator[_Row]:
    found = connection.execute(queries.load("core/month_schema_inventory")).to_arrow_table().to_pylist()
    for counts in found:
        for holding, column in _COLUMNS.items():
            yield counts["source"], column, holding, SCHEMA, counts[holding.value], counts["looked_at"]


def _events(connection: duckdb.DuckDBPyConnection) -> Iterator[_Row]:
    for source, count in connection.execute(
        "select source, count(*) from shard.events group by source order by source"
    ).fetchall():
        yield source, "events.event", Holding.EVENTS, SCHEMA, count, count


def search_texts(glances: Sequence[Glance], regions: tuple[str, ...]) -> list[tuple[Any, ...]]:
    """Return what is found in the texts of months, for ``store_glances``; ``regions`` as for ``Detector``.

    All are searched in one go: the detector takes tens of milliseconds to begin, and microseconds a text.
    """
    texts = pa.concat_tables([glance.texts for glance in glances])
    where = [(glance.month, source) for glance in glances for source in glance.texts["source"].to_pylist()]
    spans = Detector(regions).find(texts["text"])
    found = zip(spans.row.tolist(), spans.kind.tolist(), strict=True)
    hits = Counter((*where[row], Kind(kind).name) for row, kind in found)
    return [
        (month, source, "messages.text", holding, kind.lower(), hits[month, source, kind], count)
        for (month, source), count in Counter(where).items()
        for kind, holding in _IN_TEXT.items()
    ]


@dataclass(frozen=True, slots=True)
class Inventoried:
    """A row of the inventory with the policy's categories for it, and since when it is known."""

    holds: Holds
    categories: list[str]
    first_seen: datetime


def read_inventory(connection: duckdb.DuckDBPyConnection, policy: Policy) -> list[Inventoried]:
    """Return the inventory as it was stored, beside the policy as it is now."""
    rows = connection.execute(
        """select source, column_name, holding, detector, hits, share, first_seen_at_utc from gov.data_inventory
        order by source, holding, column_name, detector"""
    ).fetchall()
    return [
        Inventoried(
            Holds(source, column, Holding(holding), detector, hits, share),
            declared_by(policy, source, Holding(holding)), first_seen,
        )
        for source, column, holding, detector, hits, share, first_seen in rows
    ]  # fmt: skip


def store_inventory(connection: duckdb.DuckDBPyConnection, policy: Policy, moment: Moment) -> list[Holds]:
    """Bring ``gov.data_inventory`` up to date, inside the caller's transaction, and return it."""
    connection.execute("delete from gov.inventoried_months where month not in (select month from gov.shards)")
    connection.execute("delete from gov.month_inventory where month not in (select month from gov.shards)")
    first_seen = {
        row[:4]: row[4]
        for row in connection.execute(
            "select source, column_name, holding, detector, first_seen_at_utc from gov.data_inventory"
        ).fetchall()
    }
    found = [*_stored(connection), *_identifiers(connection)]
    connection.execute("delete from gov.data_inventory")
    for each in found:
        key = (each.source, each.column, each.holding.value, each.detector)
        categories = ", ".join(declared_by(policy, each.source, each.holding)) or None
        connection.execute(
            "insert into gov.data_inventory values (?, ?, ?, ?, ?, ?, ?, ?)",
            [*key[:3], categories, each.detector, each.hits, each.share, first_seen.get(key, moment.now_utc)],
        )
    return found


def _stored(connection: duckdb.DuckDBPyConnection) -> Iterator[Holds]:
    rows = connection.execute(
        """select source, column_name, holding, detector, sum(hits)::bigint, sum(hits) / sum(looked_at)
        from gov.month_inventory group by all having sum(hits) > 0 order by all"""
    ).fetchall()
    for source, column, holding, detector, hits, share in rows:
        yield Holds(source, column, Holding(holding), detector, hits, min(1.0, share))


def _identifiers(connection: duckdb.DuckDBPyConnection) -> Iterator[Holds]:
    rows = connection.execute(queries.load("core/known_identifiers")).fetchall()
    for source, type_, identifiers, names in rows:
        yield Holds(source, f"identifiers.{type_}", _holding_of(type_), SCHEMA, identifiers, 1.0)
        if names:
            yield Holds(source, "identifiers.display_name", Holding.NAMES, type_, names, names / identifiers)


def _holding_of(identifier_type: str) -> Holding:
    if identifier_type == "phone":
        return Holding.PHONE_NUMBERS
    if identifier_type == "email":
        return Holding.EMAIL_ADDRESSES
    return Holding.NAMES if identifier_type.endswith("_name") else Holding.ONLINE_IDENTIFIERS
