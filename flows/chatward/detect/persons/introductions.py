"""What the tagger cannot tell of names: those said in scripts without spaces, "de" within, and streets and towns."""

import re
from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from chatward.detect import layout
from chatward.detect.kinds import Kind
from chatward.detect.persons.completing import PARTICLES, completed
from chatward.detect.persons.cues import announced, without_titles
from chatward.detect.spans import Spans, in_bytes, without_overlaps

_HAN = r"\u4e00-\u9fff々"
_CHINESE_SURNAMES = (
    "王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何林罗羅高郑鄭梁谢謝宋唐许許韩韓邓鄧冯馮曹彭曾肖萧蕭田董袁潘蒋蔣蔡余杜叶葉程魏苏蘇"
    "吕呂丁任卢盧姚沈钟鍾姜崔谭譚陆陸范汪廖石金贾賈韦韋夏付方白邹鄒孟熊秦邱江尹薛闫阎段雷侯龙龍史陶黎贺賀顾顧毛郝龚邵万萬钱錢"
)
_KOREAN_SURNAMES = "김이박최정강조윤장임한오서신권황안송류전홍고문양손배백허유남심노하곽성차주우구민진지엄채원천방공"
_KOREAN_ROLES = (
    "구매자|주문자|신청자|신청인|임차인|이용자|문의자|장애인|고객님|배송팀|조합원|구독자|주최자|이사님|기사님"
)
_JAPANESE_SURNAMES = (
    "佐藤|鈴木|高橋|田中|伊藤|渡辺|渡邊|山本|中村|小林|加藤|吉田|山田|佐々木|山口|松本|井上|木村|清水|斎藤|斉藤|齋藤|山崎|阿部|池田|橋本|山下|石川|中島|前田|藤田"
    "|小川|後藤|岡田|長谷川|村上|近藤|石井|坂本|遠藤|藤井|青木|西村|福田|太田|三浦|藤原|岡本|松田|中川|中野|原田|小野|田村|竹内|金子|和田|中山|石田|上田|森田|柴田|酒井|工藤|横山"
    "|宮崎|宮本|内田|高木|安藤|谷口|大野|丸山|今井|河野|藤本|村田|武田|上野|杉山|増田|菅原|平野|大塚|小島|千葉|久保|松井|岩崎|桜井|木下|野口|松尾|野村|菊地|佐野|大西|杉本|新井"
)
_PATTERNS = (
    rf"(?<![{_HAN}])({_JAPANESE_SURNAMES})(?=さん|様|さま|氏|くん|ちゃん|先生)",
    rf"(?:我叫|我的名字是|我的名字叫|名字叫|姓名\s?[:：]?\s?|我是)([{_CHINESE_SURNAMES}][{_HAN}]{{1,2}})(?=[,，.。!！;；\s]|$)",
    rf"(?:^|[^{_HAN}])([{_HAN}]{{2,5}})(?:と申します|といいます|と言います)",
    rf"(?:私は|名前は|氏名は|氏名\s?[:：]\s?)([{_HAN}]{{2,6}})(?=です|と申|といい|[。、,\s]|$)",
    rf"(?:^|안녕하세요[.,!~]{{0,2}}\s)(?!{_KOREAN_ROLES})([{_KOREAN_SURNAMES}][가-힣]{{2}})(?=입니다|이에요|이라고)",
    rf"(?:이름은|성함은|저는)\s?([{_KOREAN_SURNAMES}][가-힣]{{1,2}})(?=\s?(?:입니다|이에요|예요|이라고|라고|이고|[.,]|$))",
)
_INTRODUCTION = re.compile("|".join(_PATTERNS))
SIGN = (
    "さん|様|さま|氏|くん|ちゃん|先生|我叫|我的名字|名字叫|姓名|我是|と申します|といいます|と言います|私は|名前は|氏名"
    "|이름은|성함은|저는|입니다|이(?:에요|라고)"
)
"""RE2 pattern that finds something in every text in which somebody says his name in such a script."""
_WITHIN = re.compile(rf"(?:\s(?:{PARTICLES}|y|e)){{1,2}}\s|-".encode())
_BEFORE = 40  # bytes
_PLACE_PATTERN = (
    r"(?:\b(?:avenue|av\.|rue|boulevard|bd|place|quai|calle|avenida|paseo|plaza|via|viale|piazza|corso|rua|praça|ulica|ulicy|ul\."
    r"|straße|улица|улице|ул\.|проспект)\s(?:(?:de|du|des|da|do|del|della|la|les)\s)*"
    r"|\b(?:live|lives|lived|living|based|located|moved|wohne|wohnen|wohnt|lebe|habite|vivo|vive|vivimos|moro|mora|abito|abita|woon"
    r"|woont|bor|mieszkam|mieszka|bydlím|живу|живем|живёт)\s(?:in|to|near|à|a|en|em|w|v|i|в|im|bei|på|te)\s)$"
)
_PLACE_FOLLOWS = re.compile(_PLACE_PATTERN, re.IGNORECASE)
# To RE2, words and spaces are ASCII only, and a text's end is no line's.
_SPACE = r"(?:\s|[^\x00-\x7f])"
_PLACE_SIGN = "(?i:" + _PLACE_PATTERN.replace(r"\b", "").replace(r"\s", _SPACE).removesuffix("$") + r")\n?$"
"""RE2 pattern that matches wherever ``_PLACE_FOLLOWS`` does, and is much quicker."""


