"""Of random worlds: a package has all of its person and nothing of others, for as long as the policy says."""

import io
import json
import random
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from support.company import NOW, Company, call, telegram_message

from chatward.errors import UsageError
from chatward.warehouse.requests.packages import open_package
from chatward.warehouse.requests.request_acts import load_requests

DAYS = 6
SHOP = "user777"
NAMES = ("Anna Berg", "Ben Thal", "Cara Holm", "Dora Lang")


@dataclass
class Person:
    """Somebody of the world, with every word that he wrote."""

    number: int
    is_linked: bool
    words: list[str] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    is_erased: bool = False

    @property
    def phone(self) -> str:
        return f"49151123456{self.number:02d}"

    @property
    def user(self) -> str:
        return f"user88{self.number:04d}"

    @property
    def name(self) -> str:
        return NAMES[self.number]

    def says(self) -> str:
        self.words.append(f"word{self.number}x{len(self.words)}")
        return self.words[-1]


@dataclass(frozen=True)
class Asked:
    """A request for a copy, and when it was answered."""

    name: str
    kind: str
    person: Person
    at: datetime


@dataclass
class World:
    """A company, the people who write to it, and what they asked for."""

    company: Company
    chance: random.Random
    people: list[Person]
    kept_for: timedelta
    asked: list[Asked] = field(default_factory=list)

    @classmethod
    def of(cls, company: Company, seed: int) -> "World":
        chance = random.Random(seed)
        people = [Person(number, is_linked=chance.random() < 0.7) for number in range(len(NAMES))]
        rule = chance.choice([None, 2, 3])
        if rule:
            company.write_policy(lambda policy: policy["retention"].append({
                "rule": "copies", "purpose": "support", "categories": ["text"], "object": "access_package",
                "starting_point": "request_closed", "period": f"P{rule}D", "disposal_within": "P1D", "reason": "so",
            }))  # fmt: skip
        world = cls(company, chance, people, timedelta(days=rule or 30))
        world.write()
        return world

    def write(self) -> None:
        """Let people write on two channels and in a group, name each other there, and be answered."""
        calls, group = list[Mapping[str, object]](), list[Mapping[str, object]]()
        for person in self.people:
            other = self.people[person.number - 1]
            for number in range(self.chance.randrange(1, 4)):
                text = f"{person.says()} of {other.name}, +{other.phone}"
                at = f"2026-0{self.chance.randrange(6, 9)}-1{number}T10:00:00"
                calls.append(call(f"{person.number}-{number}", person.phone, at, text, name=person.name))
            own = [telegram_message(1, person.user, "2026-08-03T10:00:00", person.says()) | {"from": person.name}]
            person.answers.append(f"answer{person.number}")
            own.append(telegram_message(2, SHOP, "2026-08-03T11:00:00", f"{person.answers[0]} for {other.name}"))
            self.company.telegram(person.number + 10, *own)
            place = person.number
            said = telegram_message(
                place, person.user, f"2026-08-0{place + 1}T12:00:00", f"{person.says()} {other.name}"
            )
            group.append(said | {"from": person.name})
        self.company.calls("calls", *calls)
        content = {"name": "Group", "type": "private_supergroup", "id": 5, "messages": group}
        self.company.write("exports/telegram/group/result.json", json.dumps(content))
        self.company.contacts(*(
            row for person in self.people if person.is_linked for row in (
                (f"k{person.number}", "phone", f"+{person.phone}"), (f"k{person.number}", "telegram_id", person.user),
            )
        ))  # fmt: skip

    def live(self, day: int) -> None:
        """Let somebody ask for something, or nobody, and have it answered."""
        now, person = NOW + timedelta(days=day), self.chance.choice(self.people)
        kind = self.chance.choice(["access", "access", "portability", "erasure", None])
        if kind:
            line = {
                "request_id": f"r{day}", "kind": kind, "identifier_type": "phone", "identifier": f"+{person.phone}",
                "verified": "yes", "received_at": (now - timedelta(hours=1)).isoformat(),
            }  # fmt: skip
            self.company.write(f"requests/{day}.jsonl", json.dumps(line) + "\n")
        with self.company.opened(now):
            self.company.stage("collect", now)
            assert self.company.stage("respond", now, plan_only=False).failed == {}
        if kind == "erasure":
            person.is_erased = True
        elif kind and not person.is_erased:
            self.asked.append(Asked(f"r{day}", kind, person, now))
        for asked in self.asked:
            self.keeps_its_promise(asked, now)

    def keeps_its_promise(self, asked: Asked, now: datetime) -> None:
        """Make sure that a package is whole and about nobody else, or gone."""
        folder, person = self.company.root / "requests" / "packages", asked.person
        with self.company.warehouse() as warehouse:
            request = next(each for each in load_requests(warehouse.connection) if each.request_id == asked.name)
            if person.is_erased or now >= asked.at + self.kept_for:
                with pytest.raises(UsageError, match="no package"):
                    open_package(warehouse, folder, request)
                assert not (folder / f"{request.reference}.zip.sealed").exists()
                return
            content = open_package(warehouse, folder, request)
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            files = {each: archive.read(each).decode() for each in archive.namelist()}
        data: dict[str, Any] = json.loads(files["data.json"])
        # on the other channel he is somebody else unless the register says so
        words = person.words if person.is_linked else [row for row in person.words if row in self.by_phone(person)]
        assert {row["text"].split()[0] for row in data["messages"] if row["by"] == "you"} == set(words)
        answers = {row["text"].split()[0] for row in data["messages"] if row["by"] == "the company"}
        assert answers == (set(person.answers) if person.is_linked and asked.kind == "access" else set())
        everything = "\n".join(files.values())
        for other in self.people:
            secrets = [*other.words, *other.answers, other.phone, other.user]
            # of who is erased nobody knows any more that his name was one, where somebody wrote it whom he never met
            secrets += other.name.split() if not other.is_erased else []
            assert other is person or not [secret for secret in secrets if secret in everything]

    def by_phone(self, person: Person) -> list[str]:
        return person.words[:-2]


@pytest.mark.parametrize("seed", range(3))
def test_a_package_is_whole_about_nobody_else_and_gone_in_time(company: Company, seed: int) -> None:
    world = World.of(company, seed)
    for day in range(DAYS):
        world.live(day)
    assert world.asked, "somebody asked for a copy"
