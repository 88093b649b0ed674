"""I5: whoever holds every earlier file and every key that remains reads nothing of who was erased, cut off or not."""

import json
import random
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from support.attacker import Attacker
from support.company import NOW, Company, call, edit, telegram_message
from support.dying import Child, count_steps, die_at
from support.erasures import begin, finish, intake, subject_of
from support.state import state

from chatward.keyring.passphrases import Cost
from chatward.rights.kinds import Scope
from chatward.warehouse.erasure.erasing import Erasure

LATER = datetime(2026, 10, 5, tzinfo=UTC)
MONTHS = ("2026-07", "2026-08", "2026-09")
GROUP_MEMBERS = 5


def number_of(person: int) -> str:
    return f"49151{person:07d}"


def word_of(person: int) -> str:
    """A word that stands in all that is of the person alone: his texts, names, files, addresses.

    Read backwards it is nobody's.
    """
    return f"xq{person:05d}vz"


def name_of(person: int) -> str:
    return f"Person {word_of(person)}"


def secrets_of(people: Sequence[int]) -> list[str]:
    return [secret for person in people for secret in (word_of(person), number_of(person))]


def calls_of(person: int, month: str, day: int) -> list[dict[str, object]]:
    """Return what somebody sends in a month: words, and files, edits, what is taken back or cannot be read."""
    number, word, at = number_of(person), word_of(person), f"{month}-{day:02d}T10:00:00"
    key = f"{month}-{person}"
    sent = [call(key, number, at, f"order {word} is late", name=name_of(person))]
    match person % 5:
        case 0:
            document = {"id": "7", "filename": f"{word}.pdf", "mime_type": "application/pdf", "caption": f"see {word}"}
            sent.append(call(f"{key}-file", number, at, "", name=name_of(person), type="document", document=document))
        case 1:
            sent.append(edit(key, number, f"{month}-{day:02d}T10:05:00", f"order {word} has come"))
        case 2:
            sent.append(call(f"{key}-bad", number, at, f"what {word} wrote", name=name_of(person), timestamp="soon"))
    return sent


def group_of(people: Sequence[int], number: int) -> dict[str, object]:
    """Return a group's export in which each writes and reacts, and speaks of the one before him."""
    messages = []
    for place, person in enumerate(people):
        other = people[place - 1]
        reaction = {"type": "emoji", "emoji": "x", "count": 1, "recent": [
            {"from": name_of(other), "from_id": f"user{number_of(other)}"},
        ]}  # fmt: skip
        text = f"{word_of(person)} here; ask {name_of(other)} or {name_of(other)}, or +{number_of(other)}"
        at = f"{MONTHS[place % len(MONTHS)]}-{10 + place}T10:00:00"
        message = telegram_message(place + 1, f"user{number_of(person)}", at, text, reactions=[reaction])
        messages.append(message | {"from": name_of(person)})
    return {"name": f"Group {number}", "type": "private_supergroup", "id": 1000 + number, "messages": messages}


