import os
from pathlib import Path

import pytest

from chatward.errors import SourceFormatError
from chatward.intake import discovery
from chatward.intake.discovery import CHUNK_ENTRIES, Entry, chunks, entries, fingerprint
from chatward.intake.identifying import Keys
from chatward.intake.reading import read_entries
from chatward.intake.results import SourceTask
from chatward.sources.archives import Limits
from chatward.sources.records import Export, ReadSettings


def found(root: Path, *patterns: str) -> dict[str, str]:
    return {entry.location: entry.signature for entry in entries(root, patterns or ["exports/**"])}


def put(root: Path, place: str, content: str = "x") -> Path:
    path = root / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content)
    return path


def test_an_entry_is_a_file_or_folder_right_below_the_path(tmp_path: Path) -> None:
    put(tmp_path, "exports/one.txt")
    put(tmp_path, "exports/folder/deep/two.txt")
    put(tmp_path, "exports/.hidden")
    put(tmp_path, "elsewhere/three.txt")
    assert list(found(tmp_path)) == ["exports/folder", "exports/one.txt"]


def test_patterns_that_overlap_find_an_entry_once(tmp_path: Path) -> None:
    put(tmp_path, "exports/one.txt")
    assert list(found(tmp_path, "exports/**", "exports/*.txt", "exports/one.txt")) == ["exports/one.txt"]


def test_no_folder_is_no_entry(tmp_path: Path) -> None:
    assert found(tmp_path) == {}


def test_a_signature_changes_with_any_file_and_with_nothing_else(tmp_path: Path) -> None:
    path = put(tmp_path, "exports/folder/deep/two.txt")
    signatures = [found(tmp_path), found(tmp_path)]
    os.utime(path, ns=(1, 1))
    signatures.append(found(tmp_path))
    put(tmp_path, "exports/folder/three.txt")
    signatures.append(found(tmp_path))
    assert signatures[0] == signatures[1]
    assert len({signature["exports/folder"] for signature in signatures}) == 3


def test_chunks_keep_order_and_lose_nothing() -> None:
    made = [Entry(Path(str(number)), str(number), "", number << 20) for number in range(3 * CHUNK_ENTRIES)]
    assert [entry for chunk in chunks(made) for entry in chunk] == made
    assert max(len(chunk) for chunk in chunks(Entry(Path(), "", "", 0) for _ in made)) == CHUNK_ENTRIES


def test_a_fingerprint_is_of_the_bytes_and_not_of_the_name(tmp_path: Path) -> None:
    one, two = put(tmp_path, "one"), put(tmp_path, "two")
    assert fingerprint(Export(one, "slack")).digest == fingerprint(Export(two, "slack")).digest
    other = put(tmp_path, "three", "y")
    assert fingerprint(Export(other, "slack")).digest != fingerprint(Export(one, "slack")).digest


@pytest.mark.parametrize("change", [lambda path: path.write_text("xy"), lambda path: path.unlink()])
def test_a_file_that_changed_since_its_fingerprint_is_told(tmp_path: Path, change) -> None:
    path = put(tmp_path, "one")
    taken = fingerprint(Export(path, "slack"))
    taken.check_unchanged()
    change(path)
    with pytest.raises(SourceFormatError, match="changed while it was read"):
        taken.check_unchanged()


def test_a_file_that_is_moved_away_while_it_is_looked_at_costs_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone, there = put(tmp_path, "exports/folder/gone.txt"), put(tmp_path, "exports/folder/there.txt")
    listed = discovery.files_of(tmp_path / "exports/folder")
    gone.unlink()
    monkeypatch.setattr(discovery, "files_of", lambda _: listed)
    (entry,) = entries(tmp_path, ["exports/**"])
    assert entry.size_bytes == there.stat().st_size


def test_a_vanished_entry_is_an_unreadable_export_and_costs_no_other(tmp_path: Path) -> None:
    gone, there = put(tmp_path, "exports/gone.txt"), put(tmp_path, "exports/there.txt")
    both = list(entries(tmp_path, ["exports/**"]))
    gone.unlink()
    there.write_text("12/05/2024, 10:00 - Anna: hello\n12/05/2024, 10:01 - Ben: hi\n", encoding="utf-8")
    task = SourceTask("support", "whatsapp", ReadSettings(), Limits(), tmp_path)
    reading = read_entries(both, task, Keys(b"1" * 32, b"2" * 32), frozenset())
    assert [failure.location for failure in reading.failures] == ["exports/gone.txt"]
    assert reading.messages.num_rows == 2
