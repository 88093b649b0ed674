"""Writes the texts of many messages at once, and notes where in them an identifier stands.

Messages of one phrase are written together: its words and the columns of its values are joined by Arrow, and the
place of a value follows from the lengths of what stands before it.
"""

import string
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from chatward.sample import values
from chatward.sample.cast import Cast
from chatward.sample.locales import LOCALES, Locale
from chatward.sample.phrases import BOOKS, EMOJI, HOSTILE, PRODUCTS

Integers = npt.NDArray[np.int64]

GROUPS = ("opening", "asking", "giving", "thanking", "greeting", "answering", "sharing", "closing", "tails")
"""The groups of a phrase book, then the two that all languages share."""
HOSTILE_GROUP = len(GROUPS)
CANARY_GROUP = len(GROUPS) + 1
NO_TAIL = -1

KINDS = {
    "name": "PERSON", "customer": "PERSON", "customer_first": "PERSON", "customer_last": "PERSON",
    "other": "PERSON", "agent": "PERSON", "email": "EMAIL", "other_email": "EMAIL", "phone": "PHONE",
    "other_phone": "PHONE", "card": "CREDIT_CARD", "iban": "IBAN", "ip": "IP", "url": "URL", "handle": "HANDLE",
    "service": "EMAIL",
}  # fmt: skip
"""Which values are identifiers, and of what kind; all others (prices, order numbers, dates) are decoys."""

