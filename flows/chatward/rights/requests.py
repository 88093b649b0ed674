"""Reads requests: who asks for what, since when, and whether somebody verified who it is."""

import codecs
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime

from chatward.line_rows import csv_rows, instant_of, json_rows
from chatward.rights.kinds import Right, Scope

_ID = re.compile(r"(?=.*\d)[A-Za-z0-9][A-Za-z0-9._-]{0,39}", re.ASCII)
"""Of a ticket, with a digit in it: a name or an address of a person is none."""
_YES, _NO = frozenset({"yes", "true", "1"}), frozenset({"", "no", "false", "0"})
_FLAGS = ("verified", "keeps")
_REQUIRED = ("request_id", "kind", "identifier_type", "identifier", "received_at")
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+")
_FEWEST_DIGITS = 5
_TYPE = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Request:
    """One request as delivered.

    Attributes:
        identifier: of the person it is about, as exports or the customer register show it.
        proven: identifier that who asks has shown to have, if it is another than ``identifier``; with its type.
        regime: name of the policy's; None for the one that gives the least time.
        purpose: that an objection or a withdrawal is about; None for all.
        scope: of an erasure.
        target: conversation or message of an erasure that is about one, as ``source/key`` or ``source/key/message``.
        field: what a rectification corrects: ``name``, or a type of identifier; ``value`` is what is right.
        keeps: whether a restriction asks that nothing be disposed of meanwhile (GDPR Art. 18(1)(b) and (c)).
        line: on which it stands in its file, counted from 1; 0 where it stands in none.
    """

    request_id: str
    right: Right
    identifier_type: str
    identifier: str
    received_at: datetime
    is_verified: bool
    channel: str | None = None
    proven_type: str | None = None
    proven: str | None = None
    regime: str | None = None
    purpose: str | None = None
    scope: Scope = Scope.SUBJECT
    target: str | None = None
    field: str | None = None
    value: str | None = None
    keeps: bool = False
    line: int = 0


@dataclass(frozen=True, slots=True)
class RequestReject:
    """A line that is no request: where, counted from 1, and why, as a code without the line's words."""

    line: int
    reason: str


_COLUMNS = (
    "kind",
    "verified",
    *(field.name for field in fields(Request) if field.name not in ("right", "is_verified", "line")),
)


def parse(
    data: bytes, *, json_lines: bool, purposes: Collection[str], regimes: Collection[str]
) -> Iterator[Request | RequestReject]:
    """Yield the requests of one file, and a reject for every line that is none.

    Args:
        data: a CSV file with a header, its cells separated by commas, semicolons or tabs, or JSON lines; UTF-8, with or
            without a byte order mark.
        json_lines: which of the two it is.
        purposes: names of the policy's purposes.
        regimes: names of the policy's regimes.
    """
    data = data.removeprefix(codecs.BOM_UTF8)
    rows = json_rows(data, flags=_FLAGS) if json_lines else csv_rows(data, known=_COLUMNS, required=_REQUIRED)
    for line, row in rows:
        found = row if isinstance(row, str) else request_of(row, purposes=purposes, regimes=regimes)
        yield RequestReject(line, found) if isinstance(found, str) else replace(found, line=line)


def request_of(row: Mapping[str, str], *, purposes: Collection[str], regimes: Collection[str]) -> Request | str:
    """Return the request that one row asks for, or the reason why it is none."""
    fault = _fault(row, purposes, regimes)
    received = instant_of(row.get("received_at", ""))
    if fault or received is None:
        return fault or "no_time"
    return Request(
        request_id=row["request_id"],
        right=Right(row["kind"]),
        identifier_type=row["identifier_type"],
        identifier=row["identifier"],
        received_at=received,
        is_verified=row.get("verified", "").casefold() in _YES,
        channel=row.get("channel") or None,
        proven_type=row.get("proven_type") or None,
        proven=row.get("proven") or None,
        regime=row.get("regime") or None,
        purpose=row.get("purpose") or None,
        scope=Scope(row.get("scope") or Scope.SUBJECT),
        target=row.get("target") or None,
        field=row.get("field") or None,
        value=row.get("value") or None,
        keeps=row.get("keeps", "").casefold() in _YES,
    )


def _fault(row: Mapping[str, str], purposes: Collection[str], regimes: Collection[str]) -> str | None:
    missing = next((name for name in _REQUIRED if not row.get(name)), None)
    if missing:
        return f"no_{missing}"
    known = {"kind": tuple(Right), "scope": tuple(Scope), "purpose": purposes, "regime": regimes}
    unknown = next((name for name, words in known.items() if row.get(name) and row[name] not in words), None)
    checks = {
        "request_id_is_none": not _ID.fullmatch(row["request_id"]),
        f"unknown_{unknown}": unknown is not None,
        "identifier_is_none": not _may_be(row["identifier_type"], row["identifier"]),
        "unknown_identifier_type": not _TYPE.fullmatch(row["identifier_type"]),
        "neither_yes_nor_no": any(row.get(name, "").casefold() not in _YES | _NO for name in _FLAGS),
        "half_a_proof": bool(row.get("proven")) != bool(row.get("proven_type")),
        "no_target": row.get("scope") in (Scope.CONVERSATION, Scope.MESSAGE) and not row.get("target"),
    }
    return next((reason for reason, is_so in checks.items() if is_so), None)


def _may_be(identifier_type: str, identifier: str) -> bool:
    """Return whether an identifier has the form of its type, as far as that has one."""
    if identifier_type == "email":
        return _ADDRESS.fullmatch(identifier) is not None
    return identifier_type != "phone" or sum(map(str.isdecimal, identifier)) >= _FEWEST_DIGITS
