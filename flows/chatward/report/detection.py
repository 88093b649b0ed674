"""How well personal data are found in texts: against labels, and by what people judged. Counts alone."""

from dataclasses import dataclass
from datetime import datetime

import duckdb

from chatward.detect.detector import version
from chatward.detect.estimating import Interval
from chatward.detect.scoring import Score
from chatward.warehouse.samples.judged_samples import judged_sample
from chatward.warehouse.samples.measures import newest_measure
from chatward.warehouse.samples.text_samples import WITH, WITHOUT

UNIT = 10_000
"""Figures are kept to four decimals."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DetectionScore:
    """What was right, wrong and missed of one kind, in texts of one language, None for all of them."""

    kind: str
    language: str | None
    right: int
    wrong: int
    missed: int
    precision: float
    recall: float
    f1: float
    f2: float


@dataclass(frozen=True, slots=True, kw_only=True)
class DetectionMeasure:
    """The newest measure against labelled texts, whose file has the SHA-256 ``labelled_sha256``.

    ``is_current`` tells whether the detector in use is of the version that was measured.
    """

    measured_at_utc: datetime
    detector: str
    is_current: bool
    regions: tuple[str, ...]
    with_names: bool
    labelled_sha256: str
    texts: int
    scores: tuple[DetectionScore, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DetectionJudged:
    """What people's verdicts say of one kind; ``precision`` and ``recall`` with the ends of their 95 % intervals."""

    kind: str
    found: int
    judged: int
    right: int
    of_another_kind: int
    missed_in_texts: int
    precision: tuple[float, float, float] | None
    recall: tuple[float, float, float] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DetectionReview:
    """The newest sample of stored texts, as far as people judged it."""

    drawn_at_utc: datetime
    detector: str
    is_current: bool
    texts: int
    items: int
    judged: int
    judged_texts: int
    kinds: tuple[DetectionJudged, ...]


def measure(connection: duckdb.DuckDBPyConnection) -> DetectionMeasure | None:
    """Return the newest measure with the kinds that are labelled; None if there is none."""
    newest = newest_measure(connection)
    if newest is None:
        return None
    scores = (
        _score(kind, language, score) for (language, kind), score in newest.scores.items() if kind in newest.labelled
    )
    return DetectionMeasure(
        measured_at_utc=newest.measured_at,
        detector=newest.detector,
        is_current=newest.detector == version(),
        regions=newest.regions,
        with_names=newest.tags_names,
        labelled_sha256=newest.labelled_sha256,
        texts=newest.texts,
        scores=tuple(scores),
    )


def _score(kind: str, language: str | None, score: Score) -> DetectionScore:
    return DetectionScore(
        kind=kind,
        language=language,
        right=score.right,
        wrong=score.wrong,
        missed=score.missed,
        precision=_figure(score.precision),
        recall=_figure(score.recall),
        f1=_figure(score.f(1)),
        f2=_figure(score.f(2)),
    )


def review(connection: duckdb.DuckDBPyConnection) -> DetectionReview | None:
    """Return what people's verdicts on the newest sample say; None if none was ever drawn."""
    sample = judged_sample(connection)
    if sample is None:
        return None
    return DetectionReview(
        drawn_at_utc=sample.drawn_at,
        detector=sample.detector,
        is_current=sample.detector == version(),
        texts=sample.texts,
        items=sum(drawn for _, drawn, _ in sample.strata.values()),
        judged=sum(judged for *_, judged in sample.strata.values()),
        judged_texts=sum(judged for name, (*_, judged) in sample.strata.items() if name in (WITH, WITHOUT)),
        kinds=tuple(
            DetectionJudged(
                kind=each.kind, found=each.found, judged=each.judged, right=each.right,
                of_another_kind=each.of_another_kind, missed_in_texts=each.missed_in,
                precision=_between(each.precision), recall=_between(each.recall),
            )
            for each in sample.kinds
        ),
    )  # fmt: skip


def _between(interval: Interval) -> tuple[float, float, float] | None:
    if interval.share is None or interval.low is None or interval.high is None:
        return None
    return _figure(interval.share), _figure(interval.low), _figure(interval.high)


def _figure(share: float) -> float:
    return round(share * UNIT) / UNIT
