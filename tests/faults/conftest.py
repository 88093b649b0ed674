"""A company on the eve of a day on which everything happens at once, and children that die while they work."""

import random
from importlib import import_module

import pytest
from support.company import Company, call, telegram_message
from support.dying import DAY_ONE, Child, count_steps
from support.state import State, state

ANNA, BEN, CARA = "491511", "491512", "491513"


@pytest.fixture(scope="module")
def eve(tmp_path_factory: pytest.TempPathFactory, _plain_stages: None) -> Company:
    """A company with one day's run, and everything there for the next. Tests run twins of it, never itself."""
    company = Company.found(tmp_path_factory.mktemp("eve") / "company")
    company.calls(
        "first",
        call("1", ANNA, "2024-10-15T10:00:00", "due today"),
        call("2", BEN, "2024-10-20T10:00:00", "due in five days"),
        call("3", ANNA, "2024-10-01T10:00:00", "due today too"),
        call("4", ANNA, "2026-09-01T10:00:00", "hello"),
        call("5", BEN, "2026-09-01T11:00:00", "hey"),
    )
    company.consent("first", *((f"+{who}", "granted", "2024-11-01") for who in (ANNA, BEN)))
    company.run(DAY_ONE)
    company.calls(
        "second",
        call("4", ANNA, "2026-09-01T10:00:00", "hello"),
        call("6", CARA, "2026-10-02T10:00:00", "good day"),
        call("7", ANNA, "2026-08-01T10:00:00", "late"),
        call("8", ANNA, "2026-10-01T10:00:00", "no time", timestamp="soon"),
    )
    company.telegram(7, telegram_message(1, "user1", "2026-10-02T10:00:00", "here too"))
    company.contacts(("k1", "phone", f"+{ANNA}"), ("k1", "telegram_id", "user1"))
    company.consent("second", (f"+{BEN}", "withdrawn", "2026-10-01"), (f"+{CARA}", "granted", "2026-01-01"))
    for module in ("chatward.quality.batches", "chatward.report.site", "matplotlib.pyplot"):
        import_module(module)  # here, so that no child spends its time on it
    return company


@pytest.fixture(scope="module")
def wanted(eve: Company) -> State:
    """What a day that nobody disturbs ends in."""
    twin = eve.twin("undisturbed")
    assert Child(twin).end() == 0
    return state(twin)


@pytest.fixture(scope="module")
def steps(eve: Company, tmp_path_factory: pytest.TempPathFactory) -> int:
    """How many changes on the disk the day makes."""
    return count_steps(eve.twin("counted"), tmp_path_factory.mktemp("steps") / "steps")


@pytest.fixture
def chance() -> random.Random:
    """Times that are the same in every run of the tests, so that what fails can be looked at again."""
    return random.Random(20_261_015)
