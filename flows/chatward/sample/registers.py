"""Writes the small CSV files that people of the company keep: registers, holds, and what customers asked for."""

import csv
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from chatward.sample.cast import Cast
from chatward.sample.people import Person
from chatward.sample.registers_data import REGISTERS, Ago, Register
from chatward.sample.values import Random

_REQUEST_KINDS = (
    "access", "erasure", "rectification", "restriction", "objection", "portability", "erasure", "access",
)  # fmt: skip
_Rows = Iterator[tuple[object, ...]]


def write_registers(workspace: Path, cast: Cast, *, end: datetime, random: Random) -> None:
    """Write ``registers/``, ``holds/`` and ``requests/``; their dates are told from ``end`` backwards."""
    for register in (*REGISTERS, *_of_people(cast, random)):
        path = workspace / f"{register.name}.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(register.header.split())
            writer.writerows([_cell(value, end) for value in row] for row in register.rows)


def _cell(value: object, end: datetime) -> object:
    if not isinstance(value, Ago):
        return value
    at = end - timedelta(days=value.days, hours=value.hours or 0)
    return f"{at:%Y-%m-%d}" if value.hours is None else f"{at:%Y-%m-%dT%H:%M:%SZ}"


def _of_people(cast: Cast, random: Random) -> Iterator[Register]:
    staff = [cast.people[index] for index in cast.staff]
    customers = [cast.people[index] for index in cast.customers]
    known = [person for person in customers if person.marker or random.random() < 0.85]
    columns = "contact_id identifier_type identifier"
    yield Register("registers/contacts", columns, tuple(_contacts(known)))
    columns = "staff_id course completed_on valid_until score_pct"
    yield Register("registers/staff_training", columns, tuple(_trainings(staff)))
    columns = "staff_id role system has_mfa last_login_on reviewed_on"
    yield Register("registers/access", columns, tuple(_accounts(staff)))
    columns = "hold_id case identifier_type identifier source from until owner placed_at released_at review_on"
    yield Register("holds/holds", columns, tuple(_holds(customers)))
    columns = (
        "request_id kind identifier_type identifier received_at channel verified proven_type proven field value keeps"
    )
    yield Register("requests/requests", columns, tuple(_requests(customers, random)))


def _contacts(customers: Sequence[Person]) -> _Rows:
    for number, person in enumerate(customers, start=1):
        for kind, identifier in person.identifiers:
            yield f"k{number:07d}", kind, identifier


def _trainings(staff: Sequence[Person]) -> _Rows:
    """Yield one course each; the last one's has lapsed."""
    for number, person in enumerate(staff, start=1):
        days = 420 if number == len(staff) else 20 + 20 * number
        yield person.person_id, "data-protection-basics", Ago(days), Ago(days - 365), 78 + 2 * number


def _accounts(staff: Sequence[Person]) -> _Rows:
    """Yield one account each; one has no second factor, one has not been used for long."""
    for number, person in enumerate(staff):
        role = "team-lead" if number % 4 == 0 else "agent"
        has_mfa = "no" if number == 5 else "yes"
        yield person.person_id, role, "chat-warehouse", has_mfa, Ago(200 if number == 7 else number % 3), Ago(60)


def _holds(customers: Sequence[Person]) -> _Rows:
    """Yield a hold on a person that stands, one that was released, and one on a month of a source."""
    held, released = customers[len(customers) // 3], customers[len(customers) // 2]
    owner = "legal@acme.example"
    yield "hold-1", "case-17", *held.identifiers[0], "", Ago(700), "", owner, Ago(120, 0), "", Ago(-60)
    yield "hold-2", "case-21", *released.identifiers[1], "", "", "", owner, Ago(400, 0), Ago(30, 0), Ago(100)
    yield "hold-3", "case-23", "", "", "slack", Ago(600), Ago(570), owner, Ago(90, 0), "", Ago(-90)


def _requests(customers: Sequence[Person], random: Random) -> _Rows:
    """Yield a request of each kind, more for a large company; the first erasure is a canary's.

    Now and then who asked was not verified, or gave somebody else's address for a proof.
    """
    count = min(max(len(_REQUEST_KINDS), len(customers) // 300), len(customers))
    canary = next(place for place, person in enumerate(customers) if person.marker)
    drawn = random.choice(len(customers), count, replace=False).tolist()
    chosen = [place for place in drawn if place != canary]
    chosen.insert(1, canary)
    for number, place in enumerate(chosen):
        kind = _REQUEST_KINDS[number % len(_REQUEST_KINDS)]
        received = Ago(3 + number * 11 % 300, number % 9)
        channel, verified = ("chat", "web", "email")[number % 3], "no" if number % 7 == 6 else "yes"
        person, another = customers[place], customers[chosen[number - 1]]
        proof = another.identifiers[1] if number % 8 == 7 else ("", "")
        corrected = ("name", f"{person.name}-Marin") if kind == "rectification" else ("", "")
        keeps = "yes" if kind == "restriction" else ""
        known = person.identifiers[number % 2]
        yield f"r{number + 1:05d}", kind, *known, received, channel, verified, *proof, *corrected, keeps
