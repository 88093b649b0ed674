"""The register of legal holds, which people keep and ``chatward hold`` appends to; lines are never changed.

The lines of one hold together say what it keeps. A line without ``placed_at`` says when the hold of that id was
released.
"""

import csv
import io
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from pathlib import Path

from chatward import durable
from chatward.errors import ConfigError
from chatward.warehouse.kept.csv_rows import day_of, end_of, instant_of, rows_of, shown
from chatward.warehouse.moment import naive_utc

COLUMNS = (
    "hold_id", "case", "identifier_type", "identifier", "source", "from", "until", "placed_at", "released_at",
)  # fmt: skip
"""What every register has; one that people began may lack the others."""
OPTIONAL = ("conversation", "owner", "review_on", "entered_by")
_ORDER = (
    "hold_id", "case", "identifier_type", "identifier", "conversation", "source", "from", "until", "owner", "placed_at",
    "released_at", "review_on", "entered_by",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hold:
    """One line that places a hold. Instants are UTC without a zone; what is empty or None is not limited.

    Attributes:
        identifier: of the person whose records are kept; never shown.
        conversation: the platform's key or the title of a conversation of ``source``.
    """

    hold_id: str
    case: str
    identifier_type: str = field(repr=False)
    identifier: str = field(repr=False)
    conversation: str = field(repr=False)
    source: str
    from_utc: datetime | None
    until_utc: datetime | None
    owner: str
    review_on: date | None
    placed_at_utc: datetime
    released_at_utc: datetime | None

    def is_in_force(self, now_utc: datetime) -> bool:
        """Return whether it keeps anything at an instant."""
        is_released = self.released_at_utc is not None and self.released_at_utc <= now_utc
        return self.placed_at_utc <= now_utc and not is_released


def read_holds(path: Path) -> list[Hold]:
    """Return the holds of the register at ``path``, each line that places one, with when it was released.

    Raises:
        ConfigError: a line cannot be read, places a hold of no id, or releases one that was never placed.
    """
    placed: list[tuple[dict[str, str], datetime]] = []
    released: dict[str, datetime] = {}
    for row in rows_of(path, COLUMNS, OPTIONAL):
        placed_at = instant_of(row["placed_at"], path, "placed_at")
        released_at = instant_of(row["released_at"], path, "released_at")
        if placed_at:
            placed.append((row, placed_at))
        elif released_at and row["hold_id"] in {other["hold_id"] for other, _ in placed}:
            released[row["hold_id"]] = min(released_at, released.get(row["hold_id"], released_at))
        else:
            raise ConfigError(
                f"{shown(path)}: a hold has no placed_at",
                hint="write when it was placed; a line with released_at alone releases the hold of an id further up",
            )
    return [_hold(row, placed_at, released.get(row["hold_id"]), path) for row, placed_at in placed]


def _hold(row: dict[str, str], placed_at: datetime, released_at: datetime | None, path: Path) -> Hold:
    if row["conversation"] and not row["source"]:
        raise ConfigError(
            f"{shown(path)}: a hold names a conversation of no source", hint="name the source that it belongs to"
        )
    own_release = instant_of(row["released_at"], path, "released_at")
    releases = [each for each in (own_release, released_at) if each]
    return Hold(
        **{name: row[name] for name in ("hold_id", "case", "identifier_type", "identifier", "conversation")},
        source=row["source"],
        from_utc=instant_of(row["from"], path, "from"),
        until_utc=end_of(row["until"], path, "until"),
        owner=row["owner"],
        review_on=day_of(row["review_on"], path, "review_on"),
        placed_at_utc=placed_at,
        released_at_utc=min(releases, default=None),
    )


def append_line(path: Path, values: dict[str, str]) -> None:
    """Add a line to the register, which is made where it is missing; all that stands in it stays, byte for byte.

    Only columns that the header lacks are added to it. The file is replaced in one step.

    Raises:
        ConfigError: the register cannot be read, or not be written.
    """
    read_holds(path)  # a register that is not sound is mended by people first
    try:
        before = path.read_text(encoding="utf-8-sig") if path.exists() else ",".join(_ORDER) + "\n"
        header, newline, rest = before.partition("\n")
        names = next(csv.reader([header]))
        missing = [name for name in _ORDER if name in values and name not in names]
        rest += "" if rest.endswith("\n") or not rest else "\n"
        line = io.StringIO()
        csv.DictWriter(line, [*names, *missing], restval="", lineterminator="\n").writerow(values)
        heading = ",".join([header.rstrip("\r"), *missing])
        path.parent.mkdir(parents=True, exist_ok=True)
        durable.write(path, f"{heading}{newline or chr(10)}{rest}{line.getvalue()}".encode(), mode=_mode(path))
    except OSError as error:
        raise ConfigError(
            f"{shown(path)} cannot be written: {error.strerror}", hint="free some space or mend the folder's rights"
        ) from None


def _mode(path: Path) -> int:
    return path.stat().st_mode & 0o777 if path.exists() else 0o600


def next_id(holds: Sequence[Hold]) -> str:
    """Return an id that no hold has: ``hold-`` and a number."""
    taken = {hold.hold_id for hold in holds}
    number = len(taken) + 1
    while f"hold-{number}" in taken:
        number += 1
    return f"hold-{number}"


def summary(holds: Sequence[Hold], now: datetime) -> list[dict[str, object]]:
    """Return what may be shown of holds: everything but whom and which conversation they name."""
    now_utc = naive_utc(now)
    reviews: dict[str, date] = {}
    for hold in holds:
        if hold.review_on:
            reviews[hold.hold_id] = max(hold.review_on, reviews.get(hold.hold_id, hold.review_on))
    return [
        {
            **{name: value for name, value in asdict(hold).items() if name not in ("identifier", "conversation")},
            "names_conversation": bool(hold.conversation),
            "state": _state(hold, reviews.get(hold.hold_id, date.max), now_utc),
        }
        for hold in holds
    ]


def _state(hold: Hold, review_on: date, now_utc: datetime) -> str:
    if hold.placed_at_utc > now_utc:
        return "not yet"
    if not hold.is_in_force(now_utc):
        return "released"
    return "review due" if review_on < now_utc.date() else "in force"
