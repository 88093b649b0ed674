import os
from pathlib import Path

import orjson
import pytest

from chatward.errors import ConfigError
from chatward.report import site
from chatward.report.pages import PAGES
from chatward.report.site import write_site


def test_the_site_is_written_whole_and_current_points_to_it(full, tmp_path: Path):
    written = write_site(full("slack"), tmp_path / "reports")
    current = tmp_path / "reports" / "current"
    assert current.resolve() == written
    assert sorted(path.name for path in current.iterdir()) == sorted(
        [*(page.file for page in PAGES), "evidence.json", "inventory.json"]
    )
    assert not list((tmp_path / "reports").glob("*.new"))


def test_the_evidence_is_the_same_for_machines(full, tmp_path: Path):
    evidence = full("slack")
    data = orjson.loads((write_site(evidence, tmp_path) / "evidence.json").read_bytes())
    assert data == orjson.loads(orjson.dumps(evidence.as_json()))
    assert (data["format"], data["sources"][0]["fates"]["records"]) == ("chatward-evidence/1", 1000)
    assert data["run"]["as_of_utc"] == "2026-11-23T09:00:00+00:00"


def test_an_earlier_report_is_never_overwritten(empty, full, tmp_path: Path):
    first = write_site(empty, tmp_path)
    before = (first / "index.html").read_bytes()
    second = write_site(full("slack"), tmp_path)
    assert second.name == f"{first.name}.2"
    assert (first / "index.html").read_bytes() == before
    assert (tmp_path / "current").resolve() == second


@pytest.mark.parametrize("broken", ["replace", "symlink_to"])
def test_an_interrupted_write_leaves_the_old_site_and_the_next_one_succeeds(empty, full, tmp_path, monkeypatch, broken):
    old = write_site(empty, tmp_path)

    class Killed(BaseException):
        pass

    def kill(*_: object, **__: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(site.Path, broken, kill)
        with pytest.raises(Killed):
            write_site(full("slack"), tmp_path)
    assert (tmp_path / "current").resolve() == old
    assert write_site(full("slack"), tmp_path) == (tmp_path / "current").resolve()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_is_said_so(empty, tmp_path: Path):
    tmp_path.chmod(0o500)
    with pytest.raises(ConfigError, match="cannot be written"):
        write_site(empty, tmp_path)


def test_a_file_in_the_place_of_the_folder_is_said_so(empty, tmp_path: Path):
    (tmp_path / "reports").write_text("")
    with pytest.raises(ConfigError, match="cannot be written"):
        write_site(empty, tmp_path / "reports")
