"""Edits, deletions and opt-outs that platforms report act on what is stored, in whatever order they arrive."""

import json
import random
from datetime import UTC, datetime
from typing import Any

import pytest
from support.company import OWN_NUMBER, Company, call, edit, revocation, telegram_message
from support.state import State, state

ANNA = "491511"
YES = (f"+{ANNA}", "granted", "2026-01-01")
SENT = "2026-08-31T23:00:00"
EDITED = "2026-09-02T10:00:00"
LATER = "2026-09-03T10:00:00"


def sent(text: str = "my card is 4111", wamid: str = "w1") -> dict[str, Any]:
    return call(wamid, ANNA, SENT, text)


def edited(text: str, at: str = EDITED, of: str = "w1") -> dict[str, Any]:
    return edit(of, ANNA, at, text)


def revoked(at: str = LATER, of: str = "w1") -> dict[str, Any]:
    return revocation(of, ANNA, at)


def preference(value: str, at: str) -> dict[str, Any]:
    instant = str(int(datetime.fromisoformat(at).replace(tzinfo=UTC).timestamp()))
    told = {"wa_id": ANNA, "detail": "asked", "category": "marketing_messages", "value": value, "timestamp": instant}
    inner = {"messaging_product": "whatsapp", "user_preferences": [told],
             "metadata": {"display_phone_number": OWN_NUMBER, "phone_number_id": "77"}}  # fmt: skip
    return {"object": "whatsapp_business_account",
            "entry": [{"id": "1", "changes": [{"value": inner, "field": "user_preferences"}]}]}  # fmt: skip


def generations(company: Company) -> dict[str, int]:
    with company.warehouse() as warehouse:
        return dict(warehouse.connection.execute("select month, generation from gov.shards").fetchall())


def words(found: State) -> list[str]:
    """Every text anywhere, of events too."""
    rows = [*found.messages.values(), *found.events.values(), *found.published.values()]
    return sorted({row["text"] for row in rows if row["text"]})


def test_an_edit_replaces_the_stored_text_and_the_months_file_is_written_under_a_new_key(company: Company) -> None:
    company.consent("web", YES)
    company.calls("a", sent())
    company.run()
    before = generations(company)
    company.calls("b", edited("call me"))
    company.run()
    found = state(company)
    assert found.texts == ["call me"]
    assert found.published_texts == ["call me"]
    assert [row["is_edited"] for row in found.messages.values()] == [True]
    assert generations(company)["2026-08"] == before["2026-08"] + 1
    with company.warehouse() as warehouse:
        assert f"shard/2026-08/{before['2026-08']}" not in set(warehouse.keyring.names("shard/"))


def test_a_deletion_takes_the_text_away_and_leaves_a_mark(company: Company) -> None:
    company.consent("web", YES)
    company.calls("a", sent())
    company.run()
    company.calls("b", revoked())
    company.run()
    (row,) = state(company).messages.values()
    assert (row["kind"], row["text"], row["is_deleted"]) == ("deleted", None, True)
    assert words(state(company)) == []


def test_an_export_delivered_once_more_brings_nothing_back(company: Company) -> None:
    company.calls("a", sent(), sent("second", "w2"))
    company.calls("b", revoked(), edited("fine", of="w2"))
    company.run()
    company.calls("again", sent(), sent("second", "w2"), sent("third", "w3"))
    company.run()
    assert words(state(company)) == ["fine", "third"]


def test_a_report_that_comes_before_its_message_waits_for_it(company: Company) -> None:
    company.calls("a", revoked(), edited("fine", of="w2"))
    company.run()
    company.calls("b", sent(), sent("second", "w2"))
    company.run()
    assert words(state(company)) == ["fine"]


def test_the_words_of_a_message_known_to_be_deleted_are_never_written(company: Company) -> None:
    company.calls("a", revoked())
    company.run()
    company.calls("b", sent())
    company.stage("collect")
    assert generations(company)["2026-08"] == 1
    assert words(state(company)) == []


def test_what_changes_within_one_delivery_is_stored_as_it_is_now_and_nothing_is_written_twice(company: Company) -> None:
    company.calls("a", sent(), edited("first"), edited("last", LATER), sent("two", "w2"), revoked(of="w2"))
    company.run()
    assert words(state(company)) == ["last"]
    assert set(generations(company).values()) == {1}


