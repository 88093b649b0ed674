"""I3 and I4 for consent: what is published and kept follows from the decisions, however late they are told."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from support.company import NOW, Company, call, telegram_message
from support.state import state

from chatward.errors import CheckError

ANNA, BEN = "491511", "491512"
PHONE = f"+{ANNA}"


def only_consent(policy: dict[str, Any]) -> None:
    """Leave the cloud API no purpose but quality."""
    policy["sources"]["whatsapp_cloud_api"]["purposes"] = ["quality"]


def hello(company: Company) -> None:
    company.calls("calls", call("1", ANNA, "2026-09-01T10:00:00", "hello"))


def test_without_a_yes_a_message_is_kept_for_the_contract_and_not_published(company: Company) -> None:
    hello(company)
    company.run()
    found = state(company)
    assert [row["purposes"] for row in found.messages.values()] == [["support"]]
    assert found.published_texts == []


def test_a_yes_that_is_told_late_publishes_what_was_written_after_it(company: Company) -> None:
    hello(company)
    company.run()
    company.consent("web", (PHONE, "granted", "2026-08-01"))
    company.run()
    assert state(company).published_texts == ["hello"]


@pytest.mark.parametrize("at_once", [1, 2, 200_000])
def test_a_yes_that_is_told_late_counts_in_every_month_however_many_records_are_gated_at_once(
    company: Company, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    months = [f"2026-{month:02d}-10T10:00:00" for month in (3, 4, 5, 6)]
    company.calls("anna", *(call(f"a{at}", ANNA, at, f"hello {at[5:7]}") for at in months))
    company.calls("ben", *(call(f"b{at}", BEN, at, f"hey {at[5:7]}") for at in months))
    company.run()
    company.consent("web", (PHONE, "granted", "2026-04-01"))
    monkeypatch.setattr("chatward.warehouse.gate.deciding.GATED_ROWS", at_once)
    company.run()
    found = state(company)
    assert found.published_texts == ["hello 04", "hello 05", "hello 06"]
    assert [row["text"] for row in found.messages.values() if "quality" in row["purposes"]] == [
        "hello 04",
        "hello 05",
        "hello 06",
    ]


def test_a_yes_given_later_does_not_reach_back(company: Company) -> None:
    hello(company)
    company.consent("web", (PHONE, "granted", "2026-09-01T10:00:01"))
    company.run()
    assert state(company).published_texts == []


def test_a_message_of_the_very_instant_of_the_yes_is_covered(company: Company) -> None:
    hello(company)
    company.consent("web", (PHONE, "granted", "2026-09-01T10:00:00"))
    company.run()
    assert state(company).published_texts == ["hello"]


def test_a_withdrawal_takes_the_persons_rows_out_of_the_next_release(company: Company) -> None:
    company.calls(
        "calls",
        call("1", ANNA, "2026-09-01T10:00:00", "hello"),
        call("2", BEN, "2026-09-01T10:00:00", "hey"),
    )
    yes = [(PHONE, "granted", "2026-08-01"), (f"+{BEN}", "granted", "2026-08-01")]
    company.consent("web", *yes)
    company.run()
    assert state(company).published_texts == ["hello", "hey"]
    company.consent("later", (PHONE, "withdrawn", "2026-09-15"))
    company.run()
    assert state(company).published_texts == ["hey"]
    assert state(company).texts == ["hello", "hey"], "the contract still keeps it"


def test_a_withdrawal_counts_though_another_system_gave_its_number_to_a_yes(company: Company) -> None:
    hello(company)
    company.calls("ben", call("2", BEN, "2026-09-01T10:00:00", "hey"))
    columns = "event_id,identifier_type,identifier,purpose,action,notice_version,effective_at\n"
    both = [f"{n},phone,+{who},quality,granted,n1,2026-08-01\n" for n, who in enumerate((ANNA, BEN), start=1)]
    company.write("consent/web.csv", columns + "".join(both))
    company.run()
    assert state(company).published_texts == ["hello", "hey"]
    no = f"1,phone,{PHONE},quality,withdrawn,,2026-09-15\n"
    company.write("consent/phone.csv", columns + no + f"3,phone,+{BEN},quality,withdrawn,,2026-09-15\n" + both[0])
    company.run()
    assert state(company).published_texts == []
    company.write("consent/phone.csv", columns + no + no + both[1])
    with company.opened():
        assert company.stage("collect").consent.added == 0, "all of it is known"


def test_a_no_of_which_only_the_day_is_told_takes_back_a_yes_of_that_day(company: Company) -> None:
    hello(company)
    company.consent("web", (PHONE, "granted", "2026-08-01T10:00:00"), (PHONE, "withdrawn", "2026-08-01"))
    company.run()
    assert state(company).published_texts == []
    company.consent("again", (PHONE, "granted", "2026-08-02"))
    company.run()
    assert state(company).published_texts == ["hello"]


def test_a_yes_that_ran_out_takes_the_rows_out_though_nothing_came_in(company: Company) -> None:
    hello(company)
    company.consent("web", (PHONE, "granted", "2024-10-15"))
    company.run(NOW)
    assert state(company).published_texts == ["hello"]
    company.run(datetime(2026, 10, 15, tzinfo=UTC))
    assert state(company).published_texts == []


def test_a_yes_that_begins_later_publishes_when_it_begins(company: Company) -> None:
    """A yes, a no, and a second yes of which the file told before it took effect."""
    hello(company)
    company.consent(
        "web",
        (PHONE, "granted", "2026-08-01"), (PHONE, "withdrawn", "2026-09-15"), (PHONE, "granted", "2026-10-15"),
    )  # fmt: skip
    company.run(NOW)
    assert state(company).published_texts == []
    company.run(datetime(2026, 10, 15, tzinfo=UTC))
    assert state(company).published_texts == ["hello"]


def test_what_rests_on_consent_alone_is_refused_until_the_yes_is_told(company: Company) -> None:
    company.write_policy(only_consent)
    hello(company)
    company.run()
    assert state(company).texts == []
    company.consent("web", (PHONE, "granted", "2026-08-01"))
    company.run()
    assert state(company).texts == ["hello"]


@pytest.mark.parametrize("told", ["2026-09-15", "2026-08-15"], ids=["from then on", "before it was written"])
def test_what_rests_on_consent_alone_goes_with_it(company: Company, told: str) -> None:
    company.write_policy(only_consent)
    hello(company)
    company.consent("web", (PHONE, "granted", "2026-08-01"))
    company.run()
    company.consent("later", (PHONE, "withdrawn", told))
    lived = company.run()
    assert lived.retained.plan.messages == 1
    assert state(company).texts == []


def test_a_no_told_late_takes_back_what_a_new_yes_does_not_cover(company: Company) -> None:
    company.write_policy(only_consent)
    hello(company)
    company.consent("web", (PHONE, "granted", "2026-08-01"), (PHONE, "granted", "2026-09-10"))
    company.run()
    assert state(company).texts == ["hello"]
    company.consent("later", (PHONE, "withdrawn", "2026-08-15"))
    company.run()
    assert state(company).texts == []


def test_what_has_a_contract_too_outlives_the_consent(company: Company) -> None:
    """Quality, which is consented to, is kept longer here than support, which is not asked for."""

    def longer(policy: dict[str, Any]) -> None:
        for rule in policy["retention"]:
            rule["period"] = "P2Y" if rule["purpose"] == "quality" else "P1Y"

    company.write_policy(longer)
    hello(company)
    company.consent("web", (PHONE, "granted", "2026-08-01"), (PHONE, "withdrawn", "2026-09-15"))
    company.run()
    assert state(company).texts == ["hello"]
    company.run(datetime(2027, 9, 1, 10, tzinfo=UTC))
    assert state(company).texts == []


def test_merged_people_have_one_token_and_one_consent_in_every_channel(company: Company) -> None:
    hello(company)
    company.telegram(7, telegram_message(1, "user1", "2026-09-02T10:00:00", "here too"))
    company.consent("web", (PHONE, "granted", "2026-08-01"))
    company.run()
    assert state(company).published_texts == ["hello"]
    company.contacts(("k1", "phone", PHONE), ("k1", "telegram_id", "user1"))
    company.run()
    found = state(company)
    assert found.published_texts == ["hello", "here too"]
    assert len({row["sender_token"] for row in found.published.values()}) == 1


def test_contacts_without_an_identifier_or_an_id_make_nobody_one_person(company: Company) -> None:
    company.contacts(
        ("k1", "phone", PHONE), ("k1", "email", ""), ("k2", "phone", f"+{BEN}"), ("k2", "email", ""),
        ("", "phone", "+491513"), ("", "phone", "+491514"),
    )  # fmt: skip
    company.stage("collect")
    with company.warehouse() as warehouse:
        subjects = warehouse.connection.execute(
            "select count(*), count(distinct canonical_id) from gov.subjects"
        ).fetchall()
    assert subjects in ([(2, 2)], [(4, 4)])


def test_a_policy_that_asks_for_another_notice_ends_what_older_ones_allowed(company: Company) -> None:
    hello(company)
    company.consent("web", (PHONE, "granted", "2026-08-01"))
    company.run()
    company.write_policy(lambda policy: policy["purposes"]["quality"]["consent"].update(notices=["n2"]))
    company.run()
    found = state(company)
    assert [row["purposes"] for row in found.messages.values()] == [["support"]]
    assert found.published_texts == []


def test_consent_cut_off_between_taking_and_deciding_is_decided_by_the_next_run(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    hello(company)
    company.run()
    company.consent("web", (PHONE, "granted", "2026-08-01"))

    class CutError(BaseException):
        pass

    def cut(*_: object) -> None:
        raise CutError

    with monkeypatch.context() as patch:
        patch.setattr("chatward.collect.read_new", cut)
        with pytest.raises(CutError):
            company.stage("collect")
    company.run()
    assert state(company).published_texts == ["hello"]


def test_decisions_cut_off_before_the_month_is_described_are_taken_over_by_the_next_run(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    hello(company)
    company.run()
    company.consent("web", (PHONE, "granted", "2026-08-01"))
    undisturbed = company.twin("undisturbed")

    class CutError(BaseException):
        pass

    def cut(*_: object) -> None:
        raise CutError

    with monkeypatch.context() as patch:
        patch.setattr("chatward.warehouse.gate.deciding.describe_month", cut)
        with pytest.raises(CutError):
            company.stage("collect")
    company.run()
    undisturbed.run()
    assert state(company) == state(undisturbed)
    assert state(company).published_texts == ["hello"]


def test_a_set_with_somebody_who_does_not_consent_is_not_published(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The check does not trust the building: here the building takes everybody for consenting."""
    hello(company)
    company.calls("other", call("2", BEN, "2026-09-01T10:00:00", "hey"))
    company.consent("web", (PHONE, "granted", "2026-08-01"), (f"+{BEN}", "granted", "2026-08-01"))
    company.run()
    before = (company.root / "sets" / "messages" / "current").resolve()
    company.consent("later", (PHONE, "withdrawn", "2026-09-15"))
    from chatward.sets.people import known_people

    def everybody(warehouse: Any, moment: Any) -> Any:
        from dataclasses import replace

        people = known_people(warehouse, replace(moment, now=moment.now - timedelta(days=20)))
        return replace(people, run_id=moment.run_id)

    monkeypatch.setattr("chatward.publish.known_people", everybody)
    with pytest.raises(CheckError, match="consents to its purpose now"):
        company.run()
    assert (company.root / "sets" / "messages" / "current").resolve() == before
