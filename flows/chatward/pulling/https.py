"""Objects by HTTPS: one file of a server or those of a list, and the way by which those of S3 and GCS come, too."""

import re
from base64 import b64decode
from binascii import Error as Base64Error
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from urllib.parse import quote

import httpx

from chatward.errors import TransferError
from chatward.policy.location import Location, is_manifest
from chatward.pulling import manifests
from chatward.pulling.objects import Arriving, ChangedError, CutError, RemoteObject
from chatward.pulling.tls import RefusedError, answered, peer_of

_WITHOUT_HEAD = frozenset({403, 404, 405, 501})
"""Answers by which servers say that they take no HEAD, or sign none."""
_RANGE = re.compile(r"bytes (\d{1,19})-\d{1,19}/(\d{1,19}|\*)")
_DIGEST = re.compile(r"sha-256=:([A-Za-z0-9+/=]+):")


class HttpsFile:
    """One file of a server."""

    def __init__(self, location: Location, sender: httpx.Client) -> None:
        self._url = f"{location.address}/{location.path}"
        self._name = location.path.rpartition("/")[2]
        self._sender = sender

    def objects(self) -> Iterator[RemoteObject]:
        """Yield the file, as the server describes it without sending it."""
        try:
            headers = self._described("HEAD")
        except RefusedError as error:
            if error.status not in _WITHOUT_HEAD:
                raise
            headers = self._described("GET")  # its answer is left unread
        length = headers.get("content-length", "")
        tag = headers.get("etag", "")
        yield RemoteObject(
            name=self._name,
            address=self._url,
            version=tag or headers.get("last-modified", ""),
            size_bytes=int(length) if length.isdecimal() else None,
            is_exact=tag.startswith('"'),
        )

    def open(self, wanted: RemoteObject, start: int) -> AbstractContextManager[Arriving]:
        """Give its bytes."""
        held = {"If-Match": wanted.version} if wanted.is_exact and wanted.version else {}
        return opened(self._sender, wanted, start, held)

    def close(self) -> None:
        """Let go of the connection."""
        self._sender.close()

    def _described(self, method: str) -> httpx.Headers:
        with answered(self._sender, self._sender.build_request(method, self._url)) as response:
            return response.headers


class HttpsList(HttpsFile):
    """The files of a server that a list of digests names, as ``sha256sum`` writes one; their digests are versions."""

    def objects(self) -> Iterator[RemoteObject]:
        """Yield the files in the order of the list, and the list itself, by which what comes is compared."""
        itself = RemoteObject(name=self._name, address=self._url, version="", size_bytes=None, is_exact=False)
        content = b""
        with self.open(itself, 0) as arriving:
            for chunk in arriving.chunks:
                content += chunk
                if len(content) > manifests.MOST_BYTES:
                    raise TransferError(
                        f"the list has over {manifests.MOST_BYTES} bytes", hint="part it, or name single files"
                    )
        folder = self._url.rpartition("/")[0]
        for name, digest in manifests.parse(self._name, content).items():
            if name and not is_manifest(name):
                address = f"{folder}/{quote(name, errors='surrogateescape')}"
                yield RemoteObject(name=name, address=address, version=digest, size_bytes=None, is_exact=False)
        yield itself


@contextmanager
def opened(sender: httpx.Client, wanted: RemoteObject, start: int, headers: dict[str, str]) -> Iterator[Arriving]:
    """Give the bytes of what lies at the object's address, by whose ``headers`` the server knows the version."""
    ranged = {"Range": f"bytes={start}-"} if start else {}
    with answered(sender, sender.build_request("GET", wanted.address, headers=headers | ranged)) as response:
        tag = response.headers.get("etag", wanted.version)
        is_other = wanted.version.startswith(('"', "W/")) and tag != wanted.version
        if is_other or response.status_code == httpx.codes.PRECONDITION_FAILED:
            raise ChangedError("the object changed since it was listed", hint="run again")
        if response.headers.get("content-encoding", "identity") != "identity":
            raise TransferError(
                "the server packs what it sends, so that it cannot be compared with what it has",
                hint="switch off compression (Content-Encoding) for these files",
            )
        begins, size = _extent(response, start)
        yield Arriving(
            chunks=response.iter_raw(),  # of any size: gathering them would lose what came before a cut
            start=begins,
            size_bytes=size,
            peer=peer_of(response),
            digest=_digest(response.headers.get("repr-digest", "")),
        )


def _extent(response: httpx.Response, asked: int) -> tuple[int, int | None]:
    """Return where the bytes begin and how many the whole object has."""
    if response.status_code != httpx.codes.PARTIAL_CONTENT:
        length = response.headers.get("content-length", "")
        return 0, int(length) if length.isdecimal() else None
    found = _RANGE.fullmatch(response.headers.get("content-range", ""))
    if found is None or int(found[1]) != asked:
        raise CutError("the server sends another part than was asked for", hint="run again")
    return asked, None if found[2] == "*" else int(found[2])


def _digest(header: str) -> str | None:
    """Return the SHA-256 of the whole object in hex, where the server names it (RFC 9530)."""
    found = _DIGEST.search(header)
    try:
        return b64decode(found[1], validate=True).hex() if found else None
    except Base64Error:
        return None
