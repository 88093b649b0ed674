import os
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


@pytest.mark.parametrize(
    ("text", "folder", "root"),
    [
        ("/srv/keys", Path("/srv/keys"), None),
        ("keys:of:acme", Path("keys:of:acme"), None),
        ("file:/srv/keys", Path("/srv/keys"), "file:"),
        ("file:///srv/keys", Path("/srv/keys"), "file:"),
        ("passphrase:", None, "passphrase:"),
        ("passphrase:/srv/keys", Path("/srv/keys"), "passphrase:"),
        ("os:acme", None, "os:acme"),
        ("os:acme?folder=/srv/keys", Path("/srv/keys"), "os:acme"),
        ("vault://host:8200/transit/chats", None, "vault://host:8200/transit/chats"),
        ("vault://host/transit/chats?folder=/srv/keys", Path("/srv/keys"), "vault://host/transit/chats"),
        ("aws-kms://chats?region=eu-central-1&folder=/srv/k", Path("/srv/k"), "aws-kms://chats?region=eu-central-1"),
    ],
)
def test_the_keyring_is_named_by_a_path_or_by_the_address_of_its_root(
    text: str, folder: Path | None, root: str | None
) -> None:
    found = settings.load({"CHATWARD_KEYRING": text})
    assert (found.keyring, found.root) == (folder, root)


def test_the_token_for_vault_comes_from_a_file_that_others_cannot_read(tmp_path: Path) -> None:
    path = tmp_path / "token"
    path.write_text("s.secret\n")
    path.chmod(0o600)
    found = settings.load({"VAULT_TOKEN_FILE": str(path), "VAULT_TOKEN": "other"}).root_secrets
    assert found.vault_token == "s.secret"
    assert "s.secret" not in repr(found)
    path.chmod(0o644)
    with pytest.raises(ConfigError, match="read by others"):
        settings.load({"VAULT_TOKEN_FILE": str(path)})


def test_a_secret_comes_from_a_descriptor_and_is_there_as_often_as_it_is_asked_for() -> None:
    reading, writing = os.pipe()
    os.write(writing, b"six words of a passphrase\n")
    os.close(writing)
    assert {settings.read_secret(f"fd:{reading}", Path()) for _ in range(2)} == {"six words of a passphrase"}


@pytest.mark.parametrize("number", ["", "x", "-1", "99999"])
def test_a_descriptor_that_is_none_is_told(number: str) -> None:
    with pytest.raises(ConfigError, match="descriptor"):
        settings.read_secret(f"fd:{number}", Path())
