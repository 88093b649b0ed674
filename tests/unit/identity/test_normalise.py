"""Ways of writing one identifier become one form; two identifiers never do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatward.identity.normalise import normalise, normalise_all


@pytest.mark.parametrize(
    ("written", "region", "form"),
    [
        ("+49 (0) 171 1234567", None, "+491711234567"),
        ("+49-171-1234567", None, "+491711234567"),
        ("0049 171 1234567", None, "+491711234567"),
        ("0171/1234567", "DE", "+491711234567"),
        ("@491711234567", None, "+491711234567"),
        ("\u202a+49\u00a0171\u00a01234567\u202c", None, "+491711234567"),
        ("＋４９１７１１２３４５６７", None, "+491711234567"),
        ("٠١٧١١٢٣٤٥٦٧", "DE", "+491711234567"),
        ("+39 06 6982", None, "+39066982"),
        ("(415) 555-0132", "US", "+14155550132"),
        ("0171 1234567", None, "01711234567"),
        ("+999 12", None, "+99912"),
        ("", None, ""),
    ],
)
def test_a_phone_number_becomes_e164_where_it_can(written, region, form):
    assert normalise("phone", written, region=region) == form


def test_a_brazilian_mobile_is_the_same_with_and_without_its_ninth_digit():
    assert normalise("phone", "+55 11 8456-5666") == normalise("phone", "+55 11 98456 5666") == "+5511984565666"


def test_a_brazilian_landline_gets_no_ninth_digit():
    assert normalise("phone", "+55 21 3348-1000") == "+552133481000"


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("Jane.Doe@Example.COM", "jane.doe@example.com"),
        ("Jane.Doe+chat@GoogleMail.com", "janedoe@gmail.com"),
        ("jane.doe+chat@example.com", "jane.doe+chat@example.com"),
        ("ｊａｎｅ@example.com", "jane@example.com"),
        ("ja\u200bne@example.com", "jane@example.com"),
    ],
)
def test_a_mailbox_has_one_form(written, form):
    assert normalise("email", written) == form


def test_a_name_keeps_its_letters_and_loses_case_and_extra_spaces():
    assert normalise("whatsapp_name", "  Jose\u0301\u00a0 STRAẞE ") == "josé strasse"


def test_an_id_keeps_its_case():
    assert normalise("slack_id", " U012AbC ") == "U012AbC"


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("credit_card", "4111-1111-1111-1111", "4111 1111 1111 1111"),
        ("iban", "de44 5001 0517 5407 3249 31", "DE44500105175407324931"),
        ("mac", "AA-BB-CC-DD-EE-FF", "aa:bb:cc:dd:ee:ff"),
        ("handle", "@Jane_Doe", "jane_doe"),
        ("url", "HTTPS://Example.com/A", "https://example.com/A"),
        ("ip", "2001:DB8::1", "2001:db8::1"),
    ],
)
def test_two_ways_of_writing_a_value_are_one(kind, one, other):
    assert normalise(kind, one) == normalise(kind, other)


def test_paths_of_urls_keep_their_case():
    assert normalise("url", "https://example.com/A") != normalise("url", "https://example.com/a")


IDENTIFIER_TYPES = ("phone", "email", "slack_id", "whatsapp_user_id", "telegram_name")


@given(st.sampled_from(IDENTIFIER_TYPES), st.text())
def test_a_form_is_its_own_form(kind, value):
    once = normalise(kind, value)
    assert normalise(kind, once) == once


@given(st.sampled_from(IDENTIFIER_TYPES), st.lists(st.text(max_size=8)))
def test_many_values_have_the_forms_that_each_has(kind, values):
    assert normalise_all(kind, values) == [normalise(kind, value) for value in values]
