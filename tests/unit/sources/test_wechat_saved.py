"""Chats of WeChat as JSON of exporters, mailed from a phone, and copied from a window."""

import json
from pathlib import Path
from typing import Any

import pytest
from support.reading import gathered

from chatward.sources.recognise import Unrecognised, find_exports, read
from chatward.sources.records import ReadSettings
from chatward.sources.testing import check_reader

ROOM = {"talker": "123@chatroom", "talkerName": "售后群", "isChatRoom": True, "sender": "wxid_a", "senderName": "小明",
        "isSelf": False, "subType": 0}  # fmt: skip
ROWS = [
    {"seq": 1, "time": "2024-05-01T18:00:00+08:00", **ROOM, "type": 1, "content": "你好"},
    {"seq": 2, "time": "2024-05-01T18:00:01+08:00", **ROOM, "type": 49, "subType": 6, "content": "",
     "contents": {"title": "a.pdf"}},
    {"seq": 3, "time": "2024-05-01T18:00:02+08:00", **ROOM, "type": 1, "content": "ok", "sender": "wxid_me",
     "isSelf": True},
    {"seq": 4, "time": "2024-05-01T18:00:03+08:00", **ROOM, "type": 10000, "content": "你撤回了一条消息",
     "sender": "系统消息", "senderName": ""},
]  # fmt: skip
MAILED = """亲爱的Ann：

以下是“小明”与“Ann Lee”的聊天记录，请查收。

—————  2024-05-01  —————


小明  14:25

你好
两行

Ann Lee  14:26

[图片]

—————  2024-05-02  —————

小明  09:01

好 10:05
"""
COPIED = "小明 2024/5/1 10:05:22\n你好\n\nAnn Lee 2024/5/1 10:06\n两行\n\nok\n\n小明: 2024年5月1日 10:07\n再见"


def rows_of(folder: Path, text: str) -> dict[str, list[dict[str, Any]]]:
    (folder / "saved").write_text(text, encoding="utf-8")
    [export] = find_exports([folder / "saved"])
    assert export.platform == "wechat"
    return gathered(read(export, ReadSettings()))


def test_the_reader_keeps_what_every_reader_promises() -> None:
    check_reader("wechat", {"mail.txt": MAILED.encode(), "chatlog.json": json.dumps(ROWS).encode()})


@pytest.mark.parametrize("saved", [ROWS, {"total": 4, "items": ROWS}])
def test_chatlog_s_json_names_instants_people_and_the_room(tmp_path: Path, saved: Any) -> None:
    rows = rows_of(tmp_path, json.dumps(saved))
    assert [(row["sender_key"], row["kind"], row["text"]) for row in rows["messages"]] == [
        ("wechat_id:wxid_a", "text", "你好"), ("wechat_id:wxid_a", "media", None), ("wechat_id:wxid_me", "text", "ok"),
    ]  # fmt: skip
    assert rows["messages"][0]["sent_at_utc"].isoformat() == "2024-05-01T10:00:00+00:00"
    assert rows["messages"][1]["attachments"][0]["name"] == "a.pdf"
    assert [(row["event"], row["actor_key"]) for row in rows["events"]] == [("message_deleted", None)]
    assert rows["conversations"] == [
        {"conversation_key": "wechat:123@chatroom", "title": "售后群", "kind": "group"},
    ]  # fmt: skip
    assert {row["sender_key"]: row["role"] for row in rows["participants"]}["wechat_id:wxid_me"] == "staff"


def test_what_is_no_row_of_json_costs_no_other(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, json.dumps([ROWS[0], "stray", {**ROWS[2], "time": "soon"}, ROWS[1]]))
    assert len(rows["messages"]) == 2
    assert [(row["record"], row["reason"]) for row in rows["rejects"]] == [(2, "not_an_object"), (3, "no_time")]


def test_a_mailed_chat_has_its_days_above_and_no_line_of_a_message_is_taken_for_a_name(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, MAILED)
    told = [(str(row["sent_at_local"]), row["sender_key"], row["text"]) for row in rows["messages"]]
    assert told == [
        ("2024-05-01 14:25:00", "wechat_name:小明", "你好\n两行"),
        ("2024-05-01 14:26:00", "wechat_name:Ann Lee", None),
        ("2024-05-02 09:01:00", "wechat_name:小明", "好 10:05"),
    ]
    assert (rows["rejects"], rows["messages"][1]["kind"]) == ([], "media")


def test_copied_messages_have_name_and_day_in_one_line(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, COPIED)
    told = [(str(row["sent_at_local"]), row["sender_key"], row["text"], row["precision"]) for row in rows["messages"]]
    assert told == [
        ("2024-05-01 10:05:22", "wechat_name:小明", "你好", "second"),
        ("2024-05-01 10:06:00", "wechat_name:Ann Lee", "两行\n\nok", "minute"),
        ("2024-05-01 10:07:00", "wechat_name:小明", "再见", "minute"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Minutes 2024/5/1 10:05\nwe met\n",
        "—————  2024-05-01  —————\n\nnothing said\n",
        json.dumps([{"talker": "a", "sender": "b"}]),
    ],
)
def test_what_only_looks_alike_is_not_taken(tmp_path: Path, text: str) -> None:
    (tmp_path / "x").write_text(text, encoding="utf-8")
    [found] = find_exports([tmp_path / "x"])
    assert isinstance(found, Unrecognised)
