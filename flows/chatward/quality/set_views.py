"""What a published set must be, as plain values: the policy's set and the release's manifest, put side by side."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, Self

Content = Literal["token", "date", "text", "subjects", "other"]
"""What a column holds, as far as a check cares; ``subjects`` counts distinct people behind a row."""

_SUBJECT_COUNTS = frozenset({"customers", "subjects"})


@dataclass(frozen=True, slots=True, kw_only=True)
class SetColumn:
    """One column of a set.

    Attributes:
        type: DuckDB's name of the type, as ``describe`` prints it, e.g. ``"VARCHAR"`` or ``"DATE"``.
        values: the only values allowed; empty where the column is not a closed list.
        is_required: whether a null is a failure.
    """

    name: str
    type: str
    content: Content = "other"
    values: tuple[str, ...] = ()
    is_required: bool = False

    @classmethod
    def named(cls, name: str, type_: str, *, values: tuple[str, ...] = ()) -> Self:
        """Return the column with content and need read off its name: ``_token``, ``_on``, ``text``, ``customers``.

        Tokens, dates and closed lists are required; use ``optional`` where a null is meant.
        """
        content = _content(name)
        return cls(
            name=name,
            type=type_,
            content=content,
            values=values,
            is_required=bool(values) or content in ("token", "date", "subjects"),
        )

    def optional(self) -> Self:
        """Return the same column, with nulls allowed."""
        return replace(self, is_required=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SetView:
    """A set as it is to be checked; the connection holds a view of the same name.

    Attributes:
        rows: the manifest's count.
        key: columns that together occur once, e.g. ``("message_token",)``; empty where rows may repeat.
        not_before: first day that retention still allows in a date column; None where there is no limit.
        not_after: last day a date column may show, normally the day of the run.
        smallest_cell_subjects: fewest people behind a row of an aggregate set; None for a pseudonymised one.
        own_contacts: the company's own e-mail addresses and numbers, which texts may show.
        new_rows: view or table of those rows that were not checked before; None where none were.
    """

    name: str
    columns: tuple[SetColumn, ...]
    rows: int
    key: tuple[str, ...] = ()
    not_before: date | None = None
    not_after: date | None = None
    smallest_cell_subjects: int | None = None
    own_contacts: tuple[str, ...] = ()
    new_rows: str | None = None

    def columns_with(self, content: Content) -> list[str]:
        """Return the names of the columns that hold ``content``, in order."""
        return [column.name for column in self.columns if column.content == content]


def quoted(name: str) -> str:
    """Return ``name`` as an identifier of SQL."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """Return ``text`` as a literal of SQL."""
    return "'" + text.replace("'", "''") + "'"


def _content(name: str) -> Content:
    if name.endswith("_token"):
        return "token"
    if name.endswith("_on"):
        return "date"
    if name == "text":
        return "text"
    return "subjects" if name in _SUBJECT_COUNTS else "other"
