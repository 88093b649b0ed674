"""``chatward init``: looks at exports and drafts a workspace for them."""

import glob
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from chatward import clock, workspace
from chatward.errors import ConfigError, SourceFormatError

if TYPE_CHECKING:
    from chatward.sources.records import Batch, Export

ZONE_LINK = Path("/etc/localtime")
"""On Linux and macOS, a link into the time zone database that names the system's zone."""


@dataclass(slots=True)
class Look:
    """What the exports of one platform show at first sight; no name of anybody.

    Attributes:
        platform: name of their reader.
        patterns: where they lie, for the policy; empty where they lie outside the workspace, or mixed with others.
        exports: how many there are, those that cannot be read included.
        damaged: how many of them cannot be read.
        messages: how many they hold.
        first: sent time of the oldest message, in UTC; None where there is none.
        last: sent time of the newest.
        lacks_zone: whether a time was written as wall-clock time alone.
        tells_staff: whether the exports tell the company's people from customers.
    """

    platform: str
    patterns: tuple[str, ...] = ()
    exports: int = 0
    damaged: int = 0
    messages: int = 0
    first: datetime | None = None
    last: datetime | None = None
    lacks_zone: bool = False
    tells_staff: bool = False

    @property
    def paths(self) -> tuple[str, ...]:
        """Patterns for the policy: where the exports lie, or where people shall put them."""
        return self.patterns or (f"exports/{self.platform}/**",)


