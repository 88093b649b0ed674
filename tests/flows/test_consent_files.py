"""Lines of consent files that cannot be read: none is lost, all are shown, and nothing that stands in them."""

import json
from datetime import timedelta

import pytest
from support.company import NOW, Company, call
from support.state import state

from chatward import settings, workspace
from chatward.errors import ConfigError
from chatward.status import read_failures, read_status
from chatward.warehouse.kept.consent_files import CONSENT
from chatward.warehouse.kept.line_files import rejected_lines

HEADER = "identifier_type,identifier,purpose,action,notice_version,effective_at\n"
ANNA, BEN = "491511", "491512"
SECRET = "Quillfeather"


def yes(number: str, purpose: str = "quality") -> str:
    return f"phone,+{number},{purpose},granted,n1,2026-01-01\n"


def rejects(company: Company) -> list[tuple[str, int, str]]:
    """Return location, line and reason of what the warehouse knows of."""
    with company.warehouse() as warehouse:
        return [(each.location, each.line, each.reason) for each in rejected_lines(warehouse.connection, CONSENT)]


def test_a_withdrawal_behind_an_open_quote_is_honoured(company: Company) -> None:
    company.calls("calls", call("1", ANNA, "2026-08-01T10:00:00", "hello"))
    company.write("consent/a.csv", HEADER + yes(ANNA))
    company.run()
    assert state(company).published_texts == ["hello"]
    no = f"phone,+{ANNA},quality,withdrawn,n1,2026-02-01\n"
    company.write("consent/b.csv", HEADER + f'phone,"+{BEN},quality,granted,n1,2026-01-01\n' + no)
    assert company.run().collected.consent.reasons == {"open_quote": 1}
    assert state(company).published_texts == []


def test_rejected_lines_are_known_until_they_are_mended(company: Company) -> None:
    company.write("consent/2026/a.csv", HEADER + yes(ANNA) + yes(BEN, SECRET))
    company.write("consent/old.xlsx", b"PK")
    company.write("consent/README.md", "who said what")
    company.write("consent/.hidden.csv", "nothing")
    (company.root / "consent" / "gone.csv").symlink_to(company.folder / "nowhere")
    collected = company.stage("collect")
    assert collected.consent.added == 1
    assert rejects(company) == [
        ("2026/a.csv", 3, "unknown_purpose"),
        ("gone.csv", 0, "unreadable"),
        ("old.xlsx", 0, "neither_csv_nor_json_lines"),
    ]
    (company.root / "consent" / "gone.csv").unlink()
    (company.root / "consent" / "old.xlsx").unlink()
    company.write("consent/2026/a.csv", HEADER + yes(ANNA) + yes(BEN))
    assert company.stage("collect").consent.added == 1
    assert rejects(company) == []


def test_status_counts_rejected_lines_and_names_their_files_on_demand(company: Company) -> None:
    company.write("consent/a.csv", HEADER + yes(ANNA) + 2 * yes(BEN, SECRET) + "phone\n")
    company.write("consent/b.xlsx", b"PK")
    company.stage("collect")
    place, here = workspace.find(company.root), settings.load(company.environment)
    assert read_status(place, here)["consent_rejects"] == [
        {"reason": "neither_csv_nor_json_lines", "lines": 1},
        {"reason": "no_identifier", "lines": 1},
        {"reason": "unknown_purpose", "lines": 2},
    ]
    found = read_failures(place, here)["consent_rejects"]
    assert [(each["location"], each["reason"], each["lines"], each["which"]) for each in found] == [
        ("a.csv", "unknown_purpose", 2, "3 to 4"),
        ("a.csv", "no_identifier", 1, "5"),
        ("b.xlsx", "neither_csv_nor_json_lines", 1, "the whole file"),
    ]


def test_a_first_run_that_stops_before_it_reads_consent_has_its_report(company: Company) -> None:
    company.write("holds/holds.csv", "hold_id\n")
    company.write("consent/a.csv", "nothing\n")
    with pytest.raises(ConfigError, match="no column"):
        company.whole_day()
    evidence = json.loads((company.root / "reports" / "current" / "evidence.json").read_text())
    assert evidence["consent_rejects"] == []


def test_the_report_and_the_ledger_show_places_and_reasons_and_no_names(company: Company) -> None:
    company.write(f"consent/{SECRET}.csv", HEADER + yes(ANNA) + 3 * yes(SECRET, SECRET) + yes(BEN) + yes(BEN, SECRET))
    company.whole_day()
    site = company.root / "reports" / "current"
    evidence = json.loads((site / "evidence.json").read_text())
    (found,) = evidence["consent_rejects"]
    assert found.pop("file_id").startswith("consent/")
    assert found == {"reason": "unknown_purpose", "lines": 4, "spans": [[3, 5], [7, 7]]}
    page = (site / "consent.html").read_text()
    assert "3 to 5, 7" in page
    assert "unknown purpose" in page
    assert "4 lines of consent files" in (site / "index.html").read_text()
    written = [path.read_bytes() for place in (site, company.root / "ledger") for path in place.rglob("*")
               if path.is_file()]  # fmt: skip
    assert written
    assert not [text for text in written if SECRET.encode() in text]


def test_publishing_alone_takes_in_a_withdrawal_first(company: Company) -> None:
    company.calls(
        "calls", call("1", ANNA, "2026-08-01T10:00:00", "hello"), call("2", BEN, "2026-08-01T10:00:00", "hey")
    )
    company.write("consent/a.csv", HEADER + yes(ANNA) + yes(BEN))
    company.run()
    assert state(company).published_texts == ["hello", "hey"]
    company.write("consent/b.csv", HEADER + f"phone,+{ANNA},quality,withdrawn,n1,2026-07-01\nphone\n")
    published = company.stage("publish", NOW + timedelta(hours=1))
    assert state(company).published_texts == ["hey"]
    assert published.consent.reasons == {"no_identifier": 1}


def test_publishing_alone_takes_in_that_two_numbers_are_one_persons(company: Company) -> None:
    company.calls("calls", call("1", ANNA, "2026-08-01T10:00:00", "hello"))
    company.write("consent/a.csv", HEADER + yes(ANNA) + f"phone,+{BEN},quality,withdrawn,n1,2026-07-01\n")
    company.run()
    assert state(company).published_texts == ["hello"]
    company.contacts(("k1", "phone", f"+{ANNA}"), ("k1", "phone", f"+{BEN}"))
    company.stage("publish", NOW + timedelta(hours=1))
    assert state(company).published_texts == []


def test_in_the_daily_run_consent_is_taken_in_once(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    from chatward import collect, publish, retain

    taken: list[int] = []
    take = collect.take_inputs
    monkeypatch.setattr(collect, "take_inputs", lambda run, result: taken.append(1) or take(run, result))
    for verb in (publish, retain):
        monkeypatch.setattr(verb, "take_news", lambda _: pytest.fail("taken in twice"))
    company.run()
    assert taken == [1]


def test_retaining_alone_takes_in_a_withdrawal(company: Company) -> None:
    company.calls("calls", call("1", ANNA, "2026-08-01T10:00:00", "hello"))
    company.write("consent/a.csv", HEADER + yes(ANNA))
    company.run()
    company.write("consent/b.csv", HEADER + f"phone,+{ANNA},quality,withdrawn,n1,2026-07-01\n")
    company.stage("retain", NOW + timedelta(hours=1))
    with company.warehouse() as warehouse:
        actions = warehouse.connection.execute("select action from gov.consent_events order by action").fetchall()
    assert actions == [("granted",), ("withdrawn",)]
