"""Requests of data subjects: taken in once, gated by identity, heeded at once where nothing can be lost by it."""

from datetime import UTC, datetime, timedelta

import pytest
from support.company import NOW, Company, call
from support.once import lived_once
from support.state import state

from chatward.rights.states import State
from chatward.warehouse.requests.request_acts import load_requests

HEADER = "request_id,kind,identifier_type,identifier,received_at,channel,verified,proven_type,proven,purpose,keeps\n"
ANNA, BEN = "491511", "491512"


def line(number: int, kind: str, who: str, *, verified: str = "yes", at: str = "2026-09-20", rest: str = ",,,") -> str:
    return f"r{number},{kind},phone,+{who},{at},web,{verified},{rest}\n"


def states(company: Company) -> dict[str, State]:
    with company.warehouse() as warehouse:
        return {each.request_id: each.standing.state for each in load_requests(warehouse.connection)}


@pytest.mark.parametrize(
    ("kind", "identifier", "reason"),
    [
        ("phone", "0151 12345601", "no_country_code"),
        ("phone", "4915112345601", "no_country_code"),
        ("phone", "n/a", "identifier_is_none"),
        ("email", "anna at acme.example", "identifier_is_none"),
        ("telefon", "+4915112345601", "unknown_identifier_type"),
    ],
)
def test_who_cannot_be_found_by_what_a_line_says_is_not_told_that_nothing_is_stored(
    company: Company, kind: str, identifier: str, reason: str
) -> None:
    """A spreadsheet takes the plus off a number, and somebody at a desk types what he dials."""
    company.calls("calls", call("1", "4915112345601", "2026-08-01T10:00:00", "hello"))
    company.write("requests/a.csv", f"{HEADER}r1,access,{kind},{identifier},2026-09-20,web,yes,,,,\n")
    for _ in range(2):
        company.run()
        with company.warehouse() as warehouse:
            assert warehouse.connection.execute("select reason from gov.request_rejects").fetchall() == [(reason,)]
        assert states(company) == {}


def test_a_line_that_finds_nobody_yet_is_taken_in_once_an_export_shows_him(company: Company) -> None:
    company.write("requests/a.csv", f"{HEADER}r1,access,phone,0151 123456-01,2026-09-20,web,yes,,,,\n")
    company.stage("collect")
    assert states(company) == {}
    company.contacts(("k1", "phone", "015112345601"))
    company.stage("collect")
    assert states(company) == {"r1": State.VERIFIED}


def test_a_number_without_its_country_finds_who_is_shown_by_it(company: Company) -> None:
    company.contacts(("k1", "phone", "015112345601"), ("k1", "phone", f"+{ANNA}"))
    company.calls("calls", call("1", ANNA, "2026-08-01T10:00:00", "hello"))
    company.write("requests/a.csv", f"{HEADER}r1,restriction,phone,0151 123456-01,2026-09-20,web,yes,,,,\n")
    company.run()
    assert states(company) == {"r1": State.DONE}


def test_a_request_of_a_day_to_come_is_taken_in_when_it_has_come(company: Company) -> None:
    """A slip of the year would have it answered a year late."""
    company.write("requests/a.csv", HEADER + line(1, "access", ANNA, at="2026-10-02"))
    company.stage("collect")
    assert states(company) == {}
    company.stage("collect", NOW + timedelta(days=1))
    assert states(company) == {"r1": State.VERIFIED}


@lived_once
def chatting(company: Company) -> None:
    """Anna and Ben wrote, and consented to quality."""
    company.calls(
        "calls",
        call("1", ANNA, "2026-08-01T10:00:00", "hello", name="Anna Berg"),
        call("2", BEN, "2026-08-01T11:00:00", "hey", name="Ben Thal"),
    )
    company.consent("a", *((f"+{who}", "granted", "2026-01-01") for who in (ANNA, BEN)))
    company.run()
    assert state(company).published_texts == ["hello", "hey"]


def test_lines_that_are_no_requests_cost_no_other(company: Company) -> None:
    lines = [
        line(1, "access", ANNA), line(2, "acces", ANNA), line(3, "access", ANNA, verified="perhaps"),
        line(4, "erasure", ANNA, at="yesterday"), "anna@example.org,access,phone,+1,2026-09-01,web,yes,,,,\n",
        line(1, "erasure", ANNA), line(1, "access", ANNA), line(5, "access", ANNA, rest="email,,,"),
        line(6, "objection", ANNA, rest=",,fun,"), line(7, "access", ANNA, at="9999-12-31"),
    ]  # fmt: skip
    company.write("requests/a.csv", HEADER + "".join(lines))
    taken = company.stage("collect").requests
    assert taken.added == 1
    assert [(each.line, each.reason) for each in taken.rejects] == [
        (3, "unknown_kind"), (4, "neither_yes_nor_no"), (5, "no_time"), (6, "request_id_is_none"),
        (7, "request_id_is_taken"), (9, "half_a_proof"), (10, "unknown_purpose"), (11, "no_time"),
    ]  # fmt: skip
    assert company.stage("collect").requests.added == 0


