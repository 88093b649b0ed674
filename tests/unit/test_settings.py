from pathlib import Path

import pytest

from chatward import settings
from chatward.errors import ConfigError


def test_without_an_environment_everything_has_a_value() -> None:
    loaded = settings.load({})
    assert loaded.workers >= 1
    assert loaded.memory_bytes >= 64 * 2**20
    assert (loaded.keyring, loaded.keyring_inside, loaded.api_url, loaded.fault) == (None, False, None, None)


def test_the_environment_decides() -> None:
    loaded = settings.load(
        {"CHATWARD_KEYRING": "/k", "CHATWARD_WORKERS": "3", "CHATWARD_MEMORY_MIB": "100", "CHATWARD_HOME": "/h"}
    )
    assert (loaded.keyring, loaded.workers, loaded.memory_bytes) == (Path("/k"), 3, 100 * 2**20)
    assert loaded.home == Path("/h")


@pytest.mark.parametrize("value", ["0", "-1", "two", "", "1.5", " 2", "²"])
def test_a_number_that_is_none_is_told_with_its_name(value: str) -> None:
    with pytest.raises(ConfigError, match="CHATWARD_WORKERS must be a whole number of at least 1") as told:
        settings.load({"CHATWARD_WORKERS": value})
    assert told.value.exit_code == 3


def test_an_empty_path_is_no_path() -> None:
    assert settings.load({"CHATWARD_KEYRING": "", "CHATWARD_FAULT": ""}).keyring is None


def test_a_secret_is_read_from_where_the_policy_says(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("from file\n")
    (tmp_path / "token").chmod(0o600)
    assert settings.read_secret("env:TOKEN", tmp_path, {"TOKEN": " from environment\n"}) == "from environment"
    assert settings.read_secret("file:token", tmp_path) == "from file"
    assert settings.read_secret(f"file:{tmp_path}/token", Path("/elsewhere")) == "from file"


@pytest.mark.parametrize("value", ["", "  "])
def test_an_empty_secret_is_none(value: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="TOKEN is not set"):
        settings.read_secret("env:TOKEN", tmp_path, {"TOKEN": value})


@pytest.mark.parametrize("mode", [0o604, 0o640, 0o620, 0o666])
def test_a_secret_that_others_can_read_is_refused(mode: int, tmp_path: Path) -> None:
    (tmp_path / "token").write_text("secret")
    (tmp_path / "token").chmod(mode)
    with pytest.raises(ConfigError, match="read by others"):
        settings.read_secret("file:token", tmp_path)
