"""Answers to requests: who gets what, who gets nothing yet, and what a cut between two steps leaves."""

import csv
import io
import json
import os
import re
import zipfile
from datetime import timedelta
from itertools import pairwise

import pytest
from support.company import NOW, Company, call, telegram_message
from support.dying import Child
from support.state import state
from typer.testing import CliRunner

from chatward.cli.main import app
from chatward.errors import IntegrityError, UsageError
from chatward.keyring.sealing import unseal
from chatward.rights.reasons import REASONS
from chatward.warehouse.requests.packages import open_package, passphrase_of
from chatward.warehouse.requests.request_acts import load_request, load_requests

ANNA, BEN, SHARED = "4915112345601", "4915112345602", "4915112345603"
HOSTILE = "<script>alert(1)</script> =HYPERLINK(1)"
COLUMNS = (
    "request_id,kind,identifier_type,identifier,received_at,verified,proven_type,proven,scope,target,field,value\n"
)


def line(name: str, kind: str, who: str, *rest: str, verified: str = "yes") -> str:
    return ",".join([name, kind, "phone", f"+{who}", "2026-09-20", verified, *(*rest, *[""] * 6)[:6]]) + "\n"


REQUESTS = "".join(
    [
        line("r1", "access", ANNA),
        line("r2", "access", ANNA),
        line("r3", "erasure", BEN, verified="no"),
        line("r4", "access", BEN, "phone", f"+{ANNA}"),
        line("r5", "access", SHARED),
        line("r6", "access", "491599"),
        line("r7", "portability", ANNA),
        line("r8", "rectification", ANNA, "", "", "", "", "name", "Anna Berger"),
        line("r9", "rectification", BEN),
    ]
)


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory, _plain_stages: None) -> Company:
    """A company of which much was asked, collected and not answered yet. Tests work on twins of it."""
    company = Company.found(tmp_path_factory.mktemp("asked") / "company")
    company.calls(
        "calls",
        call("1", ANNA, "2026-08-01T10:00:00", HOSTILE, name="Anna Berg"),
        call("2", ANNA, "2026-08-02T10:00:00", f"Ben Thal has +{BEN}, I have anna@example.org", name="Anna Berg"),
        call("3", BEN, "2026-08-01T11:00:00", "hey", name="Ben Thal"),
        call("4", SHARED, "2026-08-01T11:00:00", "from one", name="Cara Holm"),
    )
    company.telegram(
        7,
        telegram_message(1, "user1", "2026-08-03T10:00:00", "here too"),
        telegram_message(2, "user777", "2026-08-03T11:00:00", f"Ben Thal said so: +{BEN}, and anna@example.org"),
    )
    company.contacts(("k1", "phone", f"+{ANNA}"), ("k1", "telegram_id", "user1"))
    company.consent("a", (f"+{ANNA}", "granted", "2026-01-01"))
    company.run()
    company.calls("others", call("5", SHARED, "2026-08-01T12:00:00", "from the other", name="Dirk Ulm"))
    company.write("requests/a.csv", COLUMNS + REQUESTS)
    company.stage("collect")
    return company


def states(company: Company) -> dict[str, str]:
    """Return by request where it stands, and why."""
    with company.warehouse() as warehouse:
        found = {each.request_id: each.standing for each in load_requests(warehouse.connection)}
    return {name: f"{each.state}{':' if each.code else ''}{each.code or ''}" for name, each in found.items()}


def package(company: Company, name: str) -> dict[str, bytes]:
    """Return the files in the package of a request."""
    with company.warehouse() as warehouse:
        content = open_package(
            warehouse, company.root / "requests" / "packages", load_request(warehouse.connection, name)
        )
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {each: archive.read(each) for each in archive.namelist()}


@pytest.fixture(scope="module")
def answered(asked: Company) -> Company:
    """The same after the answers."""
    twin = asked.twin("answered")
    twin.stage("respond", plan_only=False)
    return twin


def test_each_request_is_answered_refused_or_waits_for_its_own_reason(answered: Company) -> None:
    with answered.warehouse() as warehouse:
        first = load_request(warehouse.connection, "r1").reference
    assert states(answered) == {
        "r1": "done", "r2": f"closed:{first}", "r3": "received", "r4": "in_review:proof_is_of_another",
        "r5": "in_review:several_people_behind_it", "r6": "done:nothing_held", "r7": "done", "r8": "done",
        "r9": "in_review:nothing_to_correct",
    }  # fmt: skip
    assert state(answered).texts, "nothing was erased"


def test_whoever_looks_at_a_request_reads_what_it_waits_for_and_how_it_goes_on(answered: Company) -> None:
    told = CliRunner().invoke(app, ["request", "list", "-w", str(answered.root)], env=answered.environment).output
    lines = told.splitlines()
    reasons = {line.split()[0]: after.strip() for line, after in pairwise(lines) if " in_review " in line}
    assert reasons == {
        "r4": REASONS["proof_is_of_another"],
        "r5": REASONS["several_people_behind_it"],
        "r9": REASONS["nothing_to_correct"],
    }
    shown = (
        CliRunner().invoke(app, ["request", "show", "r6", "-w", str(answered.root)], env=answered.environment).output
    )
    assert "nothing is stored of the person" in shown


