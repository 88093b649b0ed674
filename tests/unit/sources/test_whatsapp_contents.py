"""What stands in a message's place: media, deletions, calls, notices; and who is speaking."""

import zipfile
from pathlib import Path
from typing import Any

import pytest

from chatward.sources.records import Batch, Export, ReadSettings
from chatward.sources.whatsapp.reader import read

MARK = "\u200e"
PHOTO = "00000012-PHOTO-2024-02-01-09-00-30.jpg"
VOICE = "00000012-AUDIO-2024-02-01-09-00-30.opus"


def read_lines(folder: Path, *lines: str, name: str = "chat.txt", ios: bool = False, **settings: Any) -> Batch:
    header = "[25.03.24, 22:02:07] " if ios else "25.03.24, 22:02 - "
    path = folder / name
    path.write_text("".join(f"{header}{line}\n" for line in lines), encoding="utf-8")
    [batch] = read(Export(path, "whatsapp"), ReadSettings(**settings))
    assert batch.records == len(lines)
    assert batch.records == batch.messages.num_rows + batch.events.num_rows + batch.rejects.num_rows
    return batch


def only_message(folder: Path, text: str, *, ios: bool = False) -> dict[str, Any]:
    [message] = read_lines(folder, f"Bo: {text}", ios=ios).messages.to_pylist()
    return dict(message)


def file(name: str | None, media_type: str | None) -> list[dict[str, Any]]:
    return [{"name": name, "media_type": media_type, "size_bytes": None}]


@pytest.mark.parametrize(
    "text",
    [
        "This message was deleted",
        "You deleted this message.",
        "THIS MESSAGE WAS DELETED",
        MARK + "This message was deleted.",
        MARK + "This message was deleted by admin Zoë.",
        MARK + "You deleted this message as admin",
        "Diese Nachricht wurde gelöscht.",
        "Se eliminó este mensaje",
        "Ce message a été supprimé",
        "Questo messaggio è stato eliminato",
        "Dit bericht is verwijderd",
        "Ta wiadomość została usunięta",
        "Bu mesaj silindi",
        "Данное сообщение удалено",
        "Це повідомлення видалено",
        "\u200fتم حذف هذه الرسالة",
        "הודעה זו נמחקה",
        "यह मैसेज डिलीट किया गया",
        "Pesan ini telah dihapus",
        "Tin nhắn này đã bị xóa",
        "此消息已删除",
        "此訊息已刪除",
        "このメッセージは削除されました。",
        "삭제된 메시지입니다.",
        "Αυτό το μήνυμα διαγράφηκε",
    ],
)
def test_a_deleted_message_keeps_its_place_and_loses_its_text(tmp_path: Path, text: str) -> None:
    message = only_message(tmp_path, text)
    assert (message["kind"], message["text"], message["is_deleted"]) == ("deleted", None, True)


@pytest.mark.parametrize(
    ("text", "kind", "media_type"),
    [
        ("<Media omitted>", "media", None),
        ("<Medien ausgeschlossen>", "media", None),
        ("<wörter einer sprache, die niemand kennt>", "media", None),
        ("image omitted", "media", "image/*"),
        (MARK + "Bild weggelassen", "media", "image/*"),
        (MARK + "vidéo absente", "media", "video/*"),
        (MARK + "áudio ocultado", "media", "audio/*"),
        (MARK + "sticker omesso", "sticker", "image/webp"),
        (MARK + "GIF weggelaten", "media", "image/gif"),
        (MARK + "Contact card omitted", "contact", "text/vcard"),
        (MARK + "изображение отсутствует", "media", "image/*"),
        (MARK + "画像は含まれていません", "media", "image/*"),
    ],
)
def test_media_left_out_are_one_attachment_without_a_name(
    tmp_path: Path, text: str, kind: str, media_type: str | None
) -> None:
    message = only_message(tmp_path, text)
    assert (message["kind"], message["text"]) == (kind, None)
    assert message["attachments"] == file(None, media_type)


