"""Folders, archives and digests: what lies beside a file, in it, and how it may be called."""

import zipfile
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from support.servers import HttpsStub

from chatward.errors import TransferError

from .conftest import BODIES, Errands, landed, versions


@pytest.fixture
def folder(shared: Path) -> dict[str, str]:
    return {"location": f"{shared}/chats/**/*.jsonl"}


def test_the_files_of_a_folder_come_once(folder: dict[str, str], pulling: Any, tmp_path: Path) -> None:
    brought = pulling(**folder)
    assert landed(tmp_path) == {name: body for name, body in BODIES.items() if name.endswith("jsonl")}
    assert brought[0].transfer.peer.scheme == "file"
    assert pulling(versions(brought), **folder) == []


def test_a_folder_that_is_not_mounted_is_told(pulling: Any, tmp_path: Path) -> None:
    with pytest.raises(TransferError, match="no such folder"):
        pulling(location=f"{tmp_path}/missing/*")


@pytest.mark.parametrize("name", [
    "../up", ".hidden", "a/../b", "x" * 300, "tab\tbed", "/etc/x", "a//b", "", "a/./b", "x/" * 600 + "y", "a\\..\\b",
    "C:x", "nul\0", "\u202egpj.txt", "a\nb", "\udcff\x1b[2J",
])  # fmt: skip
def test_names_that_no_file_may_have_cost_no_other(name: str, stub: HttpsStub, errand: Errands, tmp_path: Path) -> None:
    from chatward.pulling.landing import place_of

    with pytest.raises(TransferError, match="has a name"):
        place_of(tmp_path, name)


def test_a_digest_beside_a_file_is_compared(folder: dict[str, str], shared: Path, pulling: Any, tmp_path: Path) -> None:
    good, bad = sha256(BODIES["2026/a.jsonl"]).hexdigest(), "0" * 64
    (shared / "chats/2026/SHA256SUMS").write_text(f"{good}  a.jsonl\n{bad} *b ü+&.jsonl\nnonsense\n")
    first, second = pulling(**folder)
    assert (first.transfer.manifest, first.error) == ("equal", None)
    assert second.transfer.manifest == "different"
    assert "not what its manifest says" in second.error.message
    assert list(landed(tmp_path)) == ["2026/a.jsonl"]


def test_a_digest_of_one_file_needs_no_name(folder: dict[str, str], shared: Path, pulling: Any) -> None:
    (shared / "chats/2026/a.jsonl.sha256").write_text(sha256(BODIES["2026/a.jsonl"]).hexdigest() + "\n")
    first, second = pulling(**folder)
    assert (first.transfer.manifest, second.transfer.manifest) == ("equal", None)


def _zip(members: dict[str, bytes]) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members.items():
            archive.writestr(name, body)
    return stream.getvalue()


def test_members_of_an_archive_come_without_the_others(shared: Path, pulling: Any, tmp_path: Path) -> None:
    (shared / "all.zip").write_bytes(_zip({"chats/a.json": b"[]", "chats/deep/b.json": b"{}", "photo.jpg": b"x"}))
    pulling(location=f"zip://**/*.json::{shared}/all.zip")
    assert landed(tmp_path) == {"all/chats/a.json": b"[]", "all/chats/deep/b.json": b"{}"}


def test_an_archive_that_fills_disks_is_refused(shared: Path, pulling: Any, tmp_path: Path) -> None:
    (shared / "bomb.zip").write_bytes(_zip({"a.json": bytes(200 << 20)}))
    (brought,) = pulling(location=f"zip://*.json::{shared}/bomb.zip")
    assert "unpacks to over 100 times" in brought.error.message
    assert {name: body for name, body in landed(tmp_path).items() if "json" in name} == {}