def introduced(strings: pa.Array) -> Spans:
    """Return the names with which people introduce themselves in a string array without nulls."""
    rows = np.flatnonzero(layout.may_match(strings, SIGN))
    found: list[tuple[int, int, int, int]] = [
        (row, *in_bytes(text, *place), Kind.PERSON)
        for row, text in zip(rows.tolist(), strings.take(pa.array(rows)).to_pylist(), strict=True)
        for place in _names(text)
    ]
    return Spans.of(found)


def _names(text: str) -> Iterator[tuple[int, int]]:
    for match in _INTRODUCTION.finditer(text):
        yield match.span(match.lastindex or 0)


def with_particles(names: Spans, strings: pa.Array) -> Spans:
    """Return names, sorted, put together where only "de", "van der" or a hyphen stand between: "Jan de Vries"."""
    offsets, octets = layout.offsets_and_bytes(strings)
    end = names.end.copy()
    kept = np.ones(len(names), dtype=bool)
    for i in np.flatnonzero(names.row[1:] == names.row[:-1])[::-1]:
        base = offsets[names.row[i]]
        if _WITHIN.fullmatch(octets[base + names.end[i] : base + names.start[i + 1]].tobytes()):
            end[i], kept[i + 1] = end[i + 1], False
    whole = Spans(names.row, names.start, end, names.kind, names.subject, names.detail)
    return whole.select(kept)


def without_places(names: Spans, strings: pa.Array) -> Spans:
    """Return names but those right behind a street word, or behind words that say where somebody lives."""
    offsets, octets = layout.offsets_and_bytes(strings)
    ends = offsets[names.row] + names.start
    starts = layout.whole_characters(octets, np.maximum(offsets[names.row], ends - _BEFORE))
    before = layout.pieces(octets, starts, ends)
    likely = np.flatnonzero(layout.may_match(before, _PLACE_SIGN))
    kept = np.ones(len(names), dtype=bool)
    kept[likely] = [_PLACE_FOLLOWS.search(text) is None for text in before.take(pa.array(likely)).to_pylist()]
    return names.select(kept)


def with_introduced(names: Spans, strings: pa.Array) -> Spans:
    """Return the tagger's names put together, and those that it cannot tell; none overlap."""
    names = without_titles(completed(with_particles(names, strings), strings), strings)
    names = without_places(names, strings)
    return without_overlaps(Spans.concat([names, introduced(strings), announced(strings)]))
