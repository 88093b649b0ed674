"""Tables that a policy explains: CSV, JSON and Parquet give the same rows, and a bad record costs itself alone."""

import csv
import io
import json
import zipfile
from dataclasses import replace
from datetime import UTC, datetime

import pyarrow as pa
import pytest
from pyarrow import parquet
from support.exports import table as helpdesk
from support.reading_tables import MAPPING, table

from chatward.errors import ConfigError, SourceFormatError
from chatward.sources.records import BATCH_ROWS, Export, ReadSettings
from chatward.sources.table import csv_parts
from chatward.sources.table.finding import find_tables
from chatward.sources.table.reader import read

SOUND = 'id,at,who,words\n1,2024-03-05T14:00:00Z,a@x.example,hello\n2,2024-03-05T14:00:01Z,b@x.example,"a\n""b"""\n'


def helpdesk_as(kind: str) -> bytes:
    """Return the example's records in another form."""
    records = [dict(zip(helpdesk.HEADER, record, strict=True)) for record in helpdesk.RECORDS]
    if kind == "parquet":
        sink = pa.BufferOutputStream()
        parquet.write_table(pa.Table.from_pylist(records), sink, row_group_size=5)
        return bytes(sink.getvalue())
    if kind == "array":
        return json.dumps(records, indent=2).encode()
    return helpdesk.example()[f"helpdesk/2024-03.{kind}"]


@pytest.mark.parametrize("kind", ["csv", "jsonl", "array", "parquet"])
def test_every_form_of_a_table_gives_the_same_rows(tmp_path, kind):
    reading = table(tmp_path, helpdesk_as(kind), helpdesk.MAPPING)
    wanted = table(tmp_path, helpdesk_as("csv"), helpdesk.MAPPING)
    assert (reading.records, reading.rejects) == (12, [])
    assert reading.messages == wanted.messages
    assert reading.events == wanted.events
    assert reading.participants == wanted.participants


def test_columns_become_what_the_policy_says(tmp_path):
    reading = table(tmp_path, helpdesk_as("csv"), helpdesk.MAPPING)
    by_id = {row["platform_message_id"]: row for row in reading.messages}
    assert by_id["m2"]["reply_to"] == "m1"
    assert by_id["m2"]["sent_at_utc"] == datetime(2024, 3, 5, 14, 1, 30, tzinfo=UTC)
    assert by_id["m3"]["text"] == "Ja.\nSiehe Bild,\r\ndanke"
    assert by_id["m3"]["attachments"] == [{"name": "Bild 1.jpg", "media_type": None, "size_bytes": None}]
    assert {key: row["kind"] for key, row in by_id.items() if row["kind"] != "text"} == {
        "m3": "media", "m4": "note", "m7": "media", "m11": "unsupported",
    }  # fmt: skip
    assert by_id["m12"]["sender_key"] is None
    assert [(row["event"], row["target_message_id"], row["text"]) for row in reading.events] == [
        ("message_edited", "m2", "richtig ist 4712"), ("message_deleted", "m3", None), ("member_left", None, None),
    ]  # fmt: skip
    assert {(row["sender_key"], row["display_name"], row["role"]) for row in reading.participants} == {
        ("email:zoe@customer.example", "Zoë Grünwald", "customer"), ("email:kenji@acme.example", "山田 健二", "staff"),
    }  # fmt: skip
    assert [row["conversation_key"] for row in reading.conversations] == ["table:T-7", "table:T-8", "table:T-9"]


def test_own_accounts_are_staff_where_no_column_tells(tmp_path):
    reading = table(tmp_path, SOUND, own_accounts=frozenset({"b@x.example"}))
    assert [row["role"] for row in reading.participants] == [None, "staff"]
    assert {row["conversation_key"] for row in reading.messages} == {"table:all"}


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_the_one_by_which_the_header_has_the_columns(tmp_path, delimiter):
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerows([("id", "at", "a,b;c|d\te", "who", "words"), (1, "2024-03-05", "x", "a@x.example", "1,2;3|4\t5")])
    assert table(tmp_path, text.getvalue()).texts == ["1,2;3|4\t5"]


