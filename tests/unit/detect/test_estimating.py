"""Estimates from judged samples: known answers of another tool, and laws."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatward.detect.estimating import UNKNOWN, JudgedSpans, JudgedTexts, precision, recall, wilson

# scipy 1.17.1, stats.binomtest(hits, trials).proportion_ci(0.95, method="wilson")
KNOWN = [
    (0, 10, 0.0, 0.277533),
    (10, 10, 0.722467, 1.0),
    (8, 10, 0.490162, 0.943318),
    (1, 1, 0.206549, 1.0),
    (45, 50, 0.786398, 0.956524),
    (1, 200, 0.000883, 0.027774),
    (331, 400, 0.787405, 0.861365),
]


@pytest.mark.parametrize(("hits", "trials", "low", "high"), KNOWN)
def test_intervals_are_those_that_scipy_gives(hits: int, trials: int, low: float, high: float) -> None:
    found = wilson(hits, trials)
    assert (found.share, found.low, found.high) == (
        hits / trials,
        pytest.approx(low, abs=1e-6),
        pytest.approx(high, abs=1e-6),
    )


def test_nothing_judged_says_nothing() -> None:
    assert wilson(0, 0) == UNKNOWN
    assert recall("EMAIL", JudgedSpans(5, 0, 0), [JudgedTexts(10, 10)]) == UNKNOWN
    assert recall("EMAIL", JudgedSpans(5, 5, 5), [JudgedTexts(10, 0)]) == UNKNOWN


def test_a_stratum_without_texts_needs_no_verdict() -> None:
    assert recall("EMAIL", JudgedSpans(5, 5, 5), [JudgedTexts(0, 0), JudgedTexts(4, 4)]).share == 1.0


def test_recall_weighs_each_stratum_by_its_size() -> None:
    # 90 of 100 found are right: 0.9 * 1000 = 900. Missed in 1 of 50 of 5000 texts and in 2 of 20 of 1000: 100 + 100
    found = recall(
        "PHONE",
        JudgedSpans(found=1000, judged=100, right=90),
        [JudgedTexts(5000, 50, {"PHONE": 1, "EMAIL": 9}), JudgedTexts(1000, 20, {"PHONE": 2})],
    )
    assert found.share == pytest.approx(900 / 1100)
    assert found.low is not None
    assert found.high is not None
    assert found.low < 900 / 1100 < found.high


def test_what_was_never_found_and_missed_somewhere_has_no_recall() -> None:
    assert recall("IBAN", None, [JudgedTexts(100, 10, {"IBAN": 1})]).share == 0.0


counts = st.integers(1, 400).flatmap(lambda trials: st.tuples(st.integers(0, trials), st.just(trials)))


@given(counts)
def test_the_share_lies_in_its_interval_and_the_interval_between_nothing_and_all(count: tuple[int, int]) -> None:
    found = wilson(*count)
    assert found.share is not None
    assert found.low is not None
    assert found.high is not None
    assert 0 <= found.low <= found.share <= found.high <= 1


@given(counts, counts, st.integers(1, 10**6), st.integers(1, 10**6))
def test_recall_lies_in_its_interval(
    spans: tuple[int, int], texts: tuple[int, int], found: int, all_texts: int
) -> None:
    share = recall("URL", JudgedSpans(found, spans[1], spans[0]), [JudgedTexts(all_texts, texts[1], {"URL": texts[0]})])
    assert share.share is not None
    assert share.low is not None
    assert share.high is not None
    assert 0 <= share.low <= share.share <= share.high <= 1


@given(counts)
def test_more_verdicts_of_the_same_share_make_the_interval_narrower(count: tuple[int, int]) -> None:
    hits, trials = count
    few, many = precision(JudgedSpans(1, trials, hits)), precision(JudgedSpans(1, 4 * trials, 4 * hits))
    assert many.high - many.low < few.high - few.low  # type: ignore[operator]
