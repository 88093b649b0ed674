"""What is settled in bulk is what a judgement of its own finds."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatward.detect import Detector, Kind
from chatward.detect.formed import forms
from chatward.detect.formed.forms import FormFinder
from chatward.detect.formed.settling import NOTHING

GERMAN, BRITISH, NORWEGIAN = "DE44 5001 0517 5407 3249 31", "GB29NWBK60161331926819", "NO93-8601-1117-947"
VALUES = st.sampled_from(
    [
        "jane@example.com", "j..d@example.com", "www.a@b.com", "a.b@example.com.Then", "x@xn--80ak6aa92e.com",
        "+49 171 1234567", "+1 (415) 555-0132", "+44 (0)20 7946 0958", "+49 171 1234567 030 12345", "+999 12345678",
        "415-555-0132", "(415) 555-0132", "1.415.555.0132", "212 055-0132", "2 415-555-0132", "0171 1234567",
        "4111 1111 1111 1111", "5555555555554444", "371449635398431", "4111-1111-1111-1112", "4111.1111.1111.1111",
        "3056 930902 5904", "622202 1234567890 12", GERMAN, GERMAN.replace("31", "32"), BRITISH, BRITISH.lower(),
        NORWEGIAN, "DE44  5001 0517", "192.168.1.1", "10.0.0.1/24", "1.2.3.4.5", "256.1.1.1", "2024-12-01",
        "12.50 2024",
        "https://example.com/a", "http://localhost", "https://a.b/(c)", "WWW.example.com/x?y=1#z", "www.example.",
        "@jane", "@all", "@5pm", "@jo.e", "@491711234567", "AA-BB-CC-DD-EE-FF", "bit.ly/x", "::1",
    ]
)  # fmt: skip
BETWEEN = st.sampled_from(
    ["", "", " ", " ", "-", ".", "/", "x", "_", " x12", "#5", " ext. 4", "\n", ", ", "é", "。", "€", "ſ", "\x01", "1"]
)
WORDS = st.sampled_from(
    ["order", "order no. is ", "call me on ", "Version ", "versão", "card:", "ID", "at", "番", "İd "]
)
TEXTS = st.lists(st.one_of(VALUES, VALUES, BETWEEN, WORDS), min_size=1, max_size=8).map("".join)


@pytest.fixture(autouse=True, scope="module")
def of_few_matches_too():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(forms, "FEW_MATCHES", 0)
        yield


def rows_of(spans):
    return sorted(zip(spans.row, spans.start, spans.end, spans.kind, strict=True))


# many texts an example: to search one costs about what it costs to search a hundred
@given(st.lists(TEXTS, min_size=1, max_size=60), st.sampled_from([(), ("DE",), ("US", "BR")]))
@settings(max_examples=100, deadline=None)
def test_what_is_settled_is_what_is_judged(texts, regions):
    strings = pa.array(texts, pa.string())
    found = FormFinder(regions).find(strings)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(forms, "settled", lambda matches: np.full(len(matches), NOTHING))
        assert rows_of(found) == rows_of(FormFinder(regions).find(strings))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("write to jane@example.com, thanks", Kind.EMAIL),
        ("call +49 171 1234567.", Kind.PHONE),
        ("call 415-555-0132 tomorrow", Kind.PHONE),
        ("is 4111 1111 1111 1111 right?", Kind.CREDIT_CARD),
        (f"to {GERMAN}, please", Kind.IBAN),
        ("at 192.168.1.1 it is", Kind.IP),
        ("see https://shop.example.com/orders/12", Kind.URL),
        ("ask @jane_doe", Kind.HANDLE),
    ],
)
def test_what_most_people_write_needs_no_judgement_of_its_own(text, kind, monkeypatch):
    monkeypatch.setattr(FormFinder, "_judged", lambda self, matches: [])
    assert Detector().find(pa.array([text])).kind.tolist() == [kind]
