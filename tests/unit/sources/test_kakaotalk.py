"""Chats of KakaoTalk: Windows, Android, iOS and macOS, Korean and English."""

import zipfile
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.exports import kakaotalk as export_of_kakaotalk
from support.reading import columns_of as rows

from chatward.errors import SourceFormatError
from chatward.sources.kakaotalk import reader
from chatward.sources.kakaotalk.contents import content_of
from chatward.sources.kakaotalk.grammar import decode_chat
from chatward.sources.recognise import find_exports, read
from chatward.sources.records import Batch, Export, ReadSettings

SAMPLES = Path(__file__).resolve().parents[3] / ".." / "shared" / "exports" / "kakaotalk" / "synthetic+from-spec"
SEOUL = ZoneInfo("Asia/Seoul")
ENGLISH_HEAD = "田中 Talk Chats\nSaved Date : x\n\n"
needs_samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the sample exports are not beside this repository")


def batch_of(text: str | bytes, name: str = "x.txt", **settings: Any) -> Batch:
    data = text if isinstance(text, bytes) else text.encode()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reader, "read_members", lambda export: [("", data)])
        [batch] = read(Export(Path(name), "kakaotalk"), ReadSettings(**settings))
    return batch


def walls(batch: Batch) -> list[str]:
    return [at.isoformat() for at in rows(batch.messages, "sent_at_local")]


@needs_samples
def test_the_sample_of_windows_is_read_to_the_last_word() -> None:
    [export] = find_exports([SAMPLES / "en_pc.txt"])
    [batch] = read(export, ReadSettings(zone=SEOUL, own_accounts=frozenset({"acme care"})))
    assert (export.platform, batch.records, batch.rejects.num_rows) == ("kakaotalk", 2, 0)
    assert rows(batch.messages, "sender_key", "text") == [
        ("kakaotalk_name:Min-ji", "hello"), ("kakaotalk_name:Acme Care", "hi"),
    ]  # fmt: skip
    assert [at.isoformat() for at in rows(batch.messages, "sent_at_utc")] == [
        "2024-05-01T00:00:00+00:00", "2024-05-01T03:05:00+00:00",
    ]  # fmt: skip
    assert rows(batch.conversations, "conversation_key", "kind") == [("kakaotalk:Acme Care", "direct")]
    assert rows(batch.participants, "role") == [None, "staff"]


@needs_samples
def test_the_sample_of_macos_keeps_quotes_and_lines() -> None:
    [export] = find_exports([SAMPLES / "KakaoTalk_Chat_Acme_2024-05-01.csv"])
    [batch] = read(export, ReadSettings())
    assert rows(batch.messages, "text") == ["안녕하세요, 환불 문의드려요", '네 "확인" 했습니다\n감사합니다']
    assert walls(batch) == ["2024-05-01T09:00:12", "2024-05-01T09:01:00"]
    assert rows(batch.messages, "precision") == ["second"] * 2
    assert rows(batch.conversations, "title") == ["Acme"]


def test_the_example_of_windows_has_names_with_brackets_and_notices_of_a_day() -> None:
    batch = batch_of(export_of_kakaotalk.example()["KakaoTalk_20240502.txt"])
    assert rows(batch.messages, "sender_key", "kind", "text")[:2] == [
        ("kakaotalk_name:[홍보] 김 대리", "text", "안녕하세요"), ("kakaotalk_name:민지", "text", "두 줄로\n씁니다"),
    ]  # fmt: skip
    assert rows(batch.messages, "kind")[2:] == ["media", "deleted", "media", "sticker"]
    assert walls(batch)[1:3] == ["2024-05-01T12:05:00", "2024-05-01T00:06:00"]
    assert rows(batch.events, "event", "precision", "actor_key") == [("member_left", "day", "kakaotalk_name:민지")]
    assert (batch.records, batch.rejects.num_rows) == (7, 0)


