"""What truth says about a world holds in its files."""

import csv
import ipaddress
import json
import re
import zipfile
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from chatward.sample import World
from chatward.sample.values import luhn_digit

Rows = list[dict[str, Any]]


def identifiers_in(truth: Rows) -> list[tuple[str, str]]:
    return [(span["kind"], row["text"][span["start"] : span["end"]]) for row in truth for span in row["spans"]]


def texts_of(folder: Path) -> str:
    """All files below a folder, also those in archives, as one text."""
    parts = []
    for path in sorted(folder.rglob("*")):
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                parts += [archive.read(name).decode() for name in archive.namelist()]
        elif path.is_file() and path.suffix != ".parquet":
            parts.append(path.read_text(encoding="utf-8"))
    return "\n".join(parts)


def compact(value: str) -> str:
    return re.sub(r"[ -]", "", value)


def mod_97(iban: str) -> int:
    return int("".join(str(int(sign, 36)) for sign in iban[4:] + iban[:4])) % 97


IS_SOUND: dict[str, Callable[[str], object]] = {
    "EMAIL": lambda value: re.fullmatch(r"[\w.]+@[a-z.]+", value),
    "PHONE": lambda value: 8 <= sum(map(str.isdigit, value)) <= 15,
    "CREDIT_CARD": lambda value: luhn_digit(compact(value)[:-1]) == value[-1],
    "IBAN": lambda value: mod_97(compact(value)) == 1,
    "IP": ipaddress.ip_address,
    "URL": lambda value: re.fullmatch(r"https?://\S+", value),
    "HANDLE": lambda value: re.fullmatch(r"@\w+", value),
    "PERSON": str.strip,
}


def test_every_span_covers_a_value_of_its_kind(truth: Rows) -> None:
    found = identifiers_in(truth)
    assert [(kind, value) for kind, value in found if not IS_SOUND[kind](value)] == []
    assert {kind for kind, _ in found} == IS_SOUND.keys()


def test_every_address_in_a_text_is_that_of_somebody_in_the_world(truth: Rows, people: dict[str, Any]) -> None:
    known = {each["identifier"] for person in people.values() for each in person["identifiers"]}
    assert {value for kind, value in identifiers_in(truth) if kind == "EMAIL"} <= known


def test_spans_of_a_message_do_not_overlap_and_stand_in_order(truth: Rows) -> None:
    for row in truth:
        ends = [0, *(span["end"] for span in row["spans"])]
        assert all(end <= span["start"] < span["end"] for end, span in zip(ends, row["spans"], strict=False))
        assert ends[-1] <= len(row["text"])


def test_about_one_message_in_ten_holds_a_structured_identifier(truth: Rows) -> None:
    with_some = sum(any(span["kind"] != "PERSON" for span in row["spans"]) for row in truth)
    assert 0.06 < with_some / len(truth) < 0.14


def test_an_address_outside_any_span_is_no_identifier_that_was_forgotten(truth: Rows) -> None:
    for row in truth:
        rest = list(row["text"])
        for span in row["spans"]:
            rest[span["start"] : span["end"]] = " " * (span["end"] - span["start"])
        assert "://" not in "".join(rest)
        assert "@" not in "".join(rest)


def test_no_message_lies_outside_the_worlds_years(truth: Rows, world: World) -> None:
    sent = [row["sent_at_utc"] for row in truth]
    assert world.start <= min(sent)
    assert max(sent) < world.end


def test_the_messages_of_a_conversation_stand_in_the_order_of_their_times(truth: Rows) -> None:
    last: dict[str, datetime] = {}
    for row in truth:
        assert last.get(row["conversation"], row["sent_at_utc"]) <= row["sent_at_utc"]
        last[row["conversation"]] = row["sent_at_utc"]


def test_the_summary_counts_what_truth_lists(truth: Rows, world: World) -> None:
    summary = json.loads((world.folder / "truth" / "summary.json").read_text())
    for source, count in summary["sources"].items():
        rows = [row for row in truth if row["source"] == source]
        assert (count["messages"], count["conversations"]) == (len(rows), len({row["conversation"] for row in rows}))
    assert len(truth) == summary["messages"] == world.messages


