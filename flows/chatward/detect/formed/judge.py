"""What a match is, and whether it is anything: the second look that RE2 cannot take."""

import re

from chatward.detect.formed import network, patterns
from chatward.detect.formed.numbers import NumberJudge
from chatward.detect.formed.phones import PhoneJudge
from chatward.detect.kinds import Found

_NUMBER_ONLY = re.compile(r"[0-9 .\-()/+]+")
_URL = re.compile(r"[a-z][a-z0-9+.-]{1,15}://|www\.", re.IGNORECASE)
_EMAIL = re.compile(r"[^@/?#:]+@")
_COLONS = re.compile(r"[0-9A-Fa-f:]*:")
_MAC = re.compile(patterns.MAC)
_NUMBER = re.compile(patterns.NUMBER)


class Judge:
    """Judges what ``patterns.alternation`` matches; ``regions`` as for ``PhoneJudge``."""

    def __init__(self, regions: tuple[str, ...] = ()) -> None:
        self._numbers = NumberJudge(PhoneJudge(regions))

    def __call__(self, text: str, before: str, after: str) -> list[Found]:
        """Return what is found in one match, in order; ``before`` and ``after`` are the text around it.

        What begins in the match may end behind it.
        """
        if _NUMBER_ONLY.fullmatch(text):
            if after[:1] == "." and _MAC.fullmatch(text):
                return self._judge_inner_numbers(text, before, after)
            return self._numbers.judge(text, before, after)
        if text[0] == "@":
            return network.judge_handle(text, before)
        if _URL.match(text):
            return network.judge_url(text)
        if _EMAIL.match(text):
            return network.judge_email(text)
        return self._judge_codes(text, before, after)

    def _judge_codes(self, text: str, before: str, after: str) -> list[Found]:
        """Judge what has letters and digits in it: addresses of machines, hosts."""
        if _COLONS.match(text):
            found = network.judge_colons(text, before, after)
        elif _MAC.fullmatch(text):
            found = network.judge_mac(text, before, after)
        else:
            found = network.judge_bare_url(text, before, after)
        return found or self._judge_inner_numbers(text, before, after)

    def _judge_inner_numbers(self, text: str, before: str, after: str) -> list[Found]:
        """Find the numbers in what only looked like something else: "10:30:4155550132", "card no 4111111111111111".

        They may go on behind the match: RE2 has left the rest of them there.
        """
        found: list[Found] = []
        whole = text + after
        for number in _NUMBER.finditer(whole):
            start, end = number.span()
            if start >= len(text):
                break
            inner = self._numbers.judge(number.group(), before + whole[:start], whole[end:])
            found += [(kind, start + left, start + right) for kind, left, right in inner]
        return found
