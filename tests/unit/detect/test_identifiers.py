"""National and tax ids, bank accounts, plates and post codes: examples that their authorities or manuals publish."""

import pytest

from chatward.detect import Kind
from chatward.detect.identifiers import IDENTIFIERS, IdentifierFinder, countries_of, details_of
from chatward.detect.identifiers.checks import find_check
from chatward.detect.identifiers.words import WORDS
from chatward.detect.mentions import Lexicon

FINDER, LEXICON = IdentifierFinder(), Lexicon(WORDS)


def found(text):
    return [(one.name, text[start:end]) for start, end, one in FINDER.find(text, LEXICON.find(text))]


@pytest.mark.parametrize(
    ("text", "name", "number"),
    [
        ("my CPF: 529.982.247-25", "BR_CPF", "529.982.247-25"),
        ("12345678Z", "ES_NIF", "12345678Z"),
        ("12345678-z, gracias", "ES_NIF", "12345678-z"),
        ("X1234567L", "ES_NIE", "X1234567L"),
        ("AB 12 34 56 C", "UK_NINO", "AB 12 34 56 C"),
        ("RSSMRA85T10A562S", "IT_FISCAL_CODE", "RSSMRA85T10A562S"),
        ("rssmra85t10a562s", "IT_FISCAL_CODE", "rssmra85t10a562s"),
        ("131052-308T", "FI_PERSONAL_IDENTITY_CODE", "131052-308T"),
        ("811218-9876", "SE_PERSONNUMMER", "811218-9876"),
        ("2 95 10 99 126 111 93", "FR_NIR", "2 95 10 99 126 111 93"),
        ("11010519491231002X", "CN_RIC", "11010519491231002X"),
        ("S1234567D", "SG_NRIC_FIN", "S1234567D"),
        ("A123456789", "TW_ID", "A123456789"),
        ("756.9217.0769.85", "CH_SSN", "756.9217.0769.85"),
        ("SSN 536-90-4399", "US_SSN", "536-90-4399"),
        ("PESEL 44051401359", "PL_PESEL", "44051401359"),
        ("TC kimlik no 10000000146", "TR_NATIONAL_ID", "10000000146"),
        ("BSN is 111222333", "NL_BSN", "111222333"),
        ("Steuer-ID 86095742719", "DE_TAX_ID", "86095742719"),
        ("NHS number 943 476 5919", "UK_NHS", "943 476 5919"),
        ("ИНН 7707083893", "RU_INN", "7707083893"),
        ("passport no C01X00T47", "PASSPORT", "C01X00T47"),
        ("account number 12345678", "BANK_ACCOUNT", "12345678"),
        ("Kennzeichen B-MW 1234", "DE_KFZ", "B-MW 1234"),
        ("PLZ 10115", "DE_PLZ", "10115"),
        ("SW1A 1AA", "UK_POSTCODE", "SW1A 1AA"),
    ],
)
def test_an_identifier_is_found_by_form_check_digits_and_words(text, name, number):
    assert (name, number) in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "order 44051401359",  # a PESEL by its digits
        "529.982.247-26",
        "12345678A",
        "AB123456C was shipped from QQ 12",
        "PESEL 44051401358",
        "we sold 111222333 units",
        "ticket 10000000146",
        "it costs 1.234.567,89",
        "call me at 10 or 12345",
        "xSW1A 1AAx",
        "2026-10-18T09-00-00Z",
    ],
)
def test_numbers_that_nobody_speaks_of_or_whose_check_fails_are_none(text):
    assert not [name for name, _ in found(text) if name not in {"DE_PASSPORT", "UK_NINO"}]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("passport X1234567, phone 5551234567", ["X1234567"]),
        ("phone 5551234567, passport number X1234567", ["X1234567"]),
        ("VAT included, order 111222333", []),
        ("total incl. VAT 111222333 EUR", []),
        ("VAT number 111222333", ["111222333"]),
        ("phone 5551234567, VAT number 111222333", ["111222333"]),
    ],
)
def test_a_number_is_what_was_spoken_of_last(text, numbers):
    assert [number for _, number in found(text)] == numbers


def test_a_country_s_own_word_rules_other_countries_out():
    assert found("my CPF is 111222333") == []
    assert [number for _, number in found("id number 111222333")] == ["111222333"]


def test_two_whole_numbers_side_by_side_are_two():
    assert [number for _, number in found("account numbers 12345678 87654321")] == ["12345678", "87654321"]


def test_more_than_forty_countries_have_checked_ids():
    checked = {one.country for one in IDENTIFIERS if one.kind is Kind.NATIONAL_ID and one.check}
    assert len(checked) >= 60


@pytest.mark.parametrize("one", IDENTIFIERS, ids=lambda one: f"{one.name}-{one.number}")
def test_every_row_has_its_check_its_words_and_a_form_of_its_lengths(one):
    assert callable(find_check(one.check))
    assert one.tags <= set(WORDS)
    assert not one.made_of.fullmatch("0" * (one.lengths.stop + 1))
    assert details_of(one.number) == {"country": one.country, "type": one.name}


def test_an_id_s_country_is_told_where_its_check_digits_fit_one():
    assert countries_of("RSSMRA85T10A562S") == {"IT"}
    assert countries_of("no id") == set()


def test_a_number_at_which_the_library_fails_is_none():
    assert found("411111111111111111") == []  # of a place that its list of China's places names without a county
