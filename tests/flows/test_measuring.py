"""How well detection does is kept, judged by people and told, and no text is in any of it."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.company import NOW, Company, call
from typer.testing import CliRunner

from chatward import measuring, settings, workspace
from chatward.cli.main import app
from chatward.detect import detector
from chatward.errors import UsageError
from chatward.report import detection
from chatward.warehouse.samples.judged_samples import SampleJudged
from chatward.warehouse.samples.text_samples import WITH, WITHOUT, newest_sample

ANNA = "491511"
CANARY = "canary@nest.example"
LABELLED = [
    {"text": f"write to {CANARY}", "spans": [[9, 28, "EMAIL"]], "language": "en"},
    {"text": "ruf an: +49 30 901820", "spans": [[8, 21, "PHONE"]], "language": "de"},
    {"text": "keine Nummer", "spans": [[6, 12, "PHONE"]], "language": "de"},
    {"text": "nothing at all", "spans": [], "language": f"{CANARY} is no language"},
]


@pytest.fixture(scope="module")
def talked(tmp_path_factory: pytest.TempPathFactory, _plain_stages: None) -> Company:
    """A company in which a hundred texts are stored, every fifth with an address."""
    company = Company.found(tmp_path_factory.mktemp("measured") / "company")
    texts = [f"mail {number}.{CANARY}" if number % 5 == 0 else f"the parcel {number} came" for number in range(100)]
    company.calls("calls", *(call(f"{n}", ANNA, "2026-09-01T10:00:00", text) for n, text in enumerate(texts)))
    company.keep(NOW)
    return company


@pytest.fixture
def chatward(talked: Company, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    for name, value in talked.environment.items():
        monkeypatch.setenv(name, value)

    def run(*arguments: str) -> Any:
        words = [*arguments, "--workspace", str(talked.root)]
        return CliRunner().invoke(app, words, catch_exceptions=False, standalone_mode=False)

    return run


def labelled(folder: Path) -> Path:
    path = folder / "labelled.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in LABELLED), encoding="utf-8")
    return path


def told(company: Company) -> tuple[Any, Any]:
    with company.warehouse() as warehouse:
        return detection.measure(warehouse.connection), detection.review(warehouse.connection)


def failed_checks(company: Company) -> list[tuple[str, str]]:
    checks = company.stage("assure", NOW, everything=False).checks
    return [(check.name, check.severity) for check in checks if not check.passed]


def test_scores_are_kept_with_version_and_digest_and_grow_old_with_the_detector(
    talked: Company, chatward: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = labelled(tmp_path)
    chatward("detect", str(path), "--field", "text", "--evaluate", "--record", "--region", "DE")
    measure, _ = told(talked)
    assert (measure.detector, measure.is_current, measure.regions) == (detector.version(), True, ("DE",))
    assert measure.labelled_sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    rows = {(each.kind, each.language): (each.right, each.wrong, each.missed) for each in measure.scores}
    assert rows == {
        ("EMAIL", None): (1, 0, 0), ("PHONE", None): (1, 0, 1), ("EMAIL", "en"): (1, 0, 0), ("PHONE", "de"): (1, 0, 1),
    }  # fmt: skip
    assert [(each.recall, each.f2) for each in measure.scores if each.kind == "PHONE"] == [(0.5, 0.5556)] * 2
    assert failed_checks(talked) == []
    monkeypatch.setattr(detector, "_VERSION", "next")
    assert failed_checks(talked) == [("detector_measured", "warning")]
    assert told(talked)[0].is_current is False


@pytest.mark.parametrize(
    "words", [("--record",), ("--evaluate", "--record", "--kinds", "EMAIL")], ids=["no scores", "some kinds"]
)
def test_only_whole_scores_are_kept(chatward: Any, tmp_path: Path, words: tuple[str, ...]) -> None:
    with pytest.raises(UsageError, match="scores of all kinds"):
        chatward("detect", str(labelled(tmp_path)), "--field", "text", *words)


def drawn(company: Company, chatward: Any, count: int = 20, seed: int = 7) -> SampleJudged:
    chatward("review", "draw", str(count), "--seed", str(seed))
    sample = measuring.read_sample(workspace.find(company.root), settings.load())
    assert sample is not None
    return sample


def test_a_sample_has_spans_and_texts_and_is_the_same_for_the_same_seed(talked: Company, chatward: Any) -> None:
    first = drawn(talked, chatward)
    assert first.strata == {"EMAIL": (20, 10, 0), WITH: (20, 3, 0), WITHOUT: (80, 7, 0)}
    same = items(talked)
    drawn(talked, chatward)
    assert items(talked) == same
    drawn(talked, chatward, seed=8)
    other = items(talked)
    assert len(other) == len(same)
    assert other != same


def items(company: Company) -> list[tuple[object, ...]]:
    with company.warehouse() as warehouse:
        return warehouse.connection.execute(
            "select item, message_id, first_byte from gov.text_sample_items where sample_id = ? order by item",
            [newest_sample(warehouse)],
        ).fetchall()


def test_verdicts_give_precision_and_recall_and_the_last_one_counts(talked: Company, chatward: Any) -> None:
    drawn(talked, chatward)
    place, here = workspace.find(talked.root), settings.load()
    for _ in range(20):
        shown = measuring.show_item(place, here, None)
        assert shown is not None
        assert shown.text is not None
        if shown.span:
            assert shown.text[slice(*shown.span)].endswith(CANARY)
            measuring.judge_item(place, here, shown.item, "wrong", [], by="k.1")
            chatward("review", "judge", str(shown.item), "right", "--by", "k.1")
        elif shown.stratum == WITHOUT and shown.item % 2:
            chatward("review", "judge", str(shown.item), "missed", "--kinds", "person", "--by", "k.1")
        else:
            chatward("review", "judge", str(shown.item), "complete", "--by", "k.1")
    assert measuring.show_item(place, here, None) is None
    _, review = told(talked)
    email, person = review.kinds
    assert (email.kind, email.found, email.judged, email.right) == ("EMAIL", 20, 10, 10)
    assert email.precision == (1.0, 0.7225, 1.0)
    assert email.recall[0] == 1.0
    assert (person.kind, person.found, person.recall[0]) == ("PERSON", 0, 0.0)
    assert (review.items, review.judged, review.judged_texts) == (20, 20, 10)
    assert "PERSON" in chatward("review", "list").stdout


def test_verdicts_fit_what_they_are_about(talked: Company, chatward: Any) -> None:
    drawn(talked, chatward)
    place, here = workspace.find(talked.root), settings.load()
    shown = [measuring.show_item(place, here, number) for number in range(1, 21)]
    items = {each.stratum: each.item for each in shown if each}
    for stratum, verdict, kinds in [
        ("EMAIL", "missed", ["PHONE"]), (WITH, "right", []), (WITHOUT, "missed", []), ("EMAIL", "right", ["PHONE"]),
    ]:  # fmt: skip
        with pytest.raises(UsageError):
            measuring.judge_item(place, here, items[stratum], verdict, kinds, by="k.1")
    with pytest.raises(UsageError, match="nobody judged"):
        measuring.judge_item(place, here, 1, "right", [], by=" ")
    with pytest.raises(UsageError, match="no such item"):
        measuring.judge_item(place, here, 21, "right", [], by="k.1")


def test_texts_are_shown_on_a_terminal_alone(talked: Company, chatward: Any) -> None:
    drawn(talked, chatward)
    with pytest.raises(UsageError, match="on a terminal only"):
        chatward("review", "show")


def test_what_was_edited_since_is_shown_no_more(talked: Company, chatward: Any) -> None:
    drawn(talked, chatward)
    with talked.warehouse() as warehouse, warehouse.shard(warehouse.shard_file("2026-09")):
        warehouse.connection.execute("update shard.messages set text = text || '!'")
    shown = measuring.show_item(workspace.find(talked.root), settings.load(), 1)
    assert shown is not None
    assert (shown.text, shown.span) == (None, None)
    with talked.warehouse() as warehouse, warehouse.shard(warehouse.shard_file("2026-09")):
        warehouse.connection.execute("update shard.messages set text = text[:-2]")


def test_no_word_of_a_text_is_in_the_ledger_or_what_reports_show(
    talked: Company, chatward: Any, tmp_path: Path
) -> None:
    chatward("detect", str(labelled(tmp_path)), "--field", "text", "--evaluate", "--record")
    drawn(talked, chatward)
    chatward("review", "judge", "1", "right", "--by", "k.1")
    shown = json.dumps(told(talked), default=str)
    written = b"".join(path.read_bytes() for path in (talked.root / "ledger").rglob("*") if path.is_file())
    for secret in (CANARY, "parcel", "nest"):
        assert secret not in shown
        assert secret.encode() not in written
    assert b"detector_measure" in written
    assert b"text_sample" in written
