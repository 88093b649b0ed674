"""The grammar of what exporters of WeChat write: CSV of four kinds, and text with a line above each message."""

import re
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from chatward.sources.forms import seen_in
from chatward.sources.transcript.csv_rows import header_of
from chatward.sources.transcript.decoding import decode
from chatward.sources.wechat.copied import is_copied
from chatward.sources.wechat.saved import rows_of


@dataclass(frozen=True, slots=True)
class Layout:
    """Which columns of a CSV hold what; ``""`` where none does.

    Attributes:
        row: the newline before a row, and how rows begin.
        chat: what tells one chat from another.
        has_instants: whether ``time`` is seconds since 1970, and no wall clock.
    """

    row: re.Pattern[str]
    message_id: str
    kind: str
    detail: str
    own: str
    time: str
    text: str
    sender_id: str
    sender_name: str
    chat: str
    chat_title: str
    has_instants: bool = False


_NUMBERED = re.compile(r'\n(?="?\d+"?,"?\d+"?,)')
LAYOUTS = (
    Layout(_NUMBERED, "MsgSvrID", "Type", "SubType", "IsSender", "CreateTime", "StrContent", "Sender", "NickName",
           "TalkerId", "", has_instants=True),
    Layout(re.compile(r'\n(?="?\d+"?,)'), "消息ID", "类型", "", "", "时间", "内容", "", "发送人", "", ""),
    Layout(_NUMBERED, "MsgSvrID", "type_name", "", "is_sender", "CreateTime", "msg", "talker", "", "room_name", ""),
    Layout(_NUMBERED, "", "type", "subType", "isSelf", "time", "content", "sender", "senderName", "talker",
           "talkerName", has_instants=True),
    Layout(re.compile(r'\n(?="?\d{4}-\d\d-\d\d)'), "", "", "", "", "Time", "Content", "Sender", "SenderName", "Talker",
           "TalkerName"),
)  # fmt: skip
_NEEDED = (
    frozenset({"TalkerId", "Type", "IsSender", "CreateTime", "StrContent"}),
    frozenset({"消息ID", "类型", "发送人", "时间", "内容"}),
    frozenset({"type_name", "is_sender", "talker", "msg", "CreateTime"}),
    frozenset({"time", "talker", "sender", "type", "content", "isSelf"}),
    frozenset({"Time", "SenderName", "Sender", "TalkerName", "Talker", "Content"}),
)

_MOMENT = r"(?P<year>\d{4})-(?P<month>\d\d?)-(?P<day>\d\d?)[ T](?P<hour>\d\d?):(?P<minute>\d\d):(?P<second>\d\d)"
TIME = re.compile(rf"{_MOMENT}(?:\.\d+)?")
HEAD = re.compile(rf"\n{_MOMENT} (?P<name>[^\n]{{1,60}}?)[ ]*(?=\n[^\n])")
"""The line above a message; the message itself comes next."""

_QQ_SENDER = re.compile(r".*(?:\(\d{4,12}\)|<[^<>\s]+@[^<>\s]+>)")
_LOG_LEVEL = re.compile(r"[\[(]?(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|FATAL|CRITICAL)\b.*", re.IGNORECASE)
_LOOKED_AT = 20
_CODE_PAGES = {"gb18030": ""}


def decode_chat(data: bytes) -> str | None:
    """Return the text of a file of WeChat's exporters, or of its beginning; None if it is none."""
    return decode(
        data, lambda text: any(fits(text) for fits in (layout_of, _is_text, is_copied, _is_saved)), _CODE_PAGES
    )


def layout_of_objects(record: Any) -> Layout | None:
    """Return the layout whose columns an object's fields are, None if none."""
    return _layout(record.keys()) if isinstance(record, dict) else None


def layout_of(text: str) -> Layout | None:
    """Return the layout of a CSV, None if it is none of WeChat's."""
    head = text.lstrip("\n")[:400]
    if head.partition("\n")[0].count(",") < 4:
        return None
    return _layout(set(header_of(head)))


def _layout(columns: AbstractSet[str]) -> Layout | None:
    return next((layout for layout, needed in zip(LAYOUTS, _NEEDED, strict=True) if needed <= columns), None)


def heads(text: str) -> list[re.Match[str]]:
    """Return the lines above messages: what is none follows a line of text without a blank one between."""
    return [head for head in HEAD.finditer(text) if not text[: head.start()].strip() or text[head.start() - 1] == "\n"]


def _is_saved(text: str) -> bool:
    if text.lstrip()[:1] not in ("[", "{"):
        return False
    return any(map(layout_of_objects, rows_of(seen_in(text.encode()))[:_LOOKED_AT]))


def _is_text(text: str) -> bool:
    whole = f"\n{text.lstrip()[:16_000]}"
    found = HEAD.match(whole)
    if found is None:
        return False
    names = [head["name"] for head in list(HEAD.finditer(whole))[:_LOOKED_AT]]
    is_apart = len(heads(whole)) * 2 > len(names)
    return is_apart and not any(_QQ_SENDER.fullmatch(name) or _LOG_LEVEL.fullmatch(name) for name in names)


_FITTING: tuple[Callable[[str], object], ...] = (layout_of, _is_text, is_copied, _is_saved)
