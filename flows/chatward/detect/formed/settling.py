"""Tells of a whole column of matches at once which are surely what they look like, so that few need a judgement each.

What is settled is what ``Judge`` would find: one thing, as long as the match. Whatever is less than sure is left to it,
and so is what stands beside a character beyond ASCII that could count.
"""

from functools import cache

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from chatward.detect import layout
from chatward.detect.formed import cards, network, numbers, phones, topics
from chatward.detect.formed.matches import Matches
from chatward.detect.kinds import Kind

NOTHING = 0
"""Stands for a match that is not settled."""
_ASCII = 0x80
_LETTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
_GLUED = b"0123456789" + _LETTERS + bytes(range(_ASCII, 0x100))
_EXTENDS = b"xXeE#"
"""With what an extension of a telephone number begins, perhaps behind a space."""
_SPACE = ord(" ")

_EMAIL = r"^[0-9A-Za-z_](?:[0-9A-Za-z_.%+'-]*[0-9A-Za-z_%+-])?@(?:[0-9A-Za-z][0-9A-Za-z_-]*\.)+[A-Za-z]{2,}$"
_NO_EMAIL = r"^(?i:www\.)", r"\.\.", r"\.[A-Z][a-z]+$"
_URL = r"^(?i:[a-z][a-z0-9+.-]{1,15}://|www\.)[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)+(?:[:/?#][0-9A-Za-z/?#&=%+.~_:,;-]*)?$"
_ENDS_URL = r"[0-9A-Za-z/&=%+#-]$"
_HANDLE = r"^@[A-Za-z_][0-9A-Za-z_.-]+$"
_PLUS = r"^\+[0-9]"


def settled(matches: Matches) -> NDArray[np.uint8]:
    """Return the ``Kind`` of each match that is surely that, as a whole; ``NOTHING`` for the others."""
    kinds = np.full(len(matches), NOTHING, dtype=np.uint8)
    first = matches.octets[matches.starts]
    is_at, is_letter = first == ord("@"), _in(first, _LETTERS)
    for chosen, settle in ((is_at, _handles), (is_letter, _addresses), (~is_at & ~is_letter, _numbers)):
        places = np.flatnonzero(chosen)
        if len(places):
            kinds[places] = settle(matches.select(places))
    return kinds


def _handles(matches: Matches) -> NDArray[np.uint8]:
    texts = matches.texts()
    is_alone = ~_in(matches.beside(-1), _GLUED)
    is_handle = is_alone & layout.matches(texts, _HANDLE) & ~layout.matches(texts, network.NOBODY)
    return is_handle * np.uint8(Kind.HANDLE)


def _addresses(matches: Matches) -> NDArray[np.uint8]:
    texts = matches.texts()
    is_email = layout.matches(texts, _EMAIL) & ~layout.matches(texts, *_NO_EMAIL)
    kinds = is_email * np.uint8(Kind.EMAIL)
    others = np.flatnonzero(~is_email)
    rest = texts.take(pa.array(others))
    kinds[others] = (layout.matches(rest, _URL) & layout.matches(rest, _ENDS_URL)) * np.uint8(Kind.URL)
    return kinds


def _numbers(matches: Matches) -> NDArray[np.uint8]:
    kinds = np.full(len(matches), NOTHING, dtype=np.uint8)
    free = np.flatnonzero(_are_free(matches))
    matches = matches.select(free)
    texts = matches.texts()
    digits = layout.digits(texts)
    kinds[free[_are_ips(matches, texts)]] = Kind.IP
    kinds[free[_are_cards(texts, digits)]] = Kind.CREDIT_CARD
    kinds[free[_are_phones(matches, texts, digits)]] = Kind.PHONE
    return kinds


def _are_free(matches: Matches) -> NDArray[np.bool_]:
    """Tell which numbers nothing before or behind can be a part of: no word, no code, no extension."""
    before, behind, second = matches.beside(-1), matches.beside(1), matches.beside(2)
    is_free = ~_in(before, _GLUED + b"-./") & ~_in(behind, _GLUED + _EXTENDS)
    is_free &= ~_in(behind, b"-./") | (second == _SPACE)
    is_free &= ~((behind == _SPACE) & _in(second, _EXTENDS))
    return is_free


def _are_ips(matches: Matches, texts: pa.Array) -> NDArray[np.bool_]:
    is_ip = layout.matches(texts, f"^{network.IPV4}$")
    likely = np.flatnonzero(is_ip)
    is_ip[likely] = ~_are_said(matches.select(likely).before(network.VERSION_REACH), network.VERSION_BEFORE)
    return is_ip


