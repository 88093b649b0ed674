"""Tells by its first lines whether a text is a WhatsApp chat.

Files are recognised one by one, and most are small: a few dozen lines are looked at faster line by line than in
columns. What a header and what a name is, is decided where the reader has it decided.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from chatward.sources.whatsapp.grammar import Shape, parse_skeleton
from chatward.sources.whatsapp.notices import event_kind
from chatward.sources.whatsapp.senders import NAMED_OFTEN, bare_colon, display_name, is_name
from chatward.sources.whatsapp.words import DIGIT_BLOCKS

_LINES = 50
_DIGIT = b"|".join(lead + b"[%c-%c]" % (zero, zero + 9) for lead, zero in DIGIT_BLOCKS)
_END = rb"(?:\]|:(?= )|(?<=[ \x80-\xff])-(?=[ \x80-\xff])(?!" + _DIGIT + rb")|(?<=\xe2\x80)[\x93\x94](?= ))"
_LONGEST = 95  # bytes up to and with the sign that ends a header
_CUT = re.compile(
    rb"[ \[0-9RH\x80-\xff][^\]:\x93\x94-]*+(?:(?!" + _END + rb")[\]:\x93\x94-][^\]:\x93\x94-]*+)*+" + _END, re.DOTALL
)
_NAME = re.compile(rb"(.[^:]*+(?::(?![ \r\0]|\Z)[^:]*+)*+):(?=[ \r\0]|\Z)", re.DOTALL)
_ZEROS = bytes.maketrans(b"123456789", b"000000000")
_DIGITS = str.maketrans(
    {(lead + bytes([zero + step])).decode(): "0" for lead, zero in DIGIT_BLOCKS for step in range(10)}
)
_LOG_LEVEL = re.compile(
    r"(?:.*[.\s\[(|])?(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|FATAL|CRITICAL|ALERT|EMERGENCY|SEVERE)[\])]?",
    re.IGNORECASE,
)


def looks_like(head: str) -> float:
    """Return how sure it is that a text beginning with ``head`` is a WhatsApp chat, from 0 to 0.9.

    Signal's exports look alike but for their ISO dates without seconds in brackets; server logs but for the level in
    the sender's place. Both get 0.
    """
    lines = islice((line for line in head.removeprefix("\ufeff").split("\n") if line.strip()), _LINES)
    cuts = [cut(line) for line in "\n".join(lines).encode("utf-8", "replace").split(b"\n")]
    shapes_by_skeleton = {skeleton: shape_of(skeleton) for skeleton in {skeleton for skeleton, _ in cuts}}
    shapes = Counter(shape for skeleton, _ in cuts if (shape := shapes_by_skeleton[skeleton]))
    shape = max(shapes, key=shapes.__getitem__, default=None)
    if shape is None or _is_of_signal(shape):
        return 0.0
    bodies = [body for skeleton, body in cuts if shapes_by_skeleton[skeleton] == shape]
    names = set(_names(bodies))
    if any(map(_LOG_LEVEL.fullmatch, names)) or not (names or any(map(_informs, bodies))):
        return 0.0
    is_first = shapes_by_skeleton[cuts[0][0]] == shape
    if len(bodies) == 1:
        return 0.5 if is_first else 0.0
    return 0.9 if is_first else 0.7


def cut(line: bytes) -> tuple[bytes, bytes]:
    """Return the skeleton of the header that a line may begin with, empty if it does with none, and what follows."""
    header = _CUT.match(line)
    if header is None or header.end() > _LONGEST:
        return b"", line
    return header[0].translate(_ZEROS), line[header.end() :].removeprefix(b" ")


def shape_of(skeleton: bytes) -> Shape | None:
    """Return the shape of a header by its skeleton, None if it is none."""
    if not skeleton.isascii():
        skeleton = skeleton.decode("utf-8", "replace").translate(_DIGITS).encode()
    layout = parse_skeleton(skeleton)
    return None if layout is None else layout.shape


def _is_of_signal(shape: Shape) -> bool:
    is_iso = shape.date_separator == "-" and shape.year == "first"
    return shape.is_bracketed and is_iso and not shape.has_seconds


def _names(bodies: Sequence[bytes]) -> Iterator[str]:
    """Yield the names that stand before messages, as displayed; a line without one yields none."""
    matches = [_NAME.match(body) for body in bodies]
    counts = Counter(match[1] for match in matches if match)
    names = {name for name, count in counts.items() if is_name(name, frozenset(), is_frequent=count >= NAMED_OFTEN)}
    yield from (display_name(name.decode("utf-8", "replace")) for name in names)
    for body, match in zip(bodies, matches, strict=True):
        if match is None or match[1] not in names:
            place = bare_colon(body, names)
            if place > 0:
                yield display_name(body[:place].decode("utf-8", "replace"))


def _informs(body: bytes) -> bool:
    """Tell whether this is one of WhatsApp's own notices, as in a chat in which nobody wrote."""
    return event_kind(body.decode("utf-8", "replace")) is not None
