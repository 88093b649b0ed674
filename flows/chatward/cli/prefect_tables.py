"""Prefect's tables before any run, kept in the user's cache: to make them anew costs as much as all else of a start.

A new home gets a copy, and the server then finds every migration done. Made once for each version of Prefect, by the
first server that had to make its own tables, before it answered anybody; so there is nothing of a run in them.
"""

import contextlib
import os
import secrets
import shutil
import sqlite3
from importlib.metadata import version
from pathlib import Path

from platformdirs import user_cache_path

_DATABASE = "prefect.db"
_MIGRATIONS = "alembic_version"
"""The table that tells which migrations were done."""


def lay_out(home: Path) -> bool:
    """Put empty tables into ``home`` if there are none; return whether the server is to make them by itself."""
    database = home / _DATABASE
    if _lies_elsewhere() or database.exists():
        return False
    copy = _beside(database)
    try:
        shutil.copyfile(_kept(), copy)
        if _is_sound(copy):
            copy.rename(database)
            return False
    except (OSError, sqlite3.Error):  # there is none, or it is damaged: the server can do without
        pass
    copy.unlink(missing_ok=True)
    return True


def keep(home: Path) -> None:
    """Keep the tables of ``home``, which the server has just made; that the cache cannot be written is no matter."""
    kept = _kept()
    copy = _beside(kept)
    with contextlib.suppress(OSError, sqlite3.Error):
        kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with contextlib.closing(sqlite3.connect(home / _DATABASE)) as connection:
            connection.execute("vacuum into ?", (str(copy),))
        copy.rename(kept)


def _lies_elsewhere() -> bool:
    return any(name.startswith(("PREFECT_API_DATABASE_", "PREFECT_SERVER_DATABASE_")) for name in os.environ)


def _kept() -> Path:
    return user_cache_path("chatward") / f"prefect-{version('prefect')}.db"


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}.{secrets.token_hex(4)}")


def _is_sound(database: Path) -> bool:
    with contextlib.closing(sqlite3.connect(database)) as connection:
        is_whole = connection.execute("pragma integrity_check").fetchall() == [("ok",)]
        tables = connection.execute("select name from sqlite_master where type = 'table'").fetchall()
        return is_whole and (_MIGRATIONS,) in tables