def _are_said(contexts: pa.Array, pattern: str) -> NDArray[np.bool_]:
    """Tell in which texts, perhaps cut, words may stand that a pattern finds: in any with more than ASCII, too."""
    offsets, octets = layout.offsets_and_bytes(contexts)
    is_beyond = octets >= _ASCII
    found = np.zeros(len(contexts), dtype=bool)
    found[np.searchsorted(offsets, np.flatnonzero(is_beyond), side="right") - 1] = True
    plain = layout.strings_of(offsets, np.where(is_beyond, np.uint8(_SPACE), octets))
    return found | layout.matches(plain, pattern)


def _are_cards(texts: pa.Array, digits: pa.Array) -> NDArray[np.bool_]:
    is_card = layout.matches(texts, f"^(?:{numbers.CARD_FORM})$") & layout.matches(digits, f"^(?:{cards.NETWORKS})$")
    likely = np.flatnonzero(is_card & (np.diff(layout.offsets_and_bytes(digits)[0]) > cards.SHORT_DIGITS))
    is_card[:] = False
    is_card[likely[_pass_luhn(digits.take(pa.array(likely)))]] = True
    return is_card


def _pass_luhn(digits: pa.Array) -> NDArray[np.bool_]:
    """Tell which last digits are right check digits, as ``cards.passes_luhn`` does."""
    offsets, octets = layout.offsets_and_bytes(digits)
    places = offsets[1:, None] - 1 - np.arange(cards.MOST_DIGITS)
    is_digit = places >= offsets[:-1, None]
    figures = np.where(is_digit, octets[np.maximum(places, 0)] - ord("0"), 0) if len(octets) else places
    figures[:, 1::2] = np.array(cards.DOUBLED)[figures[:, 1::2]]
    passes: NDArray[np.bool_] = figures.sum(axis=1) % 10 == 0
    return passes


def _are_phones(matches: Matches, texts: pa.Array, digits: pa.Array) -> NDArray[np.bool_]:
    """Tell which are one telephone number by their form alone: international ones, and North American ones."""
    is_one = layout.matches(texts, f"^(?:{numbers.PHONE_FORM})$") & ~layout.matches(texts, numbers.NEXT_NUMBER)
    has_plus = layout.matches(texts, _PLUS)
    is_phone = is_one & has_plus & ~layout.matches(texts, r"\(0\)")
    is_phone[is_phone] = _are_international(digits.take(pa.array(np.flatnonzero(is_phone))))
    american = np.flatnonzero(is_one & ~has_plus)
    american = american[layout.matches(texts.take(pa.array(american)), f"^(?:{phones.NORTH_AMERICAN})$")]
    near = matches.select(american)
    doubtful = np.flatnonzero(_are_said(near.before(topics.NAMED_BEFORE), topics.OTHER_SIGN))
    is_phone[american] = True
    is_phone[american[doubtful]] = [
        not topics.is_named_otherwise(before.decode(errors="ignore"))
        for before in near.select(doubtful).before(numbers.CONTEXT).cast(pa.binary()).to_pylist()
    ]
    return is_phone


def _are_international(digits: pa.Array) -> NDArray[np.bool_]:
    """Tell which digits are a country calling code and as many as its plan allows, as ``PhoneJudge`` does."""
    offsets, octets = layout.offsets_and_bytes(digits)
    found = np.zeros(len(digits), dtype=bool)
    long = np.flatnonzero(np.diff(offsets) > phones.LONGEST_CODE)
    start = offsets[long]
    front = octets[start[:, None] + np.arange(phones.LONGEST_CODE)].astype(np.int64) - ord("0")
    code = _code_of_front()[front @ (100, 10, 1)]
    width = 1 + (code >= 10) + (code >= 100)
    national = offsets[long + 1] - start - width
    has_trunk = octets[start + width] == ord("0")
    for one in np.unique(code[code > 0]).tolist():
        lengths = list(phones.national_lengths(one))
        of_code = code == one
        fits = np.isin(national, lengths) | (has_trunk & np.isin(national - 1, lengths))
        found[long[of_code & fits]] = True
    return found


@cache
def _code_of_front() -> NDArray[np.int64]:
    """Return for three first digits, as a number, the country calling code that they begin with; 0 where none."""
    return np.array([int(phones.country_code(f"{front:03}") or 0) for front in range(1_000)])


def _in(octets: NDArray[np.uint8], some: bytes) -> NDArray[np.bool_]:
    is_one = np.zeros(256, dtype=bool)
    is_one[list(some)] = True
    found: NDArray[np.bool_] = is_one[octets]
    return found
