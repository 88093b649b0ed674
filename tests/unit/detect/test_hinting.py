"""Which texts hint at special categories: what may bar them from a set."""

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatward.detect import Kind, hints, layout
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


@settings(max_examples=300)
@given(
    st.sampled_from(["", "x", "é", "_", "5", ".", " ", "年", "\u0130"]),
    st.sampled_from(
        [
            "I'm {}", "i’m only {}", "IM just {}", "I am {}", "my son is {}", "my kid is only {}", "she's {}",
            "He is {}", "{} years old", "{}-year-old", "{}yo", "{} y/o", "{} yrs old", "ich bin {}",
            "Ich bin erst {}", "{} Jahre alt", "{}-jährig", "j'ai {} ans", "TENGO {} AÑOS", "ho {} anni",
            "tenho {} anos", "ik ben {} jaar", "ik ben {}", "mam {} lat", "МНЕ {} ЛЕТ", "{} yaşında", "{}岁",
            "{} 歳", "{}살",
        ]
    ),
    st.integers(0, 20),
    st.sampled_from(["", "x", "é", "5", ".5", "!", " minutes", " 年", "\u0130"]),
)  # fmt: skip
def test_the_first_pass_loses_no_text_that_tells_a_minor_s_age(before: str, way: str, age: int, after: str) -> None:
    text = before + way.format(age) + after
    if any(kind is Kind.MINOR for kind, *_ in hints.find(text, [])):
        assert layout.matches(pa.array([text]), hints.MINOR_SIGN).all(), text


def test_of_nothing_that_is_looked_for_nothing_is_known():
    finder = HintFinder(frozenset())
    assert (finder.state, finder.hints_of(pa.array(["diabetes", None])).tolist()) == ("", [0, 0])
    assert HintFinder(ALL).state != HintFinder(frozenset({Kind.HEALTH})).state != ""


def test_a_text_may_hint_at_several():
    assert HintFinder(ALL).hints_of(pa.array(["I'm 14 and pregnant"])).tolist() == [0b100001]


def test_flags_stand_at_their_rows_over_chunks():
    column = pa.chunked_array([["a", "diabetes"], [], [None, "b", "cancer"]], pa.string())
    assert HintFinder(ALL).are_hinting(column).tolist() == [False, True, False, False, True]


def test_the_first_pass_passes_by_texts_without_any_of_the_words():
    texts = pa.array(["hello world", "the parcel came late, order 7", "guten Morgen"])
    assert not layout.matches(texts, *HintFinder(ALL).signs).any()
