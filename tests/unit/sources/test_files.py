import os
import stat
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatward.errors import SourceFormatError
from chatward.sources.archives import Limits, limited
from chatward.sources.files import member_bytes, opened, read_members
from chatward.sources.records import Export


def zipped(path: Path, members: dict[str, bytes | str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def names(path: Path) -> tuple[str, ...]:
    with opened(path) as container:
        return container.names


def export(path: Path, *members: str) -> Export:
    return Export(path, "telegram", members or ("",))


def refused(path: Path, limits: Limits | None = None) -> str:
    with pytest.raises(SourceFormatError) as caught, limited(limits or Limits()), opened(path):
        pass
    return caught.value.message


def test_a_plain_file_has_one_member_without_a_name(tmp_path):
    path = tmp_path / "result.json"
    path.write_bytes(b"\xef\xbb\xbf{}")
    assert names(path) == ("",)
    assert member_bytes(export(path), "") == b"\xef\xbb\xbf{}"


def test_an_empty_file_is_a_file_and_no_archive(tmp_path):
    path = tmp_path / "empty"
    path.touch()
    assert member_bytes(export(path), "") == b""


def test_the_members_of_a_folder_are_sorted_and_hidden_ones_left_out(tmp_path):
    for name in ("b/2.json", "a.json", ".DS_Store", "__MACOSX/x.json", "b/._2.json", ".git/config"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    assert names(tmp_path) == ("a.json", "b/2.json")
    assert list(read_members(export(tmp_path, "b/2.json", "a.json"))) == [
        ("b/2.json", b"b/2.json"),
        ("a.json", b"a.json"),
    ]


def test_a_zip_is_told_by_its_first_bytes_whatever_its_name(tmp_path):
    path = zipped(tmp_path / "export.pdf", {"b.json": "2", "a/": "", "a/c.json": "3", "__MACOSX/._b.json": "x"})
    assert names(path) == ("a/c.json", "b.json")
    assert dict(read_members(export(path, "a/c.json", "b.json"))) == {"a/c.json": b"3", "b.json": b"2"}


def test_an_empty_zip_has_no_members(tmp_path):
    assert names(zipped(tmp_path / "empty.zip", {})) == ()


def test_backslashes_of_other_systems_part_folders(tmp_path):
    path = tmp_path / "windows.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(zipfile.ZipInfo("inbox\\anna\\message_1.json"), "{}")
    assert names(path) == ("inbox/anna/message_1.json",)
    assert member_bytes(export(path), "inbox/anna/message_1.json") == b"{}"


@pytest.mark.parametrize("name", ["../x", "a/../../x", "/etc/x", "C:/x", "C:\\x", "..\\x", "a\\..\\..\\x"])
def test_a_name_that_leads_out_refuses_the_archive(tmp_path, name):
    assert "leads out" in refused(zipped(tmp_path / "a.zip", {"ok.json": "{}", name: "x"}))


def test_a_name_with_a_nul_refuses_the_archive(tmp_path):
    path = zipped(tmp_path / "a.zip", {"okXjson": "{}"})
    path.write_bytes(path.read_bytes().replace(b"okXjson", b"ok\0json"))
    assert "member 1" in refused(path)


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFCHR, stat.S_IFBLK, stat.S_IFIFO, stat.S_IFSOCK])
def test_links_and_devices_refuse_the_archive(tmp_path, kind):
    path = tmp_path / "a.zip"
    info = zipfile.ZipInfo("link")
    info.external_attr = (kind | 0o777) << 16
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(info, "/etc/passwd")
    assert refused(path) == "member 1 of the archive is a link or a device"


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_members_of_one_name_refuse_the_archive(tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.json", "1")
        archive.writestr("a.json", "2")
    assert refused(path) == "the archive holds two members of one name"


def test_an_encrypted_member_refuses_the_archive(tmp_path):
    path = zipped(tmp_path / "a.zip", {"a.json": "{}"})
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    assert "encrypted" in refused(path)


def test_overlapping_members_refuse_the_archive(tmp_path):
    path = zipped(tmp_path / "a.zip", {"a.json": os.urandom(500), "b.json": os.urandom(500)})
    data = bytearray(path.read_bytes())
    second = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 1)
    data[second + 42 : second + 46] = (10).to_bytes(4, "little")
    path.write_bytes(data)
    assert refused(path) == "members of the archive overlap"


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path):
    assert "100 times" in refused(zipped(tmp_path / "bomb.zip", {"_chat.txt": b"\0" * 5_000_000}))