def test_a_message_that_comes_again_together_with_its_edit_is_replaced(company: Company) -> None:
    company.calls("a", sent())
    company.run()
    company.calls("b", sent(), edited("call me"))
    company.run()
    assert words(state(company)) == ["call me"]
    assert generations(company)["2026-08"] == 2


def test_words_of_an_edit_that_a_later_one_replaced_go_too(company: Company) -> None:
    company.calls("a", sent(), edited("first", EDITED))
    company.run()
    company.calls("b", edited("second", LATER))
    company.run()
    assert words(state(company)) == ["second"]


def test_an_edit_of_nothing_that_is_stored_harms_nothing(company: Company) -> None:
    company.calls("a", sent(), edited("first", of="unknown"), revoked(of="never seen"))
    company.run()
    assert state(company).texts == ["my card is 4111"]


def test_words_of_an_edit_that_may_not_be_kept_are_not_and_the_old_ones_go_with_the_hold(company: Company) -> None:
    def only_quality(policy: dict[str, Any]) -> None:
        policy["sources"]["whatsapp_cloud_api"]["purposes"] = ["quality"]

    company.write_policy(only_quality)
    company.consent("web", YES, (f"+{ANNA}", "withdrawn", "2026-09-01"))
    hold = {"hold_id": "h", "identifier_type": "phone", "identifier": f"+{ANNA}"}
    company.holds(hold)
    company.calls("a", sent())
    company.run()
    company.calls("b", edited("new words", EDITED))
    company.run()
    assert words(state(company)) == ["my card is 4111"]
    company.holds(hold | {"released_at": "2026-09-29"})
    company.run()
    assert words(state(company)) == []


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(1, 12))])
def test_all_orders_of_delivery_come_to_one_state(company: Company, seed: int) -> None:
    deliveries = [
        [sent()], [edited("first", EDITED)], [edited("second", LATER)], [sent("two", "w2"), edited("zwei", of="w2")],
        [revoked(LATER, "w3"), sent("three", "w3")], [sent("three", "w3"), edited("drei", LATER, "w3")],
    ]  # fmt: skip
    together = company.twin("together")
    together.calls("all", *(each for delivery in deliveries for each in delivery))
    together.run()
    shuffled = company.twin("shuffled")
    order = random.Random(seed).sample(range(len(deliveries)), len(deliveries))
    for number in order:
        shuffled.calls(f"day {number}", *deliveries[number])
        shuffled.run()
    assert state(shuffled) == state(together)
    assert words(state(shuffled)) == ["second", "zwei"]


def test_of_two_exports_of_one_message_the_later_one_counts_whatever_comes_first(company: Company) -> None:
    old = telegram_message(1, "user5", "2026-09-01T10:00:00", "old words")
    new = telegram_message(1, "user5", "2026-09-01T10:00:00", "new words", edited_unixtime="1788433200")
    other = telegram_message(2, "user5", "2026-09-05T10:00:00", "later")
    states = []
    for name, order in (("forth", (0, 1)), ("back", (1, 0))):
        twin = company.twin(name)
        for place in order:
            twin.telegram(5, *((old,), (new, other))[place], folder=f"day{place}")
            twin.run()
        states.append(state(twin))
    assert states[0] == states[1]
    assert states[0].texts == ["later", "new words"]


def test_a_cut_between_the_replacement_and_the_new_file_leaves_a_debt_that_the_next_run_pays(company: Company) -> None:
    company.calls("a", sent())
    company.run()
    company.calls("b", edited("call me"))
    company.stage("collect")
    before = generations(company)["2026-08"]
    with company.opened():
        pass
    assert generations(company)["2026-08"] == before + 1
    with company.opened():
        pass
    assert generations(company)["2026-08"] == before + 1


def test_a_run_without_changes_rewrites_nothing(company: Company) -> None:
    company.calls("a", sent(), edited("call me"))
    company.run()
    before = generations(company)
    company.calls("b", edited("call me"), sent("new", "w9"))
    company.run()
    assert generations(company) == before


