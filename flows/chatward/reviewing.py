"""Doubtful identities: tells the cases, opens one, and takes down what a person decides about it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any, Literal

import duckdb

from chatward import clock
from chatward.errors import ConfigError, UsageError
from chatward.opening import looked_into
from chatward.settings import Settings
from chatward.warehouse.people.judging import opened_case, record_decision
from chatward.warehouse.people.linking import cases
from chatward.workspace import Workspace, locked, unwritten


def read_cases(place: Workspace, here: Settings, *, everything: bool) -> list[dict[str, Any]]:
    """Return the open cases, or all of them, as plain values that name nobody.

    Raises:
        ConfigError: a run has the warehouse to itself.
    """
    with _looked_into(place, here) as connection:
        found = cases(connection) if connection else []
    return [asdict(case) for case in found if everything or case.state == "open"]


def open_case(place: Workspace, here: Settings, case_id: str) -> list[dict[str, Any]]:
    """Return what is known of the identifiers of a case, and of who else has one of them: personal data.

    Raises:
        ConfigError: a run has the warehouse to itself.
        UsageError: there is no such case.
    """
    with _looked_into(place, here) as connection:
        rows = opened_case(connection, case_id) if connection else []
    return rows or _no_case(case_id)


def decide_case(
    place: Workspace, here: Settings, case_id: str, decision: Literal["join", "part"], decided_by: str
) -> None:
    """Write a decision into the register, where the next collection finds it.

    Raises:
        ConfigError: a run is writing to the workspace, or the register is not fit to be read.
        UsageError: there is no such case, or nobody who decided.
    """
    if not decided_by.strip():
        raise UsageError("nobody decided", hint="name who did with --by")
    with locked(place):
        with looked_into(place, here) as connection:
            if not (connection and opened_case(connection, case_id)):
                _no_case(case_id)
        record_decision(place.registers.parent, case_id, decision, decided_by.strip(), clock.now().date())


@contextmanager
def _looked_into(place: Workspace, here: Settings) -> Iterator[duckdb.DuckDBPyConnection | None]:
    with unwritten(place) as writer:
        if writer:
            raise ConfigError(
                "a run is going on, and has the warehouse to itself", hint="ask again when the run has ended"
            )
        with looked_into(place, here) as connection:
            yield connection


def _no_case(case_id: str) -> list[dict[str, Any]]:
    shown = case_id if case_id.isalnum() else "of this id"
    raise UsageError(f"there is no case {shown}", hint="`chatward identity list --all` names them")
