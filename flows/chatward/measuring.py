"""How well detection does: keeps what labelled texts say, and has people judge a sample of what is stored."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from chatward import clock
from chatward.acts import log_act, written
from chatward.detect import Detector
from chatward.detect.detector import version
from chatward.detect.scoring import Scores
from chatward.errors import UsageError
from chatward.policy import load as load_policy
from chatward.policy.vocabulary import NamesInTexts
from chatward.sets.people import known_people, name_index
from chatward.settings import Settings
from chatward.warehouse.moment import Moment, naive_utc
from chatward.warehouse.samples.judged_samples import SampleJudged, judged_sample
from chatward.warehouse.samples.measures import Measure, scores_of, store_measure
from chatward.warehouse.samples.text_samples import Sample, Shown, draw, open_item, store_sample, store_verdict
from chatward.workspace import Workspace

MEASURE, SAMPLE = "detector_measure", "text_sample"
"""Kinds of records in the ledger."""


def keep_measure(place: Workspace, here: Settings, detector: Detector, scores: Scores, labelled_sha256: str) -> None:
    """Keep scores in the workspace and append them to its ledger: counts by kind and language.

    Raises:
        ConfigError: a run is going on, or nothing ran yet.
    """
    now = clock.now()
    measure = Measure(
        measured_at=naive_utc(now),
        detector=version(),
        regions=detector.regions,
        tags_names=detector.tags_names,
        labelled_sha256=labelled_sha256,
        texts=scores.texts,
        scores=scores_of(scores),
        labelled=frozenset(kind.name for kind in scores.labelled),
    )
    counts = [
        {"kind": kind, "language": language, "right": each.right, "wrong": each.wrong, "missed": each.missed}
        for (language, kind), each in measure.scores.items()
    ]
    with written(place, here) as warehouse:
        with warehouse.transaction() as connection:
            store_measure(connection, measure)
        record = {
            "kind": MEASURE, "measured_at": now.isoformat(), "detector": measure.detector,
            "regions": list(measure.regions), "tags_names": measure.tags_names, "labelled_sha256": labelled_sha256,
            "texts": measure.texts, "scores": counts,
        }  # fmt: skip
        log_act(place, warehouse, record)


def draw_sample(place: Workspace, here: Settings, count: int, seed: int | None) -> tuple[int, Sample]:
    """Draw a sample of stored texts to be judged; return the seed by which it can be drawn again, and the sample.

    Raises:
        ConfigError: a run is going on, or nothing ran yet.
        UsageError: no text is stored.
    """
    seed = secrets.randbits(31) if seed is None else seed
    policy = load_policy(place.policy_path)
    now = clock.now()
    with written(place, here) as warehouse:
        moment = Moment(f"sample-{now:%Y-%m-%dT%H-%M-%SZ}-{secrets.token_hex(3)}", now, policy)
        own = policy.pseudonymisation
        detector = Detector(
            (policy.controller.country,),
            tags_names=own.names_in_texts is NamesInTexts.EVERYBODY,
            references=own.references,
            allowed=own.allow,
            own=own.own_contacts,
        )
        sample = draw(warehouse, detector, name_index(known_people(warehouse, moment)), count=count, seed=seed)
        if not sample.items:
            raise UsageError("no text is stored that could be judged")
        sample_id = store_sample(warehouse, sample, moment, seed)
        record = {
            "kind": SAMPLE, "sample": sample_id, "drawn_at": now.isoformat(), "detector": version(), "seed": seed,
            "texts": sample.texts, "strata": dict(sorted(sample.members.items())), "items": len(sample.items),
        }  # fmt: skip
        log_act(place, warehouse, record)
    return seed, sample


def show_item(place: Workspace, here: Settings, item: int | None) -> Shown | None:
    """Return an item of the newest sample with its words, which are personal data; None if all are judged.

    Raises:
        ConfigError: a run is going on, or nothing ran yet.
        UsageError: there is no such item, or no sample.
    """
    with written(place, here) as warehouse:
        return open_item(warehouse, item)


def judge_item(
    place: Workspace,
    here: Settings,
    item: int,
    verdict: str,
    kinds: Sequence[str],
    *,
    by: str,
    at: datetime | None = None,
) -> None:
    """Take a verdict down; a later one on the same item counts instead.

    Raises:
        ConfigError: a run is going on, or nothing ran yet.
        UsageError: there is no such item, the verdict does not fit it, or nobody judged.
    """
    if not by.strip():
        raise UsageError("nobody judged", hint="name who did with --by")
    with written(place, here) as warehouse:
        store_verdict(warehouse, item, verdict, kinds, by=by.strip(), at=naive_utc(at or clock.now()))


def read_sample(place: Workspace, here: Settings) -> SampleJudged | None:
    """Return how the newest sample is judged so far, or None if there is none.

    Raises:
        ConfigError: a run is going on, or nothing ran yet.
    """
    with written(place, here) as warehouse:
        return judged_sample(warehouse.connection)