def test_an_opt_out_that_an_export_reports_withdraws_consent(company: Company) -> None:
    company.consent("web", YES)
    company.calls("a", sent("hello"), call("w2", ANNA, LATER, "after"))
    company.run()
    assert state(company).published_texts == ["after", "hello"]
    company.calls("b", preference("stop", "2026-09-02T00:00:00"))
    company.run()
    found = state(company)
    assert found.published_texts == []
    assert [row[3] for row in found.consents] == [datetime(2026, 9, 2)]  # noqa: DTZ001 - as the warehouse stores it


def test_an_opt_out_and_a_consent_file_may_arrive_on_one_day(company: Company) -> None:
    company.consent("web", YES)
    company.calls("a", sent("hello"), preference("stop", "2026-09-02T00:00:00"))
    company.run()
    assert state(company).texts == ["hello"]
    assert state(company).published_texts == []


def test_an_opt_in_counts_only_where_the_policy_takes_the_platform_for_a_notice(company: Company) -> None:
    company.calls("a", preference("resume", "2026-08-01T00:00:00"), sent("hello"))
    company.run()
    assert state(company).published_texts == []

    def accept(policy: dict[str, Any]) -> None:
        policy["purposes"]["quality"]["consent"]["notices"].append("whatsapp_cloud_api")

    company.write_policy(accept)
    company.run()
    assert state(company).published_texts == ["hello"]


def test_reports_older_than_anything_kept_are_forgotten(company: Company) -> None:
    company.calls("a", sent(), revoked())
    company.run()
    company.run(as_of=datetime(2028, 12, 1, tzinfo=UTC))
    with company.warehouse() as warehouse:
        assert warehouse.connection.execute("select count(*) from gov.content_changes").fetchall() == [(0,)]


def test_no_words_of_a_change_stand_in_the_governance_database(company: Company) -> None:
    company.calls("a", sent(), edited("secret words"))
    company.run()
    with company.warehouse() as warehouse:
        rows = warehouse.connection.execute("select * from gov.content_changes").fetchall()
    assert rows
    assert "secret" not in json.dumps(rows, default=str)


def test_an_export_that_reports_an_edit_keeps_neither_the_old_words_nor_their_message(company: Company) -> None:
    def with_slack(policy: dict[str, Any]) -> None:
        policy["sources"]["slack"] = policy["sources"]["whatsapp_cloud_api"] | {
            "platform": "slack", "paths": ["exports/slack/**"], "own_accounts": [],
        }  # fmt: skip

    old = {"type": "message", "user": "U1", "ts": "1788300000.000100", "text": "old words"}
    edit = {"type": "message", "subtype": "message_changed", "ts": "1788300900.000100",
            "message": old | {"text": "new words", "edited": {"user": "U1", "ts": "1788300900.000000"}},
            "previous_message": old}  # fmt: skip
    later = old | {"ts": "1788309999.000100", "text": "later"}
    company.write_policy(with_slack)
    company.write("exports/slack/acme/users.json", json.dumps([{"id": "U1", "profile": {"real_name": "Anna"}}]))
    company.write("exports/slack/acme/general/2026-09-01.json", json.dumps([old, edit, later]))
    company.run()
    assert state(company).texts == ["later", "new words"]


@pytest.mark.parametrize("change", [edited("call me"), revoked()], ids=["edited", "deleted"])
def test_what_a_hold_keeps_is_changed_when_the_hold_is_released(company: Company, change: dict[str, Any]) -> None:
    hold = {"hold_id": "h", "identifier_type": "phone", "identifier": f"+{ANNA}"}
    company.consent("web", YES)
    company.holds(hold)
    company.calls("a", sent("my card is 4111"))
    company.run()
    company.calls("b", change)
    for _ in range(2):
        company.run()
        assert "my card is 4111" in state(company).texts
    company.holds(hold | {"released_at": "2026-09-29"})
    company.run()
    assert "my card is 4111" not in words(state(company))


def test_what_a_hold_keeps_of_a_deleted_message_is_in_no_set(company: Company) -> None:
    company.consent("web", YES)
    company.holds({"hold_id": "h", "identifier_type": "phone", "identifier": f"+{ANNA}"})
    company.calls("a", sent("hello"))
    company.run()
    assert state(company).published_texts == ["hello"]
    company.calls("b", revoked())
    company.run()
    found = state(company)
    assert (found.texts, found.published_texts) == (["hello"], [])
    company.calls("c", sent("hello"))
    company.run()
    assert state(company).published_texts == []
