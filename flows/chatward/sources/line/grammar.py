"""The grammar of LINE's text files: a banner, a heading a day, and below it a row a message.

Phones write ``[LINE] Chat history with …``, the day of saving, and rows of time, name and text between tabs. Computers
may leave the banner out and put spaces where the tabs were.
"""

import re
from itertools import islice

from chatward.sources.line.account import is_account_chat
from chatward.sources.line.weekdays import weekday
from chatward.sources.transcript.decoding import decode

_WORD = r"[^\W\d_][^\d\n\t:/()（）]{0,24}?"
_HALF = r"[AaPp]\.?[ \u00a0\u202f]?[Mm]\.?|午前|午後|上午|下午|凌晨|清晨|早上|中午|傍晚|晚上|오전|오후"
_SPACE = r"[ \u00a0\u202f]?"


def _clock(half: str) -> str:
    time = r"(?P<hour>\d{1,2})[:.](?P<minute>\d\d)(?::\d\d)?"
    return rf"(?:(?P<before>{half}){_SPACE})?{time}(?:{_SPACE}(?P<after>{half}))?"


CLOCK, _SURE_CLOCK = _clock(_WORD), _clock(_HALF)
DATE = (
    rf"(?:(?P<first>{_WORD})[.,]{{0,2}}[ ]?)?(?P<a>\d{{1,4}})(?P<separator>[-/.年년]) ?(?P<b>\d{{1,2}})[-/.月월] ?"
    rf"(?P<c>\d{{1,4}})[日일.]?[ ]?(?:[(（]?(?P<last>{_WORD})[.]?[)）]?)?"
)

_DAY = rf"{re.sub(r'[?]P<[a-z]+>', '?:', DATE)}[ ]*(?=\n|\Z)"
BANNER = re.compile(
    r"(?:\A|\n)[ \t]*\[LINE\] ?(?P<title>[^\n\t]+)"
    rf"(?:(?=\n+{_DAY})|\n+(?P<saved>[^\n\t]{{0,40}}\d[^\n\t]*)(?=\n|\Z))"
)
"""Above a chat; the day of saving may be missing, and then the first heading comes next."""

HEADING = re.compile(rf"{DATE}[ ]*")
ITEM = re.compile(rf"\n(?:(?P<heading>{DATE})[ ]*(?=\n|\Z)|{CLOCK}\t(?:(?P<name>[^\t\n]*)\t)?)")
"""Where a day or a message begins, in a file with tabs."""

SPACED_ITEM = re.compile(rf"\n(?:(?P<heading>{DATE})[ ]*(?=\n|\Z)|{_SURE_CLOCK} (?P<name>)(?=\S))")
"""Where a day or a message begins, in a file without tabs; where a name ends, the whole file has to tell."""

_FIRST_ROW = re.compile(rf"(?:{CLOCK}\t|{_SURE_CLOCK.replace('?P<', '?P<sure_')} \S)")
_TAB_ROW = re.compile(rf"\n{CLOCK}\t")
_TITLES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"Chat (?:history )?(?P<kind>with|in) (?P<title>.+)",
        r"(?P<title>.+?)(?P<kind>との|の)トーク(?:履歴)?",
        r"(?P<kind>[與与和]?) ?(?P<title>.+?) ?的(?:聊天[記记][錄录]|[對对]話[記记][錄录])",
        r"ประวัติการ(?:แชท|สนทนา)(?P<kind>กับ|ใน) ?(?P<title>.+)",
        r"(?P<title>.+?)(?P<kind> ?님과의| ?님과| ?과의|의) ?(?:대화|채팅)(?: ?(?:내용|기록|이력))?",
        r"(?:Riwayat|Histori) (?:chat|obrolan)(?P<kind> dengan| di)? (?P<title>.+)",
        r"Historial de(?:l)? chat(?P<kind> con| en) (?P<title>.+)",
        r"Lịch sử (?:trò chuyện|chat)(?P<kind> với| trong) (?P<title>.+)",
    )
)
_GROUP_KINDS = frozenset({"in", "の", "", "ใน", "의", "di", "en", "trong"})
_CODE_PAGES = {"cp932": "トーク", "cp950": "的聊天", "cp949": "대화", "cp874": "ประวัติ", "gb18030": "的聊天"}


def decode_chat(data: bytes) -> str | None:
    """Return the text of a file of LINE's, or of its beginning; None if it is none."""
    return decode(data, lambda text: _is_chat(text) or is_account_chat(text), _CODE_PAGES)


def title_of(banner: str) -> tuple[str, bool]:
    """Return what a banner calls the chat, and whether it says that this is a group."""
    for pattern in _TITLES:
        if match := pattern.fullmatch(banner.strip()):
            return match["title"].strip(), (match["kind"] or "").strip().casefold() in _GROUP_KINDS
    return banner.strip(), False


def title_of_file(name: str) -> str | None:
    """Return the title in a file's name as LINE gives it, None for any other name."""
    stem = re.sub(r"\.txt$", "", name, flags=re.IGNORECASE)
    return title_of(stem.removeprefix("[LINE]"))[0] or None if stem.startswith("[LINE]") else None


def has_tabs(text: str) -> bool:
    """Return whether the rows of a text have tabs between their columns."""
    return _TAB_ROW.search(text) is not None


def _is_chat(text: str) -> bool:
    lines = list(islice((line.strip(" ") for line in text.lstrip()[:4000].split("\n") if line.strip()), 2))
    if not lines:
        return False
    if BANNER.match(text.lstrip()):
        return True
    if len(lines) < 2 or not _is_heading(lines[0]):
        return False
    return _FIRST_ROW.match(lines[1]) is not None


def _is_heading(line: str) -> bool:
    """Tell a heading that stands without a banner: it must name the day of the week."""
    match = HEADING.fullmatch(line)
    return match is not None and any(weekday(match[word] or "") is not None for word in ("first", "last"))
