"""``chatward inspect``: what lies in some files, folders and archives, without storing any of it."""

import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import typer

from chatward.cli.looks import Look
from chatward.errors import SourceFormatError, UsageError

if TYPE_CHECKING:
    import pyarrow as pa

    from chatward.sources.recognise import Unrecognised
    from chatward.sources.records import Export, ReadSettings

EXAMPLE = "Example: chatward inspect exports/ --json"
_DATE_ORDERS = ("dmy", "mdy", "ymd")
_NOTHING = "—"
_MOST_PATHS = 10
_SMALL_BYTES = 2**20
"""Exports up to this size are held in memory as a whole, which lets many be read in one pass."""
_WRITE_ROWS = 65_536
"""Messages that are written at once: a write costs a millisecond, however few they are."""


def inspect_command(
    paths: Annotated[list[Path], typer.Argument(help="Files, folders or zips to look at.", show_default=False)],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON array with an object an export.")] = False,
    out: Annotated[Path | None, typer.Option(help="Write all messages to this Parquet file. It holds people.")] = None,
    zone: Annotated[
        str | None, typer.Option(help="Zone of times without one, e.g. Europe/Berlin; default: UTC.")
    ] = None,
    date_order: Annotated[str | None, typer.Option(help="dmy, mdy or ymd, where the files leave it open.")] = None,
    mapping: Annotated[
        str | None, typer.Option(metavar="POLICY:SOURCE", help="Read tables, by the columns that this source declares.")
    ] = None,
) -> None:
    """Recognise and read exports without storing them: platform, counts, first and last time.

    Ends with exit code 4 if something given is no export or cannot be read.
    """
    raise typer.Exit(inspect(paths, as_json=as_json, out=out, zone=zone, date_order=date_order, mapping=mapping))


def inspect(
    paths: Sequence[Path],
    *,
    as_json: bool = False,
    out: Path | None = None,
    zone: str | None = None,
    date_order: str | None = None,
    mapping: str | None = None,
) -> int:
    """Print what ``paths`` hold and return the exit code: 0 if all of it was read, 4 if not.

    Raises:
        UsageError: a path is missing, or an option has no meaning.
        PolicyError: the policy that ``mapping`` names is not valid.
    """
    from chatward.cli.declaring import declared

    find, settings = declared(mapping, _settings(paths, zone, date_order))
    with _writer(out) as write:
        found = list(find(paths))
        looks = list(_progress(_looks(found, settings, write), len(found)))
    if as_json:
        typer.echo(json.dumps([look.as_dict() for look in looks], indent=2))
    else:
        _print_table(looks)
    return SourceFormatError.exit_code if any(look.reason for look in looks) else 0


def _looks(
    found: Sequence["Export | Unrecognised"], settings: "ReadSettings", write: Callable[["pa.Table", str], None]
) -> Iterator[Look]:
    """Yield what each thing found holds; small exports are read together, a large one batch by batch."""
    from chatward.intake.drifting import ACCEPTS_NOTHING, watch_for
    from chatward.sources.drift import watching
    from chatward.sources.recognise import Unrecognised, read, read_many
    from chatward.sources.repeats import Repeats

    small = {
        place: each for place, each in enumerate(found) if not isinstance(each, Unrecognised) and _is_small(each.path)
    }
    outcomes = read_many(list(small.values()), settings)
    for place, each in enumerate(found):
        if isinstance(each, Unrecognised):
            yield Look(each.path, None, reason=f"{each.reason}: {each.text}")
            continue
        look, repeats = Look(each.path, each.platform), Repeats()
        with watching(watch_for(each.platform, ACCEPTS_NOTHING)) as watch:
            outcome = next(outcomes) if place in small else None
            # of one that is damaged, what comes before the damage is told too
            batches = outcome if isinstance(outcome, list) else read(each, settings)
            try:
                for batch in batches:
                    messages = repeats.left_out(batch.messages)
                    look.add(batch, messages)
                    write(messages, each.platform)
            except SourceFormatError as error:
                look.reason = error.message
            except OSError as error:
                look.reason = f"cannot be opened: {error.strerror}"
        look.drift = tuple(unknown.path for unknown in watch.unknown) if watch else ()
        yield look


def _is_small(path: Path) -> bool:
    return path.is_file() and path.stat().st_size <= _SMALL_BYTES


