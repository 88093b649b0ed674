"""What a later full export lacks was deleted, where the policy says so; and nothing else is."""

import json
import zipfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from itertools import permutations
from typing import Any

import pytest
from support.company import Company, telegram_message
from support.once import lived_once
from support.parts import read_aside_in_parts
from support.state import State, state

from chatward import collect as collecting
from chatward import reading_ahead
from chatward.opening import Run
from chatward.warehouse.records.taking_in import Waiting

Delivery = Callable[[Company], object]
PEOPLE = ("user1", "user777")


def said(number: int, day: int | None = None, text: str | None = None, **more: Any) -> dict[str, Any]:
    at = f"2026-09-{day or number:02d}T10:00:00"
    return telegram_message(number, PEOPLE[number % 2], at, text or f"words {number}", **more)


def export(place: str, *messages: Mapping[str, Any], **chat: Any) -> Delivery:
    content = {"name": "Anna", "type": "personal_chat", "id": 5, "messages": messages} | chat
    return lambda company: company.write(f"exports/telegram/{place}/result.json", json.dumps(content))


FULL = export("a", said(1), said(2), said(3))
WITHOUT_2 = export("b", said(1), said(3), said(4))


@pytest.fixture
def company(company: Company) -> Company:
    return reconciled(company)


def reconciled(company: Company, platform: str = "telegram") -> Company:
    def accept(policy: dict[str, Any]) -> None:
        policy["sources"][platform] = policy["sources"]["telegram"] | {
            "platform": platform, "paths": [f"exports/{platform}/**"], "reconcile": True,
        }  # fmt: skip

    company.write_policy(accept)
    return company


@lived_once
def full(company: Company) -> None:
    """A company whose first export of a chat has all of it."""
    reconciled(company)
    FULL(company)
    company.keep()


@lived_once
def longer(company: Company) -> None:
    """A company whose first export of a chat has eight messages."""
    reconciled(company)
    export("a", *(said(number) for number in range(1, 9)))(company)
    company.keep()


def after(company: Company, *deliveries: Delivery, name: str = "twin") -> State:
    """Return what a twin holds after a day with each delivery; nobody consents, so there is nothing to publish."""
    twin = company.twin(name)
    for deliver in deliveries:
        deliver(twin)
        twin.keep()
    return state(twin)


def words(*numbers: int) -> list[str]:
    return [f"words {number}" for number in numbers]


def test_a_message_that_a_later_full_export_lacks_loses_its_words_and_leaves_a_mark(full: Company) -> None:
    found = after(full, WITHOUT_2)
    assert found.texts == words(1, 3, 4)
    assert [row["kind"] for row in found.messages.values() if row["text"] is None] == ["deleted"]


def test_the_words_leave_the_bytes_with_the_months_file_and_its_key(full: Company) -> None:
    WITHOUT_2(full)
    full.keep()
    with full.warehouse() as warehouse:
        assert warehouse.connection.execute("select generation from gov.shards").fetchall() == [(2,)]
        assert list(warehouse.keyring.names("shard/")) == ["shard/2026-09/2"]
        assert warehouse.connection.execute("select count(*) from gov.owed_shards").fetchall() == [(0,)]


def test_without_the_word_of_the_policy_nothing_is_taken_for_deleted(company: Company) -> None:
    company.write_policy()
    assert after(company, FULL, WITHOUT_2).texts == words(1, 2, 3, 4)


def test_an_older_export_delivered_again_brings_nothing_back(full: Company) -> None:
    again = export("again", said(1), said(2), said(3, text="words 3"), name="Anna B.")
    assert after(full, WITHOUT_2, again).texts == words(1, 3, 4)


def test_a_still_later_export_that_has_the_message_again_brings_it_back(full: Company) -> None:
    later = export("c", said(1), said(2), said(3), said(4), said(5))
    assert after(full, WITHOUT_2, later).texts == words(1, 2, 3, 4, 5)


def test_the_order_of_delivery_does_not_matter(company: Company) -> None:
    deliveries = (FULL, WITHOUT_2, export("c", said(1), said(2), said(4), said(5)), export("d", said(3), said(4)))
    wanted = after(company, *deliveries, name="wanted")
    assert wanted.texts == words(1, 2, 4, 5)
    for number, order in enumerate(list(permutations(deliveries))[1::11]):
        assert after(company, *order, name=f"order-{number}") == wanted, number


@pytest.mark.parametrize(
    "second",
    [
        export("b", said(3), said(4)),  # begins after the message, as one for some days does
        export("b", said(1)),  # ends before it
        export("b", said(2, text="words 2"), said(4)),  # ends at nothing that it lacks
        export("b", said(1), said(3), said(4), {"id": 9, "type": "message"}),  # one record could not be read
        export("b", said(1), said(3), said(4), id=6),  # another chat
        export("b", said(1), said(3)),  # of the same age
    ],
    ids=["later part", "earlier part", "within", "with a reject", "other chat", "as old"],
)  # fmt: skip
def test_what_an_export_need_not_have_is_not_missed(full: Company, second: Delivery) -> None:
    assert "words 2" in after(full, second).texts


