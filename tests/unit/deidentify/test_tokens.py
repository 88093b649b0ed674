"""Tokens: the same for equal values, unlike for all else, and what RFC 2104 and RFC 4648 say they are."""

import base64
import hashlib
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatward.deidentify import Tokeniser
from chatward.errors import ConfigError

KEY = bytes(range(32))


def by_hand(kind, value):
    """HMAC-SHA256 from its definition, without the library's."""
    inner, outer = (bytes(byte ^ pad for byte in KEY.ljust(64, b"\0")) for pad in (0x36, 0x5C))
    digest = hashlib.sha256(outer + hashlib.sha256(inner + f"{kind}\x1f{value}".encode()).digest()).digest()
    return base64.b32encode(digest).decode().lower()[:26]


@given(st.text(max_size=10), st.lists(st.text(max_size=100), max_size=4))
def test_a_token_is_the_first_130_bits_of_the_hmac_in_base32(kind, values):
    assert Tokeniser(KEY).tokens(kind, values) == [by_hand(kind, value) for value in values]


def test_a_token_of_another_kind_or_key_is_another():
    tokens = {
        Tokeniser(KEY).token("email", "a"),
        Tokeniser(KEY).token("phone", "a"),
        Tokeniser(bytes(32)).token("email", "a"),
    }
    assert len(tokens) == 3


@pytest.mark.parametrize("length", [0, 16, 31, 33])
def test_a_key_of_another_length_is_refused(length):
    with pytest.raises(ConfigError, match=f"has {length} bytes, need 32"):
        Tokeniser(bytes(length))


def test_a_tokeniser_cannot_be_pickled_nor_show_its_key():
    with pytest.raises(TypeError):
        pickle.dumps(Tokeniser(KEY))
    assert KEY.hex() not in repr(Tokeniser(KEY))
