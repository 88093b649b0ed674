"""Takes from a month's former partition the rows that would be made the same again.

Beside each partition of texts lie notes, in the warehouse and under the key of the partition: which message each row is
of, and a version of all that the row was made of. What a text shows of people is no part of it, so a text that names
somebody who became known since, or shows somebody whom nothing names any more, is made again.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from chatward.deidentify.kernel import shows_tokens, value_tokens
from chatward.deidentify.token_columns import token_column
from chatward.deidentify.tokens import Tokeniser
from chatward.detect import Detector
from chatward.durable import has_digest
from chatward.sets.columns import SUBJECT
from chatward.sets.parquet import read_encrypted
from chatward.sets.people import News, People, news_index

NOTES = ("message_id", "version")
"""Columns of the notes, a row for each of the partition and in its order."""


@dataclass(frozen=True, slots=True)
class Former:
    """A valid partition of texts, and the notes on its rows."""

    path: Path
    notes: Path
    key: bytes
    sha256: str


def read_former(
    connection: duckdb.DuckDBPyConnection, former: Former, schema: pa.Schema
) -> tuple[pa.Table, pa.Table] | None:
    """Return rows and notes of a partition; None where they are not what was published, so that nothing is taken."""
    if not former.notes.is_file() or not has_digest(former.path, former.sha256):
        return None
    try:
        rows = read_encrypted(connection, former.path, former.key, schema.names).cast(schema)
        notes = read_encrypted(connection, former.notes, former.key, NOTES)
    except (duckdb.Error, pa.ArrowInvalid):
        return None
    return (rows, notes) if rows.num_rows == notes.num_rows else None


def find_places(wanted: pa.Table, notes: pa.Table) -> NDArray[np.int64]:
    """Return for each row the place of the noted row that is of the same message and version, or -1."""
    places = pc.index_in(wanted["message_id"], notes["message_id"].combine_chunks())
    is_same = pc.equal(notes["version"].take(places), wanted["version"])
    found: NDArray[np.int64] = pc.if_else(is_same, places, -1).fill_null(-1).to_numpy().astype(np.int64)
    return found


def are_outdated(
    texts: pa.ChunkedArray, shown: pa.ChunkedArray, people: People, detector: Detector, tokeniser: Tokeniser
) -> NDArray[np.bool_]:
    """Tell of each text whether it may have to show other people now.

    Args:
        texts: as they were written.
        shown: the same as they were published.
        people: with the news since then.
        detector: what finds people in them.
        tokeniser: of the tokens in ``shown``.
    """
    outdated = np.zeros(len(texts), dtype=bool)
    if people.news.names.num_rows:
        outdated |= detector.may_name(texts.combine_chunks(), news_index(people))
    tokens = list(_tokens(people.news, tokeniser))
    return outdated | shows_tokens(shown.combine_chunks(), tokens, any_person=people.news.has_lost_shared_name)


def _tokens(news: News, tokeniser: Tokeniser) -> Iterator[str]:
    """Yield the tokens that texts may show and would show no more."""
    for type_, value in news.identifiers:
        yield from value_tokens(tokeniser, type_, [value])
    yield from token_column(tokeniser, SUBJECT, pa.array(news.former_people, pa.binary())).to_pylist()


def weave(former: pa.Table, places: NDArray[np.int64], made: pa.Table) -> pa.Table:
    """Return rows of ``former`` by their places, and where the place is -1 the next one that was made."""
    is_made = places < 0
    order = places.copy()
    order[is_made] = former.num_rows + np.arange(np.count_nonzero(is_made))
    return pa.concat_tables([former, made]).take(pa.array(order)).combine_chunks()
