"""Tokens of columns: the same as one by one."""

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatward.deidentify import Tokeniser
from chatward.deidentify.token_columns import token_column

TOKENISER = Tokeniser(bytes(range(32)))


@given(st.lists(st.one_of(st.none(), st.binary(max_size=40))))
def test_a_column_s_tokens_are_those_of_each_id_in_hex(ids):
    expected = [None if each is None else TOKENISER.token("subject_id", each.hex()) for each in ids]
    assert token_column(TOKENISER, "subject_id", pa.array(ids, pa.binary())).to_pylist() == expected


@pytest.mark.parametrize("kind", [pa.binary(), pa.binary(2), pa.large_binary()])
def test_ids_of_any_binary_type_and_any_part_of_a_column_have_the_same_tokens(kind):
    ids = pa.array([b"ab", None, b"cd", b"ab"], kind)
    tokens = [TOKENISER.token("message_id", each) for each in ("6162", "6364")]
    assert token_column(TOKENISER, "message_id", ids).to_pylist() == [tokens[0], None, tokens[1], tokens[0]]
    assert token_column(TOKENISER, "message_id", ids[2:]).to_pylist() == [tokens[1], tokens[0]]


def test_a_column_of_nothing_has_no_tokens():
    for ids in ([], [None, None]):
        assert token_column(TOKENISER, "subject_id", pa.array(ids, pa.binary())).to_pylist() == ids
