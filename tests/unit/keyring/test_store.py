import os
import resource
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatward.errors import ConfigError, IntegrityError
from chatward.keyring import store
from chatward.keyring.private_files import write_private
from chatward.keyring.roots.file import FileRoot
from chatward.keyring.store import Keyring


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "keys"


def contents(keyring: Keyring) -> dict[str, bytes]:
    return {name: keyring.key(name) for name in keyring.names()}


def test_keys_are_the_same_after_loading(folder: Path) -> None:
    keyring = store.create(folder)
    keyring.create(["index", "shard/2026-10/1"])
    assert contents(store.load(folder)) == contents(keyring)
    assert all(len(key) == 32 for key in contents(keyring).values())


def test_creating_a_key_again_keeps_it(folder: Path) -> None:
    keyring = store.create(folder)
    keyring.create(["index"])
    before = keyring.key("index")
    keyring.create(["index"])
    assert keyring.key("index") == before


def test_no_two_keys_are_equal(folder: Path) -> None:
    keyring = store.create(folder)
    keyring.create(map(str, range(100)))
    assert len(set(contents(keyring).values())) == 100


def test_a_destroyed_key_is_in_no_file_and_the_others_stay(folder: Path) -> None:
    keyring = store.create(folder)
    keyring.create(["stays", "goes"])
    before = contents(keyring)
    assert keyring.destroy(["goes", "never was"]) == ["goes"]
    assert contents(store.load(folder)) == {"stays": before["stays"]}
    assert [path.name for path in folder.glob("root-*")] == ["root-2.key"]


def test_destroying_nothing_starts_no_epoch(folder: Path) -> None:
    keyring = store.create(folder)
    assert keyring.destroy(["never was"]) == []
    assert keyring.epoch == store.load(folder).epoch == 1


def test_others_can_read_nothing(folder: Path) -> None:
    store.create(folder).create(["index"])
    assert folder.stat().st_mode & 0o077 == 0
    assert [path.stat().st_mode & 0o077 for path in folder.iterdir()] == [0, 0]


def test_a_root_key_that_others_can_read_is_refused(folder: Path) -> None:
    store.create(folder).create(["index"])
    (folder / "root-1.key").chmod(0o640)
    with pytest.raises(IntegrityError, match="read by others"):
        store.load(folder)


def test_a_second_keyring_in_the_same_place_is_refused(folder: Path) -> None:
    store.create(folder)
    with pytest.raises(ConfigError):
        store.create(folder)


