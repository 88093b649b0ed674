"""Two accounts of one help desk in one source: nothing of one is taken for the other's, whatever comes when."""

import json
from typing import Any

from support.company import Company, policy
from support.state import State, state

SENT = "2026-09-05T14:00:00Z"


def zendesk(company: Company) -> None:
    source = policy()["sources"]["whatsapp"] | {"platform": "zendesk", "paths": ["exports/zendesk/**"]}
    del source["zone"]
    company.write_policy(lambda content: content["sources"].update(zendesk=source | {"own_accounts": ["9"]}))


def ticket(host: str, text: str) -> dict[str, Any]:
    comment = {
        "id": 5, "type": "Comment", "author_id": 7, "body": text, "public": True, "created_at": SENT, "attachments": [],
    }  # fmt: skip
    return {
        "url": f"https://{host}.zendesk.com/api/v2/tickets/1.json", "id": 1, "created_at": SENT, "subject": "x",
        "description": text, "status": "open", "requester_id": 7, "submitter_id": 7, "comments": [comment],
    }  # fmt: skip


def tickets(company: Company, name: str, *found: dict[str, Any]) -> None:
    company.write(f"exports/zendesk/{name}.json", json.dumps({"tickets": found, "next_page": None}))


def redaction(account: int, words: str) -> dict[str, Any]:
    return {
        "account_id": account, "id": f"c{account}", "subject": "zen:ticket:1", "time": "2026-09-06T14:00:00Z",
        "type": "zen:event-type:ticket.comment_redacted", "zendesk_event_version": "2022-11-06", "detail": {"id": "1"},
        "event": {"comment": {"id": "5", "body": words}},
    }  # fmt: skip


def collected(company: Company) -> State:
    assert company.stage("collect").failures == []
    return state(company)


def test_two_accounts_in_one_source_stay_apart_whether_they_come_together_or_not(company: Company) -> None:
    zendesk(company)
    apart = company.twin("apart")
    for host in ("acme", "beta"):
        tickets(apart, host, ticket(host, f"words to {host}"))
        found = collected(apart)
    tickets(company, "all", ticket("acme", "words to acme"), ticket("beta", "words to beta"))
    assert collected(company) == found
    assert found.texts == ["words to acme", "words to beta"]
    assert len({row["sender_id"] for row in found.messages.values()}) == 2


def test_an_account_exported_once_more_brings_nothing_new(company: Company) -> None:
    zendesk(company)
    tickets(company, "b", ticket("acme", "to acme"), ticket("beta", "to beta"))
    first = collected(company)
    tickets(company, "a", ticket("beta", "to beta"))
    tickets(company, "c", ticket("acme", "to acme"))
    assert collected(company) == first


def test_a_call_of_the_account_at_home_acts_on_what_its_host_exported_and_on_no_others(company: Company) -> None:
    zendesk(company)
    tickets(company, "a", ticket("acme", "my card is 4111"))
    collected(company)
    tickets(company, "b", ticket("beta", "to beta"))
    company.write("exports/zendesk/calls.json", json.dumps(redaction(77, "my card is ▇▇▇▇")))
    assert collected(company).texts == ["my card is ▇▇▇▇", "to beta"]
