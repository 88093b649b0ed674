"""Erasures as a stage has them done."""

from collections.abc import Sequence
from datetime import datetime

from chatward.rights.kinds import Scope
from chatward.warehouse.erasure.erasing import Erased, Erasure, begin_erasure, finish_erasures
from support.company import NOW, Company


def subject_of(company: Company, identifier: str) -> bytes:
    """Return the canonical subject id of an identifier in clear; KeyError where nobody is known by it."""
    return subjects_of(company, [identifier])[0]


def subjects_of(company: Company, identifiers: Sequence[str]) -> list[bytes]:
    """Return the canonical subject id of each identifier in clear; KeyError where nobody is known by one."""
    with company.warehouse() as warehouse:
        known = dict(
            warehouse.connection.execute(
                """select identifier, subjects.canonical_id
                from gov.identifiers inner join gov.identities using (identity_index)
                inner join gov.subjects as subjects using (subject_id)"""
            ).fetchall()
        )
    return [bytes(known[each]) for each in identifiers]


def conversation_of(company: Company, title: str) -> bytes:
    """Return the id of a conversation by its title."""
    with company.warehouse() as warehouse:
        query = "select conversation_id from gov.conversations where title = ?"
        return bytes(warehouse.connection.execute(query, [title]).fetchall()[0][0])


def begin(company: Company, *erasures: Erasure, as_of: datetime = NOW) -> None:
    with company.opened(as_of) as run:
        begin_erasure(run.warehouse, run.moment, erasures)


def finish(company: Company, as_of: datetime = NOW) -> list[Erased]:
    with company.opened(as_of) as run:
        done = finish_erasures(run.warehouse, run.moment)
        run.warehouse.settle_rewrite()
        return done


def erase(company: Company, *identifiers: str, as_of: datetime = NOW) -> list[Erased]:
    """Erase people by their identifiers in clear, each by a request of his own; return how far each of them is."""
    subjects = subjects_of(company, identifiers)
    people = [Erasure(f"request-{subject.hex()}", Scope.SUBJECT, subject) for subject in subjects]
    with company.opened(as_of) as run:
        begin_erasure(run.warehouse, run.moment, people)
        done = {each.request_id: each for each in finish_erasures(run.warehouse, run.moment)}
        run.warehouse.settle_rewrite()
    return [done[each.request_id] for each in people]


def intake(company: Company, as_of: datetime = NOW) -> None:
    """Collect, and dispose of what is due, without publishing."""
    with company.opened(as_of):
        company.stage("collect", as_of)
        company.stage("retain", as_of, plan_only=False)
