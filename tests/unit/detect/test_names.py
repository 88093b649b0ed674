"""Participants' names: found whole in any case, in part with a capital, and given to who bears them."""

import pyarrow as pa
import pytest

from chatward.detect import NOBODY, Detector, NameIndex

PEOPLE = [
    ("Anna Muster", 0),
    ("Max Mustermann", 1),
    ("Max Mus", 2),
    ("Will Young", 3),
    ("李小龙", 4),
    ("Jürgen Öztürk", 5),
]
DETECTOR, NAMES = Detector(), NameIndex(PEOPLE)


def found(text, names=NAMES):
    spans = DETECTOR.find(pa.array([text]), names)
    return [
        (text.encode()[start:end].decode(), subject)
        for start, end, subject in zip(spans.start, spans.end, spans.subject, strict=True)
    ]


@pytest.mark.parametrize("text", ["Anna Muster", "anna muster", "ANNA MUSTER", "aNNA mUSTER"])
def test_a_full_name_is_found_in_any_case(text):
    assert found(f"so {text}, hi") == [(text, 0)]


def test_a_part_is_found_only_with_a_capital():
    assert found("Anna and anna") == [("Anna", 0)]
    assert found("Öztürk und öztürk") == [("Öztürk", 5)]


@pytest.mark.parametrize("text", ["Annabel", "Johanna", "Anna_1", "xAnna", "Musterung"])
def test_a_name_inside_a_word_is_none(text):
    assert found(text) == []


@pytest.mark.parametrize("text", ["“Anna”", "Anna's", "(Anna)", "Anna…", "–Anna–", "😀Anna😀", "Anna\nx", "\u00a0Anna"])
def test_any_sign_that_is_in_no_word_ends_a_name(text):
    assert found(text) == [("Anna", 0)]


def test_a_genitive_s_ends_a_name():
    assert found("Annas Paket") == [("Anna", 0)]


@pytest.mark.parametrize(
    ("displayed", "written"),
    [
        ("Dr. Max Planck 🌱", "max planck"),
        ("O'Brien, Seán", "seán o'brien"),
        ("Mary Ann Smith", "smith mary ann"),
        ("山田 太郎", "山田太郎"),
        ("Al-Sayed Omar", "al-sayed omar"),
        ("हरि घोष", "हरि घोष"),
        ("สมชาย ศรีสุข", "ศรีสุข"),
        ("佐々木 希", "佐々木希"),
        ("佐々木", "佐々木"),
        ("İbrahim Şahin", "İbrahim Şahin"),
        ("İbrahim Şahin", "ibrahim şahin"),
        ("İbrahim", "İbrahim"),
        ("Ibrahim Demir", "İBRAHİM DEMİR"),
        ("Şahin Demir", "ŞAHİN"),
        ("Sibel Yıldız", "SİBEL YILDIZ"),
        ("Sibel Yıldız", "SIBEL YILDIZ"),
    ],
)
def test_a_full_name_is_found_however_it_is_put_together(displayed, written):
    assert found(f"hi {written}", NameIndex([(displayed, 9)])) == [(written, 9)]


def test_a_capital_whose_small_letter_is_longer_hides_no_name_beside_it():
    assert found("İYİ GÜNLER ÖZTÜRK", NameIndex([("Öztürk", 3)])) == [("ÖZTÜRK", 3)]


def test_the_longest_name_wins_and_a_torn_one_gives_way_to_its_parts():
    assert found("Max Mustermann") == [("Max Mustermann", 1)]
    assert found("Max Mus") == [("Max Mus", 2)]
    assert found("Max Muster") == [("Max", NOBODY), ("Muster", 0)]


def test_a_name_of_several_people_is_nobody_s():
    assert found("Max ist da") == [("Max", NOBODY)]


def test_common_words_are_no_parts():
    assert found("Will it be long? Young people") == []
    assert found("ask will young") == [("will young", 3)]


def test_a_name_in_a_script_without_spaces_is_found_between_its_words():
    assert found("请问李小龙在吗") == [("李小龙", 4)]


def test_a_name_does_not_go_on_in_the_next_message():
    spans = DETECTOR.find(pa.array(["Hallo Anna", "Muster"]), NAMES)
    assert list(zip(spans.row, spans.end - spans.start, strict=True)) == [(0, 4), (1, 6)]


def test_a_mention_of_a_participant_is_that_participant():
    assert found("hi @\u2068Anna Muster\u2069") == [("Anna Muster", 0)]


def test_a_name_inside_an_address_is_the_address():
    assert found("Anna.Muster@example.com") == [("Anna.Muster@example.com", NOBODY)]


def test_numbers_and_addresses_are_no_names():
    names = NameIndex([("+49 171 1234567", 0), ("anna@example.com", 1), ("", 2), ("😀", 3), ("Al", 4)])
    assert len(names) == 0
    assert found("Al said 😀", names) == []


def test_a_nickname_with_a_digit_is_found_as_it_is():
    assert found("frag maxi77 mal", NameIndex([("Maxi77", 0)])) == [("maxi77", 0)]