def init_command(
    exports: Annotated[list[Path], typer.Argument(help="Exports, or folders with exports; they are only read.")],
    into: Annotated[Path, typer.Option("--into", help="Folder that becomes the workspace.")] = Path(),
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Look at exports and draft a workspace for them: policy, registers, and folders for consent, holds and requests.

    The policy is valid and cautious, and says CHANGE ME where only you know the answer. No name out of the exports is
    written down. Files that are there already are left as they are; a second policy is refused.

    Example: chatward init exports
    """
    from chatward.policy.drafting import FoundSource, draft

    if (into / workspace.POLICY_FILE).exists():
        message = f"there is a {workspace.POLICY_FILE} in the folder already"
        raise ConfigError(message, hint="name another folder by `--into`")
    looks, unknown = _looks(exports, into.resolve())
    zone = system_zone()
    found = [
        FoundSource(each.platform, each.paths, zone if each.lacks_zone else None, each.tells_staff) for each in looks
    ]
    files = draft(found, version=f"{clock.now():%Y-%m}")
    written = [name for name, text in files.items() if _write(into / name, text)]
    typer.echo(_as_json(looks, written, unknown) if as_json else _as_text(looks, into, unknown))


def system_zone(link: Path = ZONE_LINK) -> str:
    """Return the IANA name of the system's time zone; UTC where it has none."""
    _, found, name = link.resolve().as_posix().partition("/zoneinfo/")
    return name if found else "UTC"


def _looks(paths: Sequence[Path], root: Path) -> tuple[list[Look], int]:
    """Return what each platform's exports show, and how many files are no known export."""
    from rich.console import Console
    from rich.progress import track

    from chatward.sources import recognise
    from chatward.sources.records import Export

    found = list(recognise.find_exports(paths))
    exports = [each for each in found if isinstance(each, Export)]
    if not exports:
        raise SourceFormatError("no export of a known platform was found", hint="`chatward inspect` says why not")
    looks = {name: Look(name) for name in sorted({export.platform for export in exports})}
    for export in track(exports, "reading exports", console=Console(stderr=True), transient=True):
        _take(looks[export.platform], export)
    for name, each in looks.items():
        each.patterns = patterns(name, exports, paths, root)
    return list(looks.values()), len(found) - len(exports)


def _take(look: Look, export: "Export") -> None:
    """Add one export to what its platform shows; an export that cannot be read is counted."""
    from chatward.sources import recognise
    from chatward.sources.records import ReadSettings

    look.exports += 1
    try:
        for batch in recognise.read(export, ReadSettings()):
            _take_batch(look, batch)
    except SourceFormatError:
        look.damaged += 1


def _take_batch(look: Look, batch: "Batch") -> None:
    import pyarrow.compute as pc

    look.tells_staff = look.tells_staff or "staff" in batch.participants["role"].unique().to_pylist()
    if batch.messages.num_rows:
        look.messages += batch.messages.num_rows
        look.lacks_zone = look.lacks_zone or "assumed" in batch.messages["zone_source"].unique().to_pylist()
        times = pc.min_max(batch.messages["sent_at_utc"]).as_py()
        look.first = min(filter(None, (look.first, times["min"])), default=None)
        look.last = max(filter(None, (look.last, times["max"])), default=None)


def patterns(platform: str, exports: Sequence["Export"], given: Sequence[Path], root: Path) -> tuple[str, ...]:
    """Return path patterns of folders that hold all of a platform's exports, and no other platform's.

    Only the folders named on the command line and those directly in them are considered, so that no folder called
    after a person gets into a policy. Where the exports lie outside ``root``, the resolved workspace, or mixed with
    others in one folder, nothing is returned.
    """
    bases = [path.resolve() if path.is_dir() else path.resolve().parent for path in given]
    taken = {folder for export in exports if export.platform != platform for folder in _folders(export, bases)}
    found: dict[str, None] = {}
    for export in exports:
        if export.platform == platform:
            own = (_pattern(folder, root) for folder in _folders(export, bases) if folder not in taken)
            pattern = next(filter(None, own), None)
            if pattern is None:
                return ()
            found[pattern] = None
    return tuple(found)


def _pattern(folder: Path, root: Path) -> str | None:
    """Return the pattern of everything in a folder of the workspace; None where a policy cannot name it."""
    from chatward.policy.field_types import is_glob

    if root not in folder.parents:
        return None
    pattern = f"{glob.escape(folder.relative_to(root).as_posix())}/**"
    return pattern if is_glob(pattern) else None


def _folders(export: "Export", bases: Sequence[Path]) -> list[Path]:
    """Return the given folder in which an export lies, then the folder directly in it, if there is one."""
    path = export.path.resolve()
    base = next(base for base in bases if path.is_relative_to(base))
    child = base.joinpath(*path.relative_to(base).parts[:1])
    return [base, child] if child.is_dir() and child != base else [base]


def _write(path: Path, text: str) -> bool:
    """Write a new file, with its folders, and return True; leave one that is there as it is, and return False."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        return False
    return True


def _as_text(looks: Sequence[Look], into: Path, unknown: int) -> str:
    lines = [f"drafted a workspace in {into}, from", *(f"  {_line(look)}" for look in looks)]
    if unknown:
        lines.append(f"  not recognised: {unknown}; `chatward inspect` says which and why")
    lines += ["", "next"]
    lines.append(f"  {workspace.POLICY_FILE}: fill in what says CHANGE ME; `chatward policy check` lists all of it")
    for look in looks:
        if not look.patterns:
            lines.append(f"  {look.platform}: move or mount its exports, and only them, into exports/{look.platform}/")
        if look.lacks_zone:
            lines.append(f"  {look.platform}: check `zone`, which these exports do not name")
        if not look.tells_staff:
            lines.append(f"  {look.platform}: name your own accounts in `own_accounts`")
    return "\n".join([*lines, "  then run `chatward run` in the workspace"])


def _line(look: Look) -> str:
    span = f", {look.first:%Y-%m-%d} to {look.last:%Y-%m-%d}" if look.first and look.last else ""
    damaged = f", {look.damaged} cannot be read" if look.damaged else ""
    exports = "1 export" if look.exports == 1 else f"{look.exports:,} exports"
    messages = "1 message" if look.messages == 1 else f"{look.messages:,} messages"
    return f"{look.platform}: {exports}, {messages}{span}{damaged}"


def _as_json(looks: Sequence[Look], written: Sequence[str], unknown: int) -> str:
    sources = [
        {
            "platform": look.platform,
            "paths": look.paths,
            "exports": look.exports,
            "damaged": look.damaged,
            "messages": look.messages,
            "first_at_utc": look.first.isoformat() if look.first else None,
            "last_at_utc": look.last.isoformat() if look.last else None,
        }
        for look in looks
    ]
    return json.dumps({"written": list(written), "sources": sources, "unrecognised": unknown}, indent=2)
