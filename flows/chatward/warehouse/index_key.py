"""Which key the blind indexes were made with: the database says so, and the keyring follows it.

A new key waits in the keyring beside the one in use until the database holds the indexes that it makes. So a change
that is cut off has happened or has not, and a keyring that does not fit is found before strangers become one person.

An index whose identifier stands nowhere in clear cannot be made anew, like that of somebody who opted out and of whom
nothing else is stored. It keeps its key until the identifier turns up again, so that the no is not forgotten. And
while the suppression list has digests of such indexes, former keys stay, since an erased person must not come back.
"""

import hmac
from collections.abc import Iterable

import duckdb
import pyarrow as pa

from chatward.errors import IntegrityError
from chatward.identity.index import blind_index, id_array
from chatward.identity.suppression import INDEX as SUPPRESSED_INDEX
from chatward.keyring.store import Keyring

INDEX = "index"
NEXT_INDEX = "index/next"
FORMER = "index/former/"
_COLUMN = "identity_index"
_CHECK_BYTES = 8


def check_value(key: bytes) -> str:
    """Return 16 hex digits by which a key is known again, of HMAC-SHA256 (RFC 2104), and which tell nothing of it."""
    return hmac.digest(key, b"chatward/which key is this", "sha256")[:_CHECK_BYTES].hex()


def note_index_key(connection: duckdb.DuckDBPyConnection, key: bytes) -> None:
    """Note that the indexes of the attached database are made with ``key``."""
    connection.execute("delete from gov.key_states where key_name = ?", [INDEX])
    connection.execute("insert into gov.key_states values (?, ?)", [INDEX, check_value(key)])


def settle_index_key(connection: duckdb.DuckDBPyConnection, keyring: Keyring) -> None:
    """Finish or undo a change of the index key that was cut off.

    Raises:
        IntegrityError: the indexes were made with a key that the keyring does not have.
    """
    noted = connection.execute("select check_value from gov.key_states where key_name = ?", [INDEX]).fetchone()
    current = keyring.key(INDEX)
    if noted is None:
        note_index_key(connection, current)
    elif noted[0] != check_value(current):
        if NEXT_INDEX not in keyring.names() or noted[0] != check_value(keyring.key(NEXT_INDEX)):
            raise IntegrityError(
                "the blind indexes of this warehouse were made with another key",
                hint="keyring and warehouse are of different times: restore the ones that belong together",
            )
        promote_index_key(connection, keyring)
    keyring.destroy({NEXT_INDEX, *(name for name in keyring.names(FORMER) if not _is_needed(connection, name))})


def former_name(key: bytes) -> str:
    """Return the name that an index key has once another took its place."""
    return FORMER + check_value(key)


def promote_index_key(connection: duckdb.DuckDBPyConnection, keyring: Keyring) -> None:
    """Put the new key in the place of the one in use, which stays as a former one if some indexes need it still."""
    former = former_name(keyring.key(INDEX))
    keyring.promote(({INDEX: former} if _is_needed(connection, former) else {}) | {NEXT_INDEX: INDEX})


def _is_needed(connection: duckdb.DuckDBPyConnection, former: str) -> bool:
    rows = connection.execute(
        """(select 1 from gov.former_indexes where key_name = ? limit 1)
        union all (select 1 from gov.suppressions where kind = ? limit 1)""",
        [former, SUPPRESSED_INDEX],
    ).fetchall()
    return bool(rows)


def possible_indexes(keyring: Keyring, identifier_type: str, identifier: str) -> list[bytes]:
    """Return the blind index of an identifier, and those that former keys make: by one of them it may be suppressed."""
    names = (INDEX, *keyring.names(FORMER))
    return [blind_index(keyring.key(name), identifier_type, identifier) for name in names]


def indexed_columns(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    """Return (table, column) of all blind indexes, whatever is added later, but for the list of former ones."""
    return connection.execute(
        """select table_name, column_name from duckdb_columns()
        where database_name = 'gov' and data_type = 'BLOB' and ends_with(column_name, '_index')
            and table_name != 'former_indexes' order by all"""
    ).fetchall()


def index_pairs(identifiers: Iterable[tuple[str, str]], old: bytes, new: bytes) -> pa.Table:
    """Return (old, new): the blind indexes of identifiers (type, value) under two keys, a row for each old one."""
    pairs = {blind_index(old, *each): blind_index(new, *each) for each in identifiers}
    columns = {"old": list(pairs), "new": list(pairs.values())}
    return pa.table({name: id_array(values).cast(pa.binary()) for name, values in columns.items()})


def replace_indexes(connection: duckdb.DuckDBPyConnection, pairs: pa.Table) -> int:
    """Put new blind indexes in the place of old ones, inside the caller's transaction; return how many."""
    connection.register("new_indexes", pairs)
    count: int = 0
    for table, column in indexed_columns(connection):
        count += connection.execute(
            f"update gov.{table} set {column} = made.new from new_indexes as made where {table}.{column} = made.old"
        ).fetchall()[0][0]
    connection.execute(f"delete from gov.former_indexes where {_COLUMN} in (select old from new_indexes)")
    connection.unregister("new_indexes")
    return count


def adopt_identifiers(
    connection: duckdb.DuckDBPyConnection, keyring: Keyring, identifiers: Iterable[tuple[str, str]]
) -> None:
    """Find those again whom only a former key knows, before anybody is looked for by the blind indexes of identifiers.

    Runs inside the caller's transaction, and costs nothing where there is no former key.
    """
    formers = keyring.names(FORMER)
    if formers:
        known = set(identifiers)
        for name in formers:
            replace_indexes(connection, index_pairs(known, keyring.key(name), keyring.key(INDEX)))
