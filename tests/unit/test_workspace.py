import os
from pathlib import Path

import pytest

from chatward import workspace
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


def test_the_lock_is_held_once_and_free_afterwards(root: Path) -> None:
    place = workspace.find(root)
    with workspace.locked(place), pytest.raises(ConfigError, match="another chatward run"), workspace.locked(place):
        pass
    with workspace.locked(place):
        assert (place.warehouse / "lock").read_text() == str(os.getpid())


def test_the_lock_is_free_after_an_error(root: Path) -> None:
    place = workspace.find(root)
    with pytest.raises(KeyError), workspace.locked(place):
        raise KeyError
    with workspace.locked(place):
        pass
