"""Prefect's tables for a new home: made once for each version of Prefect and user, and copied from then on.

Making them takes all migrations that Prefect ever had, seconds of a run. The template lies in the user's cache; it was
copied before any run could write into it.
"""

import contextlib
import importlib.metadata
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

from platformdirs import user_cache_path


@contextlib.contextmanager
def taken_from_template(database: Path | None) -> Iterator[None]:
    """Put the template in the place of a database that is not there yet; without one, make one of what is made within.

    Args:
        database: Prefect's file, or None where its tables are none of our concern.
    """
    if database is None or database.exists():
        yield
        return
    template = user_cache_path("chatward") / f"prefect-{importlib.metadata.version('prefect')}.db"
    is_taken = template.exists() and _copy(template, database)
    yield
    if not is_taken:
        _copy(database, template)


def _copy(source: Path, target: Path) -> bool:
    """Copy a database, which others may have open, as SQLite does it; return whether a sound one is there now.

    Nobody ever sees half of it.
    """
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix="prefect-") as folder:
            aside = Path(folder) / target.name
            with contextlib.closing(sqlite3.connect(source)) as old, contextlib.closing(sqlite3.connect(aside)) as new:
                old.backup(new)
                is_sound = new.execute("pragma quick_check").fetchall() == [("ok",)]
                is_sound = is_sound and bool(new.execute("select * from sqlite_master limit 1").fetchall())
            if is_sound:
                aside.replace(target)
            return is_sound
    except (OSError, sqlite3.Error):
        return False