def _settings(paths: Sequence[Path], zone: str | None, date_order: str | None) -> "ReadSettings":
    from chatward.sources.records import ReadSettings

    missing = sum(not path.exists() for path in paths)
    if missing:
        raise UsageError(
            f"{missing} of {len(paths)} paths do not exist", hint="name files, folders or zips that are there"
        )
    if date_order not in (None, *_DATE_ORDERS):
        raise UsageError("the date order is none of dmy, mdy and ymd")
    try:
        return ReadSettings(zone=None if zone is None else ZoneInfo(zone), date_order=date_order)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise UsageError("the zone is unknown", hint="name it as the IANA does, like Europe/Berlin") from None


@contextmanager
def _writer(out: Path | None) -> Iterator[Callable[["pa.Table", str], None]]:
    """Give a function that appends messages to ``out``; the file appears whole, or not at all."""
    if out is None:
        yield lambda messages, platform: None  # noqa: ARG005
        return
    import pyarrow as pa
    from pyarrow import parquet

    from chatward.sources.records import MESSAGES

    name = pa.dictionary(pa.int32(), pa.string())
    schema = MESSAGES.append(pa.field("platform", name))
    beside = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        with _writing():
            target = parquet.ParquetWriter(beside, schema, compression="zstd")
        with target:
            messages = _Messages(target, schema)
            yield messages.add
            messages.flush()
        with _writing():
            beside.replace(out)
    finally:
        beside.unlink(missing_ok=True)


class _Messages:
    """Messages on their way into a Parquet file, written many at once."""

    def __init__(self, target: Any, schema: Any) -> None:
        self._target, self._schema = target, schema
        self._waiting: list[Any] = []
        self._rows = 0

    def add(self, messages: "pa.Table", platform: str) -> None:
        import pyarrow as pa

        platforms = pa.array([platform]).dictionary_encode().take(pa.repeat(pa.scalar(0), messages.num_rows))
        self._waiting.append(messages.append_column("platform", platforms).cast(self._schema))
        self._rows += messages.num_rows
        if self._rows >= _WRITE_ROWS:
            self.flush()

    def flush(self) -> None:
        import pyarrow as pa

        if self._waiting:
            with _writing():
                self._target.write_table(pa.concat_tables(self._waiting).unify_dictionaries())
        self._waiting.clear()
        self._rows = 0


@contextmanager
def _writing() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise UsageError(f"the output file cannot be written: {error.strerror}", hint="name another by --out") from None


def _progress(looks: Iterator[Look], total: int) -> Iterator[Look]:
    from rich.console import Console
    from rich.progress import track

    shown = Console(stderr=True)
    yield from track(looks, "reading", total=total, console=shown, transient=True, disable=not shown.is_terminal)


def _print_table(looks: Sequence[Look]) -> None:
    """Print a row an export that was read, and below a line for whatever was not."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column("export", overflow="fold", min_width=20)
    for name in ("platform", "first", "last"):
        table.add_column(name, no_wrap=True)
    for name in ("chats", "messages", "events", "rejects"):
        table.add_column(name, justify="right", no_wrap=True)
    for look in looks:
        row = look.as_dict()
        days = [(row[name] or _NOTHING)[: len("2024-01-31")] for name in ("first_at_utc", "last_at_utc")]
        counts = [f"{row[name]:,}" for name in ("conversations", "messages", "events", "rejects")]
        if look.platform:
            table.add_row(Text(_shown(look.path)), look.platform, *days, *counts)
    console = Console(file=sys.stdout)
    if table.row_count:
        console.print(table)
    for look in looks:
        if look.drift:
            paths = ", ".join(look.drift[:_MOST_PATHS])
            console.print(Text(f"not known: {_shown(look.path)}: {printable(paths)}"), soft_wrap=True)
        if look.reason:
            console.print(Text(f"not read: {_shown(look.path)}: {printable(look.reason)}"), soft_wrap=True)


def _shown(path: Path) -> str:
    """Return the path as it was given, shortened where it lies below the current folder."""
    absolute = path.absolute()
    return printable(str(absolute.relative_to(Path.cwd()) if absolute.is_relative_to(Path.cwd()) else path))


def printable(text: str) -> str:
    """Return the text without what could steer a terminal: file names come from outside."""
    return "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text)