def found_world(company: Company, people: int, chance: random.Random) -> None:
    """Let people write in some of the months, all of them in files of each month, in groups and chats of their own."""
    for month in MONTHS:
        company.calls(month, *(
            each for person in range(people) if chance.random() < 0.4 or month == MONTHS[person % len(MONTHS)]
            for each in calls_of(person, month, chance.randrange(1, 28))
        ))  # fmt: skip
    for start in range(0, people // 2, GROUP_MEMBERS):
        members = range(start, min(start + GROUP_MEMBERS, people // 2))
        company.write(f"exports/telegram/group-{start}/result.json", json.dumps(group_of(members, start)))
    for person in range(0, people, 20):
        company.whatsapp(name_of(person), f"09/08/2026, 14:34 - +{number_of(person)}: only {word_of(person)}")
    company.contacts(*(
        row for person in range(people // 2) for row in (
            (f"k{person}", "phone", f"+{number_of(person)}"),
            (f"k{person}", "telegram_id", f"user{number_of(person)}"),
            (f"k{person}", "email", f"{word_of(person)}@example.org"),
        )
    ))  # fmt: skip
    granted = [(f"+{number_of(person)}", "granted", "2026-01-01") for person in range(people)]
    withdrawn = [(f"+{number_of(person)}", "withdrawn", "2026-09-01") for person in range(0, people, 9)]
    company.consent("web", *granted, *withdrawn)


def ask(company: Company, name: str, kind: str, people: Sequence[int]) -> None:
    lines = (
        {"request_id": f"{kind}-{person}", "kind": kind, "identifier_type": "phone", "verified": "yes",
         "identifier": f"+{number_of(person)}", "received_at": "2026-09-20T10:00:00Z"}
        for person in people
    )  # fmt: skip
    company.write(f"requests/{name}.jsonl", "".join(json.dumps(line) + "\n" for line in lines))


@dataclass(frozen=True, slots=True)
class Cheap(Cost):
    """What a guess of a package's passphrase costs an attacker who must not take all night."""

    memory_kib: int = 64
    passes: int = 1
    lanes: int = 1


@dataclass(frozen=True)
class Size:
    """Of a proof: how many are erased in each of how many rounds, and of how many their data were asked for before."""

    people: int
    rounds: int
    packages: int


@dataclass
class Proof:
    """A company that erases people round by round, and an attacker who looks on."""

    company: Company
    attacker: Attacker
    size: Size
    chance: random.Random
    by_command: bool = False

    def is_given(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("chatward.keyring.sealing.Cost", Cheap)
        everybody = list(range(self.size.people * (self.size.rounds + 1)))
        found_world(self.company, len(everybody), self.chance)
        self.chance.shuffle(everybody)
        ask(self.company, "asked", "access", everybody[: self.size.packages])
        self.company.run()
        erased: list[int] = []
        for number in range(self.size.rounds):
            batch, everybody = everybody[: self.size.people], everybody[self.size.people :]
            ask(self.company, f"asked-{number}", "access", everybody[: self.size.packages])
            self._round(number, batch, monkeypatch)
            erased += batch
            assert self.attacker.reads(self.company, secrets_of(erased)) == {}, number
        kept = "\n".join(state(self.company).texts)
        assert all(word_of(person) in kept for person in everybody)
        self._again(erased)

    def _round(self, number: int, batch: Sequence[int], monkeypatch: pytest.MonkeyPatch) -> None:
        """Erase people; the attacker copies every file before, after, and between the steps."""
        as_of = NOW + timedelta(days=number + 1)
        self.attacker.copy(self.company)
        if number == 0:
            self._attack_works(batch)
        ask(self.company, f"erased-{number}", "erasure", batch)
        if self.by_command:
            run_by_command(self.company, as_of)
        else:
            with monkeypatch.context() as patch:
                patch.setattr("chatward.respond.reach", lambda _: self.attacker.copy(self.company))
                self.company.run(as_of)
        self.attacker.copy(self.company)
        with self.company.warehouse() as warehouse:
            acts = "select count(*) from gov.request_acts where act = 'done' and starts_with(request_id, 'erasure-')"
            done = warehouse.connection.execute(acts).fetchall()
        assert done == [(self.size.people * (number + 1),)]

    def _attack_works(self, people: Sequence[int]) -> None:
        """Who is not erased yet is read everywhere: else that nobody is would say nothing."""
        found = self.attacker.reads(self.company, secrets_of(people))
        wanted = {"warehouse/shards", "warehouse/gov", "sets"}
        wanted |= {"requests"} if self.size.packages else set()
        assert wanted <= {kind.partition(".")[0] for kind in found}

    def _again(self, erased: Sequence[int]) -> None:
        """Deliver everything once more, renamed, changed by a byte, of groups a newer export: nothing is stored."""
        for path in sorted(path for path in (self.company.root / "exports").rglob("*") if path.is_file()):
            content = path.read_bytes()
            if path.name == "result.json":
                group = json.loads(content)
                group["messages"].append(telegram_message(99, "user1", "2026-10-01T10:00:00", "newer than the others"))
                content = json.dumps(group).encode()
            path.write_bytes(content + b"\n")
            path.rename(path.with_name(f"again {path.name}"))
        self.company.run(NOW + timedelta(days=self.size.rounds + 1))
        self.attacker.copy(self.company)
        assert self.attacker.reads(self.company, secrets_of(erased)) == {}


def run_by_command(company: Company, as_of: datetime) -> None:
    """Run the day as somebody's schedule does, Prefect with its database and log included."""
    command = [str(Path(sys.executable).with_name("chatward")), "run", "--as-of", as_of.isoformat()]
    environment = company.environment | {"CHATWARD_HOME": str(company.folder / "home")}
    done = subprocess.run(command, cwd=company.root, env=environment, capture_output=True, check=False, timeout=600)
    assert done.returncode == 0, done.stderr.decode()


def test_nothing_of_the_erased_is_read_from_any_earlier_file(
    company: Company, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    size = Size(people=5, rounds=1, packages=1)
    Proof(company, Attacker(tmp_path / "copies"), size, random.Random(1)).is_given(monkeypatch)


@pytest.mark.slow
def test_nothing_of_five_hundred_people_who_are_erased_in_twenty_rounds_is_read(
    company: Company, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    size = Size(people=25, rounds=20, packages=1)
    Proof(company, Attacker(tmp_path / "copies"), size, random.Random(20)).is_given(monkeypatch)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(20))
def test_nothing_of_five_hundred_people_who_are_erased_at_once_is_read(
    company: Company, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    size = Size(people=500, rounds=1, packages=1)
    Proof(company, Attacker(tmp_path / "copies"), size, random.Random(seed)).is_given(monkeypatch)


@pytest.mark.slow
def test_nothing_is_read_from_what_a_scheduled_run_leaves_and_prefect_keeps(
    company: Company, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    size = Size(people=5, rounds=2, packages=0)
    proof = Proof(company, Attacker(tmp_path / "copies"), size, random.Random(2), by_command=True)
    proof.is_given(monkeypatch)
    assert any(path.name.startswith("prefect.db") for path in proof.attacker.files)


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
        begin(company, Erasure("request-1", Scope.SUBJECT, subject))
        finish(company)

    return act


def is_finished_by_the_next_run(company: Company, subject: bytes, attacker: Attacker) -> None:
    """Asked again and run again, the erasure is done as if nothing had happened."""
    erasing(subject)(company)
    intake(company, LATER)
    assert state(company).texts == [word_of(2)] * 2
    attacker.copy(company)
    assert attacker.reads(company, secrets_of([1])) == {}
    with company.warehouse() as warehouse:
        left = "select 1 from gov.erasures where finished_at_utc is null"
        assert warehouse.connection.execute(left).fetchall() == []


def cut_off(two: Company, tmp_path: Path, chosen: Callable[[int], list[int]]) -> None:
    subject = subject_of(two, f"+{number_of(1)}")
    steps = count_steps(two.twin("counted"), tmp_path / "steps", erasing(subject))
    for step in chosen(steps):
        twin = two.twin(f"step-{step}")
        attacker = Attacker(tmp_path / f"attacker-{step}")
        attacker.copy(twin)
        assert Child(twin, die_at(step), erasing(subject)).end() == -9, step
        attacker.copy(twin)
        is_finished_by_the_next_run(twin, subject, attacker)


def test_an_erasure_that_is_cut_off_is_finished_by_the_next_run(
    two: Company, tmp_path: Path, chance: random.Random
) -> None:
    cut_off(two, tmp_path, lambda steps: sorted(chance.sample(range(1, steps + 1), 3)))


@pytest.mark.slow
def test_an_erasure_that_is_cut_off_before_any_change_on_the_disk_is_finished(two: Company, tmp_path: Path) -> None:
    cut_off(two, tmp_path, lambda steps: list(range(1, steps + 1)))


def test_what_a_cut_off_erasure_began_the_daily_run_finishes_by_itself(two: Company, tmp_path: Path) -> None:
    begin(two, Erasure("request-1", Scope.SUBJECT, subject_of(two, f"+{number_of(1)}")))
    intake(two, NOW)
    assert state(two).texts == [word_of(2)] * 2
