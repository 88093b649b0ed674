"""Makes identifiers one person's, or parts them, as evidence and decisions have it now.

Who is joined follows from what is known alone, whatever the order in which it came to be known. So a merge that is
undone leaves nothing behind. Only the people whom news concern are looked at.
"""

import duckdb
import numpy as np
import pyarrow as pa

from chatward import queries
from chatward.identity.graph import JOIN, MOST_CLAIMANTS, MOST_CLAIMED, WEIGHTS, Kind, persons
from chatward.warehouse.gate.deciding import note_subjects
from chatward.warehouse.kept.inputs import forget_inputs
from chatward.warehouse.moment import Moment
from chatward.warehouse.people.intervals import rebuild_intervals

REVIEW = "reports/identity_review.csv"


def join_people(connection: duckdb.DuckDBPyConnection, moment: Moment) -> None:
    """Join and part the people whom ``touched_nodes`` concern, inside the caller's transaction.

    Whoever was known before and is somebody else now is decided about again. Identifiers of ``new_identities`` are new.
    """
    if not connection.execute("select 1 from touched_nodes limit 1").fetchall():
        return
    # a name can make a neighbour's identifier a shared one, which parts its other neighbours
    for _ in range(2):
        connection.execute(f"insert into touched_nodes {queries.load('core/neighbouring_nodes')}")
    weigh_around(connection, "select identity_index from touched_nodes", JOIN)
    connection.register("labelled", labelled(connection, JOIN))
    connection.execute(f"create or replace temp table rejoined as {queries.load('core/rejoined_subjects')}")
    connection.unregister("labelled")
    forget_inputs(connection, [REVIEW])
    if not connection.execute("select 1 from rejoined limit 1").fetchall():
        return
    connection.execute(
        """update gov.subjects set canonical_id = rejoined.canonical_id, role = rejoined.role
        from rejoined where subjects.subject_id = rejoined.subject_id"""
    )
    if connection.execute(
        """select 1 from gov.consent_events where subject_id in (
            select subject_id from rejoined where canonical_id != former_id) limit 1"""
    ).fetchall():
        rebuild_intervals(connection, moment.policy)
    note_subjects(connection, queries.load("core/rejoined_before"))


def weigh_around(connection: duckdb.DuckDBPyConnection, nodes: str, threshold: float) -> None:
    """Leave ``weighed_nodes``, the identifiers that hang together with some, and ``weighed_cases``, all their cases.

    Args:
        connection: of a governance database.
        nodes: a query for indexes.
        threshold: of certainty, from which on a case is followed.
    """
    connection.execute(f"create or replace temp table reached_nodes as {nodes}")
    while True:
        connection.execute(f"create or replace temp table weighed_nodes as {queries.load('core/members_of_nodes')}")
        weigh(connection)
        missing = connection.execute(
            """insert into reached_nodes
            select node from (
                select unnest([first_index, second_index]) as node from weighed_cases where certainty >= $threshold)
            where node not in (select identity_index from weighed_nodes)""",
            {"threshold": threshold},
        ).fetchall()[0][0]
        if not missing:
            return


def weigh(connection: duckdb.DuckDBPyConnection) -> None:
    """Leave ``weighed_cases``: all cases of the identifiers in ``weighed_nodes``."""
    connection.execute(
        f"create or replace temp table weighed_cases as {queries.load('core/weighed_cases')}",
        {
            "most_claimants": MOST_CLAIMANTS,
            "most_claimed": MOST_CLAIMED,
            "name_weight": WEIGHTS[Kind.NAME],
        },
    )


def labelled(connection: duckdb.DuckDBPyConnection, threshold: float) -> pa.Table:
    """Return identity_index and label: equal for identifiers of one person by ``weighed_cases`` from a certainty on.

    Whoever has no case is not in it.
    """
    cases = connection.execute(
        """select first_index, second_index, certainty, coalesce(decision = 'part', false) as is_apart
        from weighed_cases where certainty >= $threshold or decision = 'part'""",
        {"threshold": threshold},
    ).to_arrow_table()
    ends = pa.chunked_array([*cases["first_index"].chunks, *cases["second_index"].chunks], pa.binary())
    nodes = ends.combine_chunks().dictionary_encode()
    codes = nodes.indices.to_numpy()
    first, second = codes[: cases.num_rows], codes[cases.num_rows :]
    is_apart = cases["is_apart"].to_numpy()
    apart = list(zip(first[is_apart].tolist(), second[is_apart].tolist(), strict=True))
    certainty = cases["certainty"].to_numpy()[~is_apart]
    labels = persons(len(nodes.dictionary), first[~is_apart], second[~is_apart], certainty, apart)
    return pa.table({"identity_index": nodes.dictionary, "label": labels.astype(np.int64)})


def forget_evidence(connection: duckdb.DuckDBPyConnection, subjects: str) -> None:
    """Delete the evidence about subjects who are being forgotten, inside the caller's transaction.

    What they shared with others stays shared: nobody becomes one person because somebody else was forgotten.

    Args:
        connection: of the warehouse.
        subjects: a query for their ids.
    """
    connection.execute(
        f"""create or replace temp table weighed_nodes as
        select identity_index from gov.identities where subject_id in ({subjects})"""
    )
    theirs = "(select identity_index from weighed_nodes)"
    count = f"select 1 from gov.identity_evidence where claimant_index in {theirs} or claimed_index in {theirs} limit 1"
    if not connection.execute(count).fetchall():
        return
    weigh(connection)
    connection.execute(
        f"""update gov.identities set guard = 'shared'
        where guard is null and identity_index not in {theirs} and identity_index in (
            select second_index from weighed_cases where guard = 'shared')"""
    )
    connection.execute(
        f"delete from gov.identity_evidence where claimant_index in {theirs} or claimed_index in {theirs}"
    )
    forget_inputs(connection, [REVIEW])
