"""Words behind which a street or a town stands, no person: told for a whole column by a sign, then one by one."""

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatward.detect import layout
from chatward.detect.persons import introductions

PIECES = st.sampled_from(
    [
        "rue",
        "Av.",
        "УЛИЦА",
        "ul.",
        "live",
        "ſtraße",
        "живу",
        "bydlím",
        "in",
        "à",
        "в",
        "de",
        " ",
        "\n",
        "\u00a0",
        "\u2003",
        "x",
    ]
)


@given(st.lists(PIECES, max_size=7).map("".join))
@settings(max_examples=1_000, deadline=None)
def test_no_word_of_places_lacks_its_sign(before):
    if introductions._PLACE_FOLLOWS.search(before):
        assert layout.matches(pa.array([before]), introductions._PLACE_SIGN).all()


@pytest.mark.parametrize("before", ["живу в ", "улица ", "rue\u00a0de ", "I live in ", "based in\n"])
def test_words_of_places_have_a_sign_in_every_script_and_with_every_space(before):
    assert introductions._PLACE_FOLLOWS.search(before)
    assert layout.matches(pa.array([before]), introductions._PLACE_SIGN).all()
