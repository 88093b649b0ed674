"""Gives records their ids, and people and conversations their keyed indexes."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from chatward.identity.guards import guard_of, plain_account
from chatward.identity.index import ID_BYTES, begun_ids, blind_index, continued_ids, id_array, keyed_ids, split_key
from chatward.intake.repeats import Repeats
from chatward.sources.records import ReadSettings

_SEPARATOR = "\x1f"
_MISSING = "\x00"
_CHANGES = ("message_edited", "message_deleted")
_FIRST = b"\x1f0"
"""Ends what identifies a record that no other of its file equals, or that has an id of its own."""
_INDEX = pa.binary(ID_BYTES)
"""What is known of somebody of whom nothing was said: name, further identifiers, role."""
_UTC = pa.timestamp("us")
"""Instants in UTC without a zone, as the warehouse stores them."""

PEOPLE = pa.schema(
    [
        # the person as the export names him: index of the sender key
        ("person", _INDEX),
        # one identifier of that person
        ("identity_index", _INDEX),
        ("identifier_type", pa.string()),
        ("identifier", pa.string()),
        ("display_name", pa.string()),
        ("role", pa.string()),
        ("source", pa.string()),
        # why the identifier joins nobody, if so
        ("guard", pa.string()),
    ]
)


@dataclass(frozen=True, slots=True)
class Keys:
    """The two keys that reading needs: one for blind indexes, one for content ids."""

    index: bytes
    dedupe: bytes


def identified_messages(messages: pa.Table, source: str, keys: Keys, repeats: Repeats | None) -> pa.Table:
    """Return messages with ids: by the platform's own id where there is one, else by content and repeat."""
    own = messages["platform_message_id"]
    is_own = pc.is_valid(own)
    at = _microseconds(messages["sent_at_local"], messages["sent_at_utc"])
    content = _joined(at, *(_text(messages[name]) for name in ("sender_key", "kind", "text")))
    rows = _Rows(*_beginnings(messages["conversation_key"], is_own, source), _bytes(pc.coalesce(own, content)))
    ids = _distinct_ids(rows, is_own, messages["file_id"], keys.dedupe, repeats)
    as_of = messages["as_of_utc"].cast(_UTC)
    return (
        _with_indexes(messages.drop_columns("as_of_utc"), "sender", "sent_at_utc", source, keys)
        .append_column("as_of_utc", as_of)
        .append_column("message_id", ids)
    )


def identified_events(events: pa.Table, source: str, keys: Keys, repeats: Repeats | None) -> pa.Table:
    """Return events with ids by content and repeat; ``target_id`` is the id of the message that one is about."""
    names = ("conversation_key", "event", "actor_key", "target_message_id", "text", "detail")
    at = _microseconds(events["at_local"], events["at_utc"])
    nothing_own = pa.chunked_array([pa.repeat(False, events.num_rows)])
    begun = _SEPARATOR.join((source, "e", "")).encode()
    rows = _Rows([begun], [0] * events.num_rows, _bytes(_joined(at, *(_text(events[name]) for name in names))))
    ids = _distinct_ids(rows, nothing_own, events["file_id"], keys.dedupe, repeats)
    return (
        _with_indexes(events, "actor", "at_utc", source, keys)
        .append_column("event_id", ids)
        .append_column("target_id", _target_ids(events, source, keys))
    )


@dataclass(frozen=True, slots=True)
class _Rows:
    """What identifies records, in bytes: what many of them begin with, the place of each one's, how each goes on.

    A conversation's key may name everybody in it, so it is looked at once for all records of the conversation.
    """

    beginnings: Sequence[bytes]
    places: Sequence[int]
    rests: Sequence[bytes]

    def ids(self, key: bytes) -> list[bytes]:
        """Return the id that each record has if no other equals it."""
        begun = begun_ids(key, self.beginnings)
        return continued_ids((begun[place] for place in self.places), (rest + _FIRST for rest in self.rests))

    def id_of_repeat(self, row: int, number: int, key: bytes) -> bytes:
        """Return the id of a record that so many equal ones come before."""
        return keyed_ids(key, [self.beginnings[self.places[row]] + self.rests[row] + b"\x1f%d" % number])[0]


