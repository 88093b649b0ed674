"""Objects of Google Cloud Storage: google-auth signs in, its JSON API lists and sends."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import Any
from urllib.parse import quote

import google.auth
import google.auth.exceptions
import httpx
from google.auth.credentials import Credentials
from google.auth.transport.requests import Request
from google.oauth2 import service_account

from chatward.errors import ConfigError, TransferError
from chatward.policy.location import Location
from chatward.pulling.https import opened
from chatward.pulling.objects import Arriving, CutError, RemoteObject
from chatward.pulling.tls import answered, read_json

_ENDPOINT = "https://storage.googleapis.com"
_SCOPES = ["https://www.googleapis.com/auth/devstorage.read_only"]
_FIELDS = "items(name,size,generation),nextPageToken"


class GcsAuth(httpx.Auth):
    """Puts the token of a service account, or of the machine, on each request; a new one when it runs out."""

    def __init__(self, key_file: str | None) -> None:
        try:
            self._credentials: Credentials = (
                service_account.Credentials.from_service_account_file(key_file, scopes=_SCOPES)  # type: ignore[no-untyped-call]
                if key_file
                else google.auth.default(scopes=_SCOPES)[0]
            )
        except (google.auth.exceptions.GoogleAuthError, ValueError, OSError):
            raise ConfigError(
                "no credentials for Google Cloud Storage",
                hint="name a service account's key file as `secret: file:PATH`, or give the machine a role",
            ) from None

    def auth_flow(self, request: httpx.Request) -> Iterator[httpx.Request]:  # type: ignore[override]
        """Sign one request."""
        if not self._credentials.valid:
            try:
                self._credentials.refresh(Request())  # type: ignore[no-untyped-call]
            except google.auth.exceptions.TransportError:
                raise CutError("no way to Google's sign-in", hint="look at the network, and run again") from None
            except google.auth.exceptions.GoogleAuthError:
                raise TransferError("Google refuses these credentials", hint="look at `secret`") from None
        request.headers["Authorization"] = f"Bearer {self._credentials.token}"
        yield request


class GcsObjects:
    """The objects of a bucket that a location names."""

    def __init__(self, location: Location, sender: httpx.Client, *, endpoint: str | None) -> None:
        self._location = location
        self._sender = sender
        self._bucket = f"{endpoint or _ENDPOINT}/storage/v1/b/{quote(location.host, safe='')}/o"

    def objects(self) -> Iterator[RemoteObject]:
        """Yield the objects in the order of their names."""
        asked = {"prefix": self._location.folder, "fields": _FIELDS}
        while True:
            page = self._page(asked)
            yield from self._wanted(page)
            if "nextPageToken" not in page:
                return
            asked["pageToken"] = page["nextPageToken"]

    def open(self, wanted: RemoteObject, start: int) -> AbstractContextManager[Arriving]:
        """Give the bytes of the very generation that was listed."""
        return opened(self._sender, wanted, start, {})

    def close(self) -> None:
        """Let go of connections."""
        self._sender.close()

    def _page(self, asked: dict[str, str]) -> dict[str, Any]:
        with answered(self._sender, self._sender.build_request("GET", self._bucket, params=asked)) as response:
            return read_json(response)

    def _wanted(self, page: dict[str, Any]) -> list[RemoteObject]:
        try:
            return [self._object(each) for each in page.get("items", ()) if self._location.matches(each["name"])]
        except (KeyError, TypeError, ValueError, AttributeError):
            raise TransferError("the store lists something other than objects", hint="look at `endpoint`") from None

    def _object(self, found: dict[str, Any]) -> RemoteObject:
        name, generation = found["name"], found["generation"]
        return RemoteObject(
            name=name.removeprefix(self._location.folder),
            address=f"{self._bucket}/{quote(name, safe='')}?alt=media&ifGenerationMatch={quote(generation)}",
            version=generation,
            size_bytes=int(found["size"]),
        )