def test_a_package_has_all_channels_and_nobody_else(answered: Company) -> None:
    files = package(answered, "r1")
    data = json.loads(files["data.json"])
    assert [row["by"] for row in data["messages"]] == ["you", "you", "you", "the company"]
    assert {row["source"] for row in data["messages"]} == {"whatsapp_cloud_api", "telegram"}
    assert "I have anna@example.org" in data["messages"][1]["text"]
    assert "and anna@example.org" in data["messages"][3]["text"], "what is hers stays in others' words too"
    assert {row["identifier"] for row in data["identifiers"]} >= {f"+{ANNA}", "user1"}
    assert [row["text"] for row in data["set_messages"]], "what is published of her"
    assert data["processing"][0]["recipient"] == "Host"
    assert [row["action"] for row in data["consent"]] == ["granted"]
    everything = b"\n".join(files.values()).decode()
    assert not re.findall(rf"Ben|Thal|{BEN}|Cara|Dirk|{SHARED}", everything)


def test_hostile_words_are_harmless_in_page_and_table(answered: Company) -> None:
    files = package(answered, "r1")
    assert b"<script>alert" not in files["index.html"]
    assert b"&lt;script&gt;" in files["index.html"]
    cells = [cell for row in csv.reader(io.StringIO(files["csv/messages.csv"].decode("utf-8-sig"))) for cell in row]
    assert HOSTILE in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


def test_portability_gives_what_the_person_gave(answered: Company) -> None:
    data = json.loads(package(answered, "r7")["data.json"])
    assert {row["by"] for row in data["messages"]} == {"you"}
    assert "processing" not in data


def test_a_corrected_name_stands_beside_what_exports_say(answered: Company) -> None:
    with answered.warehouse() as warehouse:
        names = warehouse.connection.execute(
            "select distinct display_name from gov.identifiers where identifier = ? order by 1", [f"+{ANNA}"]
        ).fetchall()
    assert names == [("Anna Berg",), ("Anna Berger",)]


def test_the_ledger_of_requests_and_the_packages_hold_no_personal_value(answered: Company) -> None:
    with answered.warehouse() as warehouse:
        tables = [
            warehouse.connection.execute(f"select * from gov.{t}").fetchall() for t in ("requests", "request_acts")
        ]
        left = warehouse.connection.execute("select request_id from gov.request_values").fetchall()
    assert not re.findall(r"Anna|Berg|49151|@example", repr(tables))
    assert left == [("r3",)], "what a closed request needed is gone; an open erasure needs to know whom to look for"
    stored = b"".join(path.read_bytes() for path in (answered.root / "requests" / "packages").iterdir())
    assert stored
    assert b"Anna" not in stored


def test_a_package_goes_when_it_expires_and_its_key_with_it(answered: Company) -> None:
    twin, folder = answered.twin("expired"), "requests/packages"
    assert len(list((twin.root / folder).iterdir())) == 2
    assert twin.stage("respond", NOW + timedelta(days=29), plan_only=False).packages_disposed == 0
    assert twin.stage("respond", NOW + timedelta(days=30), plan_only=False).packages_disposed == 2
    with twin.warehouse() as warehouse:
        assert warehouse.keyring.names("package/") == []
        with pytest.raises(UsageError, match="no package"):
            open_package(warehouse, twin.root / folder, load_request(warehouse.connection, "r1"))
    assert list((twin.root / folder).iterdir()) == []


def test_a_plan_changes_nothing_and_is_refused_once_something_changed(asked: Company) -> None:
    twin = asked.twin("planned")
    planned = twin.stage("respond")
    assert not planned.is_applied
    assert states(twin)["r1"] == "verified:as_received"
    twin.write("requests/b.csv", COLUMNS + line("r20", "access", BEN))
    with pytest.raises(UsageError, match="changed since the plan"):
        twin.stage("respond", apply=planned.path)
    applied = twin.stage("respond", apply=twin.stage("respond").path)
    assert applied.is_applied
    assert states(twin)["r20"] == "done"


def test_erasure_takes_the_person_the_packages_and_who_asked(answered: Company) -> None:
    twin = answered.twin("erased")
    twin.write("requests/b.csv", COLUMNS + line("r30", "erasure", ANNA) + line("r31", "erasure", BEN, "", "", "message",
               "whatsapp_cloud_api/wamid.3"))  # fmt: skip
    twin.stage("respond", NOW + timedelta(hours=1), plan_only=False)
    assert (states(twin)["r30"], states(twin)["r31"]) == ("done", "done")
    assert state(twin).texts == ["from one", "from the other"]
    assert list((twin.root / "requests" / "packages").iterdir()) == []
    with twin.warehouse() as warehouse:
        people = warehouse.connection.execute("select distinct request_id from gov.request_people").fetchall()
        told = warehouse.connection.execute(
            "select store, fields from gov.request_acts where request_id = 'r30' and act = 'store_done' order by 1"
        ).fetchall()
    assert not {"r1", "r7", "r8", "r30"} & {name for (name,) in people}
    assert dict(told)["messages"] == ["all"]


