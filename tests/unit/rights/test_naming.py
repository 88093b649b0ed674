"""Who is erased is named no more by those whom he talked with, neither in what is stored nor in what arrives later."""

import re
from datetime import datetime, timedelta

import pyarrow as pa
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chatward.detect.layout import FEW_ROWS
from chatward.identity.index import blind_index
from chatward.identity.suppression import suppressed_identifier
from chatward.rights.erased import (
    KnownByDigests,
    KnownInClear,
    digest_of_sign,
    digests_of_names,
    ways_of_writing_it,
)
from chatward.rights.identifier_signs import letters_and_digits
from chatward.rights.naming import Naming, ways_of_naming
from chatward.rights.screening import Screen

KEY, INDEX_KEY = b"k" * 32, b"i" * 32
ANNA, BEN = b"a" * 16, b"b" * 16
UNTIL = datetime(2026, 9, 30)  # noqa: DTZ001 - as the warehouse has it
IDS = ("slack_id", "telegram_id")
IDENTIFIERS = (
    ("phone", "+4915112345601"),
    ("email", "Anna@Acme.example"),
    ("slack_id", "U0123ABCD"),
    ("telegram_id", "user7771"),
)


def in_clear(*names: str) -> KnownInClear:
    indexes = {blind_index(INDEX_KEY, *way) for each in IDENTIFIERS for way in ways_of_writing_it(*each)}
    return KnownInClear({ANNA: names}, INDEX_KEY, indexes, [identifier for _, identifier in IDENTIFIERS])


def stored(*names: str) -> Naming:
    """Return what knows Anna in clear."""
    return Naming(in_clear(*names), IDS)


def may_tell(text: str, *names: str) -> bool:
    """Return whether a text is looked at, among so many that they are screened."""
    known = in_clear(*names)
    screen = Screen(Naming(known, IDS), known)
    told = screen.may_tell(pa.chunked_array([["no words"] * FEW_ROWS + [text, None, "no words"]]))
    assert told.sum() == told[FEW_ROWS]
    return bool(told[FEW_ROWS])


def arriving(*names: str) -> Naming:
    """Return what knows Anna by digests alone."""
    told = [suppressed_identifier(KEY, *way) for each in IDENTIFIERS for way in ways_of_writing_it(*each)]
    told += [digest_of_sign(KEY, identifier) for _, identifier in IDENTIFIERS]
    untils = dict.fromkeys([*told, *digests_of_names(KEY, ANNA, names)], UNTIL)
    return Naming(KnownByDigests(KEY, untils, lambda *way: [suppressed_identifier(KEY, *way)]), IDS)


def redacted(text: str, *names: str, people: tuple[bytes, ...] = (ANNA,)) -> str:
    """Return a text without what names Anna, which is the same whichever way she is known; it is never screened out."""
    left = stored(*names).take_out(text, UNTIL, people)
    assert arriving(*names).take_out(text, UNTIL, people) == left
    assert left == text or may_tell(text, *names)
    return left


@pytest.mark.parametrize(("kind", "identifier"), IDENTIFIERS)
def test_an_identifier_is_told_by_its_index_alone_where_nobody_has_it_in_clear(kind: str, identifier: str) -> None:
    others = [each for _, each in IDENTIFIERS if each != identifier]
    known = KnownInClear({}, INDEX_KEY, {blind_index(INDEX_KEY, kind, identifier)}, others, {kind})
    screen = Screen(Naming(known, IDS), known)
    texts = ["no words", f"it is {identifier}"] * FEW_ROWS
    assert screen.may_tell(pa.chunked_array([texts])).tolist() == [False, True] * FEW_ROWS
    assert screen.naming.take_out(texts[1], UNTIL, ()) == "it is ▇"


WIDE = {str(digit): [chr(zero + digit) for zero in (0xFF10, 0x660, 0x1D7CE, 0x1FBF0)] for digit in range(10)}
WIDE |= {"2": [*WIDE["2"], "²"], "1": [*WIDE["1"], "¹", "①"]}


@st.composite
def written_oddly(draw: st.DrawFn) -> str:
    """Return an identifier of Anna's in other characters, with others between, among other words."""
    _, identifier = draw(st.sampled_from(IDENTIFIERS))
    harmful = draw(st.sampled_from(["", "", "", "\u0308", "x", "_"]))
    between = st.sampled_from(["", "", "", "", " ", "-", ".", "/", "\u200b", "\u00a0", harmful])
    characters = [
        draw(st.sampled_from([char, char.upper(), char.lower(), *WIDE.get(char, ())])) + draw(between)
        for char in identifier
    ]
    around = st.sampled_from(["", " ", "call ", "7", "Grüße, ", "привет ", "你好", "<@", ".pdf"])
    return draw(around) + "".join(characters) + draw(around)


@given(written_oddly())
@example("\uff14915112345601")
@example("U0¹23ABCD U01²3ABCD u0123abcd")
@example("0151-1234 5601x anna@acme.example.pdf")
def test_an_identifier_is_told_however_it_is_written_and_by_whatever_it_is_looked_for(text: str) -> None:
    redacted(text)


