"""WhatsApp's headers and notices in the writing of many countries."""

from pathlib import Path
from typing import Any

import pytest

from chatward.sources.records import Batch, Export, ReadSettings
from chatward.sources.whatsapp.notices import event_kind
from chatward.sources.whatsapp.reader import looks_like, read


def batch_of(tmp_path: Path, text: str, **settings: Any) -> Batch:
    path = tmp_path / "chat.txt"
    path.write_text(text, encoding="utf-8")
    [batch] = read(Export(path, "whatsapp"), ReadSettings(**settings))
    return batch


@pytest.mark.parametrize(
    ("header", "wall"),
    [
        ("\u200f13\u200f/2\u200f/2024، 8:59 م - ", "2024-02-13T20:59:00"),  # Arabic, with marks between the digits
        ("١٣/٢/٢٠٢٤، ٨:٥٩ ص - ", "2024-02-13T08:59:00"),
        ("13.2.2024, 20:59 - ", "2024-02-13T20:59:00"),  # Hebrew and German
        ("[13.2.2024, 20:59:01] ", "2024-02-13T20:59:01"),
        ("13/2/2024, 8:59 אחה״צ - ", "2024-02-13T20:59:00"),
        ("2024/2/13،\u200f 20:59 - ", "2024-02-13T20:59:00"),  # Persian
        ("13/2/2567 20:59 - ", "2024-02-13T20:59:00"),  # Thai
        ("13/2/2567 BE 20:59 - ", "2024-02-13T20:59:00"),
        ("R6/2/13 20:59 - ", "2024-02-13T20:59:00"),  # Japanese era
        ("2024/02/13 20:59 - ", "2024-02-13T20:59:00"),
        ("[14:56:01, 13/2/24] ", "2024-02-13T14:56:01"),  # Vietnamese
        ("20:59, 13/02/2024 - ", "2024-02-13T20:59:00"),
        ("13.2.2024 klo 20.59 - ", "2024-02-13T20:59:00"),  # Finnish
        ("13/02/24 20.59 - ", "2024-02-13T20:59:00"),  # Indonesian, Danish
        ("13. 2. 2024. 20:59 - ", "2024-02-13T20:59:00"),  # Croatian
        ("2024. 2. 13. 오후 8:59 - ", "2024-02-13T20:59:00"),
        ("2024/2/13 下午8:59 - ", "2024-02-13T20:59:00"),
        ("13/2/24, 8:59\u00a0p.\u00a0m. - ", "2024-02-13T20:59:00"),  # Mexican
        ("2/13/24, 8:59\u202fPM - ", "2024-02-13T20:59:00"),
        ("13/02/2024, 20:59 – ", "2024-02-13T20:59:00"),
    ],
)
def test_headers_are_read_as_every_country_writes_them(tmp_path: Path, header: str, wall: str) -> None:
    text = "".join(f"{header}{name}: hi\n" for name in ("Ann", "Bob", "Ann"))
    batch = batch_of(tmp_path, text)
    assert looks_like(text) > 0.5
    assert (batch.rejects.num_rows, batch.messages.num_rows) == (0, 3)
    assert {at.isoformat() for at in batch.messages["sent_at_local"].to_pylist()} == {wall}
    assert batch.messages["sender_key"].to_pylist() == ["whatsapp_name:Ann", "whatsapp_name:Bob", "whatsapp_name:Ann"]


def test_a_space_after_the_colon_may_be_missing(tmp_path: Path) -> None:
    batch = batch_of(tmp_path, "[2026/7/9 02:28:09] Bob:Hi\n[2026/7/9 02:28:10] Ann:Hello\n")
    assert batch.messages["text"].to_pylist() == ["Hi", "Hello"]


@pytest.mark.parametrize(
    ("notice", "event"),
    [
        ("Zoë hat die Gruppe verlassen.", "member_left"),
        ("Du hast die Gruppe „Kunden“ erstellt.", "group_created"),
        ("Max hat die Gruppe „Kunden“ erstellt.", "group_created"),
        ("Jan heeft de groep verlaten", "member_left"),
        ('Jan heeft groep "Klanten" gemaakt', "group_created"),
        ("Ana salió del grupo", "member_left"),
        ('Ana criou o grupo "Clientes"', "group_created"),
        ("Вы создали группу «Клиенты»", "group_created"),
        ("Ann changed the subject from “a” to “b”", "title_changed"),
        ("Max hat die Gruppenbeschreibung geändert.", "notice"),
    ],
)
def test_notices_say_who_came_and_went(notice: str, event: str) -> None:
    assert (event_kind(notice) or "notice") == event
