"""Bad input through the command line: one clear message and code each; everything else is processed all the same."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from support.company import Company, call
from support.state import state

from chatward.errors import ConfigError, IntegrityError, SourceFormatError
from chatward.keyring import store as keyring_store

ANNA = "491511"
SECRET_NAME = "Zacharias Quillfeather"


def chatward(company: Company, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command line as a user does."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT")}
    command = [str(Path(sys.executable).with_name("chatward")), *arguments]
    return subprocess.run(
        command, cwd=company.root, env=environment | company.environment, capture_output=True, text=True, timeout=280,
        check=False,
    )  # fmt: skip


def errors_of(done: subprocess.CompletedProcess[str]) -> list[str]:
    assert "Traceback" not in done.stderr
    return [line for line in done.stderr.splitlines() if line.startswith("chatward: error:")]


def zipped(company: Company, name: str) -> bytes:
    path = company.folder / "made.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{name}.txt", "01/09/2026, 14:34 - Ben: zipped words\n" * 500)
    return path.read_bytes()


def test_bad_exports_cost_nothing_but_themselves_and_name_nobody(company: Company) -> None:
    company.calls(
        "good", call("1", ANNA, "2026-09-01T10:00:00", "good words"),
        call("2", ANNA, "2026-09-01T10:00:00", "timeless", timestamp="soon"),
    )  # fmt: skip
    chat = f"WhatsApp Chat with {SECRET_NAME}"
    company.write(f"exports/whatsapp/{chat}.zip", zipped(company, chat)[:-200])
    company.write(f"exports/telegram/{SECRET_NAME}.json", b"\x00\x01 not an export at all")
    company.write(
        "exports/telegram/of-another-platform.jsonl", json.dumps(call("9", ANNA, "2026-09-01", "moved")) + "\n"
    )
    company.write("exports/whatsapp/notes.txt", "just some notes\n")
    (company.root / "exports" / "telegram" / "gone").symlink_to(company.folder / "nowhere")
    done = chatward(company, "run", "--as-of", "2026-09-30", "--json")
    assert done.returncode == 4, done.stderr
    summary = json.loads(done.stdout)
    assert summary["unreadable_files"] == len(errors_of(done)) >= 4
    assert summary["error"] is None
    assert SECRET_NAME not in done.stdout + done.stderr
    assert "good words" not in done.stdout + done.stderr
    assert state(company).texts == ["good words"]
    again = company.stage("collect")
    assert len(again.failures) == summary["unreadable_files"], "it is told until it is mended or taken away"


POLICIES: dict[str, Any] = {
    "unknown key": lambda policy: policy.update(retentoin=[]),
    "unknown purpose": lambda policy: policy["sets"]["messages"].update(purpose="curiosity"),
    "no number": lambda policy: policy["retention"][0].update(period="soon"),
}


@pytest.mark.parametrize("change", POLICIES.values(), ids=POLICIES)
def test_a_bad_policy_is_told_and_changes_nothing(company: Company, change: Any) -> None:
    company.calls("good", call("1", ANNA, "2026-09-01T10:00:00", "hello"))
    company.write_policy(change)
    done = chatward(company, "run", "--as-of", "2026-09-30")
    assert (done.returncode, len(errors_of(done))) == (5, 1), done.stderr
    assert not (company.root / "sets").exists()
    assert not list((company.root / "warehouse").glob("*.duckdb"))


def test_a_lost_keyring_is_told_and_no_other_is_made(company: Company) -> None:
    company.calls("good", call("1", ANNA, "2026-09-01T10:00:00", "hello"))
    company.run()
    company.keyring.rename(company.folder / "elsewhere")
    done = chatward(company, "status")
    assert (done.returncode, len(errors_of(done))) == (7, 1), done.stderr
    assert f"there is none in {company.keyring}" in errors_of(done)[0]
    with pytest.raises(IntegrityError, match="keyring of this warehouse is missing"):
        company.run()
    assert not company.keyring.exists()
    (company.folder / "elsewhere").rename(company.keyring)
    company.run()
    assert state(company).texts == ["hello"]


def test_the_keyring_of_another_company_is_told(company: Company) -> None:
    company.calls("good", call("1", ANNA, "2026-09-01T10:00:00", "hello"))
    company.run()
    company.keyring.rename(company.folder / "elsewhere")
    keyring_store.create(company.keyring).create(["gov/1", "index", "dedupe", "manifest"])
    done = chatward(company, "status")
    assert (done.returncode, len(errors_of(done))) == (7, 1), done.stderr


@pytest.mark.parametrize("kept", [0, 20_000, 1_000_000])
def test_a_governance_database_that_was_cut_off_is_told(company: Company, kept: int) -> None:
    company.calls("good", call("1", ANNA, "2026-09-01T10:00:00", "hello"))
    company.run()
    (path,) = (company.root / "warehouse").glob("gov.*.duckdb")
    whole = path.read_bytes()
    path.write_bytes(whole[:kept])
    for command in ("status", "run"):
        done = chatward(company, command)
        assert (done.returncode, len(errors_of(done))) == (7, 1), done.stderr
    path.write_bytes(whole)
    assert chatward(company, "status").returncode == 0


def test_outside_a_workspace_there_is_nothing_to_run(company: Company) -> None:
    (company.root / "policy.yaml").unlink()
    done = chatward(company, "run")
    assert (done.returncode, len(errors_of(done))) == (3, 1)


def test_a_time_that_is_none_is_wrong_usage(company: Company) -> None:
    done = chatward(company, "run", "--as-of", "yesterday")
    assert (done.returncode, len(errors_of(done))) == (2, 1)


def test_an_export_that_changes_while_it_is_read_is_not_stored_until_it_is_whole(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    company.calls("good", call("1", ANNA, "2026-09-01T10:00:00", "whole"))
    growing = company.calls("growing", call("2", ANNA, "2026-09-01T11:00:00", "first"))
    from chatward.sources import recognise

    real = recognise.read

    def read(export: Any, settings: Any) -> Any:
        yield from real(export, settings)
        if export.path == growing:
            with growing.open("a") as handle:
                handle.write(json.dumps(call("3", ANNA, "2026-09-01T12:00:00", "second")) + "\n")

    with monkeypatch.context() as patch:
        patch.setattr(recognise, "read", read)
        (failure,) = company.stage("collect").failures
    assert isinstance(failure.error, SourceFormatError)
    assert "changed while it was read" in failure.error.message
    assert state(company).texts == ["whole"]
    assert company.stage("collect").failures == []
    assert state(company).texts == ["first", "second", "whole"]


_HOLDS = b"hold_id,case,identifier_type,identifier,source,from,until,placed_at,released_at\n"
REGISTERS: dict[str, tuple[str, bytes]] = {
    "a hold without a time": ("holds/holds.csv", _HOLDS + b"h1,c,,,,,,,\n"),
    "a hold with a wrong time": ("holds/holds.csv", _HOLDS + b"h1,c,,,,soon,,2026-01-01,\n"),
    "a hold that a quote swallowed": (
        "holds/holds.csv", _HOLDS + b'h1,"c,,,,,,2026-01-01,\nh2,c",,,,,,2026-01-01,\n'
    ),
    "a cell too many": ("holds/holds.csv", _HOLDS + b"h1,Smith, John,phone,+491511,,,,2026-01-01,\n"),
    "a missing column": ("holds/holds.csv", b"hold_id,case\nh1,c\n"),
    "no UTF-8": ("registers/contacts.csv", "contact_id,identifier_type,identifier\nk1,phone,Zoë\n".encode("latin-1")),
    "an open quote": ("registers/contacts.csv", b'contact_id,identifier_type,identifier\nk1,phone,"+4915\n'),
}  # fmt: skip


@pytest.mark.parametrize(("place", "content"), REGISTERS.values(), ids=REGISTERS)
def test_a_register_that_cannot_be_read_stops_the_run_before_anything_is_disposed_of(
    company: Company, place: str, content: bytes
) -> None:
    company.write(place, content)
    with pytest.raises(ConfigError) as told:
        company.stage("retain", plan_only=False)
    assert told.value.hint
    assert "Zo" not in told.value.message
    assert "Smith" not in told.value.message


def test_consent_lines_that_are_none_are_counted_and_the_others_taken(company: Company) -> None:
    good = {
        "identifier_type": "phone", "identifier": f"+{ANNA}", "purpose": "quality", "action": "granted",
        "notice_version": "n1", "effective_at": "2026-01-01", "steps": 1,
    }  # fmt: skip
    lines = [
        json.dumps(good), "{", "[]", "1",
        json.dumps(good | {"action": "maybe"}), json.dumps(good | {"purpose": "other"}),
        json.dumps(good | {"effective_at": "soon"}), json.dumps(good | {"identifier": ""}),
        json.dumps(good | {"effective_at": "0001-01-01T00:00:00+14:00"}),
        json.dumps(good | {"effective_at": "2026-02-01", "steps": 99999999999}),
        json.dumps(good | {"effective_at": "2026-03-01", "channel": "a\u2028b"}, ensure_ascii=False),
    ]  # fmt: skip
    company.write("consent/web.jsonl", "\n".join(lines) + "\n")
    intake = company.stage("collect").consent
    assert intake.added == 3
    assert [reject.line for reject in intake.rejects] == [2, 3, 4, 5, 6, 7, 8, 9]
    assert intake.reasons == {"json": 3, "no_identifier": 1, "no_time": 2, "unknown_action": 1, "unknown_purpose": 1}


def test_a_consent_field_of_a_megabyte_costs_its_own_line_only(company: Company) -> None:
    company.consent("web", (f"+{ANNA}", "granted", "2026-01-01"), ("+" + "1" * 2**20, "granted", "2026-01-01"))
    assert company.stage("collect").consent.added == 2