def test_a_bomb_hidden_among_sound_members_is_refused_when_it_is_read(tmp_path):
    path = zipped(tmp_path / "a.zip", {"noise.bin": os.urandom(100_000), "_chat.txt": b"\0" * 5_000_000})
    assert len(member_bytes(export(path), "noise.bin")) == 100_000
    with pytest.raises(SourceFormatError, match="over 100 times its size"):
        member_bytes(export(path), "_chat.txt")


def test_small_members_may_pack_well(tmp_path):
    path = zipped(tmp_path / "a.zip", {"_chat.txt": b"ha\n" * 20_000})
    assert member_bytes(export(path), "_chat.txt") == b"ha\n" * 20_000


def test_the_limits_hold_to_the_byte_and_the_member(tmp_path):
    path = zipped(tmp_path / "a.zip", {"a": "12345", "b": "12345"})
    with limited(Limits(total_bytes=10, members=2)), opened(path):
        pass
    assert "11" not in refused(path, Limits(total_bytes=9))
    assert "2 members, at most 1" in refused(path, Limits(members=1))


@pytest.mark.parametrize("kept", [4, 30, -1, -22])
def test_a_cut_archive_is_called_damaged(tmp_path, kept):
    path = zipped(tmp_path / "a.zip", {"a.json": "{}" * 100})
    path.write_bytes(path.read_bytes()[:kept])
    assert "damaged or cut off" in refused(path)


def test_a_member_that_fails_its_checksum_is_called_damaged_by_its_number(tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("Anna.json", "a" * 100)
    path.write_bytes(path.read_bytes().replace(b"a" * 50, b"b" * 50))
    with pytest.raises(SourceFormatError) as caught:
        member_bytes(export(path), "Anna.json")
    assert caught.value.message == "member 1 of the archive is damaged"


def test_a_link_that_leaves_the_folder_is_not_followed(tmp_path):
    (tmp_path / "secret").write_text("secret")
    folder = tmp_path / "export"
    folder.mkdir()
    (folder / "a.json").symlink_to(tmp_path / "secret")
    with pytest.raises(SourceFormatError, match="leads out"):
        member_bytes(export(folder), "a.json")
    with pytest.raises(SourceFormatError, match="leads out"):
        member_bytes(export(folder), "../secret")


def test_a_linked_folder_that_leaves_the_folder_is_not_followed(tmp_path):
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "a.json").write_text("secret")
    folder = tmp_path / "export"
    folder.mkdir()
    (folder / "inner").symlink_to(tmp_path / "secrets")
    with pytest.raises(SourceFormatError, match="leads out"):
        member_bytes(export(folder), "inner/a.json")


def test_a_link_that_stays_in_the_folder_is_followed(tmp_path):
    (tmp_path / "a.json").write_text("same")
    (tmp_path / "b.json").symlink_to(tmp_path / "a.json")
    assert member_bytes(export(tmp_path), "b.json") == b"same"


def test_a_pipe_is_refused_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(SourceFormatError, match="no regular file"):
        member_bytes(export(tmp_path), "pipe")


def test_a_missing_file_is_named_as_such(tmp_path):
    with pytest.raises(SourceFormatError, match="missing"):
        member_bytes(export(tmp_path / "gone"), "")


@given(cut=st.integers(0, 400), flip=st.integers(0, 400), bit=st.integers(0, 7))
def test_no_damage_gives_other_bytes_than_were_packed(tmp_path_factory, cut, flip, bit):
    whole = {"a.json": b"{}" * 40, "b/c.json": bytes(range(200))}
    path = zipped(tmp_path_factory.mktemp("zip") / "a.zip", whole)
    data = bytearray(path.read_bytes())
    data[flip % len(data)] ^= 1 << bit
    path.write_bytes(data[: len(data) - cut] if cut < len(data) else b"PK\x03\x04")
    try:
        with opened(path) as container:
            read = {name: container.read(name) for name in container.names}
    except SourceFormatError:
        return
    assert all(data in whole.values() for name, data in read.items() if name)
