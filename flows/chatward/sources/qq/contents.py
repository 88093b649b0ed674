"""Tells what a message is by QQ's own words for what it does not export."""

import re

from chatward.sources.transcript.entries import Content
from chatward.sources.transcript.labels import labelled, meant

_LABELS = labelled(
    {
        "image": "[图片]|[圖片]|[闪照]|[照片]",
        "video": "[视频]|[短视频]|[視頻]",
        "audio": "[语音]|[语音消息]|[語音]",
        "file": "[文件]|[檔案]",
        "sticker": "[表情]|[动画表情]|[表情包]|[原创表情]|[魔法表情]",
        "location": "[位置]|[位置共享]|[地理位置]",
        "contact": "[名片]|[推荐好友]|[推荐群聊]",
        "poll": "[投票]|[群投票]",
        "call": "[语音通话]|[视频通话]|[音视频通话]",
        "order": "[QQ红包]|[红包]|[转账]",
        "unsupported": "[聊天记录]|[卡片消息]|[未知消息]|[不支持的消息]",
        "deleted": "[消息已撤回]|[已撤回]",
    }
)
_LONGEST = max(map(len, _LABELS))
_PICTURES = re.compile(r"(?:\[图片\]\s*){2,}")
_FILE = re.compile(r"\[(?:文件|檔案)\][:：]? ?(?P<name>[^\n]+)|文件[:：]\s?(?P<other>[^\n]+\.\w{1,8})")
_RECALLED = re.compile(r"[^\n]{0,60}撤回了一条(?:成员)?消息[^\n]{0,20}")
_EVENTS = (
    ("message_deleted", ("撤回了一条",)),
    ("member_left", ("退出", "移出", "离开了")),
    ("title_changed", ("群名称", "群名")),
    ("member_joined", ("加入", "邀请", "进群")),
    ("group_created", ("创建了群", "创建群")),
    ("call", ("通话",)),
)


def content_of(text: str) -> Content:
    """Return what a message with a sender holds."""
    if text.startswith("["):
        if len(text) <= _LONGEST and (found := _LABELS.get(text.casefold())):
            return found
        if _PICTURES.fullmatch(text):
            return Content("media", None, ((None, "image/*"),) * text.count("[图片]"))
    if text.startswith(("[文件", "[檔案", "文件")) and (match := _FILE.fullmatch(text)):
        return meant("file", (match["name"] or match["other"]).strip())
    if "撤回了一条" in text and _RECALLED.fullmatch(text):
        return meant("deleted")
    return Content("text", text)


def notice_of(text: str) -> Content:
    """Return the event that a message of the system tells of."""
    event = next((event for event, parts in _EVENTS if any(part in text for part in parts)), "notice")
    return Content("", text, event=event)
