"""What was pulled, how it came, and how far the pulls from APIs have come."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

import duckdb

from chatward import clock
from chatward.errors import Error
from chatward.intake.discovery import place_id
from chatward.policy.pull import Api
from chatward.pulling.answers import Page
from chatward.pulling.transfers import Brought, Transfer
from chatward.warehouse.moment import Moment, naive_utc

_LANDED = ""
"""Stands for the batch of cursors whose answers were delivered."""


@dataclass(frozen=True, slots=True)
class Unpulled:
    """A source's place, or one object of it, that could not be pulled; the object's name may name people."""

    source: str
    error: Error
    object: str | None = None


def pulled_versions(connection: duckdb.DuckDBPyConnection, source: str, key: bytes) -> Callable[[str], str | None]:
    """Return what tells the version in which an object of a source was pulled last, by its name.

    Args:
        connection: sees the governance database.
        source: name of the source.
        key: under which names are kept.
    """
    rows = connection.execute(
        "select object_id, version from gov.pulled_versions where source = ?", [source]
    ).fetchall()
    versions: dict[str, str] = dict(rows)
    return lambda name: versions.get(place_id(name, key))


def pulled_entries(connection: duckdb.DuckDBPyConnection, source: str, key: bytes) -> Callable[[str], bool]:
    """Return what tells whether a file or folder directly below a source's folder was pulled, by its name.

    Args:
        connection: sees the governance database.
        source: name of the source.
        key: under which names are kept.
    """
    rows = connection.execute(
        "select distinct unnest(entry_ids) from gov.pulled_versions where source = ?", [source]
    ).fetchall()
    ids = {entry for (entry,) in rows}
    runs = connection.execute("select distinct run_id from gov.transfers where source = ?", [source]).fetchall()
    batches = {f"{api}-{run_id}" for api in Api for (run_id,) in runs}
    return lambda name: name in batches or place_id(name, key) in ids


def store_brought(
    connection: duckdb.DuckDBPyConnection, source: str, brought: Iterable[Brought], moment: Moment, key: bytes
) -> None:
    """Note what came and how, inside the caller's transaction, after it came to lie at its place.

    Of objects' names it leaves ids under ``key`` alone: they may be people's, and outlast what was in the objects.
    """
    for each in brought:
        if each.transfer is not None:
            _store_transfer(connection, source, each.transfer, moment, is_taken=each.error is None)
        if each.error is None:
            found = {"source": source, "object_id": place_id(each.object.name, key)}
            connection.execute(
                "delete from gov.pulled_versions where source = $source and object_id = $object_id", found
            )
            connection.execute(
                "insert into gov.pulled_versions values ($source, $object_id, $entry_ids, $version)",
                found | {"entry_ids": _entry_ids(each.object.name, key), "version": each.object.version},
            )


def _entry_ids(name: str, key: bytes) -> list[str]:
    """Return the ids of what an object may lie as: members of an archive lie in a folder called like it."""
    entry = name.partition("/")[0]
    return [place_id(each, key) for each in (entry, PurePosixPath(entry).stem)]


def store_pull_failures(
    connection: duckdb.DuckDBPyConnection, failures: Iterable[Unpulled], moment: Moment, key: bytes
) -> None:
    """Replace what is known of pulls that failed, inside the caller's transaction; ``key`` is of entries."""
    connection.execute("delete from gov.failed_pulls")
    for each in failures:
        object_id = place_id(each.object, key) if each.object else None
        connection.execute(
            "insert into gov.failed_pulls values (?, ?, ?, ?, ?, ?, ?)",
            [
                each.source,
                object_id,
                each.object,
                each.error.message,
                each.error.hint,
                moment.now_utc,
                moment.run_id,
            ],
        )


def open_batch(connection: duckdb.DuckDBPyConnection, source: str) -> str | None:
    """Return the batch of a pull from an API that was cut off, None where none was."""
    row = connection.execute(
        """select batch from gov.pull_cursors where source = $source and batch <> $landed
        union all
        select batch from gov.pulled_pages where source = $source limit 1""",
        {"source": source, "landed": _LANDED},
    ).fetchone()
    return row[0] if row else None