_OF_PEOPLE = {
    "name": ("subject", "name"),
    "customer": ("subject", "name"),
    "customer_first": ("subject", "first"),
    "customer_last": ("subject", "last"),
    "email": ("subject", "email"),
    "handle": ("subject", "handle"),
    "marker": ("subject", "marker"),
    "noise": ("subject", "noise"),
    "other": ("other", "name"),
    "other_email": ("other", "email"),
    "agent": ("agent", "first"),
}
_CANARY_PHRASES = ("Ref. {marker}", "{marker}: {customer}, {phone}", "{marker} {email}", "{noise}")
_POOL_SIZE = 2_000
_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be written: a row a message.

    Attributes:
        group: index into ``GROUPS``, or one of the two after them.
        locale: index into ``LOCALES``.
        subject: the customer who writes, or to whom an agent writes, as index of the cast.
        day: when it is written, in days since 1970; dates in the text are not far from it.
        tail: group of the phrase that follows the first one, or ``NO_TAIL``.
    """

    group: Integers
    locale: Integers
    subject: Integers
    day: Integers
    tail: Integers

    def rows(self, chosen: Any) -> "Request":
        """Return the chosen rows alone."""
        return Request(
            self.group[chosen], self.locale[chosen], self.subject[chosen], self.day[chosen], self.tail[chosen]
        )


@dataclass(frozen=True, slots=True)
class Spans:
    """Places of identifiers: which message, from and to which character, of what kind."""

    row: Integers
    start: Integers
    end: Integers
    kind: npt.NDArray[np.str_]


class Writer:
    """Writes texts of one cast; the same random state gives the same texts."""

    def __init__(self, cast: Cast, seed: int, *, first: date, last: date) -> None:
        """Prepare for texts written from the day ``first`` to the day ``last``."""
        self._cast = cast
        random = np.random.default_rng([seed, 20])
        days = [first + timedelta(days=ahead) for ahead in range(-25, (last - first).days + 15)]
        self._first_day = (days[0] - _EPOCH).days
        self._shared = _shared_pools(random)
        self._pools = [_locale_pools(locale, random, days) for locale in LOCALES]
        self._by_locale = [_people_of(cast, index) for index in range(len(LOCALES))]
        self._phrases, self._first = _all_phrases()

    def write(self, request: Request, random: values.Random) -> tuple[Any, Spans]:
        """Return the texts as an Arrow array, and the identifiers in them, ordered by message and place."""
        text, spans = self._fragments(request, random)
        tailed = np.flatnonzero(request.tail != NO_TAIL)
        tails = request.rows(tailed)
        tail_text, tail_spans = self._fragments(replace(tails, group=tails.tail), random)
        shift = pc.utf8_length(text).to_numpy().astype(np.int64)[tailed] + 1
        moved = Spans(
            tailed[tail_spans.row],
            tail_spans.start + shift[tail_spans.row],
            tail_spans.end + shift[tail_spans.row],
            tail_spans.kind,
        )
        ends = np.full(len(request.group), "", dtype=object)
        ends[tailed] = [" " + tail for tail in tail_text.to_pylist()]
        cheerful = random.random(len(ends)) < 0.1
        cheerful &= request.group < HOSTILE_GROUP
        ends[cheerful] += " " + random.choice(np.array(EMOJI, dtype=object), int(cheerful.sum()))
        whole = pc.binary_join_element_wise(text, pa.array(ends, pa.string()), "")
        return whole, _ordered([spans, moved])

    def _fragments(self, request: Request, random: values.Random) -> tuple[Any, Spans]:
        phrase = self._choose(request, random)
        order = np.argsort(phrase, kind="stable")
        starts = np.flatnonzero(np.diff(phrase[order], prepend=-1))
        texts, spans = [pa.array([], pa.string())], []
        for rows in np.split(order, starts[1:]) if len(order) else []:
            text, found = self._one_phrase(self._phrases[phrase[rows[0]]], request.rows(rows), random)
            texts.append(text)
            spans += [Spans(rows, start, end, np.full(len(rows), kind)) for start, end, kind in found]
        back = np.empty(len(order), dtype=np.int64)
        back[order] = np.arange(len(order))
        return pa.concat_arrays(texts).take(pa.array(back)), _ordered(spans)

    def _choose(self, request: Request, random: values.Random) -> Integers:
        """Draw a phrase for each row out of the group and language that it asks for."""
        first = self._first[request.locale, request.group]
        count = self._first[request.locale, request.group + 1] - first
        return first + (random.random(len(first)) * count).astype(np.int64)

    def _one_phrase(
        self, phrase: str, rows: Request, random: values.Random
    ) -> tuple[Any, list[tuple[Integers, Integers, str]]]:
        """Write rows that share phrase and locale; return the texts, and start, end and kind of each identifier."""
        count = len(rows.subject)
        neighbours = self._by_locale[rows.locale[0]]
        people = {
            "subject": rows.subject,
            "other": neighbours[random.integers(len(neighbours), size=count)],
            "agent": self._cast.staff[random.integers(len(self._cast.staff), size=count)],
        }
        pieces: list[Any] = []
        found = []
        at = np.zeros(count, dtype=np.int64)
        for words, slot, _, _ in string.Formatter().parse(phrase):
            pieces.append(pa.scalar(words))
            at = at + len(words)
            if slot is None:
                continue
            column = self._column(slot, rows, people, random)
            end = at + pc.utf8_length(column).to_numpy()
            if slot in KINDS:
                found.append((at, end, KINDS[slot]))
            pieces.append(column)
            at = end
        if all(isinstance(piece, pa.Scalar) for piece in pieces):
            return pa.array(["".join(piece.as_py() for piece in pieces)] * count), found
        return pc.binary_join_element_wise(*pieces, ""), found

    def _column(self, slot: str, rows: Request, people: dict[str, Integers], random: values.Random) -> Any:
        if slot in ("phone", "other_phone"):
            who = people["subject" if slot == "phone" else "other"]
            return self._phones(who, random)
        if slot in _OF_PEOPLE:
            whose, column = _OF_PEOPLE[slot]
            return self._cast.columns[column].take(pa.array(people[whose]))
        pool = self._pools[rows.locale[0]].get(slot, self._shared.get(slot))
        assert pool is not None, slot
        places = random.integers(len(pool), size=len(rows.subject))
        if slot == "date":
            # the pool has a row a day: those of the weeks around the message's
            places = np.clip(rows.day - self._first_day + places % 40 - 25, 0, len(pool) - 1)
        return pool.take(pa.array(places))

    def _phones(self, who: Integers, random: values.Random) -> Any:
        masks = random.integers(len(self._cast.phones), size=len(who))
        everyone = pa.concat_arrays(self._cast.phones)
        return everyone.take(pa.array(masks * len(self._cast.people) + who))


def with_empty(text: Any) -> Any:
    """Return the texts with an empty one after the last."""
    return pa.concat_arrays([text, pa.array([""])])


def _ordered(parts: Sequence[Spans]) -> Spans:
    if not parts:
        nothing = np.zeros(0, dtype=np.int64)
        return Spans(nothing, nothing, nothing, np.zeros(0, dtype="U11"))
    row = np.concatenate([part.row for part in parts])
    start = np.concatenate([part.start for part in parts])
    end = np.concatenate([part.end for part in parts])
    kind = np.concatenate([part.kind for part in parts])
    order = np.lexsort((start, row))
    return Spans(row[order], start[order], end[order], kind[order])


def _people_of(cast: Cast, locale: int) -> Integers:
    """Return customers of a locale whom others may name; all of them where a small world has none there."""
    open_to_all = cast.customers[~cast.is_canary[cast.customers]]
    own = open_to_all[cast.locale[open_to_all] == locale]
    neighbours: Integers = own if len(own) else open_to_all
    return neighbours


def _all_phrases() -> tuple[list[str], Integers]:
    """Return every phrase, and where the phrases of each locale's groups begin (one column more than groups)."""
    phrases: list[str] = []
    first = np.zeros((len(LOCALES), len(GROUPS) + 3), dtype=np.int64)
    for index, locale in enumerate(LOCALES):
        book = BOOKS[locale.language]
        groups = [getattr(book, group) for group in GROUPS]
        groups += [[text.replace("{", "{{").replace("}", "}}") for text in HOSTILE], _CANARY_PHRASES]
        for number, group in enumerate(groups):
            first[index, number] = len(phrases)
            phrases += [phrase.replace("service@acme.example", "{service}") for phrase in group]
        first[index, len(groups)] = len(phrases)
    return phrases, first