def test_an_identifier_is_told_by_any_character_that_is_as_good_as_letters_or_digits_of_it() -> None:
    characters = filter(str.isprintable, map(chr, range(0x80, 0x20000)))  # beyond there are ideographs
    alike = {char: end for char in characters if (end := letters_and_digits(char)) and re.search("[a-z0-9]", end)}
    assert {"ß", "²", "№", "߁"} <= alike.keys()
    known = KnownInClear({}, INDEX_KEY, set(), [f"12345{end}" for end in alike.values()])
    texts = [f"12345{char}" for char in alike]
    assert Screen(Naming(known, IDS), known).may_tell(pa.chunked_array([texts])).all()


@pytest.mark.parametrize(
    ("identifier", "written", "others"),
    [
        ("anna.meier@gmail.com", "a.nnameier@gmail.com", "anna.meyer@gmail.com"),
        ("Annameier@googlemail.com", "ANNA.MEIER+x@gmail.com", "meier@gmail.com"),
        ("bo+1@gmail.com", "b.o @ googlemail.com", "bo@web.example"),
        ("bo@acme.example", "BO@acme.example", "ben@acme.example"),
        ("josé@acme.example", "JOSÉ@acme.example", "jose@web.test"),
    ],
)
def test_an_address_is_told_by_what_others_at_its_host_have_not(identifier: str, written: str, others: str) -> None:
    known = KnownInClear({}, INDEX_KEY, {blind_index(INDEX_KEY, "email", identifier)}, [identifier])
    screen = Screen(Naming(known, IDS), known)
    texts = [f"to {written}.pdf", f"to {others}"]
    assert screen.may_tell(pa.chunked_array([texts])).tolist() == [True, False]
    assert screen.naming.take_out(texts[0], UNTIL, ()) == "to ▇.pdf"


def test_a_text_in_any_script_is_not_looked_at_for_its_numbers() -> None:
    assert not any(map(may_tell, ("आदेश 1234567 आया", "注文1234567", "طلب 1234567", "Größe 1234567", "заказ 1234567")))


@pytest.mark.parametrize(
    ("names", "before", "after"),
    [
        (["Anna Smith"], "ask Anna Smith, or anna  smith", "ask ▇, or ▇"),
        (["Anna Smith"], "Anna Smith Anna Smith", "▇"),
        (["Anna Smith"], "Joanna Smithers, Annasmithers", "Joanna Smithers, Annasmithers"),
        (["Anna Smith"], "Smith, Anna or Anna Smith's boss, @anna.smith", "▇ or ▇'s boss, ▇"),
        (["Anna Smith"], "thanks Anna, an anna is a coin; Annas Haus", "thanks ▇, an anna is a coin; ▇s Haus"),
        (["Anna Smith"], "@anna hi, @\u2068Anna Smith\u2069 hi", "▇ hi, ▇\u2069 hi"),
        (["Anna Smith"], "anna_smith_passport.pdf AnnaSmith.jpg", "▇_passport.pdf ▇.jpg"),
        (["Anna"], "Anna said", "▇ said"),
        (["José Núñez"], "dijo José Núñez. dijo JOSÉ", "dijo ▇. dijo ▇"),
        (["Jörg von der Au"], "Jo\u0308rg von der Au and Jo\u0308rg", "▇ and ▇"),
        (["Will"], "will you? @Will, yes. Will you?", "will you? ▇, yes. Will you?"),
        (["Will Young"], "will young people? ask Will Young", "▇ people? ask ▇"),
        (["anna_s"], "thanks @anna_s!", "thanks ▇!"),
        (["王 小明"], "我问王 小明了,王小明", "我问▇了,▇"),
        (["王小明"], "我问王 小明了 Anna在", "我问▇了 Anna在"),
        (["田中 太郎"], "田中太郎さんと太郎", "▇さんと太郎"),
        (["佐々木 希"], "佐々木希さん、佐々木さん", "▇さん、▇さん"),
        (["สมชาย ศรีสุข"], "พบสมชาย ศรีสุขแล้ว สมชายมา", "พบ▇แล้ว ▇มา"),
        (["김민수"], "저는 김민수입니다", "저는 ▇입니다"),
        (["हरि घोष"], "कल हरि घोष आया", "कल ▇ आया"),
        (["محمد علي"], "جاء محمد أمس", "جاء ▇ أمس"),
        (["Anna Li"], "请问Anna在吗", "请问▇在吗"),
        (["İbrahim Şahin"], "dün ibrahim şahin, sonra İBRAHİM", "dün ▇, sonra ▇"),
        (["", "  ", "@", "🌸"], "@ all 🌸", "@ all 🌸"),
        ([], "anything", "anything"),
        (["Anna B", "Annabel B"], "Annabel B and anna b", "▇ and ▇"),
        (["Straße 7 K"], "in der STRAẞE 7 k", "in der ▇"),
        (["Anna smith"], "ask ▇ smith or ▇.smith@acme.example; a smith", "ask ▇ ▇ or ▇.▇@acme.example; a smith"),
        (["Person x12y"], "ask ▇ x12y or x12y", "ask ▇ ▇ or x12y"),
        (["Will Young"], "ask ▇ Young or Will ▇. Will he? ▇ will", "ask ▇ ▇ or ▇ ▇. Will he? ▇ will"),
        (["Will van der Young"], "ask ▇ van der Young; van der Young", "ask ▇ ▇; van der Young"),
    ],
)
def test_known_names(names: list[str], before: str, after: str) -> None:
    assert redacted(before, *names) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("call +49 151 123-456-01 now", "call ▇ now"),
        ("call 0049 (151) 12345601", "call ▇"),
        ("call +49 151 12345601 2026 or 17 491511234 5601", "call ▇ 2026 or 17 ▇"),
        ("ask @4915112345601", "ask ▇"),
        ("call 0151 12345601, 0151/123 456-01 or 151 12345601", "call ▇, ▇ or ▇"),
        ("call +49151\u200b12345601 or ٠١٥١١٢٣٤٥٦٠١", "call ▇ or ▇"),
        ("tel015112345601mobil, wa.me/4915112345601", "tel▇mobil, wa.me/▇"),
        ("0151 12345602, 9015112345601, 01511234560", "0151 12345602, 9015112345601, 01511234560"),
        ("mail anna@acme.EXAMPLE.", "mail ▇."),
        ("mailto:anna@acme.example.pdf, anna @ acme.example", "mailto:▇.pdf, ▇"),
        ("joanna@acme.example, anna@acme.examples, anna@acme", "joanna@acme.example, anna@acme.examples, anna@acme"),
        ("<@U0123ABCD> said so, U0123ABCD did", "▇ said so, ▇ did"),
        ("it was user7771, not xuser7771 or @user7772", "it was ▇, not xuser7771 or @user7772"),
        ("call +49 151 123 456 02, order 4915112345", "call +49 151 123 456 02, order 4915112345"),
    ],
)
def test_an_identifier_is_told_wherever_it_stands(before: str, after: str) -> None:
    assert redacted(before, people=()) == after


