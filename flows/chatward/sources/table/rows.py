"""Turns the columns of a table into messages and events, whole columns at a time."""

from collections.abc import Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from chatward.sources.records import (
    ATTACHMENT,
    CONVERSATIONS,
    EVENTS,
    MESSAGE_KINDS,
    MESSAGES,
    PARTICIPANTS,
    Batch,
    ReadSettings,
)
from chatward.sources.table.mapping import TableMapping
from chatward.sources.table.part import RECORD, Part, mapped
from chatward.sources.table.times import times_of
from chatward.sources.tables import Rejects, build

_EVERYTHING = "table:all"
_ROLES = ("staff", "bot", "customer")
_CHANGES = pa.array(["message_edited", "message_deleted"])
_TEXT = pa.string()


def batch_of(part: Part, member: str, mapping: TableMapping, settings: ReadSettings) -> Batch:
    """Return the records of a part as messages, events and rejects."""
    rows = _Rows(part.rows, mapping, settings)
    columns = rows.columns(member)
    reasons = rows.reasons()
    is_event, is_refused = columns["event"].is_valid(), reasons.is_valid()
    return Batch(
        records=part.records,
        messages=_table(MESSAGES, columns, pc.invert(pc.or_(is_event, is_refused))),
        events=_table(EVENTS, columns, pc.and_not(is_event, is_refused)),
        participants=_participants(columns, settings),
        conversations=_conversations(columns["conversation_key"]),
        rejects=_rejects(part, member, reasons),
    )


class _Rows:
    """The columns of a part, by what they hold."""

    def __init__(self, rows: pa.Table, mapping: TableMapping, settings: ReadSettings) -> None:
        self._rows = rows
        self._mapping = mapping
        self._written = rows[mapping.sent_at].combine_chunks()
        zones = rows[mapping.zone].combine_chunks() if mapping.zone else None
        self._times = times_of(self._written, mapping.time_format, zones, settings.zone)

    def reasons(self) -> pa.Array:
        """Return for each record why it is refused, null if it is not."""
        nothing = pa.scalar(None, _TEXT)
        is_text = pa.types.is_string(self._written.type)
        is_blank = pc.equal(pc.fill_null(self._written, ""), "") if is_text else self._written.is_null()
        no_time = pc.if_else(is_blank, pa.scalar("no_time"), pa.scalar("bad_time"))
        lacks_target = pc.and_(pc.is_in(self._event(), _CHANGES), self._target().is_null())
        return pc.coalesce(
            pc.if_else(self._times.utc.is_valid(), nothing, no_time),
            pc.if_else(lacks_target, pa.scalar("no_target"), nothing),
        )

    def columns(self, member: str) -> dict[str, Any]:
        """Return everything that messages and events are made of."""
        times, mapping = self._times, self._mapping
        prefix = f"{mapping.identifier}:"
        return {
            "member": pa.repeat(pa.scalar(member), self._rows.num_rows),
            "record": self._rows[RECORD].combine_chunks(),
            "platform_message_id": self._stripped(mapping.message_id),
            "conversation_key": self._conversation(),
            "reply_to": self._stripped(mapping.reply_to),
            "sender_key": mapped(self._stripped(mapping.sender), lambda value: prefix + value, _TEXT),
            "sender_name": self._stripped(mapping.sender_name),
            "role": self._words(mapping.role, mapping.roles, dict.fromkeys(_ROLES)),
            "kind": self._kind(),
            "text": self._text(mapping.text),
            "attachments": _attachments(self._stripped(mapping.attachment)),
            "event": self._event(),
            "target_message_id": self._target(),
            "at_utc": times.utc,
            "at_local": times.local,
            "zone_source": times.zone_source,
            "precision": times.precision,
        }

    def _text(self, name: str | None) -> pa.Array:
        """Return a column as it is, empty texts as missing ones; nothing where the table has no such column."""
        if name is None:
            return pa.nulls(self._rows.num_rows, _TEXT)
        column = self._rows[name].combine_chunks().cast(_TEXT)
        return pc.if_else(pc.equal(column, ""), pa.scalar(None, _TEXT), column)

    def _stripped(self, name: str | None) -> pa.Array:
        column = pc.utf8_trim_whitespace(self._text(name))
        return pc.if_else(pc.equal(column, ""), pa.scalar(None, _TEXT), column)

    def _conversation(self) -> pa.Array:
        if self._mapping.conversation is None:
            return pa.repeat(pa.scalar(_EVERYTHING), self._rows.num_rows)
        return mapped(self._stripped(self._mapping.conversation), lambda value: f"table:{value}", _TEXT)

    def _words(self, name: str | None, words: Mapping[str, str], own: Mapping[str, Any]) -> pa.Array:
        """Return what a column's values mean: by the policy, or by themselves where they are words of chatward's."""
        return mapped(self._stripped(name), lambda value: words.get(value, value if value in own else None), _TEXT)

    def _kind(self) -> pa.Array:
        """Return the kind of each message: as told, ``unsupported`` if that has no meaning, else by what it has."""
        told = self._stripped(self._mapping.kind)
        meant = self._words(self._mapping.kind, self._mapping.kinds, dict.fromkeys(MESSAGE_KINDS))
        has_file = self._stripped(self._mapping.attachment).is_valid()
        by_content = pc.if_else(has_file, pa.scalar("media"), pa.scalar("text"))
        return pc.coalesce(meant, pc.if_else(told.is_valid(), pa.scalar("unsupported"), by_content))

    def _event(self) -> pa.Array:
        return self._words(self._mapping.event, self._mapping.events, {})

    def _target(self) -> pa.Array:
        """Return which message an event is about: what the column for it says, or the record's own id without one."""
        return self._stripped(self._mapping.target or self._mapping.message_id)


