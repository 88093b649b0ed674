"""Other people's names, cut where what is surer stands."""

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatward.detect import Kind, Spans
from chatward.detect.persons.third_parties import with_others
from chatward.detect.spans import without_overlaps

WORDS = "Zoë ab 😀 c"
DRAWN = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 10), st.integers(1, 6)), max_size=8)


def bounds(spans):
    return list(zip(spans.row.tolist(), spans.start.tolist(), spans.end.tolist(), strict=True))


def spans_of(drawn, kind):
    """Spans between characters of ``WORDS``."""
    place = [len(WORDS[:count].encode()) for count in range(len(WORDS) + 1)]
    cut = ((row, place[start], place[min(start + size, len(WORDS))], kind) for row, start, size in drawn)
    return without_overlaps(Spans.of([span for span in cut if span[1] < span[2]]))


@pytest.mark.parametrize(
    ("text", "known", "name", "expected"),
    [
        ("hi Anna Meier!", "Anna", "Anna Meier", ["Anna", "Meier"]),
        ("hi Uwe von Anna", "Anna", "Uwe von Anna", ["Uwe von", "Anna"]),
        ("hi Zoë Anna Möß", "Anna", "Zoë Anna Möß", ["Zoë", "Anna", "Möß"]),
        ("Annas Buch", "Anna", "Annas", ["Anna"]),
        ("Annas Buch", "Anna", "Annas Buch", ["Anna", "Buch"]),
        ("at Anna-Allee 3", "at Anna-Allee", "Anna", ["at Anna-Allee"]),
        ("Anna, Ben", "Anna", "Ben", ["Anna", "Ben"]),
    ],
)
def test_of_a_name_stays_what_is_not_found_otherwise(text, known, name, expected):
    def at(words):
        start = len(text[: text.index(words)].encode())
        return Spans.of([(0, start, start + len(words.encode()), Kind.PERSON)])

    found = with_others(at(known), at(name), pa.array([text]))
    assert [text.encode()[start:end].decode() for _, start, end in bounds(found)] == expected


@given(DRAWN, DRAWN)
def test_what_is_found_otherwise_stays_and_nothing_overlaps_it(first, second):
    spans, others = spans_of(first, Kind.EMAIL), spans_of(second, Kind.PERSON)
    found = with_others(spans, others, pa.array([WORDS] * 4))
    assert bounds(found.select(found.kind == Kind.EMAIL)) == bounds(spans)
    assert bounds(without_overlaps(found)) == bounds(found)
    for row, start, end in set(bounds(found)) - set(bounds(spans)):
        assert any(row == r and s <= start and end <= e for r, s, e in bounds(others))
