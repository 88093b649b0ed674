"""One person on several channels, as far as evidence and people's decisions go, and no further."""

import csv
import json
from datetime import UTC, datetime

import pytest
from support.company import NOW, Company, call, telegram_message
from support.state import State, state
from typer.testing import CliRunner, Result

from chatward.cli.main import app
from chatward.errors import Error
from chatward.warehouse.people.judging import DECISION_COLUMNS, record_decision

ANNA = "491511"
PHONE = f"+{ANNA}"
FAMILY = (
    ("k1", "phone", PHONE), ("k1", "telegram_id", "user1"),
    ("k2", "phone", PHONE), ("k2", "telegram_id", "user2"),
)  # fmt: skip


@pytest.fixture
def family(company: Company) -> Company:
    """A company with a number that consented, and two accounts of which the register says that it is theirs."""
    company.calls("calls", call("1", ANNA, "2026-09-01T10:00:00", "hello", name="Schmidt"))
    company.telegram(7, telegram_message(1, "user1", "2026-09-02T10:00:00", "here too"))
    company.telegram(8, telegram_message(1, "user2", "2026-09-02T11:00:00", "there"))
    company.consent("web", (PHONE, "granted", "2026-08-01"))
    company.contacts(*FAMILY)
    return company


def review(company: Company) -> list[dict[str, str]]:
    path = company.root / "reports" / "identity_review.csv"
    return list(csv.DictReader(path.open())) if path.exists() else []


def identity(company: Company, *arguments: str) -> Result:
    with company._here():
        return CliRunner().invoke(app, ["identity", *arguments, "--workspace", str(company.root)])


def tokens(found: State) -> int:
    return len({row["sender_token"] for row in found.published.values()})


def test_each_name_that_somebody_goes_by_is_known_though_one_file_tells_them_all(company: Company) -> None:
    names = ["Anna Smith", "Anna Jones", "Anna Brown"]
    calls = [call(str(day), ANNA, f"2026-09-0{day}T10:00:00", "hi", name=name) for day, name in enumerate(names, 1)]
    company.calls("calls", *calls)
    company.stage("collect")
    with company.warehouse() as warehouse:
        query = "select display_name from gov.identifiers where identifier = ?"
        known = {name for (name,) in warehouse.connection.execute(query, [PHONE]).fetchall()}
    assert known == set(names)


def test_what_a_family_shares_serves_nobody_else_until_somebody_decides(family: Company) -> None:
    family.run()
    assert state(family).published_texts == ["hello"]
    cases = review(family)
    assert [(case["doubt"], case["evidence"]) for case in cases] == [("shared", "contact")] * 2
    before = state(family)
    record_decision(family.root, cases[0]["case_id"], "join", "staff-01", NOW.date())
    family.run()
    joined = state(family)
    assert len(joined.published_texts) == 2
    assert tokens(joined) == 1
    assert len(review(family)) == 1
    (family.root / "registers" / "identity_decisions.csv").unlink()
    family.run()
    assert state(family) == before
    assert len(review(family)) == 2


def test_a_corrected_register_leaves_nothing_of_a_mistaken_merge(family: Company) -> None:
    apart = family.twin("apart")
    family.contacts(("k1", "phone", PHONE), ("k1", "telegram_id", "user1"))
    family.run()
    assert state(family).published_texts == ["hello", "here too"]
    for each in (family, apart):
        each.contacts(("k1", "phone", PHONE), ("k2", "telegram_id", "user1"))
        each.run()
    assert state(family) == state(apart)
    assert state(family).published_texts == ["hello"]


def test_a_withdrawal_on_one_channel_counts_on_all_as_soon_as_they_are_one(family: Company) -> None:
    family.contacts(("k1", "phone", PHONE))
    family.run()
    family.contacts(("k1", "phone", PHONE), ("k1", "telegram_id", "user1"))
    family.consent("later", (PHONE, "withdrawn", "2026-09-15"))
    family.run()
    assert state(family).published_texts == []


def test_the_commands_tell_cases_without_names_and_open_one_on_demand(family: Company) -> None:
    family.stage("collect")
    listed = identity(family, "list")
    assert listed.exit_code == 0
    lines = listed.stdout.splitlines()
    assert [line.split()[1] for line in lines] == ["shared", "shared"]
    assert not any(word in listed.stdout for word in ("user1", ANNA, "Schmidt"))
    assert len(json.loads(identity(family, "list", "--all", "--json").stdout)) == 4
    case = lines[0].split()[0]
    shown = identity(family, "show", case).stdout
    assert PHONE in shown
    assert "Schmidt" in shown
    for decision in ("join", "part"):
        assert identity(family, decision, case, "--by", "staff-01").exit_code == 0
    register = family.root / "registers" / "identity_decisions.csv"
    header, row = csv.reader(register.open())
    assert header == list(DECISION_COLUMNS)
    assert row[:3] == [case, "part", "staff-01"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("show", "0123"), 2),
        (("join", "0123", "--by", "s"), 2),
        (("join", "0123", "--by", " "), 2),
        (("join", "0123"), 2),
    ],
)
def test_wrong_use_of_the_commands_is_told(company: Company, arguments: tuple[str, ...], code: int) -> None:
    company.stage("collect")
    result = identity(company, *arguments)
    found = result.exception.exit_code if isinstance(result.exception, Error) else result.exit_code
    assert found == code


def test_evidence_about_somebody_is_disposed_of_with_him(company: Company) -> None:
    company.calls("calls", call("1", ANNA, "2024-10-15T10:00:00", "old words"))
    company.contacts(("k1", "phone", PHONE), ("k1", "telegram_id", "user1"))
    company.keep()
    company.keep(datetime(2026, 10, 15, 10, tzinfo=UTC))
    with company.warehouse() as warehouse:
        for table in ("identities", "identifiers", "identity_evidence"):
            assert warehouse.connection.execute(f"select count(*) from gov.{table}").fetchall() == [(0,)]
