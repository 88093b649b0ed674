"""Reads WhatsApp's text exports, of Android and iOS, in every language they come in.

A record is a line with a header and the lines up to the next header. A line before the first header is a record too,
and rejected. The export names no zone: times are the wall clock of the phone that exported, made UTC by the zone that
the settings declare.

Rejects have one of these reasons: ``no_header`` (before the first header), ``date_order`` (a date only if day and month
changed places, against the rest of the file), ``no_date``, ``no_time``, ``unknown_half`` (a word that is neither AM nor
PM to us), ``calendar`` (no year of the common era), ``encoding`` (not UTF-8; the reject keeps the bytes as they are).
"""

from collections.abc import Iterable, Iterator, Sequence
from heapq import merge
from operator import itemgetter
from pathlib import PurePath
from typing import NamedTuple

from chatward.errors import SourceFormatError
from chatward.sources.files import read_members
from chatward.sources.outcomes import Outcome, outcome
from chatward.sources.records import CONVERSATIONS, EVENTS, MESSAGES, PARTICIPANTS, Batch, Export, ReadSettings, empty
from chatward.sources.tables import Rejects
from chatward.sources.together import Together
from chatward.sources.whatsapp.batches import passes
from chatward.sources.whatsapp.chat import take_apart
from chatward.sources.whatsapp.conversation import Place
from chatward.sources.whatsapp.recognition import looks_like
from chatward.sources.whatsapp.senders import chat_title, compared
from chatward.sources.whatsapp.texts import join

__all__ = ["looks_like", "read", "read_many"]

PASS_BYTES = 4 << 20
"""Exports are read together up to about so much; one that is larger is read alone."""

_PASS_TEXTS = 500
_UNNAMED = "_chat.txt"  # in an iPhone's zip, which bears the title


class _Text(NamedTuple):
    """A member of an export."""

    place: Place
    raw: bytes


_Group = list[tuple[Export, list[_Text] | SourceFormatError | OSError | None]]
"""Exports to read in one pass: what each one's members hold, why they cannot be read, or None for too much."""


def read(export: Export, settings: ReadSettings) -> Iterator[Batch]:
    """Yield the export's records in file order; ``messages`` carry the date order in their schema's metadata.

    The metadata's ``date_order`` is the order and what says so, like ``dmy evident``; see ``DateOrder``.

    Raises:
        SourceFormatError: no member holds a message header, or the export cannot be opened.
    """
    members = ([text] for text in _texts(export, _compared(settings)))
    return _checked(export, (batch for texts in members for batch in _batches(texts, settings)))


def read_many(exports: Iterable[Export], settings: ReadSettings) -> Iterator[Outcome | Together]:
    """Yield for each export what ``read`` yields or raises; small ones are read in one pass, far cheaper.

    Of such a pass all chats may come together, and stand for as many exports.
    """
    for group in _groups(exports, _compared(settings)):
        texts = [text for _, loaded in group if isinstance(loaded, list) for text in loaded]
        owners = [number for number, (_, loaded) in enumerate(group) if isinstance(loaded, list) for _ in loaded]
        places, found = _passes(texts, settings)
        if [owners[place] for chats, _ in found for place in (places[chat] for chat in chats)] == [*range(len(group))]:
            yield from (together for _, together in found)  # each export is one chat
        else:
            yield from _apart(group, owners, _in_order(texts, places, found), settings)


def _apart(
    group: _Group, owners: Sequence[int], read_batches: Iterable[tuple[int, Batch]], settings: ReadSettings
) -> Iterator[Outcome]:
    """Yield what each export of a group holds; ``owners`` are the exports of the texts."""
    found: dict[int, list[Batch]] = {number: [] for number in owners}
    for place, batch in read_batches:
        found[owners[place]].append(batch)
    for number, (export, loaded) in enumerate(group):
        if isinstance(loaded, Exception):
            yield loaded
        else:
            yield outcome(read(export, settings) if loaded is None else _checked(export, found.get(number, [])))


def _groups(exports: Iterable[Export], own: frozenset[str]) -> Iterator[_Group]:
    group: _Group = []
    size = count = 0
    for export in exports:
        loaded = _loaded(export, own)
        group.append((export, loaded))
        if isinstance(loaded, list):
            size += sum(len(text.raw) for text in loaded)
            count += len(loaded)
        if size >= PASS_BYTES or count >= _PASS_TEXTS:
            yield group
            group, size, count = [], 0, 0
    if group:
        yield group


def _loaded(export: Export, own: frozenset[str]) -> list[_Text] | SourceFormatError | OSError | None:
    texts = []
    size = 0
    try:
        for text in _texts(export, own):
            texts.append(text)
            size += len(text.raw)
            if size > PASS_BYTES:
                return None
    except (SourceFormatError, OSError) as error:
        return error
    return texts


def _texts(export: Export, own: frozenset[str]) -> Iterator[_Text]:
    for member, raw in read_members(export):
        yield _Text(Place(member, chat_title(_names_above(export, member)), own), raw)


def _names_above(export: Export, member: str) -> Iterator[str]:
    """Yield what may bear a chat's title: its file, then the folders and archives around it, the nearest first."""
    yield from reversed(PurePath(member).parts)
    yield export.path.name
    if export.path.name == _UNNAMED:
        yield export.path.parent.name


def _compared(settings: ReadSettings) -> frozenset[str]:
    return frozenset(compared(account) for account in settings.own_accounts)


def _passes(texts: Sequence[_Text], settings: ReadSettings) -> tuple[list[int], list[tuple[list[int], Together]]]:
    """Return the places of the chats among some texts, and what the chats hold."""
    if not texts:
        return [], []  # of all the exports of a group, none could be opened
    known = [place.own | ({compared(place.title)} if place.title else set()) for place, _ in texts]
    chats = take_apart(join(raw for _, raw in texts), known, settings.date_order)
    places = chats.headers.texts.tolist()
    return places, list(passes(chats, [texts[at].place for at in places], settings))


def _batches(texts: Sequence[_Text], settings: ReadSettings) -> Iterator[Batch]:
    return (batch for _, batch in _in_order(texts, *_passes(texts, settings)))


def _in_order(
    texts: Sequence[_Text], places: Sequence[int], found: Iterable[tuple[list[int], Together]]
) -> Iterator[tuple[int, Batch]]:
    """Yield the batches of some texts in their order, each with its text's place."""
    read_chats = (
        (places[chat], batch) for chats, together in found for chat, batch in zip(chats, together.apart(), strict=True)
    )
    others = sorted(set(range(len(texts))) - set(places))
    return merge(read_chats, ((at, _unreadable(texts[at])) for at in others), key=itemgetter(0))


def _checked(export: Export, found: Iterable[Batch]) -> Iterator[Batch]:
    """Yield the batches of an export if any of its members is a chat.

    Other members are texts that somebody sent, or empty chats, and rejects.
    """
    is_chat = False
    for batch in found:
        is_chat = is_chat or batch.conversations.num_rows > 0
        if is_chat or len(export.members) > 1:
            yield batch
    if not is_chat:
        raise SourceFormatError(
            "the export holds no WhatsApp message: no line begins with a date and a time as WhatsApp writes them",
            hint="export the chat again from WhatsApp, as text",
        )


def _unreadable(text: _Text) -> Batch:
    """Return a member without any header as one reject."""
    rejects = Rejects()
    rejects.refuse(text.place.member, 1, "no_header", text.raw)
    return Batch(1, empty(MESSAGES), empty(EVENTS), empty(PARTICIPANTS), empty(CONVERSATIONS), rejects.table())
