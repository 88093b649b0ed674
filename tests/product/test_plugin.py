"""The worked example of a reader in a distribution of its own: built, installed beside chatward, and used."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from support.demo import CHATWARD, ROOT

PARROT = ROOT / "tests/support/plugins/parrot"
CAGE = {"cage": "Vogelhaus", "squawks": [{"id": 1, "bird": "Polly", "at": 1_709_647_200, "words": "Hallo"}, {"id": 2}]}


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Build the example's wheel, install it into a folder, and return an environment that has that folder."""
    folder = tmp_path_factory.mktemp("parrot")
    source = shutil.copytree(PARROT, folder / "source")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=source, check=True, capture_output=True, text=True)
    (wheel,) = folder.glob("*.whl")
    zipfile.ZipFile(wheel).extractall(folder / "site")  # all that an installer does with a wheel of plain Python
    return {**os.environ, "PYTHONPATH": str(folder / "site"), "PARROT": str(source)}


def _inspect(path: Path, environment: dict[str, str]) -> list[dict[str, object]]:
    command = [str(CHATWARD), "inspect", str(path), "--json"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
    found: list[dict[str, object]] = json.loads(done.stdout)
    return found


def test_an_installed_reader_is_used_and_an_uninstalled_one_is_not(installed: dict[str, str], tmp_path: Path) -> None:
    path = tmp_path / "cage.json"
    path.write_text(json.dumps(CAGE))
    (look,) = _inspect(path, installed)
    assert (look["platform"], look["messages"], look["reject_reasons"]) == ("parrot", 1, {"no_time": 1})
    assert look["first_at_utc"] == "2024-03-05T14:00:00Z"
    (look,) = _inspect(path, dict(os.environ))
    assert str(look["reason"]).startswith("unknown format")


def test_a_policy_may_name_the_platform_of_an_installed_reader(installed: dict[str, str], tmp_path: Path) -> None:
    sample = (ROOT / "data/sample/policy.yaml").read_text(encoding="utf-8")
    path = tmp_path / "policy.yaml"
    path.write_text(sample.replace("platform: telegram", "platform: parrot"), encoding="utf-8")
    codes = [
        subprocess.run(
            [str(CHATWARD), "policy", "check", str(path)], env=environment, check=False, timeout=120
        ).returncode
        for environment in (installed, dict(os.environ))
    ]
    assert codes == [0, 5]


def test_the_example_s_own_tests_pass(installed: dict[str, str]) -> None:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests"]
    done = subprocess.run(
        command, cwd=installed["PARROT"], env=installed, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stdout[-2000:]
