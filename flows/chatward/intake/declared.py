"""What the policy declares about a source, in the terms of those who read its exports."""

from collections.abc import Mapping
from enum import StrEnum

from chatward.intake.drifting import DriftTerms
from chatward.policy.columns import Columns, TableFile
from chatward.policy.sections import Source
from chatward.sources.records import ReadSettings
from chatward.sources.table.mapping import TableMapping


def read_settings(source: Source, home_accounts: frozenset[str] = frozenset()) -> ReadSettings:
    """Return what a reader must know of a source, in plain values: a worker has no need of the policy's own types.

    ``home_accounts`` as in ``ReadSettings``.
    """
    table = None if source.columns is None else _mapping(source.columns, source.table or TableFile())
    order = source.date_order.value if source.date_order else None
    return ReadSettings(source.zone, order, frozenset(source.own_accounts), table, home_accounts)


def _mapping(columns: Columns, file: TableFile) -> TableMapping:
    sender, role, kind, event = columns.sender, columns.role, columns.kind, columns.event
    return TableMapping(
        sent_at=columns.sent_at.column,
        time_format=columns.sent_at.format,
        zone=columns.sent_at.zone,
        message_id=columns.message_id,
        conversation=columns.conversation,
        sender=sender.column if sender else None,
        identifier=sender.identifier if sender else "table_id",
        sender_name=columns.sender_name,
        role=role.column if role else None,
        roles=_words(role.values) if role else {},
        text=columns.text,
        reply_to=columns.reply_to,
        attachment=columns.attachment,
        kind=kind.column if kind else None,
        kinds=_words(kind.values) if kind else {},
        event=event.column if event else None,
        events=_words(event.values) if event else {},
        target=event.target if event else None,
        delimiter=file.delimiter,
        encoding=file.encoding,
        header=file.header or (),
    )


def _words(values: Mapping[str, StrEnum]) -> dict[str, str]:
    return {theirs: str(ours) for theirs, ours in values.items()}


def drift_terms(source: Source) -> DriftTerms:
    """Return what becomes of a source's exports that hold something unknown."""
    return DriftTerms(source.drift.mode.value, source.drift.accept)
