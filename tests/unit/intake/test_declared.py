"""What a source of the policy declares reaches those who find and read its exports."""

import pickle
from dataclasses import fields
from pathlib import Path

from chatward.intake import reading
from chatward.intake.declared import drift_terms, read_settings
from chatward.intake.discovery import entries
from chatward.intake.finding import finder
from chatward.intake.identifying import Keys
from chatward.intake.results import SourceTask
from chatward.policy.sections import Source
from chatward.sources.archives import Limits
from chatward.sources.recognise import find_exports
from chatward.sources.table.finding import find_tables
from chatward.sources.table.mapping import TableMapping

SOURCE = Source.model_validate_json("""{
    "platform": "table", "paths": ["*.csv"], "processor": "p", "regime": "gdpr", "zone": "Europe/Berlin",
    "date_order": "mdy", "own_accounts": ["Acme"], "categories": ["text"], "purposes": ["support"],
    "columns": {
        "sent_at": {"column": "a", "format": "epoch_ms", "zone": "b"}, "message_id": "c", "conversation": "d",
        "sender": {"column": "e", "identifier": "phone"}, "sender_name": "f",
        "role": {"column": "g", "values": {"x": "bot"}}, "text": "h", "reply_to": "i", "attachment": "j",
        "kind": {"column": "k", "values": {"y": "note"}},
        "event": {"column": "l", "values": {"z": "pinned"}, "target": "m"}
    },
    "table": {"delimiter": ";", "encoding": "latin-1", "header": ["a", "b"]}
}""")


def test_every_key_of_a_table_reaches_its_reader():
    settings = read_settings(SOURCE)
    assert settings.table == TableMapping(
        "a", "epoch_ms", "b", "c", "d", "e", "phone", "f", "g", {"x": "bot"}, "h", "i", "j", "k", {"y": "note"}, "l",
        {"z": "pinned"}, "m", ";", "iso8859-1", ("a", "b"),
    )  # fmt: skip
    assert len(fields(TableMapping)) == 21
    assert sorted(settings.table.columns) == list("abcdefghijklm")
    assert (str(settings.zone), settings.date_order, settings.own_accounts) == ("Europe/Berlin", "mdy", {"Acme"})
    assert pickle.loads(pickle.dumps(settings)) == settings


def test_what_a_worker_is_told_of_a_source_brings_none_of_the_policys_modules():
    assert b"chatward.policy" not in pickle.dumps((read_settings(SOURCE), drift_terms(SOURCE)))


def test_only_tables_are_found_by_the_word_of_the_policy():
    assert finder("table") is find_tables
    assert finder("telegram") is find_exports


def test_tables_of_a_source_are_read_and_what_is_none_costs_no_other(tmp_path: Path) -> None:
    plain = Source.model_validate(
        {**SOURCE.model_dump(), "table": None, "columns": {"sent_at": {"column": "at"}, "text": "t"}}
    )
    (tmp_path / "a.csv").write_text("at,t\n2024-01-15 12:00,hello\n2024-01-15 12:01\nsoon,x\n", encoding="utf-8")
    (tmp_path / "b.csv").write_text("nothing,of,it\n", encoding="utf-8")
    task = SourceTask("desk", "table", read_settings(plain), Limits(), tmp_path)
    found = reading.read_entries(list(entries(tmp_path, ["*.csv"])), task, Keys(b"i" * 32, b"d" * 32), frozenset())
    assert [(file.records, file.read_messages, file.rejected) for file in found.files] == [(3, 1, 2)]
    assert found.rejects["reason"].to_pylist() == ["columns", "bad_time"]
    assert found.messages["sent_at_utc"].to_pylist()[0].isoformat() == "2024-01-15T11:00:00"
    (failure,) = found.failures
    assert "no column `at`" in failure.error.message
