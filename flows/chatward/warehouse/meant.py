"""Whose data a request means, and what makes that doubtful: then somebody must decide before anything is done."""

from collections.abc import Iterable
from dataclasses import dataclass

import duckdb

from chatward.rights.kinds import Right, Scope
from chatward.rights.states import Act, State
from chatward.warehouse.linking import people_of
from chatward.warehouse.moment import Moment
from chatward.warehouse.request_acts import Deed, StoredRequest, add_act, indexes_of

_TOLD = (Right.ACCESS, Right.PORTABILITY)
IDENTITY_IN_DOUBT = "identity_in_doubt"
"""Why a request waits for the file of doubtful identities: something there may be the person's, too."""
IDENTITY_DECIDED = "identity_decided"
"""How it goes on by itself once somebody decided these cases; no other doubt is settled by that."""


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
    """Return whom a request means. After somebody reviewed it, there is no doubt.

    Who asks what is stored of him gets what is his in all likelihood; everything else needs to be surer. What may be
    his, and is not certain enough for the act, makes a copy or an erasure wait for somebody's decision; a restriction
    or an objection never waits for that.
    """
    named = [index for index, _ in indexes_of(connection, request.request_id, "subject")]
    identities = people_of(connection, named, "access" if request.right in _TOLD else "erasure")
    found = identities.subject_ids
    if any(done.act is Act.REVIEWED and done.code != IDENTITY_DECIDED for done in request.acts):
        return Meant(found)
    proof = indexes_of(connection, request.request_id, "proven")
    if found and proof and not set(_people(connection, [index for index, _ in proof])) & set(found):
        return Meant(found, "proof_is_of_another")
    if _is_shared(connection, named):
        return Meant(found, "several_people_behind_it")
    return Meant(found, IDENTITY_IN_DOUBT if identities.doubtful and _is_about_all(request) else None)


def _is_about_all(request: StoredRequest) -> bool:
    """Return whether a request is about all that is a person's: an identifier too few or too many would tell."""
    return request.right in (*_TOLD, Right.ERASURE) and request.scope is Scope.SUBJECT


def take_up_decided(connection: duckdb.DuckDBPyConnection, moment: Moment, requests: Iterable[StoredRequest]) -> None:
    """Let requests go on, inside the caller's transaction, that waited for identities which somebody decided since."""
    for request in requests:
        standing = request.standing
        if standing.state is not State.IN_REVIEW or standing.code != IDENTITY_IN_DOUBT:
            continue
        if whom(connection, request).doubt != IDENTITY_IN_DOUBT:
            add_act(connection, moment, request.request_id, Act.REVIEWED, Deed(code=IDENTITY_DECIDED))


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
