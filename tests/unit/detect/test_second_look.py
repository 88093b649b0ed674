"""What takes words around, check digits or several patterns; and what only looks like it."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st
from support.linear import takes_time_in_proportion

from chatward.detect import Detector, Kind
from chatward.detect.formed import patterns
from chatward.detect.worded import address_forms
from chatward.detect.worded.second_look import Look, SecondLook

HINTS = frozenset(kind for kind in Kind if kind.is_asked_for)
DETECTOR, CURIOUS = Detector(), Detector(also=HINTS)


def found(text, detector=DETECTOR):
    column = pa.array([text])
    spans = detector.find(column).in_characters(column)
    columns = (getattr(spans, name).tolist() for name in ("kind", "start", "end"))
    return [(Kind(kind).name, text[start:end]) for kind, start, end in zip(*columns, strict=True)]


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("I was born on 12 March 1985 in Leeds", "DATE_OF_BIRTH", "12 March 1985"),
        ("DOB: 03/12/1985", "DATE_OF_BIRTH", "03/12/1985"),
        ("geboren am 1.2.1990", "DATE_OF_BIRTH", "1.2.1990"),
        ("née le 14 juillet 1989", "DATE_OF_BIRTH", "14 juillet 1989"),
        ("nací el 5 de mayo de 1990", "DATE_OF_BIRTH", "5 de mayo de 1990"),
        ("родился 05.06.1977", "DATE_OF_BIRTH", "05.06.1977"),
        ("生年月日は1990年1月2日です", "DATE_OF_BIRTH", "1990年1月2日"),
        ("Please visit 221B Baker Street for pickup.", "ADDRESS", "221B Baker Street"),
        ("Hauptstraße 5, 10115 Berlin", "ADDRESS", "Hauptstraße 5, 10115 Berlin"),
        ("wohne im Birkenweg 12a", "ADDRESS", "Birkenweg 12a"),
        ("12 rue de la Paix, 75002 Paris", "ADDRESS", "12 rue de la Paix, 75002 Paris"),
        ("vivo en Calle Mayor 5, 28013 Madrid", "ADDRESS", "Calle Mayor 5, 28013 Madrid"),
        ("Via Roma, 12 Torino", "ADDRESS", "Via Roma, 12"),
        ("ul. Długa 7/3, 00-238 Warszawa", "ADDRESS", "ul. Długa 7/3, 00-238 Warszawa"),
        ("at 1600 Pennsylvania Avenue NW, Washington, DC 20500.", "ADDRESS",
         "1600 Pennsylvania Avenue NW, Washington, DC 20500"),
        ("P.O. Box 1234", "ADDRESS", "P.O. Box 1234"),
        ("password: hunter2", "CREDENTIAL", "hunter2"),
        ("mein Passwort ist Sommer2024!", "CREDENTIAL", "Sommer2024"),
        ("Your verification code is 482913", "CREDENTIAL", "482913"),
        ("482913 is your verification code", "CREDENTIAL", "482913"),
        ("key AKIAIOSFODNN7EXAMPLE", "CREDENTIAL", "AKIAIOSFODNN7EXAMPLE"),
        ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.dBjftJeZ4CVP", "CREDENTIAL",
         "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.dBjftJeZ4CVP"),
        ("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "CRYPTO_WALLET", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"),
        ("BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4", "CRYPTO_WALLET",
         "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4"),
        ("0xde0B295669a9FD93d5F28D9Ec85E40f4cb697BAe", "CRYPTO_WALLET", "0xde0B295669a9FD93d5F28D9Ec85E40f4cb697BAe"),
        ("I am at 52.5200, 13.4050 now", "GEO", "52.5200, 13.4050"),
        ("40°26'46\"N 79°58'56\"W", "GEO", "40°26'46\"N 79°58'56\"W"),
        ("jane (at) example (dot) com", "EMAIL", "jane (at) example (dot) com"),
        ("jane.doe at example dot com please", "EMAIL", "jane.doe at example dot com"),
        ("jane arroba ejemplo punto es", "EMAIL", "jane arroba ejemplo punto es"),
    ],
)  # fmt: skip
def test_it_is_found_without_what_touches_it(text, kind, value):
    assert (kind, value) in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "the parcel comes on 12 March 2026",
        "my birthday is soon",
        "5 stars on the street",
        "10 minutes down the road",
        "I forgot my password again",
        "the password is wrong",
        "PIN codes are secret",
        "order 12345678 costs 1,299.00 EUR",
        "version 2.10.3 from 2024",
        "total 1.234,56 € for 12 items",
        "at 10:30 until 12:45",
        "50.000 , 100.000 and 150.000 pieces",
        "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb",
        "look at this dot on the map",
        "meet at 5, place of your choice",
        "room 12, floor 3",
        "it weighs 12.5 kg and is 180 cm",
    ],
)
def test_prices_quantities_times_and_versions_survive(text):
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("I was diagnosed with it", "HEALTH"),
        ("ich bin schwanger", "HEALTH"),
        ("wegen der Gewerkschaft", "UNION"),
        ("I'm 15 and want to order", "MINOR"),
        ("tengo 14 años", "MINOR"),
        ("I want to kill myself", "SELF_HARM"),
    ],
)
def test_hints_are_given_where_they_are_asked_for(text, kind):
    assert kind in [name for name, _ in found(text, CURIOUS)]
    assert found(text) == []


@pytest.mark.parametrize("text", ["I'm 15 minutes late", "he is 40", "I am 5 km away"])
def test_other_numbers_are_no_minors(text):
    assert found(text, CURIOUS) == []


def test_dates_are_found_where_they_are_asked_for():
    assert found("on 2024-06-05T09:15:30Z", CURIOUS) == [("DATE", "2024-06-05T09:15:30Z")]


PIECES = st.sampled_from(
    [
        "12345678Z", "AB 12 34 56 C", "529.982.247-25", "536-90-4399", "RSSMRA85T10A562S", "SW1A 1AA", "K1A 0B1",
        "811218-9876", "2 53 12 45 007 008 43", "756.9217.0769.85", "DE 136 695 976", "HRB 12", "CHE-123.456.788",
        "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "0xde0B295669a9FD93d5F28D9Ec85E40f4cb697BAe", "AKIAIOSFODNN7EXAMPLE",
        "52.520, 13.405", "40°26'46\"N 79°58'56\"W", "born", "12 March 1985", "geb. ",
        "5 de mayo de 1990", "1st of June of 1980", "30 / 01 / 12", "password: ", "hunter2", "PIN ",
        "1234", "Baker Street", "221B ", "Hauptstraße 5", "jane (at) example.com", "a @ b.co", " dot com", "AB-123-CD",
        "V-12345678-9", "İ", "ſ", "K", "x", " ", "\n", "passport ", "Kennzeichen ", "B-MW 1234",
        "-----BEGIN PRIVATE KEY-----", "Flat 4/2, Sunrise, MG Road, ", "Pune 411001", "Carrera 7 # 71-21", "wallet ",
        "11111111111111111111111111111111", "5793821-8", "756921707698", "5", "Am Markt 3, 50667 Köln", "my_",
        "1EG4-TE5-MK73", "12 345678 A 123", "é", "I'm 15", "schwanger", "5/21",
    ]
)  # fmt: skip
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=3)), max_size=6).map("".join)


def has(text, *signs):
    return pc.match_substring_regex(pa.array([text]), "|".join(signs))[0].as_py()


@pytest.mark.parametrize("also", [frozenset(), HINTS], ids=["plain", "curious"])
def test_the_first_pass_loses_no_text_in_which_the_second_look_sees_anything(also):
    look = SecondLook(also)

    @given(TEXTS)
    @settings(max_examples=300, deadline=None)
    def holds(text):
        if look.find(text):
            assert has(text, *look.first_signs, look.word_sign, patterns.SIGN)
            assert has(text, *look.signs) or has(text, look.word_sign)

    holds()


@given(st.from_regex(address_forms.SIGN))
@settings(max_examples=500, deadline=None)
def test_no_address_that_is_told_by_its_form_is_lost_by_the_quicker_sign(text):
    if has(text, address_forms.SIGN):
        assert has(text, address_forms.FIRST_SIGN)


@pytest.mark.parametrize("also", [frozenset(), HINTS], ids=["plain", "curious"])
def test_a_text_is_looked_at_for_all_that_can_be_found_in_it(also):
    look = SecondLook(also)

    @given(TEXTS)
    @settings(deadline=None)
    def holds(text):
        looks = int(look.looks(pa.array([text]), np.array([has(text, look.word_sign)]))[0])
        event(f"looked at for: {[look.name for look in Look if looks & look]}")
        assert look.find(text, looks) == look.find(text)

    holds()


HOSTILE = [
    "born 1.", "12 March ", "221B ", "Baker Street ", "Hauptstraße ", "rue ", "ul. A ", "password: ", "code ", "a1",
    "1a ", "AB 12 ", "1-", "12.345, ", "5°", "jane at ", "jane(at)", "dot com ", "0x", "1A1z", "eyJa.", "sk_live_",
    "passport 1 ", "id ",
    "iban ", "-----BEGIN ", "A-", "Baker ", "1 Baker ", ", Berlin", "PIN 12", "Calle A", "(at)", "a.b.",
    "Flat 4B, ", "Unit 3, Mill Park, ", "Mill Park, ", "15/3 Le Van, q. 5, ", "A-4, B, ", "code of the gate ",
    "code 1a ", "car plate 1-", "upi a.", "pw is the ", "shop.b", "Rue 5/",
    "Bad Homburg im ",
]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_text_takes_time_in_proportion_to_its_length(piece):
    assert takes_time_in_proportion(lambda text: CURIOUS.find(pa.array([text])), piece)


def test_every_word_of_the_lexicon_has_its_sign_beside_any_neighbour():
    look = SecondLook(HINTS)
    words = [
        mention for row in look.lexicon.words for mention in (row, row.upper(), f"é{row}é", f"({row})", f"а {row} 1")
    ]
    texts = [text for text in words if look.lexicon.find(text)]
    assert len(texts) > 3 * len(look.lexicon.words)
    assert pc.match_substring_regex(pa.array(texts), look.word_sign).to_pylist() == [True] * len(texts)
