"""Runs of digits and separators: which of them are cards, telephone numbers and IPv4 addresses, and which are not.

A run can hold several numbers, and dates beside them; it is cut at what is known, then at separators that no number
has, and what is left is tried from the longest reading to the shortest.
"""

import re
from itertools import pairwise

from chatward.detect.boundaries import is_glued
from chatward.detect.cards import SHORT_DIGITS, is_card
from chatward.detect.kinds import Found, Kind
from chatward.detect.network import is_ipv4
from chatward.detect.phones import Grade, PhoneJudge, digits_of, extension_length

FEWEST_DIGITS = 7
LONGEST_DIGITS = 19
"""A card number has at most so many; a longer group of digits is nothing that is looked for here."""

_GROUP = re.compile(r"[0-9]+")
_SOFT_SEPARATORS = frozenset((" ", "-", ".", "/", ") ", ")", " (", "(", ")-", ").", "-(", " - ", ")/", "/(", " / "))
_DAY, _MONTH = "(?:0?[1-9]|[12][0-9]|3[01])", "(?:0?[1-9]|1[0-2])"
_KNOWN = re.compile(
    r"(?<![0-9.])(?P<ip>[0-9]{1,3}(?:\.[0-9]{1,3}){3})(?P<prefix>/[0-9]{1,2})?(?![0-9])(?!\.[0-9])"
    r"|(?<![0-9])(?<![0-9][-./])(?:"
    rf"(?:19|20)[0-9]{{2}}(?P<a>[-./]){_MONTH}(?P=a){_DAY}"
    rf"|(?:{_DAY}(?P<b>[-./]){_MONTH}|{_MONTH}(?P<c>[-./]){_DAY})(?:(?P=b)|(?P=c))(?:(?:19|20)[0-9]{{2}}|[0-9]{{2}})"
    r")(?![0-9])(?![-./][0-9])"
)
_MAY_HOLD_KNOWN = re.compile(r"([-./])[0-9]{1,3}\1[0-9]")
_IPV4 = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}")
_CARD_FORM = re.compile(r"[0-9]+(?:-[0-9]+)*|[0-9]+(?: [0-9]+)*")
_PHONE_FORM = re.compile(r"[+(]{0,2}[0-9]+(?:(?:[ .-]|\) ?| ?\(|\)?[-./]|[-/]\(| / | - )[0-9]+)*")
_JOINERS = ("-", ".", "/", ",", ":")
_CODE_GOES_ON = re.compile(r".[0-9]|-[A-Za-z]{1,2}(?![A-Za-z])")
_MOST_GROUPS = 8
"""No card or telephone number is written in more groups."""


