"""Work for the reading processes: some exports at a time, so that small files do not cost a task each."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from chatward.errors import Error, SourceFormatError
from chatward.intake.discovery import files_of, fingerprint
from chatward.intake.identifying import Keys
from chatward.intake.reading import Reading, file_id_of, read_export
from chatward.sources.records import Export, ReadSettings

CHUNK_BYTES = 8 << 20
CHUNK_EXPORTS = 200


@dataclass(frozen=True, slots=True)
class Delivery:
    """One export to read, and where its entry lies; ``location`` may name people."""

    export: Export
    source: str
    location: str
    settings: ReadSettings


@dataclass(frozen=True, slots=True)
class Known:
    """An export whose very bytes were collected before."""

    file_id: str
    location: str


@dataclass(frozen=True, slots=True)
class Failure:
    """An export that could not be read; nothing of it was stored."""

    source: str
    location: str
    error: Error


def chunks(deliveries: Iterable[Delivery]) -> Iterator[list[Delivery]]:
    """Yield deliveries in order, at most about ``CHUNK_BYTES`` or ``CHUNK_EXPORTS`` at a time."""
    chunk: list[Delivery] = []
    size = 0
    for delivery in deliveries:
        chunk.append(delivery)
        size += sum(file.stat().st_size for file in files_of(delivery.export.path) if file.exists())
        if size >= CHUNK_BYTES or len(chunk) >= CHUNK_EXPORTS:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def read_chunk(chunk: Iterable[Delivery], keys: Keys, known: frozenset[str]) -> list[Reading | Known | Failure]:
    """Return what became of each delivery, in order: one unreadable export never costs another.

    Args:
        known: ids of files that were collected before and need not be read again.
    """
    return [_read(delivery, keys, known) for delivery in chunk]


def _read(delivery: Delivery, keys: Keys, known: frozenset[str]) -> Reading | Known | Failure:
    source, location = delivery.source, delivery.location
    try:
        before = fingerprint(delivery.export)
        file_id = file_id_of(source, before.digest, keys.dedupe)
        if file_id in known:
            return Known(file_id, location)
        return read_export(delivery.export, delivery.settings, before, source=source, location=location, keys=keys)
    except Error as error:
        return Failure(source, location, error)
    except OSError as error:
        problem = SourceFormatError(f"the export cannot be read: {error.strerror}", hint="deliver it again")
        return Failure(source, location, problem)
    except Exception as error:  # noqa: BLE001 - a reader's own fault must not cost the other exports
        problem = SourceFormatError(
            f"the {delivery.export.platform} reader failed ({type(error).__name__}); nothing of the export was stored",
            hint="this is a fault of chatward: report it with the platform and the export's date",
        )
        return Failure(source, location, problem)
