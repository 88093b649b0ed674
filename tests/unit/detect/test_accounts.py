"""International bank account numbers: what begins like one is one if its length and check digits are right."""

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatward.detect import Detector, Kind
from chatward.detect.formed import iban
from chatward.detect.formed.accounts import find

MADE_OF = {"n": "0123456789", "a": "ABCXYZabcxyz", "c": "0123456789ABCxyz"}


def places(text):
    spans, _ = find(pa.array([text]))
    return [text.encode()[start:end].decode() for start, end in zip(spans.start, spans.end, strict=True)]


@st.composite
def accounts(draw):
    """An account number with or without the right check digits, and whether it has them."""
    country = draw(st.sampled_from(sorted(iban.STRUCTURES)))
    rest = "".join(draw(st.sampled_from(MADE_OF[kind])) for kind in iban.classes(iban.STRUCTURES[country]))
    right = 98 - int("".join(str(int(sign, 36)) for sign in f"{rest}{country}00")) % 97
    check = draw(st.sampled_from([right, right, (right + 5) % 97 + 2]))
    gaps = [draw(st.sampled_from(["", "", "", " ", "-"])) for _ in rest]
    written = "".join(map("".join, zip(gaps, rest, strict=True)))
    return f"{draw(st.sampled_from([country, country.lower()]))}{check:02}{written}", check == right


@given(
    accounts(),
    st.sampled_from(["", "to ", "番", "é", "x", "(", "😀"]),
    st.sampled_from(["", ".", "  2", "1", "é", "。"]),
)
@settings(max_examples=500, deadline=None)
def test_an_account_number_is_found_if_it_is_right_and_stands_by_itself(account, before, behind):
    written, is_right = account
    is_apart = before not in ("é", "x") and behind not in ("1", "é")
    assert places(f"{before}{written}{behind}") == ([written] if is_right and is_apart else [])


@pytest.mark.parametrize(
    "text", ["DE44 5001 0517 5407 3249", "XX44 5001 0517 5407 3249 31", "DE44  5001 0517 5407 3249 31"]
)
def test_what_is_too_short_of_no_country_or_torn_is_no_account_number(text):
    assert not places(text)


def test_a_number_behind_an_account_number_is_a_number_of_its_own():
    text = "DE44 5001 0517 5407 3249 31 0171 1234567"
    spans = Detector().find(pa.array([text]))
    assert spans.kind.tolist() == [Kind.IBAN, Kind.PHONE]
    assert (spans.start[1], spans.end[1]) == (text.index("0171"), len(text))


def test_a_number_behind_a_word_that_is_a_country_is_found():
    spans = Detector().find(pa.array(["my card is 4111 1111 1111 1111"]))
    assert (spans.start[0], spans.end[0]) == (11, 30)


def test_an_account_number_in_an_address_is_a_part_of_that():
    text = "https://pay.example.com/DE44500105175407324931/now"
    spans = Detector().find(pa.array([text]))
    assert (spans.start.tolist(), spans.end.tolist(), spans.kind.tolist()) == ([0], [len(text)], [Kind.URL])
