"""Chats of LINE: phones and computers, their languages, dates in every order, and files made to do harm."""

import zipfile
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest
from hypothesis import example as given_example
from hypothesis import given
from hypothesis import strategies as st
from support.exports import line as export_of_line
from support.reading import columns_of as rows

from chatward.errors import SourceFormatError
from chatward.sources.line.days import Heading, order_of
from chatward.sources.line.grammar import decode_chat, title_of
from chatward.sources.line.names import split_names
from chatward.sources.recognise import find_exports, read
from chatward.sources.records import Batch, Export, ReadSettings

SHARED = Path(__file__).resolve().parents[3] / ".." / "shared" / "exports"
SAMPLE = SHARED / "line" / "synthetic+from-spec" / "[LINE] Chat with Acme Care.txt"
TOKYO = ZoneInfo("Asia/Tokyo")


def batch_of(tmp_path: Path, text: str | bytes, name: str = "x.txt", **settings: Any) -> Batch:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    batches = list(read(Export(path, "line"), ReadSettings(**settings)))
    tables = (
        pa.concat_tables([getattr(each, table) for each in batches])
        for table in ("messages", "events", "participants", "conversations", "rejects")
    )
    return Batch(sum(each.records for each in batches), *tables)


def walls(batch: Batch) -> list[str]:
    return [at.isoformat() for at in rows(batch.messages, "sent_at_local")]


@pytest.mark.skipif(not SAMPLE.is_file(), reason="the sample exports are not beside this repository")
def test_the_sample_is_read_to_the_last_word() -> None:
    [export] = find_exports([SAMPLE])
    [batch] = read(export, ReadSettings(zone=TOKYO, own_accounts=frozenset({"ACME care"})))
    assert export.platform == "line"
    assert (batch.records, batch.rejects.num_rows) == (5, 0)
    assert rows(batch.messages, "sender_key", "kind", "text") == [
        ("line_name:Mei", "text", "Hello, my number is 0912-345-678"),
        ("line_name:Acme Care", "text", "Two lines\nof answer"),
        ("line_name:Mei", "media", None),
        ("line_name:Mei", "text", "thanks"),
    ]
    assert [at.isoformat() for at in rows(batch.messages, "sent_at_utc")][::3] == [
        "2024-05-01T00:01:00+00:00", "2024-05-01T15:10:00+00:00",
    ]  # fmt: skip
    assert rows(batch.events, "event", "actor_key") == [("message_deleted", "line_name:Mei")]
    assert rows(batch.participants, "sender_key", "role") == [("line_name:Mei", None), ("line_name:Acme Care", "staff")]
    assert rows(batch.conversations, "conversation_key", "title", "kind") == [("line:Acme Care", "Acme Care", "direct")]


def test_the_example_has_every_kind(tmp_path: Path) -> None:
    found = []
    for name, data in export_of_line.example().items():
        batch = batch_of(tmp_path, data, name)
        assert batch.rejects.num_rows == 0
        assert batch.records == batch.messages.num_rows + batch.events.num_rows
        found += rows(batch.messages, "kind")
    assert set(found) == {"text", "media", "sticker", "call", "location", "unsupported"}


@pytest.mark.parametrize(
    ("banner", "title", "is_group"),
    [
        ("Chat history with Kaori Date", "Kaori Date", False),
        ("Chat history in Team", "Team", True),
        ("花子とのトーク履歴", "花子", False),
        ("チームのトーク履歴", "チーム", True),
        ("與王小明的聊天記錄", "王小明", False),
        ("王小明的聊天记录", "王小明", True),
        ("ประวัติการแชทกับ สมชาย", "สมชาย", False),
        ("ประวัติการสนทนากับ สมชาย", "สมชาย", False),
        ("민지님과의 대화", "민지", False),
        ("Riwayat chat dengan Budi", "Budi", False),
        ("Historial de chat con José", "José", False),
        ("something new", "something new", False),
    ],
)
def test_a_banner_names_the_chat_in_every_language(banner: str, title: str, is_group: bool) -> None:
    assert title_of(banner) == (title, is_group)


