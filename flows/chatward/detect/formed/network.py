"""E-mail addresses, URLs, handles, IP and MAC addresses: what of a match really is one."""

import re
from ipaddress import AddressValueError, IPv6Address

from chatward.detect.formed import patterns
from chatward.detect.formed.boundaries import is_glued
from chatward.detect.kinds import Found, Kind

# Scripts that write words without spaces, and Hangul, whose particles follow a word directly.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3000-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef"
_UNSPACED_LETTER = re.compile(f"[{_UNSPACED}]")
_LOCAL_PART = re.compile(rf"[\w.%+'-]*(?:[^\W{_UNSPACED}]|[%+-])$")
_MIXED_LOCAL_PART = re.compile(rf"(?<=[{_UNSPACED}])[\w.%+'-]+$", re.ASCII)
_DOMAIN = re.compile(r"(?:[\w-]+\.)+(?:xn--[a-z0-9-]+|[a-z]{2,}|[^\W\d_a-z]{2,})", re.IGNORECASE)
_NEXT_SENTENCE = re.compile(r"(?<=\.com|\.net|\.org|\.edu|\.gov)\.[A-Z][a-z]+$")

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]{1,15}://|www\.", re.IGNORECASE)
_HOST = re.compile(r"(?:[^/?#@]*@)?(\[[0-9A-Fa-f:.]+\]|[^/?#:]+)(.*)", re.DOTALL)
_CLOSING = {")": "(", "]": "["}
_TRAILING = ".,;:!?'*_~\u2026\u3001\uff09\u300d\u300f\u3011"

_NO_HOST = re.compile(
    r"(?:[0-9.]+\.[a-z]+|(?:asp|vb|ado)\.net|.*[A-Za-z]{2}\.[A-Z][a-z]+|[A-Z][a-z]+\.(?:de|io|fr|nl|pl|eu|ch))"
)
"""Versions, names of software, and sentences without a space between them."""
_DOUBTFUL_HOST = re.compile(rf"([^.]+)((?:\.[^.]+)*)\.(?:{patterns.DOUBTFUL_DOMAINS})")
_SITE_BEFORE = re.compile(
    r"(?:^|\W)(?:(?:web)?site|webseite|homepage|web|page|seite|link|url|domain|visit|besuche?|shop|tienda|loja|boutique|sklep"
    r"|on|at|to|from|via|see|auf|bei|unter|über|sur|chez|en|su|sul|op|på|na|em|no|сайт|на|siteniz|sitesi)"
    r"(?:\s(?:is|ist|est|es|è|é|jest))?[\s:=(]{1,3}$",
    re.IGNORECASE,
)
_PRONOUN_WORDS = "it this that them these those there here him her you us me now then das dem dies ihm ihr mir dir"
_PRONOUNS = frozenset(_PRONOUN_WORDS.split())
"""Words with which a sentence ends, and no names of sites."""
_HANDLE = re.compile(r"@[\w]+(?:[.-]\w+)*(?:@(?:[\w-]+\.)+\w{2,})?")
_NOT_A_HANDLE = re.compile(
    r"@[0-9]{1,6}(?:[.:][0-9]+)?(?:am|pm|h|uhr|x|k|km|kg|€|%|rb|jt|rs|rp|tl|lei|kr|zł|usd|eur|gbp|ea|each|pcs|[mg]?hz|fps|mah|p|w|v)?",
    re.IGNORECASE,
)
_NOBODY_HANDLES = (
    "all alle channel everyone everybody here team group todos todas tous tutti iedereen home work least media"
)
NOBODY = f"^@(?i:{'|'.join(_NOBODY_HANDLES.split())})$"
_NOBODY = frozenset(f"@{word}" for word in _NOBODY_HANDLES.split())

_MAC = re.compile(
    r"[0-9A-Fa-f]{2}(?:([:-])[0-9A-Fa-f]{2})(?:\1[0-9A-Fa-f]{2}){4}|(?:[0-9A-Fa-f]{4}\.){2}[0-9A-Fa-f]{4}"
)
VERSION_BEFORE = (
    r"(?i:version|release|build|firmware|kernel|driver|chapter|section|clause|kapitel|abschnitt|article|artikel|\bver\.?|§|\bapp|\b(?:fw|sw|rev|patch|(?:up|down)grade?d?)"
    r"|update|versão|versión|(?:up|down)grad[a-z]*(?:\s[a-z]+)?\s(?:(?:from|to|auf|von)(?:\s[0-9.]{3,15}\s(?:to|auf|->))?|[0-9.]{3,15}\s(?:to|auf|->)))\W{0,3}$"
)
VERSION_REACH = 48
"""So many characters before four numbers, ``VERSION_BEFORE`` matches where they are no address."""
_VERSION_BEFORE = re.compile(VERSION_BEFORE)
_OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
IPV4 = rf"{_OCTET}(?:\.{_OCTET}){{3}}"
_IPV4 = re.compile(IPV4)
_TIMES = re.compile(r"[0-9]{1,2}::[0-9]{1,2}")
_ADDRESS_BEFORE = re.compile(r"\bip(?:v[46])?\b", re.IGNORECASE)


