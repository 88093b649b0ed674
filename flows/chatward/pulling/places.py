"""Opens the place that a policy names, with the credentials that it says where to find."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import httpx

from chatward import settings
from chatward.errors import ConfigError
from chatward.policy.location import Location, is_list
from chatward.policy.pull import Pull
from chatward.pulling.files import LocalFiles
from chatward.pulling.https import HttpsFile, HttpsList
from chatward.pulling.objects import Remote
from chatward.pulling.tls import client, fingerprint_of


def open_place(pull: Pull, root: Path) -> Remote:
    """Return the place that ``pull.location`` names; nothing is sent yet.

    Args:
        pull: of the policy; it has a location.
        root: the workspace, from which relative paths of secrets start.

    Raises:
        ConfigError: a secret is missing, or a package that the place needs.
    """
    where = pull.place
    assert where is not None
    return _OPENERS[where.scheme](where, pull, root)


def sender(pull: Pull, root: Path, auth: httpx.Auth | None = None, token: str | None = None) -> httpx.Client:
    """Return a client that trusts whom the policy trusts."""
    authority = root / Path(pull.certificate_authority).expanduser() if pull.certificate_authority else None
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return client(authority=authority, pin=_pin(pull), headers=headers, auth=auth)


def _https(where: Location, pull: Pull, root: Path) -> Remote:
    secret = settings.read_secret(pull.secret, root) if pull.secret else None
    kind = HttpsList if is_list(where.path) else HttpsFile
    if secret and pull.account:
        return kind(where, sender(pull, root, httpx.BasicAuth(pull.account, secret)))
    return kind(where, sender(pull, root, token=secret))


def _s3(where: Location, pull: Pull, root: Path) -> Remote:
    module = _optional("chatward.pulling.s3", "s3")
    keys = (pull.account, settings.read_secret(pull.secret, root)) if pull.secret else None
    authority = root / Path(pull.certificate_authority).expanduser() if pull.certificate_authority else None
    remote: Remote = module.S3Objects(where, sender(pull, root), endpoint=pull.endpoint, keys=keys, authority=authority)
    return remote


def _gcs(where: Location, pull: Pull, root: Path) -> Remote:
    module = _optional("chatward.pulling.gcs", "gcs")
    key_file = settings.secret_path(pull.secret, root) if pull.secret else None
    remote: Remote = module.GcsObjects(where, sender(pull, root, module.GcsAuth(key_file)), endpoint=pull.endpoint)
    return remote


def _sftp(where: Location, pull: Pull, root: Path) -> Remote:
    module = _optional("chatward.pulling.sftp", "sftp")
    assert pull.secret is not None
    is_file = pull.secret.startswith("file:")
    remote: Remote = module.SftpFiles(
        where,
        account=pull.account,
        password=None if is_file else settings.read_secret(pull.secret, root),
        key_file=settings.secret_path(pull.secret, root) if is_file else None,
        pin=_pin(pull),
    )
    return remote


def _file(where: Location, _pull: Pull, _root: Path) -> Remote:
    return LocalFiles(where)


_OPENERS: dict[str, Callable[[Location, Pull, Path], Remote]] = {
    "https": _https, "s3": _s3, "gs": _gcs, "sftp": _sftp, "file": _file,
}  # fmt: skip


def _optional(module: str, extra: str) -> Any:
    """Import what speaks to a kind of place that not everybody has.

    Raises:
        ConfigError: its package is not installed.
    """
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        raise ConfigError(
            f"the package {(error.name or '').partition('.')[0]} is not installed",
            hint=f"install what such places need: `pip install 'chatward[{extra}]'`",
        ) from None


def _pin(pull: Pull) -> str | None:
    return fingerprint_of(pull.pin) if pull.pin else None
