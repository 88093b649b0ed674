"""Nobody is known longer than something that is stored needs him."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from support.company import NOW, Company, call, telegram_message
from support.state import state

ANNA, BEN = "491511", "491512"
DUE = datetime(2026, 10, 15, 10, tzinfo=UTC)
TABLES = ("subjects", "identities", "identifiers", "conversations", "conversation_members")


def known(company: Company) -> dict[str, int]:
    """Return how many rows tell of people and conversations."""
    with company.warehouse() as warehouse:
        count = "select count(*) from gov."
        return {table: warehouse.connection.execute(count + table).fetchall()[0][0] for table in TABLES}


def names(company: Company) -> set[str]:
    """Return who is known in clear."""
    with company.warehouse() as warehouse:
        rows = warehouse.connection.execute("select identifier from gov.identifiers").fetchall()
    return {name for (name,) in rows}


def files(company: Company) -> list[str]:
    return sorted(path.name for path in (company.root / "warehouse").glob("gov.*.duckdb"))


def old(sender: str, number: int = 1, text: str = "old words") -> dict[str, object]:
    return call(str(number), sender, "2024-10-15T10:00:00", text)


def new(sender: str, number: int = 2, text: str = "new words") -> dict[str, object]:
    return call(str(number), sender, "2026-09-01T10:00:00", text)


NOBODY = dict.fromkeys(TABLES, 0)


def test_a_person_goes_with_his_last_record(company: Company) -> None:
    company.calls("calls", old(ANNA), new(BEN))
    company.keep(NOW)
    assert {f"+{ANNA}", f"+{BEN}"} <= names(company)
    before = known(company)
    assert company.keep(DUE).forgotten == 1
    assert f"+{ANNA}" not in names(company)
    assert f"+{BEN}" in names(company)
    assert all(known(company)[table] < before[table] for table in TABLES)


def test_a_person_goes_while_others_of_the_same_month_stay(company: Company) -> None:
    company.calls("calls", old(ANNA), call("2", BEN, "2024-10-20T10:00:00", "due later"))
    company.keep(NOW)
    company.keep(DUE)
    assert f"+{ANNA}" not in names(company)
    assert f"+{BEN}" in names(company)


def test_when_nothing_is_stored_any_more_nobody_is_known(company: Company) -> None:
    company.calls("calls", old(ANNA), call("2", BEN, "2024-10-15T09:00:00", "old words too"))
    company.whatsapp("Anna", "14/10/2024, 14:34 - Anna: old", "14/10/2024, 14:35 - Acme: too")
    company.keep(NOW)
    company.keep(DUE)
    assert known(company) == NOBODY


def test_the_bytes_of_a_person_go_with_a_key_that_is_destroyed(company: Company) -> None:
    company.calls("calls", old(ANNA), new(BEN))
    company.keep(NOW)
    company.keep(DUE)
    assert files(company) == ["gov.2.duckdb"]
    with company.warehouse() as warehouse:
        assert warehouse.keyring.names("gov/") == ["gov/2"]


def test_people_of_whom_everything_was_refused_are_not_known(company: Company) -> None:
    company.calls("calls", old(ANNA), new(BEN))
    company.keep(DUE)
    assert f"+{ANNA}" not in names(company)
    assert f"+{BEN}" in names(company)
    assert known(company)["conversations"] == 1


def test_a_disposal_of_records_quarantine_and_people_writes_the_governance_database_once(company: Company) -> None:
    company.calls("calls", old(ANNA), call("8", ANNA, "2026-09-01T10:00:00", "no time", timestamp="soon"))
    company.keep(NOW)
    result = company.keep(NOW + timedelta(days=30))
    assert (result.plan.messages, result.quarantined, result.forgotten > 0) == (1, 1, True)
    assert files(company) == ["gov.2.duckdb"]


def test_a_second_run_of_the_same_input_changes_nothing(company: Company) -> None:
    company.calls("calls", old(ANNA), new(BEN))
    company.consent("web", (f"+{ANNA}", "granted", "2024-01-01"))
    company.keep(DUE)
    before, written = known(company), files(company)
    assert company.keep(DUE).forgotten == 0
    assert known(company) == before
    assert files(company) == written


def test_contacts_without_records_do_not_have_the_governance_database_written_daily(company: Company) -> None:
    company.calls("calls", old(ANNA), new(BEN))
    company.contacts(("k1", "phone", f"+{ANNA}"), ("k1", "email", "anna@acme.example"), ("k2", "phone", "+491519"))
    company.keep(DUE)
    company.keep(DUE)
    before, written = known(company), files(company)
    company.keep(DUE)
    assert (known(company), files(company)) == (before, written)


def only_consent(policy: dict[str, Any]) -> None:
    policy["sources"]["whatsapp_cloud_api"]["purposes"] = ["quality"]


def test_a_late_yes_finds_the_messages_of_somebody_who_was_forgotten(company: Company) -> None:
    company.write_policy(only_consent)
    company.calls("calls", new(ANNA))
    told = company.twin("told at once")
    company.run()
    assert known(company) == NOBODY
    for each in (company, told):
        each.consent("web", (f"+{ANNA}", "granted", "2026-08-01"))
        each.run()
    assert state(company) == state(told)
    assert state(company).texts == ["new words"]
    assert known(company) == known(told)


def only_consent_on_telegram(policy: dict[str, Any]) -> None:
    policy["sources"]["telegram"]["purposes"] = ["quality"]


def test_a_forgotten_identifier_that_joins_somebody_who_consented_has_its_messages_read(company: Company) -> None:
    company.write_policy(only_consent_on_telegram)
    company.calls("calls", new(ANNA))
    company.telegram(7, telegram_message(1, "user1", "2026-09-02T10:00:00", "here too"))
    company.consent("web", (f"+{ANNA}", "granted", "2026-08-01"))
    told = company.twin("told at once")
    company.run()
    assert state(company).texts == ["new words"]
    assert "user1" not in names(company)
    for each in (company, told):
        each.contacts(("k1", "phone", f"+{ANNA}"), ("k1", "telegram_id", "user1"))
        each.run()
    assert state(company).texts == ["here too", "new words"]
    assert state(company) == state(told)


def test_somebody_forgotten_who_turns_out_to_be_staff_has_his_messages_read(company: Company) -> None:
    company.write_policy(only_consent_on_telegram)
    company.telegram(7, telegram_message(1, "user5", "2026-09-02T10:00:00", "about myself"))
    company.run()
    assert known(company) == NOBODY

    def own(policy: dict[str, Any]) -> None:
        only_consent_on_telegram(policy)
        policy["sources"]["telegram"]["own_accounts"].append("user5")

    company.write_policy(own)
    company.telegram(8, telegram_message(1, "user5", "2026-09-03T10:00:00", "about myself again"))
    company.run()
    assert state(company).texts == ["about myself", "about myself again"]


def test_exports_are_not_read_again_while_nobody_new_has_a_basis(company: Company) -> None:
    company.write_policy(only_consent_on_telegram)
    company.calls("calls", new(ANNA))
    company.telegram(7, telegram_message(1, "user1", "2026-09-02T10:00:00", "refused"))
    company.consent("web", (f"+{ANNA}", "granted", "2026-08-01"))
    assert company.run().collected.files == 2
    company.calls("more", new(ANNA, 3), new(BEN, 4))
    assert company.run().collected.files == 1


def test_who_consented_is_known_by_a_blind_index_alone_once_his_records_are_gone(company: Company) -> None:
    company.calls("calls", old(ANNA))
    company.consent("web", (f"+{ANNA}", "granted", "2024-01-01"))
    company.keep(NOW)
    company.keep(DUE)
    assert known(company) == NOBODY | {"subjects": 1, "identities": 1}
    company.calls("more", call("3", ANNA, "2025-12-01T10:00:00", "new words"))
    company.keep(DUE)
    assert [row["purposes"] for row in state(company).messages.values()] == [["quality", "support"]]


def test_who_is_held_is_known_by_a_blind_index_alone_once_his_records_are_gone(company: Company) -> None:
    company.calls("calls", old(ANNA))
    company.keep(NOW)
    company.holds({"hold_id": "h1", "identifier_type": "phone", "identifier": f"+{ANNA}", "from": "2026-01-01"})
    company.keep(DUE)
    assert known(company) == NOBODY | {"subjects": 1, "identities": 1}


def test_a_person_of_two_channels_stays_whole_as_long_as_one_of_them_needs_him(company: Company) -> None:
    company.calls("calls", old(ANNA))
    company.telegram(7, telegram_message(1, "user1", "2026-09-02T10:00:00", "here too"))
    company.contacts(("k1", "phone", f"+{ANNA}"), ("k1", "telegram_id", "user1"))
    company.keep(NOW)
    company.keep(DUE)
    assert {f"+{ANNA}", "user1"} <= names(company)


def test_staff_whose_messages_concern_customers_stay_as_long_as_those_messages(company: Company) -> None:
    company.telegram(
        7,
        telegram_message(1, "user1", "2024-10-20T10:00:00", "hello"),
        telegram_message(2, "user777", "2024-10-20T10:01:00", "how can I help"),
    )
    company.keep(NOW)
    assert {"user1", "user777"} <= names(company)
    company.keep(DUE)
    assert {"user1", "user777"} <= names(company)
    company.keep(DUE + timedelta(days=10))
    assert known(company) == NOBODY


def test_who_only_reacted_stays_as_long_as_the_message(company: Company) -> None:
    reaction = {"type": "emoji", "emoji": "x", "count": 1, "recent": [{"from": "Cara", "from_id": "user3"}]}
    company.telegram(7, telegram_message(1, "user1", "2024-10-20T10:00:00", "hello", reactions=[reaction]))
    company.telegram(8, telegram_message(1, "user2", "2026-09-20T10:00:00", "hello"))
    company.keep(NOW)
    assert "user3" in names(company)
    company.keep(DUE)
    assert "user3" in names(company)
    company.keep(DUE + timedelta(days=10))
    assert names(company) == {"user2"}


def test_a_writer_of_whom_nothing_is_left_is_known_while_others_may_name_him(company: Company) -> None:
    messages = (
        telegram_message(1, "user1", "2024-10-15T10:00:00", "I am Anna"),
        telegram_message(2, "user2", "2026-09-15T10:00:00", "Hi Person user1"),
    )
    chat = {"name": "Friends", "type": "private_group", "id": 9, "messages": messages}
    company.write("exports/telegram/group/result.json", json.dumps(chat))
    company.keep(NOW)
    company.keep(DUE)
    assert state(company).texts == ["Hi Person user1"]
    assert {"user1", "user2"} <= names(company)


@pytest.mark.parametrize("step", ["_months", "_take_over", "store_files"])
def test_people_of_a_collection_that_was_cut_off_are_not_forgotten_before_it_is_done(
    company: Company, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """Their records may be in the shard already, and are not told of anywhere else."""
    company.calls("first", new(BEN, 3, "first words"))
    company.keep(NOW)
    company.calls("calls", new(ANNA))
    whole = company.twin("whole")

    class CutError(BaseException):
        pass

    def cut(*_: object) -> None:
        raise CutError

    with monkeypatch.context() as patch:
        patch.setattr(f"chatward.warehouse.records.storing.{step}", cut)
        with pytest.raises(CutError):
            company.stage("collect")
    company.stage("retain", NOW, plan_only=False)
    for each in (company, whole):
        each.run()
    assert state(company) == state(whole)
    assert known(company) == known(whole)
    assert {f"+{ANNA}", f"+{BEN}"} <= names(company)
