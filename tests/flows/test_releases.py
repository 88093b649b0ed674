"""I6 and I7: readers see one whole release, a failed check leaves the last good one, and what was changed is found."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from support.company import NOW, Company, call
from support.once import lived_once
from support.state import state

from chatward import settings, workspace
from chatward.errors import CheckError, IntegrityError
from chatward.keyring import store as keyring_store
from chatward.opening import open_sets
from chatward.sets.releases import POOL, verify

ANNA, BEN = "491511", "491512"


@lived_once
def published(company: Company) -> None:
    """A company with two months of published messages."""
    company.calls(
        "calls",
        call("1", ANNA, "2026-08-01T10:00:00", "hello"), call("2", BEN, "2026-08-01T11:00:00", "hey"),
        call("3", ANNA, "2026-09-01T10:00:00", "again"),
    )  # fmt: skip
    company.consent("web", (f"+{ANNA}", "granted", "2026-01-01"), (f"+{BEN}", "granted", "2026-01-01"))
    company.run()


def current(company: Company, name: str = "messages") -> Path:
    return (company.root / "sets" / name / "current").resolve()


def manifest_key(company: Company) -> bytes:
    return keyring_store.load(company.keyring).key("manifest")


def test_an_unchanged_month_is_linked_and_not_written_anew(published: Company) -> None:
    pool = published.root / "sets/messages" / POOL  # the copy's months are files of their own
    before = {path.name: path.stat().st_ino for path in pool.iterdir()}
    published.calls("more", call("4", BEN, "2026-09-02T10:00:00", "news"))
    lived = published.run()
    after = {path.name: path.stat().st_ino for path in current(published).glob("month=*/*")}
    assert (lived.published.built, lived.published.kept) == (2, 2)
    assert len(before.items() & after.items()) == 1
    assert state(published).published_texts == ["again", "hello", "hey", "news"]


def test_a_failed_check_leaves_the_last_good_release(published: Company) -> None:
    before, rows = current(published), state(published).published
    published.calls("more", call("4", BEN, "2026-09-02T10:00:00", "news"))

    def lapse(policy: dict[str, dict[str, dict[str, str]]]) -> None:
        policy["processors"]["host"]["expires_on"] = "2026-09-01"

    published.write_policy(lapse)
    with pytest.raises(CheckError, match="agreement"):
        published.run()
    assert current(published) == before
    assert state(published).published == rows
    published.write_policy()
    published.run()
    assert state(published).published_texts == ["again", "hello", "hey", "news"]


def test_a_message_dated_ahead_does_not_stop_everybody_else_from_being_published(published: Company) -> None:
    published.calls("ahead", call("4", BEN, "2026-10-02T10:00:00", "from the future"))
    published.run(NOW)
    assert state(published).published_texts == ["again", "hello", "hey"]
    assert "from the future" in state(published).texts
    published.run(NOW + timedelta(days=3))
    assert "from the future" in state(published).published_texts


def test_a_set_that_the_policy_drops_is_gone(published: Company) -> None:
    published.write_policy(lambda policy: policy["sets"].pop("daily_activity"))
    published.run()
    assert not list((published.root / "sets" / "daily_activity").rglob("*.parquet"))


@pytest.mark.parametrize("name", ["messages", "daily_activity"])
def test_any_flipped_bit_in_any_file_of_a_release_is_found(published: Company, name: str) -> None:
    key = manifest_key(published)
    for path in sorted(file for file in current(published, name).rglob("*") if file.is_file()):
        content = path.read_bytes()
        for place in range(0, len(content) * 8, max(1, len(content) * 8 // 400)):
            flipped = bytearray(content)
            flipped[place // 8] ^= 1 << place % 8
            path.write_bytes(flipped)
            with pytest.raises(IntegrityError):
                verify(published.root / "sets", name, key)
        path.write_bytes(content)
    verify(published.root / "sets", name, key)


def no_manifest(release: Path) -> None:
    (release / "manifest.json").unlink()


def no_file(release: Path) -> None:
    next(release.glob("month=*/*")).unlink()


def fewer_files(release: Path) -> None:
    signed = json.loads((release / "manifest.json").read_bytes())
    signed["manifest"]["files"].pop()
    (release / "manifest.json").write_text(json.dumps(signed))


def shouted_signature(release: Path) -> None:
    signed = json.loads((release / "manifest.json").read_bytes())
    signed["signature"] = signed["signature"].upper()
    (release / "manifest.json").write_text(json.dumps(signed))


@pytest.mark.parametrize(
    "tamper", [no_manifest, no_file, fewer_files, shouted_signature], ids=lambda tamper: tamper.__name__
)
def test_a_changed_release_is_not_opened_and_the_next_run_mends_it(
    published: Company, tamper: Callable[[Path], None]
) -> None:
    wanted = state(published)
    tamper(current(published))
    with published._here(), pytest.raises(IntegrityError) as told:
        open_sets(workspace.find(published.root), settings.load())
    assert told.value.hint
    published.run()
    assert state(published) == wanted


@pytest.mark.parametrize("damage", ["gone", "shorter", "changed", "changed and assured"])
def test_a_damaged_partition_is_built_again(published: Company, damage: str) -> None:
    wanted = state(published)
    key = manifest_key(published)
    for path in sorted((published.root / "sets" / "daily_activity" / "pool").glob("2026-08*")):
        content = path.read_bytes()
        if damage == "gone":
            path.unlink()
        elif damage == "shorter":
            path.write_bytes(content[:-1])
        else:
            path.write_bytes(content[:100] + bytes([content[100] ^ 1]) + content[101:])
    if damage == "changed and assured":
        found = {check.name: check.passed for check in published.stage("assure").checks}
        assert found["files_unchanged"] is False
    published.run()
    assert state(published) == wanted
    verify(published.root / "sets", "daily_activity", key)


def test_a_file_of_the_release_that_another_took_the_place_of_is_linked_again(published: Company) -> None:
    wanted = state(published)
    path = next(current(published).glob("month=*/*"))
    content = path.read_bytes()
    path.unlink()
    path.write_bytes(bytes(len(content)))
    published.run()
    assert state(published) == wanted
    verify(published.root / "sets", "daily_activity", manifest_key(published))


def test_nothing_of_a_run_without_changes_is_new(published: Company) -> None:
    lived = published.run()
    assert [release.is_new for release in lived.published.releases] == [False, False]
    assert lived.published.checks == []


def test_tokens_change_with_the_period_and_not_within(published: Company) -> None:
    published.calls("last-year", call("5", ANNA, "2025-12-31T10:00:00", "last year"))
    published.consent("earlier", (f"+{ANNA}", "granted", "2025-01-01"))
    published.run(NOW)
    with published._here():
        catalogue = open_sets(workspace.find(published.root), settings.load())
    rows = dict(catalogue.sql("select text, sender_token from messages").fetchall())
    assert rows["hello"] == rows["again"] != rows["last year"]
    assert rows["hey"] not in (rows["hello"], rows["last year"])