def _beginnings(conversations: pa.ChunkedArray, is_own: pa.ChunkedArray, source: str) -> tuple[list[bytes], list[int]]:
    """Return what messages begin with, and each one's place: an id of the platform's is unique in a conversation."""
    encoded = _encoded(conversations)
    keys = [*encoded.dictionary.to_pylist(), _MISSING]
    beginnings = [_SEPARATOR.join((source, kind, key, "")).encode() for key in keys for kind in "cm"]
    places = pc.fill_null(encoded.indices, len(keys) - 1).to_numpy(zero_copy_only=False).astype(np.int64)
    return beginnings, (2 * places + is_own.to_numpy()).tolist()


def _target_ids(events: pa.Table, source: str, keys: Keys) -> pa.ChunkedArray:
    """Return the id under which the message is stored that an event edits or deletes, null for all other events."""
    targets = events["target_message_id"]
    is_change = pc.and_(pc.is_in(_text(events["event"]), pa.array(_CHANGES)), pc.is_valid(targets))
    places = np.flatnonzero(is_change.to_numpy())
    changes = events.select(["conversation_key", "target_message_id"]).take(places)
    own = changes["target_message_id"]
    rows = _Rows(*_beginnings(changes["conversation_key"], pc.is_valid(own), source), _bytes(own))
    ids = np.full(events.num_rows, None, dtype=object)
    ids[places] = rows.ids(keys.dedupe)
    return pa.chunked_array([pa.array(ids, _INDEX)])


def conversation_id(key: bytes, source: str, conversation_key: str) -> bytes:
    """Return the id of a conversation: keyed, because its key may name people."""
    return keyed_ids(key, [f"{source}{_SEPARATOR}conversation{_SEPARATOR}{conversation_key}".encode()])[0]


def conversations_table(conversations: pa.Table, source: str, keys: Keys) -> pa.Table:
    """Return one row per conversation with its id; of repeated rows the last fuller one wins."""
    best: dict[str, tuple[str | None, str | None]] = {}
    rows = zip(*(conversations[name].to_pylist() for name in ("conversation_key", "title", "kind")), strict=True)
    for key, title, kind in rows:
        before = best.get(key, (None, None))
        best[key] = (title or before[0], kind or before[1])
    ids = [conversation_id(keys.dedupe, source, key) for key in best]
    return pa.table(
        {
            "source": pa.array([source] * len(ids), pa.string()),
            "conversation_id": id_array(ids),
            "conversation_key": pa.array(list(best), pa.string()),
            "title": pa.array([title for title, _ in best.values()], pa.string()),
            "kind": pa.array([kind for _, kind in best.values()], pa.string()),
        }
    )


@dataclass(slots=True)
class _Told:
    """What an export tells of somebody: his names, in order, further keys, and the role that it told last."""

    names: dict[str, None] = field(default_factory=dict)
    keys: dict[str, None] = field(default_factory=dict)
    role: str | None = None


def people_table(
    participants: pa.Table, messages: pa.Table, events: pa.Table, settings: ReadSettings, source: str, keys: Keys
) -> pa.Table:
    """Return one row per identifier of everybody who is named in the export, and each of his names, as PEOPLE."""
    own = {plain_account(account) for account in settings.own_accounts}
    people: dict[str, _Told] = {}
    told = (participants[name].to_pylist() for name in ("sender_key", "display_name", "same_as", "role"))
    for sender_key, display_name, same_as, role in zip(*told, strict=True):
        person = people.setdefault(sender_key, _Told())
        person.keys.update(dict.fromkeys(same_as or ()))
        person.role = role or person.role
        if display_name:
            person.names[display_name] = None
    for column in (messages["sender_key"], events["actor_key"]):
        for key in pc.unique(column.cast(pa.string())).drop_null().to_pylist():
            people.setdefault(key, _Told())
    rows: list[tuple[object, ...]] = []
    for sender_key, person in people.items():
        identifiers = dict.fromkeys([sender_key, *person.keys])
        accounts = (*(split_key(key)[1] for key in identifiers), *person.names)
        is_own = bool(own) and not own.isdisjoint(map(plain_account, accounts))
        person_index, role = _person_index(keys.index, sender_key), "staff" if is_own else person.role
        for key in identifiers:
            identifier_type, identifier = split_key(key)
            guard = guard_of(identifier_type, identifier, own)
            index = _person_index(keys.index, key)
            rows += [
                (person_index, index, identifier_type, identifier, display_name, role, source, guard)
                for display_name in person.names or (None,)
            ]
    columns = zip(*rows, strict=True) if rows else ([] for _ in PEOPLE)
    return pa.table([pa.array(column, each.type) for column, each in zip(columns, PEOPLE, strict=True)], schema=PEOPLE)


