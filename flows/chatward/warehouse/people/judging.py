"""Takes in what people decided about doubtful identities, and writes the review file that asks them.

Neither file names anybody: a case stands for two identifiers, and ``chatward identity show`` tells whose they are.
"""

import csv
import io
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from chatward import queries
from chatward.errors import ConfigError
from chatward.warehouse.kept.csv_rows import day_of, rows_of
from chatward.warehouse.kept.inputs import known_inputs, store_inputs
from chatward.warehouse.moment import Moment
from chatward.warehouse.people.joining import REVIEW, join_people
from chatward.warehouse.people.linking import Case, cases
from chatward.warehouse.store import Warehouse, write_beside

DECISIONS = "registers/identity_decisions.csv"
DECISION_COLUMNS = ("case_id", "decision", "decided_by", "decided_on")
REVIEW_COLUMNS = ("case_id", "doubt", "certainty", "types", "evidence", "sources", "since")
_DECISION = ("join", "part")


def take_decisions(connection: duckdb.DuckDBPyConnection, path: Path, moment: Moment) -> None:
    """Take over what people decided, as the register has it now; a case that stands twice is as it was decided last.

    Runs inside the caller's transaction. A decision on a case that is not known waits for it.

    Raises:
        ConfigError: the register lacks a column, or a row says neither ``join`` nor ``part``, or not by whom.
    """
    rows = {
        row["case_id"]: (
            row["case_id"],
            row["decision"],
            row["decided_by"],
            day_of(row["decided_on"], path, "decided_on"),
        )
        for row in rows_of(path, DECISION_COLUMNS)
    }
    for _, decision, decided_by, _ in rows.values():
        if decision not in _DECISION or not decided_by:
            raise ConfigError(
                f"{path.parent.name}/{path.name}: a case is neither joined nor parted by somebody",
                hint=f"decision is {' or '.join(_DECISION)}, and decided_by says who decided",
            )
    columns = zip(*rows.values(), strict=True) if rows else ((),) * len(DECISION_COLUMNS)
    types = (pa.string(), pa.string(), pa.string(), pa.date32())
    arrays = [pa.array(values, kind) for values, kind in zip(columns, types, strict=True)]
    connection.register("told_decisions", pa.table(arrays, names=list(DECISION_COLUMNS)))
    connection.execute(
        """create or replace temp table changed_decisions as
        (select case_id, decision, decided_by, decided_on from gov.identity_decisions except from told_decisions)
        union all
        (from told_decisions except select case_id, decision, decided_by, decided_on from gov.identity_decisions)"""
    )
    connection.execute("delete from gov.identity_decisions where case_id in (select case_id from changed_decisions)")
    connection.execute(
        """insert into gov.identity_decisions by name
        select *, $now as taken_at_utc from told_decisions where case_id in (select case_id from changed_decisions)""",
        {"now": moment.now_utc},
    )
    connection.unregister("told_decisions")
    connection.execute(
        """create or replace temp table touched_nodes as
        select unnest([claimant_index, claimed_index]) as identity_index from gov.identity_evidence
        where case_id in (select case_id from changed_decisions)"""
    )
    connection.execute("create or replace temp table new_identities(subject_id blob)")
    join_people(connection, moment)


def write_review(warehouse: Warehouse, path: Path) -> None:
    """Write the open cases to the review file if they may have changed; without any there is no file."""
    if REVIEW in known_inputs(warehouse.connection, REVIEW):
        return
    found = cases(warehouse.connection, are_open=True)
    if found:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_beside(path, review_text(found).encode())
    else:
        path.unlink(missing_ok=True)
    with warehouse.transaction() as connection:
        store_inputs(connection, {REVIEW: "written"})


def review_text(found: list[Case]) -> str:
    """Return cases as CSV with the columns ``REVIEW_COLUMNS``."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(REVIEW_COLUMNS)
    for case in found:
        lists = (" ".join(each) for each in (case.types, case.kinds, case.sources))
        writer.writerow((case.case_id, case.doubt, f"{case.certainty:.3f}", *lists, f"{case.since:%Y-%m-%d}"))
    return text.getvalue()


def opened_case(connection: duckdb.DuckDBPyConnection, case_id: str) -> list[dict[str, Any]]:
    """Return what is known in clear of a case's identifiers and of those said to be the same; none if it is unknown."""
    found = connection.execute(queries.load("core/opened_case"), {"case_id": case_id}).to_arrow_table()
    return list(found.to_pylist())


def record_decision(root: Path, case_id: str, decision: str, decided_by: str, decided_on: date) -> None:
    """Add a decision to the register below a workspace; a former one of the same case gives way, all else stays.

    Raises:
        ConfigError: the register is not fit to be read.
    """
    path = root / DECISIONS
    rows = [row for row in rows_of(path, DECISION_COLUMNS) if row["case_id"] != case_id]
    values = (case_id, decision, decided_by, f"{decided_on}")
    text = io.StringIO()
    writer = csv.DictWriter(text, DECISION_COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows([*rows, dict(zip(DECISION_COLUMNS, values, strict=True))])
    path.parent.mkdir(parents=True, exist_ok=True)
    write_beside(path, text.getvalue().encode())
