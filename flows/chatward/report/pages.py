"""The pages of the report and what each of them shows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from chatward.report import flow, wording
from chatward.report.evidence import Evidence
from chatward.report.findings import duties, findings, is_publication_stopped, total, verdict
from chatward.report.plots import plot_months

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its file, its name in the navigation, and what its template needs beyond the evidence."""

    file: str
    name: str
    context: Callable[[Evidence], Mapping[str, Any]] = lambda _: {}


def _index(evidence: Evidence) -> Mapping[str, Any]:
    return {
        "flow": flow.lay_out(evidence.sources),
        "total": total([source.fates for source in evidence.sources]),
        "is_stopped": is_publication_stopped(evidence),
    }


def _collected(evidence: Evidence) -> Mapping[str, Any]:
    return {
        "total": total([source.fates for source in evidence.sources]),
        "plot": plot_months({(v.month, v.source): v.messages for v in evidence.volumes}),
    }


def _consent(evidence: Evidence) -> Mapping[str, Any]:
    asked = [purpose for purpose in evidence.consent if purpose.basis == "consent"]
    return {
        "asked": asked,
        "unasked": [purpose for purpose in evidence.consent if purpose.basis != "consent"],
        "plots": {purpose.purpose: _decisions(evidence, purpose.purpose) for purpose in asked},
    }


def _decisions(evidence: Evidence, purpose: str) -> Any:
    months = [month for month in evidence.consent_months if month.purpose == purpose]
    granted = {(month.month, "granted"): month.granted for month in months}
    withdrawn = {(month.month, "withdrawn"): month.withdrawn for month in months}
    return plot_months(granted | withdrawn, below=frozenset({"withdrawn"}))


def _retention(evidence: Evidence) -> Mapping[str, Any]:
    return {"plot": plot_months({(due.month, due.rule): due.messages for due in evidence.due_months})}


def _inventory(evidence: Evidence) -> Mapping[str, Any]:
    sources: dict[str, list[Any]] = {}
    for row in evidence.inventory:
        sources.setdefault(row.source, []).append(row)
    return {"sources": sources}


def _detection(evidence: Evidence) -> Mapping[str, Any]:
    scores = evidence.detection_measure.scores if evidence.detection_measure else ()
    return {
        "overall": [score for score in scores if score.language is None],
        "by_language": [score for score in scores if score.language is not None],
    }


def _checks(evidence: Evidence) -> Mapping[str, Any]:
    stages: dict[str, list[Any]] = {}
    for check in evidence.checks:
        stages.setdefault(check.stage, []).append(check)
    return {"stages": stages, "duties": duties(evidence.checks)}


PAGES = (
    Page("index.html", "At a glance", _index),
    Page("collected.html", "What came in", _collected),
    Page("inventory.html", "What is held", _inventory),
    Page("detection.html", "Found in texts", _detection),
    Page("consent.html", "Consent", _consent),
    Page("requests.html", "Requests"),
    Page("retention.html", "Retention", _retention),
    Page("sets.html", "Published sets"),
    Page("checks.html", "Checks", _checks),
    Page("reading.html", "How to read this"),
)


def render(evidence: Evidence) -> dict[str, str]:
    """Return the text of every page by file name; equal evidence gives equal text."""
    found = findings(evidence)
    shared = {
        "evidence": evidence,
        "run": evidence.run,
        "pages": PAGES,
        "findings": found,
        "verdict": verdict(found),
        "is_published": any(stage.name == "publish" and stage.outcome == "done" for stage in evidence.run.stages),
        "css": Markup((_HERE / "assets" / "report.css").read_text(encoding="utf-8")),  # noqa: S704 - our own file
    }
    return {
        page.file: templates().get_template(page.file).render(shared, page=page, **page.context(evidence))
        for page in PAGES
    }


@cache
def templates() -> Environment:
    """Everything is escaped, and characters that hide or reorder text are made visible."""
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=wording.visible,
    )
    environment.filters.update(wording.FILTERS)
    environment.globals["share"] = wording.share
    return environment
