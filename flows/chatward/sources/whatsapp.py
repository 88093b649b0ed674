"""Reads WhatsApp's text exports, of Android and iOS, in every language they come in.

A record is a line with a header and the lines up to the next header. A line before the first header is a record too,
and rejected. The export names no zone: times are the wall clock of the phone that exported, made UTC by the zone that
the settings declare.

Rejects have one of these reasons: ``no_header`` (before the first header), ``date_order`` (a date only if day and month
changed places, against the rest of the file), ``no_date``, ``no_time``, ``unknown_half`` (a word that is neither AM nor
PM to us), ``calendar`` (no year of the common era), ``encoding`` (not UTF-8; the reject keeps the bytes as they are).
"""

import re
from collections.abc import Iterator

import numpy as np

from chatward.errors import SourceFormatError
from chatward.sources.files import read_members
from chatward.sources.records import MESSAGES, Batch, Export, ReadSettings, empty
from chatward.sources.tables import Rejects
from chatward.sources.whatsapp_chat import take_apart
from chatward.sources.whatsapp_conversation import Place
from chatward.sources.whatsapp_grammar import Shape
from chatward.sources.whatsapp_headers import WIDEST, Offsets, find, line_starts
from chatward.sources.whatsapp_notices import event_kind
from chatward.sources.whatsapp_senders import chat_title, compared, split_names
from chatward.sources.whatsapp_tables import batches

_LINES = 50
_LOG_LEVEL = re.compile(
    r"(?:.*[.\s\[(|])?(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|FATAL|CRITICAL|ALERT|EMERGENCY|SEVERE)[\])]?",
    re.IGNORECASE,
)


def read(export: Export, settings: ReadSettings) -> Iterator[Batch]:
    """Yield the export's records in file order; ``messages`` carry the date order in their schema's metadata.

    The metadata's ``date_order`` is the order and what says so, like ``dmy evident``; see ``DateOrder``.

    Raises:
        SourceFormatError: no member holds a message header, or the export cannot be opened.
    """
    own = frozenset(compared(account) for account in settings.own_accounts)
    is_chat = False
    for member, raw in read_members(export):
        title = chat_title((member, export.path.name))
        known = own | ({compared(title)} if title else set())
        chat = take_apart(raw, known)
        if chat is not None:
            is_chat = True
            yield from batches(chat, Place(member, title, own), settings)
        elif len(export.members) > 1:
            yield _unreadable(member, raw)
    if not is_chat:
        raise SourceFormatError(
            "the export holds no WhatsApp message: no line begins with a date and a time as WhatsApp writes them",
            hint="export the chat again from WhatsApp, as text",
        )


def looks_like(head: str) -> float:
    """Return how sure it is that a text beginning with ``head`` is a WhatsApp chat, from 0 to 0.9.

    Signal's exports look alike but for their ISO dates without seconds in brackets; server logs but for the level in
    the sender's place. Both get 0.
    """
    lines = [line for line in head.removeprefix("\ufeff").split("\n") if line.strip()][:_LINES]
    raw = "\n".join(lines).encode("utf-8", "replace")
    data = np.frombuffer(raw + bytes(WIDEST), dtype=np.uint8)
    starts = line_starts(data, len(raw))
    headers = find(data, starts)
    if headers is None or _is_of_signal(headers.shape):
        return 0.0
    line_ends = np.append(starts, len(raw))[np.searchsorted(starts, headers.starts, side="right")]
    names = split_names(data, headers.bodies, line_ends, frozenset())
    if any(_LOG_LEVEL.fullmatch(name) for name in names.names) or not (names.names or _informs(raw, headers.bodies)):
        return 0.0
    is_first = headers.starts[0] == 0
    if len(headers.starts) == 1:
        return 0.5 if is_first else 0.0
    return 0.9 if is_first else 0.7


def _is_of_signal(shape: Shape) -> bool:
    is_iso = shape.date_separator == "-" and shape.year == "first"
    return shape.is_bracketed and is_iso and not shape.has_seconds


def _informs(raw: bytes, bodies: Offsets) -> bool:
    """Tell whether a chat in which nobody wrote has one of WhatsApp's own notices."""
    lines = (raw[body:].partition(b"\n")[0].decode("utf-8", "replace") for body in bodies.tolist())
    return any(event_kind(line) is not None for line in lines)


def _unreadable(member: str, raw: bytes) -> Batch:
    """Return a member without any header, a text file that somebody sent or an empty chat, as one reject."""
    rejects = Rejects()
    rejects.refuse(member, 1, "no_header", raw)
    return Batch(records=1, messages=empty(MESSAGES), rejects=rejects.table())
