import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from chatward.errors import ConfigError, IntegrityError
from chatward.ledger import records


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """A ledger of four records."""
    for number in range(4):
        records.append(tmp_path, {"run": number, "note": "ä"})
    return tmp_path


def path(ledger: Path, number: int) -> Path:
    return ledger / "records" / f"{number:012d}.json"


def test_an_empty_ledger_has_a_head(tmp_path: Path) -> None:
    assert records.head(tmp_path) == records.Head(0, "0" * 64)


def test_every_record_names_the_one_before(ledger: Path) -> None:
    entries = [json.loads(path(ledger, number).read_bytes()) for number in range(4)]
    assert [entry["number"] for entry in entries] == [0, 1, 2, 3]
    assert len({entry["previous"] for entry in entries}) == 4


def test_equal_records_are_written_in_equal_bytes(tmp_path: Path) -> None:
    one = records.append(tmp_path / "a", {"b": 1, "a": [1.5, None, "ä"]})
    two = records.append(tmp_path / "b", {"a": [1.5, None, "ä"], "b": 1})
    assert one == two


def edit(ledger: Path) -> None:
    path(ledger, 1).write_bytes(path(ledger, 1).read_bytes().replace(b'"run":1', b'"run":9'))


def drop(ledger: Path) -> None:
    path(ledger, 1).unlink()


def drop_and_close_up(ledger: Path) -> None:
    drop(ledger)
    for number in (2, 3):
        path(ledger, number).rename(path(ledger, number - 1))


def reorder(ledger: Path) -> None:
    path(ledger, 1).rename(ledger / "aside")
    path(ledger, 2).rename(path(ledger, 1))
    (ledger / "aside").rename(path(ledger, 2))


def insert(ledger: Path) -> None:
    shutil.copy(path(ledger, 3), path(ledger, 4))


def empty(ledger: Path) -> None:
    path(ledger, 2).write_bytes(b"")


def no_object(ledger: Path) -> None:
    path(ledger, 2).write_bytes(b"[]")


TAMPERINGS = [edit, drop, drop_and_close_up, reorder, insert, empty, no_object]


@pytest.mark.parametrize("tamper", TAMPERINGS, ids=lambda tamper: tamper.__name__)
def test_tampering_is_found_and_nothing_is_appended_to_it(ledger: Path, tamper: Callable[[Path], None]) -> None:
    tamper(ledger)
    before = sorted(file.name for file in (ledger / "records").iterdir())
    with pytest.raises(IntegrityError):
        records.head(ledger)
    with pytest.raises(IntegrityError):
        records.append(ledger, {"run": 4})
    assert sorted(file.name for file in (ledger / "records").iterdir()) == before


@pytest.mark.parametrize("number", range(4))
def test_every_flipped_bit_of_every_record_is_found(ledger: Path, number: int) -> None:
    pinned = records.head(ledger)
    content = path(ledger, number).read_bytes()
    for place in range(len(content) * 8):
        flipped = bytearray(content)
        flipped[place // 8] ^= 1 << place % 8
        path(ledger, number).write_bytes(flipped)
        with pytest.raises(IntegrityError):
            records.head(ledger, pinned=pinned)
    path(ledger, number).write_bytes(content)
    assert records.head(ledger, pinned=pinned) == pinned


@pytest.mark.parametrize("left", range(4))
def test_a_tail_that_was_cut_off_is_found(ledger: Path, left: int) -> None:
    pinned = records.head(ledger)
    for number in range(left, 4):
        path(ledger, number).unlink()
    with pytest.raises(IntegrityError, match=rf"has {left} records and does not end as the last run left it, with 4"):
        records.head(ledger, pinned=pinned)
    with pytest.raises(IntegrityError):
        records.append(ledger, {"run": left}, pinned=pinned)


def test_an_end_that_was_written_anew_is_found(ledger: Path) -> None:
    pinned = records.head(ledger)
    path(ledger, 3).unlink()
    assert records.append(ledger, {"run": "another"}).records == pinned.records
    with pytest.raises(IntegrityError, match="does not end as the last run left it"):
        records.head(ledger, pinned=pinned)


def test_one_record_may_follow_the_pinned_head_and_no_more(ledger: Path) -> None:
    pinned = records.head(ledger)
    after = records.append(ledger, {"run": 4}, pinned=pinned)
    assert records.head(ledger, pinned=pinned) == after
    records.append(ledger, {"run": 5}, pinned=after)
    with pytest.raises(IntegrityError, match="has 6 records and does not end as the last run left it, with 4"):
        records.head(ledger, pinned=pinned)


def test_a_record_that_was_cut_off_is_not_there(ledger: Path) -> None:
    before = records.head(ledger)
    path(ledger, 4).with_suffix(".new").write_bytes(b'{"number":4')
    assert records.head(ledger) == before
    assert records.append(ledger, {"run": 4}).records == 5


def test_a_record_that_is_too_long_is_refused(ledger: Path) -> None:
    with pytest.raises(ConfigError, match="at most"):
        records.append(ledger, {"run": "x" * records.MOST_BYTES})
    assert records.head(ledger).records == 4
