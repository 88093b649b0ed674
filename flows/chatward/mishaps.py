"""What befell a run from outside, as an error of ours: no space, no memory, no rights, a file that is damaged."""

import os

import duckdb

from chatward.errors import ConfigError, Error, IntegrityError

_FULL = ("No space left", "Disk quota exceeded", "File too large")
_DAMAGED = ("AES tag differs", "Could not read enough bytes", "not a valid DuckDB database file")
"""What DuckDB says of an encrypted file with other bytes than were written, of one cut off, and of one that is none."""


def is_damage(error: duckdb.Error) -> bool:
    """Return whether DuckDB found a file other than it was written."""
    return any(sign in str(error) for sign in _DAMAGED)


def told(error: Exception, where: str) -> Error | None:
    """Return the error that tells what happened without a value or a path; None where it is a fault of chatward.

    Args:
        where: what was being done.
    """
    if isinstance(error, OSError) and error.errno:
        return ConfigError(
            f"{where}: {os.strerror(error.errno)}",
            hint="free some space or mend rights, then run again: nothing is lost",
        )
    if isinstance(error, duckdb.Error) and any(sign in str(error) for sign in _FULL):
        return ConfigError("the disk is full", hint="free some space, then run again: nothing is lost")
    if isinstance(error, duckdb.OutOfMemoryException):
        return ConfigError("out of memory", hint="raise CHATWARD_MEMORY_MIB, then run again: nothing is lost")
    if isinstance(error, duckdb.Error) and is_damage(error):
        return IntegrityError(
            f"{where}: a file of the warehouse is damaged",
            hint="restore the warehouse and the keyring that belongs to it",
        )
    return None
