"""Requests that wait: for a decision on who is who, and for the release of a hold; and what is told of them."""

import csv
import json
from datetime import timedelta
from typing import Any

import pytest
from support.company import NOW, Company, call, telegram_message
from support.state import state

from chatward.ledger import tiles
from chatward.rights.states import Act
from chatward.warehouse.people.judging import record_decision
from chatward.warehouse.requests.request_acts import Deed, load_request, load_requests
from chatward.warehouse.requests.requests import act_by_hand

ANNA, BEN = "4915112345601", "4915112345602"


def ask(company: Company, *requests: dict[str, str]) -> None:
    lines = ({"identifier_type": "phone", "verified": "yes", "received_at": "2026-09-20", **each} for each in requests)
    company.write("requests/asked.jsonl", "".join(json.dumps(line) + "\n" for line in lines))


def standings(company: Company) -> dict[str, str]:
    with company.warehouse() as warehouse:
        return {each.request_id: each.standing.state.value for each in load_requests(warehouse.connection)}


def acts(company: Company, name: str) -> list[tuple[str, str | None]]:
    with company.warehouse() as warehouse:
        found = next(each for each in load_requests(warehouse.connection) if each.request_id == name)
    return [(done.act.value, done.code) for done in found.acts]


def respond(company: Company, as_of: Any = NOW) -> Any:
    with company.opened(as_of):
        company.stage("collect", as_of)
        return company.stage("respond", as_of, plan_only=False)


@pytest.fixture
def family(company: Company) -> Company:
    """A number that the register gives to two accounts: whose messages are whose, nobody knows."""
    company.calls("calls", call("1", ANNA, "2026-09-01T10:00:00", "hello", name="Schmidt"))
    company.telegram(7, telegram_message(1, "user1", "2026-09-02T10:00:00", "here too"))
    company.telegram(8, telegram_message(1, "user2", "2026-09-02T11:00:00", "there"))
    owners = (("k1", "user1"), ("k2", "user2"))
    company.contacts(
        *(row for owner, user in owners for row in ((owner, "phone", f"+{ANNA}"), (owner, "telegram_id", user)))
    )
    return company


def test_what_waits_for_a_decision_about_somebody_who_is_erased_meanwhile_is_over(company: Company) -> None:
    company.calls("calls", *(call(who, who, "2026-09-01T10:00:00", "hello") for who in (ANNA, BEN)))
    company.stage("collect")
    proof = {"proven_type": "phone", "proven": f"+{BEN}"}
    waiting = (
        {"request_id": "r1", "kind": "access", "identifier": f"+{ANNA}", **proof},
        {"request_id": "r2", "kind": "rectification", "identifier": f"+{ANNA}"},
        {"request_id": "r3", "kind": "rectification", "identifier": f"+{BEN}"},
    )
    ask(company, *waiting)
    respond(company)
    assert standings(company) == dict.fromkeys(("r1", "r2", "r3"), "in_review")
    ask(company, *waiting, {"request_id": "r4", "kind": "erasure", "identifier": f"+{ANNA}"})
    respond(company)
    respond(company)
    assert standings(company) == {"r1": "done", "r2": "done", "r3": "in_review", "r4": "done"}
    assert acts(company, "r1")[-2:] == [("reviewed", "nobody_is_known"), ("done", "nothing_held")]


def test_what_is_about_all_of_a_person_waits_until_the_review_file_is_answered(family: Company) -> None:
    ask(
        family,
        {"request_id": "r1", "kind": "access", "identifier": f"+{ANNA}"},
        {"request_id": "r2", "kind": "erasure", "identifier": f"+{ANNA}"},
        {"request_id": "r3", "kind": "restriction", "identifier": f"+{ANNA}"},
    )
    respond(family)
    assert standings(family) == {"r1": "in_review", "r2": "in_review", "r3": "done"}
    assert acts(family, "r2")[-1] == ("doubted", "identity_in_doubt")
    assert sorted(state(family).texts) == ["hello", "here too", "there"]
    respond(family)
    assert [act for act, _ in acts(family, "r2")].count("doubted") == 1
    with (family.root / "reports" / "identity_review.csv").open() as handle:
        cases = [case["case_id"] for case in csv.DictReader(handle)]
    assert len(cases) == 2
    record_decision(family.root, cases[0], "join", "staff-01", NOW.date())
    respond(family)
    assert standings(family)["r1"] == "in_review"
    record_decision(family.root, cases[1], "part", "staff-01", NOW.date())
    respond(family)
    assert ("reviewed", "identity_decided") in acts(family, "r1")
    assert (standings(family)["r1"], acts(family, "r2")[-1]) == ("done", ("doubted", "copy_comes_first"))
    assert len(state(family).texts) == 3


def test_an_erasure_that_a_hold_defers_ends_by_itself_in_the_first_run_after_the_release(company: Company) -> None:
    company.calls(
        "calls",
        call("1", ANNA, "2026-08-01T10:00:00", "held words"),
        call("2", ANNA, "2026-09-01T10:00:00", "free words"),
        call("3", BEN, "2026-09-01T10:00:00", "others"),
    )
    hold = {"hold_id": "h1", "identifier_type": "phone", "identifier": f"+{ANNA}", "until": "2026-08-31"}
    company.holds(hold)
    ask(company, {"request_id": "r1", "kind": "erasure", "identifier": f"+{ANNA}"})
    respond(company)
    assert sorted(state(company).texts) == ["held words", "others"]
    assert (standings(company)["r1"], acts(company, "r1")[-1]) == ("acting", ("held", "legal_hold"))
    respond(company, NOW + timedelta(days=1))
    assert [act for act, _ in acts(company, "r1")].count("held") == 1
    company.holds(hold | {"released_at": "2026-10-02"})
    respond(company, NOW + timedelta(days=3))
    assert state(company).texts == ["others"]
    assert standings(company)["r1"] == "done"


