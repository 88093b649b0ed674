"""How the ledger ends is pinned by every run, so that nobody can take its last records back."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from support.company import NOW, Company, call
from support.dying import DAY_ONE, DAY_TWO
from support.once import lived_once

from chatward import settings, workspace
from chatward.acts import log_act
from chatward.durable import digest
from chatward.errors import IntegrityError
from chatward.ledger import tiles
from chatward.ledger.pinning import pinned
from chatward.status import read_status


@lived_once
def informed(company: Company) -> None:
    """A company of two days."""
    company.calls("calls", call("1", "491511", "2026-09-01T10:00:00", "hello"))
    company.whole_day(DAY_ONE)
    shutil.copytree(company.root / "ledger", company.root / "yesterday")
    company.whole_day(DAY_TWO)


def files(company: Company) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in (company.root / "ledger").rglob("*") if path.is_file()}


def records(company: Company) -> list[dict[str, Any]]:
    size = int((company.root / "ledger" / "checkpoint").read_text(encoding="utf-8").split("\n")[1])
    return [json.loads(entry) for entry in tiles.all_entries(company.root / "ledger", size)]


def runs(company: Company) -> list[dict[str, Any]]:
    return [record for record in records(company) if record["kind"] == "run"]


def pinned_records(company: Company) -> int:
    with company.warehouse() as warehouse:
        pin = pinned(warehouse.connection)
    return pin.head.records if pin else 0


def put_back_yesterday(company: Company) -> None:
    shutil.rmtree(company.root / "ledger")
    shutil.copytree(company.root / "yesterday", company.root / "ledger")


def edit_a_record(company: Company) -> None:
    for path, content in files(company).items():
        path.write_bytes(content.replace(b'"kind":"run"', b'"kind":"fun"'))


def drop_all(company: Company) -> None:
    shutil.rmtree(company.root / "ledger")


TAMPERINGS = [put_back_yesterday, edit_a_record, drop_all]


@pytest.mark.parametrize("tamper", TAMPERINGS, ids=lambda tamper: tamper.__name__)
def test_a_ledger_that_was_changed_is_found_by_the_next_run(
    informed: Company, tamper: Callable[[Company], None]
) -> None:
    assert pinned_records(informed) == len(records(informed))
    tamper(informed)
    left = files(informed)
    with pytest.raises(IntegrityError):
        informed.whole_day(DAY_TWO)
    assert files(informed) == left


@pytest.mark.parametrize("tamper", TAMPERINGS, ids=lambda tamper: tamper.__name__)
def test_a_ledger_that_was_changed_is_told_by_the_status(informed: Company, tamper: Callable[[Company], None]) -> None:
    def look() -> list[dict[str, object]]:
        return read_status(workspace.find(informed.root), settings.load(informed.environment))["ledger"]

    assert look() == [{"intact_records": len(records(informed))}]
    tamper(informed)
    with pytest.raises(IntegrityError):
        look()


def test_runs_that_were_cut_off_before_they_pinned_the_head_stop_nobody(
    informed: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    pinned_before = pinned_records(informed)
    for count in (3, 4):
        with monkeypatch.context() as patch:
            patch.setattr("chatward.acts.pin", cut)
            with pytest.raises(CutError):
                informed.whole_day(DAY_TWO)
        assert len(runs(informed)) == count
        assert pinned_records(informed) == pinned_before
    informed.whole_day(DAY_TWO)
    assert len(runs(informed)) == 5
    assert len(records(informed)) == pinned_records(informed)


class CutError(BaseException):
    """What kills a run at a place of a test's choice."""


def cut(*_: object, **__: object) -> None:
    raise CutError


# -- receipts -------------------------------------------------------------------------------------------------------

SOON_DUE, DUE = "2024-10-15T10:00:00", datetime(2026, 10, 15, 10, tzinfo=UTC)


@lived_once
def disposing(company: Company) -> None:
    """A company of which one of two messages of a month falls due on 15 October 2026."""
    company.calls("calls", call("1", "491511", SOON_DUE, "old"), call("2", "491512", "2024-10-20T10:00:00", "newer"))
    company.whole_day(NOW)


