"""Finds all of a person for an act, as far as evidence reaches, and the cases that a person should decide."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import duckdb

from chatward import queries
from chatward.identity.graph import DOUBT, JOIN, THRESHOLDS
from chatward.warehouse.joining import labelled, weigh, weigh_around

Act = Literal["access", "erasure"]


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
    indexes = {"indexes": list(identity_indexes)}
    connection.execute(
        """create or replace temp table sought_nodes as
        select identity_index from gov.identities where list_contains($indexes, identity_index)""",
        indexes,
    )
    weigh_around(connection, "select identity_index from sought_nodes", THRESHOLDS[act])
    connection.register("labelled", labelled(connection, THRESHOLDS[act]))
    connection.execute(f"create or replace temp table found_people as {queries.load('core/found_people')}")
    subjects = connection.execute("select canonical_id from found_people order by all").fetchall()
    doubtful = connection.execute(queries.load("core/doubtful_cases"), {"doubt": DOUBT}).fetchall()
    connection.unregister("labelled")
    return Found(tuple(subject for (subject,) in subjects), tuple(case for (case,) in doubtful))


def cases(connection: duckdb.DuckDBPyConnection) -> list[Case]:
    """Return all cases that evidence speaks for, the open ones first, then by id."""
    connection.execute(
        """create or replace temp table weighed_nodes as
        select claimant_index as identity_index from gov.identity_evidence
        union select claimed_index from gov.identity_evidence"""
    )
    weigh(connection)
    rows = connection.execute(queries.load("core/identity_cases"), {"doubt": DOUBT, "threshold": JOIN}).fetchall()
    return [
        Case(case, state, doubt, certainty, tuple(kinds), tuple(sources), tuple(types), since)
        for case, state, doubt, certainty, kinds, sources, types, since in rows
    ]
