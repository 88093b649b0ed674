"""Runs the SQL checks of ``sql/checks``: each selects rows that must not exist, and only their number is fetched."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from time import perf_counter
from typing import Any, Literal, get_args

import duckdb

from chatward import queries
from chatward.quality.results import CheckResult, Severity

Scope = Literal["shard", "governance", "sets"]
"""What must be attached: ``gov`` always, ``shard`` with one month for ``"shard"``; for ``"sets"`` a relation
``published_people(set_name, purpose, needs_consent, token, subject_id)``, one row per set and person in it."""

_STARTED_FROM: Mapping[Scope, tuple[str, ...]] = {
    "shard": ("core/told_consents", "core/checked_subjects", "retention/holds_in_force"),
    "governance": ("retention/holds_in_force",),
}
"""By scope: models that do not depend on what is checked, and are as dear as the checks themselves."""
_HOLDS_BACK = "retention/holds_back"
"""The macro by which the checks of all limits ask whether a hold keeps something."""

_HEADER = re.compile(r"^-- (title|severity|duties|on|remedy): (.+)$", re.MULTILINE)
_PARAMETER = re.compile(r"\$([a-z_]+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class SqlCheck:
    """One file of ``sql/checks``: its header and its query; ``parameters`` are the named ones that it binds."""

    name: str
    title: str
    severity: Severity
    duties: tuple[str, ...]
    scope: Scope
    remedy: str
    query: str
    parameters: frozenset[str]


def sql_checks(scope: Scope) -> list[SqlCheck]:
    """Return the checks that run on ``scope``, by name.

    Raises:
        ValueError: a file's header lacks a line or names an unknown severity or scope.
    """
    checks = (_parse(name) for name in queries.names("checks"))
    return [check for check in checks if check.scope == scope]


def run_sql_checks(
    connection: duckdb.DuckDBPyConnection,
    scope: Scope,
    parameters: Mapping[str, object],
    *,
    subject: str | None = None,
    is_prepared: bool = False,
    everybody: bool = True,
) -> list[CheckResult]:
    """Return the results of all checks of ``scope``, by name.

    Args:
        connection: holds what ``Scope`` says; it is only read.
        scope: which checks.
        parameters: values of the named parameters: ``now`` (an aware time), for shards also ``consent_purposes`` (the
            names of the purposes that rest on consent).
        subject: what is being checked, such as a shard's month; the scope where it is None.
        is_prepared: ``prepare_checks`` was called for this scope, and the governance database did not change since.
        everybody: False where what is attached passed as it is, and only what is known of some people changed: the
            checks that depend on that are run, on what is stored of these people alone.

    Raises:
        KeyError: a check needs a parameter that is not given.
    """
    if not is_prepared:
        prepare_checks(connection, scope, parameters)
    values = {**parameters, "everybody": everybody}
    checks = [check for check in sql_checks(scope) if everybody or "everybody" in check.parameters]
    return [_run(connection, check, values, subject or scope) for check in checks]


def prepare_checks(connection: duckdb.DuckDBPyConnection, scope: Scope, parameters: Mapping[str, object]) -> None:
    """Make the temporary tables that the checks of ``scope`` start from: once for all months, not once for each."""
    connection.execute(queries.load(_HOLDS_BACK))
    for model in _STARTED_FROM.get(scope, ()):
        query, table = queries.load(model), model.rpartition("/")[2]
        values = {name: parameters[name] for name in _PARAMETER.findall(query)}
        connection.execute(f"create or replace temp table {table} as {query}", values)


def combine(results: Iterable[CheckResult], subject: str) -> list[CheckResult]:
    """Return one result a check, for the same checks run on many parts: rows and times are summed, all must pass."""
    combined: dict[str, CheckResult] = {}
    for result in results:
        earlier = combined.get(result.name)
        combined[result.name] = replace(result if earlier is None else _sum(earlier, result), subject=subject)
    return list(combined.values())


def _sum(first: CheckResult, second: CheckResult) -> CheckResult:
    counts = (first.failing_rows, second.failing_rows)
    return replace(
        first,
        passed=first.passed and second.passed,
        failing_rows=None if None in counts else sum(count for count in counts if count is not None),
        remedy=second.remedy if first.passed else first.remedy,
        duration_s=first.duration_s + second.duration_s,
    )


def _run(
    connection: duckdb.DuckDBPyConnection, check: SqlCheck, parameters: Mapping[str, object], subject: str
) -> CheckResult:
    values = {name: parameters[name] for name in check.parameters}
    started = perf_counter()
    remedy, count = check.remedy, None
    try:
        count = connection.execute(f"select count(*) from (\n{check.query}\n)", values).fetchall()[0][0]
    except duckdb.Error as error:
        # its text may quote a value, its class never does
        remedy = f"the check could not run ({type(error).__name__}): run `chatward assure`"
    return CheckResult(
        name=check.name,
        title=check.title,
        severity=check.severity,
        passed=count == 0,
        failing_rows=count,
        duties=check.duties,
        source="sql",
        subject=subject,
        remedy=remedy,
        duration_s=perf_counter() - started,
    )


def _parse(name: str) -> SqlCheck:
    query = queries.load(name)
    header: dict[str, Any] = dict(_HEADER.findall(query))
    if (
        not query.startswith("-- Rows that must not exist: ")
        or header.keys() != {"title", "severity", "duties", "on", "remedy"}
        or header["severity"] not in get_args(Severity)
        or header["on"] not in get_args(Scope)
    ):
        raise ValueError(f"sql/{name}.sql: its header is not that of a check")
    return SqlCheck(
        name=name.rpartition("/")[2],
        title=header["title"],
        severity=header["severity"],
        duties=tuple(header["duties"].split(", ")),
        scope=header["on"],
        remedy=header["remedy"],
        query=query,
        parameters=frozenset(_PARAMETER.findall(query)),
    )