def receipts(company: Company) -> list[dict[str, Any]]:
    return [record for record in records(company) if record["kind"] == "disposal"]


def verified(company: Company) -> subprocess.CompletedProcess[str]:
    """Run the report's own verifier as a stranger would: isolated, and not in this project."""
    command = [sys.executable, "-I", "verify.py", "report"]
    folder = (company.root / "reports" / "current").resolve()
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60, check=False)


def test_every_disposal_has_a_receipt_that_a_stranger_verifies(disposing: Company) -> None:
    assert receipts(disposing) == []
    before = month_digests(disposing)
    disposing.whole_day(DUE)
    (receipt,) = receipts(disposing)
    assert (receipt["month"], receipt["messages"], receipt["events"], receipt["rule"]) == (
        "2024-10",
        1,
        0,
        "support-messages",
    )
    assert {receipt["sha256_before"]} == before
    assert {receipt["sha256_after"]} == month_digests(disposing)
    done = verified(disposing)
    assert (done.returncode, done.stderr) == (0, "")
    number = records(disposing).index(receipt)
    assert f"verified {number:012d}.tlog-proof: record {number} of {len(records(disposing))}" in done.stdout


def month_digests(company: Company) -> set[str]:
    return {digest(path) for path in (company.root / "warehouse" / "shards").glob("*.duckdb")}


def test_a_month_that_goes_whole_leaves_no_file_and_its_receipt_says_so(disposing: Company) -> None:
    disposing.whole_day(DUE + timedelta(days=30))
    (receipt,) = receipts(disposing)
    assert (receipt["messages"], receipt["sha256_after"]) == (2, None)


def test_a_receipt_is_given_once_also_after_a_cut(disposing: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    places = ("acts.log.extend", "acts.pin", "inform.write_report", "lifecycle.store_run")
    for place in places:
        with monkeypatch.context() as patch:
            patch.setattr(f"chatward.{place}", cut)
            with pytest.raises(CutError):
                disposing.whole_day(DUE)
    disposing.whole_day(DUE)
    assert len(receipts(disposing)) == 1


def test_a_disposal_by_hand_has_its_receipt_at_once_and_its_proof_in_the_next_report(disposing: Company) -> None:
    disposing.stage("retain", DUE, plan_only=False)
    assert len(receipts(disposing)) == 1
    assert pinned_records(disposing) == len(records(disposing))
    disposing.whole_day(DUE)
    assert len(receipts(disposing)) == 1
    assert len(list((disposing.root / "reports" / "current" / "receipts").glob("*.tlog-proof"))) == 1


def test_the_ledger_has_a_release_before_readers_find_it(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    company.calls("calls", call("1", "491511", "2026-09-01T10:00:00", "hello"))
    monkeypatch.setattr("chatward.publish.releases.switch", cut)
    with pytest.raises(CutError):
        company.whole_day(DAY_ONE)
    released = {record["manifest_sha256"] for record in records(company) if record["kind"] == "release"}
    assert {digest(path) for path in (company.root / "sets").glob("*/release=*/manifest.json")} == released
    assert len(released) == 2
    assert not list((company.root / "sets").glob("*/current"))


def test_an_act_after_a_cut_does_not_have_a_receipt_given_out_twice(
    disposing: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("chatward.acts.pin", cut)
        with pytest.raises(CutError):
            disposing.whole_day(DUE)
    with disposing.warehouse() as warehouse:
        log_act(workspace.find(disposing.root), warehouse, {"kind": "keys_rotated"})
    disposing.whole_day(DUE)
    assert len(receipts(disposing)) == 1


def test_a_receipt_that_was_changed_is_refused(disposing: Company) -> None:
    disposing.whole_day(DUE)
    path = next((disposing.root / "reports" / "current" / "receipts").glob("*.json"))
    path.write_bytes(path.read_bytes().replace(b'"messages":1', b'"messages":0'))
    done = verified(disposing)
    assert (done.returncode, "the leaf is not in the log" in done.stderr) == (7, True)
