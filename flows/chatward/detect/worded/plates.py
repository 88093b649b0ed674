"""Licence plates with letters of other scripts than the Latin, behind the words for them: "차번호 123가 4568"."""

import re
from collections.abc import Iterator

from chatward.detect.mentions import Mention

TAG = "plate"
_REACH = 40
"""So far behind the word a plate may end."""
_CHINESE = "[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][·・ ]?[A-Z0-9]{5,6}"
_JAPANESE = r"[\u4e00-\u9fff]{2,4}\s?[0-9]{2,3}\s?[ぁ-ん]\s?(?:[0-9]{2}-[0-9]{2}|[・.]{1,3}\s?[0-9]{1,3})"
_KOREAN = r"(?:[가-힣]{2}\s?)?[0-9]{2,3}\s?[가-힣]\s?[0-9]{4}"
_THAI = r"[0-9]?[ก-ฮ]{2}[\s-]?[0-9]{1,4}"
_GREEK = r"[ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ]{3}[\s-]?[0-9]{4}"
_UKRAINIAN = r"[АВЕІКМНОРСТХ]{2}\s?[0-9]{4}\s?[АВЕІКМНОРСТХ]{2}"
_ARABIC = r"(?:[\u0621-\u064a]\s){2,3}[0-9]{1,4}|[0-9]{1,4}\s?(?:[\u0621-\u064a]\s){2}[\u0621-\u064a]"
_HEBREW = r"[0-9]{2,3}-[0-9]{2,3}-[0-9]{2,3}"
_ALL = (_CHINESE, _JAPANESE, _KOREAN, _THAI, _GREEK, _UKRAINIAN, _ARABIC, _HEBREW)
_PLATE = re.compile(rf"(?<![0-9A-Za-zΑ-ωА-яІі])(?:{'|'.join(_ALL)})(?![0-9A-Za-zΑ-ωА-яІі])")


def find(text: str, mentions: list[Mention]) -> Iterator[tuple[int, int]]:
    """Yield where such plates stand, in characters: of each word the first behind it."""
    for mention in mentions:
        if mention.tag == TAG and (plate := _PLATE.search(text, mention.end, mention.end + _REACH)):
            yield plate.span()
