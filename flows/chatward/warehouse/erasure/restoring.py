"""What an old file that somebody restored brings back is erased again: the suppression list is newer than it."""

from collections.abc import Iterable
from pathlib import Path

import duckdb

from chatward.errors import IntegrityError
from chatward.identity.suppression import (
    CONVERSATION,
    MESSAGE,
    ListHead,
    Suppression,
    load,
    suppressed_identifier,
    suppressed_index,
)
from chatward.keyring.store import Keyring
from chatward.rights.kinds import Scope
from chatward.warehouse.erasure.erasing import Erasure, begin_again
from chatward.warehouse.gate.suppressing import KEY, check_list, list_head, settle_list
from chatward.warehouse.moment import Moment
from chatward.warehouse.store import Warehouse

_SCOPES = {CONVERSATION: Scope.CONVERSATION, MESSAGE: Scope.MESSAGE}


def settle_suppressions(warehouse: Warehouse, moment: Moment, logged: ListHead) -> None:
    """Begin again every erasure that the governance database does not know of, since it is older than the list.

    Args:
        logged: how long the list was when the last run was recorded in the ledger.

    Raises:
        IntegrityError: the list is missing, older than it was, or was changed.
    """
    before = list_head(warehouse.connection).entries
    missing = settle_list(warehouse, logged)
    if missing:
        targets = [*_people(warehouse, missing), *_things(missing)]
        begin_again(
            warehouse,
            moment,
            [Erasure(f"restored-{before}.{place}", *target) for place, target in enumerate(targets, start=1)],
        )


def _people(warehouse: Warehouse, entries: Iterable[Suppression]) -> list[tuple[Scope, bytes]]:
    """Return everybody who is known here and has an identifier that is on the list."""
    key = warehouse.keyring.key(KEY)
    digests = {entry.digest for entry in entries}
    rows = warehouse.connection.execute(
        """select distinct subjects.canonical_id, identities.identity_index, identities.identifier_type,
            identifiers.identifier
        from gov.identities as identities
        inner join gov.subjects as subjects using (subject_id)
        left join gov.identifiers as identifiers using (identity_index)"""
    ).fetchall()
    found = {
        person
        for person, index, kind, identifier in rows
        if suppressed_index(key, index) in digests
        or (identifier is not None and suppressed_identifier(key, kind, identifier) in digests)
    }
    return [(Scope.SUBJECT, person) for person in sorted(found)]


def _things(entries: Iterable[Suppression]) -> list[tuple[Scope, bytes]]:
    return [(_SCOPES[entry.kind], entry.digest) for entry in entries if entry.kind in _SCOPES]


def check_suppressions(connection: duckdb.DuckDBPyConnection, keyring: Keyring, path: Path, logged: ListHead) -> None:
    """Refuse to show a governance database that is older than the suppression list, or a list that is not whole.

    Raises:
        IntegrityError: the list is missing, older than it was, or changed; or a run must erase somebody again first.
    """
    known = list_head(connection)
    if not path.exists() and not known.entries and not logged.entries:
        return
    key = keyring.key(KEY)
    entries = load(key, path.read_bytes()) if path.exists() else []
    if known.entries and _is_pending(connection):
        return  # a run was cut off before it could write the list, and the next one does
    check_list(key, entries, (known, logged))
    if len(entries) > known.entries:
        raise IntegrityError(
            "the warehouse is older than the suppression list: it may show people who were erased since",
            hint="`chatward run` erases them from it again",
        )


def _is_pending(connection: duckdb.DuckDBPyConnection) -> bool:
    return bool(connection.execute("select 1 from gov.suppression_heads where not is_written").fetchall())
