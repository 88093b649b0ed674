"""Which generation of the governance database is the valid one, and where it and its key are."""

import json
from pathlib import Path

from chatward.errors import IntegrityError

POINTER = "current.json"
"""File of the warehouse that names the valid generation of the governance database; there is none before a run."""


def read_pointer(folder: Path) -> int | None:
    """Return the valid generation; None where nothing ran yet.

    Raises:
        IntegrityError: the pointer is damaged.
    """
    try:
        return int(json.loads((folder / POINTER).read_bytes())["governance_generation"])
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError):
        raise IntegrityError(
            f"warehouse/{POINTER} is damaged", hint="restore the warehouse folder as a whole from its backup"
        ) from None


def pointer_to(generation: int) -> bytes:
    """Return what the pointer holds."""
    return json.dumps({"governance_generation": generation}).encode()


def governance_path(folder: Path, generation: int) -> Path:
    """Return where a generation's file lies below the warehouse."""
    return folder / f"gov.{generation}.duckdb"


def governance_key(generation: int) -> str:
    """Return the name of a generation's key in the keyring."""
    return f"gov/{generation}"


def missing_governance() -> IntegrityError:
    """Return the error for a pointer to a file that is not there."""
    return IntegrityError(
        "the governance database is missing", hint="restore the warehouse folder as a whole from its backup"
    )
