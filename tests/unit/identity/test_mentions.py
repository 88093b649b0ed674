"""Who is erased is named no more by those whom he talked with."""

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatward.identity.mentions import NOBODY, REDACTED, mention_pattern


def redacted(text: str, *names: str) -> str:
    """Replace mentions as the database does."""
    once = "regexp_replace({}, $pattern, $redacted, 'gi')"
    query = f"select {once.format(once.format('$text'))}"
    values = {"text": text, "pattern": mention_pattern(names), "redacted": REDACTED}
    return str(duckdb.execute(query, values).fetchall()[0][0])


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
    ],
)
def test_known_mentions(names: list[str], before: str, after: str) -> None:
    assert redacted(before, *names) == after


def test_nobody_is_named_by_nothing() -> None:
    assert mention_pattern([]) == NOBODY


@given(st.lists(st.text(min_size=1, max_size=12), max_size=4))
def test_no_name_makes_a_pattern_that_cannot_be_read(names: list[str]) -> None:
    redacted("words", *names)


@given(st.text("abcdé ", min_size=3).filter(lambda name: len(name.split()) > 1))
def test_a_full_name_never_stays(name: str) -> None:
    assert " ".join(name.split()) not in redacted(f"so {name}, they say", name)
