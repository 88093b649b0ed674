"""Tells what a message is by KakaoTalk's own words for what it does not export, Korean and English."""

import re

from chatward.sources.kakaotalk.grammar import NOTICE
from chatward.sources.transcript.entries import Content
from chatward.sources.transcript.labels import labelled, meant
from chatward.sources.whatsapp.phrases import fold

_LABELS = labelled(
    {
        "image": "사진|Photo|Photos|写真|照片|Foto|Fotos|Bild|Imagen|<사진 읽지 않음>|(사진)|[사진]",
        "video": "동영상|Video|Videos|動画|视频|影片|Vídeo|Vidéo|<동영상 읽지 않음>|(동영상)|[동영상]",
        "audio": """
음성메시지|음성 메시지|Voice Message|Voice Note|Voice message|ボイスメッセージ|音声メッセージ|语音消息
""",
        "sticker": """
이모티콘|(이모티콘)|Emoticon|Emoticons|Sticker|스티커|<이모티콘>
スタンプ|絵文字|顔文字|(スタンプ)|(絵文字)|表情|贴图
""",
        "location": "지도|Map|Location|地図|位置情報|位置",
        "contact": "연락처|Contact|카카오톡 프로필|Profile|連絡先|プロフィール|联系人",
        "poll": "투표|Poll|Vote|投票",
        "deleted": """
삭제된 메시지입니다|메시지가 삭제되었습니다|가려진 메시지입니다|This message was deleted|This message has been deleted
Deleted message|削除されたメッセージです|メッセージが削除されました|削除されたメッセージ|已删除的消息
""",
        "unsupported": "지원하지 않는 메시지입니다|Unsupported message",
    }
)  # fmt: skip
_LONGEST = max(map(len, _LABELS)) + 2
_STARTS = re.compile(
    r"(?:(?P<file>파일|File|ファイル|文件): ?(?P<name>[^\n]+)|(?:지도|Map|Location): ?(?P<location>.+)"
    r"|(?:연락처|Contact): ?(?P<contact>[^\n]+)|(?:투표|Poll|Vote): ?(?P<poll>.+)"
    r"|(?P<photos>사진 \d+장|写真 ?\d+枚|Photos \d+|\d+ photos)"
    r"|(?P<call>(?:보이스톡|페이스톡|그룹콜|라이브톡|ボイストーク|フェイストーク|Voice ?Talk|Face ?Talk"
    r"|Voice Call|Video Call|Live Talk)(?: [^\n]{0,40})?)"
    r"|(?P<image>[0-9a-f]{40,64}\.(?:jpe?g|png|gif|webp))|(?P<video>[0-9a-f]{40,64}\.mp4))",
    re.DOTALL,
)
_NOTICE = re.compile(NOTICE)
_EVENTS = (
    ("message_deleted", ("가렸습니다", "삭제되었습니다", "削除されました")),
    ("member_joined", ("들어왔습니다", "초대", " invited ", " joined ", "入室", "参加", "招待")),
    ("member_left", ("나갔습니다", "내보", " left", "退室", "退出")),
    ("title_changed", ("채팅방 이름", "chatroom name")),
    ("pinned", ("공지", "notice was", "お知らせ")),
)


def content_of(text: str) -> Content:
    """Return what a message with a sender holds."""
    if len(text) <= _LONGEST and (found := _LABELS.get(fold(text))):
        return found
    match = _STARTS.fullmatch(text)
    if match is None:
        return Content("text", text)
    if match["file"]:
        return meant("file", match["name"].strip())
    if match["photos"]:
        return meant("image")
    kind = str(match.lastgroup)
    return meant(kind, match[kind].strip())


def notice_of(text: str) -> Content:
    """Return the event that a line without a sender tells of."""
    event = next((event for event, parts in _EVENTS if any(part in text for part in parts)), "notice")
    return Content("", text, event=event)


def is_notice(text: str) -> bool:
    """Tell whether a text is nothing but one of KakaoTalk's own notices."""
    return text.endswith(".") and _NOTICE.fullmatch(text) is not None
