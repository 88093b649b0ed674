"""Synthetic workspaces that benchmarks run on: written once for each size, handed out as fresh copies.

They lie in ``data/benchmark`` and may be deleted at any time.
"""

import hashlib
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from process_tree import Cost, measure

from chatward.sample import write_world

FOLDER = Path(__file__).resolve().parents[2] / "data" / "benchmark"
SEED = 3
YEARS = 2.0
CHATWARD = Path(sys.executable).with_name("chatward")


@dataclass(frozen=True, slots=True)
class Trial:
    """A workspace that nobody has run on, and a home of its own for keys and for Prefect's database.

    Attributes:
        workspace: the folder with the policy.
        end: the first day on which nobody has written, as ``--as-of`` takes it.
    """

    workspace: Path
    home: Path
    end: str

    def chatward(self, *arguments: str | Path) -> Cost:
        """Run a chatward command and return what it took; settings of the caller's environment do not count."""
        outside = {name: value for name, value in os.environ.items() if not name.startswith(("CHATWARD_", "PREFECT_"))}
        return measure([CHATWARD, *arguments], environment={**outside, "CHATWARD_HOME": str(self.home)})

    def run(self, as_of: str) -> Cost:
        """Run the daily lifecycle as of this day; the output is its JSON summary."""
        return self.chatward("run", "--workspace", self.workspace, "--as-of", as_of, "--json")


@contextmanager
def trial(messages: int, years: float = YEARS) -> Iterator[Trial]:
    """Give a fresh copy of the world of this size, which is written first if it is not there; gone afterwards."""
    world = _world(messages, years)
    with tempfile.TemporaryDirectory(dir=FOLDER, prefix="trial-") as folder:
        workspace = Path(folder) / "workspace"
        shutil.copytree(world, workspace, copy_function=_link_exports)
        told = json.loads((workspace / "truth" / "summary.json").read_bytes())
        yield Trial(workspace, Path(folder) / "home", told["end"][:10])


def _world(messages: int, years: float) -> Path:
    """Return the folder of the world, written aside first: one that was interrupted is never taken for whole."""
    world = FOLDER / f"world-{messages}-{years:g}y-{_recipe()}"
    if not world.exists():
        FOLDER.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=FOLDER, prefix="writing-") as folder:
            write_world(Path(folder) / "world", messages=messages, seed=SEED, years=years)
            (Path(folder) / "world").rename(world)
    return world


def _recipe() -> str:
    """Return a digest of the code that writes worlds: another code, another world."""
    root = Path(str(files("chatward.sample")))
    content = hashlib.sha256()
    for path in sorted(path for path in root.rglob("*") if path.suffix in {".py", ".yaml"}):
        content.update(path.read_bytes())
    return content.hexdigest()[:8]


def _link_exports(source: str, target: str) -> None:
    """Link exports, which nobody changes; copy what a delivery writes anew."""
    if "exports" in Path(source).relative_to(FOLDER).parts:
        os.link(source, target)
    else:
        shutil.copy2(source, target)
