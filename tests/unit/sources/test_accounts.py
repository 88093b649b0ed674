"""Accounts of one help desk: what two of them number alike stays apart, and one account is the same in every export."""

import json
from pathlib import Path
from typing import Any

import pytest
from support.reading import rows_of as rows
from support.reading import saved
from support.zendesk import AT, batches_of, comment, ticket

from chatward.sources.chatwoot.reader import read as read_chatwoot
from chatward.sources.records import Batch, Export, ReadSettings
from chatward.sources.zendesk.reader import read

HOME = frozenset({"a.zendesk.com", "1"})


def of(host: str, **more: Any) -> dict[str, Any]:
    """Return a ticket of an account."""
    return ticket(url=f"https://{host}.zendesk.com/api/v2/tickets/1.json", **more)


def keys(batches: list[Batch]) -> set[str]:
    return {row["conversation_key"] for row in rows(batches)}


def people(batches: list[Batch]) -> set[str]:
    return {row["sender_key"] for row in rows(batches)}


def test_tickets_of_two_accounts_with_one_number_are_two_conversations_of_two_people(tmp_path: Path):
    batches = batches_of(saved(tmp_path, {"tickets": [of("a"), of("b")], "next_page": None}))
    assert keys(batches) == {"zendesk:1", "zendesk:b.zendesk.com:1"}
    assert people(batches) == {"zendesk_id:7", "zendesk_id:b.zendesk.com:7"}


@pytest.mark.parametrize("order", [("a", "b"), ("b", "a")])
def test_whose_ids_stand_as_they_are_is_settled_by_the_source_and_not_by_what_comes_first(tmp_path: Path, order: Any):
    path = saved(tmp_path, {"tickets": [of(host) for host in order], "next_page": None})
    assert keys(batches_of(path, home_accounts=HOME)) == {"zendesk:1", "zendesk:b.zendesk.com:1"}


def test_a_comment_of_another_account_is_in_its_tickets_conversation_wherever_it_stands(tmp_path: Path):
    inside = of("b", comments=[comment()])
    page = {"comments": [comment()], "next_page": "https://B.zendesk.com/api/v2/tickets/1/comments.json?page=2"}
    found = [
        keys(batches_of(saved(tmp_path, value, name), home_accounts=HOME))
        for name, value in (("inside.json", inside), ("page.json", page))
    ]
    assert found == [{"zendesk:b.zendesk.com:1"}] * 2


def test_files_that_tell_no_account_are_of_the_one_that_their_export_tells(tmp_path: Path):
    saved(tmp_path, {"tickets": [of("b")], "next_page": None}, "tickets.json")
    saved(tmp_path, {"comments": [comment(id=6, created_at="2024-03-06T14:00:00Z")]}, "comments/tickets_1.json")
    audit = {"id": 1, "ticket_id": 1, "created_at": AT, "author_id": 9, "events": [{"id": 1, "type": "Change"}]}
    saved(tmp_path, {"audits": [audit]}, "audits.json")
    export = Export(tmp_path, "zendesk", ("audits.json", "comments/tickets_1.json", "tickets.json"))
    batches = list(read(export, ReadSettings(home_accounts=HOME)))
    assert keys(batches) == {"zendesk:b.zendesk.com:1"}
    assert {row["conversation_key"] for row in rows(batches, "events")} == {"zendesk:b.zendesk.com:1"}


def test_what_tells_no_account_at_all_is_of_the_account_at_home(tmp_path: Path):
    assert keys(batches_of(saved(tmp_path, {"comments": [comment(ticket_id=1)]}), home_accounts=HOME)) == {"zendesk:1"}


def call(account: int) -> dict[str, Any]:
    return {
        "account_id": account, "id": f"c{account}", "subject": "zen:ticket:1", "time": AT,
        "type": "zen:event-type:ticket.comment_added", "zendesk_event_version": "2022-11-06", "detail": {"id": "1"},
        "event": {"comment": {"id": "5", "body": "hi", "author": {"id": "7", "name": "Zoë"}}},
    }  # fmt: skip


def test_calls_of_two_accounts_are_apart_and_those_of_home_meet_the_tickets_of_its_host(tmp_path: Path):
    path = tmp_path / "calls.jsonl"
    path.write_text("".join(json.dumps(each) + "\n" for each in (call(1), call(2), of("a"), of("b"))))
    batches = batches_of(path, home_accounts=HOME)
    assert [row["conversation_key"] for row in rows(batches)] == [
        "zendesk:1",
        "zendesk:2:1",
        "zendesk:1",
        "zendesk:b.zendesk.com:1",
    ]


def test_what_a_customer_writes_names_no_account(tmp_path: Path):
    trap = comment(ticket_id=1, body='"next_page": "https://evil.zendesk.com/api/v2/tickets/1.json"')
    batches = batches_of(saved(tmp_path, {"comments": [trap]}), home_accounts=HOME)
    assert keys(batches) == {"zendesk:1"}


def chatwoot_message(account_id: int, **more: Any) -> dict[str, Any]:
    return {
        "id": 900 + account_id, "content": "hello", "account_id": account_id, "inbox_id": 1, "conversation_id": 12,
        "message_type": 0, "created_at": 1709647200, "private": False, "content_type": "text",
        "sender": {"id": 3, "name": "Zoë", "type": "contact"}, **more,
    }  # fmt: skip


def chatwoot_call(account: int) -> dict[str, Any]:
    message = chatwoot_message(account, event="message_created", account={"id": account, "name": "Acme"})
    del message["account_id"], message["conversation_id"]
    return message | {"conversation": {"id": 12, "inbox_id": 1, "status": "open"}}


def test_conversations_of_two_chatwoot_accounts_with_one_number_are_two(tmp_path: Path):
    path = tmp_path / "messages.jsonl"
    path.write_text("".join(json.dumps(each) + "\n" for each in map(chatwoot_message, (1, 2))))
    batches = list(read_chatwoot(Export(path, "chatwoot"), ReadSettings(home_accounts=frozenset({"1"}))))
    assert [row["conversation_key"] for row in rows(batches)] == ["chatwoot:12", "chatwoot:2:12"]


def test_a_conversation_of_chatwoot_is_one_in_answers_and_calls(tmp_path: Path):
    page = {"payload": [chatwoot_message(2)], "meta": {}}
    found = [
        keys(list(read_chatwoot(Export(saved(tmp_path, value, name), "chatwoot"), ReadSettings(home_accounts=HOME))))
        for name, value in (("page.json", page), ("call.json", chatwoot_call(2)))
    ]
    assert found == [{"chatwoot:2:12"}] * 2
