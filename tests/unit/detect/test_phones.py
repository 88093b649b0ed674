"""Telephone numbers in all their forms, and all the other numbers of a chat."""

import pyarrow as pa
import pytest

from chatward.detect import Detector, Kind


def phones(text, *, regions=()):
    spans = Detector(regions).find(pa.array([text]))
    return [
        text.encode()[start:end].decode()
        for kind, start, end in zip(spans.kind, spans.start, spans.end, strict=True)
        if kind == Kind.PHONE
    ]


@pytest.mark.parametrize(
    "number",
    [
        "+491711234567",
        "+49 171 1234567",
        "+49 (0)171 1234567",
        "0049 171 1234567",
        "+1-555-777-8888",
        "+1 415-829-0000",
        "+55 11 98456 5666",
        "+61 2 9265 8888",
        "+30 21 0 1234567",
        "+687 20.12.34",
        "001-518-640-0854",
        "(212) 555-0100",
        "555-123-4567",
        "555.123.4567",
        "415 555 0132",
        "(415)555-0132",
        "91-415-555-0132",
        "(37) 788-063",
        "0494 92 82 32",
        "07700 063 966",
        "01.84.17.61.18",
        "030/1234567",
        "0171 / 1234567",
        "09-7625400",
        "0 (917) 123 4567",
        "09171234567",
        "+90 532 123 45 67",
        "+86 138 1234 5678",
    ],
)
def test_a_number_in_a_form_of_its_own_needs_no_words(number):
    assert phones(f"{number} is it") == [number]


@pytest.mark.parametrize("number", ["467 3395", "60-56-85-91", "78 651 450", "699 956 915", "5551234567"])
@pytest.mark.parametrize(
    "words", ["call me on {} ok", "Tel.: {}", "{} is my phone", "meine Handynummer: {}", "тел. {}"]
)
def test_a_number_in_a_common_form_needs_words_that_speak_of_phones(number, words):
    assert phones(words.format(number)) == [number]
    assert phones(f"see {number} there") == []


@pytest.mark.parametrize(
    "text",
    [
        "on 2025-08-09 or 09.08.2025",
        "13/01/2020 12",
        "2019-2024",
        "ZIP 94105-1234",
        "total 1.234.567,89 EUR",
        "order 0123456789",
        "order number is 5551234567",
        "card 12345678",
        "52.520008, 13.404954",
        "pi is 3.14159265",
        "SSN 123-45-6789",
        "Part number: 555-123-4567-A",
        "id a8eedfd6-9d8a-44e0-b0fc-cc7d517db5dc",
        "AB5551234567",
        "call me about invoice 12345678",
        "ISBN 0-7506-9275-8",
        "192.168.1.256",
        "1718000000",
        "#123456789",
        "we sold 1 000 000 of them",
        "0000000",
        "10:30:45",
        "Kd.-Nr. 123456789, Tel folgt",
        "30 / 01 / 12 5 . 1",
    ],
)
def test_dates_amounts_orders_and_codes_are_no_phone_numbers(text):
    assert phones(text) == []


def test_an_extension_belongs_to_the_number():
    assert phones("(898)666-3621x0135 and 415-555-0132 ext. 7!") == ["(898)666-3621x0135", "415-555-0132 ext. 7"]


def test_numbers_in_one_run_are_told_apart():
    assert phones("+491711234567 +491711234568") == ["+491711234567", "+491711234568"]
    assert phones("2025-08-09 415-555-0132") == ["415-555-0132"]


def test_a_number_does_not_swallow_the_card_or_the_number_behind_it():
    assert phones("+49 171 1234567 4111 1111 1111 1111") == ["+49 171 1234567"]
    assert phones("+49 171 1234567 0171 7654321") == ["+49 171 1234567", "0171 7654321"]
    assert phones("call 4155550132,4155550133") == ["4155550132", "4155550133"]


def test_scripts_without_spaces_may_touch_a_number():
    assert phones("我的电话13812345678谢谢") == ["13812345678"]


@pytest.mark.parametrize(
    ("region", "number"), [("TR", "5321234567"), ("IN", "9876543210"), ("ES", "612 34 56 78"), ("DE", "0171 1234567")]
)
def test_a_national_number_is_told_by_the_plan_of_its_region(region, number):
    assert phones(f"so: {number}", regions=(region,)) == [number]


def test_a_plan_does_not_make_orders_of_a_region_phone_numbers():
    assert phones("Bestellung 1711234567", regions=("DE",)) == []
    assert phones("so: 6123456789", regions=("TR",)) == []
