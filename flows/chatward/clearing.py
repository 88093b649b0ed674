"""Removes pulled copies of exports whose records are stored, where the policy keeps none: they lie in clear.

Nothing is noted of it. What a copy holds is told by its bytes, and what became of it by the warehouse, so a run that
was cut off anywhere is made up for by the next.
"""

import shutil
from collections.abc import Iterator, Sequence

from chatward import durable
from chatward.intake.discovery import Entry, entry_id, fingerprint
from chatward.intake.finding import finder
from chatward.intake.reading import file_id_of
from chatward.opening import Run, reach
from chatward.policy.pull_checks import folder_of
from chatward.policy.sections import Source
from chatward.pulling.landing import staging
from chatward.sources.records import Export
from chatward.warehouse.records.files import known_entries, settled_files
from chatward.warehouse.records.pulled import pulled_entries

_CLEARED = "cleared"


def clear_pulled(run: Run, found: Sequence[tuple[Source, Entry]]) -> int:
    """Remove the copies that are settled among what was found, and return how many.

    One of which a record was rejected, or refused for want of a basis, stays: a reader that learns to read it, or a yes
    that comes late, must find it.
    """
    return sum(_clear(run, source, entry) for source, entry in _settled(run, found))


def _settled(run: Run, found: Sequence[tuple[Source, Entry]]) -> Iterator[tuple[Source, Entry]]:
    connection, key = run.warehouse.connection, run.keyring.key("dedupe")
    sources = {source.name for source, _ in found if source.pull is not None and not source.pull.keep}
    if not sources:
        return
    read, settled = known_entries(connection), settled_files(connection)
    for name in sources:
        is_pulled = pulled_entries(connection, name, key)
        for source, entry in found:
            is_read = (source.name, entry_id(entry, key), entry.signature) in read
            if source.name == name and is_read and is_pulled(entry.path.name):
                ids = list(_file_ids(source, entry, key))
                if ids and settled.issuperset(ids):
                    yield source, entry


def _file_ids(source: Source, entry: Entry, key: bytes) -> Iterator[str | None]:
    """Yield the ids of the exports in an entry, None for what is none: a copy of which something is not understood."""
    for each in finder(source.platform)([entry.path]):
        yield file_id_of(source.name, fingerprint(each).digest, key) if isinstance(each, Export) else None


def _clear(run: Run, source: Source, entry: Entry) -> bool:
    """Take an entry from among the exports in one step, then remove it."""
    folder = folder_of(source)
    if folder is None or not entry.path.exists():
        return False
    place = staging(run.workspace.root / folder) / _CLEARED
    if place.exists():
        shutil.rmtree(place)  # what a run that was cut off left
    place.mkdir(mode=0o700)
    entry.path.rename(place / entry.path.name)
    durable.sync_folder(entry.path.parent)
    reach("copy-cleared")
    shutil.rmtree(place)
    return True
