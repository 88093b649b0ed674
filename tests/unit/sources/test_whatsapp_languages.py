"""What WhatsApp writes in place of messages, language by language, as its app has been seen to word it."""

from pathlib import Path

import pytest

from chatward.sources.records import Batch, Export, ReadSettings
from chatward.sources.whatsapp.notices import event_kind
from chatward.sources.whatsapp.reader import read

MARK = "\u200e"
PHRASES = Path(__file__).parents[2] / "support" / "phrases"


def rows_of(name: str) -> list[list[str]]:
    """Return a table's rows: a language, and what the app writes in it, by the columns that the first line names."""
    return [line.split("\t") for line in (PHRASES / name).read_text(encoding="utf-8").splitlines()[1:]]


def batch_of(folder: Path, header: str, texts: list[str]) -> Batch:
    path = folder / "chat.txt"
    path.write_text("".join(f"{header}Bo: {text}\n" for text in texts), encoding="utf-8")
    [batch] = read(Export(path, "whatsapp"), ReadSettings())
    return batch


ANDROID = rows_of("whatsapp_android.tsv")
IOS = rows_of("whatsapp_ios.tsv")
NOTICES = rows_of("whatsapp_notices.tsv")
LEFT_OUT = ["image/*", "video/*", "audio/*", "image/webp", "image/gif", "text/vcard", None]


@pytest.mark.parametrize("row", ANDROID, ids=lambda row: row[0])
def test_android_says_what_a_message_is(tmp_path: Path, row: list[str]) -> None:
    _, deleted, own, attached, voice, video, place = row
    texts = [deleted, own, f"price list.pdf ({attached})", voice, video, place]
    batch = batch_of(tmp_path, "13.02.24, 20:59 - ", texts)
    assert batch.messages["kind"].to_pylist() == ["deleted", "deleted", "media", "location"]
    assert batch.messages["attachments"][2][0]["name"].as_py() == "price list.pdf"
    assert batch.events["event"].to_pylist() == ["call", "call"]


@pytest.mark.parametrize("row", IOS, ids=lambda row: row[0])
def test_ios_says_what_was_left_out(tmp_path: Path, row: list[str]) -> None:
    batch = batch_of(tmp_path, "[13.02.24, 20:59:01] ", [MARK + text for text in row[1:]])
    found = batch.messages.to_pylist()
    kinds = ["deleted"] * 2 + ["media"] * 3 + ["sticker", "media", "contact", "media"]
    assert [message["kind"] for message in found] == kinds
    assert [message["attachments"][0]["media_type"] for message in found[2:]] == LEFT_OUT


@pytest.mark.parametrize("row", NOTICES, ids=lambda row: row[0])
def test_notices_tell_who_came_and_went_and_what_the_group_is_called(row: list[str]) -> None:
    events = ["group_created", "title_changed", "member_joined", "member_joined", "member_left", "member_left"]
    assert [event_kind(notice) for notice in row[1:]] == events


@pytest.mark.parametrize("text", ["Ei kuvaa", "Без файл", "ไม่มีรูปภาพ", "fără audio"])
def test_what_people_say_too_is_theirs_without_brackets_and_mark(tmp_path: Path, text: str) -> None:
    batch = batch_of(tmp_path, "[13.02.24, 20:59:01] ", [text, MARK + text, f"<{text}>"])
    assert batch.messages["kind"].to_pylist() == ["text", "media", "media"]
    assert batch.messages["text"].to_pylist() == [text, None, None]


@pytest.mark.parametrize(
    "text", ["یہ میسج حذف کر دیا گیا ہے۔", "यह मैसेज डिलीट कर दिया गया है।", "此訊息已刪除。", "Bu mesaj silindi."]
)
def test_a_phrase_ends_in_the_full_stop_of_its_writing(tmp_path: Path, text: str) -> None:
    batch = batch_of(tmp_path, "13.02.24, 20:59 - ", [text])
    assert batch.messages["kind"].to_pylist() == ["deleted"]


@pytest.mark.parametrize("text", ["تماس صوتی بی\u200cپاسخ", "تماس صوتی بی\u200cپاسخ در ۲۰:۵۹"])
def test_a_sign_without_width_hides_no_call(text: str) -> None:
    assert event_kind(text) == "call"


@pytest.mark.parametrize(
    "notice",
    [
        "As mensagens e chamadas são encriptadas ponto a ponto.",
        "Τα μηνύματα και οι κλήσεις κρυπτογραφούνται πλήρως.",
        "میسجز اور کالز اینڈ ٹو اینڈ اینکرپشن کے ذریعے محفوظ ہیں۔",
        "Meddelanden och samtal är komplett krypterade.",
        "Správy a hovory sú zabezpečené šifrovaním počas celého spojenia.",
        "Wiadomości i połączenia są w pełni zaszyfrowane.",
        "Mesajele și apelurile sunt criptate integral.",
        "मेसेजेस आणि कॉल्स एन्ड-टू-एन्ड एन्क्रिप्शनने सुरक्षित केलेले असतात.",
        "Poruke i pozivi zaštićeni su potpunom enkripcijom.",
        "મેસેજ અને કૉલ શરૂથી અંત સુધી સુરક્ષિત છે.",
        "Déantar criptiúchán ó cheann go ceann ar theachtaireachtaí agus ar ghlaonna.",
        "Viestit ja puhelut salataan täysin.",
        "Zprávy a hovory jsou opatřeny koncovým šifrováním.",
        "Els missatges i les trucades estan xifrats d'extrem a extrem.",
        "Az üzenetek és hívások végpontok közötti titkosítással vannak védve.",
        "訊息和通話經端對端加密。",
        "메시지 및 전화는 종단간 암호화되어 안전합니다.",
        "Din sikkerhedskode for Bo har ændret sig.",
        "Kode keamanan Anda dengan Bo telah berubah.",
        "Boとのセキュリティコードが変更されました。",
    ],
)
def test_notices_of_encryption_are_no_message_of_the_name_before_them(tmp_path: Path, notice: str) -> None:
    batch = batch_of(tmp_path, "[13.02.24, 20:59:01] ", ["hi", MARK + notice])
    assert (batch.messages["text"].to_pylist(), batch.events["event"].to_pylist()) == (["hi"], ["notice"])


@pytest.mark.parametrize(
    "text", ["Missed Voice Call", "Verpasster Sprachanruf", "CONTACT CARD OMITTED", "Image Omitted"]
)
def test_capital_letters_hide_no_phrase(tmp_path: Path, text: str) -> None:
    batch = batch_of(tmp_path, "13.02.24, 20:59 - ", ["hi", text])
    assert batch.messages["kind"].to_pylist()[1:] + batch.events["event"].to_pylist() != ["text"]
