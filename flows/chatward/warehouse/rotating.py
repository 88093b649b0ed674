"""Replaces keys of the warehouse without losing a join: subject ids stay, and what was made with a key is made anew."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import pyarrow as pa

from chatward.consent.events import ConsentEvent
from chatward.errors import ConfigError
from chatward.identity.index import blind_index
from chatward.warehouse.index_key import (
    INDEX,
    NEXT_INDEX,
    adopt_identifiers,
    former_name,
    index_pairs,
    indexed_columns,
    note_index_key,
    promote_index_key,
    replace_indexes,
)
from chatward.warehouse.kept.consent_files import all_consent_events
from chatward.warehouse.moment import Moment
from chatward.warehouse.people.registers import registered_identifiers
from chatward.warehouse.records.consenting import content_ids
from chatward.warehouse.requests.request_acts import requested_identifiers
from chatward.warehouse.rewriting import owe_shards, settle_shards
from chatward.warehouse.store import Warehouse
from chatward.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What was made anew.

    Attributes:
        keys: that went.
        values: blind indexes or files that were made with new ones.
        kept: blind indexes that keep a former key, since their identifiers stand nowhere in clear.
    """

    keys: int
    values: int
    kept: int = 0


def rotate_index(warehouse: Warehouse, workspace: Workspace, moment: Moment) -> Rebuilt:
    """Make every blind index anew from the identifiers in clear, under a new key; the old one is destroyed.

    Identifiers stand in the governance database, its open requests for erasure too, in the registers and in the consent
    folder. An index whose identifier is in none of them keeps the old key as long as it must.

    Raises:
        ConfigError: an erasure was begun and is not finished.
    """
    keyring, connection = warehouse.keyring, warehouse.connection
    if connection.execute("select 1 from gov.erased_identities limit 1").fetchall():
        raise ConfigError(
            "an erasure that a hold defers is not finished, and needs the index key as it is",
            hint="rotate when the hold is released and the next run has finished the erasure",
        )
    keyring.create([NEXT_INDEX])
    old, new = keyring.key(INDEX), keyring.key(NEXT_INDEX)
    events = list(all_consent_events(workspace.consent, moment.policy))
    identifiers = set(_identifiers(warehouse, workspace, events))
    made_ids = _event_ids(events, old, new, keyring.key("dedupe"))
    with warehouse.transaction():
        adopt_identifiers(connection, keyring, identifiers)
        pairs = index_pairs(identifiers, old, new)
        kept = _keep_others(warehouse, pairs, former_name(old))
        count = replace_indexes(connection, pairs)
        _replace_event_ids(warehouse, made_ids)
        note_index_key(connection, new)
        warehouse.owe_rewrite(moment.now_utc)
    promote_index_key(connection, keyring)
    warehouse.settle_rewrite()
    return Rebuilt(1, count, kept)


def rotate_shards(warehouse: Warehouse) -> Rebuilt:
    """Write every month's file anew under a new key; if that is cut off, the next run goes on with it."""
    months = [month for (month,) in warehouse.connection.execute("select month from gov.shards").fetchall()]
    with warehouse.transaction() as connection:
        owe_shards(connection, months, is_certain=True)
    settle_shards(warehouse)
    return Rebuilt(len(months), len(months))


def rotate_governance(warehouse: Warehouse, moment: Moment) -> Rebuilt:
    """Write the governance database anew under a new key."""
    with warehouse.transaction():
        warehouse.owe_rewrite(moment.now_utc)
    warehouse.settle_rewrite()
    return Rebuilt(1, 1)


def _identifiers(
    warehouse: Warehouse, workspace: Workspace, events: Iterable[ConsentEvent]
) -> Iterator[tuple[str, str]]:
    """Yield (type, identifier) of everybody who is known in clear."""
    yield from warehouse.connection.execute(
        "select distinct identifier_type, identifier from gov.identifiers"
    ).fetchall()
    yield from registered_identifiers(workspace)
    yield from requested_identifiers(warehouse.connection)
    for event in events:
        yield event.identifier_type, event.identifier


def _keep_others(warehouse: Warehouse, pairs: pa.Table, key_name: str) -> int:
    """Note the indexes that no identifier makes, inside the caller's transaction; return how many."""
    connection = warehouse.connection
    columns = indexed_columns(connection)
    held = " union ".join(f"select {column} as identity_index from gov.{table}" for table, column in columns)
    connection.register("new_indexes", pairs)
    count: int = connection.execute(
        f"""insert into gov.former_indexes
        select identity_index, $key_name from ({held}) as held
        where identity_index is not null and identity_index not in (select old from new_indexes)
            and identity_index not in (select identity_index from gov.former_indexes)""",
        {"key_name": key_name},
    ).fetchall()[0][0]
    connection.unregister("new_indexes")
    return count


def _event_ids(events: Sequence[ConsentEvent], old: bytes, new: bytes, dedupe: bytes) -> pa.Table:
    """Return (old, new) id that consent events have where it is made from a blind index."""
    made = {
        name: content_ids(events, [blind_index(key, each.identifier_type, each.identifier) for each in events], dedupe)
        for name, key in (("old", old), ("new", new))
    }
    table = pa.table(made)
    return table.group_by(["old", "new"]).aggregate([])


def _replace_event_ids(warehouse: Warehouse, made: pa.Table) -> None:
    connection = warehouse.connection
    connection.register("new_event_ids", made)
    connection.execute(
        """update gov.consent_events set event_id = made.new
        from new_event_ids as made where consent_events.event_id = made.old"""
    )
    connection.unregister("new_event_ids")
