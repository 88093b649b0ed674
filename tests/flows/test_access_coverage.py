"""A package is measured against the truth of a sample world: all of the person on all channels, and nobody else."""

import io
import json
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from support.company import NOW, Company

from chatward.sample import write_world

PEOPLE = 4
COMPANY = {"Acme Care"}
"""Whose name stands in every answer."""


def identifiers(person: dict[str, Any]) -> set[str]:
    return {each["identifier"] for each in person["identifiers"]}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, _plain_stages: None) -> Company:
    """A synthetic company, collected; of its requests only those of the test are there."""
    company = Company(tmp_path_factory.mktemp("world"))
    write_world(company.root, messages=500, seed=5, years=1.5, end=NOW)
    (company.root / "requests" / "requests.csv").unlink()
    (company.root / "holds" / "holds.csv").unlink()
    return company


def test_every_message_of_the_person_is_there_and_nobody_elses_identifier(world: Company) -> None:
    truth = pq.read_table(world.root / "truth" / "messages.parquet").to_pylist()
    people = {row["person_id"]: row for row in pq.read_table(world.root / "truth" / "people.parquet").to_pylist()}
    contacts = (world.root / "registers" / "contacts.csv").read_text()
    channels: dict[str, set[str]] = {}
    for row in truth:
        channels.setdefault(row["person_id"], set()).add(row["source"])
    known = [one for one in sorted(channels) if people[one]["role"] == "customer" and _phone(people[one]) in contacts]
    chosen = sorted(known, key=lambda one: -len(channels[one]))[:PEOPLE]
    assert len(channels[chosen[0]]) >= 2, "across channels"
    _ask(world, {f"r{number}": _phone(people[one]) for number, one in enumerate(chosen)})
    packages = _answers(world)
    assert len(packages) == len(chosen)
    for number, one in enumerate(chosen):
        content = packages[f"r{number}"]
        data = json.loads(content["data.json"])
        written = Counter((row["source"], row["sent_at_utc"][:16]) for row in data["messages"] if row["by"] == "you")
        wanted = Counter(
            (row["source"], row["sent_at_utc"].isoformat()[:16]) for row in truth if row["person_id"] == one
        )
        assert wanted - written == Counter(), f"coverage of person {number}"
        assert written - wanted == Counter(), f"more than person {number} wrote"
        everything = b"\n".join(content.values()).decode().casefold()
        own = {value.casefold() for value in identifiers(people[one])}
        others = (
            {value for person in people.values() for value in identifiers(person)} - identifiers(people[one]) - COMPANY
        )
        leaked = [v for v in others if v.casefold() in everything and not any(v.casefold() in each for each in own)]
        assert leaked == []


def _phone(person: dict[str, Any]) -> str:
    return next(each["identifier"] for each in person["identifiers"] if each["type"] == "phone")


def _ask(company: Company, phones: dict[str, str]) -> None:
    lines = "".join(f"{name},access,phone,{phone},2026-09-20,yes\n" for name, phone in phones.items())
    company.write("requests/a.csv", f"request_id,kind,identifier_type,identifier,received_at,verified\n{lines}")


def _answers(company: Company) -> dict[str, dict[str, bytes]]:
    """Collect and answer; return the files of each package by request."""
    from chatward.keyring import store
    from chatward.warehouse.requests.packages import open_package
    from chatward.warehouse.requests.request_acts import load_requests

    store.create(company.keyring)
    with company.opened():
        company.stage("collect")
        company.stage("respond", plan_only=False)
    found = {}
    with company.warehouse() as warehouse:
        for request in load_requests(warehouse.connection):
            for _ in range(request.standing.state != "in_review"):
                folder: Path = company.root / "requests" / "packages"
                with zipfile.ZipFile(io.BytesIO(open_package(warehouse, folder, request))) as archive:
                    found[request.request_id] = {name: archive.read(name) for name in archive.namelist()}
    return found
