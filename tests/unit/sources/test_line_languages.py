"""LINE's days in the languages of its app."""

from pathlib import Path

import pytest
from babel.dates import get_day_names

from chatward.sources.line.contents import notice_of
from chatward.sources.line.weekdays import weekday
from chatward.sources.recognise import find_exports, read
from chatward.sources.records import Export, ReadSettings

LANGUAGES = "ar de en es fr id it ja ko ms pt ru th tr vi zh zh_Hant"


@pytest.mark.parametrize("language", LANGUAGES.split(" "))
def test_the_days_of_the_week_are_known_in_the_languages_of_the_app(language: str) -> None:
    names = get_day_names("wide", locale=language)
    assert [weekday(names[day]) for day in range(7)] == list(range(7))


@pytest.mark.parametrize(
    "heading",
    ["lundi 05/02/2024", "lun. 05/02/2024", "Montag, 05.02.2024", "lunedì 05/02/2024", "Понедельник, 05.02.2024",
     "05.02.2024 Pazartesi", "الاثنين، 05/02/2024", "Isnin, 05/02/2024", "Thứ Hai, 05/02/2024"],
)  # fmt: skip
def test_headings_are_read_in_the_languages_of_the_app(tmp_path: Path, heading: str) -> None:
    path = tmp_path / "chat.txt"
    path.write_text(f"{heading}\n10:00\tAnn\thello\n10:01\tBen\tyes\n", encoding="utf-8")
    [found] = find_exports([path])
    assert isinstance(found, Export)
    [batch] = read(found, ReadSettings())
    assert [f"{at:%Y-%m-%d}" for at in batch.messages["sent_at_local"].to_pylist()] == ["2024-02-05"] * 2


@pytest.mark.parametrize(
    ("notice", "event"),
    [
        ("Annがメッセージの送信を取り消しました", "message_deleted"),
        ("Benがグループに参加しました。", "member_joined"),
        ("AnnがBenをグループに追加しました。", "member_joined"),
        ("Benがグループを退会しました。", "member_left"),
        ("Benをグループから削除しました。", "member_left"),
        ("Ann unsent a message.", "message_deleted"),
        ("Ann ยกเลิกข้อความ", "message_deleted"),
        ("Ben เข้าร่วมกลุ่ม", "member_joined"),
        ("Ann已收回訊息", "message_deleted"),
        ("Ben加入聊天", "member_joined"),
        ("Ben離開聊天", "member_left"),
        ("Ann已新增Ben至群組", "member_joined"),
        ("Ann님이 메시지 전송을 취소했습니다.", "message_deleted"),
        ("Ben님이 나갔습니다.", "member_left"),
        ("Ann membatalkan pengiriman pesan.", "message_deleted"),
        ("Ben keluar dari grup.", "member_left"),
        ("Ben đã tham gia nhóm.", "member_joined"),
        ("Ben salió del grupo.", "member_left"),
        ("Ben entrou no grupo.", "member_joined"),
        ("Ben Notari joined the group.", "member_joined"),
        ("Annがアルバムに写真を追加しました", "notice"),
        ("Annがノートを追加しました", "notice"),
        ("友だちを追加しました", "notice"),
        ("Ann added 3 photos to the album Notes.", "notice"),
        ("Ann removed a photo from the album.", "notice"),
        ("Ann menambahkan foto ke album", "notice"),
    ],
)
def test_notices_are_understood_in_the_languages_of_the_app(notice: str, event: str) -> None:
    assert notice_of(notice).event == event
