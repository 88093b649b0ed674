"""Who is erased is beyond use at once, leaves every byte in one pass, and never comes back."""

from datetime import UTC, datetime

import pytest
from support.company import NOW, Company, call
from support.state import state

from chatward.warehouse.erasing import Erased, Erasure, begin_erasure, finish_erasures

ANNA, BEN, CARA = "491511", "491512", "491513"
LATER = datetime(2026, 10, 5, tzinfo=UTC)


def subject_of(company: Company, identifier: str) -> bytes:
    """Return the canonical subject id of an identifier in clear."""
    with company.warehouse() as warehouse:
        return warehouse.connection.execute(
            """select subjects.canonical_id from gov.identifiers inner join gov.identities using (identity_index)
            inner join gov.subjects as subjects using (subject_id) where identifier = ?""",
            [identifier],
        ).fetchall()[0][0]


def erase(company: Company, identifier: str, request: str = "r1", as_of: datetime = NOW) -> Erased:
    erasure = Erasure(request, "subject", subject_of(company, identifier))
    with company.opened(as_of) as run:
        begin_erasure(run.warehouse, run.moment, [erasure])
        return finish_erasures(run.warehouse, run.moment)[0]


@pytest.fixture
def full(company: Company) -> Company:
    company.calls(
        "calls",
        call("1", ANNA, "2026-07-15T10:00:00", "words of anna", name="Anna Smith"),
        call("2", BEN, "2026-07-20T10:00:00", "words of ben"),
        call("3", ANNA, "2026-09-01T10:00:00", "more of anna", name="Anna Smith"),
    )
    company.run(NOW)
    return company


def test_everything_of_a_person_goes_and_nothing_of_others(full: Company) -> None:
    erased = erase(full, f"+{ANNA}")
    assert erased.is_finished
    assert (erased.counts["messages"], erased.held) == (2, 0)
    assert state(full).texts == ["words of ben"]


def test_the_same_exports_once_more_and_renamed_bring_nothing_back(full: Company) -> None:
    erase(full, f"+{ANNA}")
    path = next((full.root / "exports").rglob("calls.jsonl"))
    path.rename(path.with_name("renamed.jsonl"))
    full.calls("late", call("4", ANNA, "2026-08-15T10:00:00", "late words", name="Anna Smith"))
    full.run(LATER)
    assert state(full).texts == ["words of ben"]
    with full.warehouse() as warehouse:
        rows = warehouse.connection.execute("select identifier, display_name from gov.identifiers").fetchall()
        refused = warehouse.connection.execute(
            "select sum(records)::int from gov.file_reasons where reason = 'suppressed'"
        ).fetchall()
    assert not [row for row in rows if ANNA in row[0] or "Anna" in (row[1] or "")]
    assert refused == [(1,)]
