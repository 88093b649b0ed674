"""Who is known while sets are built: for joining merged subjects, for consent, and for finding people in texts."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import pyarrow as pa

from chatward import queries
from chatward.deidentify.token_columns import token_column
from chatward.deidentify.tokens import Tokeniser
from chatward.detect import Kind, NameIndex
from chatward.detect.persons.names import list_entries
from chatward.identity.normalise import normalise_all
from chatward.sets.columns import SUBJECT
from chatward.warehouse.moment import Moment
from chatward.warehouse.store import Warehouse

_IDENTIFIER_TYPES = sorted({kind.identifier_type for kind in Kind})
"""What detection can find in a text, and therefore whose it is."""


@dataclass(frozen=True, slots=True)
class News:
    """What texts that were searched before must be searched for again, since it names somebody else now, or nobody.

    Attributes:
        names: ways of writing names that are known since, as ``detect.names.list_entries`` gives them.
        identifiers: (type, normalised value) known since: a text may show the value's own token.
        former_people: ids of those who were named by what names them no more: a text may show their token.
        has_lost_shared_name: whether a name that several people bore is nobody's now: texts may show its own token.
    """

    names: pa.Table
    identifiers: tuple[tuple[str, str], ...] = ()
    former_people: tuple[bytes, ...] = ()
    has_lost_shared_name: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether every text still shows whom it names."""
        return not (self.names.num_rows or self.identifiers or self.former_people or self.has_lost_shared_name)


@dataclass(frozen=True, slots=True, eq=False)
class People:
    """Who is known.

    Attributes:
        run_id: one run looks at one state of the people; what is derived from them is kept for its length.
        subjects: subject_id, canonical_id, role; of those alone who are no customers or one with somebody else.
        persons: ids of those who can be named in a text; their place is their number in the tables below.
        names: ways of writing their names, as ``detect.names.list_entries`` gives them.
        identifiers: identifier_type, normalised, person.
        permitted: by purpose: subject_id (canonical), is_permitted, changes_at_utc: whether he consents now, and
            until when that stays so.
        barred: by purpose: subject_id (canonical), reason: whose records are in no set, since he restricted their
            processing or objects to it.
        news: what changed in names and identifiers since all published texts were searched for them.
    """

    run_id: str
    subjects: pa.Table
    persons: pa.Array
    names: pa.Table
    identifiers: pa.Table
    permitted: Mapping[str, pa.Table]
    barred: Mapping[str, pa.Table]
    news: News

    def __eq__(self, other: object) -> bool:
        return isinstance(other, People) and self.run_id == other.run_id

    def __hash__(self) -> int:
        return hash(self.run_id)


def known_people(warehouse: Warehouse, moment: Moment) -> People:
    """Return everybody who is known, as the workers that build partitions need it, without news."""
    connection = warehouse.connection
    subjects = connection.execute(
        """select subjects.subject_id, subjects.canonical_id, canonical.role
        from gov.subjects as subjects inner join gov.subjects as canonical
            on subjects.canonical_id = canonical.subject_id
        where subjects.subject_id != subjects.canonical_id or canonical.role != 'customer'"""
    ).to_arrow_table()
    named = connection.execute(queries.load("core/named_people")).to_arrow_table()
    persons = named["canonical_id"].combine_chunks().dictionary_encode()
    numbers = persons.indices.to_pylist()
    # whoever is known by several identifiers has the same name with each of them
    names = dict.fromkeys(pair for pair in zip(named["display_name"].to_pylist(), numbers, strict=True) if pair[0])
    purposes = {spec.purpose for spec in moment.policy.sets.values()}
    permitted = {
        purpose: connection.execute(
            queries.load("core/permitted_subjects"), {"purpose": purpose, "now": moment.now_utc}
        ).to_arrow_table()
        for purpose in purposes
    }
    barred = {
        purpose: connection.execute(queries.load("core/barred_subjects"), {"purpose": purpose}).to_arrow_table()
        for purpose in purposes
    }
    return People(
        moment.run_id, subjects, persons.dictionary, list_entries(names), _identifiers(named, persons.indices),
        permitted, barred, News(_NO_NAMES),
    )  # fmt: skip


_NO_NAMES = list_entries(())


def _identifiers(named: pa.Table, persons: pa.Array) -> pa.Table:
    """Return whom each value that detection can find belongs to; of several the last in order."""
    table = pa.table({"type": named["identifier_type"], "value": named["identifier"], "person": persons})
    owners: dict[tuple[str, str], int] = {}
    for type_ in _IDENTIFIER_TYPES:
        rows = table.filter(pa.compute.equal(table["type"], type_))
        values = normalise_all(type_, rows["value"].to_pylist())
        owners.update(((type_, value), owner) for value, owner in zip(values, rows["person"].to_pylist(), strict=True))
    return pa.table(
        {
            "identifier_type": pa.array([type_ for type_, _ in owners], pa.string()),
            "normalised": pa.array([value for _, value in owners], pa.string()),
            "person": pa.array(owners.values(), pa.int32()),
        }
    )


@lru_cache(maxsize=4)
def person_tokens(people: People, tokeniser: Tokeniser) -> tuple[list[str], dict[tuple[str, str], str]]:
    """Return the token of each of ``people.persons``, and the token of whom each identifier is."""
    tokens = token_column(tokeniser, SUBJECT, people.persons).to_pylist()
    columns = (people.identifiers[name].to_pylist() for name in ("identifier_type", "normalised", "person"))
    return tokens, {(type_, value): tokens[person] for type_, value, person in zip(*columns, strict=True)}


@lru_cache(maxsize=1)
def name_index(people: People) -> NameIndex:
    """Return the index of all names, numbered like ``people.persons``."""
    return NameIndex(entries=people.names)


@lru_cache(maxsize=1)
def news_index(people: People) -> NameIndex:
    """Return the index of the names that are known since texts were searched."""
    return NameIndex(entries=people.news.names)
