"""Finds tables where the policy says that there are some: nothing in a table tells that it holds chats."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from chatward.errors import SourceFormatError
from chatward.sources.files import opened
from chatward.sources.recognise import UNREADABLE, Unrecognised
from chatward.sources.recognise_content import Content, look_at
from chatward.sources.records import Export

PLATFORM = "table"


def find_tables(paths: Iterable[Path]) -> Iterator[Export | Unrecognised]:
    """Yield every file, of the members of an archive each, that may be a table, and what cannot be opened.

    Pictures, recordings, documents and hidden files are passed by.
    """
    for path in paths:
        try:
            yield from _find(path)
        except (SourceFormatError, OSError) as error:
            yield _unreadable(path, error)


def _find(path: Path) -> Iterator[Export | Unrecognised]:
    inner: list[Path] = []
    with opened(path) as container:
        for name in container.names:
            place = path if container.is_archive or not name else path / name
            try:
                content = look_at(container, name)
            except (SourceFormatError, OSError) as error:
                yield _unreadable(place, error)
                continue
            if content is Content.ARCHIVE and not container.is_archive:
                inner.append(place)
            elif content not in (Content.MEDIA, Content.ARCHIVE):
                yield Export(place, PLATFORM, (name,) if container.is_archive else ("",))
    yield from find_tables(inner)


def _unreadable(path: Path, error: SourceFormatError | OSError) -> Unrecognised:
    is_told = isinstance(error, SourceFormatError)
    return Unrecognised(path, UNREADABLE, str(error) if is_told else f"cannot be opened: {type(error).__name__}")
