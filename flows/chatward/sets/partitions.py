"""Keeps which partitions are valid: what a release consists of, until something in them changes."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import astuple, fields

from chatward.sets.jobs import BuiltPartition
from chatward.sets.releases import Partition
from chatward.sets.searched import Searched, store_searched
from chatward.warehouse.store import Warehouse


def file_key_name(set_name: str, file_name: str) -> str:
    """Return the name of a partition's key in the keyring."""
    return f"set/{set_name}/{file_name.removesuffix('.parquet')}"


def load_partitions(warehouse: Warehouse) -> list[Partition]:
    """Return the valid partitions of all sets."""
    names = ", ".join(field.name for field in fields(Partition))
    rows = warehouse.connection.execute(f"select {names} from gov.partitions order by set_name, month").fetchall()
    return [Partition(*row) for row in rows]


def as_partition(built: BuiltPartition, inputs: str, *, is_encrypted: bool) -> Partition:
    """Return a built partition as the governance database keeps it."""
    return Partition(
        set_name=built.set_name,
        month=built.month,
        file_name=built.file_name,
        key_name=file_key_name(built.set_name, built.file_name) if is_encrypted else None,
        inputs=inputs,
        row_count=built.row_count,
        size_bytes=built.size_bytes,
        sha256=built.sha256,
        withheld=json.dumps(dict(built.withheld), sort_keys=True),
        stale_at_utc=built.stale_at,
    )


def forget_partitions(warehouse: Warehouse, partitions: Iterable[Partition]) -> None:
    """Make partitions invalid, so that the next publication builds them again."""
    with warehouse.transaction() as connection:
        for partition in partitions:
            connection.execute(
                "delete from gov.partitions where set_name = ? and file_name = ?",
                [partition.set_name, partition.file_name],
            )


def store_partitions(warehouse: Warehouse, partitions: Sequence[Partition], searched: Searched | None) -> None:
    """Make these the valid partitions, in one transaction: from then on they are what a release consists of.

    Args:
        searched: whom all their texts were searched for; None where that did not change.
    """
    with warehouse.transaction() as connection:
        connection.execute("delete from gov.partitions")
        marks = ", ".join("?" for _ in fields(Partition))
        for partition in partitions:
            connection.execute(f"insert into gov.partitions values ({marks})", list(astuple(partition)))
        if searched:
            store_searched(warehouse, searched)
