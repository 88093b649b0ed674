"""The grammar of KakaoTalk's exports.

Windows writes a heading a day and rows like ``[name] [오전 10:30] text``; phones write the day into every row, as in
``2026년 5월 23일 오전 10:30, name : text``, or the time alone below a heading; macOS writes CSV.
"""

import re
from enum import Enum

from chatward.sources.kakaotalk.dates import month_of
from chatward.sources.transcript.decoding import decode

_GAP = r"[ \u00a0\u202f]?"
_EASTERN_HALF = r"오전|오후|午前|午後|上午|下午|凌晨|早上|中午|傍晚|晚上"
_HALF = rf"{_EASTERN_HALF}|[AaPp]\.?{_GAP}[Mm]\.?"
_CLOCK = (
    rf"(?:(?P<before>{_HALF}){_GAP})?(?P<hour>\d{{1,2}}):(?P<minute>\d\d)(?::(?P<second>\d\d))?"
    rf"(?:{_GAP}(?P<after>{_HALF}))?"
)
_CLOCK_ALONE = rf"(?P<half_alone>{_EASTERN_HALF}) ?(?P<hour_alone>\d{{1,2}}):(?P<minute_alone>\d\d)"
_MONTH = r"[^\W\d_]{3,12}\.?"
_WEEKDAY = r"[월화수목금토일]요일|[日月火水木金土](?:曜日?)|[星週周][期]?[一二三四五六日天]"
_DATE = (
    r"(?:(?P<year>\d{4})(?:[년年]|[-./]) ?(?P<month>\d{1,2})(?:[월月]|[-./]) ?(?P<day>\d{1,2})(?:[일日]|\.)?"
    rf"(?P<weekday> ?[(（]?(?:{_WEEKDAY})[)）]?)?"
    rf"|(?P<weekday_en>[^\W\d_]{{3,15}}[,.]{{1,2}} )?(?:(?P<month_en>{_MONTH}) (?P<day_en>\d{{1,2}}),?"
    rf"|(?P<day_uk>\d{{1,2}})\.? (?:de )?(?P<month_uk>{_MONTH}),?) (?:de )?(?P<year_en>\d{{4}}))"
)
_BEFORE_CLOCK = r"(?:,? (?:at|um|à|às|a las|alle|om|kl\.|klo|saat|pukul|в|о|o|la))?,?"
_LINE_END = r"(?=\n|\Z)"
_NAME_END = rf" :(?: |{_LINE_END})"
NOTICE = (
    r"(?:[^\n]{1,200}?(?:님이 (?:나갔|들어왔)습니다\.|님을 (?:초대|내보)[가-힣]{1,4}습니다\."
    r"|さん(?:が(?:入室|退室|参加|退出)|を(?:招待|強制退室|退室))[ぁ-ん]{1,8}。?"
    r"| (?:joined|left) this chatroom\.)"
    r"|(?:채팅방 관리자가 메시지를 가렸습니다|방장이 메시지를 가렸습니다)\.)"
)
# on Windows in place of the whole row, behind a sender elsewhere
_DELETED = r"(?:메시지가 삭제되었습니다\.|メッセージが削除されました。)"
WINDOWS = re.compile(
    rf"\n(?:-{{5,}} *{_DATE} *-{{5,}}{_LINE_END}|\[(?P<name>[^\n]{{0,100}}?)\] \[{_CLOCK}\](?: |{_LINE_END})"
    rf"|(?P<notice>{NOTICE}|{_DELETED}|(?P<teller>[^\n]{{1,60}}?) (?:left\.|invited [^\n]{{1,200}}\.)){_LINE_END})"
)
PHONE = re.compile(
    rf"\n(?:{_DATE}(?:{_BEFORE_CLOCK} ?{_CLOCK})?|{_CLOCK_ALONE})"
    rf"(?:, (?P<name>[^\n]{{0,100}}?){_NAME_END}|(?P<bare>[:,] )(?=\S)|(?P<end>){_LINE_END})"
)
CSV_HEADER = re.compile(r"\s*\"?Date\"?,\"?User\"?,\"?Message\"?[ ]*(?=\n|\Z)", re.IGNORECASE)
CSV_ROW = re.compile(r"\n(?=\"?\d{4}-\d\d?-\d\d?[ T]\d)|\n(?=[^\n\",]{0,40},\"[^\n]*\",\"[^\n]*\"(?:\n|\Z))")
CSV_TIME = re.compile(
    r"(?P<year>\d{4})-(?P<month>\d\d?)-(?P<day>\d\d?)[ T](?P<hour>\d\d?):(?P<minute>\d\d)(?::(?P<second>\d\d))?"
)

SAVED = re.compile(
    r"(?:저장한 날짜|Date Saved|Saved Date|保存した日(?:付|時)?|保存日時?|保存日期|保存时间) ?:(?: [^\n]*)?"
)
"""The line below a chat's title."""

_TITLE_WORDS = (
    "카카오톡 대화",
    "Talk Chats",
    "カカオトーク",
)  # one stands in every title, and is found far faster than a title
_TITLES = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?P<title>.+?) ?님과의? 카카오톡 대화",
        r"(?P<title>.+?) 카카오톡 대화",
        r"KakaoTalk Chats with (?P<title>.+)",
        r"(?P<title>.+?)(?: with)? (?:Kakao)?Talk Chats",
        r"(?P<title>.+?)(?:さん)?との(?:カカオトーク|KakaoTalk)(?:の(?:トーク|会話))?(?:履歴|内容)?",
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
    month = month_of(match["month_en"] or match["month_uk"]) if match["year_en"] else None
    return (int(match["year_en"]), month, int(match["day_en"] or match["day_uk"])) if month else None
