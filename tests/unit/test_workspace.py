import os
import re
import threading
import time
from pathlib import Path

import pytest

from chatward import clock, workspace
from chatward.errors import ConfigError


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "policy.yaml").write_text("")
    return tmp_path


def test_a_workspace_is_found_from_any_folder_in_it(root: Path) -> None:
    deep = root / "exports" / "whatsapp"
    deep.mkdir(parents=True)
    assert workspace.find(deep).root == workspace.find(root).root == root.resolve()


def test_of_nested_workspaces_the_nearest_is_found(root: Path) -> None:
    inner = root / "inner"
    inner.mkdir()
    (inner / "policy.yaml").write_text("")
    assert workspace.find(inner).root == inner.resolve()


def test_a_folder_of_the_policys_name_makes_no_workspace(tmp_path: Path) -> None:
    (tmp_path / "policy.yaml").mkdir()
    with pytest.raises(ConfigError, match=r"no policy\.yaml") as told:
        workspace.find(tmp_path)
    assert told.value.hint


def test_where_no_workspace_is_the_message_says_where_it_was_looked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ConfigError, match=re.escape(f"no policy.yaml in {tmp_path}")):
        workspace.find(tmp_path)
    with pytest.raises(ConfigError, match=r"there is no folder .*nowhere"):
        workspace.find(tmp_path / "nowhere")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ConfigError, match=r"no policy\.yaml here"):
        workspace.find(Path())


def test_the_lock_is_held_once_and_free_afterwards(root: Path) -> None:
    place = workspace.find(root)
    with workspace.locked(place), pytest.raises(ConfigError, match="another chatward run"), workspace.locked(place):
        pass
    with workspace.locked(place):
        pass


def test_who_looks_is_told_which_run_is_going_on(root: Path) -> None:
    place = workspace.find(root)
    before = clock.now()
    with workspace.locked(place), workspace.unwritten(place) as writer:
        assert writer is not None
        assert writer.pid == os.getpid()
        assert writer.since is not None
        assert before <= writer.since <= clock.now()
    with workspace.unwritten(place) as writer:
        assert writer is None


def test_looking_writes_nothing_where_nothing_ran(root: Path) -> None:
    with workspace.unwritten(workspace.find(root)) as writer:
        assert writer is None
    assert [path.name for path in root.iterdir()] == ["policy.yaml"]


def test_many_may_look_at_once_and_a_run_waits_for_them(root: Path) -> None:
    place = workspace.find(root)
    with workspace.locked(place):
        pass
    looked = threading.Event()

    def look() -> None:
        with workspace.unwritten(place) as one, workspace.unwritten(place) as two:
            assert one is two is None
            looked.set()
            time.sleep(0.3)
            ended.append("look")

    ended: list[str] = []
    thread = threading.Thread(target=look)
    thread.start()
    assert looked.wait(5)
    with workspace.locked(place):
        ended.append("run")
    thread.join()
    assert ended == ["look", "run"]


def test_a_run_that_has_not_said_who_it_is_is_one_all_the_same(root: Path) -> None:
    place = workspace.find(root)
    with workspace.locked(place):
        (place.warehouse / "lock").write_text("")
        with workspace.unwritten(place) as writer:
            assert writer == workspace.Writer()


def test_the_lock_is_free_after_an_error(root: Path) -> None:
    place = workspace.find(root)
    with pytest.raises(KeyError), workspace.locked(place):
        raise KeyError
    with workspace.locked(place):
        pass