DAMAGES: dict[str, Callable[[Path], object]] = {
    "no keyring file": lambda folder: (folder / "keyring.json").unlink(),
    "no root key": lambda folder: (folder / "root-1.key").unlink(),
    "an empty root key": lambda folder: (folder / "root-1.key").write_bytes(b""),
    "another root key": lambda folder: (folder / "root-1.key").write_bytes(os.urandom(32)),
    "an empty keyring file": lambda folder: (folder / "keyring.json").write_bytes(b""),
    "a list": lambda folder: (folder / "keyring.json").write_bytes(b"[]"),
    "keys that are a list": lambda folder: (folder / "keyring.json").write_bytes(b'{"epoch": 1, "keys": []}'),
    "a key that is none": lambda folder: (folder / "keyring.json").write_bytes(b'{"epoch": 1, "keys": {"a": ""}}'),
    "a key in clear": lambda folder: (folder / "keyring.json").write_bytes(b'{"epoch": 1, "keys": {"a": "AAAA"}}'),
    "no UTF-8": lambda folder: (folder / "keyring.json").write_bytes(b"\xff\xfe"),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_keyring_is_an_integrity_error_with_a_hint(folder: Path, damage: Callable[[Path], object]) -> None:
    store.create(folder).create(["index"])
    damage(folder)
    with pytest.raises(IntegrityError) as told:
        store.load(folder)
    assert told.value.hint
    assert told.value.exit_code == 7


def test_a_key_under_the_name_of_another_is_refused(folder: Path) -> None:
    store.create(folder).create(["one", "two"])
    path = folder / "keyring.json"
    path.write_text(path.read_text().replace('"one"', '"six"'))
    with pytest.raises(IntegrityError):
        store.load(folder)


def states_of(folder: Path, act: Callable[[], object], monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Do ``act`` and return copies of the folder as it was before each change on the disk, and at the end."""
    copies: list[Path] = []

    def copy() -> None:
        copies.append(folder.with_name(f"copy-{len(copies)}"))
        shutil.copytree(folder, copies[-1])

    def watched(real: Callable[..., object]) -> Callable[..., object]:
        def call(*arguments: object, **named: object) -> object:
            copy()
            return real(*arguments, **named)

        return call

    with monkeypatch.context() as patch:
        for owner, name in ((os, "fsync"), (os, "open"), (Path, "replace"), (Path, "unlink")):
            patch.setattr(owner, name, watched(getattr(owner, name)))
        act()
    copy()
    return copies


def test_a_destruction_cut_off_anywhere_has_happened_or_has_not(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keyring = store.create(folder)
    keyring.create(["stays", "goes"])
    before = contents(keyring)
    after = {"stays": before["stays"]}
    found = []
    for copied in states_of(folder, lambda: keyring.destroy(["goes"]), monkeypatch):
        found.append(contents(store.load(copied)))
        assert [path.name for path in copied.glob("root-*.key")] in (["root-1.key"], ["root-2.key"])
    assert found == sorted(found, key=len, reverse=True)
    assert all(state in (before, after) for state in found)
    assert (found[0], found[-1]) == (before, after)


def test_a_creation_cut_off_anywhere_loses_no_key(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keyring = store.create(folder)
    keyring.create(["first"])
    before = contents(keyring)
    for copied in states_of(folder, lambda: keyring.create(["second"]), monkeypatch):
        found = contents(store.load(copied))
        assert found in (before, contents(keyring))


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(("create", "destroy", "reload")), st.sets(st.sampled_from("abcde"))), max_size=8)
)
def test_a_keyring_holds_what_was_created_and_not_destroyed(
    tmp_path_factory: pytest.TempPathFactory, acts: list[tuple[str, set[str]]]
) -> None:
    folder = tmp_path_factory.mktemp("keys") / "ring"
    keyring, wanted = store.create(folder), set[str]()
    for act, names in acts:
        if act == "create":
            keyring.create(names)
            wanted |= names
        elif act == "destroy":
            keyring.destroy(names)
            wanted -= names
        else:
            before = contents(keyring)
            keyring = store.load(folder)
            assert contents(keyring) == before
        assert set(keyring.names()) == wanted


def test_a_wrapped_key_opens_under_its_own_label_only(tmp_path: Path) -> None:
    root = FileRoot(tmp_path)
    root.create(1)
    wrapped = root.wrap(b"k" * 32, version=1, label=b"one")
    assert root.unwrap(wrapped, version=1, label=b"one") == b"k" * 32
    with pytest.raises(IntegrityError):
        root.unwrap(wrapped, version=1, label=b"two")


def test_a_private_file_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    path.with_name("secret.new").write_bytes(b"left over")
    write_private(path, b"first")
    write_private(path, b"second")
    assert path.read_bytes() == b"second"
    assert path.stat().st_mode & 0o777 == 0o600
    assert sorted(tmp_path.iterdir()) == [path]


def test_a_process_that_holds_keys_leaves_no_core(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    set_limits: list[tuple[int, tuple[int, int]]] = []
    monkeypatch.setattr(resource, "setrlimit", lambda kind, limits: set_limits.append((kind, limits)))
    store.create(folder)
    store.load(folder)
    assert set_limits == [(resource.RLIMIT_CORE, (0, 0))] * 2


def test_a_keyring_file_that_others_can_read_is_refused(folder: Path) -> None:
    store.create(folder)
    (folder / "keyring.json").chmod(0o640)
    with pytest.raises(IntegrityError, match="read by others"):
        store.load(folder)
