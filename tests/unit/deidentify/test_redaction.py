"""Texts that are shown to one person hold nobody else, whoever else is known, out of one index for all readers."""

from collections.abc import Sequence

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatward.deidentify.everybody import OTHER, OWN, Everybody, Identifier, names_of
from chatward.deidentify.redaction import Reader, redact
from chatward.detect import Detector, Kind, NameIndex

ANNA, BEN = b"anna", b"ben"
KNOWN = (
    Identifier(ANNA, "phone", "+4915112345601", "Anna-Maria Berg"),
    Identifier(ANNA, "telegram_id", "user777", "Anna Berg"),
    Identifier(BEN, "phone", "+4915112345602", "Ben Berg"),
    Identifier(BEN, "telegram_id", "user888", None),
)
EVERYBODY = Everybody(KNOWN)


def shown_to(person: bytes, *texts: tuple[str | None, bool], also: Sequence[Kind] = ()) -> list[str | None]:
    own = [each for each in KNOWN if each.person == person]
    names = names_of(own)
    seen = EVERYBODY.seen_by([person], names)
    reader = Reader({each.value for each in own}, EVERYBODY.values, names, seen, "DE")
    detector = Detector(("DE",), also=frozenset(also))
    return redact([text for text, _ in texts], [is_own for _, is_own in texts], detector, reader)


@pytest.mark.parametrize(
    ("text", "is_own", "shown"),
    [
        ("I am Anna-Maria, he is Ben", True, "I am Anna-Maria, he is [PERSON of another person]"),
        ("Frau Berg, Ben Berg here", False, "Frau Berg, [PERSON of another person] here"),
        ("Berg is what both are called", True, "Berg is what both are called"),
        ("mine is user777, his is user888", True, "mine is user777, his is [PERSON of another person]"),
        ("call +4915112345601", False, "call +4915112345601"),
        ("call +4915112345602", True, "call [PHONE of another person]"),
        (None, True, None),
    ],
)
def test_what_is_hers_stays_and_what_is_anothers_goes(text: str | None, is_own: bool, shown: str | None) -> None:
    assert shown_to(ANNA, (text, is_own)) == [shown]


def test_what_she_wrote_of_herself_is_hers_in_others_words_wherever_it_stands() -> None:
    texts = (("her address is x@example.org, mine y@example.org", False), ("write to x@example.org", True))
    assert shown_to(ANNA, *texts) == [
        "her address is x@example.org, mine [EMAIL of another person]",
        "write to x@example.org",
    ]


def test_a_whole_name_of_his_in_others_words_is_his() -> None:
    assert shown_to(BEN, ("Ben Berg called", False)) == ["Ben Berg called"]


def test_words_that_hint_at_what_is_protected_are_nobodys_identity() -> None:
    text = ("I had surgery at the hospital, says Ben", False)
    assert shown_to(ANNA, text, also=[Kind.HEALTH]) == [
        "I had surgery at the hospital, says [PERSON of another person]"
    ]


def test_each_reader_sees_the_same_index_his_own_way() -> None:
    text = ("Anna and Ben", True)
    assert shown_to(BEN, text) == ["[PERSON of another person] and Ben"]
    assert shown_to(ANNA, text) == ["Anna and [PERSON of another person]"]


NAMES = st.text("AnaBe é-", min_size=1, max_size=8)


@given(st.lists(st.tuples(st.sampled_from([ANNA, BEN, b"cara"]), NAMES), max_size=6), NAMES)
def test_an_index_of_everybody_finds_what_an_index_for_one_reader_finds(
    named: list[tuple[bytes, str]], text: str
) -> None:
    known = [Identifier(person, "display_name", name, None) for person, name in named]
    own = names_of([each for each in known if each.person == ANNA])
    others = names_of([each for each in known if each.person != ANNA])
    alone = NameIndex([*((name, OWN) for name in sorted(own)), *((name, OTHER) for name in sorted(others - own))])
    texts = pa.array([text, f"so {text}!"])
    wanted, found = alone.find(texts), Everybody(known).seen_by([ANNA], own).find(texts)
    assert found.row.tolist() == wanted.row.tolist()
    assert found.start.tolist() == wanted.start.tolist()
    assert found.end.tolist() == wanted.end.tolist()
    assert (found.subject == OTHER).tolist() == (wanted.subject == OTHER).tolist()
