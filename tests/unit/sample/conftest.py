"""One world that the tests of this folder read: large enough to hold every kind of message."""

from typing import Any

import pyarrow.parquet as pq
import pytest

from chatward.sample import World, write_world


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return write_world(tmp_path_factory.mktemp("sample") / "world", messages=6_000, seed=11)


@pytest.fixture(scope="session")
def truth(world: World) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pq.read_table(world.folder / "truth" / "messages.parquet").to_pylist()
    return rows


@pytest.fixture(scope="session")
def people(world: World) -> dict[str, dict[str, Any]]:
    rows = pq.read_table(world.folder / "truth" / "people.parquet").to_pylist()
    return {row["person_id"]: row for row in rows}
