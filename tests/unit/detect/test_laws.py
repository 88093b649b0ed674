"""What must hold for every text."""

import unicodedata

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.linear import takes_time_in_proportion

from chatward.detect import Detector, Kind, NameIndex, Spans, disguise
from chatward.detect.formed import iban, patterns
from chatward.detect.spans import without_overlaps

DETECTOR = Detector()
NAMES = NameIndex([("Anna Muster", 0), ("Max Mustermann", 1), ("李小龙", 2), ("Élodie Noël", 3)])
PIECES = st.sampled_from(
    [
        "jane@example.com",
        "+49 171 1234567",
        "4111 1111 1111 1111",
        "DE44 5001 0517 5407 3249 31",
        "192.168.1.1",
        "::1",
        "fe80::1%eth0",
        "AA-BB-CC-DD-EE-FF",
        "https://example.com/a",
        "bit.ly/x",
        "@jane",
        "Anna",
        "max mustermann",
        "李小龙",
        "élodie noël",
        "0171",
        "-",
        ".",
        " ",
        "\n",
        "é",
        "e\u0301",
        "\u200b",
        "＠",
        "٣",
        "谢谢",
        "😀",
        "\x01",
        "\x02",
        "12",
        "(",
        ")",
        "phone",
        "order",
        "@\u2068Max Mustermann\u2069",
    ]
)
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=4)), max_size=8).map("".join)


def as_rows(spans):
    return list(zip(spans.row, spans.start, spans.end, spans.kind, spans.subject, strict=True))


@given(st.lists(TEXTS, max_size=5))
@settings(deadline=None)
def test_spans_are_sorted_disjoint_and_cut_no_character(texts):
    spans = DETECTOR.find(pa.array(texts, pa.string()), NAMES)
    ends = dict.fromkeys(range(len(texts)), 0)
    assert list(spans.row) == sorted(spans.row)
    for row, start, end, _, _ in as_rows(spans):
        octets = texts[row].encode()
        assert ends[row] <= start < end <= len(octets)
        octets[start:end].decode()
        ends[row] = end


@given(st.lists(st.one_of(st.none(), TEXTS), max_size=6), st.data())
@settings(deadline=None)
def test_a_text_has_the_same_spans_in_every_batch(texts, data):
    cut = data.draw(st.integers(0, len(texts)))
    column = pa.array(texts, pa.string())
    whole = DETECTOR.find(column, NAMES)
    parts = pa.chunked_array([column.slice(0, cut), column.slice(cut)], type=pa.string())
    assert as_rows(DETECTOR.find(parts, NAMES)) == as_rows(whole)
    assert as_rows(DETECTOR.find(column.dictionary_encode(), NAMES)) == as_rows(whole)
    assert as_rows(DETECTOR.find(column.cast(pa.large_string()), NAMES)) == as_rows(whole)
    second = DETECTOR.find(column.slice(cut), NAMES)
    assert as_rows(second.with_rows(second.row + cut)) == [row for row in as_rows(whole) if row[0] >= cut]


def has(column, pattern):
    return pc.match_substring_regex(column, pattern)[0].as_py()


ADDRESSES = [patterns.URL, patterns.BARE_URL, patterns.EMAIL, patterns.MENTION, patterns.HANDLE, patterns.MAC]
ADDRESSES += [patterns.COLONS]


@given(TEXTS)
@settings(deadline=None)
def test_the_first_pass_loses_no_text_that_any_pattern_matches(text):
    column = pa.array([text])
    if any(has(column, part) for part in (*ADDRESSES, iban.BEGINNING, patterns.NUMBER, patterns.IPV4)):
        assert has(column, patterns.SIGN)


@given(TEXTS)
@settings(deadline=None)
def test_no_text_with_an_address_is_searched_for_numbers_alone(text):
    column = pa.array([text])
    if any(has(column, part) for part in ADDRESSES):
        assert has(column, patterns.ADDRESS_SIGN)