def test_an_older_export_that_does_not_have_a_message_yet_takes_nothing_away(company: Company) -> None:
    imported = export("b", said(1), said(2), said(3), said(4))
    assert after(company, imported, export("a", said(1), said(3))).texts == words(1, 2, 3, 4)


@pytest.mark.parametrize("cut", [0.3, 0.5, 0.7, 0.9, 0.99])
def test_a_file_that_was_cut_off_takes_nothing_away(longer: Company, cut: float) -> None:
    less = json.dumps({"name": "Anna", "type": "personal_chat", "id": 5,
                       "messages": [said(1), said(9), *(said(number) for number in range(3, 9))]})  # fmt: skip
    found = after(longer, lambda one: one.write("exports/telegram/b/result.json", less[: int(len(less) * cut)]))
    assert "words 2" in found.texts


def test_an_export_of_ones_own_messages_takes_nobody_elses_away(company: Company) -> None:
    group = {"type": "private_group", "id": 8}
    whole = export("a", *(said(number) for number in range(1, 6)), **group)
    assert after(company, whole, export("b", said(1), said(3), said(7), **group)).texts == words(1, 2, 3, 4, 5, 7)


def test_two_employees_chats_with_one_customer_take_nothing_from_each_other(company: Company) -> None:
    def chat(name: str, own: str, numbers: tuple[int, ...]) -> Delivery:
        return export(name, *(said(number, from_id=own if number % 4 else "user5") for number in numbers))

    found = after(company, chat("a", "user777", (1, 4, 6, 8)), chat("b", "user778", (2, 12, 14, 16, 18)))
    assert len(found.texts) == 9


def test_what_a_hold_keeps_stays_until_the_hold_is_released(company: Company) -> None:
    hold = {"hold_id": "h", "identifier_type": "", "identifier": "", "source": "telegram"}
    company.holds(hold)
    FULL(company)
    company.keep()
    WITHOUT_2(company)
    company.keep()
    assert state(company).texts == words(1, 2, 3, 4)
    company.holds(hold | {"released_at": "2026-09-29"})
    company.keep()
    assert state(company).texts == words(1, 3, 4)


def test_a_run_cut_off_before_it_acted_acts_the_next_time(full: Company) -> None:
    WITHOUT_2(full)
    with full.opened() as run:
        from chatward.collect import Collected, read_new

        read_new(run, Collected(), reading_ahead.read_ahead(run).found)
    full.keep()
    assert state(full).texts == words(1, 3, 4)


@pytest.mark.parametrize("deliveries", list(permutations([FULL, WITHOUT_2])))
def test_exports_that_are_stored_in_parts_are_compared_as_wholes(
    company: Company, monkeypatch: pytest.MonkeyPatch, deliveries: tuple[Delivery, ...]
) -> None:
    monkeypatch.setattr(reading_ahead, "read_aside", read_aside_in_parts)
    assert after(company, *deliveries).texts == words(1, 3, 4)


def test_an_export_of_which_some_parts_were_stored_and_then_no_more_lacks_nothing(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading_ahead, "read_aside", read_aside_in_parts)
    FULL(company)
    company.run()
    WITHOUT_2(company)
    stored, calls = collecting.store_waiting, list[None]()

    def cut(run: Run, waiting: Waiting) -> None:
        calls.append(stored(run, waiting))
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(collecting, "FLUSH_BYTES", 0)
        patch.setattr(collecting, "STORE_BYTES", 0)
        patch.setattr(collecting, "store_waiting", cut)
        with pytest.raises(KeyboardInterrupt):
            company.run()
    (company.root / "exports/telegram/b/result.json").unlink()
    company.run()
    assert len(calls) == 1
    assert words(1, 2, 3) == state(company).texts[:3]


def test_what_is_missing_in_one_of_many_chats_is_found_in_the_account_of_an_export(company: Company) -> None:
    def account(name: str, *chats: list[dict[str, Any]]) -> Delivery:
        listed = [{"name": f"C{n}", "type": "personal_chat", "id": n, "messages": chat} for n, chat in enumerate(chats)]
        content = {"about": "x", "chats": {"about": "y", "list": listed}}
        return lambda one: one.write(f"exports/telegram/{name}/result.json", json.dumps(content))

    one, two = [said(n) for n in (1, 2, 3)], [said(n, text=f"other {n}") for n in (4, 5, 6)]
    found = after(company, account("a", one, two), account("b", [one[0], one[2]], [*two, said(9)]))
    assert found.texts == ["other 4", "other 5", "other 6", "words 1", "words 3", "words 9"]