@pytest.mark.parametrize(
    "text", ["thanks, annabel or joanna", "is it 12:30 at 15 pm", "größer als Änna", "", "smithy x1"]
)
def test_a_text_without_any_of_her_words_is_not_looked_at(text: str) -> None:
    assert not may_tell(text, "Anna Smith")


def test_a_name_is_told_only_where_the_person_talked() -> None:
    assert redacted("Anna Smith", "Anna Smith", people=(BEN,)) == "Anna Smith"


def test_what_was_sent_later_is_another_affair() -> None:
    text, later = "Anna Smith: anna@acme.example", UNTIL + timedelta(microseconds=1)
    assert arriving("Anna Smith").take_out(text, later, [ANNA]) == text


def test_a_record_that_cannot_be_read_has_an_identifier_however_it_stands_there() -> None:
    for naming in (stored(), arriving()):
        assert naming.identifies_anybody('{"from": "4915112345601"', UNTIL)
        assert naming.identifies_anybody('{"from": "U0123ABCD"', UNTIL)
        assert not naming.identifies_anybody('{"from": "4915112345602"', UNTIL)


LETTERS = st.text("aAsſSßẞkK\u212aσςΣiİıée\u0301王小明々สมมี김 '_-@.1\n", max_size=8)
"""Of scripts with and without spaces, and letters that are one letter in another case, of another length at that."""
PIECES = st.sampled_from(["@", " ", "s", "'s ", ", ", "+49 151 12345601", "user7771", "<@U0123ABCD>", "x"])


@given(names=st.lists(LETTERS, max_size=3), pieces=st.lists(LETTERS | PIECES | st.integers(0, 2), max_size=6))
@example(names=["王s"], pieces=[0])
def test_the_same_is_taken_out_of_what_is_stored_and_of_what_arrives(names, pieces) -> None:
    parts = [names[each % len(names)] if isinstance(each, int) and names else str(each) for each in pieces]
    redacted("".join(parts), *names)


@given(st.text(min_size=1, max_size=12), st.text(max_size=12))
def test_no_name_or_text_is_too_odd(name: str, text: str) -> None:
    redacted(text, name)


@given(st.text("abcdé ", min_size=3).filter(lambda name: len(name.split()) > 1))
def test_a_full_name_never_stays(name: str) -> None:
    assert " ".join(name.split()) not in redacted(f"so {name}, they say", name)


def test_a_beginning_of_every_way_is_found_in_a_text_that_has_it() -> None:
    for name in ("Anna Smith", "Will", "王 小明", "สมชาย ศรีสุข", "O'Brien, Seán", "Anna王"):
        for way in ways_of_naming(name):
            text = ("▇ " if way[0] in "-+" else "@") + way[1:].title()
            assert redacted(text, name) != text
