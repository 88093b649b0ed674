"""The rows of published sets that are about people, found by the tokens that stand for them there."""

from collections.abc import Mapping, Sequence
from typing import Any

import duckdb
import pyarrow as pa

from chatward.deidentify.token_columns import token_column
from chatward.deidentify.tokens import Tokeniser
from chatward.policy.model import Policy
from chatward.sets.columns import COLUMNS
from chatward.warehouse.store import Warehouse

_OF_PERSON = {"writer_id": "subject_id", "message_id": "message_id", "conversation_id": "conversation_id"}
"""Which ids of the person the id columns of marts hold."""

Row = dict[str, Any]
Ids = Mapping[str, Sequence[bytes]]
"""By ``subject_id``, ``message_id`` and ``conversation_id``: a person's."""


def read_published(
    warehouse: Warehouse, policy: Policy, catalogue: duckdb.DuckDBPyConnection, askers: Mapping[str, Ids]
) -> dict[str, dict[str, list[Row]]]:
    """Return by asker and pseudonymised set the rows that stand for his messages and conversations.

    Each set is read once.

    Args:
        warehouse: whose keyring makes tokens.
        policy: its sets and domains.
        catalogue: shows the sets.
        askers: their ids, by the name under which they ask.
    """
    found: dict[str, dict[str, list[Row]]] = {asker: {} for asker in askers}
    if not askers:
        return found
    shown = {row[0] for row in catalogue.execute("select table_name from information_schema.tables").fetchall()}
    shown |= {row[0] for row in catalogue.execute("select view_name from duckdb_views()").fetchall()}
    for spec in policy.sets.values():
        columns = {name: token for name in spec.columns if (token := COLUMNS[spec.name][name].token_of)}
        if spec.domain is None or spec.name not in shown or not columns:
            continue
        keys = [warehouse.keyring.key(name) for name in warehouse.keyring.names(f"token/{spec.domain}/")]
        tokens = {
            asker: {column: _tokens(keys, token_of, ids) for column, token_of in columns.items()}
            for asker, ids in askers.items()
        }
        together = {column: [token for own in tokens.values() for token in own[column]] for column in columns}
        query = f'select * from "{spec.name}" where {_condition(columns)}'
        catalogue.execute(f"create or replace temp table asked_rows as {query}", together)
        for asker, own in tokens.items():
            found[asker][spec.name] = _rows(catalogue, own)
    return found


def _rows(catalogue: duckdb.DuckDBPyConnection, tokens: Mapping[str, Sequence[str]]) -> list[Row]:
    cursor = catalogue.execute(f"select * from asked_rows where {_condition(tokens)} order by all", tokens)
    columns = [column[0] for column in cursor.description or ()]
    return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]


def _condition(columns: Mapping[str, object]) -> str:
    return " or ".join(f'"{column}" in (select unnest(${column}::varchar[]))' for column in columns)


def _tokens(keys: Sequence[bytes], token_of: tuple[str, str], ids: Ids) -> list[str]:
    """Return the tokens that stand for the person's ids, of all periods of a domain."""
    kind, column = token_of
    values = pa.array(sorted(set(filter(None, ids.get(_OF_PERSON.get(column, ""), ())))), pa.binary())
    return [token for key in keys if len(values) for token in token_column(Tokeniser(key), kind, values).to_pylist()]
