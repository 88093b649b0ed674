"""The lexicon: how common words are as first names, last names and other words, from lists that packages bring."""

import gzip
import json
import math
import pkgutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.resources import files

import numpy as np
import pyarrow as pa
from faker.config import AVAILABLE_LOCALES
from faker.providers import person as person_providers

from chatward.detect.tagger.features import Lexicon, word_hashes

_OTHER_LANGUAGES = ("ar", "de", "es", "fr", "it", "nl", "pt", "ru")
_ENGLISH_WORDS, _OTHER_WORDS = 60_000, 12_000


@dataclass(frozen=True, slots=True)
class NameLists:
    """Names in their usual case, with how common they are, from 1 (rare) to 3."""

    first: Mapping[str, int]
    last: Mapping[str, int]


def name_lists() -> NameLists:
    """Return the first and last names of the US Census of 1990 (package names) and of all of Faker's locales."""
    first: dict[str, int] = {}
    last: dict[str, int] = {}
    for locale in AVAILABLE_LOCALES:
        for attribute, name in _faker_names(locale):
            (last if "last" in attribute else first).setdefault(name, 1)
    for rank, name in _census("dist.all.last"):
        last[name] = 3 if rank <= 1_000 else 2 if rank <= 15_000 else 1
    for sex in ("female", "male"):
        for rank, name in _census(f"dist.{sex}.first"):
            first[name] = max(first.get(name, 0), 3 if rank <= 400 else 2)
    return NameLists(first, last)


def _faker_names(locale: str) -> Iterator[tuple[str, str]]:
    folder = {name for _, name, _ in pkgutil.iter_modules(person_providers.__path__)}
    if locale not in folder:
        return
    provider = import_module(f"faker.providers.person.{locale}").Provider
    for attribute in sorted(dir(provider)):
        if not attribute.startswith(("first_name", "last_name")) or "romanized_formats" in attribute:
            continue
        values = getattr(provider, attribute)
        if isinstance(values, tuple | list | dict):
            yield from ((attribute, str(name)) for name in values if str(name).strip() and len(str(name)) > 1)


def _census(name: str) -> Iterator[tuple[int, str]]:
    for line in (files("names") / name).read_text(encoding="ascii").splitlines():
        word, _, _, rank = line.split()
        yield int(rank), word.title()


def build(names: NameLists) -> Lexicon:
    """Return the lexicon of the names' words and of common words of nine languages (package pyspellchecker)."""
    codes: dict[str, int] = {}
    for shift, table in ((0, names.first), (2, names.last)):
        for name, level in table.items():
            for word in name.lower().split():
                _raise(codes, word, shift, 3, level)
    for word, level in _common_words("en", _ENGLISH_WORDS, 7):
        _raise(codes, word, 4, 7, level)
    for language in _OTHER_LANGUAGES:
        for word, level in _common_words(language, _OTHER_WORDS, 3):
            _raise(codes, word, 7, 3, level)
    words = sorted(codes)
    hashes = word_hashes(pa.array([word.encode() for word in words], type=pa.binary()))
    _, kept = np.unique(hashes, return_index=True)
    return Lexicon(hashes[kept], np.array([codes[words[i]] for i in kept], dtype=np.uint16))


def _raise(codes: dict[str, int], word: str, shift: int, mask: int, level: int) -> None:
    code = codes.get(word, 0)
    if level > (code >> shift & mask):
        codes[word] = code & ~(mask << shift) | level << shift


def _common_words(language: str, most: int, levels: int) -> Iterator[tuple[str, int]]:
    packed = (files("spellchecker") / "resources" / f"{language}.json.gz").read_bytes()
    counts: dict[str, int] = json.loads(gzip.decompress(packed))
    words = sorted(counts, key=lambda word: (-counts[word], word))[:most]
    for rank, word in enumerate(words, start=1):
        yield word, max(1, levels - int(math.log(rank / 60 + 1, 4)))
