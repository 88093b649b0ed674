"""Whose data a request means, and what makes that doubtful: then somebody must decide before anything is done."""

from dataclasses import dataclass

import duckdb

from chatward.rights.states import Act
from chatward.warehouse.request_acts import StoredRequest, indexes_of


@dataclass(frozen=True, slots=True)
class Meant:
    """Whom a request means.

    Attributes:
        subject_ids: canonical ids; none where nobody is known by the identifiers.
        doubt: a code that says why that is not certain, or None.
    """

    subject_ids: tuple[bytes, ...]
    doubt: str | None = None


def whom(connection: duckdb.DuckDBPyConnection, request: StoredRequest) -> Meant:
    """Return whom a request means. After somebody reviewed it, there is no doubt."""
    named = [index for index, _ in indexes_of(connection, request.request_id, "subject")]
    found = _people(connection, named)
    if any(done.act is Act.REVIEWED for done in request.acts):
        return Meant(found)
    proof = indexes_of(connection, request.request_id, "proven")
    if found and proof and not set(_people(connection, [index for index, _ in proof])) & set(found):
        return Meant(found, "proof_is_of_another")
    return Meant(found, "several_people_behind_it" if _is_shared(connection, named) else None)


def _people(connection: duckdb.DuckDBPyConnection, indexes: list[bytes]) -> tuple[bytes, ...]:
    rows = connection.execute(
        """select distinct subjects.canonical_id from gov.identities as identities
        inner join gov.subjects as subjects on identities.subject_id = subjects.subject_id
        where list_contains($indexes::blob[], identities.identity_index) order by 1""",
        {"indexes": indexes},
    ).fetchall()
    return tuple(person for (person,) in rows)


def _is_shared(connection: duckdb.DuckDBPyConnection, indexes: list[bytes]) -> bool:
    """Return whether exports show a mailbox or a number under names without a word in common: two people may use it."""
    rows = connection.execute(
        """select distinct display_name from gov.identifiers
        where display_name is not null and list_contains($indexes::blob[], identity_index)
            and source != 'rectified'""",
        {"indexes": indexes},
    ).fetchall()
    words = [set(name.casefold().split()) for (name,) in rows]
    return any(not one & other for place, one in enumerate(words) for other in words[:place])