def test_what_excel_writes_is_read(tmp_path):
    text = "\ufeffsep=;\r\nid;at;who;words\r\n1;2024-03-05 14:00;a@x.example;Grüße\r\n\r\n"
    for encoding in ("utf-8", "utf-16", "utf-16-le", "utf-16-be"):
        reading = table(tmp_path, text.removeprefix("" if encoding == "utf-8" else "\ufeff").encode(encoding))
        assert (reading.texts, reading.records) == (["Grüße"], 1)
    reading = table(tmp_path, text[1:].replace("sep=;\r\n", "").encode("cp1252"))
    assert reading.texts == ["Grüße"]
    assert table(tmp_path, text[1:].replace("\r\n", "\r")).texts == ["Grüße"]


def test_a_table_without_header_has_the_declared_one(tmp_path):
    mapping = replace(MAPPING, header=("id", "at", "who", "words"), delimiter=";")
    assert table(tmp_path, "1;2024-03-05;a@x.example;x\n", mapping).texts == ["x"]


def test_an_encoding_that_is_in_doubt_must_be_declared(tmp_path):
    text = SOUND.replace("hello", "ありがとうございます").encode("shift_jis")
    with pytest.raises(SourceFormatError, match="not in UTF-8") as error:
        table(tmp_path, text)
    assert "encoding: shift_jis" in str(error.value.hint)
    assert table(tmp_path, text, replace(MAPPING, encoding="shift_jis")).texts[0] == "ありがとうございます"


def test_utf_8_with_a_damaged_byte_stays_utf_8(tmp_path):
    text = SOUND.replace("hello", "Grüße aus Köln und schöne Tage für höfliche Käufer").encode()
    assert table(tmp_path, text.replace("Köln".encode(), b"K\xc3ln")).texts[0].startswith("Grüße aus K\ufffdln und")


def test_a_column_that_is_missing_or_double_is_named_with_what_to_do(tmp_path):
    with pytest.raises(SourceFormatError, match="has no column `words`"):
        table(tmp_path, "id,at,who\n1,2024-03-05,a\n")
    with pytest.raises(SourceFormatError, match="more than one column `who`"):
        table(tmp_path, "id,at,who,words,who\n1,2024-03-05,a,b,c\n")
    sink = pa.BufferOutputStream()
    parquet.write_table(pa.table({"id": ["1"], "at": ["x"], "who": ["y"]}), sink)
    with pytest.raises(SourceFormatError, match="has no column `words`"):
        table(tmp_path, bytes(sink.getvalue()))
    with pytest.raises(ConfigError, match="which column"):
        list(read(Export(tmp_path / "table", "table"), ReadSettings()))


def test_a_line_with_too_few_or_too_many_columns_costs_itself(tmp_path):
    reading = table(tmp_path, SOUND + "3,2024-03-05\n4,2024-03-05T14:00:09Z,c@x.example,ok\n5,2024-03-05,a,b,c\n\n")
    assert reading.reasons == {3: "columns", 5: "columns"}
    assert reading.texts == ["hello", 'a\n"b"', "ok"]
    assert [row["record"] for row in reading.messages] == [1, 2, 4]
    assert reading.rejects[0]["raw"] == b"3,2024-03-05"


@pytest.mark.parametrize(
    "broken",
    ['3,2024-03-05,c@x.example,"open\n', '3,2024-03-05,c@x.example,"a"b\n', '"3,2024-03-05,c@x.example,x\n'],
)
def test_a_stray_quote_costs_one_line_and_none_of_those_behind_it(tmp_path, broken):
    behind = "".join(f'{number},2024-03-05,d@x.example,"text, {number}"\n' for number in range(10, 20))
    reading = table(tmp_path, SOUND + broken + behind)
    assert reading.reasons == {3: "quotes"}
    assert reading.texts == ["hello", 'a\n"b"', *(f"text, {number}" for number in range(10, 20))]


def test_a_quote_inside_a_plain_field_is_text(tmp_path):
    assert table(tmp_path, 'id,at,who,words\n1,2024-03-05,a,5" disk\n2,2024-03-05,b,say "yes"\n').texts == [
        '5" disk', 'say "yes"',
    ]  # fmt: skip


def test_bad_lines_of_json_cost_themselves(tmp_path):
    good = {"id": 1, "at": "2024-03-05", "who": "a@x.example", "words": "x"}
    lines = [json.dumps(good), '{"id": 2, "at"', "[1]", "", json.dumps(good | {"id": 4, "at": None}), "7",
             json.dumps(good | {"id": 2**64 - 1, "words": {"a": [1, None]}})]  # fmt: skip
    reading = table(tmp_path, "\n".join(lines))
    assert reading.reasons == {2: "json", 3: "not_an_object", 4: "no_time", 5: "not_an_object"}
    assert reading.texts == ["x", '{"a":[1,null]}']
    assert reading.messages[1]["platform_message_id"] == str(2**64 - 1)