@pytest.mark.parametrize(
    ("text", "kind", "name", "media_type", "caption"),
    [
        ("IMG-20240213-WA0001.jpg (file attached)", "media", "IMG-20240213-WA0001.jpg", "image/jpeg", None),
        (
            "IMG-20240213-WA0001.jpg (Datei angehängt)\nthe damage\nfrom above",
            "media",
            "IMG-20240213-WA0001.jpg",
            "image/jpeg",
            "the damage\nfrom above",
        ),
        ("VID-20240213-WA0001.mp4 (in no language we know)", "media", "VID-20240213-WA0001.mp4", "video/mp4", None),
        ("Rechnung Nr. 7.pdf (Datei angehängt)", "media", "Rechnung Nr. 7.pdf", "application/pdf", None),
        ("PTT-20240305-WA0003.opus (arquivo anexado)", "media", "PTT-20240305-WA0003.opus", "audio/opus", None),
        ("STK-20240305-WA0003.webp (file attached)", "sticker", "STK-20240305-WA0003.webp", "image/webp", None),
        ("Zoë.vcf (archivo adjunto)", "contact", "Zoë.vcf", "text/vcard", None),
        (MARK + f"<attached: {PHOTO}>", "media", PHOTO, "image/jpeg", None),
        (MARK + f"<Anhang: {VOICE}>", "media", VOICE, "audio/opus", None),
        (MARK + "<adjunto: a.bin2>", "media", "a.bin2", None, None),
        ("look " + MARK + f"<attached: {PHOTO}>", "media", PHOTO, "image/jpeg", "look"),
        (MARK + f"<attached: {PHOTO}>\nlook", "media", PHOTO, "image/jpeg", "look"),
        ("offer.pdf • " + MARK + "2 pages " + MARK + "document omitted", "media", "offer.pdf", "application/pdf", None),
    ],
)
def test_a_file_has_its_name_its_type_and_its_caption(
    tmp_path: Path, text: str, kind: str, name: str, media_type: str | None, caption: str | None
) -> None:
    message = only_message(tmp_path, text)
    assert (message["kind"], message["text"]) == (kind, caption)
    assert message["attachments"] == file(name, media_type)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Bis morgen <Diese Nachricht wurde bearbeitet.>", "Bis morgen"),
        ("see you <This message was edited>", "see you"),
        ("ciao <Messaggio modificato>", "ciao"),
        ("hola <Mensaje editado>", "hola"),
        ("привет <Сообщение отредактировано>", "привет"),
        ("salam <پیام ویرایش شده است.>", "salam"),
        ("ok " + MARK + "<words that stand behind the mark of iOS>", "ok"),
        ("Hola <Se editó este mensaje.>", "Hola"),
        ("two\nlines <Questo messaggio è stato modificato>", "two\nlines"),
    ],
)
def test_an_edited_message_is_flagged_and_freed_of_the_remark(tmp_path: Path, text: str, kept: str) -> None:
    message = only_message(tmp_path, text)
    assert (message["kind"], message["text"], message["is_edited"]) == ("text", kept, True)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("null", "unsupported"),
        (
            MARK + "You received a view once photo. For added privacy, you can only open it on your phone.",
            "unsupported",
        ),
        ("location: https://maps.google.com/?q=51.50214,-0.12739", "location"),
        (MARK + "Standort: https://maps.google.com/?q=51.50214,-0.12739", "location"),
        (MARK + "Café X (1 Road): https://foursquare.com/v/4b0", "location"),
        ("live location shared", "location"),
        (MARK + "Live-Standort wird geteilt", "location"),
        ("POLL:\nWhich day?\nOPTION: Mon (1 vote)", "poll"),
        (MARK + "UMFRAGE:\nWann?\n" + MARK + "OPTION: Mo (" + MARK + "1 Stimme)", "poll"),
    ],
)
def test_messages_that_are_no_plain_text_have_their_kind(tmp_path: Path, text: str, kind: str) -> None:
    assert only_message(tmp_path, text)["kind"] == kind