def _table(schema: pa.Schema, columns: Mapping[str, Any], rows: pa.Array) -> pa.Table:
    """Return the rows of a schema, whose columns bear the same names or nearly so."""
    named = {"sent_at_utc": "at_utc", "sent_at_local": "at_local", "actor_key": "sender_key"}
    chosen = {
        name: columns[named.get(name, name)].filter(rows) for name in schema.names if named.get(name, name) in columns
    }
    flags = {name: False for name in ("is_edited", "is_deleted", "is_forwarded") if name in schema.names}
    return build(schema, len(chosen["record"]), {**flags, **chosen})


def _attachments(names: pa.Array) -> pa.Array:
    """Return a list of one attachment where there is a name, null elsewhere."""
    there = names.is_valid()
    items = names.drop_null()
    values = pa.StructArray.from_arrays(
        [items, pa.nulls(len(items), _TEXT), pa.nulls(len(items), pa.int64())], fields=list(ATTACHMENT)
    )
    ends = pc.cumulative_sum(there.cast(pa.int32()))
    offsets = pa.concat_arrays([pa.array([0], pa.int32()), ends])
    return pa.ListArray.from_arrays(offsets, values, mask=pc.invert(there))


def _participants(columns: Mapping[str, Any], settings: ReadSettings) -> pa.Table:
    """Return everybody who wrote, once for each name and role."""
    names = ("sender_key", "sender_name", "role")
    people = pa.table({name: columns[name] for name in names}).group_by(list(names), use_threads=False).aggregate([])
    people = people.filter(people["sender_key"].is_valid())
    roles = [
        "staff" if role is None and not settings.own_accounts.isdisjoint((key.partition(":")[2], name)) else role
        for key, name, role in zip(*(people[name].to_pylist() for name in names), strict=True)
    ]
    columns = {
        "sender_key": people["sender_key"].combine_chunks(),
        "display_name": people["sender_name"].combine_chunks(),
        "same_as": [[]] * len(roles),
        "role": roles,
    }
    return build(PARTICIPANTS, len(roles), columns)


def _conversations(keys: pa.Array) -> pa.Table:
    known = keys.unique().drop_null()
    return build(CONVERSATIONS, len(known), {"conversation_key": known})


def _rejects(part: Part, member: str, reasons: pa.Array) -> pa.Table:
    rejects = Rejects()
    for each in part.broken:
        rejects.refuse(member, each.record, each.reason, each.raw)
    refused = _plain(part.rows.filter(reasons.is_valid()))
    for row, reason in zip(refused.to_pylist(), reasons.drop_null().to_pylist(), strict=True):
        rejects.refuse(member, row.pop(RECORD), reason, row)
    return rejects.table()


def _plain(rows: pa.Table) -> pa.Table:
    """Return the rows with times as numbers: not all that Parquet can hold are times to Python."""
    for place, field in enumerate(rows.schema):
        if pa.types.is_temporal(field.type):
            number = pa.int32() if pa.types.is_date32(field.type) else pa.int64()
            rows = rows.set_column(place, field.name, rows[field.name].cast(number))
    return rows