@pytest.mark.parametrize(
    ("heading", "clock", "wall"),
    [
        ("2024.01.02 Tuesday", "9:05", "2024-01-02T09:05:00"),
        ("2015/12/25 Fri", "07:33", "2015-12-25T07:33:00"),
        ("2017/03/12(Sun)", "24:10", "2017-03-12T00:10:00"),
        ("2024/1/2週二", "下午03:04", "2024-01-02T15:04:00"),
        ("2022/03/31（四）", "上午12:04", "2022-03-31T00:04:00"),
        ("2025.12.30 火曜日", "午後12:30", "2025-12-30T12:30:00"),
        ("Sun, 26/04/2026", "04:35PM", "2026-04-26T16:35:00"),
        ("Sat, 11/15/2025", "9:30AM", "2025-11-15T09:30:00"),
        ("2567/01/15 จันทร์", "10:30", "2024-01-15T10:30:00"),
        ("จ. 15/01/2567", "10:30", "2024-01-15T10:30:00"),
        ("2024년 5월 1일 수요일", "오후 3:04", "2024-05-01T15:04:00"),
        ("Sab, 11/05/2024", "23.59", "2024-05-11T23:59:00"),
        ("mié, 01/05/2024", "3:04 p. m.", "2024-05-01T15:04:00"),
        ("2024/05/01(Wed)", "3:04\u202fPM", "2024-05-01T15:04:00"),
    ],
)
def test_days_and_clocks_are_read_as_phones_write_them(tmp_path: Path, heading: str, clock: str, wall: str) -> None:
    assert walls(
        batch_of(tmp_path, f"[LINE] Chat history with A\nSaved on: 2024/01/01\n\n{heading}\n{clock}\tA\tx\n")
    ) == [wall]


def test_the_day_of_the_week_tells_day_from_month() -> None:
    friday, wednesday = 4, 2
    assert order_of([Heading((5, 1, 2024), False, friday)], None, is_american=True) == ("dmy", "evident")
    assert order_of([Heading((5, 1, 2024), False, wednesday)], None, is_american=False) == ("mdy", "evident")


def test_an_order_left_open_is_told_by_the_sequence_then_the_settings_then_the_clock() -> None:
    rising = [Heading((month, 2, 2024), False, None) for month in (1, 3, 4, 5)]
    falling = [Heading((day, month, 2024), False, None) for day, month in ((9, 1), (3, 2), (8, 2), (1, 3))]
    assert order_of(falling, "mdy", is_american=True) == ("dmy", "monotonic")
    assert order_of(rising, "mdy", is_american=False) == ("mdy", "declared")
    assert order_of(rising[:1], None, is_american=True) == ("mdy", "assumed")
    assert order_of([], None, is_american=True) == ("ymd", "evident")


def test_a_day_that_only_the_other_order_knows_is_rejected(tmp_path: Path) -> None:
    text = "[LINE] Chat history with A\nSaved on: 1\n\n"
    text += "".join(f"{day}\n10:00\tA\tx\n" for day in ("13/01/2024", "14/01/2024", "02/15/2024", "40/40/2024"))
    batch = batch_of(tmp_path, text)
    assert (batch.records, batch.messages.num_rows) == (4, 2)
    assert rows(batch.rejects, "record", "reason") == [(3, "date_order"), (4, "no_date")]
    assert (
        b"date_order" in next(iter(read(Export(tmp_path / "x.txt", "line"), ReadSettings()))).messages.schema.metadata
    )


BANNER = "[LINE] Chat history with A\nSaved on: 2024/05/02 09:00\n\n2024/05/01(Wed)\n"


@pytest.mark.parametrize(
    ("written", "kind", "text"),
    [
        ("[Photo]", "media", None),
        ("[Photo] of my cat", "text", "[Photo] of my cat"),
        ("[貼圖]", "sticker", None),
        ("[ボイスメッセージ]", "media", None),
        ("[위치정보] 서울", "location", "서울"),
        ("[Contact] Bob", "contact", "Bob"),
        ("[投票]", "poll", None),
        ("[null]", "unsupported", None),
        ("[Notes] Rules of the house", "interactive", "Rules of the house"),
        ("☎ 不在着信", "call", "不在着信"),
        ("已收回訊息", "deleted", None),
        ("[hello]", "text", "[hello]"),
        ("a\tb", "text", "a\tb"),
        ("", "text", ""),
        ('"quoted"', "text", '"quoted"'),
        ('"one\ntwo ""three"""', "text", 'one\ntwo "three"'),
    ],
)
def test_a_row_is_what_its_label_says(tmp_path: Path, written: str, kind: str, text: str | None) -> None:
    batch = batch_of(tmp_path, f"{BANNER}10:00\tA\t{written}\n")
    assert rows(batch.messages, "kind", "text") == [(kind, text)]


