"""Instants as Google Takeout writes them: in the account's language, always in UTC.

``Friday, May 29, 2026 at 3:00:29 AM UTC``, ``2026年5月29日星期五 UTC 03:00:29``, ``viernes, 29 de mayo de 2026, 3:00:29
UTC``, ``Freitag, 29. Mai 2026 um 03:00:29 UTC``: a year, a month as a word or number, a day, a time, in any order.
"""

import re
import unicodedata
from datetime import UTC, datetime
from functools import lru_cache

_MONTHS = """
january february march april may june july august september october november december
januar februar märz april mai juni juli august september oktober november dezember
jänner feber märz april mai juni juli august september oktober november dezember
janvier février mars avril mai juin juillet août septembre octobre novembre décembre
enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro
gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre
januari februari maart april mei juni juli augustus september oktober november december
stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia
января февраля марта апреля мая июня июля августа сентября октября ноября декабря
січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня
ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık
januari februari mars april maj juni juli augusti september oktober november december
januar februar marts april maj juni juli august september oktober november december
januar februar mars april mai juni juli august september oktober november desember
ledna února března dubna května června července srpna září října listopadu prosince
januára februára marca apríla mája júna júla augusta septembra októbra novembra decembra
ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie
január február március április május június július augusztus szeptember október november december
tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta marraskuuta
    joulukuuta
januari februari maret april mei juni juli agustus september oktober november desember
ιανουαρίου φεβρουαρίου μαρτίου απριλίου μαΐου ιουνίου ιουλίου αυγούστου σεπτεμβρίου οκτωβρίου νοεμβρίου δεκεμβρίου
มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม
يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر
ינואר פברואר מרץ אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר
जनवरी फ़रवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर
gener febrer març abril maig juny juliol agost setembre octubre novembre desembre
"""
_YEAR = 12
_CLOCK = re.compile(
    r"(?<!\d)(\d{1,2})(?:[:.](\d{2})(?:[:.](\d{2}))?|\s?[時时点點시]\s?(\d{1,2})[分분]\s?(?:(\d{1,2})[秒초])?)(?!\d)"
)
_NUMBER = re.compile(r"\d+")
_NUMBERED_MONTH = re.compile(r"(\d{1,2})\s*(?:月|월)|(?:tháng|thg)\s*(\d{1,2})")
_WORD = re.compile(r"[^\W\d_]+")
_AFTERNOON = re.compile(r"(?<!\w)(?:p\.?\s?m\.?|ös|م|μ\.?μ\.?|ch)(?!\w)|下午|午後|오후|หลังเที่ยง|अपराह्न")
_MORNING = re.compile(r"(?<!\w)(?:a\.?\s?m\.?|öö|ص|π\.?μ\.?|sa)(?!\w)|上午|午前|오전|ก่อนเที่ยง|पूर्वाह्न")
_BUDDHIST = 2400, 543


def _plain(text: str) -> str:
    """Return small letters without marks, so that a word is met however it is composed."""
    bare = unicodedata.normalize("NFKD", text.casefold().replace("ı", "i"))
    return "".join(letter for letter in bare if not unicodedata.combining(letter))


def _month_numbers() -> dict[str, int]:
    found: dict[str, set[int]] = {}
    for place, name in enumerate(_MONTHS.split()):
        found.setdefault(_joined(name), set()).add(place % _YEAR + 1)
    # "listopad" is October in one language and November in another; what only one month is called tells
    return {name: numbers.pop() for name, numbers in found.items() if len(numbers) == 1}


def _joined(name: str) -> str:
    """Return a name as ``_WORD`` finds it: scripts with vowel signs fall apart there, so letters alone count."""
    return "".join(_WORD.findall(_plain(name)))


_MONTH_OF = _month_numbers()


@lru_cache(maxsize=4096)
def instant(text: str) -> int | None:
    """Return microseconds since 1970, to the second; None if ``text`` names no possible date and time."""
    bare = unicodedata.normalize("NFKC", text).casefold()
    clock = _CLOCK.search(bare)
    if clock is None:
        return None
    date = bare[: clock.start()] + " " + bare[clock.end() :]
    found = _date(date)
    if found is None:
        return None
    hour, minute, second = int(clock[1]), int(clock[2] or clock[4]), int(clock[3] or clock[5] or 0)
    if _AFTERNOON.search(date) and hour < _YEAR:
        hour += 12
    elif _MORNING.search(date) and hour == _YEAR:
        hour = 0
    try:
        at = datetime(*found, hour, minute, second, tzinfo=UTC)
    except ValueError:
        return None
    return int(at.timestamp()) * 1_000_000


def _date(text: str) -> tuple[int, int, int] | None:
    month = _month(text)
    if month is None:
        return None
    numbered = _NUMBERED_MONTH.search(text)
    rest = text[: numbered.start()] + " " + text[numbered.end() :] if numbered else text
    numbers = [int(number) for number in _NUMBER.findall(rest)]
    years = [number for number in numbers if number > 999]
    days = [number for number in numbers if number < 32]
    if len(years) != 1 or len(days) != 1:
        return None
    year = years[0] - _BUDDHIST[1] if years[0] > _BUDDHIST[0] else years[0]
    return year, month, days[0]


def _month(text: str) -> int | None:
    if numbered := _NUMBERED_MONTH.search(text):
        return int(numbered[1] or numbered[2])
    words = (_joined(word) for word in re.split(r"[\s,.،\d]+", text))
    # Hebrew writes "in May" as one word
    return next((number for word in words for name in (word, word[1:]) if (number := _MONTH_OF.get(name))), None)
