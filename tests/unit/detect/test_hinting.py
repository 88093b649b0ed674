"""Which texts hint at special categories: what may bar them from a set."""

import pyarrow as pa
import pytest

from chatward.detect import Kind, layout
from chatward.detect.hinting import HintFinder

ALL = frozenset(kind for kind in Kind if kind.is_hint)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("ich bin schwanger", Kind.HEALTH),
        ("soy musulmán", Kind.RELIGION),
        ("wegen der Gewerkschaft", Kind.UNION),
        ("je suis lesbienne", Kind.SEXUALITY),
        ("I want to kill myself", Kind.SELF_HARM),
        ("tengo 14 años", Kind.MINOR),
        ("我怀孕了", Kind.HEALTH),
        ("schwan\u200bger", Kind.HEALTH),
    ],
)
def test_a_text_hints_at_its_kind_and_at_no_other(text, kind):
    for one in ALL:
        assert HintFinder(frozenset({one})).are_hinting(pa.array([text])).tolist() == [one is kind]


@pytest.mark.parametrize("text", ["", None, "the parcel is late", "I'm 15 minutes late", "gayle", "hivernal"])
def test_other_texts_hint_at_nothing(text):
    assert HintFinder(ALL).are_hinting(pa.array([text], pa.string())).tolist() == [False]


def test_flags_stand_at_their_rows_over_chunks():
    column = pa.chunked_array([["a", "diabetes"], [], [None, "b", "cancer"]], pa.string())
    assert HintFinder(ALL).are_hinting(column).tolist() == [False, True, False, False, True]


def test_the_first_pass_passes_by_texts_without_any_of_the_words():
    texts = pa.array(["hello world", "the parcel came late, order 7", "guten Morgen"])
    assert not layout.matches(texts, *HintFinder(ALL).signs).any()


@pytest.mark.parametrize(
    "text",
    [
        "I'm 14", "i’m only 9!", "my son is 12 and", "she's just 15.", "he is 7", "14 years old", "14-year-old", "9yo",
        "16 y/o", "10 yrs old", "ich bin erst 13", "13 Jahre alt", "15-jährige", "j'ai 11 ans", "tengo 14 años",
        "ho 12 anni", "tenho 16 anos", "ik ben 10 jaar", "mam 15 lat", "мне 14 лет", "Мне 14 лет.", "12 yaşındayım",
        "14岁", "14 歲", "17歳です", "13살",
    ],
)  # fmt: skip
def test_an_age_of_a_minor_is_told_in_any_language(text):
    assert HintFinder(frozenset({Kind.MINOR})).are_hinting(pa.array([text])).tolist() == [True]
