"""Whether a text is UTF-8, was until it was damaged, or is what an editor of Windows made of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatward.sources.code_pages import as_text, is_utf8

LONG = b"a" * 70_000


@pytest.mark.parametrize("before", [b"", LONG])
@pytest.mark.parametrize(
    ("data", "is_it"),
    [(b"", True), ("é🌱".encode(), True), ("é".encode()[:1], True), ("x🌱".encode()[:-1], True), (b"a\xe9b", False)],
)
def test_utf_8_is_told_however_long_the_text_and_where_its_last_character_is_cut(
    before: bytes, data: bytes, *, is_it: bool
) -> None:
    assert is_utf8(before + data) is is_it


@given(st.text())
def test_utf_8_stays_as_it_is(text: str) -> None:
    assert as_text(text.removeprefix("\ufeff").encode("utf-8", "replace")) == text.removeprefix("\ufeff").encode(
        "utf-8", "replace"
    )


@pytest.mark.parametrize(
    "text", ["gr\xfc\xdfe", "caf\xe9 \u2013 \u201cx\u201d \u2026", "\u20ac 5", "\u00bfQu\u00e9? 5 m\u00b3", "c\u0153ur"]
)
def test_what_is_windows_1252_beyond_doubt_becomes_utf_8(text: str) -> None:
    assert as_text(text.encode("cp1252")) == text.encode()


@pytest.mark.parametrize(
    "data",
    [
        "Привет, как дела".encode("cp1251"),
        "ありがとう".encode("shift_jis"),
        b"gr\xffn",
        "grün, schön ".encode() * 4 + b"\xfc.",
    ],
)
def test_what_is_in_doubt_stays_as_it_is(data: bytes) -> None:
    assert as_text(data) == data