@given(st.lists(TEXTS, max_size=4))
@settings(deadline=None)
def test_characters_and_bytes_name_the_same_words(texts):
    column = pa.array(texts, pa.string())
    spans = DETECTOR.find(column, NAMES)
    characters = spans.in_characters(column)
    for i, row in enumerate(spans.row):
        in_bytes = texts[row].encode()[spans.start[i] : spans.end[i]].decode()
        assert texts[row][characters.start[i] : characters.end[i]] == in_bytes


@pytest.mark.parametrize(
    ("text", "value", "kind"),
    [
        ("call ＋４９ １７１ １２３４５６７", "＋４９ １７１ １２３４５６７", Kind.PHONE),
        ("tel ٠١٧١ ١٢٣ ٤٥٦٧", "٠١٧١ ١٢٣ ٤٥٦٧", Kind.PHONE),
        ("+49\u200b171\u200b1234567!", "+49\u200b171\u200b1234567", Kind.PHONE),
        ("+49\u2011171\u00a01234567", "+49\u2011171\u00a01234567", Kind.PHONE),
        ("j\u00adane@exam\u200bple.com", "j\u00adane@exam\u200bple.com", Kind.EMAIL),
        ("jane＠example．com", "jane＠example．com", Kind.EMAIL),
        ("𝟒𝟏𝟏𝟏 1111 1111 1111", "𝟒𝟏𝟏𝟏 1111 1111 1111", Kind.CREDIT_CARD),
        ("hi E\u0301lodie Noe\u0308l!", "E\u0301lodie Noe\u0308l", Kind.PERSON),
    ],
)
def test_a_disguise_hides_nothing_and_its_span_is_the_original_s(text, value, kind):
    spans = DETECTOR.find(pa.array(["x", text]), NAMES)
    assert [(row, text.encode()[start:end].decode(), kind_) for row, start, end, kind_, _ in as_rows(spans)] == [
        (1, value, kind)
    ]


# What is written, and what is read of it.
READINGS = [
    ("a", "a"), ("é", "é"), ("漢", "漢"), ("😀", "😀"), ("@\u2068An\u2069", "@\u2068An\u2069"), ("\u200b", ""),
    ("\u00ad", ""), ("\u2011", "-"), ("１", "1"), ("⑩", "10"), ("٠", "0"), ("E\u0301", "É"), ("\u00a0", " "),
]  # fmt: skip


@given(st.lists(st.sampled_from(READINGS)))
def test_whatever_is_read_stands_where_it_was_written(pieces):
    plain = disguise.undo("".join(written for written, _ in pieces))
    assert plain.text == "".join(read for _, read in pieces)
    place = begin = 0
    for written, read in pieces:
        end = begin + len(read.encode())
        if read:
            assert plain.in_original(begin, end) == (place, place + len(written.encode()))
        place, begin = place + len(written.encode()), end


SCRIPTS = [
    "Вчера мы получили посылку, спасибо большое",
    "我们昨天收到了包裹，非常感谢",
    "昨日荷物を受け取りました",
    "어제 소포를 받았습니다",
    "استلمنا الطرد أمس شكرا",
    "קיבלנו את החבילה אתמול",
    "हमें कल पार्सल मिला",
    "আমরা গতকাল পার্সেল পেয়েছি",
    "เราได้รับพัสดุเมื่อวานนี้",
    "Λάβαμε το δέμα χθες",
    "მივიღეთ ამანათი გუშინ",
    "Մենք ստացանք ծանրոցը երեկ",
    "நேற்று பார்சல் கிடைத்தது",
    "మాకు నిన్న పార్శిల్ వచ్చింది",
    "ನಮಗೆ ನಿನ್ನೆ ಪಾರ್ಸೆಲ್ ಬಂದಿದೆ",
    "ഇന്നലെ പാഴ്സൽ കിട്ടി",
    "ਸਾਨੂੰ ਕੱਲ੍ਹ ਪਾਰਸਲ ਮਿਲਿਆ",
    "ትናንት ጥቅሉን ተቀብለናል",
    "យើងបានទទួលកញ្ចប់ម្សិលមិញ",
    "မနေ့က ပါဆယ်ရတယ်",
]


