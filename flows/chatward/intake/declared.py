"""What the policy declares about a source, in the terms of those who find and read its exports."""

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from chatward.intake.drifting import DriftTerms
from chatward.policy.columns import Columns, TableFile
from chatward.policy.sections import Source
from chatward.sources.archives import Limits
from chatward.sources.recognise import Unrecognised, find_exports
from chatward.sources.records import Export, ReadSettings
from chatward.sources.table.finding import PLATFORM as TABLE
from chatward.sources.table.finding import find_tables
from chatward.sources.table.mapping import TableMapping


class Finder(Protocol):
    """Finds the exports in files, archives and folders, and what is none."""

    def __call__(self, paths: Iterable[Path], limits: Limits = ...) -> Iterator[Export | Unrecognised]:
        """Yield them in the order of the paths; an archive beyond the limits is refused."""
        ...


def finder(platform: str) -> Finder:
    """Return what finds the exports of a platform: by their content, or by the word of the policy."""
    return find_tables if platform == TABLE else find_exports


def read_settings(source: Source) -> ReadSettings:
    """Return what a reader must know of a source."""
    table = None if source.columns is None else _mapping(source.columns, source.table or TableFile())
    return ReadSettings(source.zone, source.date_order, frozenset(source.own_accounts), table)


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
