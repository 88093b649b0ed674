"""Why a span was found can be told afterwards, and tells no more of the text than the rules' own words."""

import pyarrow as pa
import pytest

from chatward.detect import Detector, Kind
from chatward.detect.tracing import Traced, Tracer

TAGGING = Detector(tags_names=True)


def traces(text, detector=TAGGING):
    column = pa.array([text])
    spans = detector.find(column).in_characters(column)
    columns = (getattr(spans, name).tolist() for name in ("kind", "start", "end", "detail"))
    found = [Traced(Kind(kind), *place) for kind, *place in zip(*columns, strict=True)]
    return [Tracer(detector).explain(text, span) for span in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("card 4111111111111111", {"rule": "card", "check": "luhn", "is_right": True, "form": "network"}),
        ("DE89370400440532013000", {"rule": "iban", "check": "iso7064_mod97_10", "is_right": True, "country": "DE"}),
        ("+49 171 1234567", {"rule": "phone", "form": "always", "topic": None}),
        ("meine Nummer 1234567", {"rule": "phone", "form": "if_words_say_so", "topic": "phone"}),
        ("jane@example.com", {"rule": "pattern"}),
        ("jane\u200b@example.com", {"rule": "pattern", "is_disguised": True}),
        ("password: hunter22", {"rule": "words", "words": [[0, 8, "secret"]]}),
        (
            "CPF 529.982.247-25",
            {"rule": "identifier", "type": "BR_CPF", "form": "telling", "check": "br.cpf", "is_right": True,
             "words": [[0, 3, "br_cpf"]]},
        ),
    ],
)  # fmt: skip
def test_a_trace_names_rule_form_words_and_check(text, expected):
    assert traces(text) == [expected]


def test_a_name_that_the_tagger_found_has_its_score():
    (trace,) = traces("my name is Sarah Connor and I need help")
    assert trace["rule"] == "tagger"
    assert trace["threshold"] < trace["score"] <= 1


def test_references_say_that_they_are_of_the_users_list():
    assert traces("ORD-1234", Detector(references=("ORD-[0-9]+",))) == [{"rule": "list", "list": "references"}]


def test_the_places_of_a_traces_words_are_those_of_the_text():
    text = "schön: né le 12/03/1985"
    (trace,) = traces(text)
    assert [text[start:end] for start, end, _ in trace["words"]] == ["né"]
