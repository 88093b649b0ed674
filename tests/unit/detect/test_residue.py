import string

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatward.detect.residue import residue_condition

CONNECTION = duckdb.connect()


def is_residue(text: str | None, own: tuple[str, ...] = ()) -> bool:
    return CONNECTION.execute(
        f"select {residue_condition('text', own)} from (select ?::varchar as text)", [text]
    ).fetchall()[0][0]


@pytest.mark.parametrize(
    "text",
    [
        "mail anna.meier+shop@post.example.co.uk now",
        "x@y.de",
        "call +49 151 23456789",
        "call +1 (415) 555-0132.",
        "+4915123456789",
        "IBAN DE89 3704 0044 0532 0130 00 please",
        "GB82WEST12345698765432",
        "NO9386011117947",
        "card 4111 1111 1111 1111",
        "5500-0000-0000-0004 is mine",
        "amex 378282246310005",
    ],
)
def test_structured_personal_data_is_found(text):
    assert is_residue(text)


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "where is my parcel?",
        "order 4111 1111 1111 1112",  # a card number's form, but a wrong check digit
        "DE89 3704 0044 0532 0130 02",  # an IBAN's form, but a wrong check sum
        "at 10:30 @ the station",
        "it costs +12 euro",
        "[EMAIL] or [PHONE]",
        "version 2.0.0-beta, 1+2+3",
    ],
)
def test_other_text_passes(text):
    assert not is_residue(text)


def luhn_digit(digits: str) -> str:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        doubled = int(digit) * (2 if place % 2 == 0 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return str(-total % 10)


@settings(max_examples=60, deadline=None)
@given(body=st.text(string.digits, min_size=14, max_size=14))
def test_of_ten_last_digits_exactly_the_check_digit_makes_a_card_number(body):
    number = "4" + body
    caught = [digit for digit in string.digits if is_residue(number + digit)]
    assert caught == [luhn_digit(number)]


@settings(max_examples=60, deadline=None)
@given(account=st.text(string.digits, min_size=18, max_size=18))
def test_a_german_account_number_is_found_by_its_check_digits(account):
    check = 98 - int(account + "131400") % 97
    # 13 and 14 are D and E; the digits of some accounts also make a card number, so letters are put before
    assert is_residue(f"DE{check:02d}{account}")


OWN = ("help@acme.example", "o'neil@acme.example", "+49 30 1234567", "DE89370400440532013000")


@pytest.mark.parametrize(
    "text",
    [
        "write to help@acme.example.",
        "HELP@acme.example help@acme.example, help@acme.example",
        "o'neil@acme.example",
        "call +49 (30) 123-4567 now",
        "+49301234567",
        "to DE89 3704 0044 0532 0130 00",
    ],
)
def test_the_companys_own_contacts_are_no_residue(text):
    assert is_residue(text)
    assert not is_residue(text, OWN)


@pytest.mark.parametrize(
    "text",
    [
        "xhelp@acme.example",
        "help@acme.example.org",
        "help@acme.example-mail.org",
        "+493012345678",
        "+4930123456 7 8",
        "help@acme.example and jane@b.example",
        "DE02120300000000202051",
    ],
)
def test_what_only_begins_like_an_own_contact_is_residue(text):
    assert is_residue(text, OWN)
