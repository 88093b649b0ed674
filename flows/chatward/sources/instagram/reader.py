"""Reads Instagram's "download your information" export as JSON: Messenger's form, and its own of before 2021."""

from collections.abc import Iterator

from chatward.sources.instagram import former
from chatward.sources.meta.dyi import read_threads
from chatward.sources.records import Batch, Export, ReadSettings


def read(export: Export, settings: ReadSettings) -> Iterator[Batch]:
    """Yield the export's messages and events in file order; see ``meta.dyi`` for what is rejected and left out."""
    return former.read(export, settings) if former.is_former(export) else read_threads(export, settings, "instagram")
