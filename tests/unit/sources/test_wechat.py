"""Chats of WeChat out of the files that people's exporters write."""

import zipfile
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.exports import wechat as export_of_wechat
from support.reading import columns_of as rows

from chatward.errors import SourceFormatError
from chatward.sources.recognise import find_exports, read
from chatward.sources.records import Batch, Export, ReadSettings
from chatward.sources.transcript import decoding
from chatward.sources.wechat.contents import content_of
from chatward.sources.wechat.grammar import decode_chat

SHANGHAI = ZoneInfo("Asia/Shanghai")
EXAMPLE = export_of_wechat.example()


def batches_of(text: str | bytes, **settings: Any) -> list[Batch]:
    data = text if isinstance(text, bytes) else text.encode()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(decoding, "read_members", lambda export: [("", data)])
        return list(read(Export(Path("x.csv"), "wechat"), ReadSettings(**settings)))


def test_memotrace_s_file_of_all_chats_names_instants_and_people() -> None:
    first, second = batches_of(EXAMPLE["messages.csv"], zone=SHANGHAI)
    assert rows(first.messages, "record", "sender_key", "text", "zone_source") == [
        (1, "wechat_id:wxid_ming", "你好", "explicit"),
        (2, "wechat_id:wxid_acme", '两行, "引号"\n文字', "explicit"),
    ]
    assert rows(first.messages, "sent_at_utc")[0].isoformat() == "2024-01-02T09:04:05+00:00"
    assert rows(first.participants, "display_name", "role") == [("小明", None), ("Acme", "staff")]
    assert rows(second.messages, "record", "kind", "text") == [(3, "media", None), (4, "text", "回复 & 谢谢")]
    assert rows(second.events, "event", "text") == [("message_deleted", '"小红" 撤回了一条消息')]


def test_memotrace_s_file_of_one_chat_keeps_wechat_s_ids() -> None:
    [batch] = batches_of(EXAMPLE["小明.csv"], zone=SHANGHAI)
    assert rows(batch.messages, "platform_message_id", "sender_key", "kind") == [
        ("8001", "wechat_name:小明", "text"), ("8002", "wechat_name:我", "sticker"),
    ]  # fmt: skip
    assert rows(batch.events, "event", "actor_key") == [("message_deleted", None)]
    assert rows(batch.messages, "sent_at_utc", "zone_source")[0][1] == "declared"
    assert rows(batch.conversations, "conversation_key", "kind") == [("wechat_name:小明", "direct")]


def test_chatlog_s_file_names_the_room() -> None:
    [batch] = batches_of(EXAMPLE["chatlog.csv"])
    assert rows(batch.conversations, "conversation_key", "title", "kind") == [
        ("wechat:123@chatroom", "售后群", "group"),
    ]  # fmt: skip
    assert rows(batch.messages, "sender_key", "kind") == [
        ("wechat_id:wxid_ming", "text"), ("wechat_id:wxid_zoe", "media"),
    ]  # fmt: skip


def test_pywxdump_s_file_is_read() -> None:
    text = "id,MsgSvrID,type_name,is_sender,talker,room_name,msg,src,CreateTime\n"
    text += '1,77,文本,0,wxid_a,1@chatroom,"a\nb",,2024-01-02 17:04:05\n'
    text += "2,78,图片,1,wxid_b,1@chatroom,,x.jpg,2024-01-02 17:04:06\n"
    [batch] = batches_of(text)
    assert rows(batch.messages, "platform_message_id", "sender_key", "kind", "text") == [
        ("77", "wechat_id:wxid_a", "text", "a\nb"), ("78", "wechat_id:wxid_b", "media", None),
    ]  # fmt: skip
    assert rows(batch.participants, "role") == [None, "staff"]


def test_text_has_a_line_above_each_message() -> None:
    [batch] = batches_of(EXAMPLE["小明.txt"])
    assert rows(batch.messages, "sender_key", "text") == [
        ("wechat_name:小明", "你好"), ("wechat_name:我", "两行\n\n文字"), ("wechat_name:小明", None),
    ]  # fmt: skip
    assert rows(batch.participants, "role") == [None, "staff"]


