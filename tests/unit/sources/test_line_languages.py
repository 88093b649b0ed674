"""LINE's days in the languages of its app."""

from pathlib import Path

import pytest
from babel.dates import get_day_names

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
