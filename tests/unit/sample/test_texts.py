"""The phrases, and the places of identifiers in what is written from them."""

import string
from datetime import date
from functools import cache

import numpy as np
import pytest

from chatward.sample.cast import Cast, make_cast
from chatward.sample.locales import LOCALES
from chatward.sample.phrases import BOOKS, PRODUCTS
from chatward.sample.texts import CANARY_GROUP, GROUPS, KINDS, NO_TAIL, Request, Writer

DAY = (date(2024, 6, 15) - date(1970, 1, 1)).days


@cache
def cast() -> Cast:
    return make_cast(100, 3)


@cache
def writer() -> Writer:
    return Writer(cast(), 3, first=date(2024, 1, 1), last=date(2024, 12, 31))


def request(group: int, locale: int, *, count: int = 40, tail: int = NO_TAIL, canary: bool = False) -> Request:
    subject = next(i for i in cast().customers if cast().is_canary[i] == canary)
    column = np.full(count, 1)
    return Request(column * group, column * locale, column * subject, column * DAY, column * tail)


def written(made: Request, seed: int = 1) -> tuple[list[str], list[tuple[int, str, str]]]:
    text, spans = writer().write(made, np.random.default_rng(seed))
    rows = text.to_pylist()
    places = zip(spans.row.tolist(), spans.start.tolist(), spans.end.tolist(), spans.kind.tolist(), strict=True)
    return rows, [(row, kind, rows[row][start:end]) for row, start, end, kind in places]


@pytest.mark.parametrize("language", sorted(BOOKS))
def test_every_group_of_every_language_has_phrases_and_they_differ(language: str) -> None:
    for group in GROUPS:
        phrases = getattr(BOOKS[language], group)
        assert len(phrases) == len(set(phrases)) >= 2
    assert PRODUCTS[language]


@pytest.mark.parametrize("language", ["en", "de", "es", "fr", "pt"])
def test_the_main_languages_have_at_least_seventy_phrases(language: str) -> None:
    assert sum(len(getattr(BOOKS[language], group)) for group in GROUPS) >= 70


@pytest.mark.parametrize("locale", range(len(LOCALES)), ids=[locale.name for locale in LOCALES])
def test_every_phrase_of_every_locale_can_be_written_and_no_slot_is_left(locale: int) -> None:
    for group in (*range(len(GROUPS)), CANARY_GROUP):
        rows, _ = written(request(group, locale, count=60, canary=group == CANARY_GROUP))
        assert all(rows)
        assert not any("{" in row for row in rows)


def test_phrases_that_give_identifiers_note_each_of_them() -> None:
    for locale in range(len(LOCALES)):
        rows, found = written(request(GROUPS.index("giving"), locale, count=80))
        assert {row for row, _, _ in found} == set(range(len(rows)))


def test_phrases_without_identifiers_note_none() -> None:
    for group in ("asking", "answering", "opening", "tails"):
        slots = {
            slot
            for book in BOOKS.values()
            for phrase in getattr(book, group)
            for _, slot, _, _ in string.Formatter().parse(phrase)
        }
        assert not slots & KINDS.keys()


def test_identifiers_of_the_subject_are_the_subjects_own() -> None:
    made = request(GROUPS.index("sharing"), 0)
    person = cast().people[made.subject[0]]
    _, found = written(made)
    emails = {value for _, kind, value in found if kind == "EMAIL"}
    phones = {value for _, kind, value in found if kind == "PHONE"}
    assert emails <= {person.email, "service@acme.example"}
    assert phones <= set(person.phones)
    assert person.email in emails
    assert phones


def test_a_tails_identifiers_are_found_behind_the_first_phrase() -> None:
    rows, found = written(request(GROUPS.index("tails"), 1, tail=GROUPS.index("giving")))
    assert {row for row, _, _ in found} == set(range(len(rows)))
    assert all(value in rows[row] for row, _, value in found)
    assert all(("@" in value) == (kind in ("EMAIL", "HANDLE")) for _, kind, value in found)


def test_dates_lie_within_weeks_of_the_message() -> None:
    rows, _ = written(request(GROUPS.index("thanking"), 2, count=200))
    assert not any(month in row for row in rows for month in ("January", "February", "October", "December"))
    assert any("June" in row for row in rows)


def test_no_messages_are_no_texts() -> None:
    rows, found = written(request(0, 0, count=0))
    assert rows == []
    assert found == []


def test_the_same_random_state_writes_the_same_texts_and_another_others() -> None:
    made = request(GROUPS.index("opening"), 0)
    assert written(made) == written(made)
    assert written(made) != written(made, seed=2)


def test_texts_are_diverse() -> None:
    rows, _ = written(request(GROUPS.index("opening"), 0, count=500))
    assert len(set(rows)) > 250
