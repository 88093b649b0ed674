"""A daily run on the sample workspace, as `make run` does it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from support.once import made_once

ROOT = Path(__file__).resolve().parents[2]
CHATWARD = Path(sys.executable).with_name("chatward")


@dataclass(frozen=True)
class Demo:
    """The sample workspace after a run, and what the run printed, below ``folder``."""

    folder: Path

    @property
    def workspace(self) -> Path:
        return self.folder / "workspace"

    @property
    def home(self) -> Path:
        """Where keyring and Prefect's database are."""
        return self.folder / "home"

    @property
    def printed(self) -> str:
        return (self.folder / "stdout").read_text(encoding="utf-8")

    @property
    def complaints(self) -> str:
        """What the run wrote to the standard error output."""
        return (self.folder / "stderr").read_text(encoding="utf-8")

    def chatward(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return chatward(self.workspace, self.home, arguments)

    def copied(self, folder: Path) -> "Demo":
        """Return a copy, which a test may change."""
        shutil.copytree(self.folder, folder, symlinks=True)
        return Demo(folder)


def chatward(place: Path, home: Path, arguments: Sequence[str]) -> subprocess.CompletedProcess[str]:
    """Run the installed command; the environment says nothing of Prefect or chatward but where the home is."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT", "CHATWARD"))}
    environment |= {"CHATWARD_HOME": str(home), "COLUMNS": "200"}
    return subprocess.run(
        [CHATWARD, *arguments], cwd=place, env=environment, capture_output=True, text=True, timeout=300, check=False
    )


def lived(common: Path) -> Demo:
    """Return the demo below ``common``, a folder of all processes of the tests."""
    return Demo(made_once(common, "demo", _live))


def _live(folder: Path) -> None:
    demo = Demo(folder)
    shutil.copytree(ROOT / "data/sample", demo.workspace)
    done = demo.chatward("run", "--as-of", "2026-10-01")
    assert done.returncode == 0, done.stderr
    (folder / "stdout").write_text(done.stdout, encoding="utf-8")
    (folder / "stderr").write_text(done.stderr, encoding="utf-8")
