"""A run that is killed and run again ends in the rows of a run that nobody disturbed."""

import os
import random

import pytest
from support.company import Company
from support.dying import DAY_TWO, Child, die_at
from support.state import State, state

from chatward import settings, workspace
from chatward.errors import ConfigError
from chatward.keyring import store as keyring_store
from chatward.opening import open_sets

LONG = pytest.mark.slow
POINTS = (
    "consent-taken",
    "readings-stored",
    pytest.param("decided-again", marks=LONG),
    pytest.param("before-disposal", marks=LONG),
    "after-disposal",
    pytest.param("partitions-built", marks=LONG),
    "partitions-stored",
    "release-switched",
    pytest.param("ledger-appended", marks=LONG),
)


def is_sound(company: Company) -> None:
    """Whoever reads the sets now reads one whole release."""
    with company._here():
        open_sets(workspace.find(company.root), settings.load()).close()


def runs_again(company: Company, wanted: State) -> None:
    is_sound(company)
    assert Child(company).end() == 0
    assert state(company) == wanted
    has_no_leftovers(company)


def has_no_leftovers(company: Company) -> None:
    """Every file is named and every key has a file."""
    with company.warehouse() as warehouse:
        rows = warehouse.connection.execute("select month || '.' || generation || '.duckdb' from gov.shards").fetchall()
        pool = warehouse.connection.execute("select set_name || '/pool/' || file_name from gov.partitions").fetchall()
        set_keys = warehouse.connection.execute("select key_name from gov.partitions where key_name is not null")
        assert sorted(warehouse.keyring.names("set/")) == sorted(key for (key,) in set_keys.fetchall())
        searched = warehouse.connection.execute("select file_name from gov.searched_people").fetchall()
        assert [f"{name}.parquet" for name in warehouse.keyring.names("searched/")] == [
            f"searched/{n}" for (n,) in searched
        ]
    notes = {
        path.relative_to(company.root / "warehouse" / "notes")
        for path in (company.root / "warehouse").glob("notes/*/*")
    }
    assert {path.as_posix().replace("/", "/pool/") for path in notes} <= {name for (name,) in pool}
    assert {path.name for path in (company.root / "warehouse" / "searched").glob("*")} == {name for (name,) in searched}
    shards = company.root / "warehouse" / "shards"
    assert {path.name for path in shards.glob("*")} == {name for (name,) in rows}
    sets = company.root / "sets"
    assert {path.relative_to(sets).as_posix() for path in sets.glob("*/pool/*")} == {name for (name,) in pool}
    assert [path.name for path in company.keyring.glob("root-*")] == [
        f"root-{keyring_store.load(company.keyring).epoch}.key"
    ]


@pytest.mark.parametrize("point", POINTS)
def test_killed_at_a_named_point(eve: Company, wanted: State, point: str) -> None:
    twin = eve.twin(f"killed-{point}")
    assert Child(twin, lambda: os.environ.update(CHATWARD_FAULT=point)).end() == -9
    runs_again(twin, wanted)


def test_killed_between_some_changes_on_the_disk(
    eve: Company, wanted: State, steps: int, chance: random.Random
) -> None:
    for step in sorted(chance.sample(range(1, steps + 1), 4)):
        twin = eve.twin(f"killed-{step}")
        assert Child(twin, die_at(step)).end() == -9, step
        runs_again(twin, wanted)


def test_killed_again_while_it_recovers(eve: Company, wanted: State, steps: int, chance: random.Random) -> None:
    twin = eve.twin("killed-again")
    for _ in range(4):
        assert Child(twin, die_at(chance.randrange(1, steps // 2))).end() in (-9, 0)
    runs_again(twin, wanted)


@pytest.mark.slow
def test_killed_before_every_change_on_the_disk(eve: Company, wanted: State, steps: int) -> None:
    for step in range(1, steps + 1):
        twin = eve.twin(f"every-{step}")
        assert Child(twin, die_at(step)).end() == -9, step
        runs_again(twin, wanted)


@pytest.mark.slow
def test_killed_at_random_times(eve: Company, wanted: State, chance: random.Random) -> None:
    for number in range(25):
        twin = eve.twin(f"random-{number}")
        child = Child(twin)
        child.kill(chance.uniform(0, 3))
        child.end()
        runs_again(twin, wanted)


def test_of_two_runs_at_once_one_works_and_the_other_is_told(eve: Company, wanted: State) -> None:
    twin = eve.twin("crowded")
    children = [Child(twin) for _ in range(3)]
    codes = sorted(child.end() for child in children)
    assert codes[0] == 0
    assert set(codes) <= {0, 3}
    assert state(twin) == wanted


def test_while_a_run_writes_another_is_refused(eve: Company) -> None:
    twin = eve.twin("busy")
    writing = pytest.raises(ConfigError, match="another chatward run is writing")
    with twin.opened(DAY_TWO), writing as refused, workspace.locked(workspace.find(twin.root)):
        pass
    assert refused.value.exit_code == 3
