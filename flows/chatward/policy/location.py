"""Where exports are pulled from, written as fsspec writes it: ``s3://bucket/exports/*.zip``, ``zip://*.json::sftp://…``."""

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from urllib.parse import SplitResult, unquote, urlsplit

SCHEMES = ("https", "s3", "gs", "sftp", "file")
LISTED = ("s3", "gs", "sftp", "file")
"""Schemes of places that tell what they hold, so that patterns can be used."""
IN_CLEAR = {"http": "https", "ftp": "sftp", "ftps": "sftp", "telnet": "sftp"}
"""Schemes that send data in clear, and what to use instead."""
_WILD = re.compile(r"[*?]")
_PATTERN = re.compile(r"(\*\*/)|(\*\*)|(\*)|(\?)")


DIGEST_SUFFIX = ".sha256"
_MANIFESTS = frozenset({"SHA256SUMS", "SHA256SUMS.txt", "sha256sum.txt"})


class LocationError(ValueError):
    """A text names no location that may be pulled from; the arguments are what was expected and what to do."""

    def __init__(self, expected: str, hint: str) -> None:
        super().__init__(expected)
        self.expected, self.hint = expected, hint


@dataclass(frozen=True)
class Location:
    """A place that holds exports.

    Attributes:
        scheme: one of ``SCHEMES``.
        host: host name or bucket; empty for files of this machine.
        port: where it is not the usual one.
        path: pattern of the objects' paths, without its first slash; ``*`` stays within a folder, ``**`` does not.
        members: pattern of what is wanted of each object, which is a zip archive; None for the whole object.
    """

    scheme: str
    host: str
    port: int | None
    path: str
    members: str | None = None

    @cached_property
    def folder(self) -> str:
        """The folder, with its last slash, that all objects lie below; objects are named relative to it."""
        fixed = _WILD.split(self.path, maxsplit=1)[0]
        return fixed[: fixed.rfind("/") + 1]

    @property
    def address(self) -> str:
        """Scheme, host and port of the server."""
        return f"{self.scheme}://{self.host}" + (f":{self.port}" if self.port else "")

    @property
    def is_pattern(self) -> bool:
        """Whether it may stand for more than one object."""
        return bool(_WILD.search(self.path))

    def matches(self, path: str) -> bool:
        """Return whether a path, without its first slash, is wanted: an object, or a list of digests beside some."""
        if is_manifest(path):
            return path.removesuffix(DIGEST_SUFFIX) == path or self.matches(path.removesuffix(DIGEST_SUFFIX))
        return self._path_pattern.fullmatch(path) is not None

    @cached_property
    def _path_pattern(self) -> re.Pattern[str]:
        return pattern(self.path)


def is_manifest(path: str) -> bool:
    """Return whether an object lists digests of others, as ``sha256sum`` writes them."""
    return path.endswith(DIGEST_SUFFIX) or is_list(path)


def is_list(path: str) -> bool:
    """Return whether an object lists digests of any number of others."""
    return path.rpartition("/")[2] in _MANIFESTS


def pattern(glob: str) -> re.Pattern[str]:
    """Return a glob as a regular expression: ``*`` and ``?`` stay within a folder, ``**`` stands for any folders."""
    words = {1: "(?:.*/)?", 2: ".*", 3: "[^/]*", 4: "[^/]"}
    parts, end = [], 0
    for found in _PATTERN.finditer(glob):
        parts += [re.escape(glob[end : found.start()]), words[found.lastindex or 0]]
        end = found.end()
    return re.compile("".join([*parts, re.escape(glob[end:])]), re.DOTALL)


def parse(text: str) -> Location:
    """Return the location that ``text`` names.

    Raises:
        LocationError: it names none, or one that would be reached without encryption.
    """
    members = None
    if text.startswith("zip://"):
        members, _, text = text.removeprefix("zip://").partition("::")
        if not members or ".." in members.split("/"):
            raise LocationError("members of an archive like `zip://*.json::s3://bucket/all.zip`", "name a pattern")
    if "::" in text:
        raise LocationError(
            "a location like `zip://*.json::s3://bucket/all.zip`", "only `zip://` can stand before `::`"
        )
    if text.startswith("/"):
        text = f"file://{text}"
    parts, port = _split(text)
    path = unquote(parts.path) if parts.scheme in ("sftp", "file") else parts.path
    if ".." in PurePosixPath(path).parts:
        raise LocationError("a path without `..`", "write where it really lies")
    return Location(parts.scheme, parts.hostname or "", port, path.removeprefix("/"), members)


def split_endpoint(text: str) -> SplitResult:
    """Return the parts of a server's address, which has neither credentials nor a question in it.

    Raises:
        LocationError: it is not reached by HTTPS.
    """
    parts, _ = _split(text)
    if parts.scheme != "https":
        raise LocationError("an address like `https://acme.zendesk.com`", "write it with https://")
    return parts


def _split(text: str) -> tuple[SplitResult, int | None]:
    expected = "a location like `https://host/file`, `s3://bucket/*.zip`, `gs://…`, `sftp://…` or `/folder/*.zip`"
    if not text.isprintable() or text != text.strip() or "\\" in text:
        raise LocationError(expected, "write it without spaces around it, folders separated by `/`")
    try:
        parts = urlsplit(text.replace("?", "%3F") if text.startswith(LISTED) else text)
        port = parts.port
    except ValueError:
        raise LocationError(expected, "look at its host and port") from None
    if parts.scheme in IN_CLEAR:
        raise LocationError(
            "a location that is reached with encryption",
            f"{parts.scheme}:// sends everything in clear: use {IN_CLEAR[parts.scheme]}://",
        )
    if parts.scheme not in SCHEMES or not (parts.hostname or parts.scheme == "file"):
        raise LocationError(expected, "name scheme, host and path")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise LocationError("a location without credentials in it", "give them by `account` and `secret`")
    return parts._replace(path=parts.path.replace("%3F", "?")), port
