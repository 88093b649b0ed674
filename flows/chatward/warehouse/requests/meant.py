"""Whose data a request means, and what makes that doubtful: then somebody must decide before anything is done."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import duckdb

from chatward.rights.kinds import Right, Scope
from chatward.rights.states import Act, State
from chatward.warehouse.moment import Moment
from chatward.warehouse.people.identities import subjects_of
from chatward.warehouse.people.linking import ACTS, Found, people_of_each
from chatward.warehouse.requests.request_acts import Deed, StoredRequest, add_act, indexes_of

_TOLD = (Right.ACCESS, Right.PORTABILITY)
IDENTITY_IN_DOUBT = "identity_in_doubt"
"""Why a request waits for the file of doubtful identities: something there may be the person's, too."""
IDENTITY_DECIDED = "identity_decided"
"""How it goes on by itself once somebody decided these cases; no other doubt is settled by that."""
NOBODY_IS_KNOWN = "nobody_is_known"
"""How any request goes on by itself once nobody is known by its identifiers: there is nothing left to decide."""


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

    Who asks what is stored of him gets what is his in all likelihood; everything else needs to be surer. What may be
    his, and is not certain enough for the act, makes a copy or an erasure wait for somebody's decision; a restriction
    or an objection never waits for that.
    """
    named, proven = (_identifiers(connection, requests, part) for part in ("subject", "proven"))
    found: dict[str, Found] = {}
    for act in ACTS:
        asked = {each.request_id: named[each.request_id] for each in requests if _act_for(each) == act}
        if asked:
            found |= people_of_each(connection, asked, act)
    owners = _owners(connection, {index for indexes in proven.values() for index in indexes})
    names = _full_names(connection, {index for indexes in named.values() for index in indexes})
    meant: dict[str, Meant] = {}
    for each in requests:
        provers = {owners[index] for index in proven[each.request_id] if index in owners}
        is_anothers = bool(proven[each.request_id]) and provers.isdisjoint(found[each.request_id].subject_ids)
        is_shared = _is_shared(name for index in named[each.request_id] for name in names.get(index, ()))
        meant[each.request_id] = _meant(each, found[each.request_id], is_anothers=is_anothers, is_shared=is_shared)
    return meant


def link(connection: duckdb.DuckDBPyConnection, moment: Moment, requests: Iterable[StoredRequest]) -> None:
    """Make sure that there are subjects for whom requests are about: exports to come may show them."""
    named = [each for request in requests for each in indexes_of(connection, request.request_id, "subject")]
    if named:
        subjects_of(connection, moment, *map(list, zip(*named, strict=True)))


def _act_for(request: StoredRequest) -> str:
    return "access" if request.right in _TOLD else "erasure"


def _meant(request: StoredRequest, identities: Found, *, is_anothers: bool, is_shared: bool) -> Meant:
    """Return whom a request means.

    Args:
        request: that was made.
        identities: whom its identifiers belong to.
        is_anothers: whether who proved to be somebody is none of these.
        is_shared: whether several people may use an identifier.
    """
    found = identities.subject_ids
    if any(done.act is Act.REVIEWED and done.code not in (IDENTITY_DECIDED, NOBODY_IS_KNOWN) for done in request.acts):
        return Meant(found)
    if found and is_anothers:
        return Meant(found, "proof_is_of_another")
    if is_shared:
        return Meant(found, "several_people_behind_it")
    return Meant(found, IDENTITY_IN_DOUBT if identities.doubtful and _is_about_all(request) else None)


def _is_about_all(request: StoredRequest) -> bool:
    """Return whether a request is about all that is a person's: an identifier too few or too many would tell."""
    return request.right in (*_TOLD, Right.ERASURE) and request.scope is Scope.SUBJECT


def take_up_decided(connection: duckdb.DuckDBPyConnection, moment: Moment, requests: Sequence[StoredRequest]) -> None:
    """Let requests go on, inside the caller's transaction, that wait for what was settled since.

    That is identities which somebody decided, and whatever is about somebody who was erased meanwhile.
    """
    waiting = [each for each in requests if each.standing.state is State.IN_REVIEW]
    found = whom(connection, waiting)
    for request in waiting:
        meant, is_of_identity = found[request.request_id], request.standing.code == IDENTITY_IN_DOUBT
        if not meant.subject_ids and not meant.doubt:
            add_act(connection, moment, request.request_id, Act.REVIEWED, Deed(code=NOBODY_IS_KNOWN))
        elif is_of_identity and meant.doubt != IDENTITY_IN_DOUBT:
            add_act(connection, moment, request.request_id, Act.REVIEWED, Deed(code=IDENTITY_DECIDED))


def _identifiers(
    connection: duckdb.DuckDBPyConnection, requests: Sequence[StoredRequest], part: str
) -> dict[str, list[bytes]]:
    """Return by request the blind indexes that it names as ``part``."""
    found: dict[str, list[bytes]] = {each.request_id: [] for each in requests}
    rows = connection.execute(
        """select request_id, identity_index from gov.request_people
        where part = $part and list_contains($requests::varchar[], request_id)""",
        {"part": part, "requests": list(found)},
    ).fetchall()
    for request_id, index in rows:
        found[request_id].append(index)
    return found


def _owners(connection: duckdb.DuckDBPyConnection, indexes: Iterable[bytes]) -> dict[bytes, bytes]:
    """Return the canonical ids of those whose some identifiers are, as far as they are known."""
    rows = connection.execute(
        """select identities.identity_index, subjects.canonical_id from gov.identities as identities
        inner join gov.subjects as subjects on identities.subject_id = subjects.subject_id
        semi join (select unnest($indexes::blob[]) as identity_index) as asked
            on identities.identity_index = asked.identity_index""",
        {"indexes": list(indexes)},
    ).fetchall()
    return dict(rows)


def _full_names(connection: duckdb.DuckDBPyConnection, indexes: Iterable[bytes]) -> dict[bytes, set[str]]:
    """Return the full names under which exports show some identifiers."""
    rows = connection.execute(
        """select distinct identifiers.identity_index, identifiers.display_name from gov.identifiers as identifiers
        semi join (select unnest($indexes::blob[]) as identity_index) as asked
            on identifiers.identity_index = asked.identity_index
        where identifiers.display_name is not null and identifiers.source != 'rectified'""",
        {"indexes": list(indexes)},
    ).fetchall()
    names: dict[bytes, set[str]] = {}
    for index, name in rows:
        if _is_full_name(name):
            names.setdefault(index, set()).add(name)
    return names


def _is_shared(names: Iterable[str]) -> bool:
    """Return whether a mailbox or a number is shown under full names without a word in common: two may use it.

    One word alone is as likely what somebody calls himself, and some exports show a number for a name.
    """
    words = [set(name.casefold().split()) for name in names]
    return any(not one & other for place, one in enumerate(words) for other in words[:place])


def _is_full_name(name: str) -> bool:
    return len(name.split()) > 1 and not any(map(str.isdigit, name))
