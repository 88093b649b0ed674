"""Where the records of a transcript end, and what belongs to none."""

import re
from collections.abc import Iterator, Sequence

from chatward.sources.transcript.entries import Content, Entry

_LINE = re.compile(r"[^\n]*\S[^\n]*")
_NOTHING = Content("", None)


def orphans(text: str, start: int, end: int) -> Iterator[Entry]:
    """Yield a rejected entry for each line between two places that is not blank: it comes before the first record."""
    for line in _LINE.finditer(text, start, end):
        yield Entry(line.start(), line.end(), None, "no_header", None, _NOTHING)


def record_ends(matches: Sequence[re.Match[str]], end: int) -> list[int]:
    """Return where each record ends: at the next one's first line, the last one at ``end``."""
    return [*(match.start() for match in matches[1:]), end][: len(matches)]
