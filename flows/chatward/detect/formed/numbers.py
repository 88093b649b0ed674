"""Runs of digits and separators: which of them are cards, telephone numbers and IPv4 addresses, and which are not.

A run can hold several numbers, and dates beside them; it is cut at what is known, then at separators that no number
has, and what is left is tried from the longest reading to the shortest.
"""

import re
from itertools import pairwise

from chatward.detect.formed.boundaries import is_glued
from chatward.detect.formed.cards import SHORT_DIGITS, is_card
from chatward.detect.formed.network import is_ipv4
from chatward.detect.formed.phones import PhoneJudge, digits_of, extension_length
from chatward.detect.formed.plans import Grade
from chatward.detect.formed.topics import Topic, nearest_topic, speaks_of_phones
from chatward.detect.kinds import Found, Kind

CONTEXT = 64
"""So many characters before and behind a number are looked at."""

FEWEST_DIGITS = 7
FEWEST_CARD_DIGITS = 12

Group = tuple[int, int]
"""Where a group of digits without separators starts and ends in a run."""

_GROUP = re.compile(r"[0-9]+")
_SOFT_SEPARATORS = frozenset(
    (" ", "-", ".", "/", ") ", ")", " (", "(", ")-", ").", "-(", " - ", ")/", "/(", " / ", "/ ")
)
_DAY, _MONTH = "(?:0?[1-9]|[12][0-9]|3[01])", "(?:0?[1-9]|1[0-2])"
_YEAR = "(?:19|20)[0-9]{2}"
DATE = "|".join(
    f"{_YEAR}{by}{_MONTH}{by}{_DAY}|(?:{_DAY}{by}{_MONTH}|{_MONTH}{by}{_DAY}){by}(?:{_YEAR}|[0-9]{{2}})"
    for by in ("-", r"\.", "/")
)
"""Matches days of the Gregorian calendar in figures, whichever of day, month and year comes first."""
_KNOWN = re.compile(
    r"(?<![0-9.])(?P<ip>[0-9]{1,3}(?:\.[0-9]{1,3}){3})(?P<prefix>/[0-9]{1,2})?(?![0-9])(?!\.[0-9])"
    rf"|(?<![0-9])(?<![0-9][-./])(?:{DATE})(?![0-9])(?![-./][0-9])"
)
_MAY_HOLD_KNOWN = re.compile(r"([-./])[0-9]{1,3}\1[0-9]")
_IPV4 = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}")
_FEWEST_FIRST = 3
"""Digits of a card's first group, unless all are alike."""
CARD_FORM = rf"[0-9]{{{_FEWEST_FIRST},}}(?:(?:-[0-9]+)*|(?: [0-9]+)*)|[0-9](?: [0-9])+|[0-9]{{4}}(?:\.[0-9]{{4}}){{3}}"
PHONE_FORM = r"[+(]{0,2}[0-9]+(?:(?:[ .-]|\) ?| ?\(|\)?[-./]|[-/]\(| / |/ | - )[0-9]+)*"
NEXT_NUMBER = " 0[0-9]{2}"
_CARD_FORM, _PHONE_FORM, _NEXT_NUMBER = map(re.compile, (CARD_FORM, PHONE_FORM, NEXT_NUMBER))
_JOINERS = ("-", ".", "/")
_GOES_ON_WITH_DOT = re.compile(r"\.[0-9]")
_CODE_GOES_ON = re.compile(r".[0-9]|-[A-Za-z]{1,2}(?![A-Za-z])")
_WORD_BEFORE = re.compile(r"[^\W\d_]+$")
_HEBREW_PREFIXES = frozenset("בהולמש")
"""Letters that are words of Hebrew, written before the next one without a space: "to", "in", "from"."""
_WORD_BEHIND = re.compile(r"(?=[a-f]*[g-z])[a-z]{3,}(?![0-9A-Za-z_-])")
"""A word that somebody typed without a space, and no hexadecimal digits."""
_GROUPS_OF_FOUR = 4
_SMALL = 2  # digits of a number that may stand beside a telephone number: "0171 1234567 2 times"
_MOST_CARD_GROUPS, _MOST_PHONE_GROUPS = 5, 8


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
        is_one = _PHONE_FORM.fullmatch(text) and not _NEXT_NUMBER.search(text)
        is_one = is_one and (text[0] == "+" or not _MAY_HOLD_KNOWN.search(text))
        if is_one and self._phones.is_surely(text, before):
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

    def _judge_groups(self, text: str, groups: list[Group], before: str, after: str) -> list[Found]:
        """Take the cards, whose check digits make them sure, then the telephone numbers between them."""
        groups = _without_glued(text, groups, before, after)
        found: list[Found] = []
        first = i = 0
        while i < len(groups):
            taken = _groups_of_card(text, groups[i : i + _MOST_CARD_GROUPS], before)
            if taken:
                found += self._judge_phones(text, groups[first:i], before, after)
                found.append((Kind.CREDIT_CARD, groups[i][0], groups[i + taken - 1][1]))
                first = i + taken
            i += taken or 1
        return found + self._judge_phones(text, groups[first:], before, after)

    def _judge_phones(self, text: str, groups: list[Group], before: str, after: str) -> list[Found]:
        """Take numbers from the left, each in its longest reading; groups that are in none are passed over.

        Where no word speaks of telephones, what is only a part of a longer number is none.
        """
        taken: list[tuple[int, int]] = []
        i = 0
        while i < len(groups) and groups[-1][1] - groups[i][0] >= FEWEST_DIGITS:
            width = self._groups_of_phone(text, groups[i : i + _MOST_PHONE_GROUPS], before, after)
            if width:
                taken.append((i, i + width))
            i += width or 1
        covered = {place for one in taken for place in range(*one)}
        found: list[Found] = []
        for first, behind in taken:
            start, end = _with_prefix(text, groups[first][0]), groups[behind - 1][1]
            is_part = text[start] != "+" and _is_part(text, groups, (first, behind), covered)
            words = (before + text[max(0, start - CONTEXT) : start])[-CONTEXT:], text[end : end + CONTEXT] + after
            if not is_part or nearest_topic(*words) is Topic.PHONE:
                extension = extension_length(after) if end == len(text) else 0
                found.append((Kind.PHONE, start, end + extension))
        return found

    def _groups_of_phone(self, text: str, groups: list[Group], before: str, after: str) -> int:
        """Return how many groups make the longest number that starts with the first of them, 0 if none does."""
        start = groups[0][0]
        if start and text[start - 1] not in " (+/":
            return 0
        prefix = _with_prefix(text, start)
        before = (before + text[max(0, prefix - CONTEXT) : prefix])[-CONTEXT:]
        for taken in range(len(groups), 0, -1):
            end = groups[taken - 1][1]
            if sum(right - left for left, right in groups[:taken]) < FEWEST_DIGITS:
                break
            is_cut_out = end == len(text) or text[end] in " /)"
            behind = (text[end : end + CONTEXT] + after)[:CONTEXT]
            if is_cut_out and self._phones.is_phone(text[prefix:end], before, behind):
                return self._without_next_number(text, groups, prefix, taken)
        return 0

    def _without_next_number(self, text: str, groups: list[Group], prefix: int, taken: int) -> int:
        """Return how many of ``taken`` groups are the first number: another may begin with a trunk prefix."""
        for i, ((_, left), (right, end)) in enumerate(pairwise(groups[:taken]), start=1):
            begins_anew = text[left:right] == " " and text[right] == "0" and end - right > 2
            is_whole = sum(behind - first for first, behind in groups[i:]) >= FEWEST_DIGITS
            if begins_anew and is_whole and self._phones.grade(text[prefix:left]) is Grade.ALWAYS:
                return i
        return taken


