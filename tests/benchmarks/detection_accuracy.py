"""How well personal data are found on labelled sets, beside Presidio's pattern recognisers and DataFog.

``python tests/benchmarks/detection_accuracy.py [--labelled FOLDER] [--peers PYTHON]``. A set is JSON lines of ``text``
and ``spans`` as ``[start, end, type]``; the folder's sets are measured as they are, without it only a made-up one is. A
span is right if it has the kind of a label and shares half of their union with it.

Each is scored on the kinds that a set labels and all three look for; a set that labels none of them is left out.
Presidio's own cases (``presidio_recognizer_cases``) give each of its recognisers a string that it must or must not
match. That recogniser alone is run there, which tells what is looked for; chatward is told the same by the identifier's
name before the string: "DE TAX ID: 12345678903". A positive is found if a span of the kind shares half of the union
with each that is expected; a negative is wrong if the very same identifier is found. Of ``phone_cases`` each number
stands alone, its region given.
"""

import argparse
import json
import random
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
from detection import ask_peer

from chatward.detect import Detector, Kind
from chatward.detect.identifiers import details_of
from chatward.detect.scoring import Scores, kind_of_label

LABELLED = Path(__file__).resolve().parents[2] / ".." / "shared" / "pii"
STRUCTURED = frozenset(
    {Kind.EMAIL, Kind.PHONE, Kind.CREDIT_CARD, Kind.IBAN, Kind.IP, Kind.URL, Kind.MAC, Kind.NATIONAL_ID}
)
CASES, PHONES = "presidio_recognizer_cases", "phone_cases"
MOST_TEXTS = 10_000
_MADE_UP = 2_000
_UNNAMED = ("EMAIL", "PHONE", "URL", "IBAN", "CREDIT_CARD", "DATE")

Found = list[tuple[int, int, str]]
_PEER = """
import json, logging, sys
logging.disable(50)
texts = json.load(open(sys.argv[1]))
from presidio_analyzer import RecognizerRegistry
registry = RecognizerRegistry()
registry.load_predefined_recognizers(languages=["en"])
used = [one for one in registry.recognizers if type(one).__name__ not in ("SpacyRecognizer", "StanzaRecognizer")]
from datafog.processing.text_processing.regex_annotator import RegexAnnotator
annotator = RegexAnnotator()
print(json.dumps({
    "presidio": [[[r.start, r.end, r.entity_type] for one in used
                  for r in one.analyze(text, one.supported_entities, None) if r.score >= 0.35] for text in texts],
    "datafog": [[[s.start, s.end, s.label] for s in annotator.annotate_with_spans(text)[1].spans] for text in texts],
}))
"""


def made_up() -> list[dict[str, Any]]:
    """Return support messages around made-up data whose places are known; half of them hold none."""
    chance = random.Random(5)
    frames = ("please write to {}, thanks", "my number is {}", "{} is what I have", "ok, use {} then.", "is it {}?")
    rows: list[dict[str, Any]] = []
    for number in range(_MADE_UP):
        frame = chance.choice(frames)
        label, value = _value(chance) if number % 2 else ("", _harmless(chance))
        start = frame.index("{}")
        rows.append({"text": frame.format(value), "spans": [[start, start + len(value), label]] if label else []})
    return rows


def _value(chance: random.Random) -> tuple[str, str]:
    digits = "".join(chance.choices("23456789", k=7))
    return chance.choice(
        [
            ("EMAIL", f"kim{digits}@mail.example.org"),
            ("PHONE", f"+49 171 {digits}"),
            ("PHONE", f"+33 6 {digits[:2]} {digits[2:4]} {digits[4:6]} {digits[:2]}"),
            ("PHONE", f"(415) 555-{digits[:4]}"),
            ("CREDIT_CARD", chance.choice(["4111 1111 1111 1111", "5555555555554444", "3782 822463 10005"])),
            ("IBAN", chance.choice(["DE44 5001 0517 5407 3249 31", "GB29NWBK60161331926819", "NO9386011117947"])),
            ("IP", f"10.{digits[:2]}.{digits[2:4]}.{digits[4:6]}"),
            ("IP", f"2001:db8::{digits[:4]}"),
            ("URL", f"https://shop.example.com/o/{digits}"),
            ("MAC", f"00:1a:2b:3c:{digits[:2]}:{digits[2:4]}"),
            ("US_SSN", "536-90-4399"),
            ("BR_CPF", "529.982.247-25"),
            ("ES_NIF", "12345678Z"),
        ]
    )


def _harmless(chance: random.Random) -> str:
    number = chance.randrange(1_000, 99_999_999)
    return chance.choice(
        [
            f"{number / 100:,.2f} EUR",
            f"order {number}",
            "12 March 2026",
            "10:30",
            f"version 2.{number % 90}.1",
            f"{number} pieces",
        ]
    )


def run(labelled: Path = LABELLED, peers: str | None = None, texts: int = MOST_TEXTS) -> list[dict[str, object]]:
    """Return a row for each set: F1 and F2 over structured kinds of chatward and of the peers, on ``texts`` at most."""
    if not labelled.is_dir():
        print(f"labelled sets are left out: there is no folder {labelled}", file=sys.stderr)
    read = {path.stem: list(_rows(path))[:texts] for path in sorted(labelled.glob("*.jsonl"))}
    sets = {"made up": made_up()} | {name: rows for name, rows in read.items() if "spans" in rows[0]}
    table = [row for name, rows in sets.items() for row in _scored(name, rows, peers)]
    return table + list(_cases(read.get(CASES, []))) + list(_phones(read.get(PHONES, []), peers))


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    yield from map(json.loads, path.read_text(encoding="utf-8").splitlines())


