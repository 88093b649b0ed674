"""I5: whoever holds every earlier file and every key that remains reads nothing of who was erased, cut off or not."""

import random
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from support.company import NOW, Company, call
from support.dying import Child, count_steps, die_at
from support.erasures import Attacker, begin, erase, finish, intake, subject_of
from support.state import state

from chatward.warehouse.erasing import Erasure

LATER = datetime(2026, 10, 5, tzinfo=UTC)
MONTHS = ("2026-05", "2026-06", "2026-07", "2026-08", "2026-09")


def number_of(person: int) -> str:
    return f"49151{person:07d}"


def word_of(person: int) -> str:
    """A word that the person alone writes, so that every row that holds it is found."""
    return f"xq{person:05d}qx"


def found_world(company: Company, people: int, chance: random.Random) -> None:
    """Let people write in some of the months, all of them in files of each month, and consent to being published."""
    for month in MONTHS:
        company.calls(month, *(
            call(f"{month}-{person}", number_of(person), f"{month}-{chance.randrange(1, 28):02d}T10:00:00",
                 f"order {word_of(person)} is late", name=f"Person {word_of(person)}")
            for person in range(people) if chance.random() < 0.4 or month == MONTHS[person % len(MONTHS)]
        ))  # fmt: skip
    company.consent("web", *((f"+{number_of(person)}", "granted", "2026-01-01") for person in range(people)))
    company.run()


def nothing_is_read(company: Company, place: Path, people: int, rounds: int, chance: random.Random) -> None:
    found_world(company, people, chance)
    everybody = list(range(people))
    chance.shuffle(everybody)
    share = people // (rounds + 1)
    attackers: list[Attacker] = []
    erased: list[str] = []
    for number in range(rounds):
        attackers.append(Attacker.copy(company, place / f"copy {number}"))
        batch = everybody[number * share : (number + 1) * share]
        assert attackers[-1].rows([word_of(person) for person in batch]) > 0, "the attack works on who is not erased"
        done = erase(company, *(f"+{number_of(person)}" for person in batch))
        assert all(each.is_finished for each in done)
        company.run(LATER)
        erased += [word_of(person) for person in batch]
    for attacker in (*attackers, Attacker.copy(company, place / "last")):
        assert attacker.rows(erased) == 0
    kept = [word_of(person) for person in everybody[rounds * share :]]
    assert all(any(word in text for text in state(company).texts) for word in kept)
    for path in sorted((company.root / "exports").rglob("*.jsonl")):
        path.write_bytes(path.read_bytes() + b"\n")
        path.rename(path.with_name(f"again {path.name}"))
    company.run(LATER)
    assert Attacker.copy(company, place / "again").rows(erased) == 0


def test_nothing_of_the_erased_is_read_from_any_earlier_file(company: Company, tmp_path: Path) -> None:
    nothing_is_read(company, tmp_path / "copies", people=9, rounds=2, chance=random.Random(1))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(20))
def test_nothing_of_five_hundred_people_is_read(company: Company, tmp_path: Path, seed: int) -> None:
    nothing_is_read(company, tmp_path / "copies", people=750, rounds=2, chance=random.Random(seed))


@pytest.fixture
def two(company: Company) -> Company:
    company.calls(
        "calls",
        *(call(f"{m}{p}", number_of(p), f"{m}-10T10:00:00", word_of(p)) for m in MONTHS[:2] for p in (1, 2)),
    )
    intake(company)
    return company


def erasing(subject: bytes) -> Callable[[Company], None]:
    def act(company: Company) -> None:
        begin(company, Erasure("request-1", "subject", subject))
        finish(company)

    return act


def is_finished_by_the_next_run(company: Company, subject: bytes, place: Path) -> None:
    """Asked again and run again, the erasure is done as if nothing had happened."""
    erasing(subject)(company)
    intake(company, LATER)
    assert state(company).texts == [word_of(2)] * 2
    assert Attacker.copy(company, place).rows([word_of(1), number_of(1)]) == 0
    with company.warehouse() as warehouse:
        left = "select 1 from gov.erasures where finished_at_utc is null"
        assert warehouse.connection.execute(left).fetchall() == []


def cut_off(two: Company, tmp_path: Path, chosen: Callable[[int], list[int]]) -> None:
    subject = subject_of(two, f"+{number_of(1)}")
    steps = count_steps(two.twin("counted"), tmp_path / "steps", erasing(subject))
    before = Attacker.copy(two, tmp_path / "before")
    for step in chosen(steps):
        twin = two.twin(f"step-{step}")
        assert Child(twin, die_at(step), erasing(subject)).end() == -9, step
        is_finished_by_the_next_run(twin, subject, tmp_path / f"after-{step}")
        assert Attacker(twin, before.files).rows([word_of(1)]) == 0, step


def test_an_erasure_that_is_cut_off_is_finished_by_the_next_run(
    two: Company, tmp_path: Path, chance: random.Random
) -> None:
    cut_off(two, tmp_path, lambda steps: sorted(chance.sample(range(1, steps + 1), 3)))


@pytest.mark.slow
def test_an_erasure_that_is_cut_off_before_any_change_on_the_disk_is_finished(two: Company, tmp_path: Path) -> None:
    cut_off(two, tmp_path, lambda steps: list(range(1, steps + 1)))


def test_what_a_cut_off_erasure_began_the_daily_run_finishes_by_itself(two: Company, tmp_path: Path) -> None:
    begin(two, Erasure("request-1", "subject", subject_of(two, f"+{number_of(1)}")))
    intake(two, NOW)
    assert state(two).texts == [word_of(2)] * 2
