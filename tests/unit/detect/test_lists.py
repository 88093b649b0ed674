"""Users' own patterns: what they match is a reference, or is left alone; none of them can do harm."""

import pyarrow as pa
import pytest

from chatward import re2
from chatward.detect import Detector, Kind, NameIndex
from chatward.detect.lists import find_references

ORDERS = Detector(references=(r"\bORD-[0-9]{4,9}\b", "№ ?[0-9]+"))


def found(detector, text, names=None):
    spans = detector.find(pa.array([text]), names)
    octets = text.encode()
    places = zip(spans.kind.tolist(), spans.start.tolist(), spans.end.tolist(), strict=True)
    return [(Kind(kind).name, octets[start:end].decode()) for kind, start, end in places]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("grüße, ORD-1234 and № 7", [("REFERENCE", "ORD-1234"), ("REFERENCE", "№ 7")]),
        ("ORD-\u200b1234", [("REFERENCE", "ORD-\u200b1234")]),
        ("\x01ORD-1234\x02", [("REFERENCE", "ORD-1234")]),
        ("ORD-12", []),
        ("ORD-1234@example.com", [("EMAIL", "ORD-1234@example.com")]),
        ("", []),
    ],
)
def test_references_are_what_the_patterns_match(text, expected):
    assert found(ORDERS, text) == expected


def test_references_of_many_rows_keep_their_rows():
    spans = find_references(pa.array(["", "a ORD-1 b", "é ORD-2"]), ("ORD-[0-9]",))
    assert (spans.row.tolist(), spans.start.tolist(), spans.end.tolist()) == ([1, 2], [2, 3], [7, 8])


def test_a_pattern_that_may_match_nothing_somewhere_marks_no_empty_place():
    assert [text for _, text in found(Detector(references=(r"\b",)), "ab cd")] == []


def test_what_is_allowed_is_left_alone_as_a_whole_in_any_case():
    names = NameIndex([("Acme Care", 0), ("Anna Muster", 1)])
    detector = Detector(allowed=("acme care", "anna", r"https://acme\.example/.*"))
    text = "ACME Care, Anna Muster, Anna: https://acme.example/help https://b.example/acme"
    expected = [("PERSON", "Anna Muster"), ("URL", "https://b.example/acme")]
    assert found(detector, text, names) == expected


def test_what_no_set_may_hold_cannot_be_allowed():
    text = "jane@example.com +49 171 1234567 4111 1111 1111 1111 DE44500105175407324931"
    assert len(found(Detector(allowed=(".+",)), text)) == 4


@pytest.mark.parametrize(
    "pattern", ["", "(", "a*", "(?=a)b", r"(a)\1", "x" * 201, "(?:(?:a{1000}){1000})", "\\C*", "a|", "[z-a]"]
)
def test_patterns_that_could_do_harm_are_refused(pattern):
    assert not re2.is_sound(pattern)


def test_patterns_that_are_too_many_or_too_large_together_are_refused():
    assert re2.fit_together(["ORD-[0-9]{4}"] * re2.MOST)
    assert not re2.fit_together(["a"] * (re2.MOST + 1))
    assert not re2.fit_together([r"\pL{900}x"] * re2.MOST)


def test_a_pattern_that_backtracking_would_never_finish_ends():
    hostile = pa.array(["a" * 100_000 + "!"])
    assert len(Detector(references=("(a+)+$",)).find(hostile)) == 0


OWN = Detector(own=("help@acme.example", "+49 30 1234567", "030 1234567", "DE89370400440532013000"))


def test_the_companys_own_contacts_are_left_however_they_are_parted():
    text = "Help@Acme.example +49 (30) 1234-567 030/1234567 DE89 3704 0044 0532 0130 00"
    assert found(OWN, text) == []
    assert len(found(Detector(), text)) == 4


@pytest.mark.parametrize("text", ["help@acme.example.org", "xhelp@acme.example", "+49 30 12345678", "jane@b.example"])
def test_what_only_begins_like_an_own_contact_is_found(text):
    assert [value for _, value in found(OWN, text)] == [text]