def test_the_name_of_a_file_is_kept_with_it(tmp_path: Path) -> None:
    [files] = rows(batch_of(tmp_path, f"{BANNER}10:00\tA\t[檔案] 報價.pdf\n").messages, "attachments")
    assert [file["name"] for file in files] == ["報價.pdf"]


@pytest.mark.parametrize(
    ("notice", "event"),
    [
        ("\tAlice joined the group", "member_joined"),
        ("Alice invited Bob to the group.", "member_joined"),
        ("\tAliceが退出しました。", "member_left"),
        ("\tAlice已收回訊息", "message_deleted"),
        ("Alice ยกเลิกข้อความ", "message_deleted"),
        ("\tAlice changed the group name to x", "title_changed"),
        ("\tsomething quite new", "notice"),
    ],
)
def test_a_row_without_a_sender_is_an_event(tmp_path: Path, notice: str, event: str) -> None:
    batch = batch_of(tmp_path, f"{BANNER}10:00\tAlice\thi\n10:01\t{notice}\n")
    assert rows(batch.events, "event") == [event]
    assert rows(batch.events, "actor_key")[0] == ("line_name:Alice" if "Alice" in notice else None)


def test_rows_pasted_into_a_quoted_message_stay_in_it(tmp_path: Path) -> None:
    text = f'{BANNER}10:00\tA\t"look:\n2024/04/30(Tue)\n09:00\tC\thello\nend"\n10:01\tB\tok\n'
    batch = batch_of(tmp_path, text)
    assert rows(batch.messages, "text") == ["look:\n2024/04/30(Tue)\n09:00\tC\thello\nend", "ok"]
    assert walls(batch)[1] == "2024-05-01T10:01:00"


def test_a_quotation_mark_that_nothing_closes_costs_no_other_row(tmp_path: Path) -> None:
    text = f'{BANNER}10:00\tA\t"hm\n10:01\tB\the said "no"\n10:02\tB\t"two\nlines"\n'
    assert rows(batch_of(tmp_path, text).messages, "text") == ['"hm', 'he said "no"', "two\nlines"]


def test_a_date_in_a_message_is_no_heading_unless_it_looks_like_the_others(tmp_path: Path) -> None:
    text = f"{BANNER}10:00\tA\tdue\n2024/06/01\nreally\n10:01\tA\tok\n"
    batch = batch_of(tmp_path, text)
    assert rows(batch.messages, "text") == ["due\n2024/06/01\nreally", "ok"]
    assert walls(batch)[1] == "2024-05-01T10:01:00"


def test_one_file_may_hold_two_chats(tmp_path: Path) -> None:
    second = "[LINE] Chat history in Team\nSaved on: 2024/05/02 09:00\n\nThu, 02/05/2024\n11:00\tC\tx\n"
    batch = batch_of(tmp_path, f"{BANNER}10:00\tA\tx\n\n{second}")
    assert rows(batch.messages, "record", "conversation_key") == [(1, "line:A"), (2, "line:Team")]
    assert rows(batch.conversations, "kind") == ["direct", "group"]


def test_lines_before_the_first_day_and_rows_without_a_day_are_rejected(tmp_path: Path) -> None:
    text = BANNER.replace("2024/05/01(Wed)\n", "what is this\n08:00\tA\tearly\n2024/05/01(Wed)\n")
    batch = batch_of(tmp_path, text + "25:61\tA\tx\nxx3:00\tA\ty\n10:00\tA\tz\n")
    assert rows(batch.rejects, "record", "reason") == [
        (1, "no_header"), (2, "no_date"), (3, "no_time"), (4, "unknown_half"),
    ]  # fmt: skip
    assert rows(batch.messages, "record", "text") == [(5, "z")]


def test_names_of_several_words_are_found_in_files_without_columns() -> None:
    lines = ["Mei Ling hi", "Mei Ling how are you", "Mei Ling ok", "Bob yes", "Acme Care Team hello"]
    assert split_names(lines, {"Acme Care Team"}) == [
        ("Mei Ling", "hi"), ("Mei Ling", "how are you"), ("Mei Ling", "ok"), ("Bob", "yes"),
        ("Acme Care Team", "hello"),
    ]  # fmt: skip