def test_twenty_scripts_pass_unharmed():
    assert len(SCRIPTS) == 20
    assert len(DETECTOR.find(pa.array(SCRIPTS), NAMES)) == 0


@pytest.mark.parametrize("text", SCRIPTS)
def test_an_address_is_found_among_words_of_any_script(text):
    spans = DETECTOR.find(pa.array([f"{text} jane@example.com {text}"]))
    assert [Kind(kind) for kind in spans.kind] == [Kind.EMAIL]
    assert spans.start[0] == len(text.encode()) + 1


def test_nothing_is_found_in_nothing():
    for column in (pa.array([], pa.string()), pa.array([None, ""]), pa.array(["", None]).dictionary_encode()):
        assert len(DETECTOR.find(column, NAMES)) == 0


def test_a_message_of_a_megabyte_is_searched_to_its_end():
    text = "lorem ipsum " * 90_000 + "jane@example.com"
    spans = DETECTOR.find(pa.array([text]), NAMES)
    assert (spans.start[0], spans.end[0]) == (len(text) - 16, len(text))


HOSTILE = [
    "1",
    "1 ",
    "1-",
    "+1",
    "(1",
    "a@",
    "a.",
    "a@a.",
    "@a",
    "::",
    "1:",
    "a:1:",
    "1.1.",
    "DE44 ",
    "DE4",
    "http://",
    "www.",
    "((((1",
    "\u200b1",
    "٣ ",
    "Anna ",
    "e\u0301",
    "4111 1111 1111 1111 ",
    "0171 / ",
    "a@b.co ",
    "http://a)",
    "bit.ly/",
    "1/1/",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_text_takes_time_in_proportion_to_its_length(piece):
    assert takes_time_in_proportion(lambda text: DETECTOR.find(pa.array([text]), NAMES), piece)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 20), st.integers(1, 6)), max_size=12))
@settings(max_examples=200, deadline=None)
def test_of_overlapping_spans_no_loser_outlasts_what_beat_it(drawn):
    spans = Spans.of([(row, start, start + length, 1) for row, start, length in drawn])
    kept = without_overlaps(spans)
    taken = {(row, place) for row, start, end, *_ in as_rows(kept) for place in range(start, end)}
    assert len(taken) == int(np.sum(kept.end - kept.start))
    for row, start, end, *_ in as_rows(spans):
        assert any((row, place) in taken for place in range(start, end))


def test_nfd_and_nfc_of_a_name_are_one_person():
    texts = [unicodedata.normalize(form, "Hallo Élodie!") for form in ("NFC", "NFD")]
    assert list(DETECTOR.find(pa.array(texts), NAMES).subject) == [3, 3]


FURTHER = [("Jane Muster", 4), ("Anna", 5), ("Max Mustermann Meier", 6), ("龙", 7)]


@given(texts=st.lists(TEXTS, max_size=4))
def test_where_further_names_have_no_part_they_change_nothing(texts):
    strings = pa.array(texts, pa.string())
    known = [("Anna Muster", 0), ("Max Mustermann", 1), ("李小龙", 2), ("Élodie Noël", 3)]
    may_name = DETECTOR.may_name(strings, NameIndex(FURTHER))
    rows = pa.array(np.flatnonzero(~may_name))
    few, many = (DETECTOR.find(strings.take(rows), NameIndex(names)) for names in (known, known + FURTHER))
    assert as_rows(few) == as_rows(many)


def test_a_name_that_is_looked_for_is_noticed_in_disguise_too():
    texts = pa.array(["hello Ｊａｎｅ", "hello", None, "JANE"])
    assert DETECTOR.may_name(texts, NameIndex([("Jane", 0)])).tolist() == [True, False, False, True]
