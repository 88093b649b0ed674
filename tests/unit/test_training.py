"""Training the name tagger: the same texts and seed give the same bytes, and labels stand where their spans do."""

import json
import random
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest

from chatward.detect.tagger import tagging, weights
from chatward.detect.tagger.model import BEGIN, INSIDE, OTHER, OUTSIDE
from training.tagger import corpus, recipe, synthetic
from training.tagger.corpus import Labelled
from training.tagger.examples import examples
from training.tagger.lexicon import NameLists, build, name_lists
from training.tagger.network import Settings, train

TEXTS = [
    Labelled("Grüße, Anna Schmidt aus Köln", ((7, 19, "PERSON"), (24, 28, "LOCATION"))),
    Labelled("hi mike , the parcel is here", ((3, 7, "PERSON"),)),
    Labelled("nothing to see", ()),
    Labelled("", ()),
]
NAMES = NameLists(first={"Anna": 3, "Mike": 2}, last={"Schmidt": 1})
TINY = Settings(members=2, width=4, hidden=4, epochs=2, texts_a_step=2)


@pytest.fixture(scope="module")
def lexicon():
    return build(NAMES)


def test_labels_stand_on_the_words_of_their_spans(lexicon):
    made = examples(TEXTS, lexicon)

    assert made.label[: made.bounds[1]].tolist() == [OUTSIDE, OUTSIDE, BEGIN, INSIDE, OUTSIDE, OTHER]
    assert np.diff(made.bounds).tolist() == [6, 7, 3, 0]


def test_the_same_texts_and_seed_give_the_same_bytes_and_another_seed_others(lexicon):
    made = examples(TEXTS, lexicon)
    first, second, other = (
        weights.pack(train(made, lexicon, settings)) for settings in (TINY, TINY, replace(TINY, seed=9))
    )

    assert first == second
    assert first != other


def test_a_few_texts_are_learnt_by_heart(lexicon):
    made = examples(TEXTS, lexicon)
    model = train(made, lexicon, Settings(members=1, width=8, hidden=16, epochs=60, texts_a_step=4, drop_word=0,
                                          drop_feature=0, drop_hidden=0, rate=0.02))  # fmt: skip
    spans = tagging.tag(pa.array([one.text for one in TEXTS]), model)
    assert list(zip(spans.row.tolist(), spans.start.tolist(), spans.end.tolist(), strict=True)) == [
        (0, 9, 21),
        (1, 3, 7),
    ]


def test_variants_keep_their_spans_on_the_names():
    for one in recipe.variants(TEXTS, NAMES, seed=3, chats=200):
        for start, end, _ in one.spans:
            assert one.text[start:end].strip()
    chats = list(synthetic.support_chats(synthetic.Names(NAMES, random.Random(1)), random.Random(1), 200))
    names = {one.text[start:end].lower() for one in chats for start, end, kind in one.spans if kind == "PERSON"}
    assert names == {"anna", "mike", "schmidt", "anna schmidt", "mike schmidt"}


def test_handles_and_addresses_of_labelled_texts_are_no_names(tmp_path):
    spans = [[0, 5, "PERSON"], [6, 10, "PERSON"], [11, 20, "URL"]]
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": "@anna mike http://x.", "spans": spans}), encoding="utf-8")

    assert corpus.read(tmp_path / "a.jsonl")[0].spans == ((6, 10, "PERSON"),)


def test_the_name_lists_know_common_names_of_many_scripts():
    lists = name_lists()

    assert lists.first["Mary"] == 3
    assert lists.last["Smith"] == 3
    assert {"Иван", "Jürgen"} <= lists.first.keys()
