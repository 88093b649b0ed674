"""Answers and erasures that are cut off between any two steps end, after the next run, as if nobody had cut them."""

import json
import random
from typing import Any

import pytest
from support.attacker import Attacker
from support.company import NOW, Company, call, edit, telegram_message
from support.dying import ALL, Child, count_steps, die_at
from support.state import State, state

from chatward.warehouse.requests.packages import open_package
from chatward.warehouse.requests.request_acts import load_requests

ANNA, BEN, CARA, DORA, EVE = (f"49151123456{place:02d}" for place in range(5))
ERASED = ["xqbenqx", BEN, "xqchatqx", "xqlineqx"]
"""Words of whom, of the conversation and of the message that are erased."""
KINDS = (
    ("r1", "access", ANNA, {}),
    ("r2", "portability", EVE, {}),
    ("r3", "erasure", BEN, {}),
    ("r4", "erasure", CARA, {"scope": "conversation", "target": f"whatsapp_cloud_api/whatsapp_cloud_api:77:{CARA}"}),
    ("r5", "erasure", DORA, {"scope": "message", "target": "whatsapp_cloud_api/wamid.5"}),
    ("r6", "rectification", ANNA, {"field": "name", "value": "Anna Berger"}),
    ("r7", "restriction", EVE, {}),
    ("r8", "access", "491599", {}),
)


def said(number: str, who: str, at: str, text: str) -> dict[str, object]:
    names = {ANNA: "Anna Berg", BEN: "Person xqbenqx", CARA: "Cara Holm", DORA: "Dora Lang", EVE: "Eve Sand"}
    return call(number, who, at, text, name=names[who])


def answer(company: Company) -> None:
    company.stage("respond", plan_only=False)


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory, _plain_stages: None) -> Company:
    """A company of which everything is asked at once. Tests work on twins of it."""
    company = Company.found(tmp_path_factory.mktemp("asked") / "company")
    company.calls(
        "calls",
        said("1", ANNA, "2026-08-01T10:00:00", "where is my order"),
        said("2", BEN, "2026-07-02T10:00:00", "xqbenqx here"),
        said("3", BEN, "2026-08-02T10:00:00", "xqbenqx again"),
        said("4", CARA, "2026-08-02T10:00:00", "xqchatqx"),
        said("5", DORA, "2026-08-02T10:00:00", "xqlineqx"),
        said("6", DORA, "2026-08-03T10:00:00", "another line"),
        said("7", EVE, "2026-07-03T10:00:00", "from eve"),
        call("8", BEN, "2026-08-02T10:00:00", "xqbenqx", name="Person xqbenqx", timestamp="soon"),
        edit("3", BEN, "2026-08-02T10:05:00", "xqbenqx in the end"),
    )
    group = {"name": "Group", "type": "private_supergroup", "id": 5, "messages": [
        telegram_message(1, "user1", "2026-08-03T10:00:00", "xqbenqx in a group") | {"from": "Person xqbenqx"},
        telegram_message(2, "user2", "2026-08-03T11:00:00", "as Person xqbenqx said"),
    ]}  # fmt: skip
    company.write("exports/telegram/group/result.json", json.dumps(group))
    company.contacts(("k1", "phone", f"+{BEN}"), ("k1", "telegram_id", "user1"))
    company.consent("a", *((f"+{who}", "granted", "2026-01-01") for who in (ANNA, BEN, CARA, DORA, EVE)))
    company.run()
    lines = (
        {"request_id": name, "kind": kind, "identifier_type": "phone", "identifier": f"+{who}", "verified": "yes",
         "received_at": "2026-09-20T10:00:00Z", **rest}
        for name, kind, who, rest in KINDS
    )  # fmt: skip
    company.write("requests/a.jsonl", "".join(json.dumps(line) + "\n" for line in lines))
    company.stage("collect")
    return company


def told(company: Company) -> dict[str, Any]:
    """Return where requests stand, what packages hold, and what is left over."""
    packages = company.root / "requests" / "packages"
    with company.warehouse() as warehouse:
        requests = load_requests(warehouse.connection)
        standing = {each.request_id: f"{each.standing.state}:{each.standing.code or ''}" for each in requests}
        named = warehouse.connection.execute("select distinct request_id, file_name from gov.packages").fetchall()
        asked = {each.request_id: each for each in requests}
        sizes = {name: len(open_package(warehouse, packages, asked[name])) > 0 for name, _ in named}
        count = "select count(*) from gov."
        counts = {
            table: warehouse.connection.execute(count + table).fetchall()[0][0]
            for table in ("erased_subjects", "erased_names", "erasure_months", "owed_rewrites", "suppressions",
                          "restrictions", "rectifications", "request_values")
        }  # fmt: skip
        keys = set(warehouse.keyring.names("package/"))
        files = {path.name for path in packages.iterdir()}
        shards = {path.name for path in (company.root / "warehouse" / "shards").iterdir()}
        valid = warehouse.connection.execute("select month || '.' || generation || '.duckdb' from gov.shards")
        assert shards == {name for (name,) in valid.fetchall()}
        assert keys == {f"package/{name}" for name in files}
        assert files == {name for _, name in named}
    return {"standing": standing, "packages": sizes, "counts": counts}


@pytest.fixture(scope="module")
def wanted(asked: Company) -> tuple[dict[str, Any], State]:
    """What answers that nobody cut off end in."""
    twin = asked.twin("undisturbed")
    answer(twin)
    found = told(twin)
    assert {name: each for name, each in found["standing"].items() if each != "done:"} == {"r8": "done:nothing_held"}
    assert not any(word in text for word in ERASED for text in state(twin).texts)
    return found, state(twin)


def cut_off(asked: Company, wanted: tuple[dict[str, Any], State], step: int) -> None:
    twin = asked.twin(f"cut-{step}")
    attacker = Attacker(twin.folder / "attacker")
    attacker.copy(twin)
    assert Child(twin, die_at(step, ALL), answer).end() == -9, step
    attacker.copy(twin)
    answer(twin)
    assert (told(twin), state(twin)) == wanted, step
    attacker.copy(twin)
    assert attacker.reads(twin, ERASED) == {}, step


@pytest.fixture(scope="module")
def steps(asked: Company, tmp_path_factory: pytest.TempPathFactory) -> int:
    """How many steps the answers take."""
    return count_steps(asked.twin("counted"), tmp_path_factory.mktemp("steps") / "steps", answer, ALL)


def test_answers_cut_off_between_two_steps_are_given_by_the_next_run(
    asked: Company, wanted: tuple[dict[str, Any], State], steps: int
) -> None:
    cut_off(asked, wanted, random.Random(NOW.day).randrange(1, steps + 1))


@pytest.mark.slow
def test_answers_cut_off_between_any_two_steps_are_given_by_the_next_run(
    asked: Company, wanted: tuple[dict[str, Any], State], steps: int
) -> None:
    for step in range(1, steps + 1):
        cut_off(asked, wanted, step)
