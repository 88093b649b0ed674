"""What a report says of pulls: from where exports came, how they were protected on the way, and what did not come."""

import duckdb

from chatward.report.transport import Place, PullFailure, Transfer

_MOST_TRANSFERS = 500
"""A report lists the latest transfers; all of them stand in the governance database."""


def places(connection: duckdb.DuckDBPyConnection) -> tuple[Place, ...]:
    """Return the servers that exports were pulled from, one for each certificate or host key and protocol."""
    rows = connection.execute(
        """select source, scheme, protocol, cipher, peer_subject, peer_fingerprint, peer_expires_at_utc,
            count(*) filter (is_taken), coalesce(sum(size_bytes) filter (is_taken), 0)::bigint,
            count(*) filter (manifest = 'equal'), count(*) filter (manifest = 'different'), max(pulled_at_utc)
        from gov.transfers group by all order by source, max(pulled_at_utc) desc"""
    ).fetchall()
    names = (
        "source", "scheme", "protocol", "cipher", "peer", "fingerprint", "expires_at_utc", "objects", "size_bytes",
        "compared", "different", "last_at_utc",
    )  # fmt: skip
    return tuple(Place(**dict(zip(names, row, strict=True))) for row in rows)


def transfers(connection: duckdb.DuckDBPyConnection) -> tuple[Transfer, ...]:
    """Return the latest transfers."""
    names = ("transfer_id", "source", "pulled_at_utc", "size_bytes", "sha256", "fingerprint", "manifest", "is_taken")
    rows = connection.execute(
        f"""select transfer_id, source, pulled_at_utc, size_bytes, sha256, peer_fingerprint, manifest, is_taken
        from gov.transfers order by pulled_at_utc desc, transfer_id limit {_MOST_TRANSFERS}"""
    ).fetchall()
    return tuple(Transfer(**dict(zip(names, row, strict=True))) for row in rows)


def pull_failures(connection: duckdb.DuckDBPyConnection) -> tuple[PullFailure, ...]:
    """Return what could not be pulled, by source and cause."""
    rows = connection.execute(
        """select source, message, hint, count(object_id) from gov.failed_pulls group by all order by all"""
    ).fetchall()
    return tuple(PullFailure(source=s, message=m, hint=h, objects=n) for s, m, h, n in rows)
