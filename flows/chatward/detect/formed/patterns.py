"""The alternation that finds everything with a form; RE2 and ``re`` both take it.

Each part may match too much, never too little: what a match is, and whether it is anything, is judged afterwards. RE2
has no lookaround and takes the first alternative that matches at the leftmost place, so their order matters.
"""

from chatward.detect.formed import iban

OPEN, CLOSE = "\x01", "\x02"
"""Put around every match; never in a text that is scanned."""

_URL_CHARACTER = r"[^\s<>\"|`\\^{}\x{2018}-\x{201f}\x{3000}-\x{3002}\x{ff01}\x{ff0c}\x{ff1a}\x{ff1b}\x{ff1f}]"
_WIDE = r"\x{80}-\x{10ffff}"  # \pL would be exact, and 100 times slower: its automaton outgrows RE2's memory
_LABEL = rf"[0-9A-Za-z{_WIDE}][0-9A-Za-z{_WIDE}_-]*"
_HEX = "[0-9A-Fa-f]"

# A few top-level domains suffice for a bare host; with a path behind it any may stand.
_COMMON_DOMAINS = (
    "com|org|net|edu|gov|info|biz|app|dev|io|eu|de|nl|fr|pl|ru|ch|cz|dk|jp|cn|kr|ua|hu|gr|tv"
    "|co\\.uk|org\\.uk|com\\.br|com\\.au|com\\.tr|com\\.mx|co\\.jp|co\\.in"
)
DOUBTFUL_DOMAINS = (
    "shop|store|online|site|website|blog|cloud|tech|cafe|club|live|studio|agency|digital|xyz|travel|page|link"
    "|berlin|hamburg|koeln|cologne|bayern|wien|paris|london|nyc|amsterdam|tokyo|swiss|scot|ai|me|it|es|at|be|se|no|pt|fi|ro"
)
"""Words and places, too: what stands before a host tells, since a sentence may end without a space: "it was ok.me too".

Longer ones come before those that they begin with.
"""

URL = rf"(?i:[a-z][a-z0-9+.-]{{1,15}}://|www\.){_URL_CHARACTER}+"
BARE_URL = (
    rf"[0-9A-Za-z][0-9A-Za-z.-]*\.(?:(?i:{_COMMON_DOMAINS})(?:(?::[0-9]|[/?#]){_URL_CHARACTER}*)?"
    rf"|[a-z]{{2,18}}/{_URL_CHARACTER}+|(?:{DOUBTFUL_DOMAINS}))"
)
_QUOTED = r'"[^"@\s]+(?: [^"@\s]+)?"'
EMAIL = (
    rf"(?:[0-9A-Za-z_{_WIDE}](?:[0-9A-Za-z_.%+'{_WIDE}-]*[0-9A-Za-z_%+{_WIDE}-])?|{_QUOTED})@"
    rf"(?:{_LABEL}\.)+(?:(?i:xn--[a-z0-9-]+)|[A-Za-z{_WIDE}]{{2,}})"
)
MENTION = r"@\x{2068}[^\x{2068}\x{2069}\n]+\x{2069}"
HANDLE = rf"@[0-9A-Za-z_{_WIDE}]+(?:[.-][0-9A-Za-z_{_WIDE}]+)*(?:@(?:{_LABEL}\.)+[A-Za-z]{{2,}})?"
MAC = rf"{_HEX}{{2}}(?:-{_HEX}{{2}}){{5}}|{_HEX}{{4}}\.{_HEX}{{4}}\.{_HEX}{{4}}"
COLONS = rf"[0-9A-Fa-f:]*:{_HEX}{{0,4}}:[0-9A-Fa-f:.]*(?:%[0-9A-Za-z]{{1,16}})?(?:/[0-9]{{1,4}})?"
NUMBER = r"[+(]{0,2}[0-9](?:[ .\-()/]{0,3}[0-9]){6,}"
IPV4 = r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}(?:/[0-9]{1,2})?"

_ADDRESSES = (URL, EMAIL, MENTION, HANDLE, COLONS, MAC)
_NUMBERS = (NUMBER, IPV4)

ADDRESS_SIGN = "|".join(
    (
        "@",
        "://",
        r"(?i:www\.)",
        rf":{_HEX}{{0,4}}:",
        MAC,
        rf"[0-9A-Za-z.-]\.(?:(?i:{_COMMON_DOMAINS})|[a-z]{{2,18}}/|(?:{DOUBTFUL_DOMAINS})\b)",
    )
)
"""Matches in every text in which an address of people, pages or machines does, but is quicker to try."""

_NUMBER_SIGN = r"[0-9](?:[ .\-()/]{0,3}[0-9]){6}|[0-9]\.[0-9]{1,3}\.[0-9]{1,3}\.[0-9]"

SIGN = "|".join((ADDRESS_SIGN, iban.BEGINNING, _NUMBER_SIGN))
"""Matches in every text in which anything does: the pass that all texts go through."""


def alternation(*, addresses: bool) -> str:
    """Return the pattern of all that has a form but account numbers; without addresses it is a quicker automaton."""
    return "|".join((*_ADDRESSES, *_NUMBERS, BARE_URL) if addresses else _NUMBERS)