def test_a_file_without_columns_takes_the_title_of_its_name(tmp_path: Path) -> None:
    text = "2025.12.30 火曜日\n23:43 衛藤 泰地 スタンプ\n23:44 natsumi わ\n"
    batch = batch_of(tmp_path, text, "[LINE]衛藤 泰地.txt")
    assert rows(batch.messages, "sender_key", "kind") == [
        ("line_name:衛藤 泰地", "sticker"), ("line_name:natsumi", "text"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("code_page", "banner"),
    [("cp932", "花子とのトーク履歴"), ("cp950", "與小明的聊天記錄"), ("cp949", "민지님과의 대화"),
     ("utf-16", "花子とのトーク履歴"), ("utf-8-sig", "花子とのトーク履歴")],
)  # fmt: skip
def test_older_code_pages_and_utf_16_are_understood(tmp_path: Path, code_page: str, banner: str) -> None:
    text = f"[LINE] {banner}\n2024/05/02 09:00\n\n2024/05/01(Wed)\n10:00\tA\t好\n".encode(code_page)
    path = tmp_path / "x.txt"
    path.write_bytes(text)
    [export] = find_exports([path])
    [batch] = read(export, ReadSettings())
    assert (export.platform, rows(batch.messages, "text")) == ("line", ["好"])


def test_exports_are_found_whatever_they_are_called_and_wherever_they_lie(tmp_path: Path) -> None:
    for place, data in enumerate(export_of_line.example().values()):
        path = tmp_path / "A" / str(place) / "NOTES.DAT"
        path.parent.mkdir(parents=True)
        path.write_bytes(data)
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.write(tmp_path / "A" / "0" / "NOTES.DAT", "x/y.txt")
    assert [export.platform for export in find_exports([tmp_path / "A", tmp_path / "b.zip"])] == ["line"] * 4


@pytest.mark.parametrize(
    "text",
    ["", "[LINE]", "[LINE] only a title\n", "2024.01.02 Tuesday\n", "2024.01.02\n10:15 did this\n", "10:15\ta\tb\n",
     "[LINE drawing]\n10:00\ta\n", "2024.01.02 notes\n10:15 did this\n"],
)  # fmt: skip
def test_other_texts_are_not_taken_for_line_s(text: str) -> None:
    assert decode_chat(text.encode()) is None


def test_a_file_that_is_none_is_told_so(tmp_path: Path) -> None:
    with pytest.raises(SourceFormatError, match="no chat of LINE"):
        batch_of(tmp_path, "hello\n")


WHOLE = b"\n".join(export_of_line.example().values())


@given(st.integers(0, len(WHOLE)), st.binary(max_size=20))
@given_example(0, b"")
def test_no_record_is_lost_wherever_a_file_is_cut_or_broken(cut: int, noise: bytes) -> None:
    data = export_of_line.example()["[LINE] チーム.txt"][:cut] + noise + WHOLE[cut:]
    if decode_chat(data) is not None:
        path = Path(__file__).parent / "nothing"
        batches = read_bytes(path, data)
        for batch in batches:
            assert batch.records == batch.messages.num_rows + batch.events.num_rows + batch.rejects.num_rows


def read_bytes(path: Path, data: bytes) -> list[Batch]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("chatward.sources.transcript.decoding.read_members", lambda export: [("", data)])
        return list(read(Export(path, "line"), ReadSettings()))


def test_a_banner_may_go_without_the_day_of_saving(tmp_path: Path) -> None:
    batch = batch_of(tmp_path, "[LINE] Chat history with Bob\n\nThu, 02/08/2024\n10:15\tBob\thi\n")
    assert (walls(batch), rows(batch.messages, "text")) == (["2024-02-08T10:15:00"], ["hi"])
    assert rows(batch.conversations, "title") == ["Bob"]
    saved = "[LINE] Chat history with Bob\nSaved on: 2024/02/05 09:00\n\n2024/02/03 Sat\n10:15\tBob\thi\n"
    assert walls(batch_of(tmp_path, saved)) == ["2024-02-03T10:15:00"]
