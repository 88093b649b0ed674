"""I8 for sets: whatever the days brought, what is published is what would be built from nothing."""

import json
import re
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.company import NOW, Company, call, edit, revocation
from support.once import lived_once

from chatward import settings as chatward_settings
from chatward import workspace
from chatward.errors import CheckError
from chatward.opening import open_sets
from chatward.publish import begin
from chatward.quality.results import CheckResult
from chatward.quality.sql_checks import run_sql_checks
from chatward.sets.planning import PublishPlan, plan_publication

NAMES = {"491511": "Anna Muster", "491512": "Ben Kimmich", "491513": "Anna Kimmich", "491514": "李小龙"}
PHONES = sorted(NAMES)
SETS = ("messages", "daily_activity")
Act = Callable[[Company, str, datetime], object]


def rows(company: Company) -> dict[str, list[tuple[object, ...]]]:
    """Return all rows of all sets as an analyst reads them."""
    with company._here():
        catalogue = open_sets(workspace.find(company.root), chatward_settings.load())
        found = {name: sorted(catalogue.sql(f"select * from {name}").fetchall(), key=repr) for name in SETS}
        catalogue.close()
    return found


def built_from_nothing(company: Company, at: datetime) -> dict[str, list[tuple[object, ...]]]:
    """Return what the same warehouse and keys give where nothing was ever published."""
    with tempfile.TemporaryDirectory() as folder:
        twin = Company(Path(folder) / "twin")
        shutil.copytree(company.folder, twin.folder, symlinks=True)
        shutil.rmtree(twin.root / "sets")
        with twin.warehouse() as warehouse:
            for table in ("partitions", "searched_people"):
                warehouse.connection.execute(f"delete from gov.{table}")
        twin.stage("publish", at)
        return rows(twin)


def told(company: Company, at: datetime) -> None:
    """Run the day and compare."""
    company.run(at)
    assert rows(company) == built_from_nothing(company, at)


def written(phone: str, text: str, name: str, *, at: str, wamid: str) -> Act:
    return lambda company, day, _: company.calls(day, call(wamid, phone, at, text, name=name))


@lived_once
def talked(company: Company) -> None:
    """A company of whom everybody consented, with texts that name people it does not know yet."""
    texts = ("ask Ben Kimmich", "my number is +49 1512", "ben at ben@example.com", "ANNA", "hello 李小龙", "nobody")
    company.calls(
        "first",
        *(
            call(f"t{n}", "491511", f"2026-0{n + 1}-01T10:00:00", text, name="Anna Muster")
            for n, text in enumerate(texts)
        ),
    )
    company.consent("web", *((f"+{phone}", "granted", "2025-01-01") for phone in PHONES))
    company.run()


def texts(company: Company) -> list[Any]:
    position = (
        "message_token",
        "conversation_token",
        "sender_token",
        "sender_role",
        "source",
        "sent_on",
        "kind",
        "text",
    )
    return [row[position.index("text")] for row in rows(company)["messages"]]


@pytest.mark.parametrize(
    ("whose", "before"), [("participants", "ask Ben Kimmich"), ("everybody", r"ask \[PERSON:[a-z2-7]{16}\]")]
)
def test_a_name_that_becomes_known_is_replaced_in_texts_of_months_that_did_not_change(
    talked: Company, whose: str, before: str
) -> None:
    talked.write_policy(lambda policy: policy["pseudonymisation"].update(names_in_texts=whose))
    told(talked, NOW)
    assert any(re.fullmatch(before, text) for text in texts(talked))
    talked.calls("ben", call("b1", "491512", "2026-09-01T10:00:00", "here I am", name="Ben Kimmich"))
    told(talked, NOW)
    assert any(re.fullmatch(r"ask \[PERSON:[a-z2-7]{26}\]", text) for text in texts(talked))


def test_lists_of_the_policy_say_what_texts_show(talked: Company) -> None:
    lists = {"references": ["nob[a-z]+"], "allow": ["ben .*"]}
    talked.write_policy(lambda policy: policy["pseudonymisation"].update(lists))
    told(talked, NOW)
    assert "ask Ben Kimmich" in texts(talked)
    assert any(re.fullmatch(r"\[REFERENCE:[a-z2-7]{16}\]", text) for text in texts(talked))


