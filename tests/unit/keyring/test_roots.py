import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from chatward.errors import ConfigError, IntegrityError
from chatward.keyring import store
from chatward.keyring.roots.opening import open_root
from chatward.keyring.roots.vault import VaultRoot
from chatward.keyring.store import Keyring
from chatward.keyring.wrapping import Algorithm
from chatward.settings import RootSecrets

from .conftest import Place

KINDS = ("file", "passphrase", "os", "vault", "aws-kms")
MOVES = (("file", "passphrase"), ("file", "vault"), ("os", "file"), ("vault", "os"), ("passphrase", "aws-kms"))
CUT_MOVES = MOVES[:3]
_NAMING = ((Path, "replace"), (Path, "unlink"))
_DISK = (*_NAMING, (os, "fsync"), (os, "open"))


class Killed(BaseException):
    """The process is gone: nothing that handles exceptions may act."""


@contextmanager
def killed_at(step: int, steps: tuple[tuple[Any, str], ...], monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """Let the process die before its ``step``-th change, or after it where the change is not on this disk."""
    left = [step]

    def watched(real: Callable[..., object], *, is_remote: bool) -> Callable[..., object]:
        def call(*arguments: object, **named: object) -> object:
            left[0] -= 1
            if left[0] == 0:
                raise Killed
            answer = real(*arguments, **named)
            left[0] -= is_remote
            if is_remote and left[0] == 0:
                raise Killed
            return answer

        return call

    with monkeypatch.context() as patch:
        # a root elsewhere is slow to ask: of the disk only what gives and takes names counts beside it
        for owner, name in (*(_NAMING if steps else _DISK), *steps):
            is_remote = (owner, name) not in _DISK
            patch.setattr(owner, name, watched(getattr(owner, name), is_remote=is_remote))
        yield left


def contents(keyring: Keyring) -> dict[str, bytes]:
    return {name: keyring.key(name) for name in keyring.names()}


@pytest.fixture(params=KINDS)
def place(request: pytest.FixtureRequest, make_place: Callable[[str], Place]) -> Place:
    return make_place(request.param)


def test_keys_come_back_under_every_root(place: Place) -> None:
    keyring = place.create()
    keyring.create(["index", "gone"])
    keyring.destroy(["gone"])
    assert contents(place.load()) == contents(keyring)
    assert place.load().epoch == 2


def test_a_copy_of_the_keyring_file_from_before_a_destruction_does_not_open(place: Place) -> None:
    keyring = place.create()
    keyring.create(["stays", "goes"])
    copy = (place.folder / "keyring.json").read_bytes()
    keyring.destroy(["goes"])
    (place.folder / "keyring.json").write_bytes(copy)
    with pytest.raises(IntegrityError):
        place.load()


@pytest.mark.parametrize("kind", ["os", "vault"])
def test_a_copy_of_the_whole_folder_does_not_open_either(kind: str, make_place: Callable[[str], Place]) -> None:
    place = make_place(kind)
    keyring = place.create()
    keyring.create(["stays", "goes"])
    copy = place.copy("copy")
    keyring.destroy(["goes"])
    with pytest.raises(IntegrityError):
        place.load(copy)


def test_kms_keys_of_destroyed_epochs_wait_for_their_deletion(make_place: Callable[[str], Place]) -> None:
    import botocore.session

    place = make_place("aws-kms")
    keyring = place.create()
    keyring.create(["stays", "goes"])
    copy = place.copy("copy")
    keyring.destroy(["goes"])
    endpoint = place.address.partition("endpoint=")[2]
    client = botocore.session.Session().create_client("kms", region_name="eu-central-1", endpoint_url=endpoint)
    name = place.address.partition("?")[0].removeprefix("aws-kms://")
    described = [client.describe_key(KeyId=each["KeyId"])["KeyMetadata"] for each in client.list_keys()["Keys"]]
    states = {each["Description"]: each["KeyState"] for each in described if name in each["Description"]}
    assert states == {
        f"chatward keyring {name}, epoch 1": "PendingDeletion",
        f"chatward keyring {name}, epoch 2": "Enabled",
    }
    with pytest.raises(IntegrityError, match="was destroyed"):
        place.load(copy)


def test_only_the_version_in_use_is_left_anywhere(place: Place) -> None:
    keyring = place.create()
    for number in range(3):
        keyring.create([f"key {number}"])
        keyring.destroy([f"key {number}"])
    names = {path.stem for path in place.folder.iterdir()}
    assert names <= {"keyring", "root-4"}
    assert names == {"keyring", "root-4"} or place.address.startswith("os:")


def test_a_destruction_cut_off_at_any_step_has_happened_or_has_not(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    step, found = 0, set[bool]()
    while True:
        step += 1
        keyring = place.load() if step > 1 else place.create()
        keyring.create(["stays", f"goes {step}"])
        before = contents(keyring)
        after = {name: key for name, key in before.items() if not name.startswith("goes")}
        with killed_at(step, place.steps, monkeypatch) as left, suppress(Killed):
            keyring.destroy(name for name in before if name != "stays")
        loaded = place.load()
        assert contents(loaded) in (before, after), f"cut at step {step}"
        found.add(contents(loaded) == after)
        files = [path.name for path in place.folder.iterdir() if path.name.startswith("root-")]
        assert all(name.startswith(f"root-{loaded.epoch}.") for name in files), f"cut at step {step}"
        if left[0] > 0:
            break
    assert found == {False, True}


@pytest.mark.parametrize(("old", "new"), MOVES)
def test_a_move_to_another_root_keeps_every_key_and_leaves_nothing_behind(
    old: str, new: str, make_place: Callable[[str], Place]
) -> None:
    place = make_place(old)
    target = place.moved(make_place(new))
    keyring = place.create()
    keyring.create(["index", "token"])
    before, copy = contents(keyring), place.copy("copy")
    keyring.move(target.address, both(place, target), Algorithm.CHACHA20_POLY1305)
    loaded = store.load(place.folder, target.address, target.secrets)
    assert contents(loaded) == contents(keyring) == before
    assert loaded.header.root == target.address
    assert loaded.header.algorithm is Algorithm.CHACHA20_POLY1305
    keyring.create(["later"])
    assert "later" in store.load(place.folder, None, target.secrets).names()
    (copy / "keyring.json").replace(place.folder / "keyring.json")
    with pytest.raises(IntegrityError):
        place.load()


@pytest.mark.parametrize(("old", "new"), CUT_MOVES)
def test_a_move_cut_off_at_any_step_leaves_the_keyring_under_one_root(
    old: str, new: str, make_place: Callable[[str], Place], monkeypatch: pytest.MonkeyPatch
) -> None:
    place = make_place(old)
    target = place.moved(make_place(new))
    secrets = both(place, target)
    step = 0
    while True:
        step += 1
        here, there = (place, target) if step == 1 else _sides(place, target, secrets)
        keyring = store.load(place.folder, None, secrets) if step > 1 else place.create()
        keyring.create(["stays"])
        before = contents(keyring)
        with killed_at(step, place.steps + target.steps, monkeypatch) as left, suppress(Killed):
            keyring.move(there.address, secrets)
        loaded = store.load(place.folder, None, secrets)
        assert contents(loaded) == before, f"cut at step {step}"
        assert loaded.header.root in (here.address, there.address)
        assert loaded.header.other_root is None
        files = [path.name for path in place.folder.iterdir() if path.name.startswith("root-")]
        assert all(name.startswith(f"root-{loaded.epoch}.") for name in files), f"cut at step {step}"
        assert len(files) <= 1
        if left[0] > 0:
            return


def both(place: Place, other: Place) -> RootSecrets:
    one, two = place.secrets, other.secrets
    return RootSecrets(
        one.passphrase or two.passphrase, one.vault_token or two.vault_token, one.vault_authority or two.vault_authority
    )


def _sides(place: Place, target: Place, secrets: RootSecrets) -> tuple[Place, Place]:
    root = store.load(place.folder, None, secrets).header.root
    return (place, target) if root == place.address else (target, place)


def test_a_root_that_was_left_and_cannot_be_reached_is_settled_another_time(
    make_place: Callable[[str], Place], monkeypatch: pytest.MonkeyPatch
) -> None:
    place = make_place("vault")
    keyring = place.create()
    keyring.create(["index"])
    secrets = both(place, place)
    with monkeypatch.context() as patch:
        patch.setattr(VaultRoot, "destroy", lambda *_: (_ for _ in ()).throw(Killed()))
        with pytest.raises(Killed):
            keyring.move("file:", secrets)
    assert store.load(place.folder, None, RootSecrets()).header.other_root == place.address
    assert store.load(place.folder, None, secrets).header.other_root is None


def test_a_move_to_a_root_that_cannot_be_used_changes_nothing(place: Place) -> None:
    keyring = place.create()
    keyring.create(["index"])
    before = contents(keyring)
    with pytest.raises(ConfigError):
        keyring.move("vault+http://127.0.0.1:1/transit/chats", RootSecrets(vault_token="t"))
    assert contents(place.load()) == before
    assert place.load().header.other_root is None


def test_the_settings_name_another_root_than_the_keyring_has(place: Place) -> None:
    place.create()
    with pytest.raises(ConfigError, match="names another"):
        store.load(place.folder, "os:another", place.secrets)


def test_everything_can_be_wrapped_by_a_second_algorithm_and_back(place: Place) -> None:
    keyring = place.create()
    keyring.create(["index"])
    before = contents(keyring)
    for algorithm in (Algorithm.CHACHA20_POLY1305, Algorithm.AES_256_GCM):
        keyring.start_epoch(algorithm)
        loaded = place.load()
        assert (contents(loaded), loaded.header.algorithm) == (before, algorithm)
        assert algorithm.title in loaded.describe()


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("gpg:key", "names no root"),
        ("os:", "no entry"),
        ("vault://host", "no transit key"),
        ("vault:///transit/key", "no transit key"),
        ("vault+http://vault.example/transit/key", "without encryption"),
        ("aws-kms://", "no KMS key"),
        ("aws-kms://name?regoin=x", "no KMS key"),
    ],
)
def test_an_address_that_names_no_root_is_refused(address: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=words) as told:
        open_root(address, tmp_path, RootSecrets(vault_token="t"))
    assert told.value.hint


