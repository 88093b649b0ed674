"""``chatward detect``: personal data in texts, and how well they are found."""

import json
import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from chatward.errors import SourceFormatError, UsageError
from chatward.process import compute_in_one_thread

if TYPE_CHECKING:
    from chatward.cli.text_rows import Row
    from chatward.detect import Detector, Kind
    from chatward.detect.scoring import Scores
    from chatward.detect.tracing import Tracer

EXAMPLE = "Example: chatward detect messages.jsonl --field text"
_ROWS = 8_192
"""Rows that are searched at once."""


def detect_command(
    file: Annotated[Path, typer.Argument(help="Text, JSON lines, CSV or Parquet; - for standard input.")],
    *,
    field: Annotated[
        str | None, typer.Option(help="Column or key of the text; without it each line of the file is a text.")
    ] = None,
    file_format: Annotated[
        str | None,
        typer.Option("--format", help="text, jsonl, csv or parquet; default: by the name's ending, or the content."),
    ] = None,
    region: Annotated[
        list[str] | None,
        typer.Option(help="Country (ISO 3166) whose national phone numbers are told by its plan; repeatable."),
    ] = None,
    kinds: Annotated[list[str] | None, typer.Option("--kinds", help="Only these kinds, e.g. EMAIL,PHONE.")] = None,
    with_hints: Annotated[
        bool, typer.Option("--hints", help="Also words on health, religion, union, sexuality, self-harm, and minors.")
    ] = False,
    names: Annotated[
        bool,
        typer.Option("--names/--no-names", help="Names of persons, too; best effort, four of ten are missed."),
    ] = True,
    references: Annotated[
        Path | None, typer.Option(help="File of RE2 patterns of your own numbers, one a line: found as REFERENCE.")
    ] = None,
    allow: Annotated[
        Path | None, typer.Option(help="File of RE2 patterns, one a line: what they match whole is not found.")
    ] = None,
    own: Annotated[
        list[str] | None, typer.Option(help="Your own e-mail address or number, which is not found; repeatable.")
    ] = None,
    trace: Annotated[
        bool, typer.Option("--trace", help="Tell of each span why it was found: rule, words around, check, score.")
    ] = False,
    evaluate: Annotated[
        bool,
        typer.Option(
            "--evaluate", help="Score against the rows' own spans, [[start, end, type], …]; also by `language`."
        ),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="With --evaluate: print one JSON object.")] = False,
    record: Annotated[
        bool, typer.Option("--record", help="With --evaluate: keep the scores in the workspace, for its report.")
    ] = False,
    place: Annotated[
        Path, typer.Option("--workspace", "-w", help="With --record: a folder in the workspace.", show_default="here")
    ] = Path(),
) -> None:
    """Find personal data: prints one JSON line a row, with spans in characters.

    Ends with exit code 4 if some rows could not be read; they are named on standard error and have no spans.
    """
    compute_in_one_thread()
    from chatward.cli.text_rows import read_rows
    from chatward.detect import Detector, Kind
    from chatward.detect.scoring import Scores
    from chatward.detect.tracing import Tracer

    if record:
        _check_recordable(file, evaluate=evaluate, kinds=kinds)
    chosen = _kinds(kinds)
    also = [kind for kind in Kind if (kind.is_hint and with_hints) or (kind in (chosen or ()) and kind.is_asked_for)]
    tags_names = names and (chosen is None or Kind.PERSON in chosen)
    lists = {"references": _patterns(references), "allowed": _patterns(allow)}
    detector = Detector(_regions(region), also=frozenset(also), tags_names=tags_names, own=tuple(own or ()), **lists)
    rows = read_rows(file, field, file_format)
    scores = Scores(frozenset(also))
    tracer = Tracer(detector) if trace else None
    unread = 0
    for row, found in _searched(rows, detector, chosen):
        if row.problem:
            unread += 1
            print(f"chatward: row {row.number}: {row.problem}", file=sys.stderr)
        if not evaluate:
            print(_as_line(row, found, tracer))
        elif not row.problem:
            scores.add([(start, end, kind) for start, end, kind, _ in found], row.labels, language=row.language)
    if evaluate:
        _print_scores(scores, as_json=as_json)
    if record:
        _keep(place, file, detector, scores)
    raise typer.Exit(SourceFormatError.exit_code if unread else 0)


def _check_recordable(file: Path, *, evaluate: bool, kinds: list[str] | None) -> None:
    if not evaluate or kinds or str(file) == "-":
        raise UsageError(
            "what is kept are scores of all kinds against a labelled file",
            hint="--record goes with --evaluate and a file, without --kinds",
        )


def _keep(place: Path, file: Path, detector: "Detector", scores: "Scores") -> None:
    from chatward import settings, workspace
    from chatward.durable import digest
    from chatward.measuring import keep_measure

    keep_measure(workspace.find(place), settings.load(), detector, scores, digest(file))
    print("kept in the workspace and its ledger; the next report shows it", file=sys.stderr)