@pytest.mark.parametrize(
    ("row", "wall"),
    [
        ("2026년 5월 23일 오전 12:30, 민지 : hi", "2026-05-23T00:30:00"),
        ("2019-03-30 오전 4:39, 민지 : hi", "2019-03-30T04:39:00"),
        ("2025. 11. 19. 오후 10:44, 민지 : hi", "2025-11-19T22:44:00"),
        ("2025. 11. 19. 22:44, 민지 : hi", "2025-11-19T22:44:00"),
        ("2025.11.19. 오전 9:04, 민지 : hi", "2025-11-19T09:04:00"),
        ("May 23, 2026 at 10:30 PM, 민지 : hi", "2026-05-23T22:30:00"),
        ("Nov 19, 2025 at 22:44, 민지 : hi", "2025-11-19T22:44:00"),
        ("May 3, 2026, 10:30\u202fAM, 민지 : hi", "2026-05-03T10:30:00"),
        ("23 May 2026 at 10:30, 민지 : hi", "2026-05-23T10:30:00"),
    ],
)
def test_phones_write_their_rows_in_many_ways(row: str, wall: str) -> None:
    batch = batch_of(f"민지 님과 카카오톡 대화\n저장한 날짜 : 2026. 5. 24. 오전 1:00\n\n{row}\n")
    assert (walls(batch), rows(batch.messages, "sender_key", "text")) == ([wall], [("kakaotalk_name:민지", "hi")])
    assert decode_chat(row.encode()) is not None


def test_an_iphone_may_write_the_time_alone_below_a_day() -> None:
    text = "팀 님과 카카오톡 대화\n저장한 날짜 : x\n\n2026년 10월 1일 목요일\n"
    batch = batch_of(f"{text}오후 3:16, 민지 : a\n오후 3:17, 민지님이 나갔습니다.\n")
    assert walls(batch) == ["2026-10-01T15:16:00"]
    assert rows(batch.events, "event", "actor_key") == [("member_left", "kakaotalk_name:민지")]


def test_notices_of_phones_have_no_sender() -> None:
    text = "팀 카카오톡 대화\n저장한 날짜 : x\n\n2025. 11. 19. 오전 10:44, 민지 : a\n"
    text += "2025. 11. 19. 오전 10:45: 민지님이 철수님을 초대했습니다.\n2025. 11. 19. 오전 10:46,  : 공지 내용\n"
    batch = batch_of(text)
    assert rows(batch.events, "event", "actor_key", "text") == [
        ("member_joined", "kakaotalk_name:민지", "민지님이 철수님을 초대했습니다."), ("pinned", None, "공지 내용"),
    ]  # fmt: skip


def test_a_row_that_windows_shows_as_deleted_belongs_to_no_message_before_it() -> None:
    text = "팀 님과 카카오톡 대화\n저장한 날짜 : x\n\n--------------- 2026년 7월 23일 목요일 ---------------\n"
    text += "[민지] [오후 4:30] 사진\n메시지가 삭제되었습니다.\n[민지] [오후 4:31] 메시지가 삭제되었습니다.\n"
    batch = batch_of(text)
    assert rows(batch.messages, "kind") == ["media", "deleted"]
    assert rows(batch.events, "event", "actor_key") == [("message_deleted", None)]