def test_an_objection_of_a_verified_person_leaves_the_sets_and_comes_back_when_lifted(chatting: Company) -> None:
    chatting.write("requests/a.csv", HEADER + line(1, "objection", ANNA))
    chatting.run()
    assert state(chatting).published_texts == ["hey"]
    assert sorted(state(chatting).texts) == ["hello", "hey"], "it is stored still"
    assert states(chatting) == {"r1": State.DONE}


def test_an_objection_stays_with_the_number_that_it_named_when_the_register_parts_whom_it_joined(
    chatting: Company,
) -> None:
    chatting.contacts(("k1", "phone", f"+{ANNA}"), ("k1", "phone", f"+{BEN}"))
    chatting.write("requests/a.csv", HEADER + line(1, "objection", BEN))
    chatting.run()
    assert state(chatting).published_texts == []
    chatting.contacts(("k1", "phone", f"+{ANNA}"), ("k2", "phone", f"+{BEN}"))
    chatting.run()
    assert state(chatting).published_texts == ["hello"]


def test_an_objection_to_another_purpose_changes_nothing(chatting: Company) -> None:
    chatting.write("requests/a.csv", HEADER + line(1, "objection", ANNA, rest=",,support,"))
    chatting.run()
    assert state(chatting).published_texts == ["hello", "hey"]


@pytest.mark.parametrize("kind", ["restriction", "objection", "erasure", "access"])
def test_nothing_is_done_for_somebody_whose_identity_is_not_verified(chatting: Company, kind: str) -> None:
    chatting.write("requests/a.csv", HEADER + line(1, kind, ANNA, verified="no"))
    chatting.run()
    assert state(chatting).published_texts == ["hello", "hey"]
    assert states(chatting) == {"r1": State.RECEIVED}


def test_a_request_is_acted_on_once_its_file_says_that_the_identity_is_verified(chatting: Company) -> None:
    chatting.write("requests/a.csv", HEADER + line(1, "restriction", ANNA, verified="no"))
    chatting.run()
    chatting.write("requests/a.csv", HEADER + line(1, "restriction", ANNA, verified="yes"))
    chatting.run(NOW + timedelta(hours=1))
    assert state(chatting).published_texts == ["hey"]


def test_a_withdrawal_needs_no_proof_and_holds_from_when_it_was_said(chatting: Company) -> None:
    chatting.write("requests/a.csv", HEADER + line(1, "withdrawal", ANNA, verified="no", at="2026-09-20T08:00:00Z"))
    chatting.run()
    assert state(chatting).published_texts == ["hey"]
    with chatting.warehouse() as warehouse:
        (event,) = warehouse.connection.execute(
            "select purpose, effective_at_utc, recorded_at_utc from gov.consent_events where action = 'withdrawn'"
        ).fetchall()
    assert event == ("quality", datetime(2026, 9, 20, 8, tzinfo=UTC).replace(tzinfo=None), NOW.replace(tzinfo=None))
    assert states(chatting) == {"r1": State.DONE}


def test_who_takes_back_a_consent_that_nothing_rests_on_is_told_so(chatting: Company) -> None:
    """A contract goes on without it: an answer that it is done would tell him that his data are not used any more."""
    chatting.write("requests/a.csv", HEADER + line(1, "withdrawal", ANNA, rest=",,support,"))
    chatting.stage("collect")
    with chatting.warehouse() as warehouse:
        assert load_requests(warehouse.connection)[0].standing.code == "nothing_rests_on_consent"


def test_somebody_may_object_before_any_export_shows_him(company: Company) -> None:
    company.write("requests/a.csv", HEADER + line(1, "objection", ANNA))
    company.stage("collect", NOW - timedelta(days=1))
    company.calls("calls", call("1", ANNA, "2026-08-01T10:00:00", "hello"))
    company.consent("a", (f"+{ANNA}", "granted", "2026-01-01"))
    company.run()
    assert state(company).published_texts == []


def test_what_is_restricted_and_to_be_kept_outlives_its_period(company: Company) -> None:
    company.calls(
        "calls", call("1", ANNA, "2024-10-15T10:00:00", "mine"), call("2", BEN, "2024-10-15T10:00:00", "other")
    )
    company.run()
    company.write("requests/a.csv", HEADER + line(1, "restriction", ANNA, rest=",,,yes"))
    later = datetime(2026, 10, 20, tzinfo=UTC)
    company.run(later)
    assert state(company).texts == ["mine"]


def test_the_time_of_a_request_is_that_of_its_law(chatting: Company) -> None:
    chatting.write("requests/a.csv", HEADER + line(1, "access", ANNA, verified="no", at="2026-08-31T10:00:00Z"))
    chatting.stage("collect")
    with chatting.warehouse() as warehouse:
        (request,) = load_requests(warehouse.connection)
    assert request.regime == "gdpr"
    assert request.due_at == datetime(2026, 10, 1, tzinfo=UTC), "30 September is over"
