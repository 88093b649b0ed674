"""Parts of WhatsApp's webhook calls that somebody kept, calls as text, and what companies' own servers sent."""

import json
from pathlib import Path
from typing import Any

import pytest
from support.reading import gathered

from chatward.sources.recognise import Unrecognised, find_exports, read
from chatward.sources.records import ReadSettings
from chatward.sources.testing import check_reader

MESSAGE = {"from": "4915111222333", "id": "wamid.X1", "timestamp": "1714557600", "type": "text", "text": {"body": "hi"}}
CONTACTS = [{"profile": {"name": "Ann"}, "wa_id": "4915111222333"}]
VALUE = {"messaging_product": "whatsapp", "metadata": {"display_phone_number": "4930111", "phone_number_id": "555"},
         "contacts": CONTACTS, "messages": [MESSAGE]}  # fmt: skip
CHANGE = {"field": "messages", "value": VALUE}
ENTRY = {"id": "1", "changes": [CHANGE]}
CALL = {"object": "whatsapp_business_account", "entry": [ENTRY]}
OF_A_SERVER = {"contacts": CONTACTS, "messages": [MESSAGE]}


def rows_of(folder: Path, text: str) -> dict[str, list[dict[str, Any]]]:
    (folder / "kept").write_text(text)
    [export] = find_exports([folder / "kept"])
    assert export.platform == "whatsapp_cloud_api"
    return gathered(read(export, ReadSettings()))


def test_the_reader_keeps_what_every_reader_promises() -> None:
    check_reader("whatsapp_cloud_api", {"queue.jsonl": f"{json.dumps(VALUE)}\n{json.dumps(VALUE)}\n".encode()})


@pytest.mark.parametrize("part", [CALL, ENTRY, CHANGE, VALUE, OF_A_SERVER, MESSAGE])
@pytest.mark.parametrize("kept", [
    json.dumps, lambda part: json.dumps([part, part]), lambda part: f"{json.dumps(part)}\n{json.dumps(part)}\n",
    lambda part: json.dumps({"at": 1, "body": part}), lambda part: json.dumps({"body": json.dumps(part)}),
])  # fmt: skip
def test_a_part_of_a_call_is_read_like_the_whole(tmp_path: Path, part: dict[str, Any], kept: Any) -> None:
    rows = rows_of(tmp_path, kept(part))
    assert {(row["platform_message_id"], row["sender_key"], row["text"]) for row in rows["messages"]} == {
        ("wamid.X1", "phone:+4915111222333", "hi"),
    }  # fmt: skip
    assert rows["rejects"] == []


def test_a_status_of_a_company_s_own_server_is_read(tmp_path: Path) -> None:
    status = {"id": "gBEG1", "recipient_id": "4915111222333", "status": "read", "timestamp": "1714557600"}
    [event] = rows_of(tmp_path, json.dumps({"statuses": [status]}))["events"]
    assert (event["event"], event["target_message_id"]) == ("delivery_status", "gBEG1")


@pytest.mark.parametrize(
    "other",
    [
        {"messaging_product": "whatsapp", "to": "4915111222333", "type": "text", "text": {"body": "out"}},
        {"messages": [{"id": "1", "from": "a", "type": "x", "timestamp": "1"}], "channel": "wa_id"},
        {"field": "messages", "value": {"wa_id": "1"}},
    ],
)
def test_what_only_looks_alike_is_not_taken(tmp_path: Path, other: dict[str, Any]) -> None:
    (tmp_path / "kept").write_text(json.dumps(other))
    [found] = find_exports([tmp_path / "kept"])
    assert isinstance(found, Unrecognised)