def _shared_pools(random: values.Random) -> dict[str, Any]:
    def pool(made: Iterator[str]) -> Any:
        return pa.array(list(made))

    return {
        "order": pool(values.order_number(random) for _ in range(_POOL_SIZE)),
        "tracking": pool("0034" + values.digits(random, 16) for _ in range(_POOL_SIZE)),
        "card": pool(values.card(random) for _ in range(_POOL_SIZE)),
        "ip": pool(values.ip_address(random) for _ in range(_POOL_SIZE)),
        "url": pool(values.url(random) for _ in range(_POOL_SIZE)),
        "quantity": pa.array([str(count) for count in range(2, 10)]),
        "service": pa.array(["service@acme.example"]),
    }


def _locale_pools(locale: Locale, random: values.Random, days: Sequence[date]) -> dict[str, Any]:
    amounts = random.integers(100, 90_000, 900).tolist()
    numbers = random.integers(1, 240, 200).tolist()
    return {
        "product": pa.array(PRODUCTS[locale.language]),
        "city": pa.array(locale.cities),
        "street": pa.array([locale.streets[n % len(locale.streets)].format(number=n) for n in numbers]),
        "date": pa.array([day.strftime(locale.dates[i % len(locale.dates)]) for i, day in enumerate(days)]),
        "time": pa.array([f"{hour}:{minute:02d}" for hour in range(8, 21) for minute in (0, 15, 30, 45)]),
        "price": pa.array([locale.price.format(whole=a // 100, cents=f"{a % 100:02d}") for a in amounts]),
        "iban": pa.array([values.iban(random, locale.iban) for _ in range(500)]),
    }
