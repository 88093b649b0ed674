"""Errands to places, and what runs them without waiting."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support.servers import Authority

from chatward.policy.location import Location, parse
from chatward.policy.pull import Pull
from chatward.policy.sections import Limits
from chatward.pulling.https import HttpsFile
from chatward.pulling.patience import Patience
from chatward.pulling.places import open_place
from chatward.pulling.tls import client
from chatward.pulling.transfers import Brought, Errand, bring


@pytest.fixture
def waits() -> list[float]:
    """The seconds that were waited for, without waiting them."""
    return []


@pytest.fixture
def patience(waits: list[float]) -> Patience:
    return Patience(attempts=3, sleep=waits.append)


Errands = Callable[..., Errand]


@pytest.fixture
def errand(tmp_path: Path, patience: Patience) -> Errands:
    def make(location: str | Location, known: dict[str, str] | None = None, **limits: int) -> Errand:
        where = parse(location) if isinstance(location, str) else location
        return Errand(
            source="helpdesk", folder=tmp_path / "exports", location=where, known=(known or {}).get,
            limits=Limits(**limits), patience=patience,
        )  # fmt: skip

    return make


Puller = Callable[..., list[Brought]]


@pytest.fixture
def pulled(authority: Authority, errand: Errands) -> Puller:
    """Return what pulls a file of an HTTPS server."""

    def pull(
        location: str, known: dict[str, str] | None = None, pin: str | None = None, **limits: int
    ) -> list[Brought]:
        made = errand(location, known, **limits)
        remote = HttpsFile(made.location, client(authority=authority.path, pin=pin))
        try:
            return list(bring(remote, made))
        finally:
            remote.close()

    return pull


PASSWORD = "correct horse"
BODIES = {"2026/a.jsonl": b"one\n", "2026/b ü+&.jsonl": os.urandom(100_000), "notes.txt": b"no export"}


@pytest.fixture
def pulling(errand: Errands, authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return what pulls from a place as a policy names it."""
    monkeypatch.setenv("SECRET", PASSWORD)

    def pull(
        known: dict[str, str] | None = None, limits: dict[str, int] | None = None, **section: str
    ) -> list[Brought]:
        made = Pull.model_validate(section)
        assert made.place is not None
        remote = open_place(made, tmp_path)
        try:
            return list(bring(remote, errand(made.place, known, **(limits or {}))))
        finally:
            remote.close()

    return pull


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    root = tmp_path / "shared"
    for name, body in BODIES.items():
        (root / "chats" / name).parent.mkdir(parents=True, exist_ok=True)
        (root / "chats" / name).write_bytes(body)
    return root


def versions(brought: list[Brought]) -> dict[str, str]:
    return {each.object.name: each.object.version for each in brought if each.error is None}


def landed(tmp_path: Path) -> dict[str, bytes]:
    root = tmp_path / "exports"
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


ON_DISK = ("2026/.hidden.jsonl", "2026/tab\tbed.jsonl", "2026/\x1b[2J.jsonl", "2026/\u202egpj.jsonl", "2026/a\\b.jsonl")
"""Names of objects that a disk can have, and none of which comes to lie among exports."""
IN_STORES = (*ON_DISK, "2026/../../../up.jsonl", "2026//etc/x.jsonl", f"2026/{'x' * 300}.jsonl", "2026/C:x.jsonl")
"""The same for stores, in which a name is any text."""
TWINS = {"2026/Chat.jsonl": b"Chat", "2026/chat.jsonl": b"chat"}


def check_hostile(brought: list[Brought], names: tuple[str, ...], tmp_path: Path) -> None:
    """Check that hostile names were refused one by one, and that all others came, also those that differ in case."""
    refused = {each.object.name for each in brought if each.error}
    assert refused == set(names)
    assert all("has a name that no file can have" in each.error.message for each in brought if each.error)
    sound = {name: body for name, body in BODIES.items() if name.endswith("jsonl")}
    assert landed(tmp_path) == sound | TWINS