@pytest.mark.parametrize(
    ("kind", "detail", "kept"),
    [
        ("1", "0", "text"), ("3", "0", "media"), ("34", "0", "media"), ("47", "0", "sticker"), ("48", "0", "location"),
        ("42", "0", "contact"), ("50", "0", "call"), ("49", "6", "media"), ("49", "2000", "order"),
        ("49", "99", "unsupported"),
        ("999", "0", "unsupported"), ("视频", "", "media"), ("转账", "", "order"),
    ],
)  # fmt: skip
def test_kinds_are_wechat_s_numbers_or_exporters_words(kind: str, detail: str, kept: str) -> None:
    assert content_of(kind, detail, "<msg><title>x</title></msg>").kind == kept


def test_a_row_that_is_broken_costs_no_other() -> None:
    head = "Time,SenderName,Sender,TalkerName,Talker,Content\n"
    text = (
        head + 'lost\n2024-01-02 00:00:00,A,a,A,a,"open\n2024-01-02 00:00:01,A,a,A,a,b\n2024-01-32 00:00:00,A,a,A,a,c\n'
    )
    [batch] = batches_of(text + "2024-01-02 00:00:02,A,a\n2024-01-02 00:00:03,A,a,A,a,d\n")
    assert rows(batch.rejects, "record", "reason") == [(1, "no_header"), (4, "no_time"), (5, "columns")]
    assert rows(batch.messages, "record", "text") == [(2, "open"), (3, "b"), (6, "d")]


@pytest.mark.parametrize("time", ["", "x", "-1", "99999999999", "1e9", "9" * 400])
def test_a_time_that_is_none_is_rejected(time: str) -> None:
    head = "localId,TalkerId,Type,SubType,IsSender,CreateTime,Status,StrContent,StrTime,Remark,NickName,Sender\n"
    [batch] = batches_of(f"{head}1,3,1,0,0,{time},,x,,,A,a\n")
    assert rows(batch.rejects, "reason") == ["no_time"]


@pytest.mark.parametrize("code_page", ["gb18030", "utf-16", "utf-8-sig"])
def test_older_code_pages_and_utf_16_are_understood(code_page: str) -> None:
    [batch] = batches_of(EXAMPLE["小明.txt"].decode().encode(code_page))
    assert rows(batch.messages, "text")[0] == "你好"


def test_exports_are_found_whatever_they_are_called_and_wherever_they_lie(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        for place, data in enumerate(EXAMPLE.values()):
            archive.writestr(f"a/{place}/NOTES.DAT", data)
            (tmp_path / f"{place}.bin").write_bytes(data)
    assert [getattr(found, "platform", None) for found in find_exports([tmp_path])] == ["wechat"] * 8


@pytest.mark.parametrize(
    "text",
    ["", "Date,User,Message\n", "id,name,a,b,c,d\n", "2024-01-02 03:04:05 A(10001)\nhi\n",
     "2024-01-02 03:04:05 INFO start\nmore\n\n2024-01-02 03:04:06 WARN x\nmore\n",
     "2024-01-02 03:04:05 one\n2024-01-02 03:04:06 two\n2024-01-02 03:04:07 three\n"],
)  # fmt: skip
def test_other_texts_are_not_taken_for_wechat_s(text: str) -> None:
    assert decode_chat(text.encode()) is None


def test_a_file_that_is_none_is_told_so() -> None:
    with pytest.raises(SourceFormatError, match="no chat of WeChat"):
        batches_of("hello\n")


@given(st.sampled_from(sorted(EXAMPLE)), st.integers(0, 700), st.binary(max_size=12))
def test_no_record_is_lost_wherever_a_file_is_cut_or_broken(name: str, cut: int, noise: bytes) -> None:
    for data in (EXAMPLE[name][:cut], EXAMPLE[name][:cut] + noise + EXAMPLE[name][cut:]):
        for batch in batches_of(data) if decode_chat(data) is not None else ():
            assert batch.records == batch.messages.num_rows + batch.events.num_rows + batch.rejects.num_rows
