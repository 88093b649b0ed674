from datetime import UTC, datetime, timedelta

import pytest

from chatward.identity.suppressed_words import SuppressedWords
from chatward.identity.suppression import suppressed_identifier, suppressed_name

KEY, GROUP, OTHER = b"k" * 32, b"g" * 16, b"o" * 16
UNTIL = datetime(2026, 9, 30, tzinfo=UTC)
ERASED = [
    ("phone", "+4915112345601"),
    ("email", "Anna@Acme.example"),
    ("slack_id", "U0ANNA"),
    ("telegram_id", "user7771"),
]
NAMES = ["Anna  Smith", "anna_s", "Jörg von der Au"]


def digests(identifier_type: str, identifier: str) -> list[bytes]:
    return [suppressed_identifier(KEY, identifier_type, identifier)]


def words() -> SuppressedWords:
    told = [digest for each in ERASED for digest in digests(*each)]
    told += [suppressed_name(KEY, GROUP, name) for name in NAMES]
    return SuppressedWords(KEY, dict.fromkeys(told, UNTIL), ["slack_id", "telegram_id"], digests)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("call +49 151 123-456-01 now", "call ▇ now"),
        ("call 0049 (151) 12345601", "call ▇"),
        ("ask @4915112345601", "ask ▇"),
        ("mail anna@acme.EXAMPLE.", "mail ▇."),
        ("<@U0ANNA> said so", "▇ said so"),
        ("it was user7771", "it was ▇"),
        ("as ANNA SMITH, and Anna Smith's boss", "as ▇, and ▇'s boss"),
        ("thanks @anna_s!", "thanks ▇!"),
        ("Jo\u0308rg von der Au", "▇"),
    ],
)
def test_what_named_somebody_is_taken_out_and_nothing_else(text, left):
    assert words().take_out(text, UNTIL, GROUP) == left


@pytest.mark.parametrize(
    "text", ["call +49 151 123 456 02", "Anna came, Smith too", "anna_s came", "order 4915112345", "", "Annasmith"]
)
def test_words_that_name_nobody_on_the_list_stay(text):
    assert words().take_out(text, UNTIL, GROUP) == text


def test_a_name_is_told_in_no_other_conversation_and_an_identifier_everywhere():
    assert words().take_out("Anna Smith: anna@acme.example", UNTIL, OTHER) == "Anna Smith: ▇"


def test_what_was_sent_later_is_another_affair():
    text = "Anna Smith: anna@acme.example"
    assert words().take_out(text, UNTIL + timedelta(microseconds=1), GROUP) == text
