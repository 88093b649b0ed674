"""Whom the texts of all valid partitions were searched for, so that later only who became known since is looked for.

It is kept as keyed digests of names and identifiers, each with whose it is, in an encrypted file of its own beside the
warehouse's shards. The file and its key go with the next publication.
"""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from chatward.identity.index import id_array, keyed_ids
from chatward.sets.parquet import read_encrypted, write_encrypted
from chatward.sets.people import News, People
from chatward.warehouse.store import Warehouse

_FOLDER = "searched"
_KEYS = "searched/"
_COLUMNS = ("digest", "person_id")

_STATE = """select count(*) || '.' || coalesce(bit_xor(hash(named)), 0) as state from (
    select identifiers, subjects.canonical_id
    from gov.identifiers as identifiers
    inner join gov.identities as identities on identifiers.identity_index = identities.identity_index
    inner join gov.subjects as subjects on identities.subject_id = subjects.subject_id) as named"""


@dataclass(frozen=True, slots=True)
class Searched:
    """What a publication searched texts for: its file, and the state of the governance database that it stands for."""

    file_name: str
    state: str

    @property
    def key_name(self) -> str:
        """Name of its key in the keyring."""
        return _KEYS + self.file_name.removesuffix(".parquet")


def people_state(warehouse: Warehouse) -> str:
    """Return what changes whenever anybody's names or identifiers do."""
    state: str = warehouse.connection.execute(_STATE).fetchall()[0][0]
    return state


def last_searched(warehouse: Warehouse) -> Searched | None:
    """Return what the last publication searched for; None where there was none, or its file is gone."""
    rows = warehouse.connection.execute("select file_name, state from gov.searched_people").fetchall()
    found = [Searched(*row) for row in rows]
    return found[0] if found and _path(warehouse, found[0]).is_file() else None


def digest_people(warehouse: Warehouse, people: People) -> pa.Table:
    """Return (digest, person_id, place) of every name and then every identifier; no person has a shared name."""
    owners = pa.chunked_array([people.names["subject"].combine_chunks(), people.identifiers["person"].combine_chunks()])
    numbers = pc.if_else(pc.less(owners, 0), None, owners)
    digests = keyed_ids(warehouse.keyring.key("dedupe"), _described(people))
    return pa.table(
        {
            "digest": id_array(digests).cast(pa.binary()),
            "person_id": people.persons.take(numbers.combine_chunks()).cast(pa.binary()),
            "place": pa.array(range(len(digests)), pa.int64()),
        }
    )


def with_news(warehouse: Warehouse, people: People, digests: pa.Table, since: Searched) -> People:
    """Return ``people``, of whom ``digest_people`` gave the digests, with what changed since a publication."""
    former = read_encrypted(
        warehouse.connection, _path(warehouse, since), warehouse.keyring.key(since.key_name), _COLUMNS
    )
    connection = warehouse.connection
    connection.register("former_digests", former)
    connection.register("current_digests", digests)
    difference = """select {one}.* from {one}_digests as {one} anti join {other}_digests as {other}
        on {one}.digest = {other}.digest and {one}.person_id is not distinct from {other}.person_id"""
    added = connection.execute(difference.format(one="current", other="former") + " order by place").to_arrow_table()
    lost = connection.execute(difference.format(one="former", other="current")).to_arrow_table()
    for name in ("former_digests", "current_digests"):
        connection.unregister(name)
    return replace(people, news=_news(people, added, lost))


def _news(people: People, added: pa.Table, lost: pa.Table) -> News:
    places = added["place"].to_numpy()
    names = people.names.num_rows
    identifiers = people.identifiers.take(places[places >= names] - names)
    is_shared = pc.is_null(lost["person_id"])
    # a shared name that is somebody's now is looked for as such
    shared = lost.filter(pc.and_(is_shared, pc.invert(pc.is_in(lost["digest"], added["digest"].combine_chunks()))))
    return News(
        names=people.names.take(places[places < names]),
        identifiers=tuple(
            zip(identifiers["identifier_type"].to_pylist(), identifiers["normalised"].to_pylist(), strict=True)
        ),
        former_people=tuple(lost["person_id"].drop_null().unique().to_pylist()),
        has_lost_shared_name=shared.num_rows > 0,
    )


def write_searched(warehouse: Warehouse, digests: pa.Table, state: str) -> Searched:
    """Write beside whom texts are searched for in this publication, by digests; nothing names the file yet."""
    searched = Searched(f"{secrets.token_hex(8)}.parquet", state)
    warehouse.keyring.create([searched.key_name])
    path = _path(warehouse, searched)
    key = warehouse.keyring.key(searched.key_name)
    write_encrypted(warehouse.connection, digests.select(_COLUMNS), path, key)
    return searched


def store_searched(warehouse: Warehouse, searched: Searched) -> None:
    """Make it the valid one, inside the caller's transaction."""
    warehouse.connection.execute("delete from gov.searched_people")
    warehouse.connection.execute("insert into gov.searched_people values (?, ?)", [searched.file_name, searched.state])


def retire_searched(warehouse: Warehouse) -> set[str]:
    """Remove every such file but the valid one; return the names of their keys, which are to be destroyed."""
    valid = last_searched(warehouse)
    for path in (warehouse.folder / _FOLDER).glob("*"):
        if valid is None or path.name != valid.file_name:
            path.unlink()
    return set(warehouse.keyring.names(_KEYS)) - ({valid.key_name} if valid else set())


def _path(warehouse: Warehouse, searched: Searched) -> Path:
    return warehouse.folder / _FOLDER / searched.file_name


def _described(people: People) -> Iterator[bytes]:
    names = (people.names[column].to_pylist() for column in ("name", "needs_capital", "stands_alone"))
    for name, needs_capital, stands_alone in zip(*names, strict=True):
        yield f"name\x1f{needs_capital:d}{stands_alone:d}\x1f{name}".encode()
    identifiers = (people.identifiers[column].to_pylist() for column in ("identifier_type", "normalised"))
    for type_, value in zip(*identifiers, strict=True):
        yield f"identifier\x1f{type_}\x1f{value}".encode()
