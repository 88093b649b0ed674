"""What is screened out in bulk is what a judgement of its own would find nothing in."""

import sys

import numpy as np
import phonenumbers
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatward.detect import Detector, Kind, layout
from chatward.detect.formed import topics
from chatward.detect.formed.judge import Judge
from chatward.detect.formed.matches import Matches
from chatward.detect.formed.plans import Grade, grade_by_plan, sure_numbers
from chatward.detect.formed.screening import NumberScreen
from chatward.detect.formed.topics import Topic, nearest_topic

REGIONS = ["DE", "US", "GB", "GG", "BR", "IT", "ES", "RU", "JP", "AR", "KY", "XX"]
WORDS = st.sampled_from(
    ["call me on ", "Tel. ", "hotel ", "automobil", "order ", "ORD-", "meßage ", "ſms ", "İ", "телефон ", "电话", "x1"]
)
AROUND = st.lists(st.one_of(WORDS, st.text(max_size=3)), max_size=3).map("".join)
NUMBERS = st.one_of(
    st.from_regex(r"\A[0-9]{7,12}\Z|\A[1-9][0-9]{1,5}-[0-9]{5}\Z|\A[0-9]{19,23}\Z", alphabet="0123456789-"),
    st.dates().map(str),
    st.dates().map("{0.day}.{0.month}.{0.year}".format),
    st.sampled_from(
        ["0171 1234567", "1711234567", "415-555-0132", "612 34 56 78", "6125551234", "00346653502418599330"]
    ),
)


def left(text, start, end, regions):
    bounds = (np.array([place]) for place in (0, start, end, 0, len(text)))
    return NumberScreen(regions).left(Matches(np.frombuffer(text, dtype=np.uint8), *bounds))


@given(AROUND, NUMBERS, AROUND, st.sampled_from([(), ("DE",), ("US", "BR")]))
@settings(max_examples=500, deadline=None)
def test_nothing_is_screened_out_in_which_there_is_something(before, number, after, regions):
    start = len(before.encode())
    is_left = len(left(f"{before}{number}{after}".encode(), start, start + len(number), regions))
    assert is_left or not Judge(regions)(number, before, after)


@pytest.mark.parametrize(
    "text",
    ["13/01/2025", "2025-01-13", "Order 2024-709135 please", "for 8119267-64", "00346653502418599330", "5551234567"],
)
def test_dates_and_orders_need_no_judgement(text):
    number = pc.extract_regex(pa.array([text]), r"(?P<number>[0-9][0-9/-]+)")[0]["number"].as_py()
    start = text.index(number)
    assert not len(left(text.encode(), start, start + len(number), ("DE",)))


@pytest.mark.parametrize(
    ("text", "regions"),
    [
        ("call 8119267", ()),
        ("Tel.: 699956915", ()),
        ("01711234567", ()),
        ("415-555-0132", ()),
        ("4111111111111111", ()),
        ("1711234567", ("DE",)),
        ("9876543210", ("US", "IN")),
    ],
)
def test_what_may_be_a_number_of_a_person_is_left_to_judge(text, regions):
    start = text.index(next(filter(str.isdigit, text)))
    assert len(left(text.encode(), start, len(text), regions))


@given(st.sampled_from(REGIONS), st.data())
@settings(max_examples=500, deadline=None)
def test_no_number_that_a_plan_is_sure_of_is_missed_by_its_pattern(region, data):
    metadata = phonenumbers.PhoneMetadata.metadata_for_region(region)
    described = [
        one for one in (metadata and (metadata.mobile, metadata.fixed_line, metadata.general_desc)) or () if one
    ]
    shapes = [st.from_regex(rf"\A(?:{one.national_number_pattern})\Z", alphabet="0123456789") for one in described]
    national = data.draw(st.one_of(*shapes, st.text("0123456789", min_size=7, max_size=13)))
    front = data.draw(st.sampled_from(["", "", "0", "8", "1", "49", "55", "015", "9"]))
    digits = front + national
    if grade_by_plan(digits, digits, region) > Grade.IF_WORDS_SAY_SO:
        column = pa.array([digits])
        assert pc.match_substring_regex(column, sure_numbers(region))[0].as_py()


@given(AROUND, AROUND)
@settings(max_examples=500, deadline=None)
def test_no_text_that_speaks_of_telephones_lacks_their_sign(before, after):
    if nearest_topic(before, after) is Topic.PHONE:
        assert layout.matches(pa.array([f"{before}1{after}", f"{before} {after}"]), topics.PHONE_SIGN)[1]


@pytest.mark.parametrize("word", topics._PHONE_WORDS.split())
def test_every_word_of_telephones_is_a_sign_of_them_in_any_case(word):
    forms = [word.rstrip("."), word.rstrip(".").upper(), word.title(), f"so, {word}"]
    telling = [forms[0], *(form for form in forms if nearest_topic(form, "") is Topic.PHONE)]
    assert layout.matches(pa.array(telling), topics.PHONE_SIGN).all()


def test_every_character_that_folds_oddly_is_taken_for_a_sign():
    odd = [
        character
        for character in map(chr, range(0x80, sys.maxunicode + 1))
        if len(character.casefold()) > 1 or character.casefold().isascii()
    ]
    assert layout.matches(pa.array(odd), topics.PHONE_SIGN).all()


def test_a_tracking_number_is_no_card_though_a_card_is_spoken_of():
    texts = pa.array(["refund to my card, tracking 00344044970628618542", "my card is 4111111111111111"])
    spans = Detector().find(texts)
    assert [(row, Kind(kind)) for row, kind in zip(spans.row, spans.kind, strict=True)] == [(1, Kind.CREDIT_CARD)]