def test_vault_without_a_token_or_with_another_is_told(make_place: Callable[[str], Place]) -> None:
    place = make_place("vault")
    place.create().create(["index"])
    with pytest.raises(ConfigError, match="no token"):
        store.load(place.folder)
    wrong = RootSecrets(vault_token="other", vault_authority=place.secrets.vault_authority)
    with pytest.raises(ConfigError, match="refuses the token"):
        store.load(place.folder, None, wrong)


def test_another_passphrase_does_not_open(make_place: Callable[[str], Place], monkeypatch: pytest.MonkeyPatch) -> None:
    place = make_place("passphrase")
    place.create().create(["index"])
    monkeypatch.setenv("OTHER", "something else entirely")
    with pytest.raises(IntegrityError, match="passphrase is not the one"):
        store.load(place.folder, None, RootSecrets(passphrase="env:OTHER"))


def test_a_passphrase_that_is_too_short_makes_no_keyring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHORT", "short")
    with pytest.raises(Exception, match="fewer than 12"):
        store.create(tmp_path / "keys", "passphrase:", RootSecrets(passphrase="env:SHORT"))
    assert not store.exists(tmp_path / "keys")


def test_a_keyring_of_the_first_format_opens_and_is_written_anew(tmp_path: Path) -> None:
    import base64
    import json

    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    root, nonce = bytes(range(32)), bytes(12)
    wrapped = nonce + AESGCM(root).encrypt(nonce, b"k" * 32, b"chatward/keyring/7/index")
    content = {"format": 1, "epoch": 7, "keys": {"index": base64.b64encode(wrapped).decode()}}
    for name, data in (("keyring.json", json.dumps(content).encode()), ("root-7.key", root)):
        (tmp_path / name).write_bytes(data)
        (tmp_path / name).chmod(0o600)
    keyring = store.load(tmp_path)
    assert (keyring.key("index"), keyring.made_at("index"), keyring.epoch) == (b"k" * 32, None, 7)
    keyring.create(["new"])
    assert store.load(tmp_path).key("index") == b"k" * 32
    assert json.loads((tmp_path / "keyring.json").read_bytes())["format"] == 2


def test_the_instant_at_which_a_key_was_made_cannot_be_changed(make_place: Callable[[str], Place]) -> None:
    place = make_place("file")
    place.create().create(["index"])
    path = place.folder / "keyring.json"
    path.write_text(path.read_text().replace('"made_at": "20', '"made_at": "19'))
    with pytest.raises(IntegrityError):
        place.load()
