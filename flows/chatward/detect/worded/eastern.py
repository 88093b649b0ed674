"""Postal addresses of China, Taiwan, Japan, Korea and Thailand: from the large to the small, and without spaces."""

import re
from collections.abc import Iterator

_HAN = r"\u4e00-\u9fff"
_KANA = r"々ァ-ヶー"
_NUMERALS = "一二三四五六七八九十"

_CHINESE_ROOM = (
    rf"\s?(?:之\s?)?[0-9A-Z{_NUMERALS}-]{{1,6}}\s?(?:号楼|號樓|栋|棟|幢|座|单元|單元|楼|樓|层|層|室|房|号|號|F)"
)
_CHINESE = re.compile(
    rf"[{_HAN}]{{0,24}}?[{_HAN}](?:大道|大街|胡同|路|街|道|巷|弄|里|村)[东西南北中]?(?:[{_NUMERALS}0-9]段)?"
    rf"\s?(?:[0-9]{{1,4}}\s?[巷弄]\s?){{0,2}}[0-9]{{1,5}}(?:-[0-9]{{1,4}})?\s?(?:号|號|弄)(?!线|線)(?:(?:[{_HAN}]{{2,10}}?)?{_CHINESE_ROOM}){{0,4}}"
    rf"|[{_HAN}]{{2,24}}?\s?[0-9A-Z]{{1,4}}\s?(?:号楼|號樓|栋|棟|幢)(?:{_CHINESE_ROOM}){{1,3}}"
)
_CHINESE_LEAD = re.compile(
    r".*(?:[到在是住于寄送去给給的](?!(?:.{0,2}(?:州|安|京))))|(?:地址|住址|发往|收货)", re.DOTALL
)
"""What stands before an address without a space: "send to", "live in", "address"."""

_PREFECTURE = re.compile(rf"東京都|北海道|大阪府|京都府|[{_HAN}]{{2,3}}県")
_JAPANESE = re.compile(
    rf"(?:〒?\s?[0-9]{{3}}-[0-9]{{4}}\s{{0,2}})?(?P<places>[{_HAN}{_KANA}](?:[{_HAN}{_KANA}]|[のつけが](?=[{_HAN}])){{2,30}})"
    rf"(?P<number>[0-9{_NUMERALS}]{{1,4}}(?:丁目|番地|番)(?:\s?の?[0-9]{{1,4}}(?:番地|番|号|-|の)?){{0,3}}"
    r"|[0-9]{1,3}-[0-9]{1,4}(?:-[0-9]{1,4}){0,2})(?![0-9-])"
    rf"(?:\s?[{_HAN}{_KANA}A-Za-z]{{2,16}}\s?[0-9]{{2,4}}(?:号室|号|室))?"
)
_WARD = re.compile(rf"[{_HAN}{_KANA}][市区町村郡](?=[{_HAN}{_KANA}のつ])")

_KOREAN_END = "(?![0-9])(?!(?!입니다|이에요|예요|이고|이라|인데|이며|으로|에서|에|로|임|요)[가-힣])"
"""Behind a number stand particles at most."""
_KOREAN_PROVINCE = (
    "(?:(?:서울|부산|대구|인천|광주|대전|울산|세종|경기|강원|충청|충북|충남|전라|전북|전남|경상|경북|경남|제주)[가-힣]{0,6}\\s"
    r"|[가-힣]{1,7}(?:시|도)\s)?"
)
_KOREAN = re.compile(
    rf"{_KOREAN_PROVINCE}[가-힣]{{1,8}}(?:시|군|구)\s(?:[가-힣]{{1,8}}(?:구|읍|면)\s)?"
    rf"[가-힣0-9]{{1,12}}(?:로|길|동|리|가)\s?[0-9]{{1,4}}(?:번길\s?[0-9]{{1,4}})?(?:-[0-9]{{1,4}})?(?:번지)?{_KOREAN_END}"
    r"(?:,?\s[가-힣0-9]{0,12}?[0-9]{1,4}(?:동|호|층)){0,3}"
    rf"|{_KOREAN_PROVINCE}[가-힣]{{1,8}}(?:시|군|구)\s[가-힣0-9]{{1,12}}(?:동|리)\s?[0-9]{{1,4}}(?:-[0-9]{{1,4}})?번지"
)
_THAI = re.compile(
    r"(?:บ้านเลขที่\s?)?[0-9]{1,5}(?:/[0-9]{1,5})?\s(?:[ก-๛.]{1,30}[0-9]{0,4}\s){0,4}?"
    r"(?:ถนน|ถ\.|ซอย|ซ\.|หมู่|ม\.)[\s0-9ก-๛./]{1,90}?(?:[1-9][0-9]{4}(?![0-9])|กรุงเทพ[ก-๛]{0,8}(?:\s?[1-9][0-9]{4}(?![0-9]))?)"
)

SIGN = (
    r"[路街道巷弄同里村段东西南北中]\s?[0-9]{1,5}\s?(?:-[0-9]|[号號弄巷])|段\s?[0-9]|[0-9A-Z]\s?(?:号楼|號樓|栋|棟|幢)"
    rf"|[0-9{_NUMERALS}](?:丁目|番)|[\x{{4e00}}-\x{{9fff}}ァ-ヶー][0-9]{{1,3}}-[0-9]|[로길동리가]\s?[0-9]|ถนน|ถ\.|ซอย|ซ\.|หมู่|ม\."
)
"""RE2 pattern that finds something in every text with such an address."""
_MAY_BE = re.compile(re.sub(r"\\x\{([0-9a-f]{4})\}", r"\\u\1", SIGN))


def find(text: str) -> Iterator[tuple[int, int]]:
    """Yield where addresses stand, in characters."""
    if text.isascii() or _MAY_BE.search(text) is None:
        return
    for match in _CHINESE.finditer(text):
        start, end = match.span()
        lead = _CHINESE_LEAD.match(text, start, end)
        yield (lead.end() if lead and end - lead.end() >= 4 else start), end
    for match in _JAPANESE.finditer(text):
        beginning = _japanese_start(match)
        if beginning is not None:
            yield beginning, match.end()
    for pattern in (_KOREAN, _THAI):
        yield from (match.span() for match in pattern.finditer(text))


def _japanese_start(match: re.Match[str]) -> int | None:
    """Return where the address starts whose places and number ``match`` has; None if there is no place in them.

    Digits with one hyphen may be anything: they take two places of the administration.
    """
    places = match["places"]
    prefecture = _PREFECTURE.search(places)
    wards = len(_WARD.findall(places))
    is_telling = "丁目" in match["number"] or "番" in match["number"] or match["number"].count("-") > 1
    if not (prefecture and wards) and not (wards and (is_telling or wards > 1)):
        return None
    if prefecture and match.start("places") == match.start():
        return match.start() + prefecture.start()
    return match.start()
