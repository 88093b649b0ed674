"""Finds the SQL files, in a checkout and in an installed wheel."""

from functools import cache
from importlib.resources import files
from pathlib import Path

_PACKAGED = Path(str(files("chatward"))) / "sql"
_CHECKOUT = Path(__file__).resolve().parents[2] / "sql"
ROOT = _PACKAGED if _PACKAGED.is_dir() else _CHECKOUT


@cache
def load(name: str) -> str:
    """Return the text of ``sql/<name>.sql``; ``name`` is like ``"core/gated_messages"``."""
    return (ROOT / f"{name}.sql").read_text(encoding="utf-8")


def names(folder: str) -> list[str]:
    """Return the names of all SQL files in ``sql/<folder>``, sorted, fit for ``load``."""
    return sorted(f"{folder}/{path.stem}" for path in (ROOT / folder).glob("*.sql"))
