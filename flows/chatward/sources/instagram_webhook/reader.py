"""Reads stored webhook calls of Instagram, and conversations that its Graph API answered with."""

from collections.abc import Iterator

from chatward.sources.meta.payload_reader import read_payloads
from chatward.sources.records import Batch, Export, ReadSettings


def read(export: Export, settings: ReadSettings) -> Iterator[Batch]:
    """Yield what calls report and answers hold, in file order; see ``read_payloads`` for what is rejected."""
    return read_payloads(export, settings)
