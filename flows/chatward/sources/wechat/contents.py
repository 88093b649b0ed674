"""Tells what a message is by WeChat's own numbers for its kinds, or by the words of its exporters."""

import html
import re

from chatward.sources.transcript.entries import Content
from chatward.sources.transcript.labels import labelled, meant

_EVENT = "event"
_NUMBERS = {
    "1": "text", "3": "image", "34": "audio", "42": "contact", "43": "video", "47": "sticker", "48": "location",
    "49": "app", "50": "call", "62": "video", "66": "contact", "10000": _EVENT, "10002": _EVENT,
}  # fmt: skip
_WORDS = {
    "文本": "text", "图片": "image", "语音": "audio", "视频": "video", "表情包": "sticker", "动画表情": "sticker",
    "表情": "sticker", "名片": "contact", "个人/企业名片": "contact", "位置": "location", "文件": "file",
    "系统消息": _EVENT, "系统通知": _EVENT, "撤回消息": _EVENT, "拍一拍": _EVENT,
    "语音通话": "call", "视频通话": "call",
    "音视频通话": "call", "转账": "order", "红包": "order", "引用回复": "text", "回复消息": "text", "链接": "app",
    "卡片式链接": "app", "分享链接": "app", "小程序": "app", "合并转发的聊天记录": "app", "聊天记录": "app",
}  # fmt: skip
_APP_KINDS = {"6": "file", "57": "text", "2000": "order", "2001": "order", "8": "sticker", "5": "text"}
_LABELS = labelled(
    {
        "image": "[图片]", "video": "[视频]", "audio": "[语音]", "file": "[文件]", "location": "[位置]",
        "sticker": "[表情包]|[动画表情]|[表情]", "contact": "[名片]", "order": "[红包]|[微信红包]|[转账]",
        "call": "[语音通话]|[视频通话]|[音视频通话]",
    }
)  # fmt: skip
_LONGEST = max(map(len, _LABELS))
_TITLE = re.compile(r"<title>(?:<!\[CDATA\[)?(?P<title>.*?)(?:\]\]>)?</title>", re.DOTALL)
_TAG = re.compile(r"<[^<>]*>|<!\[CDATA\[|\]\]>")
_EVENTS = (
    ("message_deleted", ("撤回了一条消息", "recalled a message")),
    ("member_joined", ("加入了群聊", "邀请", "扫描", "joined the group", "invited")),
    ("member_left", ("移出了群聊", "退出了群聊", "removed", "left the group")),
    ("title_changed", ("修改群名", "changed the group name")),
    ("call", ("通话",)),
)


def content_of(kind: str, detail: str, text: str) -> Content:
    """Return what a row of a CSV holds.

    Args:
        kind: WeChat's number, or an exporter's word; ``""`` where there is no such column.
        detail: the number of an attachment's kind.
        text: what was written, or XML about what was sent.
    """
    found = _NUMBERS.get(kind) or _WORDS.get(kind)
    if found is None:
        return bare_content_of(text) if not kind else Content("unsupported", _words(text))
    if found == "app":
        found = _APP_KINDS.get(detail, "text" if not detail else "unsupported")
        return meant(found, _words(text)) if found == "file" else Content(found, _words(text))
    if found == "text":
        return Content("text", text)
    if found == _EVENT:
        return notice_of(text)
    is_about = text.lstrip().startswith("<")
    return meant(found) if is_about or found in ("image", "video", "audio", "sticker") else meant(found, text or None)


def bare_content_of(text: str) -> Content:
    """Return what a message holds of which nothing but its text is known."""
    if text.startswith("[") and len(text) <= _LONGEST and (found := _LABELS.get(text)):
        return found
    return notice_of(text) if "撤回了一条消息" in text and len(text) < 60 else Content("text", text)


def notice_of(text: str) -> Content:
    """Return the event that WeChat tells of."""
    words = _words(text) or ""
    event = next((event for event, parts in _EVENTS if any(part in words for part in parts)), "notice")
    return Content("", words, event=event)


def _words(text: str) -> str | None:
    """Return what a text says to its reader: the title of what was sent, or the text without XML."""
    if "<" not in text:
        return text or None
    title = _TITLE.search(text)
    return html.unescape(title["title"] if title else _TAG.sub("", text)).strip() or None
