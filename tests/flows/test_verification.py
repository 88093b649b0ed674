"""What lies in a workspace is checked against what was signed, and witnesses sign that the ledger only grew."""

import shutil
from pathlib import Path

import pytest
from support.company import NOW, Company, call
from support.once import lived_once

from chatward import settings, verification, workspace
from chatward.errors import ConfigError, IntegrityError, UsageError
from chatward.ledger import verifier
from chatward.ledger.notes import WITNESS, cosign, public_key
from chatward.settings import Settings
from chatward.workspace import Workspace, locked

RECORDS = 3
"""In the ledger after the first day: of two releases and of the run."""
SEED = bytes(range(32))
WITNESS_KEY = public_key("auditor.example/w1", WITNESS, SEED)

Place = tuple[Workspace, Settings]


@lived_once
def ran(company: Company) -> None:
    """A company after a day with something to publish."""
    company.calls("calls", call("1", "491511", "2026-09-01T10:00:00", "hello"))
    company.consent("consent", ("491511", "granted", "2026-08-01T10:00:00"))
    company.whole_day(NOW)


def place(company: Company) -> Place:
    return workspace.find(company.root), settings.load(company.environment)


def test_a_workspace_is_verified_from_ledger_to_sets(ran: Company) -> None:
    found = verification.verify_workspace(*place(ran))
    assert [(each.what, each.count) for each in found][:1] == [("ledger", RECORDS)]
    assert {each.what for each in found[1:]} == {
        f"set {path.parent.name}" for path in (ran.root / "sets").glob("*/current")
    }


def test_a_release_that_the_ledger_does_not_know_is_found(ran: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.rmtree(ran.root / "sets")
    monkeypatch.setattr("chatward.publish.record", lambda *_: None)
    ran.whole_day(NOW)
    with pytest.raises(IntegrityError, match="has no record of set"):
        verification.verify_workspace(*place(ran))


def test_a_changed_byte_of_a_published_file_is_found(ran: Company) -> None:
    path = next(path for path in (ran.root / "sets").glob("*/release=*/month=*/*.parquet"))
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(IntegrityError, match="was changed"):
        verification.verify_workspace(*place(ran))


def test_where_nothing_ran_there_is_nothing_to_verify(company: Company) -> None:
    with pytest.raises(ConfigError, match="no run was closed"):
        verification.verify_workspace(*place(company))


def test_nothing_is_verified_while_a_run_goes_on(ran: Company) -> None:
    with locked(workspace.find(ran.root)), pytest.raises(ConfigError, match="a run is going on"):
        verification.verify_workspace(*place(ran))


def test_the_proof_of_a_report_is_verified_and_one_of_another_leaf_is_not(ran: Company, tmp_path: Path) -> None:
    site, key = ran.root / "reports" / "current", verification.ledger_key(*place(ran))
    assert verification.verify_bundle(site / "run.tlog-proof", key) == f"record {RECORDS - 1} of {RECORDS}"
    for name in ("run.tlog-proof", "run.json"):
        shutil.copy(site / name, tmp_path / name)
    (tmp_path / "run.json").write_bytes(b"{}")
    with pytest.raises(IntegrityError, match="does not lead to the root"):
        verification.verify_bundle(tmp_path / "run.tlog-proof", key)
    (tmp_path / "run.json").unlink()
    with pytest.raises(UsageError, match="cannot be read"):
        verification.verify_bundle(tmp_path / "run.tlog-proof", key)


def test_a_witness_signs_what_it_is_asked_and_stands_in_proofs_from_then_on(ran: Company) -> None:
    request = verification.witness_request(*place(ran), 0)
    text, _, _ = request.partition("\n\n")[2].rpartition("\n\n")
    line = str(cosign(f"{text}\n", WITNESS_KEY.name, SEED, seconds=1_800_000_000))
    verification.take_cosignatures(*place(ran), line, str(WITNESS_KEY))
    note = (ran.root / "ledger" / "checkpoint").read_text(encoding="utf-8")
    assert verifier.checkpoint_of(note, verification.ledger_key(*place(ran)), [str(WITNESS_KEY)])[1] == RECORDS
    ran.whole_day(NOW)
    assert verification.verify_workspace(*place(ran))[0].count == RECORDS + 1
    with pytest.raises(UsageError, match="was not taken"):
        verification.take_cosignatures(*place(ran), line, str(WITNESS_KEY))


@pytest.mark.parametrize("lines", ["", "anything\n", "— stranger.example c2lnbmVkYnlzb21lYm9keQ==\n"])
def test_lines_that_are_not_the_witness_s_are_not_taken(ran: Company, lines: str) -> None:
    before = (ran.root / "ledger" / "checkpoint").read_bytes()
    with pytest.raises(UsageError):
        verification.take_cosignatures(*place(ran), lines, str(WITNESS_KEY))
    assert (ran.root / "ledger" / "checkpoint").read_bytes() == before


def test_a_ledger_is_not_asked_for_a_past_it_never_had(ran: Company) -> None:
    for since in (-1, RECORDS + 1):
        with pytest.raises(UsageError, match=f"has {RECORDS} records"):
            verification.witness_request(*place(ran), since)


def test_a_log_s_key_is_no_witness_s(ran: Company) -> None:
    with pytest.raises(UsageError, match="no witness"):
        verification.take_cosignatures(*place(ran), "", verification.ledger_key(*place(ran)))
