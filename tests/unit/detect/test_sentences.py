"""What people write in some thirty languages, with what is to be found in it and what only looks like it.

``sentences/*.txt`` holds a sentence a line: its language, a bar, and the text, in which ``[[KIND:words]]`` marks what
is found. Of addresses the ends may differ, if half of what both cover is shared.
"""

import re
from pathlib import Path

import pyarrow as pa
import pytest

from chatward.detect import Detector, Kind, layout
from chatward.detect.formed import forms

FILES = sorted((Path(__file__).parent / "sentences").glob("*.txt"))
MARKED = re.compile(r"\[\[([A-Z_]+):(.*?)\]\]")
DETECTOR, WITH_NAMES = Detector(), Detector(tags_names=True)


def read(line):
    text, wanted, done = "", [], 0
    for mark in MARKED.finditer(line):
        text += line[done : mark.start()]
        wanted.append((mark[1], len(text), len(text) + len(mark[2])))
        text += mark[2]
        done = mark.end()
    return text + line[done:], wanted


def is_found(wanted, found):
    if len(wanted) != len(found):
        return False
    for (kind, start, end), (other, left, right) in zip(wanted, found, strict=True):
        shared = min(end, right) - max(start, left)
        is_same = (start, end) == (left, right) or (
            kind == "ADDRESS" and 2 * shared >= max(end, right) - min(start, left)
        )
        if kind != other or not is_same:
            return False
    return True


def sentences_of(path):
    return [read(line.partition("|")[2]) for line in path.read_text(encoding="utf-8").splitlines()]


def rows_of(spans):
    return list(zip(*(getattr(spans, name).tolist() for name in ("row", "start", "end", "kind")), strict=True))


def test_texts_searched_for_signs_have_the_spans_of_texts_looked_at_each(monkeypatch):
    many = pa.array([text for path in FILES for text, _ in sentences_of(path)])
    few = pa.chunked_array([many.slice(start, layout.FEW_ROWS) for start in range(0, len(many), layout.FEW_ROWS)])
    each = WITH_NAMES.find(few)
    monkeypatch.setattr(layout, "FEW_ROWS", 0)
    monkeypatch.setattr(forms, "FEW_MATCHES", 0)
    assert rows_of(WITH_NAMES.find(many)) == rows_of(each)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_in_every_sentence_all_is_found_and_nothing_else(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    sentences = sentences_of(path)
    column = pa.array([text for text, _ in sentences])
    spans = (WITH_NAMES if path.stem in ("names", "whole_names") else DETECTOR).find(column).in_characters(column)
    found = [[] for _ in sentences]
    for row, start, end, kind in rows_of(spans):
        found[row].append((Kind(kind).name, start, end))
    mistaken = [
        (line, [(kind, text[start:end]) for kind, start, end in some])
        for line, (text, wanted), some in zip(lines, sentences, found, strict=True)
        if not is_found(wanted, some)
    ]
    assert mistaken == []
