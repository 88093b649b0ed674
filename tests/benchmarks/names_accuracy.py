"""How well and how fast the name tagger finds persons in noisy text that it has not learnt from.

``python tests/benchmarks/names_accuracy.py [LABELLED_FOLDER] [--set NAME]``; the folder holds labelled texts, one JSON
object a line: ``text``, and ``spans`` as ``[start, end, kind]`` in characters. A span is right if both its ends are;
for the overlapping F1, if it shares half. Speed is CPU seconds of all threads, the best of three, over chats of about
90 characters.
"""

import argparse
import json
import os
import time
import timeit
from collections.abc import Callable
from pathlib import Path

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before numpy is imported: threads that wait use CPU too

import detection
import pyarrow as pa

from chatward.detect import Detector, Kind, tagger

LABELLED = Path(__file__).resolve().parents[2] / ".." / "shared" / "pii"
MESSAGES = 200_000
ROUNDS = 3
_PEOPLE = ("Anna Muster", "Ravi Patel", "chloe", "Ngozi Okafor", "JUAN", "Siobhan O'Neill", "Jürgen", "Wei Chen")

Span = tuple[int, int, int]


def run(messages: int = MESSAGES, labelled: Path = LABELLED, name: str = "wnut17_dev") -> list[dict[str, object]]:
    """Measure accuracy on a labelled set, where there is one, and the speed of the tagger and of all detection."""
    path = labelled / f"{name}.jsonl"
    rows = [accuracy(path)] if path.exists() else []
    column = pa.array(detection.write_messages(messages, list(_PEOPLE)))
    detector = Detector()
    return [
        *rows,
        _speed("tagger", messages, lambda: tagger.tag(column)),
        _speed("detect, and tagger", messages, lambda: (detector.find(column), tagger.tag(column))),
    ]


def _speed(what: str, messages: int, work: Callable[[], object]) -> dict[str, object]:
    seconds = min(timeit.repeat(work, timer=time.process_time, number=1, repeat=ROUNDS))
    rate = round(messages / seconds)
    return {"what": what, "messages": messages, "cpu_seconds": round(seconds, 3), "messages_per_cpu_second": rate}


def accuracy(path: Path) -> dict[str, object]:
    """Return precision, recall and F1 of persons' names; handles are no names."""
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    wanted = {(row, *span) for row, line in enumerate(lines) for span in _persons(line)}
    texts = pa.array([line["text"] for line in lines])
    start = time.process_time()
    found = Detector(tags_names=True).find(texts).in_characters(texts)
    seconds = time.process_time() - start
    found = found.select(found.kind == Kind.PERSON)
    spans = set(zip(found.row.tolist(), found.start.tolist(), found.end.tolist(), strict=True))
    precision, recall = len(wanted & spans) / max(len(spans), 1), len(wanted & spans) / max(len(wanted), 1)
    return {
        "what": path.stem, "messages": len(lines), "cpu_seconds": round(seconds, 3), "precision": round(precision, 3),
        "recall": round(recall, 3), "f1": round(2 * precision * recall / max(precision + recall, 1e-9), 3),
        "f1_overlapping": round(_overlapping(wanted, spans), 3),
    }  # fmt: skip


def _persons(line: dict[str, object]) -> list[tuple[int, int]]:
    text, spans = line["text"], line["spans"]
    return [(start, end) for start, end, kind in spans if kind == "PERSON" and text[start] != "@"]


def _overlapping(wanted: set[Span], spans: set[Span]) -> float:
    """Return F1 where a span is right if it shares at least half of what it and a wanted one cover together."""
    wanted_in: dict[int, list[Span]] = {}
    for one in wanted:
        wanted_in.setdefault(one[0], []).append(one)
    right = sum(any(_shared(one, other) >= 0.5 for other in wanted_in.get(one[0], [])) for one in spans)
    return 2 * right / max(len(wanted) + len(spans), 1)


def _shared(one: Span, other: Span) -> float:
    both = min(one[2], other[2]) - max(one[1], other[1])
    return both / (max(one[2], other[2]) - min(one[1], other[1]))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labelled", type=Path, nargs="?", default=LABELLED)
    parser.add_argument("--set", default="wnut17_dev", help="name of the labelled set; wnut17_dev by default")
    parser.add_argument("--messages", type=int, default=MESSAGES)
    arguments = parser.parse_args()
    for row in run(arguments.messages, arguments.labelled, arguments.set):
        print(json.dumps(row))
