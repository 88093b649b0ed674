"""What WhatsApp says in its own words, in wordings that nobody has collected: media left out, groups' pictures."""

from pathlib import Path
from typing import Any

import pytest

from chatward.sources.records import Batch, Export, ReadSettings
from chatward.sources.whatsapp.reader import read

MARK = "\u200e"


def read_lines(folder: Path, *lines: str) -> Batch:
    path = folder / "chat.txt"
    path.write_text("".join(f"[25.03.24, 22:02:07] {line}\n" for line in lines), encoding="utf-8")
    [batch] = read(Export(path, "whatsapp"), ReadSettings())
    return batch


def only_message(folder: Path, text: str) -> dict[str, Any]:
    [message] = read_lines(folder, f"Bo: {text}").messages.to_pylist()
    return dict(message)


@pytest.mark.parametrize(
    ("text", "media_type"),
    [
        ("View once photo omitted", "image/*"),
        ("View once video omitted.", "video/*"),
        ("<View once voice message omitted>", "audio/*"),
        (MARK + "View once photo omitted", "image/*"),
        (MARK + "Einmalansicht-Foto weggelassen", "image/*"),
        (MARK + "Foto de visualización única omitida", "image/*"),
        (MARK + "Vídeo de visualização única omitido", "video/*"),
        (MARK + "Message vocal à vue unique omis", "audio/*"),
        (MARK + "已忽略一次性照片", "image/*"),
        (MARK + "Однократный просмотр: видео отсутствует", "video/*"),
    ],
)
def test_view_once_media_that_were_left_out_are_media(tmp_path: Path, text: str, media_type: str) -> None:
    message = only_message(tmp_path, text)
    assert (message["kind"], message["text"]) == ("media", None)
    assert message["attachments"] == [{"name": None, "media_type": media_type, "size_bytes": None}]


@pytest.mark.parametrize(
    "text", ["I omitted the photo", "she omitted to say that she could view it once and not twice, which is a pity"]
)
def test_what_people_say_of_something_omitted_stays_text(tmp_path: Path, text: str) -> None:
    assert only_message(tmp_path, text)["text"] == text


@pytest.mark.parametrize(
    ("notice", "event"),
    [
        ("Anna hat das Gruppenbild hinzugefügt", "notice"),
        ("Anna hat das Gruppenbild entfernt", "notice"),
        ("Anna hat die Gruppe „X“ zur Community hinzugefügt", "notice"),
        ("Anna hat Bo hinzugefügt", "member_joined"),
        ("Ann added a group description", "notice"),
        ("Ann removed the group icon", "notice"),
        ('Ann added the group "X" to the community', "notice"),
        ("Ann was added to the community", "member_joined"),
        ("Ana añadió la foto del grupo", "notice"),
        ("Ana añadió a Luis", "member_joined"),
        ("Anne a ajouté l'icône du groupe", "notice"),
        ("Ana removeu a imagem do grupo", "notice"),
        ("Ada ha rimosso l'immagine del gruppo", "notice"),
        ("Anna heeft de groepsafbeelding toegevoegd", "notice"),
        ("Анна добавила картинку группы", "notice"),
        ("Анна добавила Луку", "member_joined"),
        ("Ali grup simgesini ekledi", "notice"),
        ("Ani menambahkan ikon grup", "notice"),
        ("小明添加了群组图标", "notice"),
        ("Ann started a call", "call"),
    ],
)
def test_a_picture_that_is_added_or_removed_is_nobody_who_comes_or_goes(
    tmp_path: Path, notice: str, event: str
) -> None:
    batch = read_lines(tmp_path, notice, "Bo: hi")
    assert batch.events.column("event").to_pylist() == [event]