def test_english_notices_of_windows_are_told_by_names_that_are_known() -> None:
    text = "Team with KakaoTalk Chats\nDate Saved: 2024-05-01 12:00:00\n\n"
    text += "--------------- Wednesday, May 1, 2024 ---------------\n"
    text += "[Ann] [9:00 AM] hello\nHe left.\n[Bob] [9:01 PM] ok\nAnn left.\nBob invited Cid and Dan.\n"
    batch = batch_of(text)
    assert rows(batch.messages, "text") == ["hello\nHe left.", "ok"]
    assert rows(batch.events, "event", "actor_key") == [
        ("member_left", "kakaotalk_name:Ann"), ("member_joined", "kakaotalk_name:Bob"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("사진", "media"), ("사진 12장", "media"), ("Photo", "media"), ("동영상", "media"), ("음성메시지", "media"),
        ("Emoticons", "sticker"), ("보이스톡 해요", "call"), ("Voice Call 1:23", "call"), ("투표: 점심?", "poll"),
        ("지도: 서울역", "location"), ("연락처: 김", "contact"), ("This message was deleted.", "deleted"),
        ("삭제된 메시지입니다.", "deleted"), (f"{'ab' * 32}.jpg", "media"), ("사진 찍자", "text"), ("", "text"),
    ],
)  # fmt: skip
def test_kakaotalk_s_own_words_stand_for_what_they_name(text: str, kind: str) -> None:
    assert content_of(text).kind == kind


def test_a_row_of_the_csv_that_is_broken_costs_no_other() -> None:
    text = 'Date,User,Message\nlost\n2024-05-01 09:00:00,A,one\n2024-05-01 09:00:01,A,"open\n'
    text += "2024-05-01 09:00:02,B,two\n2024-02-31 09:00:00,B,x\n2024-05-01 25:00:00,B,x\n2024-05-01 09:00:03,B\n"
    batch = batch_of(text)
    assert rows(batch.rejects, "record", "reason") == [
        (1, "no_header"), (5, "no_date"), (6, "no_time"), (7, "columns"),
    ]  # fmt: skip
    assert rows(batch.messages, "record", "text") == [(2, "one"), (3, "open"), (4, "two")]


def test_a_row_pasted_into_a_field_of_the_csv_stays_in_it() -> None:
    text = 'Date,User,Message\n2024-05-01 09:00:00,A,"see\n2024-05-01 08:00:00,B,x\nthere"\n2024-05-01 09:00:02,B,two\n'
    assert rows(batch_of(text).messages, "text") == ["see\n2024-05-01 08:00:00,B,x\nthere", "two"]


def test_parts_of_one_chat_are_one_export_with_one_title(tmp_path: Path) -> None:
    row = "2025. 11. 19. 오전 10:44, {} : a\n"
    (tmp_path / "Talk_2025.11.19 10_44-1.txt").write_text(
        f"팀 님과 카카오톡 대화\n저장한 날짜 : x\n\n{row.format('가')}"
    )
    (tmp_path / "Talk_2025.11.19 10_44-2.txt").write_text(row.format("나") * 2)
    [export] = find_exports([tmp_path])
    batches = list(read(export, ReadSettings()))
    assert [batch.records for batch in batches] == [1, 2]
    assert {key for batch in batches for key in rows(batch.messages, "conversation_key")} == {"kakaotalk:팀"}


def test_cp949_and_utf_16_are_understood(tmp_path: Path) -> None:
    text = "민지 님과 카카오톡 대화\n저장한 날짜 : 2026. 5. 24. 오전 1:00\n\n2026년 5월 23일 오전 9:30, 민지 : 안녕\n"
    for code_page in ("cp949", "utf-16", "utf-8-sig"):
        assert rows(batch_of(text.encode(code_page)).messages, "text") == ["안녕"]


def test_exports_are_found_whatever_they_are_called_and_wherever_they_lie(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "B.ZIP", "w") as archive:
        for place, data in enumerate(export_of_kakaotalk.example().values()):
            archive.writestr(f"a/{place}/NOTES.DAT", data)
            (tmp_path / f"{place}.bin").write_bytes(data)
    assert [getattr(found, "platform", None) for found in find_exports([tmp_path])] == ["kakaotalk"] * 8


@pytest.mark.parametrize(
    "text",
    ["", "Date,User,Message,More\n", "[a] [9:00 AM] hi\n", "2024년 5월 1일 오전 10:30 - 민지: hi\n",
     "2024. 5. 1. 오전 10:30, 민지: hi\n", "--------------- May 1, 2024 ---------------\nhello\n"],
)  # fmt: skip
def test_other_texts_are_not_taken_for_kakaotalk_s(text: str) -> None:
    assert decode_chat(text.encode()) is None


