"""Opens the root that an address names, with the secrets that the settings say where to find."""

import getpass
import os
from collections.abc import Callable
from functools import cache
from importlib import import_module
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from chatward.errors import ConfigError
from chatward.keyring.passphrases import Passphrase
from chatward.keyring.roots.base import EpochRoot
from chatward.keyring.roots.file import FileRoot
from chatward.settings import RootSecrets, read_secret

FILE = "file:"
_EXAMPLES = "file:, passphrase:, os:NAME, vault://HOST/MOUNT/KEY or aws-kms://NAME?region=REGION"


def open_root(address: str, folder: Path, secrets: RootSecrets, *, is_new: bool = False) -> EpochRoot:
    """Return the root of a keyring in ``folder``.

    Args:
        address: ``file:``, ``passphrase:``, ``os:NAME``, ``vault://HOST[:PORT]/MOUNT/KEY`` or ``aws-kms://NAME``.
        is_new: whether it is being chosen now, so that a new passphrase is asked for.

    Raises:
        ConfigError: the address names none, its package is not installed, or a secret is missing.
    """
    kind = address.partition(":")[0]
    makers: dict[str, Callable[[], EpochRoot]] = {
        "file": lambda: FileRoot(folder),
        "passphrase": lambda: _passphrase(folder, secrets, is_new=is_new),
        "os": lambda: _system(address),
        "vault": lambda: _vault(address, folder, secrets),
        "vault+http": lambda: _vault(address, folder, secrets),
        "aws-kms": lambda: _kms(address, folder),
    }
    if kind not in makers:
        raise ConfigError("the address names no root of a keyring", hint=f"write {_EXAMPLES}")
    return makers[kind]()


def _passphrase(folder: Path, secrets: RootSecrets, *, is_new: bool) -> EpochRoot:
    from chatward.keyring.roots.passphrase import PassphraseRoot  # noqa: PLC0415 - each root loads only what it needs

    def ask() -> Passphrase:
        text = _asked(secrets.passphrase, "passphrase of the keyring", is_new)
        return Passphrase.chosen(text) if is_new else Passphrase(text)

    return PassphraseRoot(folder, ask)


def _system(address: str) -> EpochRoot:
    name = address.partition(":")[2]
    if not name:
        raise ConfigError("the address names no entry of the system's keyring", hint="write os:NAME")
    module = _extra("chatward.keyring.roots.system", "keyring", "os")
    return module.SystemRoot(name)  # type: ignore[attr-defined, no-any-return]


def _vault(address: str, folder: Path, secrets: RootSecrets) -> EpochRoot:
    from chatward.keyring.roots.vault import VaultRoot  # noqa: PLC0415

    parts = urlsplit(address)
    mount, _, key = parts.path.strip("/").rpartition("/")
    if not (parts.hostname and mount and key):
        raise ConfigError("the address names no transit key", hint="write vault://HOST:8200/transit/KEY")
    if not secrets.vault_token:
        raise ConfigError("there is no token for Vault", hint="set VAULT_TOKEN, or VAULT_TOKEN_FILE to its file")
    scheme = "https"
    if parts.scheme == "vault+http":
        scheme = "http"
        if parts.hostname not in ("127.0.0.1", "::1", "localhost"):
            raise ConfigError("Vault would be asked without encryption", hint="write vault:// instead of vault+http://")
    base = f"{scheme}://{parts.netloc}/v1/{mount}"
    return VaultRoot(folder, base, key, token=secrets.vault_token, authority=secrets.vault_authority)


def _kms(address: str, folder: Path) -> EpochRoot:
    parts = urlsplit(address)
    query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    if not parts.netloc or query.keys() - {"region", "endpoint"}:
        raise ConfigError("the address names no KMS key", hint="write aws-kms://NAME?region=REGION")
    module = _extra("chatward.keyring.roots.aws_kms", "botocore", "kms")
    return module.KmsRoot(folder, parts.netloc, region=query.get("region"), endpoint=query.get("endpoint"))  # type: ignore[attr-defined, no-any-return]


def _extra(module: str, package: str, extra: str) -> object:
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != package:
            raise
        raise ConfigError(
            f"this root needs the package {package}", hint=f"install it with `pip install 'chatward[{extra}]'`"
        ) from None


@cache  # a descriptor gives it once, and nobody wants to type it twice for one command
def _asked(reference: str | None, what: str, is_new: bool) -> str:
    """Return the passphrase that ``env:``, ``file:`` or ``fd:`` names, or that is typed."""
    if reference:
        return read_secret(reference, Path())
    return prompted(what, is_new=is_new)


def prompted(what: str, *, is_new: bool = False) -> str:
    """Return a secret that is typed on the terminal, twice where it is new; nothing of it is shown.

    Raises:
        ConfigError: there is no terminal, or what was typed differs.
    """
    try:
        os.close(os.open(os.ctermid(), os.O_RDWR))  # else getpass would read standard input, and show it
        text = getpass.getpass(f"{what}: ")
        if is_new and getpass.getpass(f"{what}, once more: ") != text:
            raise ConfigError("what was typed differs", hint="try again")
    except (EOFError, OSError):
        raise _no_terminal(what) from None
    return text


def _no_terminal(what: str) -> ConfigError:
    return ConfigError(f"nobody is there to type the {what}", hint="say where it is: env:NAME, file:PATH or fd:NUMBER")