def _is_part(text: str, groups: list[Group], taken: tuple[int, int], covered: set[int]) -> bool:
    """Tell whether groups, from one up to another, are part of a longer number, of which one more stands beside them.

    It is joined as they are among themselves, has three digits or as many as they have, and is in no number of its own.
    """
    first, behind = taken
    sizes = {right - left for left, right in groups[first:behind]}
    joints = {text[left:right] for (_, left), (right, _) in pairwise(groups[first:behind])}
    for beside, (left, right) in ((first - 1, (first - 1, first)), (behind, (behind - 1, behind))):
        if 0 <= beside < len(groups) and beside not in covered:
            size = groups[beside][1] - groups[beside][0]
            is_alike = joints <= {text[groups[left][1] : groups[right][0]]}
            if is_alike and (size in sizes or (size > _SMALL and bool(joints))):
                return True
    return False


def _groups_of_card(text: str, groups: list[Group], before: str) -> int:
    """Return how many groups make the longest card number that starts with the first of them, 0 if none does."""
    start = groups[0][0]
    for taken in range(len(groups), 0, -1):
        end = groups[taken - 1][1]
        if end - start < FEWEST_CARD_DIGITS:
            break
        digits = digits_of(text[start:end])
        if len(digits) >= FEWEST_CARD_DIGITS and _are_of_card(text, groups[:taken]):
            words = (before + text[max(0, start - CONTEXT) : start])[-CONTEXT:]
            if is_card(digits, words):
                return taken
    return 0


def _are_of_card(text: str, groups: list[Group]) -> bool:
    """Tell whether groups are set as those of cards are: alike separators, the first not short unless all are alike."""
    sizes = {right - left for left, right in groups}
    return _is_evenly_set(text, groups) and (len(sizes) == 1 or groups[0][1] - groups[0][0] >= _FEWEST_FIRST)


def _judge_ip(known: re.Match[str], before: str, after: str) -> list[Found]:
    address = known["ip"]
    text = known.string
    is_cut = (known.start() == 0 and is_glued(before[-1:])) or (
        known.end() == len(text) and (is_glued(after[:1]) or _GOES_ON_WITH_DOT.match(after) is not None)
    )
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
    """Tell whether a number goes on a word or a longer code: "AB5551234567", "12-5551234567"; not "tel5551234567"."""
    neighbour = before[-1:]
    if is_glued(neighbour):
        word = _WORD_BEFORE.search(before)
        return not (word and (speaks_of_phones(word.group()) or word.group() in _HEBREW_PREFIXES))
    return neighbour in _JOINERS and before[-2:-1].isdigit()


def _is_code_after(after: str) -> bool:
    """Tell whether a longer code goes on a number: "5551234567-A"; not its extension, "-Office" or "5551234567thx"."""
    neighbour = after[:1]
    if is_glued(neighbour):
        return not (extension_length(after) or _WORD_BEHIND.match(after))
    return neighbour in _JOINERS and _CODE_GOES_ON.match(after) is not None


def _with_prefix(text: str, start: int) -> int:
    """Return where the number starts whose first digit is at ``start``: brackets and plus belong to it."""
    while start and text[start - 1] in "(+":
        start -= 1
    return start


def _is_evenly_set(text: str, groups: list[tuple[int, int]]) -> bool:
    """Tell whether one and the same single space or hyphen stands between all groups."""
    separators = {text[left:right] for (_, left), (right, _) in pairwise(groups)}
    return separators in (set(), {" "}, {"-"}) or (separators == {"."} and len(groups) == _GROUPS_OF_FOUR)
