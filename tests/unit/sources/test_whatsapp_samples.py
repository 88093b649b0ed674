"""Files of other projects, with what those projects expect of them."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest

from chatward.sources.records import Batch, Export, ReadSettings
from chatward.sources.whatsapp.reader import looks_like, read

SHARED = Path(__file__).resolve().parents[3] / ".." / "shared" / "exports"
CHATS = SHARED / "whatsapp"
CHATISTICS = CHATS / "MasterScrat+Chatistics" / "tests" / "test_data" / "whatsapp"
CHAT_MINER = CHATS / "joweich+chat-miner" / "test" / "whatsapp"
SYNTHETIC = CHATS / "synthetic+from-spec"
BERLIN = ZoneInfo("Europe/Berlin")

pytestmark = pytest.mark.skipif(not CHATS.is_dir(), reason="the sample exports are not beside this repository")


def batches_of(path: Path, *, member: str = "", **settings: Any) -> list[Batch]:
    return list(read(Export(path, "whatsapp", (member,)), ReadSettings(**settings)))


def messages_of(path: Path, *, member: str = "", **settings: Any) -> list[dict[str, Any]]:
    batches = batches_of(path, member=member, **settings)
    return list(pa.concat_tables([batch.messages for batch in batches]).to_pylist())


def chats() -> list[Path]:
    return sorted(CHATS.rglob("*.txt"))


@pytest.mark.parametrize("path", chats(), ids=lambda path: path.name)
def test_every_sample_is_recognised_and_read_without_a_reject(path: Path) -> None:
    assert looks_like(path.read_text(encoding="utf-8")) > 0.5
    for batch in batches_of(path):
        assert batch.rejects.num_rows == 0
        assert batch.records == batch.messages.num_rows + batch.events.num_rows


@pytest.mark.parametrize("name", ["_chat.txt", "_chat 2.txt", "_chat 3.txt"])
def test_chatistics_counts_and_times_are_met(name: str) -> None:
    expected = json.loads((CHATISTICS / "EXPECTED.json").read_text(encoding="utf-8"))[name]
    order = "mdy" if name == "_chat 3.txt" else None
    found = messages_of(CHATISTICS / name, date_order=order)
    assert len(found) == expected["messages"]
    if "local_datetimes" in expected:
        times = [datetime.fromisoformat(text) for text in expected["local_datetimes"]]
        assert [row["sent_at_local"] for row in found] == times


def test_a_pasted_header_of_another_shape_stays_in_the_message_above_it() -> None:
    texts = [row["text"] for row in messages_of(CHATISTICS / "_chat.txt")]
    assert texts[16].endswith("\n[1.2.2019, 00:00:00] John Doe: this line is not a message on its own")
    assert texts[18] == "What is that?\n2/11/19, 14:48 Alice Placeholder: this is a message from another chat!"


def test_a_name_known_from_another_line_ends_at_its_own_colon() -> None:
    found = messages_of(CHATISTICS / "_chat 3.txt", date_order="mdy")
    assert found[3]["sender_key"] == found[5]["sender_key"] == "whatsapp_name:The final test"
    assert found[3]["text"] == "Does it work with colons?: Hallelujah!"
    assert found[7]["text"].strip("\n") == "👍👍👍👍👍👍!"


def test_halves_of_the_day_may_change_their_letters_within_a_file() -> None:
    found = messages_of(CHATISTICS / "_chat 4.txt")
    assert [row["sent_at_local"].isoformat() for row in found] == [
        "2019-09-17T08:30:52", "2019-09-17T16:30:10", "2019-09-18T16:50:32",
    ]  # fmt: skip
    assert {row["precision"] for row in found} == {"second"}


@pytest.mark.parametrize("path", sorted(CHAT_MINER.glob("*.txt")), ids=lambda path: path.name)
def test_chat_miner_s_target_is_met(path: Path) -> None:
    target = json.loads((CHAT_MINER / "target.json").read_text(encoding="utf-8"))
    found = {
        (row["sent_at_local"].isoformat(), row["sender_key"].partition(":")[2], row["text"].replace("\n", " "))
        for row in messages_of(path)
    }
    assert {(row["timestamp"], row["author"], row["message"]) for row in target} <= found
    assert len(found) == len(target) + 1  # the target leaves out the message that is only a full stop


def test_a_zip_of_ios_is_read_and_its_chat_named_after_the_file() -> None:
    [batch] = batches_of(SYNTHETIC / "WhatsApp Chat - Pat.zip", member="_chat.txt", zone=BERLIN)
    [photo, hello] = batch.messages.to_pylist()
    assert photo["attachments"] == [
        {"name": "00000002-PHOTO-2024-02-01-09-00-20.jpg", "media_type": "image/jpeg", "size_bytes": None}
    ]
    assert (photo["kind"], photo["text"], hello["text"]) == ("media", None, "hello")
    [conversation] = batch.conversations.to_pylist()
    assert conversation == {"conversation_key": "whatsapp_name:Pat", "title": "Pat", "kind": "direct"}


def test_the_german_android_sample_is_understood_to_the_last_word() -> None:
    [batch] = batches_of(SYNTHETIC / "de_android.txt", zone=BERLIN, own_accounts=frozenset({"acme service"}))
    found = batch.messages.to_pylist()
    assert [row["kind"] for row in found] == ["text", "text", "media", "deleted", "deleted", "text", "media"]
    assert [row["is_edited"] for row in found].index(True) == 5
    assert (found[5]["text"], found[6]["text"]) == ("Bis morgen", "Foto vom Schaden")
    assert found[1]["text"].count("\n") == 1
    assert found[0]["sent_at_utc"].isoformat() == "2024-02-01T08:00:00+00:00"
    assert {(row["zone_source"], row["precision"]) for row in found} == {("declared", "minute")}
    assert {row["conversation_key"] for row in found} == {"whatsapp_name:Jürgen Groß"}
    roles = {row["sender_key"]: row["role"] for row in batch.participants.to_pylist()}
    assert roles == {"whatsapp_name:Jürgen Groß": None, "whatsapp_name:Acme Service": "staff"}


def test_the_american_sample_has_every_kind() -> None:
    [batch] = batches_of(SYNTHETIC / "en_US_android_nnbsp.txt")
    found = batch.messages.to_pylist()
    assert [row["kind"] for row in found] == ["text", "unsupported", "text", "deleted", "location", "poll"]
    assert found[1]["sender_key"] == "phone:+14155550100"
    assert found[1]["sent_at_local"].isoformat() == "2023-01-04T00:00:00"
    assert [row["event"] for row in batch.events.to_pylist()] == ["notice", "call"]
    assert {row["zone_source"] for row in found} == {"assumed"}


def test_signal_s_exports_are_not_taken_for_whatsapp_s() -> None:
    path = SHARED / "signal" / "joweich+chat-miner" / "test" / "signal" / "test_export.txt"
    assert looks_like(path.read_text(encoding="utf-8")) == 0


@pytest.mark.parametrize("folder", ["line", "kakaotalk", "telegram", "slack", "messenger", "linkedin"])
def test_exports_of_other_platforms_are_not_taken_for_whatsapp_s(folder: str) -> None:
    paths = [path for path in (SHARED / folder).rglob("*") if path.suffix in {".txt", ".csv", ".json"}]
    assert paths
    assert [path.name for path in paths if looks_like(path.read_text(encoding="utf-8", errors="replace")) > 0] == []