def _scored(name: str, rows: list[dict[str, Any]], peers: str | None) -> Iterator[dict[str, object]]:
    texts = [row["text"] for row in rows]
    kinds = {kind_of_label(label) for row in rows for *_, label in row["spans"]} & STRUCTURED
    if not kinds:
        return
    for who, found in ({"chatward": find(texts)} | _peers(texts, peers)).items():
        scores = Scores()
        for spans, row in zip(found, rows, strict=True):
            labels = [label for label in row["spans"] if kind_of_label(label[2]) in kinds]
            scores.add(list(_of_kinds(spans, kinds)), [(start, end, label) for start, end, label in labels])
        total = scores.total().as_dict()
        yield {"set": name, "by": who, "texts": len(texts)} | total


def _of_kinds(spans: Found, kinds: Iterable[Kind | None]) -> Iterator[tuple[int, int, Kind]]:
    """Yield spans of the kinds; recognisers that find the same place as the same kind count once."""
    known = {(start, end, kind_of_label(label)) for start, end, label in spans}
    longest: list[tuple[int, int, Kind]] = []
    for start, end, kind in sorted(known, key=lambda span: span[0] - span[1]):
        is_new = all(end <= left or right <= start or kind is not other for left, right, other in longest)
        if kind is not None and kind in kinds and is_new:
            longest.append((start, end, kind))
    yield from longest


def find(texts: list[str], regions: tuple[str, ...] = ()) -> list[Found]:
    """Return what chatward finds, with the type of identifiers as label."""
    column = pa.array(texts, pa.large_string())
    spans = Detector(regions, also=frozenset({Kind.DATE})).find(column).in_characters(column)
    found: list[Found] = [[] for _ in texts]
    columns = (getattr(spans, name).tolist() for name in ("row", "start", "end", "kind", "detail"))
    for row, start, end, kind, detail in zip(*columns, strict=True):
        details = details_of(detail)
        found[row].append((start, end, str(details["type"]) if details else Kind(kind).name))
    return found


def _peers(texts: list[str], python: str | None) -> dict[str, list[Found]]:
    found: dict[str, list[Found]] = ask_peer(_PEER, texts, python) or {}
    return found


def _cases(cases: list[dict[str, Any]]) -> Iterator[dict[str, object]]:
    """Yield how many of Presidio's own cases come out right."""
    right = {True: 0, False: 0}
    total = {True: 0, False: 0}
    for case in cases:
        total[case["should_match"]] += 1
        right[case["should_match"]] += _is_right(case)
    for is_positive, what in ((True, "positives"), (False, "negatives")):
        if not total[is_positive]:
            continue
        share = round(right[is_positive] / total[is_positive], 4)
        yield {"set": f"{CASES}, {what}", "by": "chatward", "texts": total[is_positive], "recall": share}


def _is_right(case: dict[str, Any]) -> bool:
    entity = case["entity_type"]
    kind = kind_of_label(entity)
    name = "" if kind is None or kind.name in _UNNAMED else f"{entity.replace('_', ' ')}: "
    regions = (entity[:2],) if entity.endswith("_NUMBER") and kind is Kind.PHONE and entity[2] == "_" else ()
    found = [
        (start - len(name), end - len(name), label) for start, end, label in find([name + case["text"]], regions)[0]
    ]
    own = [span for span in found if span[0] >= 0 and kind_of_label(span[2]) is kind]
    if case["should_match"]:
        return all(any(_shares_half(span, wanted) for span in own) for wanted in case["expected_spans"])
    return not [span for span in own if span[2] in (entity, kind.name if kind else "")]


def _shares_half(one: Any, other: Any) -> bool:
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return bool(2 * shared >= max(one[1], other[1]) - min(one[0], other[0]))


def _phones(cases: list[dict[str, Any]], peers: str | None) -> Iterator[dict[str, object]]:
    """Yield the share of every form of the regions' example numbers that is found, alone and with its region."""
    if not cases:
        return
    by_peer = _peers([case["text"] for case in cases], peers).get("presidio")
    for form in sorted({case["form"] for case in cases}):
        chosen = [place for place, case in enumerate(cases) if case["form"] == form]
        own = [find([cases[place]["text"]], (cases[place]["region"],))[0] for place in chosen]
        yield _phone_row(form, "chatward", [cases[place] for place in chosen], own)
        if by_peer:
            yield _phone_row(form, "presidio", [cases[place] for place in chosen], [by_peer[place] for place in chosen])


def _phone_row(form: str, who: str, cases: list[dict[str, Any]], found: list[Found]) -> dict[str, object]:
    right = sum(
        any(
            kind_of_label(label) is Kind.PHONE and _shares_half((start, end), (0, len(case["text"])))
            for start, end, label in spans
        )
        for case, spans in zip(cases, found, strict=True)
    )
    return {"set": f"{PHONES}, {form}", "by": who, "texts": len(cases), "recall": round(right / len(cases), 4)}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--labelled", type=Path, default=LABELLED, help="folder of labelled sets as JSON lines")
    parser.add_argument("--peers", help="interpreter of an environment with presidio-analyzer and datafog")
    parser.add_argument("--texts", type=int, default=MOST_TEXTS, help="of each set at most")
    arguments = parser.parse_args()
    for row in run(arguments.labelled, arguments.peers, arguments.texts):
        print(json.dumps(row))