def test_who_asks_for_a_copy_and_for_erasure_at_once_is_erased_when_somebody_says_that_he_has_the_copy(
    company: Company,
) -> None:
    company.calls("calls", call("1", ANNA, "2026-08-01T10:00:00", "words"))
    ask(company, *({"request_id": name, "kind": kind, "identifier": f"+{ANNA}"} for name, kind in (
        ("r1", "erasure"), ("r2", "access"),
    )))  # fmt: skip
    for day in range(2):
        respond(company, NOW + timedelta(days=day))
        assert standings(company) == {"r1": "in_review", "r2": "done"}
    assert acts(company, "r1")[-1] == ("doubted", "copy_comes_first")
    assert len(list((company.root / "requests" / "packages").iterdir())) == 1
    with company.opened(NOW + timedelta(days=2)) as run:
        request = load_request(run.warehouse.connection, "r1")
        act_by_hand(run.warehouse, run.moment, request, Act.REVIEWED, Deed(code="handed_over"))
    respond(company, NOW + timedelta(days=2))
    assert (standings(company)["r1"], state(company).texts) == ("done", [])


def test_one_conversation_is_erased_and_the_person_stays_known_by_the_others(company: Company) -> None:
    company.telegram(7, telegram_message(1, "user1", "2026-09-02T10:00:00", "of seven"))
    company.telegram(8, telegram_message(1, "user1", "2026-09-02T11:00:00", "of eight"))
    company.stage("collect")
    with company.warehouse() as warehouse:
        keys = warehouse.connection.execute(
            "select conversation_key from gov.conversations where conversation_key like '%7%'"
        ).fetchall()
    common = {"kind": "erasure", "identifier_type": "telegram_id", "scope": "conversation"}
    ask(
        company,
        {"request_id": "r1", "identifier": "user1", "target": f"telegram/{keys[0][0]}", **common},
        {"request_id": "r2", "identifier": "user1", "target": "telegram/none of hers", **common},
    )
    respond(company)
    assert state(company).texts == ["of eight"]
    assert standings(company) == {"r1": "done", "r2": "in_review"}
    company.telegram(7, telegram_message(1, "user1", "2026-09-02T10:00:00", "of seven"), folder="again")
    respond(company)
    assert state(company).texts == ["of eight"]


def test_a_corrected_identifier_finds_the_person_from_then_on(company: Company) -> None:
    company.calls("calls", call("1", ANNA, "2026-08-01T10:00:00", "words"))
    ask(
        company,
        {
            "request_id": "r1", "kind": "rectification", "identifier": f"+{ANNA}", "field": "email",
            "value": "anna@example.org",
        },
    )  # fmt: skip
    respond(company)
    assert standings(company) == {"r1": "done"}
    ask(
        company,
        {"request_id": "r2", "kind": "erasure", "identifier_type": "email", "identifier": "anna@example.org"},
    )
    respond(company)
    assert (standings(company)["r2"], state(company).texts) == ("done", [])


def test_an_identifier_of_somebody_else_is_not_corrected_into_but_waits_for_a_decision(company: Company) -> None:
    for sender in (ANNA, BEN):
        company.calls(sender, call(sender, sender, "2026-08-01T10:00:00", "words"))
    ask(
        company,
        {"request_id": "r1", "kind": "rectification", "identifier": f"+{ANNA}", "field": "phone", "value": f"+{BEN}"},
    )
    respond(company)
    assert acts(company, "r1")[-1] == ("doubted", "identifier_is_anothers")


def test_each_answer_has_a_receipt_that_names_nobody(company: Company) -> None:
    company.calls("calls", call("1", ANNA, "2026-08-01T10:00:00", "words"))
    ask(
        company,
        {"request_id": "ticket-1", "kind": "erasure", "identifier": f"+{ANNA}"},
        {"request_id": "ticket-2", "kind": "access", "identifier": f"+{BEN}"},
    )
    company.run()
    with company.warehouse() as warehouse:
        size = warehouse.connection.execute("select records from gov.ledger_heads").fetchall()[0][0]
        references = {each.request_id: each.reference for each in load_requests(warehouse.connection)}
    logged = [tiles.read_entry(company.root / "ledger", number) for number in range(size)]
    found = {each["reference"]: each for each in map(json.loads, logged) if each["kind"] == "request"}
    assert found.keys() == set(references.values())
    erased = found[references["ticket-1"]]
    assert (erased["right"], erased["outcome"], erased["regime"]) == ("erasure", "done", "gdpr")
    assert {each["store"]: each["records"] for each in erased["stores"]}["messages"] == 1
    assert found[references["ticket-2"]]["code"] == "nothing_held"
    assert not any(word in b"".join(logged) for word in (ANNA.encode(), BEN.encode(), b"ticket-"))
