"""The CSV of LINE Official Account Manager."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from support.reading import gathered

from chatward.sources.recognise import find_exports, read
from chatward.sources.records import ReadSettings

HEAD = """アカウント名,Acme Care
タイムゾーン,'+09:00
ダウンロード日時,2026/09/15 14:34
送信者タイプ,送信者名,送信日,送信時刻,内容
"""
ENGLISH_HEAD = """"Account name","Acme Care"
"Time zone","-03:30"
"Date downloaded","2026/09/15 14:34"
"Sender type","Sender name","Date sent","Time sent","Content"
"""


def rows_of(folder: Path, text: str, encoding: str = "utf-8-sig") -> dict[str, list[dict[str, Any]]]:
    (folder / "chat.csv").write_bytes(text.replace("\n", "\r\n").encode(encoding))
    [export] = find_exports([folder / "chat.csv"])
    assert export.platform == "line"
    return gathered(read(export, ReadSettings()))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "utf-16", "utf-16-le"])
def test_messages_have_the_instants_that_the_zone_above_them_tells(tmp_path: Path, encoding: str) -> None:
    rows = rows_of(tmp_path, f'{HEAD}User,花子,2025/09/18,00:24:55,"二行\n""目"""\n', encoding)
    [message] = rows["messages"]
    assert (message["sender_key"], message["text"]) == ("line_name:花子", '二行\n"目"')
    assert message["sent_at_utc"] == datetime(2025, 9, 17, 15, 24, 55, tzinfo=UTC)
    assert (message["zone_source"], message["precision"], message["sent_at_local"]) == ("explicit", "second", None)
    assert rows["conversations"] == [{"conversation_key": "line_name:花子", "title": None, "kind": "direct"}]


def test_the_account_and_who_writes_for_it_are_staff(tmp_path: Path) -> None:
    rows = rows_of(
        tmp_path,
        f"{ENGLISH_HEAD}Account,,2025/09/18,14:24:55,hi\nAccount,Bo,2025/09/18,14:24:56,hi\nUser,Ann,2025/09/18,9:00:00,a\n",
    )
    assert [message["sender_key"].partition(":")[2] for message in rows["messages"]] == ["Acme Care", "Bo", "Ann"]
    assert [person["role"] for person in rows["participants"]] == ["staff", "staff", None]
    assert rows["messages"][2]["sent_at_utc"] == datetime(2025, 9, 18, 12, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "kind", "text"),
    [
        ("動画を送信しました。", "media", None), ("スタンプを送信しました", "sticker", None),
        ("Photo sent", "media", None),
        ("メッセージの送信を取り消しました", "deleted", None), ('"\'\n=1"', "text", "\n=1"), ("'tis", "text", "'tis"),
        ("'=1+1", "text", "=1+1"),
    ],
)  # fmt: skip
def test_what_stands_in_place_of_a_text_is_told_from_one(
    tmp_path: Path, written: str, kind: str, text: str | None
) -> None:
    [message] = rows_of(tmp_path, f"{HEAD}User,Ann,2025/09/18,9:00:00,{written}\n")["messages"]
    assert (message["kind"], message["text"]) == (kind, text)


def test_a_row_that_cannot_be_read_costs_no_other(tmp_path: Path) -> None:
    rows = rows_of(
        tmp_path,
        f"{HEAD}stray\nUser,Ann,2025/09/18,9:00:00,a,b\nUser,Ann,2025/13/18,9:00:00,a\nUser,Ann,2025/09/18,9:00:00,c\n",
    )
    assert [message["text"] for message in rows["messages"]] == ["c"]
    assert [reject["reason"] for reject in rows["rejects"]] == ["no_header", "columns", "no_time"]