def judge_email(text: str) -> list[Found]:
    """Find the address in a match of ``patterns.EMAIL``; words glued to it by scripts without spaces are left out."""
    at = text.index("@")
    start, end = 0, len(text)
    if not text.isascii():
        mixed = _MIXED_LOCAL_PART.search(text[:at])
        local_part = mixed or _LOCAL_PART.search(text[:at])
        domain = _DOMAIN.match(text, at + 1)
        if local_part is None or domain is None:
            return []
        start, end = local_part.start(), domain.end()
    dots = text.rfind("..", start, at)
    start = start if dots < 0 else dots + 2
    next_sentence = _NEXT_SENTENCE.search(text, at, end)
    return [(Kind.EMAIL, start, next_sentence.start() if next_sentence else end)]


def judge_url(text: str) -> list[Found]:
    """Find the URL in a match that starts with a scheme or ``www.``; a mere word for a host is none."""
    end = _end_of_url(text)
    scheme = _SCHEME.match(text)
    assert scheme is not None
    place = _HOST.match(text, scheme.end(), end)
    if place is None:
        return []
    host, rest = place.groups()
    is_named = "." in host.strip(".") or host[0] == "[" or host == "localhost"
    return [(Kind.URL, 0, end)] if is_named or len(rest) > 1 else []


def judge_bare_url(text: str, before: str, after: str) -> list[Found]:
    """Find the URL in a match of ``patterns.BARE_URL``."""
    end = _end_of_url(text)
    if (
        _NO_HOST.fullmatch(text, 0, end)
        or is_glued(before[-1:])
        or (end == len(text) and (is_glued(after[:1]) or after[:1] == "@"))
    ):
        return []
    return [(Kind.URL, 0, end)] if _is_host(text[:end], before) else []


def _is_host(text: str, before: str) -> bool:
    """Tell of a host under a domain that is a word, too, whether it is one: by its form or by what stands before."""
    host = _DOUBTFUL_HOST.fullmatch(text)
    if host is None or host[2]:
        return True
    is_formed = "-" in host[1] or any(sign.isdigit() for sign in host[1])
    return is_formed or (host[1].lower() not in _PRONOUNS and _SITE_BEFORE.search(before) is not None)


def _end_of_url(text: str) -> int:
    """Return where the URL ends: closing punctuation belongs to the sentence unless it was opened inside."""
    end = len(text)
    while end:
        last = text[end - 1]
        opening = _CLOSING.get(last)
        if last not in _TRAILING and (opening is None or text.count(opening, 0, end) >= text.count(last, 0, end)):
            break
        end -= 1
    return end


def judge_handle(text: str, before: str) -> list[Found]:
    """Find the handle in a match that starts with ``@``: a mention, or a phone number as WhatsApp mentions people."""
    if before[-1:] != "_" and is_glued(before[-1:]):  # an underscore may open italics
        return []
    if text[1] == "\u2068":
        return [(Kind.HANDLE, 2, len(text) - 1)]
    if not text.isascii():
        match = _HANDLE.match(text)
        text = match.group() if match else ""
        foreign = _UNSPACED_LETTER.search(text)
        text = text[: foreign.start()] if foreign and text[1].isascii() else text
    if len(text) < 3 or text.lower() in _NOBODY or _NOT_A_HANDLE.fullmatch(text):
        return []
    is_phone = text[1:].isdigit() and 8 <= len(text) - 1 <= 15
    return [(Kind.PHONE if is_phone else Kind.HANDLE, 0, len(text))]


def judge_colons(text: str, before: str, after: str) -> list[Found]:
    """Find the MAC or IPv6 address in a match of ``patterns.COLONS``; a zone and a prefix length belong to it."""
    if is_glued(before[-1:]) or is_glued(after[:1]):
        return []
    if _MAC.fullmatch(text):
        return [(Kind.MAC, 0, len(text))]
    whole = text.rstrip(".")
    whole = whole[:-1] if whole.endswith(":") and not whole.endswith("::") else whole
    address, slash, prefix_length = whole.partition("/")
    bare = address.partition("%")[0]
    if _TIMES.fullmatch(bare) and not _ADDRESS_BEFORE.search(before):
        return []
    if not is_ipv6(bare) or (bare == "::" and not slash and not _ADDRESS_BEFORE.search(before)):
        return []
    has_prefix = slash and int(prefix_length) <= 128
    return [(Kind.IP, 0, len(whole) if has_prefix else len(address))]


def is_ipv6(text: str) -> bool:
    """Tell whether ``text`` is an IPv6 address (RFC 4291) and not a word between colons."""
    if text != "::" and not any(character.isdigit() for character in text):
        return False
    try:
        IPv6Address(text)
    except AddressValueError:
        return False
    return True


def judge_mac(text: str, before: str, after: str) -> list[Found]:
    """Find the MAC address in a match with hyphens or dots."""
    is_alone = not is_glued(before[-1:]) and not is_glued(after[:1]) and before[-1:] != "-" and after[:1] != "-"
    return [(Kind.MAC, 0, len(text))] if is_alone and _MAC.fullmatch(text) else []


def is_ipv4(text: str, before: str) -> bool:
    """Tell whether four numbers with dots are an IPv4 address, and not a version or a section by the words before."""
    return _IPV4.fullmatch(text) is not None and _VERSION_BEFORE.search(before[-VERSION_REACH:]) is None
