"""The files of the consent folder: one event a line."""

from collections.abc import Iterator
from pathlib import Path

import duckdb

from chatward.consent.events import ConsentEvent, parse
from chatward.policy.model import Policy
from chatward.warehouse.kept.line_files import LineFolder, LineReading, contents, read_lines

CONSENT = LineFolder("consent", "consent_rejects", ConsentEvent)


def read_consent_files(
    connection: duckdb.DuckDBPyConnection, folder: Path, policy: Policy, key: bytes
) -> LineReading[ConsentEvent]:
    """Return what stands in the files that changed since they were last read.

    Args:
        connection: to the governance database.
        folder: of the workspace's consent.
        policy: whose purposes events may name.
        key: of the files' ids.
    """
    purposes = sorted(policy.purposes)
    return read_lines(
        connection, CONSENT, folder, lambda data, is_json: parse(data, json_lines=is_json, purposes=purposes),
        known_by=purposes, key=key,
    )  # fmt: skip


def all_consent_events(folder: Path, policy: Policy) -> Iterator[ConsentEvent]:
    """Yield every event that stands in the consent folder now, whether it was taken in or not."""
    for data, is_json in contents(folder):
        items = parse(data, json_lines=is_json, purposes=policy.purposes.keys())
        yield from (item for item in items if isinstance(item, ConsentEvent))
