"""Takes out of records that arrive what others said of somebody who was erased since, and that he reacted to it.

It costs nothing where nobody was erased; else it looks at records of before the last erasure alone, and among them at
those that may have an identifier or are of a conversation that an erased person talked in.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from chatward.identity.suppressed_words import SIGN, SuppressedWords
from chatward.identity.suppression import CONVERSATION, MESSAGE, TALK
from chatward.warehouse.store import Warehouse
from chatward.warehouse.suppressing import KEY, is_suppressing
from chatward.warehouse.turning_away import digests_of

_INSTANT = {"messages": "sent_at_utc", "events": "at_utc"}
_WORDS = {"messages": ("text",), "events": ("text", "detail")}
_NO_NAMES = frozenset(("phone", "email"))
_EVER = datetime(1, 1, 1)  # noqa: DTZ001 - the warehouse's instants carry no zone


class ArrivingWords:
    """Knows what the suppression list says of the words of a batch."""

    def __init__(self, warehouse: Warehouse, types: Sequence[str]) -> None:
        """Read the list; ``types`` are identifier types of whom the batch names."""
        connection = warehouse.connection
        self.is_needed = is_suppressing(connection)
        if not self.is_needed:
            return
        known = connection.execute("select distinct identifier_type from gov.identities").fetchall()
        ids = {type_ for (type_,) in known}.union(types) - _NO_NAMES
        untils = connection.execute(
            "select digest, max(until_utc) from gov.suppressions where kind not in (?, ?, ?) group by digest",
            [CONVERSATION, MESSAGE, TALK],
        ).fetchall()
        talks = connection.execute("select distinct digest from gov.suppressions where kind = ?", [TALK]).fetchall()
        key = warehouse.keyring.key(KEY)
        self._words = SuppressedWords(
            key,
            dict(untils),
            sorted(type_ for type_ in ids if not type_.endswith("name")),
            partial(digests_of, warehouse, key),
        )
        self._talks = frozenset(conversation for (conversation,) in talks)
        self._last = max(self._words.untils.values(), default=_EVER)

    def without(self, records: pa.Table, kind: str) -> pa.Table:
        """Return messages or events with ``▇`` in the place of names, and without reactions, of who was erased."""
        if not self.is_needed or not records.num_rows:
            return records
        at = records[_INSTANT[kind]]
        is_early = pc.less_equal(at, pa.scalar(self._last, at.type))
        talks = pa.array(sorted(self._talks), pa.binary())
        conversations = records["conversation_id"].cast(pa.binary(16)).cast(pa.binary())
        is_talk = pc.is_in(conversations, talks)
        for column in _WORDS[kind]:
            texts = records[column].cast(pa.string())
            has_sign = pc.fill_null(pc.match_substring_regex(texts, SIGN), fill_value=False)
            chosen = _places(pc.and_(pc.and_(is_early, pc.is_valid(texts)), pc.or_(has_sign, is_talk)))
            told = zip(*(each.take(chosen).to_pylist() for each in (texts, at, conversations)), strict=True)
            made = [self._words.take_out(text, when, _talk(talk, self._talks)) for text, when, talk in told]
            records = _replaced(records, column, chosen, made)
        return self._without_reactions(records, is_early) if kind == "messages" else records

    def _without_reactions(self, messages: pa.Table, is_early: pa.ChunkedArray) -> pa.Table:
        lengths = pc.fill_null(pc.list_value_length(messages["reactions"]), 0)
        chosen = _places(pc.and_(is_early, pc.greater(lengths, 0)))
        told = zip(*(messages[name].take(chosen).to_pylist() for name in ("reactions", "sent_at_utc")), strict=True)
        made = [[each for each in reactions if not self._is_his(each, when)] for reactions, when in told]
        return _replaced(messages, "reactions", chosen, made)

    def _is_his(self, reaction: dict[str, str | None], at: datetime) -> bool:
        return self._words.is_key_suppressed(reaction["sender_key"] or "", at)

    def unread(self, rejects: pa.Table) -> pa.Table:
        """Return records that could not be read, whenever they are of, without the bytes of those that name him."""
        if not self.is_needed or not rejects.num_rows:
            return rejects
        raws = [(raw or b"").decode(errors="replace") for raw in rejects["raw"].to_pylist()]
        chosen = [place for place, raw in enumerate(raws) if self._words.names_anybody(raw, _EVER)]
        return _replaced(rejects, "raw", pa.array(chosen, pa.int64()), [None] * len(chosen))


def _talk(conversation_id: bytes | None, talks: frozenset[bytes]) -> bytes | None:
    return conversation_id if conversation_id in talks else None


def _places(mask: pa.ChunkedArray) -> pa.Array:
    return pa.array(np.flatnonzero(mask.to_numpy()))


def _replaced(table: pa.Table, column: str, places: pa.Array, values: Sequence[object]) -> pa.Table:
    """Return a table with other values in some places of a column, of whatever type that is."""
    if not len(places):
        return table
    before = table[column].combine_chunks()
    taken = np.arange(table.num_rows)
    taken[places.to_numpy()] = table.num_rows + np.arange(len(places))
    after = pa.chunked_array([before, pa.array(values, before.type)]).take(pa.array(taken))
    return table.set_column(table.column_names.index(column), table.field(column), after)
