"""Keeps how well the detector did on labelled texts: counts by kind and language, never a text."""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import duckdb

from chatward.detect.scoring import Score, Scores

OTHER_LANGUAGE = "other"
"""Stands for what a row gives as its language and is no language tag: it could say anything."""
_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One measure of the detector.

    Attributes:
        detector: its version.
        regions: ISO 3166 codes of the countries whose numbering plans it went by.
        tags_names: whether it looked for names of persons.
        labelled_sha256: of the labelled file, 64 hex digits.
        scores: by language, None for all texts, and kind.
        labelled: kinds that are labelled anywhere; nobody labelled the others, and none of their figures mean anything.
    """

    measured_at: datetime
    detector: str
    regions: tuple[str, ...]
    tags_names: bool
    labelled_sha256: str
    texts: int
    scores: Mapping[tuple[str | None, str], Score]
    labelled: frozenset[str]


def scores_of(scores: Scores) -> dict[tuple[str | None, str], Score]:
    """Return scores by language and kind as they are kept."""
    kept: dict[tuple[str | None, str], Score] = {(None, kind.name): score for kind, score in scores.by_kind.items()}
    for language, own in scores.by_language.items():
        told = language if _TAG.fullmatch(language) else OTHER_LANGUAGE
        for kind, score in own.by_kind.items():
            total = kept.setdefault((told, kind.name), Score())
            total.right += score.right
            total.wrong += score.wrong
            total.missed += score.missed
    return kept


def store_measure(connection: duckdb.DuckDBPyConnection, measure: Measure) -> str:
    """Store a measure, inside the caller's transaction; return its id."""
    measure_id = secrets.token_hex(6)
    connection.execute(
        "insert into gov.detector_measures values (?, ?, ?, ?, ?, ?, ?)",
        [
            measure_id, measure.measured_at, measure.detector, list(measure.regions), measure.tags_names,
            measure.labelled_sha256, measure.texts,
        ],
    )  # fmt: skip
    rows = [
        [measure_id, language, kind, kind in measure.labelled, score.right, score.wrong, score.missed]
        for (language, kind), score in measure.scores.items()
    ]
    if rows:
        connection.executemany("insert into gov.detector_scores values (?, ?, ?, ?, ?, ?, ?)", rows)
    return measure_id


def newest_measure(connection: duckdb.DuckDBPyConnection) -> Measure | None:
    """Return the newest measure, or None if the detector was never measured."""
    rows = connection.execute(
        """select measure_id, measured_at_utc, detector, regions, tags_names, labelled_sha256, texts
        from gov.detector_measures order by measured_at_utc desc, measure_id limit 1"""
    ).fetchall()
    if not rows:
        return None
    measure_id, measured_at, detector, regions, tags_names, digest, texts = rows[0]
    scores = connection.execute(
        """select language, kind, is_labelled, right_spans, wrong_spans, missed_spans from gov.detector_scores
        where measure_id = ? order by language nulls first, kind""",
        [measure_id],
    ).fetchall()
    return Measure(
        measured_at=measured_at,
        detector=detector,
        regions=tuple(regions),
        tags_names=tags_names,
        labelled_sha256=digest,
        texts=texts,
        scores={(language, kind): Score(*counts) for language, kind, _, *counts in scores},
        labelled=frozenset(kind for _, kind, is_labelled, *_ in scores if is_labelled),
    )
