"""A file is the old one or the new one, whenever writing it is cut off."""

import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatward import durable


class CutError(BaseException):
    pass


def cut_off_writing(path: Path) -> None:
    with durable.beside(path) as place:
        place.write_bytes(b"half")
        raise CutError


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@given(contents=st.lists(st.binary(), min_size=1, max_size=4))
def test_the_last_content_that_was_written_is_there(
    tmp_path_factory: pytest.TempPathFactory, contents: list[bytes]
) -> None:
    path = tmp_path_factory.mktemp("write") / "file"
    for content in contents:
        durable.write(path, content)
    assert path.read_bytes() == contents[-1]
    assert names(path.parent) == ["file"]


def test_a_private_file_was_never_readable_by_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    modes = []
    real = os.fsync

    def fsync(descriptor: int) -> None:
        modes.append(os.fstat(descriptor).st_mode & 0o777)
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    durable.write(tmp_path / "key", b"secret", mode=0o600)
    assert modes[0] == 0o600
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("broken", ["fsync", "replace"])
def test_a_write_that_fails_leaves_the_old_content_and_nothing_beside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    durable.write(tmp_path / "file", b"old")

    def fail(*_: object) -> None:
        raise OSError(28, "no space left")

    with monkeypatch.context() as patch:
        patch.setattr(*((os, "fsync") if broken == "fsync" else (Path, "replace")), fail)
        with pytest.raises(OSError, match="no space left"):
            durable.write(tmp_path / "file", b"new")
    assert (tmp_path / "file").read_bytes() == b"old"
    assert names(tmp_path) == ["file"]


def test_what_a_cut_left_beside_is_replaced_by_the_next_write(tmp_path: Path) -> None:
    durable.write(tmp_path / "file", b"old")
    with pytest.raises(CutError):
        cut_off_writing(tmp_path / "file")
    assert (tmp_path / "file").read_bytes() == b"old"
    durable.write(tmp_path / "file", b"new", mode=0o600)
    assert (tmp_path / "file").read_bytes() == b"new"
    assert (tmp_path / "file").stat().st_mode & 0o777 == 0o600
    assert names(tmp_path) == ["file"]


def test_content_is_synced_before_the_name_and_the_name_after(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps = []
    fsync, replace = os.fsync, Path.replace

    def note_sync(descriptor: int) -> None:
        steps.append("folder synced" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "file synced")
        fsync(descriptor)

    def note_replace(self: Path, target: Path) -> Path:
        steps.append("renamed")
        return replace(self, target)

    monkeypatch.setattr(os, "fsync", note_sync)
    monkeypatch.setattr(Path, "replace", note_replace)
    durable.write(tmp_path / "file", b"content")
    assert steps == ["file synced", "renamed", "folder synced"]


def test_a_folder_appears_with_all_its_files(tmp_path: Path) -> None:
    (tmp_path / "site.new").mkdir()
    (tmp_path / "site.new" / "left over").write_bytes(b"")
    with durable.beside(tmp_path / "site") as place:
        place.mkdir()
        (place / "a").write_bytes(b"1")
        assert not (tmp_path / "site").exists()
    assert names(tmp_path / "site") == ["a"]
    assert names(tmp_path) == ["site"]


def test_a_link_is_switched_in_one_step(tmp_path: Path) -> None:
    for target in ("one", "nowhere"):
        with durable.beside(tmp_path / "current") as place:
            place.symlink_to(target)
        assert (tmp_path / "current").readlink() == Path(target)
    assert names(tmp_path) == ["current"]
