"""What the pulls from APIs have in common: requests with patience, answers as files, cursors that come with them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, TypeVar

import httpx
import orjson

from chatward.errors import TransferError
from chatward.pulling.objects import Peer
from chatward.pulling.patience import Patience
from chatward.pulling.tls import answered, peer_of, read_json

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One file of answers, and how far it brought the pull.

    Attributes:
        name: of the file, relative to the folder of its batch; made of the API's ids.
        content: JSON; None where there was nothing new.
        cursors: how far each stream has come with it, as JSON values.
        is_companion: whether it only says who and where, so that alone it is nothing to collect.
        peer: who answered last.
    """

    name: str
    content: bytes | None
    cursors: Mapping[str, Any] = field(default_factory=dict)
    is_companion: bool = False
    peer: Peer


@dataclass(frozen=True, slots=True)
class Progress:
    """How far earlier pulls came.

    Attributes:
        since: nothing older is asked for, because it could not be kept.
        landed: cursors of what was delivered to the source's folder.
        begun: cursors of a pull that was cut off and goes on.
    """

    since: datetime
    landed: Mapping[str, Any]
    begun: Mapping[str, Any]


class Pages(Protocol):
    """Pulls what is new from one platform's API."""

    def __call__(self, api: "ApiClient", progress: Progress) -> Iterator[Page]:
        """Yield it page by page, those that were not delivered before.

        Raises:
            CutError: it may be tried again, and goes on at the last page's cursors.
            TransferError: it may not.
        """
        ...


def moved(before: object, after: T) -> T:
    """Return the next page's cursor; raises where it is the last one's, so that there would be no end."""
    if after is not None and after == before:
        raise TransferError("the API names the same page again and again", hint="run again later")
    return after


class ApiClient:
    """Asks one server's API; what may heal is tried again, at the pace that the server asks for."""

    def __init__(self, sender: httpx.Client, base: str, patience: Patience) -> None:
        self._sender = sender
        self._base = base
        self._patience = patience
        self._peer: Peer | None = None

    @property
    def peer(self) -> Peer:
        """Who answered last."""
        assert self._peer is not None
        return self._peer

    def get(self, path: str, **parameters: str | int | None) -> dict[str, Any]:
        """Return the answer to a question; parameters that are None are left out."""
        asked = {name: value for name, value in parameters.items() if value is not None}
        return self._ask(self._sender.build_request("GET", f"{self._base}/{path}", params=asked))

    def post(self, path: str, content: Mapping[str, Any]) -> dict[str, Any]:
        """Return the answer to a question that is put as JSON."""
        return self._ask(self._sender.build_request("POST", f"{self._base}/{path}", json=content))

    def page(self, name: str, content: object, **more: Any) -> Page:
        """Return an answer as a page."""
        return Page(name=name, content=None if content is None else orjson.dumps(content), peer=self.peer, **more)

    def close(self) -> None:
        """Let go of connections."""
        self._sender.close()

    def _ask(self, request: httpx.Request) -> dict[str, Any]:
        return self._patience.call(lambda: self._answer(request))

    def _answer(self, request: httpx.Request) -> dict[str, Any]:
        with answered(self._sender, request) as response:
            self._peer = peer_of(response)
            return read_json(response)
