"""I2: what a legal hold keeps is disposed of, changed or replaced by no path, until the hold is released."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from support.company import NOW, Company, call, edit, revocation, telegram_message
from support.erasures import erase
from support.once import lived_once
from support.state import state

ANNA, BEN = "491511", "491512"
HOLD = {"hold_id": "h1", "source": "telegram"}
RELEASED = HOLD | {"released_at": "2026-09-30"}
DUE = datetime(2026, 10, 15, 10, tzinfo=UTC)


def texts(company: Company) -> list[str]:
    return state(company).texts


def said(text: str, **fields: object) -> dict[str, object]:
    return telegram_message(2, "user1", "2026-09-02T10:00:00", text, **fields)


def export(company: Company, folder: str, last: str, *messages: dict[str, object]) -> None:
    """Write an export whose latest message, of which nothing else is told, makes it newer than others."""
    closing = telegram_message(9, "user777", last, f"said on {last[:10]}")
    company.telegram(1, *messages, closing, folder=folder)


def test_a_newer_export_replaces_held_words_only_when_the_hold_is_released(company: Company) -> None:
    company.holds(HOLD)
    export(company, "first", "2026-09-03T10:00:00", said("old words"))
    company.keep(NOW)
    export(company, "second", "2026-09-09T10:00:00", said("newer words"))
    company.keep(NOW)
    company.keep(NOW)
    assert "old words" in texts(company)
    company.holds(RELEASED)
    company.keep(NOW)
    assert "newer words" in texts(company)
    assert "old words" not in texts(company)


def test_words_that_wait_for_one_hold_wait_for_the_next_one_too(company: Company) -> None:
    company.holds(HOLD)
    export(company, "first", "2026-09-03T10:00:00", said("old words"))
    company.keep(NOW)
    export(company, "second", "2026-09-09T10:00:00", said("newer words"))
    company.keep(NOW)
    company.holds(RELEASED, {"hold_id": "h2"})
    company.keep(NOW)
    assert "old words" in texts(company)
    company.holds(RELEASED, {"hold_id": "h2", "released_at": "2026-09-30"})
    company.keep(NOW)
    assert "newer words" in texts(company)


def test_a_held_message_that_was_deleted_keeps_its_words_when_its_export_comes_again(company: Company) -> None:
    company.holds({"hold_id": "h1"})
    company.calls("calls", call("1", ANNA, "2026-09-02T10:00:00", "old words"))
    company.keep(NOW)
    company.calls("later", revocation("1", ANNA, "2026-09-03T10:00:00"))
    company.keep(NOW)
    company.calls("again", call("1", ANNA, "2026-09-02T10:00:00", "old words"))
    company.keep(NOW)
    assert texts(company) == ["old words"]
    company.holds({"hold_id": "h1", "released_at": "2026-09-30"})
    company.keep(NOW)
    assert texts(company) == []


def test_a_former_edit_that_a_hold_keeps_by_its_time_keeps_its_words(company: Company) -> None:
    company.calls(
        "calls",
        call("1", ANNA, "2026-09-01T10:00:00", "first words"),
        edit("1", ANNA, "2026-09-03T10:00:00", "second words"),
    )
    company.holds({"hold_id": "h1", "from": "2026-09-03", "until": "2026-09-03"})
    company.keep(NOW)
    company.calls("later", edit("1", ANNA, "2026-09-05T10:00:00", "third words"))
    company.keep(NOW)
    assert texts(company) == ["third words"]
    assert edits(company) == ["second words", "third words"]
    company.holds({"hold_id": "h1", "from": "2026-09-03", "until": "2026-09-03", "released_at": "2026-09-30"})
    company.keep(NOW)
    assert edits(company) == ["third words"]


def edits(company: Company) -> list[str]:
    return sorted(row["text"] for row in state(company).events.values() if row["text"])


@lived_once
def two_chats(company: Company) -> None:
    for number in (1, 2):
        company.telegram(number, telegram_message(1, f"user{number}", "2024-10-15T10:00:00", f"words {number}"))
    company.keep(NOW)


def conversation_key(company: Company, title: str) -> str:
    with company.warehouse() as warehouse:
        query = "select conversation_key from gov.conversations where title = ?"
        key: str = warehouse.connection.execute(query, [title]).fetchall()[0][0]
    return key


@pytest.mark.parametrize("by_title", [True, False], ids=["title", "key"])
def test_a_hold_on_a_conversation_keeps_what_was_written_in_it(two_chats: Company, by_title: bool) -> None:
    name = "Chat 1" if by_title else conversation_key(two_chats, "Chat 1")
    two_chats.holds({"hold_id": "h1", "source": "telegram", "conversation": name})
    assert two_chats.keep(DUE).plan.held == 1
    assert texts(two_chats) == ["words 1"]


def test_a_hold_on_a_conversation_and_a_person_keeps_only_what_is_of_both(two_chats: Company) -> None:
    names = {"source": "telegram", "conversation": "Chat 1", "identifier_type": "telegram_id", "identifier": "user2"}
    two_chats.holds({"hold_id": "h1"} | names)
    two_chats.keep(DUE)
    assert texts(two_chats) == []


@pytest.mark.parametrize(("hold", "kept"), [({"source": "whatsapp_cloud_api"}, 1), ({"source": "slack"}, 0)])
def test_what_could_not_be_read_of_a_held_source_stays(company: Company, hold: dict[str, str], kept: int) -> None:
    broken: dict[str, Any] = call("1", ANNA, "2026-09-01T10:00:00", "no time", timestamp="soon")
    company.calls("calls", broken)
    company.holds({"hold_id": "h1"} | hold)
    company.keep(NOW)
    company.keep(NOW + timedelta(days=30))
    with company.warehouse() as warehouse:
        assert warehouse.connection.execute("select count(*) from gov.quarantine").fetchall() == [(kept,)]


def unread(company: Company) -> int:
    with company.warehouse() as warehouse:
        return len(warehouse.connection.execute("select 1 from gov.quarantine").fetchall())


@pytest.mark.parametrize("hold", [{"source": "whatsapp_cloud_api"}, {"from": "2026-09-01", "until": "2026-09-02"}])
def test_what_could_not_be_read_and_is_held_outlasts_the_erasure_of_who_is_named_in_it(
    company: Company, hold: dict[str, str]
) -> None:
    """Nothing that was read of the person is held: the unread record alone lets his erasure wait."""
    anna = "4915112345601"
    bad = call("1", BEN, "2026-09-01T10:00:00", f"call +{anna}", timestamp="soon")
    company.calls("calls", bad, call("2", BEN, "2026-09-01T10:00:00", "words of ben"))
    company.telegram(1, telegram_message(1, "user1", "2026-08-15T10:00:00", "words of anna"))
    company.contacts(("k1", "phone", f"+{anna}"), ("k1", "telegram_id", "user1"))
    company.holds({"hold_id": "h1"} | hold)
    company.keep(NOW)
    (erased,) = erase(company, "user1")
    assert (erased.is_finished, texts(company), unread(company)) == (False, ["words of ben"], 1)
    company.holds({"hold_id": "h1", "released_at": "2026-10-02"} | hold)
    company.keep(NOW + timedelta(days=3))
    assert unread(company) == 0
    with company.warehouse() as warehouse:
        open_ = "select 1 from gov.erasures where finished_at_utc is null"
        assert warehouse.connection.execute(open_).fetchall() == []


def test_a_hold_on_a_conversation_by_its_title_outlasts_the_erasure_that_takes_the_title(two_chats: Company) -> None:
    hold = {"hold_id": "h1", "source": "telegram", "conversation": "Chat 1"}
    two_chats.holds(hold)
    two_chats.keep(NOW)
    (erased,) = erase(two_chats, "user1")
    assert (erased.is_finished, erased.held) == (False, 1)
    two_chats.holds(hold, {"hold_id": "h2", "source": "slack"})
    two_chats.keep(DUE)
    assert texts(two_chats) == ["words 1"]
    two_chats.holds(hold | {"released_at": "2026-10-16"}, {"hold_id": "h2", "source": "slack"})
    two_chats.keep(DUE + timedelta(days=2))
    assert texts(two_chats) == []
