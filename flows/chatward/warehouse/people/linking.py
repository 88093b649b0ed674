"""Finds all of a person for an act, as far as evidence reaches, and the cases that a person should decide."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import duckdb
import pyarrow as pa

from chatward import queries
from chatward.identity.graph import DOUBT, JOIN, THRESHOLDS
from chatward.warehouse.people.joining import labelled, weigh, weigh_around

Act = Literal["access", "erasure"]
ACTS: tuple[Act, ...] = ("access", "erasure")
_ALONE = ""


@dataclass(frozen=True, slots=True)
class Found:
    """Who somebody is, for one act.

    Attributes:
        subject_ids: canonical ids of all that is the person's with the certainty that the act needs, sorted.
        doubtful: ids of cases in the review file, sorted: what may be the person's too. They name nobody.
    """

    subject_ids: tuple[bytes, ...]
    doubtful: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """Two identifiers that may be one person's. Nothing in it names anybody.

    Attributes:
        case_id: 16 hex digits that stand for both identifiers, whatever speaks for them.
        state: "open", "joined", "parted", "apart" if too little speaks for it, or "guarded" if one joins nobody.
        doubt: why nobody but a person can decide: "shared", "crowded", or "weak"; None where it is not open.
        certainty: by the evidence alone, from 0 to 1.
        kinds: of evidence.
        sources: that gave it.
        types: of both identifiers.
        since: when the first evidence was seen, in UTC.
    """

    case_id: str
    state: str
    doubt: str | None
    certainty: float
    kinds: tuple[str, ...]
    sources: tuple[str, ...]
    types: tuple[str, str]
    since: datetime


def people_of(
    connection: duckdb.DuckDBPyConnection,
    identity_indexes: Sequence[bytes],
    act: Act,
) -> Found:
    """Return whom identifiers belong to, as far as the act may rely on evidence; unknown ones belong to nobody.

    What is joined is certain enough for every act. Access follows weaker evidence further than erasure does, neither
    through mailboxes of a role, through what several people share, or past what somebody decided to part.
    """
    return people_of_each(connection, {_ALONE: identity_indexes}, act)[_ALONE]


def people_of_each(
    connection: duckdb.DuckDBPyConnection, asked: Mapping[str, Sequence[bytes]], act: Act
) -> dict[str, Found]:
    """Return whom each of some lists of identifiers belongs to, as ``people_of`` does, weighing all of them at once.

    Args:
        connection: of a governance database.
        asked: blind indexes, by any name.
        act: for which all of them are asked.
    """
    pairs = [(name, index) for name, indexes in asked.items() for index in indexes]
    columns = {
        "asker": pa.array([name for name, _ in pairs], pa.string()),
        "identity_index": pa.array([index for _, index in pairs], pa.binary()),
    }
    connection.register("asked_nodes", pa.table(columns))
    connection.execute(
        """create or replace temp table sought_nodes as
        select asker, identity_index from asked_nodes semi join gov.identities using (identity_index)"""
    )
    connection.unregister("asked_nodes")
    weigh_around(connection, "select distinct identity_index from sought_nodes", THRESHOLDS[act])
    connection.register("labelled", labelled(connection, THRESHOLDS[act]))
    connection.execute(f"create or replace temp table found_people as {queries.load('core/found_people')}")
    people = connection.execute("select asker, canonical_id from found_people order by all").fetchall()
    doubtful = connection.execute(queries.load("core/doubtful_cases"), {"doubt": DOUBT}).fetchall()
    connection.unregister("labelled")
    subject_ids: dict[str, list[bytes]] = {name: [] for name in asked}
    case_ids: dict[str, list[str]] = {name: [] for name in asked}
    for name, person in people:
        subject_ids[name].append(person)
    for name, case_id in doubtful:
        case_ids[name].append(case_id)
    return {name: Found(tuple(subject_ids[name]), tuple(case_ids[name])) for name in asked}


def cases(connection: duckdb.DuckDBPyConnection, *, are_open: bool = False) -> list[Case]:
    """Return all cases that evidence speaks for, or those that somebody should decide; the open ones first, then by id.

    Args:
        connection: of a governance database.
        are_open: whether only those that somebody should decide are asked for.
    """
    connection.execute(
        """create or replace temp table weighed_nodes as
        select claimant_index as identity_index from gov.identity_evidence
        union select claimed_index from gov.identity_evidence"""
    )
    weigh(connection)
    told = {"doubt": DOUBT, "threshold": JOIN, "states": ["open"] if are_open else None}
    rows = connection.execute(queries.load("core/identity_cases"), told).fetchall()
    return [
        Case(case, state, doubt, certainty, tuple(kinds), tuple(sources), tuple(types), since)
        for case, state, doubt, certainty, kinds, sources, types, since in rows
    ]
