"""Evidence to write reports of: none at all, and one of everything."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from chatward.report.arrivals import Fates, File, Source, Volume
from chatward.report.detection import DetectionJudged, DetectionMeasure, DetectionReview, DetectionScore
from chatward.report.evidence import (
    Check,
    Consent,
    ConsentMonth,
    ConsentReject,
    Controller,
    DueMonth,
    Evidence,
    Ledger,
    Processor,
    PublishedSet,
    Retention,
    Run,
    SetFile,
    Stage,
)
from chatward.report.transport import Place, PullFailure, Transfer

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
EMPTY = Evidence(
    run=Run(
        run_id="2026-11-23T09-00-00Z",
        started_at_utc=NOW,
        ended_at_utc=NOW,
        as_of_utc=NOW,
        policy_version="2026-01",
        policy_digest="ab" * 32,
        chatward_version="0.1.0",
        stages=(),
    ),
    controller=Controller(name="Acme Care GmbH", contact="privacy@acme.example"),
)
FATES = Fates(records=1000, messages=800, events=100, duplicates=60, rejected=10, refused=30)
CHECK = Check(
    stage="publish",
    name="key_is_unique",
    title="No row is there twice",
    severity="error",
    passed=True,
    failing_rows=0,
    duties=("d-35",),
    source="great_expectations",
    subject="messages",
    remedy="run `chatward publish` again",
    duration_s=0.5,
)


def _source(name: str) -> Source:
    return Source(
        source=name,
        platform="whatsapp",
        processor="Meta",
        files=2,
        fates=FATES,
        reasons={"no_basis": 30, "no_time": 10},
        zone_sources={"declared": 2},
        first_at_utc=NOW,
        last_at_utc=NOW,
    )


def _rule(text: str) -> Retention:
    return Retention(
        rule=text,
        object="message",
        purpose=text,
        period="P2Y",
        starting_point=text,
        reason=text,
        stored=800,
        due_30_days=1,
        due_90_days=2,
        due_365_days=3,
        overdue=0,
        held=4,
        disposed=5,
    )


def _full(text: str) -> Evidence:
    return replace(
        EMPTY,
        run=replace(EMPTY.run, stages=(Stage(name=text, outcome="failed", duration_s=1.0, note=text),)),
        controller=Controller(name=text, contact=text),
        sources=(replace(_source(text), platform=text, processor=text, reasons={text: 40}, zone_sources={text: 1}),),
        files=(File(file_id=text, source=text, collected_at_utc=NOW, fates=FATES),),
        places=(
            Place(
                source=text,
                scheme=text,
                protocol=text,
                cipher=text,
                peer=text,
                fingerprint=text,
                expires_at_utc=NOW,
                objects=3,
                size_bytes=1000,
                compared=1,
                different=1,
                last_at_utc=NOW,
            ),
        ),
        transfers=(
            Transfer(
                transfer_id=text,
                source=text,
                pulled_at_utc=NOW,
                size_bytes=1000,
                sha256=text,
                fingerprint=text,
                manifest=text,
                is_taken=False,
            ),
        ),
        pull_failures=(PullFailure(source=text, message=text, hint=text, objects=2),),
        volumes=(Volume(month="2026-10", source=text, messages=5),),
        consent=(
            Consent(
                purpose=text,
                title=text,
                basis="consent",
                granted=5,
                withdrawn=1,
                expired=0,
                never_asked=3,
                median_steps_to_give=1.0,
                median_steps_to_withdraw=2.0,
            ),
            Consent(
                purpose="other",
                title=text,
                basis=text,
                granted=0,
                withdrawn=0,
                expired=0,
                never_asked=0,
                median_steps_to_give=None,
                median_steps_to_withdraw=None,
            ),
        ),
        consent_rejects=(ConsentReject(file_id=text, reason=text, lines=2, spans=((1, 1), (3, 3))),),
        consent_months=(ConsentMonth(month="2026-10", purpose=text, granted=5, withdrawn=1),),
        detection_measure=DetectionMeasure(
            measured_at_utc=NOW,
            detector=text,
            is_current=False,
            regions=(text,),
            with_names=True,
            labelled_sha256=text,
            texts=9,
            scores=tuple(
                DetectionScore(
                    kind=text, language=language, right=1, wrong=2, missed=3, precision=0.3, recall=0.25, f1=0.3, f2=0.3
                )
                for language in (None, text)
            ),
        ),
        detection_review=DetectionReview(
            drawn_at_utc=NOW,
            detector=text,
            is_current=False,
            texts=900,
            items=20,
            judged=10,
            judged_texts=5,
            kinds=(
                DetectionJudged(
                    kind=text,
                    found=9,
                    judged=5,
                    right=4,
                    of_another_kind=1,
                    missed_in_texts=2,
                    precision=(0.8, 0.4, 0.9),
                    recall=None,
                ),
            ),
        ),
        retention=(_rule(text),),
        due_months=(DueMonth(month="2027-01", rule=text, messages=7),),
        sets=(
            PublishedSet(
                name=text,
                title=text,
                set_class=text,
                purpose=text,
                release_id=text,
                is_new=False,
                rows=9,
                partitions=1,
                columns=(text,),
                withheld={text: 1},
                files=(SetFile(path=text, rows=9, size_bytes=10, sha256=text),),
            ),
        ),
        checks=(replace(CHECK, stage=text, title=text, subject=text, remedy=text, duties=(text,), passed=False),),
        processors=(Processor(name=text, agreement=text, expires_on=date(2026, 1, 1), sources=(text,)),),
        ledger=Ledger(records=3, root=text),
    )


@pytest.fixture
def empty() -> Evidence:
    """Return what a run without data leaves."""
    return EMPTY


@pytest.fixture
def full() -> Callable[[str], Evidence]:
    """Return a function that gives one of everything, with the text it is given wherever text may stand."""
    return _full


@pytest.fixture(params=["empty", "full"])
def evidence(request: pytest.FixtureRequest) -> Evidence:
    """Return either."""
    return EMPTY if request.param == "empty" else _full("whatsapp")


@pytest.fixture
def sound() -> Evidence:
    """Return the evidence of a run in which all is well."""
    return replace(EMPTY, sources=(_source("whatsapp"),), retention=(_rule("support-2y"),), checks=(CHECK,))
