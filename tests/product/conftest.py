"""One daily run on the sample workspace, as `make run` does it, for all tests of the product as a whole."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CHATWARD = Path(sys.executable).with_name("chatward")


@dataclass(frozen=True)
class Demo:
    """The sample workspace after a run, and what the run printed."""

    folder: Path
    printed: str

    @property
    def workspace(self) -> Path:
        return self.folder / "workspace"

    def chatward(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return chatward(self.workspace, self.folder / "home", arguments)


def chatward(place: Path, home: Path, arguments: Sequence[str]) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "CHATWARD_HOME": str(home), "COLUMNS": "200"}
    return subprocess.run(
        [CHATWARD, *arguments], cwd=place, env=environment, capture_output=True, text=True, timeout=300, check=False
    )


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    folder = tmp_path_factory.mktemp("product") / "demo"
    folder.mkdir()
    shutil.copytree(ROOT / "data/sample", folder / "workspace")
    done = chatward(folder / "workspace", folder / "home", ["run", "--as-of", "2026-10-01"])
    assert done.returncode == 0, done.stderr
    return Demo(folder, done.stdout)
