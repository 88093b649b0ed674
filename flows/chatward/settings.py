"""What the machine, not the policy, decides: read once from the environment and passed on."""

import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from platformdirs import user_data_path

from chatward.errors import ConfigError

_ROOTS = frozenset({"file", "passphrase", "os", "vault", "vault+http", "aws-kms"})
_FOLDERS = frozenset({"file", "passphrase"})
"""Roots whose addresses are a folder; those of others name it by ``folder=``."""


@dataclass(frozen=True, slots=True)
class RootSecrets:
    """What a keyring's root is opened with.

    Attributes:
        passphrase: where the passphrase is, ``env:NAME``, ``file:PATH`` or ``fd:NUMBER``; None to have it typed
            (``CHATWARD_PASSPHRASE``).
        vault_token: ``VAULT_TOKEN``, or what stands in the file ``VAULT_TOKEN_FILE``.
        vault_authority: certificates of a private authority (``VAULT_CACERT``).
    """

    passphrase: str | None = None
    vault_token: str | None = field(default=None, repr=False)
    vault_authority: Path | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings of one process.

    Attributes:
        keyring: folder of the keyring, or None for the default: the user's data folder, by workspace.
        root: address of the keyring's root, or None for the one it has, a file where it is new (``CHATWARD_KEYRING``).
        root_secrets: what the root is opened with.
        keyring_inside: allow a keyring inside the workspace (``CHATWARD_KEYRING_INSIDE=1``, for a demo only).
        workers: processes that read and pseudonymise (``CHATWARD_WORKERS``).
        memory_bytes: what one DuckDB instance may use (``CHATWARD_MEMORY_MIB``).
        home: where Prefect keeps its database (``CHATWARD_HOME``).
        api_url: a Prefect server to use, or None (``PREFECT_API_URL``).
        fault: name of the point where the process kills itself, for fault tests (``CHATWARD_FAULT``).
    """

    keyring: Path | None
    root: str | None
    root_secrets: RootSecrets
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
    keyring, root = _keyring(env.get("CHATWARD_KEYRING", ""))
    return Settings(
        keyring=keyring,
        root=root,
        root_secrets=RootSecrets(
            passphrase=env.get("CHATWARD_PASSPHRASE") or None,
            vault_token=_vault_token(env),
            vault_authority=Path(env["VAULT_CACERT"]) if env.get("VAULT_CACERT") else None,
        ),
        keyring_inside=env.get("CHATWARD_KEYRING_INSIDE") == "1",
        workers=_number(env, "CHATWARD_WORKERS", default=min(8, processors()), least=1),
        memory_bytes=_number(env, "CHATWARD_MEMORY_MIB", default=768, least=64) * 2**20,
        home=Path(env.get("CHATWARD_HOME") or user_data_path("chatward")),
        api_url=env.get("PREFECT_API_URL") or None,
        fault=env.get("CHATWARD_FAULT") or None,
    )


def _keyring(text: str) -> tuple[Path | None, str | None]:
    """Return folder and root that ``CHATWARD_KEYRING`` names: a path, or the address of a root, e.g. ``file:PATH``."""
    kind, colon, rest = text.partition(":")
    if not colon or kind not in _ROOTS:
        return (Path(text) if text else None), None
    if kind in _FOLDERS:
        return (Path(rest.removeprefix("//")) if rest else None), f"{kind}:"
    parts = urlsplit(text)
    folder = parse_qs(parts.query).get("folder", [""])[-1]
    kept = "&".join(each for each in parts.query.split("&") if each and not each.startswith("folder="))
    return (Path(folder) if folder else None), text.partition("?")[0] + (f"?{kept}" if kept else "")


def _vault_token(env: Mapping[str, str]) -> str | None:
    if path := env.get("VAULT_TOKEN_FILE"):
        return read_secret(f"file:{path}", Path())
    return env.get("VAULT_TOKEN") or None


def read_secret(reference: str, root: Path, environment: Mapping[str, str] | None = None) -> str:
    """Return the secret that ``env:NAME``, ``file:PATH`` or ``fd:NUMBER`` names, without white space around it.

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
    if kind == "fd":
        return _from_descriptor(name)
    return secret_path(reference, root).read_text(encoding="utf-8").strip()


@cache  # a pipe gives what it holds once
def _from_descriptor(number: str) -> str:
    try:
        with os.fdopen(int(number), encoding="utf-8") as handle:
            found = handle.read().strip()
    except (OSError, ValueError):
        raise ConfigError("the descriptor of the secret cannot be read", hint="pass it open, like `3< FILE`") from None
    if not found:
        raise ConfigError("the descriptor of the secret gives nothing", hint="write the secret into it")
    return found


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
            f"the file of the secret cannot be read: {error.strerror}", hint="look at where it is said to be"
        ) from None
    if stat.S_IMODE(mode) & 0o077:
        raise ConfigError("the file of the secret can be read by others", hint="run `chmod 600` on it")
    return path


def _number(env: Mapping[str, str], name: str, *, default: int, least: int) -> int:
    text = env.get(name, str(default))
    if not text.isdecimal() or int(text) < least:
        raise ConfigError(f"{name} must be a whole number of at least {least}", hint=f"unset it for {default}")
    return int(text)


def processors() -> int:
    """Return how many processors this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)  # not on macOS
    return len(affinity(0)) if affinity else os.cpu_count() or 1
