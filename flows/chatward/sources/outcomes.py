"""What reading one of many exports comes to: its batches, or why it cannot be read. One never costs another."""

from collections.abc import Iterable

from chatward.errors import SourceFormatError
from chatward.sources.records import Batch

Outcome = list[Batch] | SourceFormatError | OSError


def outcome(batches: Iterable[Batch]) -> Outcome:
    """Return all batches of an export, or what its reader raised because of the export."""
    try:
        return list(batches)
    except (SourceFormatError, OSError) as error:
        return error
