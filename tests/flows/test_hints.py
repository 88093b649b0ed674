"""Texts that hint at special categories of data, or at a minor, are kept as short as a rule of theirs says."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pyarrow as pa
import pytest
from support.company import NOW, Company, call, edit
from support.state import state

from chatward.detect import Kind, detector, hinting, hints
from chatward.intake import hinting as intake_hinting
from chatward.policy.terms import bits_of
from chatward.policy.vocabulary import HintKind

ANNA, BEN = "491511", "491512"
SENT = datetime(2026, 9, 1, 10, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)
PERIOD = timedelta(days=60)
ILL, PLAIN = "the diagnosis came, I must go to hospital", "where is my parcel?"


def rule(period: str = "P60D", *, purpose: str = "support", hints: tuple[str, ...] = ("health",)) -> dict[str, Any]:
    """Return a rule for messages that hint at something."""
    return {
        "rule": f"{purpose}-{'-'.join(hints)}", "purpose": purpose, "categories": ["text"], "object": "message",
        "hints": list(hints), "starting_point": "sent", "period": period, "disposal_within": "P7D",
        "reason": "nobody needs to know any longer",
    }  # fmt: skip


def with_rules(company: Company, *rules: dict[str, Any]) -> None:
    company.write_policy(lambda policy: policy["retention"].extend(rules))


def said(number: int, text: str, *, sender: str = ANNA) -> dict[str, object]:
    return call(str(number), sender, f"{SENT:%Y-%m-%dT%H:%M:%S}", text)


def kept(company: Company) -> dict[str, str]:
    """Return the rule by which each text is kept."""
    return {row["text"]: row["rule"] for row in state(company).messages.values() if row["text"]}


def test_bits_mean_the_same_to_the_policy_and_to_the_detector() -> None:
    for hint in HintKind:
        word = hints.WORDS[hint.name].split()[0].replace("_", " ")
        found = hinting.HintFinder(frozenset({Kind[hint.upper()]})).hints_of(pa.array([word], pa.large_string()))
        assert found.tolist() == [bits_of([hint])]


BOTH, CHURCH, HELD = f"{ILL}, and I am only 15", "our church", f"{ILL}, says Ben"


@dataclass(frozen=True)
class Life:
    """What became of some texts: the rules they were kept by, plans, and what was left at the end."""

    rules: dict[str, str]
    plans: dict[str, list[tuple[str, str, str, int]]]
    left: list[str]
    left_after_redelivery: list[str]
    refused: set[tuple[str, int]]


@pytest.fixture(scope="module")
def life(tmp_path_factory: pytest.TempPathFactory, _plain_stages: None) -> Life:
    """A company with three rules for hints and a hold on Ben: kept, planned for, disposed of, and delivered again."""
    company = Company.found(tmp_path_factory.mktemp("hints") / "company")
    with_rules(company, rule(), rule("P30D", hints=("minor",)), rule("P9Y", hints=("religion",)))
    company.holds({"hold_id": "h1", "identifier_type": "phone", "identifier": f"+{BEN}"})
    company.calls("calls", said(1, ILL), said(2, PLAIN), said(3, BOTH), said(4, CHURCH), said(5, HELD, sender=BEN))
    company.keep(NOW)
    rules = kept(company)
    moments = {"a moment before": SENT + PERIOD - MOMENT, "due": SENT + PERIOD}
    plans = {name: company.stage("retain", at).plan.by_rule() for name, at in moments.items()}
    company.keep(SENT + PERIOD)
    left = state(company).texts
    company.calls("again", said(1, ILL), said(6, "hello"))
    company.keep(SENT + PERIOD)
    with company.warehouse() as warehouse:
        refused = set(warehouse.connection.execute("select reason, records from gov.file_reasons").fetchall())
    return Life(rules, plans, left, state(company).texts, refused)


def test_of_several_rules_the_shortest_counts_and_a_longer_one_never(life: Life) -> None:
    assert life.rules == {
        ILL: "support-health", HELD: "support-health", BOTH: "support-minor", PLAIN: "support-messages",
        CHURCH: "support-messages",
    }  # fmt: skip


def test_a_text_that_hints_at_health_is_due_in_the_very_instant_that_its_rule_says(life: Life) -> None:
    minor = ("dispose", "support-minor", f"{SENT + timedelta(days=30):%Y-%m-%d}", 1)
    ill = ("dispose", "support-health", f"{SENT + PERIOD:%Y-%m-%d}", 1)
    assert life.plans == {"a moment before": [minor], "due": [ill, minor, ("hold", "support-health", "h1", 1)]}


def test_what_is_due_goes_and_a_hold_keeps_it(life: Life) -> None:
    assert life.left == sorted([PLAIN, CHURCH, HELD])


def test_what_went_for_its_hint_is_refused_when_it_is_delivered_again(life: Life) -> None:
    assert ("past_retention", 1) in life.refused
    assert life.left_after_redelivery == sorted([PLAIN, CHURCH, HELD, "hello"])


@pytest.mark.parametrize("together", [True, False], ids=["in one delivery", "later"])
def test_an_edit_that_adds_a_hint_shortens_and_one_that_takes_it_out_does_not(company: Company, together: bool) -> None:
    with_rules(company, rule())
    edits = [edit("1", ANNA, "2026-09-02T10:00:00", f"{ILL}!"), edit("2", BEN, "2026-09-02T10:00:00", "never mind")]
    said_first = [said(1, PLAIN), said(2, ILL, sender=BEN)]
    if together:
        company.calls("calls", *said_first, *edits)
    else:
        company.calls("calls", *said_first)
        company.keep(NOW)
        company.calls("edits", *edits)
    company.keep(NOW)
    assert kept(company) == {f"{ILL}!": "support-health", "never mind": "support-messages"}


def test_a_rule_of_now_counts_for_what_was_stored_before_it(company: Company) -> None:
    company.calls("calls", said(1, ILL), said(2, PLAIN))
    company.keep(NOW)
    assert set(kept(company).values()) == {"support-messages"}
    with_rules(company, rule())
    company.keep(NOW)
    assert kept(company) == {ILL: "support-health", PLAIN: "support-messages"}
    company.write_policy()
    company.keep(NOW)
    assert set(kept(company).values()) == {"support-messages"}
    with company.warehouse() as warehouse, warehouse.shard(warehouse.shard_file("2026-09"), read_only=True):
        assert warehouse.connection.execute("select distinct hints from shard.messages").fetchall() == [(None,)]


@pytest.fixture
def newer_words(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A detector of a version that knows another word."""
    words = hints.WORDS | {"HEALTH": hints.WORDS["HEALTH"] + " parcel"}
    monkeypatch.setattr(hints, "WORDS", words)
    monkeypatch.setattr(detector, "_VERSION", "next")
    intake_hinting.hint_finder.cache_clear()
    yield
    intake_hinting.hint_finder.cache_clear()


def test_what_is_stored_is_looked_at_again_when_the_detectors_version_rises(
    company: Company, request: pytest.FixtureRequest
) -> None:
    with_rules(company, rule())
    company.calls("calls", said(1, ILL), said(2, PLAIN))
    company.keep(NOW)
    request.getfixturevalue("newer_words")
    company.keep(NOW)
    assert kept(company) == {ILL: "support-health", PLAIN: "support-health"}


def test_a_set_shows_a_hinting_text_no_longer_than_its_purpose_may(company: Company) -> None:
    company.write_policy(
        lambda policy: (
            policy["retention"].append(rule("P60D", purpose="quality")),
            policy["sets"]["messages"].update(withhold_hints=["minor"]),
        )
    )
    company.calls("calls", said(1, ILL), said(2, PLAIN))
    company.consent("yes", (f"+{ANNA}", "granted", "2026-08-01"))
    company.run(NOW)
    assert state(company).published_texts == sorted([ILL, PLAIN])
    company.run(SENT + PERIOD)
    assert state(company).published_texts == [PLAIN]
    assert state(company).texts == sorted([ILL, PLAIN])