@pytest.mark.parametrize(
    "text",
    [
        "I saw: this message was deleted yesterday",
        "null and void",
        "<3",
        "a < b > c",
        "x <y>",
        "ok :)",
        "(file attached)",
        "see notes.txt (old)",
        "who removed me? I left",
        "image omitted by whom?",
        "missed voice call with mother today",
        "end-to-end encryption is great",
        "https://example.org/?q=maps.google.com",
        "12:30: lunch",
        "5 • 6",
        "Agenda:\nfirst",
        "this message was edited",
        "This message was deleted by admin Zoë, I think",
        "no image omitted",
        " two spaces ahead",
        "trailing space ",
        "a\u200eb",
    ],
)
def test_what_people_write_themselves_stays_as_they_wrote_it(tmp_path: Path, text: str) -> None:
    message = only_message(tmp_path, text)
    assert (message["kind"], message["text"], message["attachments"]) == ("text", text, None)
    assert (message["is_edited"], message["is_deleted"]) == (False, False)


@pytest.mark.parametrize(
    ("notice", "event"),
    [
        ("Messages and calls are end-to-end encrypted. No one outside of this chat can read them.", "notice"),
        ('+12 345 578 created group "Groupname"', "group_created"),
        ('You created group "A: B"', "group_created"),
        ('Jürgen hat die Gruppe "Ziele: 2024" erstellt.', "group_created"),
        ('Bo changed the subject from "x: y" to "z"', "title_changed"),
        ("You were added", "member_joined"),
        ("Bo added Zoë", "member_joined"),
        ("Bo joined using this group's invite link", "member_joined"),
        ("Bo left", "member_left"),
        ("Bo removed +49 151 1234567", "member_left"),
        ("Missed voice call", "call"),
        ("Verpasster Videoanruf um 22:02", "call"),
        ("الرسائل والمكالمات مشفّرة بالكامل: لا أحد خارج هذه الدردشة", "notice"),
        ("Words of a language that nobody knows", "notice"),
    ],
)
def test_a_line_without_a_sender_is_an_event(tmp_path: Path, notice: str, event: str) -> None:
    [found] = read_lines(tmp_path, "Zoë: hi", notice).events.to_pylist()
    assert (found["event"], found["text"], found["record"]) == (event, notice, 2)


@pytest.mark.parametrize(
    ("notice", "event"),
    [
        ("Nachrichten und Anrufe sind Ende-zu-Ende-verschlüsselt.", "notice"),
        ("Bo created this group", "group_created"),
        ("Missed voice call. \u200eTap to call back", "call"),
        ("Voice call, \u200e3 min", "call"),
        ("Zoë left", "member_left"),
    ],
)
def test_ios_marks_notices_that_have_a_sender(tmp_path: Path, notice: str, event: str) -> None:
    batch = read_lines(tmp_path, "Zoë: hi", f"Team: {MARK}{notice}", ios=True)
    assert batch.events["event"].to_pylist() == [event]
    assert batch.messages["text"].to_pylist() == ["hi"]


def test_without_the_mark_the_same_words_are_a_person_s(tmp_path: Path) -> None:
    assert only_message(tmp_path, "Zoë left", ios=True)["kind"] == "text"


def test_a_missed_call_is_an_event_even_with_a_sender(tmp_path: Path) -> None:
    [event] = read_lines(tmp_path, "Bo: Missed voice call").events.to_pylist()
    assert (event["event"], event["actor_key"]) == ("call", "whatsapp_name:Bo")


