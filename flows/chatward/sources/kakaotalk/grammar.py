"""The grammar of KakaoTalk's exports.

Windows writes a heading a day and rows like ``[name] [오전 10:30] text``; phones write the day into every row, as in
``2026년 5월 23일 오전 10:30, name : text``, or the time alone below a heading; macOS writes CSV.
"""

import re
from enum import Enum

from chatward.sources.transcript.decoding import decode

_GAP = r"[ \u00a0\u202f]?"
_HALF = r"오전|오후|[AaPp]\.?[Mm]\.?"
_CLOCK = (
    rf"(?:(?P<before>{_HALF}){_GAP})?(?P<hour>\d{{1,2}}):(?P<minute>\d\d)(?::(?P<second>\d\d))?"
    rf"(?:{_GAP}(?P<after>{_HALF}))?"
)
_CLOCK_ALONE = r"(?P<half_alone>오전|오후) (?P<hour_alone>\d{1,2}):(?P<minute_alone>\d\d)"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}"
_DATE = (
    r"(?:(?P<year>\d{4})(?:년|[-./]) ?(?P<month>\d{1,2})(?:월|[-./]) ?(?P<day>\d{1,2})(?:일|\.)?"
    r"(?P<weekday> [월화수목금토일]요일)?"
    rf"|(?P<weekday_en>[A-Z][a-z]+day, )?(?:(?P<month_en>{_MONTH}) (?P<day_en>\d{{1,2}}),?"
    rf"|(?P<day_uk>\d{{1,2}}) (?P<month_uk>{_MONTH}),?) (?P<year_en>\d{{4}}))"
)
_LINE_END = r"(?=\n|\Z)"
_NAME_END = rf" :(?: |{_LINE_END})"
NOTICE = (
    r"(?:[^\n]{1,200}?(?:님이 (?:나갔|들어왔)습니다\.|님을 (?:초대|내보)[가-힣]{1,4}습니다\."
    r"| (?:joined|left) this chatroom\.)"
    r"|(?:채팅방 관리자가 메시지를 가렸습니다|방장이 메시지를 가렸습니다)\.)"
)
_DELETED = r"메시지가 삭제되었습니다\."  # on Windows in place of the whole row, behind a sender elsewhere
WINDOWS = re.compile(
    rf"\n(?:-{{5,}} *{_DATE} *-{{5,}}{_LINE_END}|\[(?P<name>[^\n]{{0,100}}?)\] \[{_CLOCK}\](?: |{_LINE_END})"
    rf"|(?P<notice>{NOTICE}|{_DELETED}|(?P<teller>[^\n]{{1,60}}?) (?:left\.|invited [^\n]{{1,200}}\.)){_LINE_END})"
)
PHONE = re.compile(
    rf"\n(?:{_DATE}(?:(?:,| at)? {_CLOCK})?|{_CLOCK_ALONE})"
    rf"(?:, (?P<name>[^\n]{{0,100}}?){_NAME_END}|(?P<bare>[:,] )(?=\S)|(?P<end>){_LINE_END})"
)
CSV_HEADER = re.compile(r"\s*\"?Date\"?,\"?User\"?,\"?Message\"?[ ]*(?=\n|\Z)", re.IGNORECASE)
CSV_ROW = re.compile(r"\n(?=\"?\d{4}-\d\d?-\d\d?[ T]\d)|\n(?=[^\n\",]{0,40},\"[^\n]*\",\"[^\n]*\"(?:\n|\Z))")
CSV_TIME = re.compile(
    r"(?P<year>\d{4})-(?P<month>\d\d?)-(?P<day>\d\d?)[ T](?P<hour>\d\d?):(?P<minute>\d\d)(?::(?P<second>\d\d))?"
)

SAVED = re.compile(r"(?:저장한 날짜|Date Saved) ?:[^\n]*")
_TITLE_WORDS = ("카카오톡 대화", "KakaoTalk Chats")  # one stands in every title, and is found far faster than a title
_TITLES = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?P<title>.+?) ?님과 카카오톡 대화",
        r"(?P<title>.+?) 카카오톡 대화",
        r"KakaoTalk Chats with (?P<title>.+)",
        r"(?P<title>.+?)(?: with)? KakaoTalk Chats",
    )
)
_PART = re.compile(r"Talk_[^\n]*\.txt")
_FILE_TITLE = re.compile(r"KakaoTalk_Chat_(?P<title>.+?)_\d{4}-\d\d-\d\d.*", re.IGNORECASE)
_CODE_PAGES = {"cp949": "오"}


class Layout(Enum):
    """Which of KakaoTalk's forms a file has."""

    WINDOWS = "windows"
    PHONE = "phone"
    CSV = "csv"


def decode_chat(data: bytes) -> str | None:
    """Return the text of a file of KakaoTalk's, or of its beginning; None if it is none."""
    return decode(data, lambda text: layout_of(text) is not None, _CODE_PAGES)


def layout_of(text: str) -> Layout | None:
    """Return the form of a file, None if it has none of KakaoTalk's."""
    if CSV_HEADER.match(text):
        return Layout.CSV
    head = "\n" + text.lstrip()[:16_000]
    lines = [line.strip() for line in head.split("\n", 12) if line.strip()][:3]
    has_banner = any(SAVED.match(line) for line in lines[:3]) or bool(lines and title_of(lines[0]))
    if has_banner:
        windows = WINDOWS.search(head)
        is_windows = windows is not None and windows["notice"] is None
        return Layout.PHONE if not is_windows and PHONE.search(head) else Layout.WINDOWS
    # this is asked of every text there is, so nothing is searched through before its beginning fits
    day = WINDOWS.match(head) if head.startswith("\n-----") else None
    if day and date_of(day) is not None and _has_row(head, WINDOWS):
        return Layout.WINDOWS
    return Layout.PHONE if PHONE.match(head) and _has_row(head[:4000], PHONE) else None


def _has_row(text: str, pattern: re.Pattern[str]) -> bool:
    """Tell whether a name with a time beside it stands in the text."""
    found = (match.groupdict() for match in pattern.finditer(text))
    return any(row["name"] is not None and (row["hour"] or row.get("hour_alone")) for row in found)


def title_of(line: str) -> str | None:
    """Return what a file's first line calls the chat, None if it is no such line."""
    if not any(word in line for word in _TITLE_WORDS):
        return None
    return next((match["title"] for pattern in _TITLES if (match := pattern.fullmatch(line.strip()))), None)


def title_of_file(name: str) -> str | None:
    """Return the title in the name of a CSV file."""
    match = _FILE_TITLE.fullmatch(name)
    return match["title"] if match else None


def is_banner(line: str) -> bool:
    """Tell the lines that KakaoTalk writes above a chat."""
    return bool(SAVED.match(line) or _PART.fullmatch(line.strip()) or title_of(line))


def date_of(match: re.Match[str]) -> tuple[int, int, int] | None:
    """Return year, month and day in a match, None if it has none."""
    if match["year"]:
        return int(match["year"]), int(match["month"]), int(match["day"])
    if match["year_en"]:
        name, day = match["month_en"] or match["month_uk"], match["day_en"] or match["day_uk"]
        return int(match["year_en"]), _MONTHS.index(name[:3].lower()) + 1, int(day)
    return None
