"""Headers in the locales that phones have, which of them are headers, and what date they mean."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from chatward.errors import SourceFormatError
from chatward.sources.records import Batch, Export, ReadSettings
from chatward.sources.whatsapp.reader import looks_like, read


def read_bytes(tmp_path: Path, raw: bytes, **settings: Any) -> Batch:
    path = tmp_path / "chat.txt"
    path.write_bytes(raw)
    [batch] = read(Export(path, "whatsapp"), ReadSettings(**settings))
    assert batch.records == batch.messages.num_rows + batch.events.num_rows + batch.rejects.num_rows
    return batch


def read_text(tmp_path: Path, text: str, **settings: Any) -> Batch:
    return read_bytes(tmp_path, text.encode(), **settings)


def times(batch: Batch) -> list[str]:
    return [time.isoformat() for time in batch.messages["sent_at_local"].to_pylist()]


def texts(batch: Batch) -> list[str]:
    return list(batch.messages["text"].to_pylist())


def date_order(batch: Batch) -> str:
    return str(batch.messages.schema.metadata[b"date_order"].decode())


LOCALES = {
    "de android": "25.03.24, 22:02 - ",
    "de ios": "[25.03.24, 22:02:07] ",
    "en_US android": "3/25/24, 10:02\u202fPM - ",
    "en_US android before 2023": "3/25/24, 10:02 PM - ",
    "en_US ios": "[3/25/24, 10:02:07\u202fPM] ",
    "en_GB android": "25/03/2024, 22:02 - ",
    "en_IN android": "25/03/24, 10:02 pm - ",
    "es android": "25/3/24, 22:02 - ",
    "es_MX android": "25/03/24, 10:02 p.\u00a0m. - ",
    "es_CO ios": "[25/03/24, 10:02:07\u202fp.\u00a0m.] ",
    "pt_BR android": "25/03/2024 22:02 - ",
    "fr android": "25/03/2024 à 22:02 - ",
    "fr_CA android": "2024-03-25 22 h 02 - ",
    "fr_CA ios": "[2024-03-25, 22 h 02 min 07 s] ",
    "nl android": "25-03-2024 22:02 - ",
    "sv android": "2024-03-25 22:02 - ",
    "da android": "25.03.2024 22.02 - ",
    "fi android": "25.3.2024 klo 22.02 - ",
    "hr android": "25. 3. 2024. 22:02 - ",
    "hu android": "2024. 03. 25. 22:02 - ",
    "bg ios": "[25.03.24 г., 22:02:07 ч.] ",
    "el android": "25/3/24, 10:02 μ.μ. - ",
    "tr android": "25.03.2024 22:02 - ",
    "ar android": "\u200f25\u200f/3\u200f/2024، 22:02 - ",
    "ar_EG android": "٢٥/٣/٢٠٢٤، ١٠:٠٢ م - ",
    "ar_EG ios": "[٢٥\u200f/٣\u200f/٢٠٢٤, ١٠:٠٢:٠٧ م] ",
    "fa android": "۲۰۲۴/۳/۲۵،\u200f ۲۲:۰۲ - ",
    "he android": "25.3.2024, 22:02 - ",
    "he 12 hours": '25.3.2024, 10:02 אחה"צ - ',
    "hi digits": "२५/०३/२४, १०:०२ pm - ",
    "mr android": "२५/३/२४, १०:०२ म.उ. - ",
    "ne digits": "२०२४-०३-२५ २२:०२ - ",
    "my android": "၂၅-၃-၂၄ ၂၂:၀၂ - ",
    "mk android": "25.3.2024, во 22:02 - ",
    "bn android": "২৫/৩/২৪, ১০:০২ PM - ",
    "th android": "25/3/2567 22:02 - ",
    "th with era": "25/3/2567 BE, 22:02 - ",
    "vi ios": "[22:02:07, 25/3/24] ",
    "vi android": "22:02, 25/03/2024 - ",
    "zh_CN android": "2024/3/25 下午10:02 - ",
    "zh_TW ios": "[2024/3/25 下午10:02:07] ",
    "ja android": "2024/03/25 22:02 - ",
    "ja era": "[R6/3/25 22:02:07] ",
    "ko android": "2024. 3. 25. 오후 10:02 - ",
    "ko words": "2024년 3월 25일 오후 10:02 - ",
    "ms android": "25/03/2024, 10:02 PTG - ",
    "sq android": "25.3.2024, 10:02 m.d. - ",
    "old ios": "25/03/24 22:02:07: ",
    "en dash": "25/03/24, 22:02 – ",
    "no space after the bracket": "[25/03/24, 22:02:07]",
}


@pytest.mark.parametrize("header", LOCALES.values(), ids=LOCALES.keys())
@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_a_header_is_read_in_its_locale(tmp_path: Path, header: str, ending: str) -> None:
    batch = read_text(tmp_path, f"{header}Zoë: one{ending}two{ending}{header}Bo: three", date_order="dmy")
    seconds = "07" if "07" in header.translate(str.maketrans("٠٧", "07")) else "00"
    assert times(batch) == [f"2024-03-25T22:02:{seconds}"] * 2
    assert texts(batch) == ["one\ntwo", "three"]
    assert batch.messages["sender_key"].to_pylist() == ["whatsapp_name:Zoë", "whatsapp_name:Bo"]
    assert batch.messages["precision"].to_pylist() == ["second" if seconds == "07" else "minute"] * 2
    assert looks_like(header + "Zoë: one\n" + header + "Bo: two") > 0.5


@pytest.mark.parametrize(
    ("written", "hour"), [("12:00 AM", 0), ("12:59 am", 0), ("1:00 AM", 1), ("12:00 PM", 12), ("11:00 pm", 23)]
)  # fmt: skip
def test_noon_and_midnight_of_twelve_hour_clocks(tmp_path: Path, written: str, hour: int) -> None:
    batch = read_text(tmp_path, f"3/25/24, {written} - Bo: hi\n")
    assert datetime.fromisoformat(times(batch)[0]).hour == hour


def test_a_word_that_is_neither_am_nor_pm_is_rejected_and_not_guessed(tmp_path: Path) -> None:
    batch = read_text(tmp_path, "3/25/24, 9:15 xyzzy - Bo: hi\n3/25/24, 9:16 AM - Bo: yes\n")
    assert batch.rejects["reason"].to_pylist() == ["unknown_half"]
    assert texts(batch) == ["yes"]


@pytest.mark.parametrize(
    ("dates", "declared", "expected"),
    [
        (["13/1/24", "1/2/24"], "mdy", "dmy evident"),
        (["1/13/24", "1/2/24"], "dmy", "mdy evident"),
        (["2024/1/2"], "dmy", "ymd evident"),
        (["1/3/24", "2/3/24", "3/3/24", "1/4/24", "2/4/24"], "mdy", "dmy monotonic"),
        (["3/1/24", "3/2/24", "3/3/24", "4/1/24", "4/2/24"], "dmy", "mdy monotonic"),
        (["1/2/24"], "mdy", "mdy declared"),
        (["1/2/24"], "dmy", "dmy declared"),
        (["1/2/24"], None, "dmy assumed"),
        (["1.2.24"], None, "dmy assumed"),
        (["19/01/30", "19/02/01", "19/02/02", "19/03/31", "19/04/01", "19/04/02", "19/04/03"], None, "ymd monotonic"),
        (["99/01/30", "01/02/28"], None, "ymd evident"),
        (["24/01/02"], "ymd", "ymd declared"),
    ],
)
def test_one_date_order_holds_for_the_whole_file(
    tmp_path: Path, dates: list[str], declared: str | None, expected: str
) -> None:
    batch = read_text(tmp_path, "".join(f"{date}, 10:00 - Bo: hi\n" for date in dates), date_order=declared)
    assert date_order(batch) == expected


def test_american_phones_are_known_by_their_writing_where_nothing_else_tells(tmp_path: Path) -> None:
    assert date_order(read_text(tmp_path, "1/4/23, 7:02\u202fPM - Bo: hi\n")) == "mdy assumed"


def test_a_date_against_the_order_of_the_file_is_rejected(tmp_path: Path) -> None:
    batch = read_text(tmp_path, "13/1/24, 10:00 - A: x\n14/1/24, 10:00 - A: y\n1/15/24, 10:00 - A: z\nmore\n")
    assert date_order(batch) == "dmy evident"
    assert texts(batch) == ["x", "y"]
    [reject] = batch.rejects.to_pylist()
    assert reject == {"member": "", "record": 3, "reason": "date_order", "raw": b"1/15/24, 10:00 - A: z\nmore"}


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ("31.02.2024, 10:00 - ", "no_date"),
        ("01.13.2024, 10:00 - ", "date_order"),
        ("00.00.2024, 10:00 - ", "no_date"),
        ("01.02.2024, 24:00 - ", "no_time"),
        ("01.02.2024, 10:60 - ", "no_time"),
        ("01.02.1403, 10:00 - ", "calendar"),
    ],
)
def test_what_no_calendar_or_clock_shows_is_rejected_with_the_reason(tmp_path: Path, header: str, reason: str) -> None:
    batch = read_text(tmp_path, f"13.02.2024, 09:59 - A: x\n{header}A: y\n29.02.2024, 10:01 - A: z\n")
    assert batch.rejects["reason"].to_pylist() == [reason]
    assert texts(batch) == ["x", "z"]


@pytest.mark.parametrize(
    "line",
    [
        "[1.9.2019, 00:00:00] Bo: brackets where the file has none",
        "1.9.2019, 10:00 - Bo: four digits of a year where the file has two",
        "1.9.19, 10:00:00 - Bo: seconds where the file has none",
        "1.9.19 10:00 - Bo: no comma",
        "1/9/19, 10:00 - Bo: other separator",
        "1.9.19, 10:00 PM - Bo: a half of the day",
        "10:00, 1.9.19 - Bo: time first",
        "1.9.19: Arrival",
        "20.15.21.15 h Stock",
        "2016-04-29 10:30:00",
        "12. 5 - 7 people",
    ],
)
def test_a_line_that_looks_like_a_header_of_another_shape_stays_text(tmp_path: Path, line: str) -> None:
    batch = read_text(tmp_path, f"1.9.19, 10:00 - Bo: first\n{line}\n02.10.19, 9:05 - Bo: second\n")
    assert texts(batch) == [f"first\n{line}", "second"]


@pytest.mark.parametrize("mark", ["\u200e", "\u200f", "\ufeff", "\u202a", "\u2068", "\u061c"])
def test_marks_anywhere_in_a_header_do_not_matter(tmp_path: Path, mark: str) -> None:
    line = mark.join("[25.03.24, 22:02:07]") + f" {mark}Bo{mark}: hi\n"
    batch = read_text(tmp_path, mark + line * 2)
    assert times(batch) == ["2024-03-25T22:02:07"] * 2
    assert batch.messages["sender_key"].to_pylist() == ["whatsapp_name:Bo"] * 2


def test_lines_before_the_first_header_are_rejects_and_blank_ones_nothing(tmp_path: Path) -> None:
    batch = read_text(tmp_path, "a title\n\nof two lines\n25.03.24, 22:02 - Bo: hi\n")
    assert batch.rejects["raw"].to_pylist() == [b"a title", b"of two lines"]
    assert batch.rejects["record"].to_pylist() == [1, 2]
    assert batch.messages["record"].to_pylist() == [3]


def test_blank_lines_belong_to_the_message_and_the_last_newline_to_the_file(tmp_path: Path) -> None:
    batch = read_text(tmp_path, "25.03.24, 22:02 - Bo: \n\na\n\n\n25.03.24, 22:02 - Bo: b")
    assert texts(batch) == ["\n\na\n\n", "b"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be-bom", "utf-16-le", "utf-16-be"])
def test_byte_order_marks_decide_the_encoding_and_zeros_where_there_is_none(tmp_path: Path, encoding: str) -> None:
    text = "25.03.24, 22:02 - Zoë: grün 🌱\n"
    raw = b"\xfe\xff" + text.encode("utf-16-be") if encoding == "utf-16-be-bom" else text.encode(encoding)
    batch = read_bytes(tmp_path, raw)
    assert (texts(batch), times(batch)) == (["grün 🌱"], ["2024-03-25T22:02:00"])


def test_lines_end_alike_in_every_encoding(tmp_path: Path) -> None:
    batch = read_bytes(tmp_path, "25.03.24, 22:02 - Bo: one\r\ntwo\r\n".encode("utf-16"))
    assert texts(batch) == ["one\ntwo"]


def test_a_chat_that_an_editor_saved_in_windows_1252_is_read(tmp_path: Path) -> None:
    text = "25.03.24, 22:02 - Bo: one\n25.03.24, 22:03 - Zoë: grün – “x” …\n25.03.24, 22:04 - Zoë: two\n"
    batch = read_bytes(tmp_path, text.encode("cp1252"))
    assert texts(batch) == ["one", "grün – “x” …", "two"]
    assert [row["sender_key"] for row in batch.messages.to_pylist()][1:] == ["whatsapp_name:Zoë"] * 2


@pytest.mark.parametrize("sound", ["Zoë: schön, grün", "Bo: one"])
def test_a_record_that_is_not_utf_8_is_rejected_whole_and_its_neighbours_are_read(tmp_path: Path, sound: str) -> None:
    broken = b"25.03.24, 22:03 - Bo: gr\xffn\nx\n"
    batch = read_bytes(tmp_path, f"25.03.24, 22:02 - {sound}\n".encode() + broken + b"25.03.24, 22:04 - Bo: two\n")
    assert texts(batch) == [sound.partition(": ")[2], "two"]
    [reject] = batch.rejects.to_pylist()
    assert (reject["record"], reject["reason"]) == (2, "encoding")
    assert reject["raw"] == broken.rstrip(b"\n")


@pytest.mark.parametrize(
    "text", ["", "\n\n", "Dear all,\nsee you on 25.03.24, 22:02 - or later.\n", "date,user\n1,2\n"]
)
def test_what_has_no_header_is_no_chat_and_the_error_shows_nothing_of_it(tmp_path: Path, text: str) -> None:
    with pytest.raises(SourceFormatError) as caught:
        read_text(tmp_path, text)
    assert "Dear" not in caught.value.message
    assert looks_like(text) == 0


@pytest.mark.parametrize(
    "text",
    [
        "2024-05-01 10:00:00 - INFO: started\n2024-05-01 10:00:01 - ERROR: stopped\n",
        "[2024-05-01 10:00:00] app.ERROR: no such file\n[2024-05-01 10:00:01] app.DEBUG: retry\n",
        "2024-05-01T10:00:00Z host kernel: up\n2024-05-01T10:00:01Z host kernel: down\n",
        "2024-05-01 10:00:00,123 - root - INFO - up\n2024-05-01 10:00:00,124 - root - INFO - down\n",
        "[2019-12-24, 12:23] Jane Doe: Hello\n[2020-01-17, 21:49] John Doe: Hello\n",
        '{"name": "Pat", "messages": [{"date": "25.03.24, 22:02 - Pat: hi"}]}\n',
        "2024/05/01(水)\n10:00\tAcme\thello\n10:01\tPat\thi\n",
        "[Min-ji] [오전 9:00] hello\n[Acme] [오후 12:05] hi\n",
        "Date,User,Message\n2024-05-01 09:00:12,Min-ji,hello\n",
        "Minutes of 1.2.24\n\n10:00 - 11:00: talk\n11:00 - 12:00: more talk\n",
    ],
)
def test_other_texts_do_not_look_like_a_chat(text: str) -> None:
    assert looks_like(text) == 0


def test_a_chat_in_which_nobody_wrote_is_known_by_its_notice() -> None:
    notice = "25.03.24, 22:02 - Nachrichten und Anrufe sind Ende-zu-Ende-verschlüsselt.\n"
    assert looks_like(notice) == 0.5
    assert looks_like("25.03.24, 22:02 - lunch\n") == 0
