"""A new home gets Prefect's empty tables from the cache, if they are there and whole."""

import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from chatward.cli import prefect_tables


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(prefect_tables, "user_cache_path", lambda _: tmp_path / "cache")
    return tmp_path / "cache"


def home_with_tables(home: Path) -> Path:
    home.mkdir()
    with closing(sqlite3.connect(home / "prefect.db")) as connection:
        connection.execute("create table alembic_version (version_num text)")
    return home


def tables(home: Path) -> list[str]:
    with closing(sqlite3.connect(home / "prefect.db")) as connection:
        return [name for (name,) in connection.execute("select name from sqlite_master")]


def test_what_the_first_server_made_the_next_home_gets(cache: Path, tmp_path: Path) -> None:
    (new := tmp_path / "new").mkdir()
    assert prefect_tables.lay_out(new)
    prefect_tables.keep(home_with_tables(tmp_path / "first"))
    assert not prefect_tables.lay_out(new)
    assert tables(new) == ["alembic_version"]
    assert [path.name for path in new.iterdir()] == ["prefect.db"]
    assert len(list(cache.iterdir())) == 1


def test_tables_that_are_there_stay(cache: Path, tmp_path: Path) -> None:
    prefect_tables.keep(home_with_tables(tmp_path / "first"))
    home = home_with_tables(tmp_path / "second")
    with closing(sqlite3.connect(home / "prefect.db")) as connection:
        connection.execute("create table own (id text)")
    assert not prefect_tables.lay_out(home)
    assert "own" in tables(home)


@pytest.mark.parametrize("damage", [lambda data: data[: len(data) // 2], lambda data: b"no database", lambda data: b""])
def test_damaged_tables_in_the_cache_are_made_anew(cache: Path, tmp_path: Path, damage) -> None:
    first = home_with_tables(tmp_path / "first")
    prefect_tables.keep(first)
    (kept,) = cache.iterdir()
    kept.write_bytes(damage(kept.read_bytes()))
    (new := tmp_path / "new").mkdir()
    assert prefect_tables.lay_out(new)
    assert not list(new.iterdir())
    prefect_tables.keep(first)
    assert not prefect_tables.lay_out(new)


def test_a_database_that_lies_elsewhere_is_no_matter_of_ours(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    prefect_tables.keep(home_with_tables(tmp_path / "first"))
    monkeypatch.setenv("PREFECT_SERVER_DATABASE_CONNECTION_URL", "postgresql+asyncpg://db.example/prefect")
    (new := tmp_path / "new").mkdir()
    assert not prefect_tables.lay_out(new)
    assert not list(new.iterdir())


def test_a_cache_that_cannot_be_written_costs_nothing_but_time(cache: Path, tmp_path: Path) -> None:
    cache.write_text("a file where the folder should be")
    prefect_tables.keep(home_with_tables(tmp_path / "first"))
    (new := tmp_path / "new").mkdir()
    assert prefect_tables.lay_out(new)


def test_the_copy_is_its_owners_alone(cache: Path, tmp_path: Path) -> None:
    prefect_tables.keep(home_with_tables(tmp_path / "first"))
    assert stat.S_IMODE(cache.stat().st_mode) == 0o700
