"""Texts made up for training: support chats in many languages, and labelled texts with other names in them."""

import random
import re
from collections.abc import Iterator, Sequence

from chatward.sample.phrases import BOOKS, PRODUCTS
from training.tagger.corpus import Labelled
from training.tagger.lexicon import NameLists

_SLOT = re.compile(r"\{(\w+)\}")
_PEOPLE = frozenset({"name", "customer", "customer_first", "agent", "other"})

# Ways in which people name themselves and others; {name} is whole or in part.
_ADDRESSING = """
    Hi {name},|Hello {name}|hey {name} can you check this|Dear {name}, thank you for waiting.|This is {name} again
    My name is {name} and I ordered last week|Mr {name} called me yesterday|Regards, {name}|thanks {name}!
    ask {name} pls
    Can {name} call me back?|{name} told me it would be free|I spoke to {name} and {name} about it|is {name} there?
    Hallo {name},|Sehr geehrter Herr {name},|Sehr geehrte Frau {name},|ich heiße {name}|Ich bin {name} aus Köln
    Viele Grüße {name}|Herr {name} hat mir das gesagt|danke {name}|Mein Name ist {name}.|lg {name}
    Hola {name},|mi nombre es {name}|me llamo {name}|soy {name}|Estimado señor {name}:|Gracias {name}!|Saludos, {name}
    este é o {name}|meu nome é {name}|Olá {name}, tudo bem?|Obrigada, {name}|falei com a {name} ontem|Prezado {name},
    Bonjour {name},|je m'appelle {name}|Cher Monsieur {name},|Merci {name}|j'ai parlé avec {name}|Cordialement, {name}
    Ciao {name}|mi chiamo {name}|Gentile signora {name},|Grazie {name}|sono {name}|ho parlato con {name} ieri
    Hoi {name}|ik ben {name}|Beste {name},|mijn naam is {name}|Groeten, {name}|Bedankt {name}
    Merhaba {name}|benim adım {name}|Sayın {name},|Cześć {name}|nazywam się {name}|Pan {name} dzwonił|Hej {name}
    jag heter {name}|mit navn er {name}|Hei {name}|olen {name}|Ahoj {name}|jmenuji se {name}|Szia {name}
    mă numesc {name}
    я {name}|меня зовут {name}|Здравствуйте, {name}!|Привет {name}|спасибо, {name}|Мене звати {name}|με λένε {name}
    Γεια σου {name}|مرحبا {name}|اسمي {name}|שלום {name}|שמי {name}|मेरा नाम {name} है|नमस्ते {name}|saya {name}
    nama saya {name}|tôi là {name}|chào {name}|ako si {name}|Kamusta {name}|jina langu ni {name}|안녕하세요 {name}
"""
_WAYS = tuple(way.strip() for line in _ADDRESSING.strip().splitlines() for way in line.split("|"))


class Names:
    """Draws names; common ones oftener."""

    def __init__(self, lists: NameLists, chance: random.Random) -> None:
        self._chance = chance
        self._first, self._first_weights = _pool(lists.first)
        self._last, self._last_weights = _pool(lists.last)

    def first(self) -> str:
        """Return a first name."""
        return self._chance.choices(self._first, cum_weights=self._first_weights)[0]

    def last(self) -> str:
        """Return a last name."""
        return self._chance.choices(self._last, cum_weights=self._last_weights)[0]

    def any(self) -> str:
        """Return a first name, a last name or both."""
        way = self._chance.random()
        return self.first() if way < 0.5 else self.last() if way < 0.65 else f"{self.first()} {self.last()}"


def _pool(table: object) -> tuple[list[str], list[float]]:
    assert hasattr(table, "items")
    names = sorted(table.items())
    total, weights = 0.0, []
    for _, level in names:
        total += (1, 4, 30)[level - 1]
        weights.append(total)
    return [name for name, _ in names], weights


def with_other_names(one: Labelled, names: Names, chance: random.Random) -> Labelled:
    """Return a text in which each person has another name, of as many words where they are one or two."""
    pieces: list[tuple[str, str | None]] = []
    place = 0
    for start, end, kind in one.spans:
        if start < place:
            continue
        old = one.text[start:end]
        new = old
        if kind == "PERSON" and len(old.split()) <= 2 and chance.random() < 0.8:
            new = (
                f"{names.first()} {names.last()}"
                if " " in old
                else names.first()
                if chance.random() < 0.7
                else names.last()
            )
            new = new.lower() if old.islower() else new.upper() if old.isupper() and len(old) > 2 else new
        pieces += [(one.text[place:start], None), (new, kind)]
        place = end
    return joined([*pieces, (one.text[place:], None)])


def joined(pieces: Sequence[tuple[str, str | None]]) -> Labelled:
    """Return the text of pieces, those with a kind as spans."""
    text, spans = "", []
    for piece, kind in pieces:
        if kind is not None and piece:
            spans.append((len(text), len(text) + len(piece), kind))
        text += piece
    return Labelled(text, tuple(spans))


def lowered(one: Labelled) -> Labelled:
    """Return a text in lower case; the same where that would move its spans."""
    text = one.text.lower()
    return Labelled(text, one.spans) if len(text) == len(one.text) else one


def raised(one: Labelled) -> Labelled:
    """Return a text in upper case; the same where that would move its spans."""
    text = one.text.upper()
    return Labelled(text, one.spans) if len(text) == len(one.text) else one


def support_chats(names: Names, chance: random.Random, texts: int) -> Iterator[Labelled]:
    """Yield made-up messages: phrases of customers and agents, ways of naming people, and both together."""
    phrases = [(language, phrase) for language, book in sorted(BOOKS.items()) for phrase in _phrases(book)]
    for _ in range(texts):
        language, phrase = chance.choice(phrases)
        parts = [phrase] if chance.random() < 0.6 else [chance.choice(_WAYS), phrase]
        if chance.random() < 0.25:
            parts = [chance.choice(_WAYS)]
        one = _filled(" ".join(parts), language, names, chance)
        yield lowered(one) if chance.random() < 0.4 else one


def _phrases(book: object) -> Iterator[str]:
    for name in book.__slots__:  # type: ignore[attr-defined]
        yield from getattr(book, name)


def _filled(text: str, language: str, names: Names, chance: random.Random) -> Labelled:
    pieces: list[tuple[str, str | None]] = []
    for i, piece in enumerate(_SLOT.split(text)):
        if i % 2 == 0:
            pieces.append((piece, None))
        elif piece in _PEOPLE:
            pieces.append((names.first() if piece == "customer_first" else names.any(), "PERSON"))
        else:
            pieces.append(_value(piece, language, chance))
    return joined(pieces)


def _value(slot: str, language: str, chance: random.Random) -> tuple[str, str | None]:
    number = chance.randrange(10, 99_999)
    if slot == "product":
        return chance.choice(PRODUCTS[language]), None
    if slot in ("city", "street"):
        return chance.choice(
            ("Berlin", "Madrid", "Lyon", "Porto", "Leeds", "Boston", "Main Street 7", "Hauptstr. 3")
        ), "LOCATION"
    return {"price": f"{number / 100} €", "email": f"info{number}@example.com", "handle": f"@user{number}",
            "url": f"https://example.com/{number}"}.get(slot, str(number)), None  # fmt: skip
