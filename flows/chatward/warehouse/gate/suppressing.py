"""The suppression list: whom, which conversations and which messages no delivery and no restored file brings back.

It stands in the governance database, for the gate, and in a file beside the ledger, which outlives that database: each
run's record in the ledger says how long it was. So an older governance database is found to lack entries, and an older
or missing list is found to be so.

Its key is never replaced: what an entry stands for is written nowhere, so that no entry could be made anew under
another key, and an erased person would come back. The key is random and wrapped under the root like all others:
whenever keys are destroyed or rotated it is wrapped anew and the former version of the root dies, so that copies of the
keyring die though the key lives on.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

import duckdb

from chatward import durable
from chatward.errors import ConfigError, IntegrityError
from chatward.identity.suppression import (
    IDENTIFIER,
    INDEX,
    NAME,
    ListHead,
    Suppression,
    chain,
    damaged,
    dump,
    last_link,
    load,
    suppressed_identifier,
    suppressed_index,
)
from chatward.rights.erased import digest_of_sign, ways_of_writing_it
from chatward.warehouse.store import Warehouse

KEY = "suppression"


def suppress(warehouse: Warehouse, entries: Iterable[Suppression]) -> None:
    """Append to the list, inside the caller's transaction; ``write_list`` must follow it."""
    added = sorted(set(entries), key=lambda entry: (entry.kind, entry.digest))
    if not added:
        return
    before = list_head(warehouse.connection)
    _insert(warehouse, added, before)


def _insert(warehouse: Warehouse, added: Sequence[Suppression], before: ListHead) -> None:
    rows = [[before.entries + place, e.kind, e.digest, e.until_utc] for place, e in enumerate(added)]
    warehouse.connection.executemany("insert into gov.suppressions values (?, ?, ?, ?)", rows)
    _note_head(warehouse, chain(warehouse.keyring.key(KEY), added, before), is_written=False)


def _note_head(warehouse: Warehouse, head: ListHead, *, is_written: bool) -> None:
    warehouse.connection.execute("delete from gov.suppression_heads")
    warehouse.connection.execute(
        "insert into gov.suppression_heads values (?, ?, ?)", [head.entries, head.head, is_written]
    )


def list_head(connection: duckdb.DuckDBPyConnection) -> ListHead:
    """Return how long the list is that the governance database knows."""
    rows = connection.execute("select entries, head from gov.suppression_heads").fetchall()
    return ListHead(*rows[0]) if rows else ListHead()


def is_suppressing(connection: duckdb.DuckDBPyConnection) -> bool:
    """Return whether anything must not come back."""
    return bool(connection.execute("select 1 from gov.suppressions limit 1").fetchall())


def write_list(warehouse: Warehouse) -> None:
    """Write the list to its file, whole and in one step, if something was appended since.

    Raises:
        ConfigError: it cannot be written; the next opening tries again.
    """
    if not warehouse.connection.execute("select 1 from gov.suppression_heads where not is_written").fetchall():
        return
    rows = warehouse.connection.execute("select kind, digest, until_utc from gov.suppressions order by number")
    content = dump(warehouse.keyring.key(KEY), (Suppression(*row) for row in rows.fetchall()))
    try:
        warehouse.suppressions.parent.mkdir(parents=True, exist_ok=True)
        durable.write(warehouse.suppressions, content)
    except OSError as error:
        raise ConfigError(
            f"the suppression list cannot be written: {error.strerror}", hint="free some space and run again"
        ) from None
    warehouse.connection.execute("update gov.suppression_heads set is_written = true")


def settle_list(warehouse: Warehouse, logged: ListHead) -> list[Suppression]:
    """Make file and governance database hold the same list, whichever of them is behind; return what that one lacked.

    What is returned was suppressed after the governance database was left as it is: somebody restored an old one, and
    must be erased from it again.

    Args:
        logged: how long the list was when the last run was recorded in the ledger.

    Raises:
        IntegrityError: the list is missing, older than it was, or was changed.
    """
    known = list_head(warehouse.connection)
    data = _read(warehouse)
    if _is_pending(warehouse) and (not data or len(load(warehouse.keyring.key(KEY), data)) <= known.entries):
        write_list(warehouse)
        data = _read(warehouse)
    if _is_as_left(data, known) and logged.entries <= known.entries:
        return []
    entries = load(warehouse.keyring.key(KEY), data) if data else []
    check_list(warehouse.keyring.key(KEY), entries, (known, logged))
    missing = entries[known.entries :]
    with warehouse.transaction():
        _insert(warehouse, missing, known)
        warehouse.connection.execute("update gov.suppression_heads set is_written = true")
    return missing


def check_list(key: bytes, entries: Sequence[Suppression], heads: Iterable[ListHead]) -> None:
    """Raise IntegrityError unless a list follows from all of the heads that were noted of it."""
    for head in heads:
        if len(entries) < head.entries:
            raise _outdated(len(entries), head.entries)
        if chain(key, entries[: head.entries], ListHead()) != head:
            raise damaged()


def _outdated(found: int, wanted: int) -> IntegrityError:
    return IntegrityError(
        f"the suppression list is {'older than it was' if found else 'missing'}: {found} entries, {wanted} expected",
        hint="restore ledger/suppressions from its backup; without it erased people would come back",
    )


def _is_as_left(data: bytes, known: ListHead) -> bool:
    """Return whether a file ends as the governance database knows it: then nobody need read all of it."""
    return last_link(data) == known.head if data else not known.entries


def _is_pending(warehouse: Warehouse) -> bool:
    return bool(warehouse.connection.execute("select 1 from gov.suppression_heads where not is_written").fetchall())


def _read(warehouse: Warehouse) -> bytes:
    return warehouse.suppressions.read_bytes() if warehouse.suppressions.exists() else b""


def entries_for(
    warehouse: Warehouse, identities: Iterable[tuple[bytes, str, str | None]], until_utc: datetime
) -> list[Suppression]:
    """Return the entries that keep people from coming back.

    Args:
        warehouse: whose keyring has the key.
        identities: blind index, identifier type, and the identifier in clear where it is known.
        until_utc: what was sent later is a new affair.
    """
    key = warehouse.keyring.key(KEY)
    entries = list[Suppression]()
    for index, kind, identifier in identities:
        if identifier is None:
            entries.append(Suppression(INDEX, suppressed_index(key, index), until_utc))
        else:
            for way in ways_of_writing_it(kind, identifier):
                entries.append(Suppression(IDENTIFIER, suppressed_identifier(key, *way), until_utc))
        entries.append(Suppression(NAME, digest_of_sign(key, identifier), until_utc))
    return entries