def months_built(company: Company, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return of which months partitions of messages are built by a run."""
    months: list[str] = []

    def planned(*arguments: Any) -> PublishPlan:
        plan = plan_publication(*arguments)
        months.extend(job.month for job in plan.jobs if any(each.name == "messages" for each in job.sets))
        return plan

    monkeypatch.setattr("chatward.publish.plan_publication", planned)
    company.run()
    return months


def test_a_month_of_which_no_text_is_published_is_not_searched_for_whoever_becomes_known(
    talked: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    talked.calls("old", call("o1", "491511", "2025-02-01T10:00:00", "ask Ben Kimmich", name="Anna Muster"))
    talked.run()
    talked.calls("ben", call("b1", "491512", "2026-09-01T10:00:00", "here I am", name="Ben Kimmich"))
    assert months_built(talked, monkeypatch) == [f"2026-0{month}" for month in (1, 2, 3, 4, 5, 6, 9)]


def test_a_month_whose_texts_were_left_out_for_what_they_show_is_searched_again(
    talked: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    talked.calls("old", call("o1", "491511", "2025-02-01T10:00:00", "ask Ben Kimmich", name="Anna Muster"))
    talked.run()
    with talked.warehouse() as warehouse:
        warehouse.connection.execute(
            """update gov.partitions set withheld = '{"identifier_left_in_text": 1}' where month = '2025-02'"""
        )
    talked.calls("ben", call("b1", "491512", "2026-09-01T10:00:00", "here I am", name="Ben Kimmich"))
    assert "2025-02" in months_built(talked, monkeypatch)


def test_a_second_bearer_of_a_name_makes_it_nobodys(talked: Company) -> None:
    talked.calls("anna", call("b1", "491513", "2026-09-01T10:00:00", "ask Anna or Muster", name="Anna Kimmich"))
    told(talked, NOW)


def test_a_phone_number_that_becomes_somebodys_is_shown_by_his_token(talked: Company) -> None:
    talked.calls("a", call("a1", "491511", "2026-08-01T10:00:00", "call +49 1512 3456789", name="Anna Muster"))
    talked.run()
    talked.calls("b", call("b1", "4915123456789", "2026-09-01T10:00:00", "here I am", name="Ben"))
    told(talked, NOW)


def test_people_who_turn_out_to_be_one_are_shown_as_one(talked: Company) -> None:
    talked.calls("ben", call("b1", "491512", "2026-09-01T10:00:00", "for Anna Muster", name="Ben Kimmich"))
    talked.run()
    talked.contacts(("k1", "phone", "+491511"), ("k1", "phone", "+491512"))
    told(talked, NOW)


def test_a_name_that_nothing_needs_any_more_is_no_name_any_more(talked: Company) -> None:
    """Ben's message goes by the end of its time; those that name him stay."""
    talked.calls("ben", call("b1", "491512", "2024-10-01T10:00:00", "here I am", name="Ben Kimmich"))
    talked.run()
    assert not any("Ben Kimmich" in text for text in texts(talked))
    told(talked, datetime(2026, 10, 2, tzinfo=NOW.tzinfo))


def test_a_month_of_which_only_rows_are_left_out_has_its_other_rows_as_they_were(talked: Company) -> None:
    talked.calls("b", call("b1", "491512", "2026-06-01T11:00:00", "hello", name="Ben Kimmich"))
    talked.run()
    talked.consent("later", ("+491512", "withdrawn", "2026-09-15"))
    told(talked, NOW)
    assert [len(found) for found in rows(talked).values()] == [6, 0]


def test_what_was_built_for_one_publication_is_not_taken_for_another(talked: Company) -> None:
    with talked.opened() as run:
        talked.stage("collect")
        run.leave(begin(run))
        talked.stage("publish")
        talked.consent("later", (f"+{PHONES[0]}", "withdrawn", "2026-02-15"))
        talked.stage("collect")
        talked.stage("publish")
    assert rows(talked)["messages"] == [], "nobody else wrote"
    assert rows(talked) == built_from_nothing(talked, NOW)


def test_what_was_built_while_a_check_failed_is_not_published(talked: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    before = rows(talked)
    talked.calls("ben", call("b1", "491512", "2026-09-01T10:00:00", "here I am", name="Ben Kimmich"))
    with monkeypatch.context() as patch:
        patch.setattr("chatward.assure.run_sql_checks", failing)
        with pytest.raises(CheckError):
            talked.run()
    assert rows(talked) == before
    told(talked, NOW)
    assert len(rows(talked)["messages"]) == len(before["messages"]) + 1
    kept = {path.name for path in (talked.root / "sets" / "messages" / "pool").glob("*")}
    assert kept == partition_files(talked)


def failing(*arguments: Any, **options: Any) -> list[CheckResult]:
    """Return the results of checks that all find something."""
    return [replace(each, passed=False) for each in run_sql_checks(*arguments, **options)]


def test_where_the_notes_are_gone_or_damaged_everything_is_built_anew(talked: Company) -> None:
    notes = sorted((talked.root / "warehouse" / "notes").glob("messages/*"))
    notes[0].unlink()
    notes[1].write_bytes(notes[1].read_bytes()[:-9] + bytes(9))
    talked.consent("later", ("+491511", "withdrawn", "2026-09-15"), ("+491511", "granted", "2026-09-16"))
    told(talked, NOW)


def test_notes_and_keys_of_partitions_that_are_gone_are_gone(talked: Company) -> None:
    talked.calls("ben", call("b1", "491512", "2026-03-01T10:00:00", "hey", name="Ben Kimmich"))
    talked.run()
    pool = {path.name for path in (talked.root / "sets" / "messages" / "pool").glob("*")}
    assert {path.name for path in (talked.root / "warehouse" / "notes" / "messages").glob("*")} == pool
    assert len(list((talked.root / "warehouse" / "searched").glob("*"))) == 1
    with talked.warehouse() as warehouse:
        kept = {name.rpartition("/")[2] for name in warehouse.keyring.names("set/messages/")}
        assert kept == {name.removesuffix(".parquet") for name in pool}
        assert len(warehouse.keyring.names("searched/")) == 1


# whole lives -------------------------------------------------------------------------------------------------------

INSTANTS = [f"2026-{month:02d}-01T10:00:00" for month in range(1, 9)]
TEXTS = ("ask Anna Muster", "Ben and anna", "KIMMICH", "mail me: a@b.example", "call +491512", "hello 李小龙!", "ok")


@st.composite
def acts(draw: st.DrawFn) -> Act:
    """One thing that happens on a day."""
    phone, at, text = draw(st.sampled_from(PHONES)), draw(st.sampled_from(INSTANTS)), draw(st.sampled_from(TEXTS))
    of = f"{draw(st.sampled_from(PHONES))} {draw(st.sampled_from(INSTANTS))}"
    yes, back = draw(st.booleans()), draw(st.integers(0, 400))
    other = draw(st.sampled_from(PHONES))

    def consent(company: Company, day: str, now: datetime) -> object:
        instant = (now - timedelta(days=back)).isoformat()
        return company.consent(day, (f"+{phone}", "granted" if yes else "withdrawn", instant))

    return draw(
        st.sampled_from(
            [
                written(phone, text, NAMES[phone], at=at, wamid=f"{phone} {at}"),
                lambda company, day, now: company.calls(day, edit(of, of[:6], f"{now:%Y-%m-%dT00:00:00}", text)),
                lambda company, day, now: company.calls(day, revocation(of, of[:6], f"{now:%Y-%m-%dT00:00:00}")),
                consent,
                lambda company, day, now: company.contacts(("k", "phone", f"+{phone}"), ("k", "phone", f"+{other}")),
                lambda company, day, now: company.holds(
                    {"hold_id": "h", "identifier_type": "phone", "identifier": f"+{phone}"}
                ),
            ]
        )
    )


DAYS = st.lists(st.tuples(st.integers(0, 200), st.lists(acts(), min_size=1, max_size=5)), min_size=2, max_size=4)


def live(company: Company, days: list[tuple[int, list[Act]]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        twin = Company(Path(folder) / "company")
        shutil.copytree(company.folder, twin.folder)
        twin.consent("web", *((f"+{phone}", "granted", "2025-12-01") for phone in PHONES))
        now = NOW
        for number, (later, happening) in enumerate(days):
            now += timedelta(days=later)
            for place, act in enumerate(happening):
                act(twin, f"{number}-{place}", now)
            told(twin, now)


@settings(max_examples=3, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(days=DAYS)
def test_days_of_any_kind_end_in_the_rows_of_a_build_from_nothing(company: Company, days: Any) -> None:
    live(company, days)


@pytest.mark.slow
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(days=DAYS)
def test_many_lives_end_in_the_rows_of_a_build_from_nothing(company: Company, days: Any) -> None:
    live(company, days)


def test_what_hints_at_a_special_category_is_withheld_unless_the_policy_says_otherwise(talked: Company) -> None:
    talked.calls("ill", call("i1", "491511", "2026-09-01T10:00:00", "my diabetes is back", name="Anna Muster"))
    told(talked, NOW)
    assert "my diabetes is back" not in texts(talked)
    assert sum(counts.get("hint_at_special_category", 0) for counts in withheld(talked)) == 1
    talked.write_policy(lambda policy: policy["sets"]["messages"].update(withhold_hints=["minor"]))
    told(talked, NOW)
    assert "my diabetes is back" in texts(talked)


def test_texts_of_every_month_are_built_anew_by_a_newer_detector_and_not_twice(
    talked: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = partition_files(talked)
    monkeypatch.setattr("chatward.detect.detector._VERSION", "another")
    told(talked, NOW)
    after = partition_files(talked)
    assert len(after) == len(before) > 1
    assert not before & after
    talked.run()
    assert partition_files(talked) == after


def withheld(company: Company) -> list[dict[str, int]]:
    with company.warehouse() as warehouse:
        query = "select withheld from gov.partitions where set_name = 'messages'"
        found = warehouse.connection.execute(query).fetchall()
    return [json.loads(counts) for (counts,) in found]


def partition_files(company: Company) -> set[str]:
    with company.warehouse() as warehouse:
        query = "select file_name from gov.partitions where set_name = 'messages'"
        return {name for (name,) in warehouse.connection.execute(query).fetchall()}


def test_what_is_remembered_of_a_file_does_not_name_it(company: Company) -> None:
    company.whatsapp("Zacharias Quillfeather", "01/09/2026, 14:34 - Zoe: hello")
    company.write("exports/whatsapp/Ada Lovelace.txt", "no chat at all\n")
    company.stage("collect")
    with company.warehouse() as warehouse:
        tables = "files", "entries", "failed_entries", "quarantine"
        rows = [warehouse.connection.execute(f"select * from gov.{table}").fetchall() for table in tables]
    assert all(rows[:3]), "a file was read, and another could not be"
    assert "Quillfeather" not in repr(rows)
    assert "Lovelace" not in repr(rows)