def test_spans_and_what_they_show_are_forgotten_with_the_longest_period(full: Company) -> None:
    full.keep(datetime(2029, 12, 1, tzinfo=UTC))
    with full.warehouse() as warehouse:
        for table in ("shown_spans", "shown_messages"):
            assert warehouse.connection.execute(f"select count(*) from gov.{table}").fetchall() == [(0,)]


def test_only_the_newest_span_that_shows_as_much_is_kept(full: Company) -> None:
    export("b", *(said(number) for number in range(1, 6)))(full)
    full.keep()
    with full.warehouse() as warehouse:
        spans, shown = (
            warehouse.connection.execute(f"select count(*) from gov.{table}").fetchall()[0][0]
            for table in ("shown_spans", "shown_messages")
        )
    assert (spans, shown) == (1, 5)


def slack(name: str, *stamps: int, listed: bool = True) -> Delivery:
    rows = [{"type": "message", "user": f"U{stamp % 2}", "ts": f"{1788300000 + stamp}.000100", "text": f"words {stamp}"}
            for stamp in stamps]  # fmt: skip

    def deliver(company: Company) -> None:
        path = company.write(f"exports/slack/{name}.zip", b"")
        with zipfile.ZipFile(path, "w") as archive:
            people = [{"id": f"U{place}", "profile": {"real_name": f"Person {place}"}} for place in (0, 1)]
            archive.writestr("users.json", json.dumps(people))
            archive.writestr("channels.json", json.dumps([{"id": "C1", "name": "general"}] if listed else []))
            archive.writestr("general/2026-09-01.json", json.dumps(rows))

    return deliver


def test_a_workspace_of_slack_is_reconciled_where_its_lists_name_the_channel(company: Company) -> None:
    reconciled(company, "slack")
    assert after(company, slack("a", 1, 2, 3), slack("b", 1, 3, 4)).texts == words(1, 3, 4)
    deliveries = (slack(name, *stamps, listed=False) for name, stamps in (("a", (1, 2, 3)), ("b", (1, 3, 4))))
    assert after(company, *deliveries, name="unlisted").texts == words(1, 2, 3, 4)


def x_archive(name: str, *blocks: tuple[int, ...], partial: bool = False) -> Delivery:
    def record(number: int) -> dict[str, Any]:
        people = ("11", "22")
        at = f"2026-09-01T{number // 3600:02d}:{number // 60 % 60:02d}:{number % 60:02d}.000Z"
        return {"messageCreate": {
            "id": str(number), "senderId": people[number % 2], "recipientId": people[(number + 1) % 2],
            "text": f"words {number}", "createdAt": at, "mediaUrls": [], "urls": [], "reactions": [],
        }}  # fmt: skip

    written = [
        {"dmConversation": {"conversationId": "11-22", "messages": [record(number) for number in reversed(block)]}}
        for block in blocks
    ]
    manifest = {"userInfo": {"accountId": "11"}, "archiveInfo": {"isPartialArchive": partial}}

    def deliver(company: Company) -> None:
        with zipfile.ZipFile(company.write(f"exports/x_twitter/{name}.zip", b""), "w") as archive:
            archive.writestr("data/manifest.js", f"window.__THAR_CONFIG = {json.dumps(manifest)}")
            archive.writestr("data/direct-messages.js", f"window.YTD.direct_messages.part0 = {json.dumps(written)}")

    return deliver


def test_an_archive_of_x_is_reconciled_only_if_nothing_of_it_may_have_been_cut_off(company: Company) -> None:
    reconciled(company, "x_twitter")
    x_archive("a", (1, 2, 3))(company)
    company.keep()
    many = tuple(number for number in range(1, 1002) if number != 2)
    seconds = {
        "whole": x_archive("b", (1, 3, 4)),
        "partial": x_archive("b", (1, 3, 4), partial=True),
        "two blocks": x_archive("b", (1, 3), (3, 4)),
        "full block": x_archive("b", many),
    }
    gone = [name for name, second in seconds.items() if "words 2" not in after(company, second, name=name).texts]
    assert gone == ["whole"]


def test_a_takeout_of_google_chat_is_reconciled(company: Company) -> None:
    reconciled(company, "google_chat")

    def takeout(name: str, *days: int) -> Delivery:
        rows = [
            {"creator": {"name": "Anna", "email": f"a{day % 2}@acme.example", "user_type": "Human"},
             "created_date": f"September {day}, 2026 at 10:00:00 AM UTC", "text": f"words {day}", "topic_id": "t",
             "message_id": f"x/t/{day}"}
            for day in days
        ]  # fmt: skip
        place = f"exports/google_chat/{name}/Google Chat/Groups/DM x/messages.json"
        return lambda one: one.write(place, json.dumps({"messages": rows}))

    assert after(company, takeout("a", 1, 2, 3), takeout("b", 1, 3, 4)).texts == words(1, 3, 4)
