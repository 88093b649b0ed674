"""Files of an SFTP server: whom it must be, who signs in, and what comes."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import asyncssh
import pytest
from support.servers import sftp_server

from chatward.errors import TransferError
from chatward.pulling.objects import CutError

from .conftest import BODIES, ON_DISK, PASSWORD, TWINS, check_hostile, landed, versions


@pytest.fixture(scope="module")
def host_key() -> asyncssh.SSHKey:
    return asyncssh.generate_private_key("ssh-ed25519")


@pytest.fixture
def server(shared: Path, host_key: asyncssh.SSHKey, tmp_path: Path) -> Iterator[dict[str, str]]:
    """Return the section for a server that shows the three files."""
    user_key = asyncssh.generate_private_key("ssh-ed25519")
    user_key.write_public_key(str(tmp_path / "authorized"))
    user_key.write_private_key(str(tmp_path / "user_key"))
    (tmp_path / "user_key").chmod(0o600)
    served = sftp_server(shared, user="exports", password=PASSWORD, key=host_key, authorized=tmp_path / "authorized")
    with served as port:
        yield {
            "location": f"sftp://127.0.0.1:{port}/chats/*/*.jsonl", "account": "exports", "secret": "env:SECRET",
            "pin": host_key.get_fingerprint("sha256"),
        }  # fmt: skip


@pytest.mark.parametrize("secret", ["env:SECRET", "file:user_key"])
def test_the_files_of_a_server_come_once(secret: str, server: dict[str, str], pulling: Any, tmp_path: Path) -> None:
    brought = pulling(**server | {"secret": secret})
    assert landed(tmp_path) == {name: body for name, body in BODIES.items() if name.endswith("jsonl")}
    peer = brought[0].transfer.peer
    assert (peer.scheme, peer.protocol) == ("sftp", "SSH-2.0")
    assert peer.cipher
    assert len(peer.fingerprint) == 64
    assert pulling(versions(brought), **server) == []


def test_a_file_of_a_server_that_grew_comes_again(
    server: dict[str, str], shared: Path, pulling: Any, tmp_path: Path
) -> None:
    brought = pulling(**server)
    (shared / "chats/2026/a.jsonl").write_bytes(b"one\ntwo\n")
    (again,) = pulling(versions(brought), **server)
    assert again.object.name == "2026/a.jsonl"
    assert landed(tmp_path)["2026/a.jsonl"] == b"one\ntwo\n"


def test_a_host_key_other_than_the_pinned_one_is_refused(server: dict[str, str], pulling: Any) -> None:
    with pytest.raises(TransferError, match="host key is not known; nothing was sent"):
        pulling(**server | {"pin": "SHA256:" + "0" * 64})


def test_a_host_key_that_nobody_knows_is_refused(
    server: dict[str, str], pulling: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    del server["pin"]
    with pytest.raises(TransferError, match="host key is not known; nothing was sent"):
        pulling(**server)


def test_a_wrong_password_is_told_without_it(
    server: dict[str, str], pulling: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET", "wrong horse")
    with pytest.raises(TransferError, match="refuses the sign-in") as told:
        pulling(**server)
    assert "horse" not in str(told.value) + (told.value.hint or "")


def test_a_server_that_is_down_is_tried_again_and_then_told(
    server: dict[str, str], pulling: Any, waits: list[float]
) -> None:
    with pytest.raises(CutError, match="the connection broke"):
        pulling(**server | {"location": "sftp://127.0.0.1:1/chats/*"})
    assert len(waits) == 2


def test_links_that_lead_out_of_a_server_are_not_followed(
    server: dict[str, str], shared: Path, pulling: Any, tmp_path: Path
) -> None:
    (shared / "chats/2026/c.jsonl").symlink_to("/etc/passwd")
    assert {each.object.name for each in pulling(**server)} == {"2026/a.jsonl", "2026/b ü+&.jsonl"}


def test_hostile_names_cost_no_other(server: dict[str, str], shared: Path, pulling: Any, tmp_path: Path) -> None:
    for name, body in (TWINS | dict.fromkeys(ON_DISK, b"x")).items():
        (shared / "chats" / name).write_bytes(body)
    check_hostile(pulling(**server), ON_DISK, tmp_path)
