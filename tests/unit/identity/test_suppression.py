"""The suppression list: keyed, chained, and refused when anything in it changed."""

import hashlib
import hmac
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatward.errors import IntegrityError
from chatward.identity.suppression import (
    START,
    ListHead,
    Suppression,
    chain,
    dump,
    last_link,
    load,
    suppressed_identifier,
    suppressed_index,
)

KEY = bytes(range(32))
AT = datetime(2026, 9, 30)  # noqa: DTZ001 - as the warehouse stores it: in UTC, without a zone
ENTRIES = [Suppression("identifier", bytes([n]) * 32, AT) for n in range(3)]


def test_a_digest_is_the_hmac_of_label_type_and_normal_form() -> None:
    message = b"identifier\x1fphone\x1f+491511"
    assert suppressed_identifier(KEY, "phone", " +49 1511 ") == hmac.new(KEY, message, hashlib.sha256).digest()


def test_digests_of_two_kinds_never_meet() -> None:
    assert suppressed_index(KEY, b"phone\x1f+491511") != suppressed_identifier(KEY, "phone", "+491511")


def test_an_empty_list_is_a_title() -> None:
    assert load(KEY, dump(KEY, [])) == []
    assert chain(KEY, [], ListHead()) == ListHead(0, START)


def test_what_was_written_is_read() -> None:
    data = dump(KEY, ENTRIES)
    assert load(KEY, data) == ENTRIES
    assert last_link(data) == chain(KEY, ENTRIES, ListHead()).head


def test_a_list_that_grows_keeps_what_it_was() -> None:
    assert dump(KEY, ENTRIES).startswith(dump(KEY, ENTRIES[:2]))
    assert chain(KEY, ENTRIES[2:], chain(KEY, ENTRIES[:2], ListHead())) == chain(KEY, ENTRIES, ListHead())


@given(place=st.integers(0, len(dump(KEY, ENTRIES)) - 1), bit=st.integers(0, 7))
def test_one_flipped_bit_is_found(place: int, bit: int) -> None:
    data = bytearray(dump(KEY, ENTRIES))
    data[place] ^= 1 << bit
    with pytest.raises(IntegrityError, match="suppression list was changed"):
        load(KEY, bytes(data))


@pytest.mark.parametrize("change", ["drop", "swap", "cut", "double", "other key", "empty"])
def test_tampering_is_found(change: str) -> None:
    title, first, second, third = dump(KEY, ENTRIES).splitlines()
    data = {
        "drop": [title, second, third],
        "swap": [title, second, first, third],
        "cut": [title, first, second[:-1]],
        "double": [title, first, first],
        "other key": dump(KEY[::-1], ENTRIES).splitlines(),
        "empty": [],
    }[change]
    with pytest.raises(IntegrityError):
        load(KEY, b"\n".join([*data, b""]))
