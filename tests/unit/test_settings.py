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
