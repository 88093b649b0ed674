"""The grammar of QQ's text files: a banner a chat, then ``2024-01-02 15:04:05 Alice(10001)`` above each message."""

import re

from chatward.sources.transcript.decoding import decode

_HALF = r"上午|下午|凌晨|早上|中午|傍晚|晚上|AM|PM"
ROW = re.compile(
    rf"\n(?P<year>\d{{4}})[-/](?P<month>\d{{1,2}})[-/](?P<day>\d{{1,2}}) +(?:(?P<before>{_HALF}) ?)?"
    rf"(?P<hour>\d{{1,2}}):(?P<minute>\d\d):(?P<second>\d\d)(?: ?(?P<after>AM|PM))?[ \t]+(?P<name>[^\n]{{0,120}}?)"
    r"(?:\((?P<id>\d{4,12})\)|<(?P<mail>[^<>\s@]+@[^<>\s]+)>)?[ \t]*(?=\n|\Z)"
)
"""The line above a message; in files without a banner only one with a number or an address counts."""

_RULE = r"(?:={8,}\n+)?"
BANNER = re.compile(
    rf"\n{_RULE}(?:消息分组[:：](?P<group>[^\n]*)\n+{_RULE})?消息对象[:：](?P<title>[^\n]*)(?:\n+={{8,}}(?=\n|\Z))?"
)
_TITLE_LINE = "消息记录（此消息记录为文本格式"
_PREAMBLE = re.compile(r"(?:消息记录（[^\n]*|={8,}|消息分组[:：][^\n]*)")
_RANK = re.compile(r"【[^】\n]{1,20}】(?=.)")


def decode_chat(data: bytes) -> str | None:
    """Return the text of a file of QQ's, or of its beginning; None if it is none."""
    return decode(data, _is_chat, {"gb18030": ""})


def has_banner(text: str) -> bool:
    """Tell a file that names its chats, in which every line with a time is the head of a message."""
    return BANNER.search(text) is not None or text.lstrip().startswith(_TITLE_LINE)


def is_preamble(line: str) -> bool:
    """Tell the lines that QQ writes above its chats."""
    return _PREAMBLE.fullmatch(line.strip()) is not None


def plain_name(written: str) -> str:
    """Return a sender's name without their rank in the group."""
    return _RANK.sub("", written, count=1).strip() if written.startswith("【") else written.strip()


def _is_chat(text: str) -> bool:
    head = f"\n{text.lstrip()[:16_000]}"
    if has_banner(head):
        return "消息对象" in head or ROW.search(head) is not None
    first = ROW.match(head)
    return first is not None and (first["id"] or first["mail"]) is not None