def test_a_file_that_is_none_is_told_so() -> None:
    with pytest.raises(SourceFormatError, match="no chat of KakaoTalk"):
        batch_of("hello\n")


@given(st.sampled_from(sorted(export_of_kakaotalk.example())), st.integers(0, 900), st.binary(max_size=12))
def test_no_record_is_lost_wherever_a_file_is_cut_or_broken(name: str, cut: int, noise: bytes) -> None:
    whole = export_of_kakaotalk.example()[name]
    for data in (whole[:cut], whole[:cut] + noise + whole[cut:]):
        if decode_chat(data) is not None:
            batch = batch_of(data, name)
            assert batch.records == batch.messages.num_rows + batch.events.num_rows + batch.rejects.num_rows


@pytest.mark.parametrize(
    ("head", "rows_of_two"),
    [
        ("", "--------------- 2024年5月1日 水曜日 ---------------\n[田中] [午前 9:30] a\n[Bo] [午後 1:05] 写真\n"),
        ("田中さんとのカカオトーク\n保存した日付 : 2024-05-01 10:00:00\n\n",
         "--------------- 2024年5月1日水曜日 ---------------\n[田中] [09:30] a\n[Bo] [13:05] 写真\n"),
        ("田中さんとのトーク\n保存日 : 2024年5月1日 午後7:17\n\n2024年5月1日 午前9:30\n",
         "2024年5月1日 午前9:30, 田中 : a\n2024年5月1日 午後1:05, Bo : 写真\n"),
        (ENGLISH_HEAD, "2024年5月1日 上午9:30, 田中 : a\n2024/05/01 13:05, Bo : 照片\n"),
        (ENGLISH_HEAD, "1. Mai 2024 um 9:30, 田中 : a\n1. Mai 2024 um 13:05, Bo : Foto\n"),
        (ENGLISH_HEAD, "1 mai 2024 à 9:30, 田中 : a\n1 mai 2024 à 13:05, Bo : Photo\n"),
        (ENGLISH_HEAD, "1 de mayo de 2024, 9:30, 田中 : a\n1 de mayo de 2024, 13:05, Bo : Foto\n"),
        ("Talk_2024.5.1 10:20-1.txt\nDate Saved : May 1, 2024 at 10:38\n\nWednesday, May 1, 2024\n",
         "May 1, 2024 at 9:30\u202fa.m., 田中 : a\nMay 1, 2024 at 1:05\u202fp. m., Bo : Photo\n"),
    ],
)  # fmt: skip
def test_chats_of_the_app_in_other_languages_are_read(tmp_path: Path, head: str, rows_of_two: str) -> None:
    (tmp_path / "chat").write_text(head + rows_of_two, encoding="utf-8")
    [export] = find_exports([tmp_path / "chat"])
    [batch] = read(export, ReadSettings())
    assert (export.platform, batch.records) == ("kakaotalk", 2)
    assert rows(batch.messages, "sender_key", "kind", "text") == [
        ("kakaotalk_name:田中", "text", "a"), ("kakaotalk_name:Bo", "media", None),
    ]  # fmt: skip
    assert walls(batch) == ["2024-05-01T09:30:00", "2024-05-01T13:05:00"]


def test_notices_in_japanese_are_events() -> None:
    day = "--------------- 2024年5月1日 水曜日 ---------------\n"
    batch = batch_of(f"{day}田中さんが退室しました。\n[Bo] [9:30] 退室しました\nBoさんが田中さんを招待しました。\n")
    assert rows(batch.messages, "text") == ["退室しました"]
    assert rows(batch.events, "event", "actor_key") == [
        ("member_left", None), ("member_joined", "kakaotalk_name:Bo"),
    ]  # fmt: skip
