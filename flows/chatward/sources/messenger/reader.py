"""Reads Messenger's "download your information" export as JSON, and its export of end-to-end encrypted chats."""

from collections.abc import Iterator

from chatward.sources.meta.dyi import read_threads
from chatward.sources.records import Batch, Export, ReadSettings


def read(export: Export, settings: ReadSettings) -> Iterator[Batch]:
    """Yield the export's messages and events in file order; see ``meta.dyi`` for what is rejected and left out."""
    return read_threads(export, settings, "messenger")
