"""What an API has is collected once, and a pull that is cut off anywhere ends as if it had not been."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from support.apis import APIS
from support.company import Company
from support.exports import intercom, slack, zendesk
from support.pulls import NOW, delivered, pull, texts
from support.servers import Fault, HttpsStub, answer

pytestmark = pytest.mark.usefixtures("waits")

SAID = {
    "slack": ["just for you", *(f"message {second}" for second in range(10, 15))],
    "zendesk": sorted(f"{place} of {number}" for number in (1, 2, 3) for place in ("first", "second", "third")),
    "intercom": sorted(f"{place} of {number}" for number in (1, 2, 3) for place in ("first", "second")),
}


Made = Callable[[str], tuple[Company, Any]]


@pytest.mark.parametrize("name", APIS)
def test_everything_that_an_api_has_is_collected_once(name: str, pulled_from: Made) -> None:
    company, _ = pulled_from(name)
    pull(company)
    assert company.stage("collect", NOW).failures == []
    assert texts(company) == SAID[name]


@pytest.mark.parametrize("name", APIS)
def test_where_nothing_is_new_nothing_is_delivered(name: str, pulled_from: Made) -> None:
    company, _ = pulled_from(name)
    pull(company)
    before = delivered(company)
    assert pull(company).objects == 0
    assert delivered(company) == before


@pytest.mark.parametrize("name", APIS)
def test_a_cut_at_any_request_changes_nothing_in_the_end(name: str, pulled_from: Made, stub: HttpsStub) -> None:
    company, _ = pulled_from(name)
    whole = company.twin("whole")
    pull(whole)
    requests = len(stub.asked)
    wanted = sorted(delivered(whole).values())
    for number in range(0, requests, max(1, requests // 4)):
        cut = company.twin(f"cut-{number}")
        stub.faults = [*[Fault()] * number, Fault(status=410)]
        assert len(pull(cut).failures) == 1
        assert delivered(cut) == {}
        assert pull(cut).failures == []
        assert sorted(delivered(cut).values()) == wanted


@pytest.mark.parametrize("name", APIS)
def test_a_busy_api_is_left_alone_for_as_long_as_it_asks(
    name: str, pulled_from: Made, stub: HttpsStub, waits: list[float]
) -> None:
    company, _ = pulled_from(name)
    stub.faults = [Fault(), Fault(status=429, headers={"Retry-After": "30"})]
    assert (pull(company).failures, waits) == ([], [30.0])


@pytest.mark.parametrize("name", APIS)
def test_a_wrong_token_is_told_without_it(name: str, pulled_from: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    company, _ = pulled_from(name)
    monkeypatch.setenv("TOKEN", "s3cret-and-wrong")
    (failure,) = pull(company).failures
    assert "answers 401" in failure.error.message or "answers invalid_auth" in failure.error.message
    assert "s3cret" not in f"{failure.error.message} {failure.error.hint}"


@pytest.mark.parametrize("name", APIS)
def test_pages_that_are_lost_are_pulled_again(name: str, pulled_from: Made, stub: HttpsStub) -> None:
    company, _ = pulled_from(name)
    pull(company.twin("whole"))
    stub.faults = [*[Fault()] * (len(stub.asked) - 1), Fault(status=410)]
    pull(company)
    for path in (company.root / "exports").rglob("*.json"):
        path.unlink()
    assert pull(company).failures == []
    company.stage("collect", NOW)
    assert texts(company) == SAID[name]


def test_answers_in_threads_and_late_edits_of_slack_come_too(pulled_from: Made) -> None:
    company, api = pulled_from("slack")
    api.thread(api.messages["C1"][0], "an answer", "another", "a third")
    pull(company)
    company.stage("collect", NOW)
    assert {"an answer", "another", "a third"} <= set(texts(company))
    api.messages["C1"][1] |= {"text": "better", "edited": {"user": slack.ZOE, "ts": slack.at(3000)}}
    api.messages["C1"].append(slack.message(4000, slack.ZOE, "new"))
    pull(company)
    company.stage("collect", NOW)
    found = texts(company)
    assert {"better", "new"} <= set(found)
    assert "message 11" not in found
    assert len(found) == len(set(found)) == 10


def test_a_ticket_that_changes_comes_again_without_doubles(pulled_from: Made) -> None:
    company, api = pulled_from("zendesk")
    pull(company)
    company.stage("collect", NOW)
    api.comments[2].append(zendesk.comment(29, zendesk.AGENT, 40, "fourth of 2"))
    api.tickets.append(api.tickets[1] | {"updated_at": "2024-03-10T08:00:00Z"})
    pull(company)
    company.stage("collect", NOW)
    assert texts(company) == sorted([*SAID["zendesk"], "fourth of 2"])


def test_a_ticket_whose_comments_are_gone_costs_no_other(pulled_from: Made) -> None:
    company, api = pulled_from("zendesk")
    del api.comments[2]
    assert pull(company).failures == []
    company.stage("collect", NOW)
    assert "first of 3" in texts(company)


def test_a_conversation_that_changes_comes_again_without_doubles(pulled_from: Made) -> None:
    company, api = pulled_from("intercom")
    pull(company)
    company.stage("collect", NOW)
    new = intercom.part(7, "comment", intercom.ZOE, "<p>third of 2</p>")
    api.conversations[1]["conversation_parts"]["conversation_parts"].append(new)
    api.conversations[1]["updated_at"] += 60
    pull(company)
    company.stage("collect", NOW)
    assert texts(company) == sorted([*SAID["intercom"], "third of 2"])


def test_what_could_not_be_kept_is_not_asked_for(pulled_from: Made, stub: HttpsStub) -> None:
    company, _ = pulled_from("zendesk")
    pull(company)
    start = next(each.query["start_time"] for each in stub.asked if "start_time" in each.query)
    assert datetime.fromtimestamp(int(start), UTC) == datetime(2022, 6, 1, tzinfo=UTC)


HOSTILE = {
    "nothing": {},
    "ok and nothing": {"ok": True},
    "no lists": {"ok": True, "members": None, "tickets": 7, "conversations": "x", "end_of_stream": True},
    "lists of nothing": {
        "ok": True, "members": [None], "tickets": [None], "conversations": [None], "end_of_stream": True, "users": [{}],
    },
    "no end": {
        "ok": True, "members": [], "tickets": [], "conversations": [], "end_of_stream": False, "after_cursor": "1",
        "response_metadata": {"next_cursor": "1"}, "pages": {"next": {"starting_after": "1"}},
    },
}  # fmt: skip


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("name", APIS)
def test_answers_that_are_not_as_they_should_be_are_told(
    name: str, content: object, stub: HttpsStub, pulling: Callable[..., Company]
) -> None:
    stub.routes.append(lambda _: answer(content))
    company = pulling(name, api=name, endpoint=stub.url)
    (failure,) = pull(company).failures
    assert failure.error.exit_code == 4
    assert delivered(company) == {}


def test_ids_that_lead_elsewhere_are_refused(pulled_from: Made) -> None:
    company, api = pulled_from("slack")
    api.messages["../../up"] = api.messages.pop("D1")
    api.direct = "../../up"
    (failure,) = pull(company).failures
    assert "name that no file can have" in failure.error.message
    assert not (company.root / "exports" / "up").exists()
