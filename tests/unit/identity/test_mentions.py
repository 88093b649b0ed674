"""Who is erased is named no more by those whom he talked with."""

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatward.identity.mentions import NOBODY, REDACTED, Mentions, mention_pattern


def redacted(text: str, *names: str) -> str:
    return str(Mentions(names).take_out(pa.array([text]))[0].as_py())


def by_the_pattern_alone(texts: list[str | None], *names: str) -> list[str | None]:
    found = pa.array(texts, pa.string())
    for _ in range(2):
        found = pc.replace_substring_regex(found, pattern=f"(?i){mention_pattern(names)}", replacement=REDACTED)
    return list(found.to_pylist())


@pytest.mark.parametrize(
    ("names", "before", "after"),
    [
        (["Anna Smith"], "ask Anna Smith, or anna  smith", "ask ▇, or ▇"),
        (["Anna Smith"], "Anna Smith Anna Smith", "▇ ▇"),
        (["Anna Smith"], "Joanna Smithers", "Joanna Smithers"),
        (["José Núñez"], "dijo José Núñez.", "dijo ▇."),
        (["Will"], "will you? @Will, yes", "will you? ▇, yes"),
        (["+491511"], "call +491511 or 491511 or @491511, not 4915112", "call ▇ or ▇ or ▇, not 4915112"),
        (["U0123ABCD"], "<@U0123ABCD> hi", "▇ hi"),
        (["a.b@c.example"], "a.b@c.example, aXb@c.example", "▇, aXb@c.example"),
        (["王 小明"], "我问王 小明了", "我问▇了"),
        (["$ (x)"], "it costs $ (x) or @$ (x)", "it costs ▇ or ▇"),
        (["", "  ", "@", "🌸"], "@ all 🌸", "@ all 🌸"),
        ([], "anything", "anything"),
        (["Anna B", "Annabel B"], "Annabel B and anna b", "▇ and ▇"),
        (["Straße 7 K"], "in der STRAẞE 7 \u212a", "in der ▇"),
    ],
)
def test_known_mentions(names: list[str], before: str, after: str) -> None:
    assert redacted(before, *names) == after


def test_nobody_is_named_by_nothing() -> None:
    assert mention_pattern([]) == NOBODY


FOLDING = st.text("aAsſSßẞkK\u212aσςΣiİı @+1\n", max_size=8)
"""Letters that are one letter in another case, some of them none of the same length."""


@given(st.lists(FOLDING | st.none(), max_size=5), st.lists(FOLDING, max_size=3))
def test_looking_for_words_first_passes_over_no_mention(texts: list[str | None], names: list[str]) -> None:
    assert Mentions(names).take_out(pa.array(texts, pa.string())).to_pylist() == by_the_pattern_alone(texts, *names)


def test_more_names_than_fit_into_one_pattern_are_all_taken_out() -> None:
    names = [f"Anna Smith {number:04d}" for number in range(3000)]
    found = Mentions(names).take_out(pa.array([f"ask {name}!" for name in names]))
    assert set(found.to_pylist()) == {"ask ▇!"}


@given(st.lists(st.text(min_size=1, max_size=12), max_size=4))
def test_no_name_makes_a_pattern_that_cannot_be_read(names: list[str]) -> None:
    redacted("words", *names)


@given(st.text("abcdé ", min_size=3).filter(lambda name: len(name.split()) > 1))
def test_a_full_name_never_stays(name: str) -> None:
    assert " ".join(name.split()) not in redacted(f"so {name}, they say", name)