class NumberJudge:
    """Judges matches of ``patterns.NUMBER`` and ``patterns.IPV4``."""

    def __init__(self, phones: PhoneJudge) -> None:
        self._phones = phones

    def judge(self, text: str, before: str, after: str) -> list[Found]:
        """Find all numbers in a run; ``before`` and ``after`` are the text around it in the same message."""
        whole = self._judge_whole(text, before, after)
        if whole:
            return whole
        if _MAY_HOLD_KNOWN.search(text) is None:
            return self._judge_stretch(text, 0, len(text), before, after)
        found: list[Found] = []
        start = 0
        for known in _KNOWN.finditer(text):
            found += self._judge_stretch(text, start, known.start(), before, after)
            found += _judge_ip(known, before, after)
            start = known.end()
        return found + self._judge_stretch(text, start, len(text), before, after)

    def _judge_whole(self, text: str, before: str, after: str) -> list[Found]:
        """Judge the run as one number, which most runs are, by what needs no words around it."""
        if _is_code_before(before) or _is_code_after(after):
            return []
        if text.count(".") == 3 and _IPV4.fullmatch(text):
            return [(Kind.IP, 0, len(text))] if is_ipv4(text, before) else []
        digits = digits_of(text)
        if len(digits) > SHORT_DIGITS and _CARD_FORM.fullmatch(text) and is_card(digits, before):
            return [(Kind.CREDIT_CARD, 0, len(text))]
        may_hold_known = text[0] != "+" and _MAY_HOLD_KNOWN.search(text)
        if not may_hold_known and _PHONE_FORM.fullmatch(text) and self._phones.grade(text) is Grade.ALWAYS:
            return [(Kind.PHONE, 0, len(text) + extension_length(after))]
        return []

    def _judge_stretch(self, text: str, start: int, end: int, before: str, after: str) -> list[Found]:
        if end - start < FEWEST_DIGITS:
            return []
        found: list[Found] = []
        groups = [match.span() for match in _GROUP.finditer(text, start, end)]
        first = 0
        for i, ((_, left), (right, _)) in enumerate(pairwise(groups), start=1):
            if text[left:right] not in _SOFT_SEPARATORS:
                found += self._judge_groups(text, groups[first:i], before, after)
                first = i
        return found + self._judge_groups(text, groups[first:], before, after)

    def _judge_groups(self, text: str, groups: list[tuple[int, int]], before: str, after: str) -> list[Found]:
        """Take numbers from the left, each in its longest reading; groups that are in none are passed over."""
        groups = _without_glued(text, groups, before, after)
        found: list[Found] = []
        i = 0
        while i < len(groups) and groups[-1][1] - groups[i][0] >= FEWEST_DIGITS:
            reading = self._longest_reading(text, groups[i : i + _MOST_GROUPS], before, after)
            if reading is None:
                i += 1
                continue
            kind, taken, end = reading
            found.append((kind, _with_prefix(text, groups[i][0]), end))
            i += taken
        return found

    def _longest_reading(
        self, text: str, groups: list[tuple[int, int]], before: str, after: str
    ) -> tuple[Kind, int, int] | None:
        """Return the kind, the number of groups and the end of the best number that starts with the first group."""
        start = groups[0][0]
        if start and text[start - 1] not in " (+/":
            return None
        if start:
            before += text[:start]
        card = self._longest_card(text, groups, before)
        if card:
            return card
        prefix = _with_prefix(text, start)
        for taken in range(len(groups), 0, -1):
            end = groups[taken - 1][1]
            if end < len(text) and text[end] not in " /)":
                continue
            if end - start < FEWEST_DIGITS:
                break
            behind = text[end:] + after
            if self._phones.is_phone(text[prefix:end], before, behind):
                extension = extension_length(behind) if end == len(text) else 0
                return Kind.PHONE, taken, end + extension
        return None

    @staticmethod
    def _longest_card(text: str, groups: list[tuple[int, int]], before: str) -> tuple[Kind, int, int] | None:
        start = groups[0][0]
        for taken in range(min(len(groups), 5), 0, -1):
            end = groups[taken - 1][1]
            if end - start < 12:
                break
            digits = digits_of(text[start:end])
            if 12 <= len(digits) <= LONGEST_DIGITS and _is_evenly_set(text, groups[:taken]) and is_card(digits, before):
                return Kind.CREDIT_CARD, taken, end
        return None


def _judge_ip(known: re.Match[str], before: str, after: str) -> list[Found]:
    address = known["ip"]
    text = known.string
    is_cut = (known.start() == 0 and is_glued(before[-1:])) or (known.end() == len(text) and is_glued(after[:1]))
    if address is None or is_cut or not is_ipv4(address, before + text[: known.start()]):
        return []
    has_prefix = known["prefix"] is not None and int(known["prefix"][1:]) <= 32
    return [(Kind.IP, known.start(), known.end() if has_prefix else known.end("ip"))]


def _without_glued(text: str, groups: list[tuple[int, int]], before: str, after: str) -> list[tuple[int, int]]:
    """Leave out the groups at the run's ends that are parts of words or of longer codes."""
    if groups and _with_prefix(text, groups[0][0]) == 0 and _is_code_before(before):
        groups = groups[1:]
    if groups and groups[-1][1] == len(text) and _is_code_after(after):
        groups = groups[:-1]
    return groups


def _is_code_before(before: str) -> bool:
    """Tell whether a number goes on a word or a longer code: "AB5551234567", "12-5551234567"."""
    neighbour = before[-1:]
    return is_glued(neighbour) or (neighbour in _JOINERS and before[-2:-1].isdigit())


def _is_code_after(after: str) -> bool:
    """Tell whether a word or a longer code goes on a number: "5551234567-A", but not its extension or "-Office"."""
    neighbour = after[:1]
    if is_glued(neighbour):
        return not extension_length(after)
    return neighbour in _JOINERS and _CODE_GOES_ON.match(after) is not None


def _with_prefix(text: str, start: int) -> int:
    """Return where the number starts whose first digit is at ``start``: brackets and plus belong to it."""
    while start and text[start - 1] in "(+":
        start -= 1
    return start


def _is_evenly_set(text: str, groups: list[tuple[int, int]]) -> bool:
    """Tell whether one and the same single space or hyphen stands between all groups."""
    separators = {text[left:right] for (_, left), (right, _) in pairwise(groups)}
    return separators in (set(), {" "}, {"-"})
