from pathlib import Path

import pytest

from chatward.cli.keys import keys_custodians, keys_move, keys_pair
from chatward.cli.reidentifying import reidentify_approve, reidentify_request
from chatward.errors import IntegrityError, UsageError
from chatward.keyring.permits import open_approval, read_request
from chatward.keyring.recipients import PrivateKey, PublicKey
from chatward.keyring.sealing import seal


def pair(path: Path, capsys: pytest.CaptureFixture[str]) -> PublicKey:
    keys_pair(path)
    return PublicKey.parse(capsys.readouterr().out)


def test_a_pair_is_a_private_file_and_the_public_half_of_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    public = pair(tmp_path / "own.key", capsys)
    assert (tmp_path / "own.key").stat().st_mode & 0o777 == 0o600
    assert PrivateKey.parse((tmp_path / "own.key").read_text()).public == public


def test_a_private_key_is_never_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pair(tmp_path / "own.key", capsys)
    before = (tmp_path / "own.key").read_bytes()
    with pytest.raises(UsageError, match="exists already"):
        keys_pair(tmp_path / "own.key")
    assert (tmp_path / "own.key").read_bytes() == before


def test_a_move_to_nowhere_is_told() -> None:
    with pytest.raises(UsageError, match="neither"):
        keys_move(None, None)


def test_an_algorithm_that_is_none_is_told_with_those_that_are() -> None:
    with pytest.raises(UsageError) as told:
        keys_move(None, "rot13")
    assert told.value.hint == "name aes-256-gcm or chacha20-poly1305"


@pytest.mark.parametrize("named", ["ann", "ann=", "=ann.pub"])
def test_a_custodian_without_a_name_or_a_key_is_told(named: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="NAME=FILE"):
        keys_custodians([named], tmp_path)


def test_a_custodian_approves_what_he_is_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    public = pair(tmp_path / "ann.key", capsys)
    (tmp_path / "ann.share").write_bytes(seal(b"some words", public))
    request, approval = tmp_path / "r.json", tmp_path / "ann.approval"
    reidentify_request(["t" * 26], "17", "order \x1b[2J", request, tmp_path / "my.key")
    fingerprint = read_request(request.read_bytes()).fingerprint
    assert fingerprint in capsys.readouterr().out
    reidentify_approve(request, "ann", tmp_path / "ann.share", tmp_path / "ann.key", approval, yes=True)
    shown = capsys.readouterr().err
    assert all(word in shown for word in ("17", "order", "t" * 26, fingerprint))
    assert "\x1b" not in shown
    session = PrivateKey.parse((tmp_path / "r.json.session").read_text())
    found = open_approval(approval.read_bytes(), read_request(request.read_bytes()), session)
    assert found == ("ann", "some words")


def test_secret_files_that_others_can_read_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "my.key").write_text("00" * 32)
    (tmp_path / "my.key").chmod(0o644)
    with pytest.raises(IntegrityError, match="read by others"):
        reidentify_request(["t" * 26], "17", "order", tmp_path / "r.json", tmp_path / "my.key")
    assert not (tmp_path / "r.json").exists()


def test_a_signing_key_that_is_none_is_told(tmp_path: Path) -> None:
    (tmp_path / "my.key").write_text("zz")
    (tmp_path / "my.key").chmod(0o600)
    with pytest.raises(UsageError, match="no signing key"):
        reidentify_request(["t" * 26], "17", "order", tmp_path / "r.json", tmp_path / "my.key")
