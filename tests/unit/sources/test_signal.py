"""Chats of Signal as signal-export writes them, and how they differ from WhatsApp's."""

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.exports import signal as export_of_signal
from support.exports import whatsapp as export_of_whatsapp
from support.reading import columns_of as rows

from chatward.errors import SourceFormatError
from chatward.sources.recognise import find_exports, read
from chatward.sources.records import Batch, Export, ReadSettings
from chatward.sources.signal.grammar import decode_chat
from chatward.sources.transcript import decoding

SHARED = Path(__file__).resolve().parents[3] / ".." / "shared" / "exports"
SAMPLE = SHARED / "signal" / "joweich+chat-miner" / "test" / "signal"
needs_samples = pytest.mark.skipif(not SAMPLE.is_dir(), reason="the sample exports are not beside this repository")


def batch_of(text: str | bytes, path: str = "Ann/chat.md", **settings: Any) -> Batch:
    data = text if isinstance(text, bytes) else text.encode()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(decoding, "read_members", lambda export: [("", data)])
        [batch] = read(Export(Path(path), "signal"), ReadSettings(**settings))
    return batch


@needs_samples
def test_the_sample_is_what_its_own_project_expects() -> None:
    [export] = find_exports([SAMPLE / "test_export.txt"])
    [batch] = read(export, ReadSettings())
    target = json.loads((SAMPLE / "target.json").read_text(encoding="utf-8"))
    found = [
        {"timestamp": at.isoformat(), "author": key.removeprefix("signal_name:"), "message": text.replace("\n", " ")}
        for at, key, text in rows(batch.messages, "sent_at_local", "sender_key", "text")
    ]
    assert export.platform == "signal"
    assert sorted(found, key=lambda row: row["timestamp"]) == sorted(target, key=lambda row: row["timestamp"])
    assert rows(batch.messages, "precision", "zone_source") == [("minute", "assumed")] * 2


@needs_samples
def test_every_sample_of_whatsapp_stays_whatsapp_s() -> None:
    paths = sorted((SHARED / "whatsapp").rglob("*.txt"))
    assert paths
    assert {getattr(found, "platform", path.name) for path in paths for found in find_exports([path])} == {"whatsapp"}


def test_the_examples_of_both_are_told_apart(tmp_path: Path) -> None:
    for folder, files in (("s", export_of_signal.example()), ("w", export_of_whatsapp.example())):
        for place, data in enumerate(files.values()):
            (tmp_path / f"{folder}{place}.TXT").write_bytes(data)
    found = {export.path.name[0]: export.platform for export in find_exports([tmp_path]) if isinstance(export, Export)}
    assert found == {"s": "signal", "w": "whatsapp"}


@pytest.mark.parametrize(
    "text",
    [
        "[2024-05-01, 12:23:45] Jane: hi\n",  # WhatsApp on a phone that puts the year first
        "[2024-05-01 12:23:45] Jane: hi\n",
        "[2024-05-01 12:23:45] Jane: \u200eimage omitted\n[2024-05-01 12:23:46] Me: hi\n",
        "[01.05.2024, 12:23] Jane: hi\n",
        "[2024-05-01, 12:23] no name\n",
        "[2024-05-01 12:23:45] ERROR: disk full\n",
        "[1, 2]",
        "",
    ],
)
def test_what_only_looks_like_it_is_not_taken_for_signal_s(text: str) -> None:
    assert decode_chat(text.encode()) is None


def test_markdown_is_taken_apart() -> None:
    batch = batch_of(export_of_signal.example()["Zoë/chat.md"], "Zoë/chat.md")
    assert batch.rejects.num_rows == 0
    assert rows(batch.messages, "kind", "text") == [
        ("text", "Hi"), ("text", "Hello 👋"), ("media", None), ("media", "here"), ("text", "two\n\nparagraphs"),
        ("text", "5 > 3 (really)"), ("text", "bye"),
    ]  # fmt: skip
    files = [file for cell in rows(batch.messages, "attachments") for file in cell or ()]
    assert [(file["name"], file["media_type"]) for file in files] == [
        ("cat.jpg", "image/jpeg"), ("offer.pdf", "application/pdf"),
    ]  # fmt: skip
    [reactions] = [cell for cell in rows(batch.messages, "reactions") if cell]
    assert [(each["emoji"], each["sender_key"], each["count"]) for each in reactions] == [
        ("👍", "signal_name:Zoë", 1), ("❤️", "signal_name:Ann", 1),
    ]  # fmt: skip
    assert rows(batch.messages, "precision")[0] == "second"


def test_the_owner_is_staff_and_the_folder_names_the_chat() -> None:
    batch = batch_of("[2024-05-01, 12:23] Me: hi\n[2024-05-01, 12:24] Ann: hi\n", own_accounts=frozenset({"x"}))
    assert rows(batch.participants, "sender_key", "role") == [("signal_name:Me", "staff"), ("signal_name:Ann", None)]
    assert rows(batch.conversations, "conversation_key", "title", "kind") == [("signal:Ann", "Ann", "direct")]


def test_without_a_folder_s_name_the_other_side_is_the_chat() -> None:
    batch = batch_of("[2024-05-01, 12:23] Me: hi\n[2024-05-01, 12:24] Ann: hi\n", "export.txt")
    assert rows(batch.conversations, "conversation_key", "title") == [("signal_name:Ann", None)]


def test_lines_before_the_first_header_and_impossible_times_are_rejected() -> None:
    text = "[2024-05-01, 12:23] A: a\n[2024-02-30, 12:23] A: b\n[2024-05-01, 25:23] A: c\n[2024-05-01, 12:24] A: d\n"
    batch = batch_of(text)
    assert rows(batch.rejects, "record", "reason") == [(2, "no_date"), (3, "no_time")]
    assert rows(batch.messages, "record", "text") == [(1, "a"), (4, "d")]


def test_exports_are_found_whatever_they_are_called_and_wherever_they_lie(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for name, data in export_of_signal.example().items():
            archive.writestr(f"deep/{name.upper()}", data)
    assert [getattr(found, "platform", None) for found in find_exports([tmp_path])] == ["signal"] * 2


def test_a_file_that_is_none_is_told_so() -> None:
    with pytest.raises(SourceFormatError, match="no chat of Signal"):
        batch_of("hello\n")


@given(st.sampled_from(sorted(export_of_signal.example())), st.integers(0, 600), st.binary(max_size=12))
def test_no_record_is_lost_wherever_a_file_is_cut_or_broken(name: str, cut: int, noise: bytes) -> None:
    whole = export_of_signal.example()[name]
    for data in (whole[:cut], whole[:cut] + noise + whole[cut:]):
        if decode_chat(data) is not None:
            batch = batch_of(data, name)
            assert batch.records == batch.messages.num_rows + batch.events.num_rows + batch.rejects.num_rows
