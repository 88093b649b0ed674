"""Whose data a request means, and what makes that doubtful: then somebody must decide before anything is done."""

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from chatward.rights.kinds import Right
from chatward.rights.states import Act
from chatward.warehouse.linking import ACTS, people_of_each
from chatward.warehouse.request_acts import StoredRequest, indexes_of

_TOLD = (Right.ACCESS, Right.PORTABILITY)


@dataclass(frozen=True, slots=True)
class Meant:
    """Whom a request means.

    Attributes:
        subject_ids: canonical ids; none where nobody is known by the identifiers.
        doubt: a code that says why that is not certain, or None.
    """

    subject_ids: tuple[bytes, ...]
    doubt: str | None = None


def whom(connection: duckdb.DuckDBPyConnection, requests: Sequence[StoredRequest]) -> dict[str, Meant]:
    """Return whom requests mean, by their ids. After somebody reviewed one, there is no doubt.

    Who asks what is stored of him gets what is his in all likelihood; everything else needs to be surer.
    """
    named = {
        each.request_id: [index for index, _ in indexes_of(connection, each.request_id, "subject")] for each in requests
    }
    found: dict[str, tuple[bytes, ...]] = {}
    for act in ACTS:
        asked = {each.request_id: named[each.request_id] for each in requests if _act_for(each) == act}
        if asked:
            found |= people_of_each(connection, asked, act)
    return {
        each.request_id: _meant(connection, each, named[each.request_id], found[each.request_id]) for each in requests
    }


def _act_for(request: StoredRequest) -> str:
    return "access" if request.right in _TOLD else "erasure"


def _meant(
    connection: duckdb.DuckDBPyConnection, request: StoredRequest, named: list[bytes], found: tuple[bytes, ...]
) -> Meant:
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
    """Return whether exports show a mailbox or a number under full names without a word in common: two may use it.

    One word alone is as likely what somebody calls himself, and some exports show a number for a name.
    """
    rows = connection.execute(
        """select distinct display_name from gov.identifiers
        where display_name is not null and list_contains($indexes::blob[], identity_index)
            and source != 'rectified'""",
        {"indexes": indexes},
    ).fetchall()
    words = [set(name.casefold().split()) for (name,) in rows if _is_full_name(name)]
    return any(not one & other for place, one in enumerate(words) for other in words[:place])


def _is_full_name(name: str) -> bool:
    return len(name.split()) > 1 and not any(map(str.isdigit, name))
