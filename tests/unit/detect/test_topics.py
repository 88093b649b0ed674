"""Words of scripts whose vowels are signs on letters: they are whole words, as a reader sees them."""

import unicodedata

import pyarrow as pa
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chatward.detect import Detector, Kind
from chatward.detect.formed.topics import Topic, nearest_topic

NUMBER = "415 555 0132"
PHONES = {
    "Hindi, mobile": "मेरा मोबाइल",
    "Hindi, phone in one form": "मेरा \u092b\u093c\u094b\u0928",
    "Hindi, phone in the other": "मेरा \u095e\u094b\u0928",
    "Bengali, phone": "আমার ফোন",
    "Bengali, mobile": "আমার মোবাইল",
    "Tamil, telephone": "என் தொலைபேசி",
    "Thai, number": "เบอร์",
    "Thai, telephone": "โทรศัพท์",
    "Arabic with vowels": "هاتفُكَ",
    "Hebrew": "הטלפון שלי טלפון",
    "Vietnamese": "điện thoại",
}
OTHERS = {"Hindi, order": "मेरा ऑर्डर", "Bengali, order": "আমার অর্ডার", "Thai, order": "คำสั่งซื้อ"}


@pytest.mark.parametrize("words", PHONES.values(), ids=PHONES)
def test_a_word_with_vowel_signs_says_that_a_number_is_a_telephone(words: str) -> None:
    assert nearest_topic(f"{words} ", "") is Topic.PHONE
    assert nearest_topic("", f" {words}") is Topic.PHONE


@pytest.mark.parametrize("words", OTHERS.values(), ids=OTHERS)
def test_a_word_with_vowel_signs_says_that_a_number_is_something_else(words: str) -> None:
    assert nearest_topic(f"{words} ", "") is Topic.OTHER


@pytest.mark.parametrize("words", PHONES.values(), ids=PHONES)
def test_digits_that_are_a_number_only_by_their_words_are_found_beside_them(words: str) -> None:
    """The screening before it must let through whatever the words decide."""
    spans = Detector().find(pa.array([f"{words} 5550132"]))
    assert list(spans.kind) == [Kind.PHONE]


def test_a_part_of_a_word_says_nothing() -> None:
    assert nearest_topic("काफोन ", "") is None  # not the beginning of the word


@given(text=st.text(st.characters(categories=["Lo", "Mn", "Mc"]), min_size=1, max_size=12))
@example("ि")
def test_a_sign_never_ends_a_word(text: str) -> None:
    marked = unicodedata.normalize("NFD", text)
    assert nearest_topic(f"मोबाइल{marked} ", "") is Topic.PHONE


@pytest.mark.parametrize("sign", ["#", "№", "$", "€"])
def test_a_sign_alone_names_another_thing_among_digits(sign):
    assert nearest_topic(f"{sign} ", " 1/1") is Topic.OTHER
    assert nearest_topic("1 1 ", f" {sign} 1") is Topic.OTHER