def _kinds(names: list[str] | None) -> "frozenset[Kind] | None":
    from chatward.detect import Kind

    asked = [name.strip().upper() for names_ in names or () for name in names_.split(",")]
    unknown = sum(name not in Kind.__members__ for name in asked)
    if unknown:
        raise UsageError(f"{unknown} of the kinds are unknown", hint=f"known are {', '.join(Kind.__members__)}")
    return frozenset(Kind[name] for name in asked) or None


def _patterns(path: Path | None) -> tuple[str, ...]:
    """Return the patterns in a file; lines without any, and those that begin with ``#``, are none."""
    from chatward import re2

    if path is None:
        return ()
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise UsageError(f"the file of patterns cannot be read: {error.strerror}", hint="look at its path") from None
    except UnicodeDecodeError:
        raise UsageError("the file of patterns is not in UTF-8", hint="save it as UTF-8") from None
    for number, line in enumerate(lines, start=1):
        if line.strip() and not line.startswith("#") and not re2.is_sound(line):
            raise UsageError(
                f"line {number} of the file of patterns is no pattern of RE2 of at most {re2.LONGEST} characters",
                hint=re2.HINT,
            )
    found = tuple(line for line in lines if line.strip() and not line.startswith("#"))
    if not re2.fit_together(found):
        raise UsageError(f"expected at most {re2.MOST} patterns that RE2 takes as one, found {len(found)}")
    return found


def _regions(codes: list[str] | None) -> tuple[str, ...]:
    import phonenumbers

    asked = tuple(code.strip().upper() for codes_ in codes or () for code in codes_.split(","))
    if any(code not in phonenumbers.SUPPORTED_REGIONS for code in asked):
        raise UsageError("a region is none of ISO 3166", hint="write two letters, like DE")
    return asked


def _searched(
    rows: "Iterator[Row]", detector: "Detector", kinds: "frozenset[Kind] | None"
) -> "Iterator[tuple[Row, list[Any]]]":
    """Yield the rows with what is in them."""
    import pyarrow as pa

    from chatward.detect import Kind

    while some := list(islice(rows, _ROWS)):
        texts = pa.array([row.text for row in some], pa.large_string())
        found: list[list[Any]] = [[] for _ in some]
        spans = detector.find(texts).in_characters(texts)
        columns = (getattr(spans, name).tolist() for name in ("row", "start", "end", "kind", "detail"))
        for place, start, end, number, detail in zip(*columns, strict=True):
            kind = Kind(number)
            if kinds is None or kind in kinds:
                found[place].append((start, end, kind, detail))
        yield from zip(some, found, strict=True)


def _as_line(row: "Row", found: Iterable[Any], tracer: "Tracer | None") -> str:
    """Return the row's JSON; a row that could not be read says why, and a tracer why each span was found."""
    from chatward.detect.identifiers import details_of
    from chatward.detect.tracing import Traced

    line: dict[str, Any] = {"row": row.number}
    if row.problem:
        line["problem"] = row.problem
    line["spans"] = [[start, end, kind.name] for start, end, kind, _ in found]
    line["details"] = [details_of(detail) for *_, detail in found]
    if tracer is not None:
        spans = [Traced(kind, start, end, detail) for start, end, kind, detail in found]
        line["trace"] = [tracer.explain(row.text or "", span) for span in spans]
    return json.dumps(line)


def _print_scores(scores: "Scores", *, as_json: bool) -> None:
    by_kind = sorted(scores.by_kind.items())
    if as_json:
        kinds = {kind.name: score.as_dict() for kind, score in by_kind}
        others = dict(sorted(scores.not_looked_for.items()))
        total = scores.total().as_dict()
        languages = {name: score.as_dict() for name, score in scores.totals_by_language().items()}
        told = {"texts": scores.texts, "kinds": kinds, "languages": languages, "total": total}
        print(json.dumps(told | {"not_looked_for": others}))
        return
    print(f"{'kind':<16}{'right':>8}{'wrong':>8}{'missed':>8}{'precision':>11}{'recall':>8}{'F1':>8}{'F2':>8}")
    named = [
        *((kind.name, score) for kind, score in by_kind),
        *scores.totals_by_language().items(),
        ("labelled kinds", scores.total()),
    ]
    for name, score in named:
        counts = f"{score.right:>8,}{score.wrong:>8,}{score.missed:>8,}"
        print(f"{name:<16}{counts}{score.precision:>11.3f}{score.recall:>8.3f}{score.f(1):>8.3f}{score.f(2):>8.3f}")
    if scores.not_looked_for:
        print(f"labels that mean no kind: {', '.join(sorted(scores.not_looked_for))}", file=sys.stderr)
