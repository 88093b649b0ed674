"""No exception that reaches Prefect says anything of the data it happened to."""

import errno
import traceback
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from chatward.errors import ConfigError, Error, PolicyError
from chatward.orchestration import scrubbed, stage, without_values

SECRET = "+49 151 000000"


def failing(error: Exception) -> Error:
    @scrubbed
    def work(value: str) -> None:
        raise error

    with pytest.raises(Error) as told:
        work(SECRET)
    lines = "".join(traceback.format_exception(told.value))
    assert SECRET not in lines.replace("work(SECRET)", "")
    return told.value


@pytest.mark.parametrize(
    "error",
    [ValueError(f"bad row {SECRET}"), KeyError(SECRET), UnicodeDecodeError("utf-8", SECRET.encode(), 0, 1, "bad"),
     duckdb.ConversionException(f"could not convert '{SECRET}'"), OSError(errno.ENOENT, "gone", SECRET)],
    ids=lambda error: type(error).__name__,
)  # fmt: skip
def test_an_exception_that_is_not_ours_loses_its_text(error: Exception) -> None:
    assert failing(error).__cause__ is None


def test_our_own_errors_pass_as_they_are() -> None:
    error = PolicyError("no such rule", hint="name one")
    assert failing(error) is error


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EIO, errno.EFBIG])
def test_a_fault_of_the_disk_is_the_machines_and_says_what_to_do(code: int) -> None:
    error = without_values(OSError(code, "text"), "store")
    assert isinstance(error, ConfigError)
    assert error.hint


@pytest.mark.parametrize("text", ["No space left on device", "File too large", "Disk quota exceeded"])
def test_a_full_disk_under_duckdb_is_told_as_one(text: str) -> None:
    error = without_values(duckdb.IOException(f"Could not write {SECRET}: {text}"), "store")
    assert (error.message, error.exit_code) == ("the disk is full", 3)


@pytest.mark.parametrize(
    "error",
    [duckdb.IOException(f"IO Error: Could not read enough bytes from file {SECRET}"),
     duckdb.InvalidInputException("Computed AES tag differs from read AES tag, are you using the right key?")],
    ids=["cut off", "changed"],
)  # fmt: skip
def test_a_damaged_file_under_duckdb_is_told_as_one(error: duckdb.Error) -> None:
    told = without_values(error, "store")
    assert (told.message, told.exit_code) == ("store: a file of the warehouse is damaged", 7)


@pytest.mark.parametrize("as_of", ["2026-10-01T00:00:00Z", datetime(2026, 10, 1, tzinfo=UTC), None])
def test_a_flow_takes_the_texts_that_a_deployment_has_for_parameters(as_of: object) -> None:
    def told(workspace: Path, as_of: datetime | None = None, *, apply: Path | None = None, note: str = "") -> object:
        return workspace, as_of, apply, note

    expected = as_of and datetime(2026, 10, 1, tzinfo=UTC)
    found = stage("told")(told).fn("/srv/chats", as_of, apply="plans/1.json", note="a/b")  # type: ignore[arg-type]
    assert found == (Path("/srv/chats"), expected, Path("plans/1.json"), "a/b")


def test_an_unknown_fault_is_ours_and_named_by_its_class() -> None:
    error = without_values(ZeroDivisionError(SECRET), "store")
    assert (error.message, error.exit_code) == ("store failed with ZeroDivisionError", 1)
