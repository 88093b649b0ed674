"""Names as far as they go: of "Zofia Wiśniewska" or "Margaret O'Sullivan" the tagger may know one word only.

A name goes on with what is glued to it, and with words in title case beside it that are no words otherwise.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from chatward.detect import layout
from chatward.detect.spans import Spans
from chatward.detect.tagger import weights
from chatward.detect.tagger.features import Role

PARTICLES = "de|del|della|da|das|do|dos|di|du|la|le|van|von|der|den|ter|ten|zu|bin|ibn|al|el|ní|nic|mac"
CAPITAL = "A-ZÀ-ÖØ-ÞĄĆČĎĐĘĚĞĹĽŁŃŇŐŒŔŘŚŞŠŤŮŰŹŻŽİȘȚΑ-ΩА-ЯЁІЇЄҐ"
_LETTER = r"[^\W\d_]"
WORD = rf"(?:[ae]l-(?=[{CAPITAL}])|o['’]|[dD]['’](?=[{CAPITAL}]))?{_LETTER}+(?:(?:-|['’](?=[{CAPITAL}])){_LETTER}+)*"
_STEP = re.compile(rf"[ \u00a0](?:(?:{PARTICLES}|[{CAPITAL}]\.?)[ \u00a0]){{0,2}}({WORD})(?![\w@])")
_MOST_STEPS = 3
_PREFIX = re.compile("(?:[ae]l-|d['’])(?=.)")
_GLUED = re.compile(rf"(?:-(?=[{CAPITAL}]){_LETTER}+)+(?!\w)")
_GLUED_BEFORE = re.compile(rf"(?<![\w'’-])(?:(?:[{CAPITAL}]{_LETTER}*-)+|[ODLM]['’])$")
_STEP_BEFORE = re.compile(
    rf"(?<![\w@#'’-])([{CAPITAL}]{_LETTER}+(?:-{_LETTER}+)*)[ \u00a0](?:[{CAPITAL}]\.?[ \u00a0])?$"
)
_BEHIND, _BEFORE = 96, 64  # bytes that are looked at
# To RE2 letters are Unicode's only by their classes.
_BEHIND_SIGN = (
    rf"^(?:-\p{{Lu}}|[ \x{{a0}}](?:(?:{PARTICLES}|\p{{Lu}}\.?)[ \x{{a0}}]){{0,2}}(?:[ae]l-|d['’]|\p{{Lu}}[\p{{L}}'’-]))"
)
_BEFORE_SIGN = r"(?:\p{Lu}\p{L}*-|[ODLM]['’]|\p{Lu}[\p{L}-]+[ \x{a0}](?:\p{Lu}\.?[ \x{a0}])?)$"

Steps = Sequence[tuple[int, str]]
"""Where each further word of what may be a name ends, in characters from where it goes on, and the word."""


def completed(names: Spans, strings: pa.Array) -> Spans:
    """Return names, sorted, each with all of its words; where two grow together they are one."""
    offsets, octets = layout.offsets_and_bytes(strings)
    first, last = offsets[names.row], offsets[names.row + 1]
    starts, ends = first + names.start, first + names.end
    behind = dict(_windows(octets, ends, np.minimum(last, ends + _BEHIND), _BEHIND_SIGN))
    before = dict(_windows(octets, np.maximum(first, starts - _BEFORE), starts, _BEFORE_SIGN))
    if not behind and not before:
        return names
    steps = {i: steps_of(text) for i, text in behind.items()}
    leading = {i: match for i, text in before.items() if (match := _STEP_BEFORE.search(text))}
    roles = roles_of([*(word for each in steps.values() for _, word in each), *(each[1] for each in leading.values())])
    start, end = names.start.copy(), names.end.copy()
    for i, text in behind.items():
        end[i] += _bytes(text[: _reach(text, steps[i], roles)])
    for i, text in before.items():
        start[i] -= _bytes(text[_reach_back(text, leading.get(i), roles) :])
    return _united(replace(names, start=start, end=end))


def steps_of(text: str, at: int = 0) -> Steps:
    """Return the words with which a name may go on from a place in a text."""
    steps: list[tuple[int, str]] = []
    while len(steps) < _MOST_STEPS and (match := _STEP.match(text, at)):
        at = match.end()
        steps.append((at, match[1]))
    return steps


def taken(steps: Steps, roles: Mapping[str, Role]) -> int | None:
    """Return where the last word ends up to which all are in title case and may go on with a name; None without any."""
    end = None
    for at, word in steps:
        if not (is_title(word) and roles[word].goes_on):
            break
        end = at
    return end


def is_title(word: str) -> bool:
    """Tell whether a word begins with a capital, but for "al-" or "d'" before it, and is not all capitals."""
    stem = _PREFIX.sub("", word)
    return stem[:1].isupper() and len(stem) > 1 and not stem.isupper()


def roles_of(words: Sequence[str]) -> dict[str, Role]:
    """Return which part each of the words can play in a name."""
    return weights.shipped().lexicon.roles(sorted(set(words)))


def _windows(
    octets: NDArray[np.uint8], starts: NDArray[np.int64], ends: NDArray[np.int64], sign: str
) -> Iterator[tuple[int, str]]:
    """Yield number and text of the pieces between places in which a sign is found."""
    pieces = layout.pieces(octets, layout.whole_characters(octets, starts), layout.whole_characters(octets, ends))
    likely = np.flatnonzero(layout.may_match(pieces, sign))
    yield from zip(likely.tolist(), pieces.take(pa.array(likely)).to_pylist(), strict=True)


def _reach(text: str, steps: Steps, roles: Mapping[str, Role]) -> int:
    """Return how many characters behind a name belong to it."""
    glued = _GLUED.match(text)
    return taken(steps, roles) or (glued.end() if glued else 0)


def _reach_back(text: str, step: re.Match[str] | None, roles: Mapping[str, Role]) -> int:
    """Return where in the text before a name that name begins."""
    if step is not None and is_title(step[1]) and roles[step[1]].is_first:
        return step.start()
    glued = _GLUED_BEFORE.search(text)
    return glued.start() if glued else len(text)


def _bytes(text: str) -> int:
    return len(text.encode())


def _united(names: Spans) -> Spans:
    """Return names, sorted, with those that overlap put together."""
    start, end, kept = names.start.copy(), names.end.copy(), np.ones(len(names), dtype=bool)
    for i in np.flatnonzero((names.row[1:] == names.row[:-1]) & (names.start[1:] < names.end[:-1]))[::-1]:
        start[i], end[i], kept[i + 1] = min(start[i], start[i + 1]), max(end[i], end[i + 1]), False
    return replace(names, start=start, end=end).select(kept)
