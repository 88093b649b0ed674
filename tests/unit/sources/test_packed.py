"""Files that gzip packed are the files that are in them."""

import gzip
import json
import random
from pathlib import Path

import pytest

from chatward.errors import SourceFormatError
from chatward.sources.archives import HARMLESS_BYTES, Limits, limited
from chatward.sources.file_text import LARGE_BYTES
from chatward.sources.files import opened, read_texts
from chatward.sources.recognise import UNREADABLE, Unrecognised, find_exports, read
from chatward.sources.records import Export, ReadSettings


def chat(count: int) -> bytes:
    messages = [
        {"id": number, "type": "message", "date": "2024-02-01T10:00:00", "date_unixtime": str(1_706_781_600 + number),
         "from": "Ann", "from_id": "user1", "text": f"line {number}"}
        for number in range(count)
    ]  # fmt: skip
    return json.dumps({"name": "Ann", "type": "personal_chat", "id": 1, "messages": messages}).encode()


def packed(path: Path, data: bytes) -> Path:
    path.write_bytes(gzip.compress(data, mtime=0))
    return path


def refused(path: Path, limits: Limits | None = None) -> str:
    with pytest.raises(SourceFormatError) as caught, limited(limits or Limits()), opened(path):
        pass
    return caught.value.message


def test_a_packed_export_is_read_like_the_one_in_it_whatever_it_is_called(tmp_path):
    (tmp_path / "plain").write_bytes(chat(3))
    packed(tmp_path / "result.pdf", chat(3))
    plain, other = find_exports([tmp_path / "plain", tmp_path / "result.pdf"])
    assert isinstance(plain, Export)
    assert isinstance(other, Export)
    tables = [next(read(export, ReadSettings())).messages for export in (plain, other)]
    assert tables[0] == tables[1]
    assert tables[0].num_rows == 3


def test_packed_files_in_a_folder_are_exports_of_their_own(tmp_path):
    (tmp_path / "older").mkdir()
    packed(tmp_path / "older" / "a.gz", chat(1))
    packed(tmp_path / "b.gz", chat(2))
    found = list(find_exports([tmp_path]))
    assert [each.path for each in found] == [tmp_path / "b.gz", tmp_path / "older" / "a.gz"]
    assert all(isinstance(each, Export) and each.platform == "telegram" for each in found)


def test_pieces_packed_one_after_another_are_one_file(tmp_path):
    whole = chat(9)
    path = tmp_path / "a.gz"
    path.write_bytes(gzip.compress(whole[:200]) + gzip.compress(whole[200:]))
    with opened(path) as container:
        assert container.read("") == whole


def test_a_large_packed_text_is_read_piece_by_piece(tmp_path):
    text = random.Random(1).randbytes(2**16).hex().encode() * (LARGE_BYTES // 2**17 + 1)
    (_, found), = read_texts(Export(packed(tmp_path / "a.gz", text), "telegram"))  # fmt: skip
    assert not isinstance(found, bytes)
    assert len(found) == len(text) > LARGE_BYTES


@pytest.mark.parametrize("kept", [4, 12, 0.5, -1])
def test_what_is_cut_is_called_damaged_and_costs_nothing_beside_it(tmp_path, kept):
    path = packed(tmp_path / "a.gz", chat(50))
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * kept) if isinstance(kept, float) else kept])
    packed(tmp_path / "b.gz", chat(1))
    lost, sound = find_exports([tmp_path / "a.gz", tmp_path / "b.gz"])
    assert isinstance(lost, Unrecognised)
    assert (lost.reason, lost.text) == (UNREADABLE, "the packed file is damaged or cut off")
    assert isinstance(sound, Export)


def test_any_changed_bit_of_what_is_packed_is_noticed(tmp_path):
    path = packed(tmp_path / "a.gz", chat(50))
    data = bytearray(path.read_bytes())
    for place in range(10, len(data), 7):
        data[place] ^= 16
        path.write_bytes(data)
        refused(path)
        data[place] ^= 16


def test_a_bomb_is_refused_and_what_packs_well_by_nature_is_not(tmp_path):
    path = packed(tmp_path / "a.gz", bytes(2**20))
    assert "which is more than is read" in refused(path)
    with opened(packed(path, bytes(HARMLESS_BYTES))) as container:
        assert len(container.read("")) == HARMLESS_BYTES
    assert "over 1000 bytes" in refused(packed(path, chat(50)), Limits(total_bytes=1000))


def test_a_packed_file_in_a_packed_file_is_no_export(tmp_path):
    found = list(find_exports([packed(tmp_path / "a.gz", gzip.compress(chat(1)))]))
    assert [type(each) for each in found] == [Unrecognised]
