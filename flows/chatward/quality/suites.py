"""The suite of one set: what the policy and the manifest say of it, as expectations.

Importing this takes seconds, so it is imported by the function that validates. What Great Expectations does around an
expectation takes longer than the scan of a set, so one query looks at all columns of which a check says the same.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from great_expectations.expectations import (
    ExpectTableColumnsToMatchOrderedList,
    ExpectTableRowCountToEqual,
)

from chatward.detect.residue import residue_condition
from chatward.quality.expectations import ExpectNoRows
from chatward.quality.results import Severity
from chatward.quality.set_views import SetView, literal

_BATCH = "\x00"  # stands for Great Expectations' own ``{batch}`` until braces are escaped
TOKEN_PATTERN = "[a-z2-7]{26}"  # noqa: S105 - the form of a pseudonym: 130 bits in RFC 4648 base32, lower case
PRODUCER_REMEDY = "the publishing step wrote what the policy does not allow: report it with this page"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedCheck:
    """One check before it runs: what it is called and means, and the expectations that together decide it.

    Attributes:
        is_by_row: whether each row passes or fails by itself and for good, so that only new rows need be looked at.
    """

    name: str
    title: str
    duties: tuple[str, ...]
    expectations: tuple[Any, ...]
    is_by_row: bool = False
    remedy: str = PRODUCER_REMEDY
    severity: Severity = "error"


def plan_suite(view: SetView) -> list[PlannedCheck]:
    """Return the checks of one set; those without anything to check in it are left out."""
    checks = [_columns(view), _row_count(view), _required(view), _token_format(view), _values(view), _dates(view)]
    checks += [_key(view), _cells(view), _residue(view)]
    return [check for check in checks if check.expectations]


def _columns(view: SetView) -> PlannedCheck:
    return PlannedCheck(
        name="columns",
        title="The columns are those that the policy lists, in its order, and no other",
        duties=("d-22", "d-34"),
        expectations=(ExpectTableColumnsToMatchOrderedList(column_list=[column.name for column in view.columns]),),
    )


def _row_count(view: SetView) -> PlannedCheck:
    return PlannedCheck(
        name="row_count",
        title="As many rows can be read as the manifest states",
        duties=("d-35",),
        expectations=(ExpectTableRowCountToEqual(value=view.rows),),
        remedy="files and manifest of the release differ: run `chatward assure`, then publish again",
    )


def _required(view: SetView) -> PlannedCheck:
    return PlannedCheck(
        name="required",
        is_by_row=True,
        title="Tokens, dates and closed lists are never empty",
        duties=("d-35",),
        expectations=_no_row_where(f"{column.name} is null" for column in view.columns if column.is_required),
    )


def _token_format(view: SetView) -> PlannedCheck:
    malformed = (f"not regexp_full_match({name}, '{TOKEN_PATTERN}')" for name in view.columns_with("token"))
    return PlannedCheck(
        name="token_format",
        is_by_row=True,
        title="Every pseudonym is a keyed token of 26 characters, so no identifier stands in its place",
        duties=("d-08", "d-34"),
        expectations=_no_row_where(malformed),
    )


def _values(view: SetView) -> PlannedCheck:
    return PlannedCheck(
        name="values",
        is_by_row=True,
        title="Closed lists hold only the values that are declared",
        duties=("d-01", "d-22"),
        expectations=_no_row_where(
            f"{column.name} not in ({', '.join(map(literal, column.values))})"
            for column in view.columns
            if column.values
        ),
    )


def _dates(view: SetView) -> PlannedCheck:
    names = view.columns_with("date")
    too_early = [f"{name} < date '{view.not_before}'" for name in names if view.not_before]
    too_late = [f"{name} > date '{view.not_after}'" for name in names if view.not_after]
    return PlannedCheck(
        name="dates_within_retention",
        title="No date lies before what retention still allows, none in the future",
        duties=("d-32",),
        expectations=_no_row_where([*too_early, *too_late]),
        remedy="run `chatward retain`, then publish again",
    )


def _key(view: SetView) -> PlannedCheck:
    row = view.key[0] if len(view.key) == 1 else f"struct_pack({', '.join(f'{name} := {name}' for name in view.key)})"
    # one row for every row too many, so that the count is a count of rows
    surplus = f"select unnest(range(count({row}) - count(distinct {row}))) as failing from {_BATCH}"
    return PlannedCheck(
        name="key_is_unique",
        title="No row is there twice",
        duties=("d-35",),
        expectations=_no_rows(surplus) if view.key else (),
    )


def _cells(view: SetView) -> PlannedCheck:
    fewest = view.smallest_cell_subjects
    return PlannedCheck(
        name="smallest_cell",
        is_by_row=True,
        title=f"Behind every row stand at least {fewest} people",
        duties=("d-34", "d-50"),
        expectations=_no_row_where(
            f"{name} < {fewest}" for name in view.columns_with("subjects") if fewest is not None
        ),
    )


def _residue(view: SetView) -> PlannedCheck:
    left_over = (residue_condition(name, view.own_contacts) for name in view.columns_with("text"))
    return PlannedCheck(
        name="no_residual_identifiers",
        is_by_row=True,
        title="No text holds an e-mail address, an international phone number, an account or a card number",
        duties=("d-01", "d-33", "d-34"),
        expectations=_no_row_where(left_over),
        remedy="the detector missed something: withhold the set's text column until it is found and reported",
    )


def _no_row_where(conditions: Iterable[str]) -> tuple[Any, ...]:
    """Return the expectation that no row meets any of ``conditions``; nothing where there are none."""
    failing = " or ".join(conditions)
    return _no_rows(f"select 1 as failing from {_BATCH} where {failing}") if failing else ()


def _no_rows(query: str) -> tuple[Any, ...]:
    """Return the expectation that ``query`` finds no row; doubled braces are how it takes literal ones."""
    escaped = query.replace("{", "{{").replace("}", "}}").replace(_BATCH, "{batch}")
    return (ExpectNoRows(unexpected_rows_query=escaped),)
