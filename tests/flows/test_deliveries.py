"""I1 and I4: nothing vanishes, nothing doubles, and how it was delivered does not matter."""

from collections.abc import Callable, Sequence
from itertools import permutations
from typing import Any

import pytest
from duckdb import DuckDBPyConnection
from support.company import OWN_NUMBER, Company, call, telegram_message
from support.parts import read_aside_in_parts
from support.state import State, state

from chatward import collect, reading_ahead
from chatward.intake import discovery
from chatward.warehouse.records import storing
from chatward.warehouse.records.inserting import StoredMonth

ANNA, BEN = "491511", "491512"
YES = (f"+{ANNA}", "granted", "2026-01-01")
Delivery = Callable[[Company], object]


def calls(name: str, *made: dict[str, object]) -> Delivery:
    return lambda company: company.calls(name, *made)


def after(company: Company, *deliveries: Delivery, name: str) -> State:
    """Return the state of a twin that collected after each delivery."""
    twin = company.twin(name)
    for deliver in deliveries:
        deliver(twin)
        twin.stage("collect")
    return state(twin)


def together(company: Company, *deliveries: Delivery, name: str = "together") -> State:
    """Return the state of a twin that collected all deliveries at once."""
    twin = company.twin(name)
    for deliver in deliveries:
        deliver(twin)
    twin.stage("collect")
    return state(twin)