@pytest.mark.parametrize("is_joined", [False, True])
def test_a_package_that_shows_words_of_somebody_who_is_erased_is_made_again_without_them(
    company: Company, is_joined: bool
) -> None:
    """So is one of somebody whom the register joined meanwhile with a number that was known before him."""
    liked = [{"type": "emoji", "emoji": "+", "count": 1, "recent": [{"from": "Person user1", "from_id": "user1"}]}]
    group = {"name": "Group", "type": "private_supergroup", "id": 5, "messages": [
        telegram_message(1, "user1", "2026-08-03T10:00:00", "first words"),
        telegram_message(2, "user2", "2026-08-03T11:00:00", "second words", reactions=liked),
    ]}  # fmt: skip
    company.write("exports/telegram/group/result.json", json.dumps(group))
    asked = COLUMNS + line("r1", "access", "1").replace("phone,+1", "telegram_id,user1")
    company.write("requests/a.csv", asked)
    company.consent("a", (f"+{ANNA}", "granted", "2026-01-01"))
    company.run()
    if is_joined:
        company.contacts(("k1", "phone", f"+{ANNA}"), ("k1", "telegram_id", "user1"))
    assert b"second words" in package(company, "r1")["data.json"]
    sealed = company.root / "requests" / "packages"
    (former,) = sealed.iterdir()
    content = former.read_bytes()
    wanted = line("r2", "erasure", "2") + line("r3", "portability", "1")
    company.write("requests/b.csv", COLUMNS + wanted.replace("phone,+", "telegram_id,user"))
    company.stage("collect")
    answered = company.stage("respond", NOW + timedelta(hours=1), plan_only=False)
    assert set(states(company).values()) == {"done"}
    assert (answered.packages_renewed, answered.answers) == (1, 2)
    for name in ("r1", "r3"):
        data = package(company, name)["data.json"]
        assert (b"first words" in data, b"second words" in data) == (True, False)
    with company.warehouse() as warehouse, pytest.raises(IntegrityError):
        unseal(content, passphrase_of(warehouse.keyring, former.name))
    assert company.stage("respond", NOW + timedelta(hours=2), plan_only=False).packages_renewed == 0
    # it ends when the first one would have
    assert company.stage("respond", NOW + timedelta(days=30), plan_only=False).packages_disposed == 1


@pytest.mark.parametrize(
    "point",
    ["package-gathered", "package-sealed", "request-answered", "erasure-noted", "erasure-begun", "erasure-finished"],
)
def test_cut_off_between_two_steps_the_next_run_ends_the_same(asked: Company, point: str) -> None:
    twin = asked.twin(f"cut-{point}")
    twin.write("requests/b.csv", COLUMNS + line("r30", "erasure", BEN) + line("r31", "erasure", "4915112345699"))
    cut = Child(
        twin, lambda: os.environ.update(CHATWARD_FAULT=point), lambda company: company.stage("respond", plan_only=False)
    )
    assert cut.end() == -9
    twin.stage("respond", plan_only=False)
    found = states(twin)
    assert (found["r1"], found["r7"], found["r30"], found["r31"]) == ("done", "done", "done", "done")
    with twin.warehouse() as warehouse:
        erased = warehouse.connection.execute("select finished_at_utc is not null from gov.erasures").fetchall()
    assert erased == [(True,)] * 2, "he whom no export shows, too"
    assert "hey" not in state(twin).texts
    assert json.loads(package(twin, "r1")["data.json"])["messages"]
    files = {path.name for path in (twin.root / "requests" / "packages").iterdir()}
    with twin.warehouse() as warehouse:
        named = warehouse.connection.execute("select distinct file_name from gov.packages").fetchall()
        assert {f"package/{name}" for name in files} == set(warehouse.keyring.names("package/"))
    assert files == {name for (name,) in named}


def test_a_request_that_fails_costs_no_other_and_is_tried_again(
    asked: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    from chatward import respond

    def fail(*_: object) -> bytes:
        raise ValueError("Anna Berg")

    twin = asked.twin("failing")
    with monkeypatch.context() as patch:
        patch.setattr(respond, "to_zip", fail)
        failed = twin.stage("respond", plan_only=False).failed
    assert set(failed.values()) == {"ValueError"}
    assert states(twin)["r8"] == "done"
    assert states(twin)["r1"] == "verified:ValueError"
    assert twin.stage("respond", plan_only=False).failed == {}
    assert states(twin)["r1"] == "done"
