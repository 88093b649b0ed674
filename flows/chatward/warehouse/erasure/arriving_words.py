"""Takes out of records that arrive what others said of somebody who was erased since, and that he reacted to it.

It costs nothing where nobody was erased; else it looks at records of before the last erasure alone, and among them at
those that may have an identifier, are of a conversation that an erased person talked in, or tell of a reaction of his.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import partial

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from chatward.identity.suppression import CONVERSATION, MESSAGE, TALK, talk_of
from chatward.rights.erased import KnownByDigests
from chatward.rights.identifier_signs import SIGN
from chatward.rights.naming import Naming
from chatward.warehouse.erasure.erased_people import ANY_TIME
from chatward.warehouse.erasure.naming_words import WORDS, Told, identifier_types, replaced, without_names
from chatward.warehouse.gate.suppressing import KEY, is_suppressing
from chatward.warehouse.gate.turning_away import digests_of
from chatward.warehouse.store import Warehouse

_INSTANT = {"messages": "sent_at_utc", "events": "at_utc"}


class ArrivingWords:
    """Knows what the suppression list says of the words of a batch."""

    def __init__(self, warehouse: Warehouse, types: Sequence[str]) -> None:
        """Read the list; ``types`` are identifier types of whom the batch names."""
        connection = warehouse.connection
        self.is_needed = is_suppressing(connection)
        if not self.is_needed:
            return
        known = connection.execute("select distinct identifier_type from gov.identities").fetchall()
        untils = dict(
            connection.execute(
                "select digest, max(until_utc) from gov.suppressions where kind not in (?, ?, ?) group by digest",
                [CONVERSATION, MESSAGE, TALK],
            ).fetchall()
        )
        key = warehouse.keyring.key(KEY)
        erased = KnownByDigests(key, untils, partial(digests_of, warehouse, key))
        self._naming = Naming(erased, identifier_types([*types, *(type_ for (type_,) in known)]))
        self._talkers = _talkers(connection)
        self._everybody = frozenset[bytes]().union(*self._talkers.values())
        self._last = max(untils.values(), default=ANY_TIME)

    def without(self, records: pa.Table, kind: str) -> pa.Table:
        """Return messages or events with ``▇`` in the place of names, and without reactions, of who was erased."""
        if not self.is_needed or not records.num_rows:
            return records
        at = records[_INSTANT[kind]]
        is_early = pc.less_equal(at, pa.scalar(self._last, at.type)).to_numpy()
        reacted = frozenset[int]()
        if kind == "messages":
            records, reacted = self._without_reactions(records, is_early)
        talks = self._people_of(records, is_early, reacted)
        for column in WORDS[kind]:
            may_tell = np.flatnonzero(is_early & _may_identify(records[column])).tolist()
            chosen = sorted({*may_tell, *talks})
            instants = at.take(pa.array(chosen, pa.int64())).to_pylist()
            told: dict[int, Told] = {
                place: (when, talks.get(place, ())) for place, when in zip(chosen, instants, strict=True)
            }
            records, _ = without_names(self._naming, records, kind, column, told)
        return records

    def _people_of(
        self, records: pa.Table, is_early: NDArray[np.bool_], reacted: Collection[int]
    ) -> dict[int, Collection[bytes]]:
        """Return by place who may be named in a record: who talked there, or anybody where one of them reacted."""
        talks = pa.array(sorted(self._talkers), pa.binary())
        conversations = records["conversation_id"].cast(pa.binary(16)).cast(pa.binary())
        places = np.flatnonzero(is_early & pc.is_in(conversations, talks).to_numpy())
        met = conversations.take(pa.array(places)).to_pylist()
        people = {place: self._talkers[talk] for place, talk in zip(places.tolist(), met, strict=True)}
        return people | dict.fromkeys(reacted, self._everybody)

    def _without_reactions(self, messages: pa.Table, is_early: NDArray[np.bool_]) -> tuple[pa.Table, frozenset[int]]:
        """Return messages without reactions of who was erased, and the places of those that had any."""
        lengths = pc.fill_null(pc.list_value_length(messages["reactions"]), 0)
        chosen = np.flatnonzero(is_early & (lengths.to_numpy() > 0))
        columns = (messages[name].take(pa.array(chosen)).to_pylist() for name in ("reactions", "sent_at_utc"))
        changed = {}
        for place, reactions, at in zip(chosen.tolist(), *columns, strict=True):
            kept = [each for each in reactions if not self._naming.is_his(each["sender_key"] or "", at)]
            if len(kept) < len(reactions):
                changed[place] = kept
        return replaced(messages, "reactions", changed), frozenset(changed)

    def titled(self, conversations: pa.Table, messages: pa.Table) -> pa.Table:
        """Return conversations with ``▇`` for who was erased and talked in them, whenever they were called so.

        Elsewhere identifiers go from those of which nothing in ``messages`` was sent since. The same goes for their
        keys, which are titles too where an export has no other: nothing is told by them.
        """
        if not self.is_needed or not conversations.num_rows:
            return conversations
        talks, lasts = conversations["conversation_id"].to_pylist(), _lasts(messages)
        for column in ("title", "conversation_key"):
            changed = {}
            for place, (talk, name) in enumerate(zip(talks, conversations[column].to_pylist(), strict=True)):
                if name:
                    at = ANY_TIME if talk in self._talkers else lasts.get(talk, ANY_TIME)
                    changed[place] = self._naming.take_out(name, at, self._talkers.get(talk, ()))
            conversations = replaced(conversations, column, changed)
        return conversations

    def unread(self, rejects: pa.Table) -> pa.Table:
        """Return records that could not be read, whenever they are of, without the bytes of those that name him."""
        if not self.is_needed or not rejects.num_rows:
            return rejects
        raws = [(raw or b"").decode(errors="replace") for raw in rejects["raw"].to_pylist()]
        naming = [place for place, raw in enumerate(raws) if self._naming.identifies_anybody(raw, ANY_TIME)]
        return replaced(rejects, "raw", dict.fromkeys(naming))


def _lasts(messages: pa.Table) -> dict[bytes, datetime]:
    """Return when the last of some messages was sent in each conversation."""
    found = messages.select(["conversation_id", "sent_at_utc"]).group_by("conversation_id")
    lasts = found.aggregate([("sent_at_utc", "max")])
    return dict(zip(lasts["conversation_id"].to_pylist(), lasts["sent_at_utc_max"].to_pylist(), strict=True))


def _talkers(connection: duckdb.DuckDBPyConnection) -> dict[bytes, list[bytes]]:
    """Return by conversation the erased people who talked in it."""
    rows = connection.execute(
        "select distinct digest from gov.suppressions where kind = ? order by 1", [TALK]
    ).fetchall()
    talkers: dict[bytes, list[bytes]] = {}
    for (digest,) in rows:
        conversation, person = talk_of(digest)
        talkers.setdefault(conversation, []).append(person)
    return talkers


def _may_identify(values: pa.ChunkedArray) -> NDArray[np.bool_]:
    """Tell of texts, or of attachments, whether an identifier may be in them."""
    if pa.types.is_list(values.type):
        may_identify = pc.greater(pc.list_value_length(values), 0)
    else:
        may_identify = pc.match_substring_regex(values.cast(pa.string()), SIGN)
    return np.asarray(pc.fill_null(may_identify, fill_value=False))