def test_a_path_names_a_field_inside_another(tmp_path):
    mapping = replace(MAPPING, sender="author.contact.email", text="body.text")
    record = {"id": 1, "at": "2024-03-05", "author": {"contact": {"email": "a@x.example"}}, "body": {"text": "x"}}
    odd = [record, record | {"author": None}, record | {"author": {"contact": 5}}, record | {"body.text": "y"}]
    reading = table(tmp_path, "\n".join(map(json.dumps, odd)), mapping)
    assert [row["sender_key"] for row in reading.messages] == ["email:a@x.example", None, None, "email:a@x.example"]
    assert reading.texts == ["x", "x", "x", "y"]
    sink = pa.BufferOutputStream()
    parquet.write_table(pa.Table.from_pylist([record]), sink)
    assert table(tmp_path, bytes(sink.getvalue()), mapping).messages == reading.messages[:1]


def test_an_edit_or_deletion_without_a_target_is_rejected(tmp_path):
    mapping = replace(helpdesk.MAPPING, sender=None, sender_name=None, role=None, conversation=None, reply_to=None,
                      attachment=None, kind=None)  # fmt: skip
    lines = ["id,when,words,action,about", "1,2024-03-05,x,delete,", "2,2024-03-05,y,leave,", "3,2024-03-05,z,delete,9"]
    reading = table(tmp_path, "\n".join(lines), mapping)
    assert reading.reasons == {1: "no_target"}
    assert [row["event"] for row in reading.events] == ["member_left", "message_deleted"]


def test_long_tables_come_in_full_batches(tmp_path):
    rows = "".join(f"{number},2024-03-05T14:00:00Z,a@x.example,w\n" for number in range(BATCH_ROWS + 10))
    reading = table(tmp_path, "id,at,who,words\n" + rows)
    assert sum(batch.messages.num_rows for batch in reading.batches) == BATCH_ROWS + 10
    assert max(batch.messages.num_rows for batch in reading.batches) <= BATCH_ROWS
    assert len(reading.batches) == 2


def test_tables_are_found_in_folders_and_archives_whatever_they_are_called(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.DAT").write_text(SOUND)
    (tmp_path / "in" / "photo.jpg").write_bytes(b"\xff\xd8\xff\xe0" + b"\0" * 20)
    with zipfile.ZipFile(tmp_path / "in" / "b.zip", "w") as archive:
        archive.writestr("x/2024.csv", SOUND)
        archive.writestr("x/2025.jsonl", '{"at": "2024-03-05"}\n')
        archive.writestr("__MACOSX/._x", b"\0")
    found = list(find_tables([tmp_path / "in"]))
    assert [(each.path.name, each.members) for each in found if isinstance(each, Export)] == [
        ("a.DAT", ("",)), ("b.zip", ("x/2024.csv",)), ("b.zip", ("x/2025.jsonl",)),
    ]  # fmt: skip
    assert len(found) == 3
    (tmp_path / "c.zip").write_bytes(b"PK\x03\x04 nothing")
    (broken,) = find_tables([tmp_path / "c.zip"])
    assert not isinstance(broken, Export)


def test_a_record_longer_than_any_may_be_is_one_reject(tmp_path, monkeypatch):
    monkeypatch.setattr(csv_parts, "_LONGEST_RECORD_BYTES", 100)
    monkeypatch.setattr(csv_parts, "_BLOCK_BYTES", 50)
    reading = table(tmp_path, SOUND + f"3,2024-03-05,{'c' * 900},x\n4,2024-03-05,a@x.example,ok\n")
    assert reading.reasons == {3: "quotes"}
    assert reading.texts[-1] == "ok"


def test_blocks_end_between_two_records_wherever_quotes_and_lines_stand(tmp_path, monkeypatch):
    rows = "".join(f'{number},2024-03-05,a@x.example,"line\n""{number}"", and\r\nmore"\n' for number in range(50))
    whole = table(tmp_path, "id,at,who,words\n" + rows).messages
    monkeypatch.setattr(csv_parts, "_BLOCK_BYTES", 64)
    assert table(tmp_path, "id,at,who,words\n" + rows).messages == whole
    assert len(whole) == 50