def same_in_any_order(company: Company, *deliveries: Delivery) -> State:
    """Assert that one state comes of all orders, or of those that begin differently where there are very many."""
    wanted = together(company, *deliveries)
    orders = list(permutations(deliveries))
    for number, order in enumerate(orders[:: max(1, len(orders) // 4)]):
        assert after(company, *order, name=f"order-{number}") == wanted, f"order {number}"
    return wanted


def test_every_record_of_a_file_has_one_fate(company: Company) -> None:
    company.calls(
        "calls",
        call("1", ANNA, "2026-09-01T10:00:00", "kept"),
        call("1", ANNA, "2026-09-01T10:00:00", "kept"),
        call("2", ANNA, "2020-01-01T10:00:00", "past its limit"),
        call("3", ANNA, "2026-09-01T10:01:00", "no time", timestamp="soon"),
    )
    day = company.run()
    assert day.collected.not_stored == {
        "duplicate": {"messages": 1}, "refused": {"past_retention": 1}, "rejected": {"no_time": 1},
    }  # fmt: skip
    with company.warehouse() as warehouse:
        fates = warehouse.connection.execute(
            "select records, messages, events, duplicates, rejected, refused from gov.files"
        ).fetchall()
        reasons = warehouse.connection.execute(
            "select fate, reason, records from gov.file_reasons order by all"
        ).fetchall()
    assert fates == [(4, 1, 0, 1, 1, 1)]
    assert reasons == [("duplicate", "messages", 1), ("refused", "past_retention", 1), ("rejected", "no_time", 1)]


def test_running_twice_equals_running_once(company: Company) -> None:
    company.calls("calls", call("1", ANNA, "2026-09-01T10:00:00", "hello"))
    company.whatsapp("Ben", "01/09/2026, 14:34 - Ben: good day", "01/09/2026, 14:35 - Acme: hello Ben")
    company.consent("web", YES)
    company.run()
    once, releases = state(company), sorted((company.root / "sets" / "messages").glob("release=*"))
    again = company.run()
    assert state(company) == once
    assert (again.collected.files, again.collected.not_stored, again.published.built) == (0, {}, 0)
    assert sorted((company.root / "sets" / "messages").glob("release=*")) == releases


def test_the_same_bytes_under_another_name_are_one_file(company: Company) -> None:
    company.calls("first", call("1", ANNA, "2026-09-01T10:00:00", "hello"))
    company.run()
    company.calls("second", call("1", ANNA, "2026-09-01T10:00:00", "hello"))
    lived = company.run()
    assert (lived.collected.files, lived.collected.known) == (0, 1)
    assert state(company).texts == ["hello"]


def test_overlapping_exports_of_a_chat_give_each_message_once(company: Company) -> None:
    lines = [f"{day:02d}/09/2026, 14:34 - Ben: day {day}" for day in range(1, 10)]
    same_in_any_order(
        company,
        lambda one: one.whatsapp("Ben", *lines[:6]),
        lambda one: one.write("exports/whatsapp/Ben again.txt", "\n".join(lines) + "\n"),
    )


def test_equal_lines_of_one_minute_are_as_many_messages_in_every_export(company: Company) -> None:
    lines = ["01/09/2026, 14:34 - Ben: ok"] * 3
    longer = "\n".join([*lines, "02/09/2026, 14:34 - Ben: x"]) + "\n"
    found = same_in_any_order(
        company,
        lambda one: one.whatsapp("Ben", *lines),
        lambda one: one.write("exports/whatsapp/again.txt", longer),
    )
    assert found.texts == ["ok", "ok", "ok", "x"]


def test_a_reply_keeps_the_id_of_what_it_answers(company: Company) -> None:
    company.telegram(
        7,
        telegram_message(1, "user1", "2026-09-01T10:00:00", "question"),
        telegram_message(2, "user777", "2026-09-01T10:01:00", "answer", reply_to_message_id=1),
    )
    company.run()
    answer = next(row for row in state(company).messages.values() if row["text"] == "answer")
    assert answer["reply_to"] == "1"


def test_files_consent_and_contacts_give_one_state_in_any_order(company: Company) -> None:
    same_in_any_order(
        company,
        calls("a", call("1", ANNA, "2026-09-01T10:00:00", "hello")),
        lambda one: one.consent("web", YES),
        lambda one: one.contacts(("k1", "phone", "+491511"), ("k1", "telegram_id", "user1")),
        lambda one: one.telegram(7, telegram_message(1, "user1", "2026-09-02T10:00:00", "here too")),
    )


def test_a_customer_who_writes_later_owns_what_was_written_to_him_before(company: Company) -> None:
    """The company's template comes first, alone in its file; the customer's answer is in the next one."""
    template = {"id": "wamid.t", "from": OWN_NUMBER, "to": ANNA}
    outgoing = call("t", OWN_NUMBER, "2026-09-01T10:00:00", "how can we help?", **template)
    same_in_any_order(
        company,
        lambda one: one.consent("web", YES),
        calls("a", outgoing),
        calls("b", call("1", ANNA, "2026-09-02T10:00:00", "please do")),
    )


def test_a_second_customer_in_a_chat_changes_whom_the_answers_concern(company: Company) -> None:
    first = [telegram_message(1, "user1", "2026-09-01T10:00:00", "hello"),
             telegram_message(2, "user777", "2026-09-01T10:01:00", "welcome")]  # fmt: skip
    second = [*first, telegram_message(3, "user2", "2026-09-01T10:02:00", "me too")]
    same_in_any_order(
        company,
        lambda one: one.consent("web", YES),
        lambda one: one.contacts(("k1", "phone", "+491511"), ("k1", "telegram_id", "user1")),
        lambda one: one.telegram(7, *first),
        lambda one: one.telegram(7, *second, folder="later"),
    )


@pytest.mark.parametrize("months", [("2026-08", "2026-09"), ("2026-09", "2026-08")], ids=["in time", "late"])
def test_a_late_file_lands_in_its_month(company: Company, months: tuple[str, str]) -> None:
    for number, month in enumerate(months):
        company.calls(month, call(str(number), ANNA, f"{month}-01T10:00:00", month))
        company.stage("collect")
    assert state(company).texts == ["2026-08", "2026-09"]
    with company.warehouse() as warehouse:
        stored = warehouse.connection.execute("select month, messages from gov.shards order by month").fetchall()
    assert stored == [("2026-08", 1), ("2026-09", 1)]


def test_day_by_day_gives_the_sets_that_one_delivery_gives(company: Company) -> None:
    deliveries = [
        calls("a", call("1", ANNA, "2026-09-01T10:00:00", "hello"), call("2", BEN, "2026-09-01T11:00:00", "hey")),
        lambda one: one.telegram(7, telegram_message(1, "user1", "2026-09-02T10:00:00", "here too")),
        lambda one: one.contacts(("k1", "phone", "+491511"), ("k1", "telegram_id", "user1")),
        lambda one: one.consent("web", YES, (f"+{BEN}", "granted", "2026-01-01")),
    ]
    daily, at_once = company.twin("daily"), company.twin("at-once")
    for deliver in deliveries:
        deliver(daily)
        daily.run()
        deliver(at_once)
    at_once.run()
    assert state(daily) == state(at_once)
    assert state(daily).published_texts == ["hello", "here too", "hey"]


def test_a_month_is_written_once_however_many_exports_have_records_of_it(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []
    take_over = storing._take_over

    def noting(connection: DuckDBPyConnection, stored: Sequence[StoredMonth]) -> None:
        written.extend(month.month for month in stored)
        take_over(connection, stored)

    monkeypatch.setattr(storing, "_take_over", noting)
    monkeypatch.setattr(discovery, "CHUNK_ENTRIES", 1)
    monkeypatch.setattr(collect, "FLUSH_BYTES", 1)
    for number in range(1, 4):
        company.telegram(number, telegram_message(1, f"user{number}", "2026-09-01T10:00:00", f"words {number}"))
    company.calls("calls", call("1", ANNA, "2026-09-01T10:00:00", "hi"), call("2", ANNA, "2026-08-01T10:00:00", "ho"))
    assert company.stage("collect").records == 5
    assert written == ["2026-08", "2026-09"]
    assert len(state(company).texts) == 5


@pytest.mark.parametrize("store_bytes", [1, collect.STORE_BYTES])
def test_an_export_that_is_stored_in_parts_is_what_it_is_as_a_whole(
    company: Company, monkeypatch: pytest.MonkeyPatch, store_bytes: int
) -> None:
    lines = ["01/09/2026, 14:34 - Ben: ok"] * 3
    messages = [
        telegram_message(1, "user1", "2026-09-01T10:00:00", "question"),
        telegram_message(2, "user777", "2026-08-01T10:01:00", "answer", reply_to_message_id=1),
        telegram_message(1, "user1", "2026-09-01T10:00:00", "question"),
        telegram_message(3, "user1", "2020-01-01T10:00:00", "past its limit"),
        telegram_message(4, "user1", "2026-09-01T10:02:00", "no time", date=None, date_unixtime=None),
    ]
    whole, parts = company.twin("whole"), company.twin("parts")
    for one in (whole, parts):
        one.whatsapp("Ben", *lines, "02/09/2026, 14:34 - Ben: x")
        one.telegram(7, *messages)
    whole.stage("collect")
    monkeypatch.setattr(reading_ahead, "read_aside", read_aside_in_parts)
    monkeypatch.setattr(collect, "FLUSH_BYTES", 1)
    monkeypatch.setattr(collect, "STORE_BYTES", store_bytes)
    parts.stage("collect")
    assert state(parts) == state(whole)
    assert fates(parts) == fates(whole)
    assert (0, 1, 1, 1, 5) in [tuple(row[1:]) for row in fates(parts)[0]]


def fates(company: Company) -> tuple[list[Any], list[Any], list[Any]]:
    with company.warehouse() as warehouse:
        execute = warehouse.connection.execute
        return (
            execute(
                "select file_id, events, duplicates, rejected, refused, records from gov.files order by all"
            ).fetchall(),
            execute("select file_id, fate, reason, records from gov.file_reasons order by all").fetchall(),
            execute("select file_id, record, reason from gov.quarantine order by all").fetchall(),
        )