@lru_cache(maxsize=2**15)
def _person_index(key: bytes, sender_key: str) -> bytes:
    """Return the blind index of a reader's key; the same people are met in one file after the other."""
    return blind_index(key, *split_key(sender_key))


def _text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return column.cast(pa.string())


def _microseconds(local: pa.ChunkedArray, utc: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return the wall clock where the export has one: it does not move when the policy's zone is corrected."""
    return pc.cast(pc.coalesce(local, utc.cast(_UTC)), pa.int64())


def _joined(*columns: pa.ChunkedArray) -> pa.ChunkedArray:
    """Join columns to one of texts; a missing value differs from an empty one."""
    texts = (pc.fill_null(column.cast(pa.string()), _MISSING) for column in columns)
    return pc.binary_join_element_wise(*texts, _SEPARATOR)


def _bytes(texts: pa.ChunkedArray) -> list[bytes]:
    return list(texts.cast(pa.binary()).to_pylist())


def _distinct_ids(
    rows: _Rows, is_own: pa.ChunkedArray, files: pa.ChunkedArray, key: bytes, repeats: Repeats | None
) -> pa.Array:
    """Return an id for each row.

    Equal rows of one file without a platform id are counted, and the count is part of the id: two equal lines in a
    minute are two messages, and both are met again when the chat is exported once more. Where ``repeats`` goes from one
    part to the next, all rows are of one file.
    """
    ids = rows.ids(key)
    content = np.flatnonzero(~is_own.to_numpy())
    if repeats is None:
        met = Counter(ids)  # most are met once, and need no number
        content = content[[met[ids[row]] > 1 for row in content.tolist()]] if len(met) < len(ids) else content[:0]
        owners = files.combine_chunks().indices.to_numpy()
        numbers = Repeats().numbers(keyed_ids(key, [ids[row] + b"%d" % owners[row] for row in content.tolist()]))
    else:
        numbers = repeats.numbers([ids[row] for row in content.tolist()])
    again = numbers > 0
    for row, number in zip(content[again].tolist(), numbers[again].tolist(), strict=True):
        ids[row] = rows.id_of_repeat(row, number, key)
    return id_array(ids)


def _with_indexes(table: pa.Table, person: str, instant: str, source: str, keys: Keys) -> pa.Table:
    """Replace the keys of people and conversations, which name somebody, by their indexes; add the month."""
    conversations = _mapped(table["conversation_key"], lambda key: conversation_id(keys.dedupe, source, key))
    people = _mapped(table[f"{person}_key"], lambda key: _person_index(keys.index, key))
    instants = table[instant].cast(_UTC)
    sources = pa.DictionaryArray.from_arrays(pa.repeat(pa.scalar(0, pa.int8()), table.num_rows), pa.array([source]))
    return (
        table.drop_columns(["conversation_key", f"{person}_key", instant])
        .append_column(instant, instants)
        .append_column("source", sources)
        .append_column("conversation_id", conversations)
        .append_column(f"{person}_index", people)
        .append_column("month", _months(instants))
    )


def _months(instants: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return the month of each instant as text like ``2026-10``, formatted once per distinct month."""
    numbers = pc.add(pc.multiply(pc.year(instants), 100), pc.month(instants)).combine_chunks().dictionary_encode()
    names = pa.array(
        [f"{number // 100:04d}-{number % 100:02d}" for number in numbers.dictionary.to_pylist()], pa.string()
    )
    return pa.chunked_array([pa.DictionaryArray.from_arrays(numbers.indices, names)])


def _mapped(column: pa.ChunkedArray, index: Callable[[str], bytes]) -> pa.ChunkedArray:
    """Return the column with each distinct value indexed once."""
    encoded = _encoded(column)
    values = pa.array([index(value) for value in encoded.dictionary.to_pylist()], _INDEX)
    return pa.chunked_array([pa.DictionaryArray.from_arrays(encoded.indices, values)])


def _encoded(column: pa.ChunkedArray) -> pa.DictionaryArray:
    encoded = column.combine_chunks()
    return encoded if isinstance(encoded, pa.DictionaryArray) else encoded.dictionary_encode()
