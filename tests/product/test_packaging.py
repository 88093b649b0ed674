import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from support.demo import ROOT

PROBE = """
import chatward
from chatward import queries
from chatward.detect.tagger import weights
from chatward.policy import load
from chatward.report.pages import render
from importlib.resources import files
print(queries.ROOT)
assert queries.load("schema/shard") and len(queries.names("checks")) >= 10
load(files("chatward") / "sample" / "policy.yaml")
weights.shipped()
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_every_module_query_template_and_style(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    sources = [
        path for path in (ROOT / "flows/chatward").rglob("*") if path.is_file() and "__pycache__" not in path.parts
    ]
    expected = {f"chatward/{path.relative_to(ROOT / 'flows/chatward').as_posix()}" for path in sources}
    expected |= {f"chatward/sql/{path.relative_to(ROOT / 'sql').as_posix()}" for path in (ROOT / "sql").rglob("*.sql")}
    assert expected <= names
    assert not [name for name in names if name.startswith(("tests/", "flows/"))]


def test_an_installed_wheel_finds_its_queries_and_templates_without_the_checkout(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")

    code = f"import sys\nsys.path = [{str(tmp_path / 'site')!r}] + [p for p in sys.path if 'flows' not in p]\n{PROBE}"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == str(tmp_path / "site/chatward/sql")


def test_the_editable_install_finds_the_queries_of_the_checkout(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", PROBE], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == str(ROOT / "sql")