def test_every_file_with_messages_is_there(truth: Rows, world: World) -> None:
    assert all((world.folder / name).is_file() for name in {row["file"] for row in truth})


def test_ids_that_platforms_give_are_given_once_within_their_conversation(truth: Rows) -> None:
    ids = [(row["conversation"], row["platform_message_id"]) for row in truth if row["platform_message_id"]]
    assert len(ids) == len(set(ids)) > 0


def test_each_identifier_belongs_to_one_person(people: dict[str, Any]) -> None:
    owners = Counter((each["type"], each["identifier"]) for row in people.values() for each in row["identifiers"])
    assert [identifier for identifier, count in owners.items() if count > 1] == []


def test_canaries_are_some_customers_whose_strings_occur_in_what_they_wrote(
    truth: Rows, people: dict[str, Any], world: World
) -> None:
    strings = (world.folder / "truth" / "canaries.txt").read_text(encoding="utf-8").splitlines()
    canaries = {person_id for person_id, person in people.items() if person["is_canary"]}
    assert len(canaries) >= 5
    assert len(strings) == len(set(strings)) == 5 * len(canaries)
    for person_id in canaries:
        own = " ".join(row["text"] for row in truth if row["person_id"] == person_id)
        assert any(string in own for string in strings)


def test_no_string_of_a_canary_is_known_to_the_worlds_other_people(truth: Rows, people: dict[str, Any]) -> None:
    by_others = " ".join(row["text"] for row in truth if people[row["person_id"]]["role"] == "customer"
                         and not people[row["person_id"]]["is_canary"])  # fmt: skip
    assert "canary-" not in by_others
    assert "Qanary" not in by_others


def test_consent_has_its_columns_and_tells_of_every_action(world: World) -> None:
    rows: list[dict[str, Any]] = []
    for path in sorted((world.folder / "consent").iterdir()):
        text = path.read_text(encoding="utf-8").splitlines()
        rows += [json.loads(line) for line in text] if path.suffix == ".jsonl" else list(csv.DictReader(text))
    columns = "event_id identifier_type identifier purpose action notice_version effective_at recorded_at channel steps"
    assert {" ".join(row) for row in rows} == {columns}
    assert {row["action"] for row in rows} == {"granted", "withdrawn", "expired"}
    assert all(row["effective_at"] <= row["recorded_at"] for row in rows)
    assert len({row["event_id"] for row in rows}) == len(rows) == world.consent_events


def test_some_customers_never_answered_about_consent(world: World, people: dict[str, Any], truth: Rows) -> None:
    told = texts_of(world.folder / "consent")
    wrote = {row["person_id"] for row in truth if people[row["person_id"]]["role"] == "customer"}
    silent = [who for who in wrote if not any(each["identifier"] in told for each in people[who]["identifiers"])]
    assert 0.05 < len(silent) / len(wrote) < 0.25


def test_a_customers_channels_are_joined_by_the_contacts_register(world: World) -> None:
    with (world.folder / "registers" / "contacts.csv").open(encoding="utf-8", newline="") as file:
        contacts = list(csv.DictReader(file))
    kinds = Counter(row["contact_id"] for row in contacts)
    assert min(kinds.values()) >= 2
    assert max(kinds.values()) >= 4


def test_erasure_is_asked_for_by_a_canary(world: World, people: dict[str, Any]) -> None:
    with (world.folder / "requests" / "requests.csv").open(encoding="utf-8", newline="") as file:
        asking = {row["identifier"] for row in csv.DictReader(file) if row["kind"] == "erasure"}
    own = {each["identifier"] for person in people.values() if person["is_canary"] for each in person["identifiers"]}
    assert asking & own


def test_truth_is_readable_without_chatward(world: World) -> None:
    schema = pq.read_schema(world.folder / "truth" / "messages.parquet")
    assert schema.field("spans").type.value_type.names == ["start", "end", "kind"]
