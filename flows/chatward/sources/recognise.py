"""Finds the exports in what was delivered and hands each to the reader of its platform."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from chatward.errors import SourceFormatError
from chatward.sources.archives import Archive, limits_in_force
from chatward.sources.files import Container, opened
from chatward.sources.forms import Form, reader
from chatward.sources.outcomes import Outcome, outcome
from chatward.sources.recognise_content import Content, look_at
from chatward.sources.recognise_layout import Layout, arrange
from chatward.sources.records import Batch, Export, ReadSettings
from chatward.sources.together import Together

UNKNOWN = "unknown format"
UNREADABLE = "unreadable"

_OFFICE_NAMES = ("[Content_Types].xml", "mimetype", "META-INF/MANIFEST.MF")
_UNKNOWN_TEXT = "no export of a platform that chatward reads"


@dataclass(frozen=True, slots=True)
class Unrecognised:
    """Something delivered that no reader takes.

    Attributes:
        path: where it lies; may hold names of people.
        reason: ``"unknown format"`` or ``"unreadable"``.
        text: what is wrong and what to do, without a personal value.
    """

    path: Path
    reason: str
    text: str


def read(export: Export, settings: ReadSettings) -> Iterator[Batch]:
    """Yield the export's records in file order; raises like ``Reader``."""
    return reader(export.platform)(export, settings)


def read_many(exports: Sequence[Export], settings: ReadSettings) -> Iterator[Outcome]:
    """Yield for each export what ``read`` yields or raises, a platform's many small ones read together if it can."""
    for found in read_together(exports, settings):
        if isinstance(found, Together):
            yield from ([batch] for batch in found.apart())
        else:
            yield found


def read_together(exports: Sequence[Export], settings: ReadSettings) -> Iterator[Outcome | Together]:
    """Yield what ``read_many`` does, but for some neighbouring exports all that they hold together."""
    for platform, group in groupby(exports, key=lambda export: export.platform):
        if platform == "whatsapp":
            from chatward.sources.whatsapp import reader as whatsapp  # noqa: PLC0415  # as lazily as the other readers

            yield from whatsapp.read_many(group, settings)
        else:
            yield from (outcome(read(export, settings)) for export in group)


def find_exports(paths: Iterable[Path]) -> Iterator[Export | Unrecognised]:
    """Yield the exports in files, archives and folders, and what is none; each path's in the order of their names.

    Pictures, recordings and documents are passed by in silence unless they are given themselves, hidden files and what
    belongs to an export always. Links that lead out of a folder are not followed.
    """
    for path in paths:
        yield from sorted(_find(path, is_given=True), key=_in_order)


def _in_order(found: Export | Unrecognised) -> tuple[Path, tuple[str, ...]]:
    return found.path, found.members if isinstance(found, Export) else ()


def _find(path: Path, *, is_given: bool) -> Iterator[Export | Unrecognised]:
    try:
        with opened(path) as container:
            if isinstance(container, Archive):
                yield from _from_archive(path, container) or ([_unknown(path)] if is_given else [])
                return
            contents, refused = _look(container)
            place = path.absolute().parts
            layout = arrange(container, place if container.names != ("",) else place[:-1], contents)
    except SourceFormatError as error:
        yield Unrecognised(path, UNREADABLE, error.message)
        return
    except OSError as error:
        yield Unrecognised(path, UNREADABLE, f"cannot be opened: {type(error).__name__}")
        return
    yield from _from_folder(path, layout, refused)
    for name in layout.archives:
        yield from _find(path / name, is_given=False)
    if is_given and contents.get("") is Content.MEDIA:
        yield _unknown(path)


def _look(container: Container) -> tuple[dict[str, Content | Form], dict[str, str]]:
    """Return what each member is, and of those that could not be looked at, why."""
    contents: dict[str, Content | Form] = {}
    refused: dict[str, str] = {}
    for name in container.names:
        try:
            contents[name] = look_at(container, name)
        except SourceFormatError as error:
            refused[name] = error.message
        except OSError as error:
            refused[name] = f"cannot be opened: {type(error).__name__}"
    return contents, refused


def _from_archive(path: Path, archive: Archive, within: tuple[str, ...] = ()) -> list[Export | Unrecognised]:
    """Return an archive's exports, and those of archives in it; what else is in it counts as theirs.

    Args:
        path: of the outermost archive.
        archive: the one to look into.
        within: the members of the archives around it that lead to it.
    """
    contents, refused = _look(archive)
    layout = arrange(archive, (*path.absolute().parts, *within), contents)
    prefix = "".join(f"{name}/" for name in within)
    found: list[Export | Unrecognised] = [
        Export(path, group.platform, tuple(prefix + member for member in group.members)) for group in layout.groups
    ]
    if refused:
        found.append(Unrecognised(path, UNREADABLE, next(iter(refused.values()))))
    of_chats = {group.root.rpartition("/")[0] for group in layout.groups if group.platform == "whatsapp"}
    # a zip beside a chat of WhatsApp is a document that was sent in it
    inner = [name for name in layout.archives if name.rpartition("/")[0] not in of_chats]
    within_it = (each for name in inner for each in _from_inner(path, archive, (*within, name)))
    found += dict.fromkeys(each for each in within_it if isinstance(each, Export) or not layout.groups)
    if not found and not any(name in archive.names for name in _OFFICE_NAMES):
        found.append(_unknown(path))
    return found


def _from_inner(path: Path, archive: Archive, within: tuple[str, ...]) -> list[Export | Unrecognised]:
    if len(within) >= (most := limits_in_force().archive_depth):
        text = f"archives lie over {most} deep in each other: unpack the outer ones first"
        return [Unrecognised(path, UNREADABLE, text)]
    try:
        return _from_archive(path, archive.archive_in(within[-1]), within)
    except SourceFormatError as error:
        return [Unrecognised(path, UNREADABLE, error.message)]


def _from_folder(path: Path, layout: Layout, refused: Mapping[str, str]) -> Iterator[Export | Unrecognised]:
    for group in layout.groups:
        cut = len(f"{group.root}/") if group.root else 0
        members = tuple(member[cut:] for member in group.members) if group.is_tree else ("",)
        yield Export(path / group.root, group.platform, members)
    for name, text in refused.items():
        yield Unrecognised(path / name, UNREADABLE, text)
    for name in layout.unknown:
        yield _unknown(path / name)


def _unknown(path: Path) -> Unrecognised:
    return Unrecognised(path, UNKNOWN, _UNKNOWN_TEXT)
