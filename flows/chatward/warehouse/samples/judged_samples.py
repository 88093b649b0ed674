"""What people's verdicts on the newest sample of texts say of the detector: precision and recall by kind."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import duckdb

from chatward import queries
from chatward.detect.estimating import UNKNOWN, Interval, JudgedSpans, JudgedTexts, precision, recall
from chatward.warehouse.samples.text_samples import WITH, WITHOUT


@dataclass(frozen=True, slots=True)
class KindJudged:
    """One kind: spans found, judged, right, and of another kind; texts in which one was missed; both estimates."""

    kind: str
    found: int
    judged: int
    right: int
    of_another_kind: int
    missed_in: int
    precision: Interval
    recall: Interval


@dataclass(frozen=True, slots=True)
class SampleJudged:
    """The newest sample as it is judged so far.

    Attributes:
        detector: the version that drew it.
        texts: how many were searched for it.
        strata: by stratum: members, drawn, judged.
    """

    drawn_at: datetime
    detector: str
    texts: int
    strata: Mapping[str, tuple[int, int, int]]
    kinds: tuple[KindJudged, ...]


def judged_sample(connection: duckdb.DuckDBPyConnection) -> SampleJudged | None:
    """Return what the newest sample says, or None if none was ever drawn."""
    samples = connection.execute(
        """select drawn_at_utc, detector, texts from gov.text_samples
        order by drawn_at_utc desc, sample_id limit 1"""
    ).fetchall()
    if not samples:
        return None
    rows = connection.execute(queries.load("core/judged_strata")).fetchall()
    texts = {
        stratum: JudgedTexts(members, judged, Counter(missed))
        for stratum, members, _, judged, _, _, missed in rows
        if stratum in (WITH, WITHOUT)
    }
    spans = {row[0]: (JudgedSpans(row[1], row[3], row[4]), row[5]) for row in rows if row[0] not in texts}
    missed = sum((Counter(part.missed) for part in texts.values()), Counter[str]())
    kinds = tuple(
        KindJudged(
            kind, own.found if own else 0, own.judged if own else 0, own.right if own else 0,
            spans[kind][1] if own else 0, missed[kind],
            precision(own) if own else UNKNOWN, recall(kind, own, tuple(texts.values())),
        )
        for kind, own in ((kind, spans[kind][0] if kind in spans else None) for kind in sorted({*spans, *missed}))
    )  # fmt: skip
    drawn_at, detector, searched = samples[0]
    return SampleJudged(drawn_at, detector, searched, {row[0]: (row[1], row[2], row[3]) for row in rows}, kinds)
