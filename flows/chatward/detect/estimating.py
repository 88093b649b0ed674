"""How well detection does, estimated from a sample that people judged: precision and recall, each with an interval."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

Z = 1.959963984540054
"""Quantile of the normal distribution for intervals that cover 95 of 100."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A share, and between what it is with a confidence of 95 %; all of it None where nothing was judged."""

    share: float | None
    low: float | None
    high: float | None


UNKNOWN = Interval(None, None, None)


@dataclass(frozen=True, slots=True)
class JudgedSpans:
    """Spans of one kind: how many the detector found, how many of them were judged, and how many of these are right."""

    found: int
    judged: int
    right: int


@dataclass(frozen=True, slots=True)
class JudgedTexts:
    """Texts of one stratum: how many there are and were judged, and in how many of these a kind was missed."""

    texts: int
    judged: int
    missed: Mapping[str, int] = field(default_factory=dict)


def wilson(hits: int, trials: int) -> Interval:
    """Return the share of hits with Wilson's score interval, which holds for few trials and for shares near 0 and 1.

    Source: E. B. Wilson, Journal of the American Statistical Association 22 (1927), 209-212.
    """
    if not trials:
        return UNKNOWN
    share = hits / trials
    middle = (share + Z**2 / (2 * trials)) / (1 + Z**2 / trials)
    half = Z / (1 + Z**2 / trials) * math.sqrt(share * (1 - share) / trials + Z**2 / (4 * trials**2))
    low = 0.0 if hits == 0 else middle - half
    return Interval(share, low, 1.0 if hits == trials else middle + half)


def precision(spans: JudgedSpans) -> Interval:
    """Return which share of what was found is right."""
    return wilson(spans.right, spans.judged)


def recall(kind: str, spans: JudgedSpans | None, strata: Sequence[JudgedTexts]) -> Interval:
    """Return which share of what there is of a kind was found.

    Its interval combines the worst of both shares that it rests on with the worst, and the best with the best, so that
    it covers at least 95 of 100. A text in which several were missed counts once.

    Args:
        kind: of personal data.
        spans: what was found of it and judged; None where nothing was found.
        strata: all texts, in parts that were sampled each by itself.
    """
    right = Interval(0.0, 0.0, 0.0) if spans is None else _scaled(precision(spans), spans.found)
    missed = [_scaled(wilson(part.missed.get(kind, 0), part.judged), part.texts) for part in strata if part.texts]
    if any(each.share is None for each in (right, *missed)):
        return UNKNOWN
    share, low, high = (sum(getattr(each, name) for each in missed) for name in ("share", "low", "high"))
    return Interval(_part(right.share, share), _part(right.low, high), _part(right.high, low))


def _scaled(each: Interval, count: int) -> Interval:
    if each.share is None or each.low is None or each.high is None:
        return UNKNOWN
    return Interval(each.share * count, each.low * count, each.high * count)


def _part(found: float | None, missed: float) -> float:
    total = (found or 0.0) + missed
    return (found or 0.0) / total if total else 1.0
