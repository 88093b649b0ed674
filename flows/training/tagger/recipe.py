"""From labelled texts to a model: what is learnt from, and in which shares."""

import random
from collections.abc import Sequence

from chatward.detect.tagger.model import Model
from training.tagger import lexicon, network, synthetic
from training.tagger.corpus import PERSON, Labelled
from training.tagger.examples import examples

_CHATS = 6_000
_COPIES_WITH_OTHER_NAMES = 2
_UPPER_SHARE = 0.1


def train(labelled: Sequence[Labelled], settings: network.Settings, chats: int = _CHATS) -> Model:
    """Return a model trained on labelled texts, their variants and ``chats`` made-up support messages."""
    lists = lexicon.name_lists()
    known = lexicon.build(lists)
    texts = variants(labelled, lists, settings.seed, chats)
    return network.train(examples(texts, known), known, settings)


def variants(labelled: Sequence[Labelled], lists: lexicon.NameLists, seed: int, chats: int) -> list[Labelled]:
    """Return the texts, copies with other names, all of these in lower and some in upper case, and made-up chats."""
    chance = random.Random(seed)
    names = synthetic.Names(lists, chance)
    named = [one for one in labelled if any(kind == PERSON for _, _, kind in one.spans)]
    texts = [*labelled]
    texts += [synthetic.with_other_names(one, names, chance) for one in named * _COPIES_WITH_OTHER_NAMES]
    lower = [synthetic.lowered(one) for one in texts]
    upper = [synthetic.raised(one) for one in texts if chance.random() < _UPPER_SHARE]
    return [*texts, *lower, *upper, *synthetic.support_chats(names, chance, chats)]
