"""Prefect's tables are made once for all homes of a user, and copied from then on."""

import contextlib
import sqlite3

import pytest

from chatward.cli import prefect_tables


@pytest.fixture
def homes(tmp_path, monkeypatch):
    monkeypatch.setattr(prefect_tables, "user_cache_path", lambda name: tmp_path / "cache" / name)
    for name in ("first", "second", "third"):
        (tmp_path / name).mkdir()
    return [tmp_path / name / "prefect.db" for name in ("first", "second", "third")]


def start(database):
    """Start a server; return the tables that it found, and leave it with one."""
    with prefect_tables.taken_from_template(database), contextlib.closing(sqlite3.connect(database)) as connection:
        found = connection.execute("select name from sqlite_master").fetchall()
        connection.execute("create table if not exists flow(id)")
        connection.commit()
    return [name for (name,) in found]


def test_a_new_home_has_the_tables_that_another_made_and_none_of_its_rows(homes):
    assert start(homes[0]) == []
    with contextlib.closing(sqlite3.connect(homes[0])) as connection:
        connection.execute("insert into flow values (1)")
        connection.commit()
    assert start(homes[1]) == ["flow"]
    with contextlib.closing(sqlite3.connect(homes[1])) as connection:
        assert connection.execute("select * from flow").fetchall() == []


def test_a_home_that_has_a_database_keeps_it(homes):
    start(homes[0])
    sqlite3.connect(homes[1]).close()
    homes[1].touch()
    assert start(homes[1]) == []


def test_a_database_that_others_have_open_is_copied_with_all_that_was_written(homes):
    with prefect_tables.taken_from_template(homes[0]):
        server = sqlite3.connect(homes[0])
        server.execute("pragma journal_mode = wal")
        server.execute("create table flow(id)")
        server.commit()
    assert start(homes[1]) == ["flow"]
    server.close()


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\0" + bytes(5000)])
def test_a_template_that_is_damaged_is_made_anew(homes, content):
    start(homes[0])
    (template,) = (homes[0].parents[1] / "cache" / "chatward").iterdir()
    template.write_bytes(content)
    start(homes[1])
    assert start(homes[2]) == ["flow"]


def test_without_a_cache_to_write_to_each_home_makes_its_own(homes):
    (homes[0].parents[1] / "cache").write_text("a file where the folder would be")
    assert start(homes[0]) == []
    assert start(homes[1]) == []


def test_the_tables_of_somebody_elses_database_are_none_of_ours(homes):
    with prefect_tables.taken_from_template(None):
        pass
    assert not (homes[0].parents[1] / "cache").exists()