def test_a_notice_names_its_actor_where_the_chat_knows_him(tmp_path: Path) -> None:
    lines = ("Zoë Maria: hi", "Zoë Maria left", "+49 151 1234567 left", "Somebody left", "~\u202fZoë Maria left")
    zoe = "whatsapp_name:Zoë Maria"
    assert read_lines(tmp_path, *lines).events["actor_key"].to_pylist() == [zoe, "phone:+491511234567", None, zoe]


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Zoë 🌱 O'Neil-Ruiz", "whatsapp_name:Zoë 🌱 O'Neil-Ruiz"),
        ("~\u202fZoë", "whatsapp_name:Zoë"),
        ("~ Zoë", "whatsapp_name:Zoë"),
        ("\u200f+212 616-465609", "phone:+212616465609"),
        ("\u202a+1 (415) 555‑0100\u202c", "phone:+14155550100"),
        ("+٩٧١ ٥٠ ١٢٣ ٤٥٦٧", "phone:+971501234567"),
        ("~\u202f+49 151 23456789", "phone:+4915123456789"),
        ("007", "whatsapp_name:007"),
        ("👨\u200d👩\u200d👧", "whatsapp_name:👨\u200d👩\u200d👧"),
        ("John - Acme", "whatsapp_name:John - Acme"),
        ("[VIP] Bo", "whatsapp_name:[VIP] Bo"),
    ],
)
def test_a_sender_s_key_is_the_number_or_the_name_as_written(tmp_path: Path, name: str, key: str) -> None:
    batch = read_lines(tmp_path, f"{name}: hi")
    assert batch.messages["sender_key"].to_pylist() == [key]


def test_a_colon_without_a_space_ends_a_name_too(tmp_path: Path) -> None:
    batch = read_lines(tmp_path, "Bo:Hi", "Bo: Hello", "Bo:12:30", "Messages end-to-end. See http://x", "Al:.")
    assert batch.messages["text"].to_pylist() == ["Hi", "Hello", "12:30", "."]
    assert batch.events.num_rows == 1


def test_a_name_with_a_colon_shows_in_all_its_messages(tmp_path: Path) -> None:
    batch = read_lines(tmp_path, "Acme: Sales: a", "Acme: Sales: b", "Acme: Sales: c: d", "Bo: Note: e", "Bo: f")
    senders = batch.messages["sender_key"].to_pylist()
    assert senders == ["whatsapp_name:Acme: Sales"] * 3 + ["whatsapp_name:Bo"] * 2
    assert batch.messages["text"].to_pylist() == ["a", "b", "c: d", "Note: e", "f"]


def test_the_company_s_own_name_may_hold_a_colon(tmp_path: Path) -> None:
    batch = read_lines(tmp_path, "Acme: Sales: a", "Bo: b", own_accounts=frozenset({"ACME: Sales"}))
    assert batch.messages["sender_key"].to_pylist() == ["whatsapp_name:Acme: Sales", "whatsapp_name:Bo"]
    assert batch.participants["role"].to_pylist() == ["staff", None]


def test_the_other_side_is_the_conversation(tmp_path: Path) -> None:
    own = frozenset({"+49 30 1234567"})
    batch = read_lines(tmp_path, "Bo: hi", "+49 30 123-4567: hello", own_accounts=own)
    [conversation] = batch.conversations.to_pylist()
    assert (conversation["conversation_key"], conversation["kind"]) == ("whatsapp_name:Bo", "direct")
    assert set(batch.messages["conversation_key"].to_pylist()) == {"whatsapp_name:Bo"}


