"""The rows of published sets that are about one person, found by the tokens that stand for him there."""

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


def published_rows(
    warehouse: Warehouse, policy: Policy, catalogue: duckdb.DuckDBPyConnection, ids: Mapping[str, Sequence[bytes]]
) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of each pseudonymised set that stand for the person's messages and conversations.

    Args:
        warehouse: whose keyring makes tokens.
        policy: its sets and domains.
        catalogue: shows the sets.
        ids: by ``subject_id``, ``message_id`` and ``conversation_id``: the person's.
    """
    shown = {name for (name,) in catalogue.execute("select table_name from information_schema.tables").fetchall()}
    shown |= {name for (name,) in catalogue.execute("select view_name from duckdb_views()").fetchall()}
    found = {}
    for spec in policy.sets.values():
        if spec.domain is None or spec.name not in shown:
            continue
        tokens = {
            column: _tokens(warehouse, spec.domain, COLUMNS[spec.name][column].token_of, ids)
            for column in spec.columns
            if COLUMNS[spec.name][column].token_of
        }
        condition = " or ".join(f'"{column}" in (select unnest(${column}::varchar[]))' for column in tokens)
        if condition:
            cursor = catalogue.execute(f'select * from "{spec.name}" where {condition} order by all', tokens)
            names = [column[0] for column in cursor.description or ()]
            found[spec.name] = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return found


def _tokens(
    warehouse: Warehouse, domain: str, token_of: tuple[str, str] | None, ids: Mapping[str, Sequence[bytes]]
) -> list[str]:
    """Return the tokens that stand for the person's ids, of all periods of a domain."""
    kind, column = token_of or ("", "")
    values = pa.array(sorted(set(filter(None, ids.get(_OF_PERSON.get(column, ""), ())))), pa.binary())
    keys = (warehouse.keyring.key(name) for name in warehouse.keyring.names(f"token/{domain}/"))
    return [token for key in keys if len(values) for token in token_column(Tokeniser(key), kind, values).to_pylist()]
