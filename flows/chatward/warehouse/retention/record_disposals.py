"""Notes what was disposed of beside a month's records, so that it has its receipt."""

from dataclasses import dataclass

import duckdb

from chatward.errors import UsageError
from chatward.warehouse.moment import Moment

GOVERNANCE = "governance"
"""Place of what stood in the governance database."""


@dataclass(frozen=True, slots=True)
class RecordDisposal:
    """So many records of one kind and rule, in one place, whose file lost its key."""

    kind: str
    place: str
    rule: str
    records: int
    key_destroyed: str


def note_disposal(
    connection: duckdb.DuckDBPyConnection,
    moment: Moment,
    disposal: RecordDisposal,
    before: str | None = None,
    after: str | None = None,
) -> None:
    """Note a disposal, inside the caller's transaction.

    Args:
        connection: of the warehouse.
        moment: of the run, with its policy.
        disposal: what went.
        before: SHA-256 of a month's file, in hex; None of the governance database, which goes on changing.
        after: of the file that took its place, if one did.
    """
    connection.execute(
        "insert into gov.record_disposals values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, null)",
        [
            moment.run_id, disposal.kind, disposal.place, disposal.rule, disposal.records, moment.now_utc,
            disposal.key_destroyed, moment.policy.digest, before, after,
        ],
    )  # fmt: skip


def outdated(what: str) -> UsageError:
    """Return the error for a plan that is no longer what would be done."""
    return UsageError(f"{what} changed since the plan was made", hint="make a new plan with `chatward retain`")
