"""What exports hold that their readers do not know: kept until the policy accepts it, or it is met no more."""

from collections.abc import Mapping, Sequence

import duckdb

from chatward.intake.drifting import Drifted, DriftTerms, by_path
from chatward.sources.drift import DRIFT
from chatward.sources.drift_paths import is_accepted
from chatward.warehouse.moment import Moment


def reopen_drifted(connection: duckdb.DuckDBPyConnection, terms: Mapping[str, DriftTerms]) -> None:
    """Have files read again of which records were set aside, where the policy now takes it otherwise.

    To be called inside a transaction. What is accepted, or belongs to no source any longer, is forgotten.
    """
    rows = connection.execute("select source, path, mode from gov.drifts").fetchall()
    settled = [
        (source, path)
        for source, path, mode in rows
        if source not in terms or terms[source].mode != mode or is_accepted(path, terms[source].accepted)
    ]
    for source, path in settled:
        connection.execute("delete from gov.drifts where source = ? and path = ?", [source, path])
    sources = sorted({source for source, _ in settled})
    connection.execute(
        """update gov.files set is_reopened = true where list_contains($sources, source) and file_id in (
            select file_id from gov.file_reasons where fate = 'rejected' and reason = $reason)""",
        {"sources": sources, "reason": DRIFT},
    )
    connection.execute(
        """delete from gov.entries where list_contains($sources, source)
            and source in (select source from gov.files where is_reopened)""",
        {"sources": sources},
    )


def store_drifts(
    connection: duckdb.DuckDBPyConnection, drifted: Sequence[Drifted], terms: Mapping[str, DriftTerms], moment: Moment
) -> None:
    """Note what was met in this run, inside the caller's transaction.

    Exports of a source that is halted are read in every run, so what was not met again is not there any longer.
    """
    connection.execute("delete from gov.drifts where mode = 'halt'")
    for (source, path), each_export in by_path(drifted).items():
        found = [each.unknown for each in each_export]
        connection.execute("delete from gov.drifts where source = ? and path = ?", [source, path])
        connection.execute(
            "insert into gov.drifts values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                source, path, " ".join(sorted({word for each in found for word in each.found.split()})),
                list(found[0].siblings), len(found), sum(each.records for each in found), terms[source].mode,
                moment.now_utc, moment.run_id,
            ],
        )  # fmt: skip
