"""Chats of QQ: one file a chat or all chats in one, senders with numbers, addresses, or neither."""

import zipfile
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.exports import qq as export_of_qq
from support.reading import columns_of as rows

from chatward.errors import SourceFormatError
from chatward.sources.qq.contents import content_of
from chatward.sources.qq.grammar import decode_chat
from chatward.sources.recognise import find_exports, read
from chatward.sources.records import Batch, Export, ReadSettings
from chatward.sources.transcript import decoding

SHANGHAI = ZoneInfo("Asia/Shanghai")
EXAMPLE = export_of_qq.example()


def batches_of(text: str | bytes, **settings: Any) -> list[Batch]:
    data = text if isinstance(text, bytes) else text.encode()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(decoding, "read_members", lambda export: [("", data)])
        return list(read(Export(Path("x.txt"), "qq"), ReadSettings(**settings)))


def test_a_file_of_all_chats_is_as_many_conversations() -> None:
    direct, group = batches_of(EXAMPLE["全部消息记录.txt"], zone=SHANGHAI, own_accounts=frozenset({"bob@qq.com"}))
    assert rows(direct.conversations, "conversation_key", "title") == [("qq:Alice", "Alice")]
    assert rows(group.conversations, "conversation_key", "kind") == [("qq:售后群", "group")]
    assert rows(direct.messages, "record", "sender_key", "text") == [
        (1, "qq_id:10001", "你好"), (2, "email:bob@qq.com", None), (3, "qq_name:没有号码", "两行\n文字"),
    ]  # fmt: skip
    assert [at.isoformat() for at in rows(direct.messages, "sent_at_utc")] == [
        "2024-01-02T01:04:05+00:00", "2024-01-02T07:05:00+00:00", "2024-01-02T07:06:00+00:00",
    ]  # fmt: skip
    assert rows(group.messages, "record", "kind") == [(4, "media"), (6, "media")]
    assert rows(group.events, "record", "event") == [(5, "member_joined"), (7, "message_deleted")]
    assert rows(direct.participants, "role") == [None, "staff", None]
    assert rows(group.participants, "display_name") == ["Alice", "Zoë 🎉"]


def test_a_number_is_a_person_whatever_their_name(tmp_path: Path) -> None:
    text = "2024-01-02 03:04:05 Old(10001)\na\n\n2024-01-02 03:04:06 【群主】New(10001)\nb\n"
    text += "\n2024-01-02 03:04:07 陈<12345678@QQ.com>\nc\n"
    [batch] = batches_of(text)
    assert rows(batch.participants, "sender_key", "display_name", "same_as") == [
        ("qq_id:10001", "New", []), ("email:12345678@qq.com", "陈", ["qq_id:12345678"]),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("clock", "wall"),
    [("3:04:05", "03:04:05"), ("下午 3:04:05", "15:04:05"), ("上午12:04:05", "00:04:05"), ("3:04:05 PM", "15:04:05")],
)
def test_clocks_of_older_computers_have_halves(clock: str, wall: str) -> None:
    [batch] = batches_of(f"2010-5-8 {clock} A(10001)\nx\n")
    assert [at.isoformat() for at in rows(batch.messages, "sent_at_local")] == [f"2010-05-08T{wall}"]


def test_without_a_banner_a_time_in_a_message_is_text() -> None:
    text = "2024-01-02 03:04:05 A(10001)\nsee\n2024-01-02 03:04:06 nobody\nend\n2024-01-02 03:04:07 B(10002)\nok\n"
    [batch] = batches_of(text)
    assert rows(batch.messages, "text") == ["see\n2024-01-02 03:04:06 nobody\nend", "ok"]


@pytest.mark.parametrize(
    ("text", "kind", "files"),
    [
        ("[图片]", "media", 1), ("[图片][图片]", "media", 2), ("[语音]", "media", 1), ("[文件]报价.pdf", "media", 1),
        ("[表情]", "sticker", 0), ("[位置]", "location", 0), ("[QQ红包]", "order", 0), ("[图片]看", "text", 0),
        ("Alice撤回了一条消息", "deleted", 0), ("你好", "text", 0), ("", "text", 0),
    ],
)  # fmt: skip
def test_qq_s_own_words_stand_for_what_they_name(text: str, kind: str, files: int) -> None:
    content = content_of(text)
    assert (content.kind, len(content.attachments)) == (kind, files)


def test_what_cannot_be_read_costs_nothing_else() -> None:
    text = "消息记录（此消息记录为文本格式，不支持重新导入）\n\n消息对象:A\n\nwhat\n2024-02-30 00:00:00 A(10001)\nx\n"
    text += "2024-01-02 25:00:00 A(10001)\ny\n2024-01-02 05:00:00 A(10001)\nz\n"
    [batch] = batches_of(text)
    assert rows(batch.rejects, "record", "reason") == [(1, "no_header"), (2, "no_date"), (3, "no_time")]
    assert rows(batch.messages, "record", "text") == [(4, "z")]


@pytest.mark.parametrize("code_page", ["gb18030", "utf-16", "utf-8-sig"])
def test_older_code_pages_and_utf_16_are_understood(tmp_path: Path, code_page: str) -> None:
    (tmp_path / "x").write_bytes(EXAMPLE["全部消息记录.txt"].decode("utf-8-sig").replace("🎉", "!").encode(code_page))
    [export] = find_exports([tmp_path / "x"])
    batches = list(read(export, ReadSettings()))
    assert (export.platform, rows(batches[0].messages, "text")[0]) == ("qq", "你好")


def test_exports_are_found_whatever_they_are_called_and_wherever_they_lie(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        for place, data in enumerate(EXAMPLE.values()):
            archive.writestr(f"a/{place}/NOTES.DAT", data)
            (tmp_path / f"{place}.bin").write_bytes(data)
    assert [getattr(found, "platform", None) for found in find_exports([tmp_path])] == ["qq"] * 4


@pytest.mark.parametrize(
    "text",
    ["", "2024-01-02 03:04:05 Alice\nhi\n", "2024-01-02 03:04:05 INFO start\n", "x\n2024-01-02 03:04:05 A(10001)\n"],
)
def test_other_texts_are_not_taken_for_qq_s(text: str) -> None:
    assert decode_chat(text.encode()) is None


def test_a_file_that_is_none_is_told_so() -> None:
    with pytest.raises(SourceFormatError, match="no chat of QQ"):
        batches_of("hello\n")


@given(st.sampled_from(sorted(EXAMPLE)), st.integers(0, 900), st.binary(max_size=12))
def test_no_record_is_lost_wherever_a_file_is_cut_or_broken(name: str, cut: int, noise: bytes) -> None:
    for data in (EXAMPLE[name][:cut], EXAMPLE[name][:cut] + noise + EXAMPLE[name][cut:]):
        for batch in batches_of(data) if decode_chat(data) is not None else ():
            assert batch.records == batch.messages.num_rows + batch.events.num_rows + batch.rejects.num_rows