@pytest.mark.parametrize(
    "name",
    [
        "WhatsApp Chat with Team 7.txt",
        "WhatsApp Chat mit Team 7.txt",
        "Chat de WhatsApp con Team 7.txt",
        "Conversa do WhatsApp com Team 7.txt",
        "Discussion WhatsApp avec Team 7.txt",
        "Чат WhatsApp с Team 7.txt",
        "与Team 7的 WhatsApp 聊天.txt",
        "Chat WhatsApp s uživatelem Team 7.txt",
        "WhatsApp Chat - Team 7.txt",
        "WhatsApp Chat with Team 7 (2).txt",
        "WhatsApp-Chat mit Team 7.txt",
        "Chat WhatsApp con Team 7.txt",
    ],
)
def test_a_group_is_called_what_its_file_is_called(tmp_path: Path, name: str) -> None:
    batch = read_lines(tmp_path, "A: hi", "B: hi", "C: hi", name=name)
    [conversation] = batch.conversations.to_pylist()
    assert conversation == {"conversation_key": "title:Team 7", "title": "Team 7", "kind": "group"}


def test_without_any_title_the_people_are_the_conversation(tmp_path: Path) -> None:
    [conversation] = read_lines(tmp_path, "B: hi", "A: hi").conversations.to_pylist()
    assert conversation["conversation_key"] == "participants:whatsapp_name:A|whatsapp_name:B"


@pytest.mark.parametrize(
    ("text", "caption", "media_type"),
    [
        ("nice " + MARK + "image omitted", "nice", "image/*"),
        ("two\nlines " + MARK + "Video weggelassen", "two\nlines", "video/*"),
        (MARK + "so " + MARK + "GIF omitted", "so", "image/gif"),
    ],
)
def test_ios_writes_what_it_left_out_behind_the_caption(
    tmp_path: Path, text: str, caption: str, media_type: str
) -> None:
    message = only_message(tmp_path, text, ios=True)
    assert (message["kind"], message["text"], message["attachments"]) == ("media", caption, file(None, media_type))


def test_a_name_that_only_ever_informs_is_the_group_and_no_person(tmp_path: Path) -> None:
    lines = (f"Team 7: {MARK}Messages and calls are end-to-end encrypted.", "A: hi", "B: hi", "C: hi")
    batch = read_lines(tmp_path, *lines, ios=True)
    assert batch.participants["display_name"].to_pylist() == ["A", "B", "C"]
    assert batch.conversations["title"].to_pylist() == ["Team 7"]
    assert batch.events["actor_key"].to_pylist() == [None]


def test_a_thousand_remarks_of_editing_are_no_way_to_exhaust_the_reader(tmp_path: Path) -> None:
    remark = " <This message was edited>"
    message = only_message(tmp_path, "a" + remark * 3000)
    assert (message["is_edited"], message["text"]) == (True, "a" + remark * 2999)


def test_a_text_file_that_somebody_sent_along_is_a_reject_and_not_the_end(tmp_path: Path) -> None:
    path = tmp_path / "WhatsApp Chat - Bo.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("00000002-notes.txt", "milk\nbread\n")
        archive.writestr("_chat.txt", "[25.03.24, 22:02:07] Bo: hi\n")
    members = ("00000002-notes.txt", "_chat.txt")
    notes, chat = read(Export(path, "whatsapp", members), ReadSettings())
    assert notes.rejects.to_pylist() == [
        {"member": "00000002-notes.txt", "record": 1, "reason": "no_header", "raw": b"milk\nbread\n"}
    ]
    assert (notes.records, chat.records, chat.messages.num_rows) == (1, 1, 1)


def test_whoever_opens_a_group_and_never_writes_is_the_group(tmp_path: Path) -> None:
    lines = (f"Team 7: {MARK}Messages and calls are end-to-end encrypted.", f"Team 7: {MARK}You were added", "A: hi")
    batch = read_lines(tmp_path, *lines, ios=True)
    assert batch.participants["display_name"].to_pylist() == ["A"]
    assert batch.conversations["title"].to_pylist() == ["Team 7"]


def test_whoever_a_group_s_first_notice_speaks_of_is_a_person(tmp_path: Path) -> None:
    batch = read_lines(tmp_path, f"Zoë: {MARK}Zoë created this group", "A: hi", ios=True)
    assert batch.participants["display_name"].to_pylist() == ["Zoë", "A"]
