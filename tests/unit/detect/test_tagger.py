"""Names by the tagger: exact in bytes, the same everywhere, unharmed by any text, and as good as promised."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatward.detect import NOBODY, Kind
from chatward.detect.spans import Spans
from chatward.detect.tagger import tag, weights
from chatward.errors import IntegrityError

LABELLED = Path(__file__).resolve().parents[3] / ".." / "shared" / "pii" / "wnut17_dev.jsonl"
SCRIPTS = (
    "Hello Anna Schmidt", "Привет, Иван", "Γεια σου Μαρία", "مرحبا محمد", "שלום דוד", "नमस्ते राहुल", "হ্যালো রহিম",
    "வணக்கம் குமார்", "హలో రవి", "ನಮಸ್ಕಾರ ರವಿ", "ഹലോ രവി", "ਸਤ ਸ੍ਰੀ ਅਕਾਲ", "નમસ્તે રાજ", "สวัสดีสมชาย", "ສະບາຍດີ",
    "မင်္ဂလာပါ", "សួស្តី", "こんにちは田中さん", "안녕하세요 김민수", "你好王小明", "გამარჯობა გიორგი",
    "Բարեւ Արամ", "ሰላም አበበ",
)  # fmt: skip


def names(text: str) -> list[str]:
    spans = tag(pa.array([text]))
    return [text.encode()[start:end].decode() for start, end in zip(spans.start, spans.end, strict=True)]


def as_tuples(spans: Spans) -> list[tuple[int, int, int]]:
    return list(zip(spans.row.tolist(), spans.start.tolist(), spans.end.tolist(), strict=True))


@pytest.mark.parametrize("empty", [[], [""], [None], ["  \n\t"], ["", None, ""]])
def test_where_there_is_no_word_there_is_no_name(empty):
    assert len(tag(pa.array(empty, type=pa.string()))) == 0


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Hi Michael, your parcel is on its way", "Michael"),
        ("i spoke to jennifer yesterday and she said it is fine", "jennifer"),
        ("😀😀 Ich heiße Jürgen Müller und warte seit Montag", "Jürgen Müller"),
        ("Olá, meu nome é Gonçalves", "Gonçalves"),
        ("меня зовут Иван Петров", "Иван Петров"),
    ],
)
def test_a_name_is_found_to_the_byte(text, name):
    assert name in names(text)


@pytest.mark.parametrize(
    "text", ["the order has not arrived yet", "Thanks, that works.", "@anna_m when will it be here?", "?!? 12.50 € ..."]
)
def test_a_text_without_names_has_none(text):
    assert names(text) == []


def test_a_name_is_a_person_and_nobodys():
    spans = tag(pa.array(["Hi Michael,"]))

    assert spans.kind.tolist() == [Kind.PERSON]
    assert spans.subject.tolist() == [NOBODY]


def test_nulls_dictionaries_slices_and_chunks_are_texts_like_others():
    texts = ["nothing", None, "Hi Michael,", "Hi Michael,"]
    expected = [(2, 3, 10), (3, 3, 10)]

    assert as_tuples(tag(pa.array(texts))) == expected
    assert as_tuples(tag(pa.array(texts).dictionary_encode())) == expected
    assert as_tuples(tag(pa.chunked_array([texts[:1], texts[1:]]))) == expected
    assert as_tuples(tag(pa.array(["Hi Michael,", *texts]).slice(1))) == expected


@given(st.lists(st.text(max_size=60), max_size=8))
@settings(max_examples=60, deadline=None)
def test_spans_are_whole_words_in_order_and_a_text_has_the_same_alone_as_among_others(texts):
    texts = [text.encode(errors="ignore").decode() for text in texts]
    together = tag(pa.array(texts, type=pa.string()))
    alone = [(row, start, end) for row, text in enumerate(texts) for _, start, end in as_tuples(tag(pa.array([text])))]

    assert as_tuples(together) == alone
    for row, start, end in alone:
        assert texts[row].encode()[start:end].decode().strip()


def test_twenty_scripts_pass_unharmed_and_are_cut_between_characters():
    spans = tag(pa.array(SCRIPTS))

    for row, start, end in as_tuples(spans):
        assert SCRIPTS[row].encode()[start:end].decode() in SCRIPTS[row]


@pytest.mark.parametrize("piece", ["Anna and some others. ", "a", "😀", "\u200b", "王", "A-"])
def test_a_text_of_a_megabyte_is_tagged(piece):
    text = piece * (1_000_000 // len(piece.encode()))

    assert all(0 <= start < end <= len(text.encode()) for _, start, end in as_tuples(tag(pa.array([text]))))


def test_rows_behind_the_first_piece_of_a_column_keep_their_numbers():
    column = pa.array(["nothing here"] * 40_000 + ["Hi Michael,"])

    assert as_tuples(tag(column)) == [(40_000, 3, 10)]


def test_weights_come_back_from_packing_within_half_a_step_of_their_table():
    shipped = weights.shipped()
    table = np.random.default_rng(1).uniform(-1, 1, shipped.table.shape).astype(np.float32)
    model = weights.unpack(weights.pack(replace(shipped, table=table)))
    step = 4 * table.std(axis=0) / 15

    assert (np.abs(model.table - table) <= step / 2 + 1e-6).all()
    assert np.array_equal(model.window, shipped.window)
    assert np.array_equal(model.lexicon.hashes, shipped.lexicon.hashes)
    assert np.array_equal(model.lexicon.codes, shipped.lexicon.codes)


def test_weights_that_were_changed_are_refused(tmp_path, monkeypatch):
    (tmp_path / weights.NAME).write_bytes(b"other")
    (tmp_path / weights.DIGEST_NAME).write_text("0" * 64)
    monkeypatch.setattr(weights, "files", lambda package: tmp_path)
    weights.shipped.cache_clear()

    with pytest.raises(IntegrityError, match="not those that were shipped"):
        weights.shipped()


def test_the_weights_are_no_more_than_five_megabytes():
    assert Path(weights.__file__).with_name(weights.NAME).stat().st_size <= 5_000_000


@pytest.mark.skipif(not LABELLED.exists(), reason="the labelled texts are not beside the checkout")
def test_persons_in_noisy_text_it_never_learnt_from_are_found_as_well_as_promised():
    lines = [json.loads(line) for line in LABELLED.read_text(encoding="utf-8").splitlines()]
    texts = pa.array([line["text"] for line in lines])
    wanted = {(row, *span[:2]) for row, line in enumerate(lines) for span in line["spans"] if span[2] == "PERSON"}
    found = set(as_tuples(tag(texts).in_characters(texts)))

    precision, recall = len(wanted & found) / len(found), len(wanted & found) / len(wanted)
    assert precision >= 0.75
    assert 2 * precision * recall / (precision + recall) >= 0.62


@pytest.mark.parametrize(
    "text",
    [
        "ծանրոցը եկավ",
        "பார்சல் வந்தது",
        "პარსელი მოვიდა და ყველაფერი კარგადაა",
        "ጥቅሉ ዛሬ መጣ",
        "পার্সেল এসেছে ধন্যবাদ",
        "పార్సెల్ వచ్చింది ధన్యవాదాలు",
        "ಪಾರ್ಸೆಲ್ ಬಂದಿದೆ ಧನ್ಯವಾದಗಳು",
        "പാഴ്സൽ എത്തി നന്ദി",
        "ਪਾਰਸਲ ਆ ਗਿਆ ਧੰਨਵਾਦ",
    ],
)
def test_words_of_scripts_that_were_not_learnt_are_no_names(text):
    assert len(tag(pa.array([text]))) == 0


@pytest.mark.parametrize(
    "text", ["मेरा नाम राहुल है", "меня зовут Иван Петров", "tôi là Nguyễn Thị Hạnh", "με λένε Γιώργος"]
)
def test_names_of_scripts_that_were_learnt_are_still_told(text):
    assert len(tag(pa.array([text]))) >= 1
