"""What the machine, not the policy, decides: read once from the environment and passed on."""

import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_data_path

from chatward.errors import ConfigError


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings of one process.

    Attributes:
        keyring: folder of the keyring, or None for the default: the user's data folder, by workspace.
        keyring_inside: allow a keyring inside the workspace (``CHATWARD_KEYRING_INSIDE=1``, for a demo only).
        workers: processes that read and pseudonymise (``CHATWARD_WORKERS``).
        memory_bytes: what one DuckDB instance may use (``CHATWARD_MEMORY_MIB``).
        home: where Prefect keeps its database (``CHATWARD_HOME``).
        api_url: a Prefect server to use, or None (``PREFECT_API_URL``).
        fault: name of the point where the process kills itself, for fault tests (``CHATWARD_FAULT``).
    """

    keyring: Path | None
    keyring_inside: bool
    workers: int
    memory_bytes: int
    home: Path
    api_url: str | None
    fault: str | None


def load(environment: Mapping[str, str] | None = None) -> Settings:
    """Return the settings of this process; every one may be set by an environment variable.

    Raises:
        ConfigError: a number is not one, or is out of range.
    """
    env = os.environ if environment is None else environment
    keyring = env.get("CHATWARD_KEYRING")
    return Settings(
        keyring=Path(keyring) if keyring else None,
        keyring_inside=env.get("CHATWARD_KEYRING_INSIDE") == "1",
        workers=_number(env, "CHATWARD_WORKERS", default=min(8, _processors()), least=1),
        memory_bytes=_number(env, "CHATWARD_MEMORY_MIB", default=768, least=64) * 2**20,
        home=Path(env.get("CHATWARD_HOME") or user_data_path("chatward")),
        api_url=env.get("PREFECT_API_URL") or None,
        fault=env.get("CHATWARD_FAULT") or None,
    )


def read_secret(reference: str, root: Path, environment: Mapping[str, str] | None = None) -> str:
    """Return the secret that ``env:NAME`` or ``file:PATH`` names, without white space around it.

    Args:
        reference: where it is found, as the policy says.
        root: folder that a relative path starts from.

    Raises:
        ConfigError: it is not there, is empty, or lies in a file that others may read.
    """
    kind, _, name = reference.partition(":")
    if kind == "env":
        found = (os.environ if environment is None else environment).get(name, "").strip()
        if not found:
            raise ConfigError(f"the environment variable {name} is not set", hint="set it to the secret")
        return found
    return secret_path(reference, root).read_text(encoding="utf-8").strip()


def secret_path(reference: str, root: Path) -> Path:
    """Return the file that ``file:PATH`` names, from the folder ``root`` on.

    Raises:
        ConfigError: it is not there, or others may read it.
    """
    path = root / Path(reference.removeprefix("file:")).expanduser()
    try:
        mode = path.stat().st_mode
    except OSError as error:
        raise ConfigError(
            f"the file of the secret cannot be read: {error.strerror}", hint="look at the policy's `secret`"
        ) from None
    if stat.S_IMODE(mode) & 0o077:
        raise ConfigError("the file of the secret can be read by others", hint="run `chmod 600` on it")
    return path


def _number(env: Mapping[str, str], name: str, *, default: int, least: int) -> int:
    text = env.get(name, str(default))
    if not text.isdecimal() or int(text) < least:
        raise ConfigError(f"{name} must be a whole number of at least {least}", hint=f"unset it for {default}")
    return int(text)


def _processors() -> int:
    affinity = getattr(os, "sched_getaffinity", None)  # not on macOS
    return len(affinity(0)) if affinity else os.cpu_count() or 1