def cursors(connection: duckdb.DuckDBPyConnection, source: str, batch: str = _LANDED) -> dict[str, Any]:
    """Return the cursors of a source's streams: those of a batch, or those of what was delivered."""
    rows = connection.execute(
        "select stream, cursor from gov.pull_cursors where source = ? and batch = ?", [source, batch]
    ).fetchall()
    return {stream: json.loads(cursor) for stream, cursor in rows}


def batch_pages(connection: duckdb.DuckDBPyConnection, source: str, batch: str) -> dict[str, tuple[str, bool]]:
    """Return the digest of each page of a batch, and whether it is a companion, by the page's name."""
    rows = connection.execute(
        "select page, sha256, is_companion from gov.pulled_pages where source = ? and batch = ?", [source, batch]
    ).fetchall()
    return {page: (sha256, is_companion) for page, sha256, is_companion in rows}


def store_page(
    connection: duckdb.DuckDBPyConnection,
    source: str,
    batch: str,
    page: Page,
    transfer: Transfer | None,
    moment: Moment,
) -> None:
    """Note a page with its cursors, inside the caller's transaction, after it came to lie in its batch."""
    _store_cursors(connection, source, batch, page.cursors)
    if transfer is None:
        return
    _store_transfer(connection, source, transfer, moment, is_taken=True)
    connection.execute(
        "delete from gov.pulled_pages where source = ? and batch = ? and page = ?", [source, batch, page.name]
    )
    connection.execute(
        "insert into gov.pulled_pages values (?, ?, ?, ?, ?)",
        [source, batch, page.name, transfer.sha256, page.is_companion],
    )


def land_batch(connection: duckdb.DuckDBPyConnection, source: str, batch: str) -> None:
    """Let a batch's cursors be those of the source, inside the caller's transaction, after it was delivered."""
    _store_cursors(connection, source, _LANDED, cursors(connection, source, batch))
    forget_batch(connection, source, batch)


def forget_batch(connection: duckdb.DuckDBPyConnection, source: str, batch: str) -> None:
    """Forget a batch's pages and how far it came, inside the caller's transaction."""
    for table in ("pull_cursors", "pulled_pages"):
        connection.execute(f"delete from gov.{table} where source = ? and batch = ?", [source, batch])


def _store_cursors(connection: duckdb.DuckDBPyConnection, source: str, batch: str, found: Mapping[str, Any]) -> None:
    for stream, cursor in found.items():
        connection.execute(
            "delete from gov.pull_cursors where source = ? and batch = ? and stream = ?", [source, batch, stream]
        )
        connection.execute(
            "insert into gov.pull_cursors values (?, ?, ?, ?)", [source, batch, stream, json.dumps(cursor)]
        )


def _store_transfer(
    connection: duckdb.DuckDBPyConnection, source: str, transfer: Transfer, moment: Moment, *, is_taken: bool
) -> None:
    peer = transfer.peer
    row = {
        "transfer_id": transfer.transfer_id, "source": source, "pulled_at_utc": naive_utc(clock.now()),
        "run_id": moment.run_id, "scheme": peer.scheme, "protocol": peer.protocol, "cipher": peer.cipher,
        "peer_subject": peer.subject, "peer_issuer": peer.issuer, "peer_fingerprint": peer.fingerprint,
        "peer_expires_at_utc": naive_utc(peer.expires_at) if peer.expires_at else None, "sha256": transfer.sha256,
        "size_bytes": transfer.size_bytes, "received_bytes": transfer.received_bytes, "attempts": transfer.attempts,
        "manifest": transfer.manifest, "is_taken": is_taken,
    }  # fmt: skip
    places = ", ".join(f"${name}" for name in row)
    connection.execute(f"insert into gov.transfers ({', '.join(row)}) values ({places})", row)
