"""A later day's delivery adds files and truth, and changes nothing that was delivered before."""

import json
import shutil
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from chatward.errors import UsageError
from chatward.sample import World, write_delivery

FIRST, SECOND = date(2026, 9, 30), date(2026, 10, 1)


@pytest.fixture(scope="module")
def folder(world: World, tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = tmp_path_factory.mktemp("delivery") / "world"
    shutil.copytree(world.folder, copy)
    write_delivery(copy, messages=900, seed=21, day=FIRST)
    write_delivery(copy, messages=700, seed=22, day=SECOND)
    return copy


def truth_of(folder: Path, name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pq.read_table(folder / "truth" / f"{name}.parquet").to_pylist()
    return rows


def inputs_of(folder: Path) -> dict[str, bytes]:
    parts = ("exports", "consent", "registers", "holds", "requests")
    paths = (path for part in parts for path in (folder / part).rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def test_what_was_delivered_before_stays_as_it_was(world: World, folder: Path) -> None:
    before, after = inputs_of(world.folder), inputs_of(folder)
    assert before.items() <= after.items()
    assert len(after) > len(before)


def test_a_delivery_holds_its_days_messages_and_no_others(folder: Path) -> None:
    for day, count in ((FIRST, 900), (SECOND, 700)):
        rows = truth_of(folder, f"messages-{day}")
        assert len(rows) == count
        assert {row["sent_at_utc"].date() for row in rows} == {day}
        assert {f"/{day}/" in row["file"] for row in rows} == {True}


def test_known_customers_write_again_and_new_ones_come(world: World, folder: Path) -> None:
    known = {row["person_id"] for row in truth_of(world.folder, "people")}
    wrote = {row["person_id"] for row in truth_of(folder, f"messages-{FIRST}")}
    assert len(wrote & known) > len(wrote - known) > 0


def test_everybody_stays_who_they_were(world: World, folder: Path) -> None:
    now = {row["person_id"]: row for row in truth_of(folder, "people")}
    assert all(now[row["person_id"]] == row for row in truth_of(world.folder, "people"))
    assert {row["person_id"] for row in truth_of(folder, f"messages-{SECOND}")} <= now.keys()


def test_platform_ids_of_a_conversation_are_never_given_again(folder: Path) -> None:
    rows = [row for name in ("messages", f"messages-{FIRST}", f"messages-{SECOND}") for row in truth_of(folder, name)]
    ids = [(row["conversation"], row["platform_message_id"]) for row in rows if row["platform_message_id"]]
    assert len(ids) == len(set(ids))


def test_a_chat_is_called_the_same_in_every_delivery(world: World, folder: Path) -> None:
    def stems(name: str) -> dict[str, str]:
        rows = truth_of(folder, name)
        return {row["conversation"]: Path(row["file"]).stem for row in rows if row["source"] == "whatsapp"}

    before, after = stems("messages"), stems(f"messages-{FIRST}")
    again = before.keys() & after.keys()
    assert again
    assert [before[key] for key in again] == [after[key] for key in again]


def test_new_customers_are_asked_for_consent_on_the_day_they_come(folder: Path) -> None:
    lines = (folder / "consent" / f"chat-{FIRST}.jsonl").read_text().splitlines()
    days = {datetime.fromisoformat(json.loads(line)["effective_at"]).astimezone(UTC).date() for line in lines}
    assert days <= {date(2026, 9, 29), FIRST, SECOND}
    assert lines


def test_the_same_delivery_writes_the_same_files(world: World, folder: Path, tmp_path: Path) -> None:
    shutil.copytree(world.folder, tmp_path / "world")
    write_delivery(tmp_path / "world", messages=900, seed=21, day=FIRST)
    again = inputs_of(tmp_path / "world")
    assert again.items() <= inputs_of(folder).items()


@pytest.mark.parametrize("day", [date(2026, 9, 29), SECOND])
def test_a_day_that_has_messages_already_is_refused(folder: Path, day: date) -> None:
    with pytest.raises(UsageError):
        write_delivery(folder, messages=600, seed=1, day=day)


def test_a_folder_that_is_no_sample_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        write_delivery(tmp_path, messages=600, seed=1, day=FIRST)
