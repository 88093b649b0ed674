"""Real servers on the loopback that tests pull from: HTTPS with faults to order, S3, SFTP, and their certificates."""

import asyncio
import json
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import asyncssh
import trustme

HOST = "127.0.0.1"
Answer = tuple[int, dict[str, str], bytes]
Route = Callable[["Asked"], Answer | None]


@dataclass(frozen=True)
class Authority:
    """An authority of the test's own, whose certificate lies at ``path``."""

    made: trustme.CA
    path: Path

    @classmethod
    def found(cls, folder: Path) -> "Authority":
        made = trustme.CA()
        path = folder / "authority.pem"
        made.cert_pem.write_to_path(str(path))
        return cls(made, path)

    def context(self, *names: str, expires_at: datetime | None = None) -> ssl.SSLContext:
        """Return what a server needs to show a certificate for ``names``, the loopback unless given."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.made.issue_cert(*(names or (HOST, "localhost")), not_after=expires_at).configure_cert(context)
        return context


@dataclass(frozen=True)
class Asked:
    """One request."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: Any


@dataclass(frozen=True)
class Fault:
    """What happens to one GET instead of what should.

    Attributes:
        status: answered with ``headers`` and no body; 200 sends the body.
        cut_at: so many bytes of the body are sent, then the connection is closed.
        declared: the length that is announced, whatever is sent.
        then: called when the answer is sent.
    """

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    cut_at: int | None = None
    declared: int | None = None
    then: Callable[[], object] = lambda: None


class HttpsStub:
    """A server of files and of routes; whatever it was asked stands in ``asked``."""

    def __init__(self, context: ssl.SSLContext) -> None:
        self.files: dict[str, bytes] = {}
        self.headers: dict[str, str] = {}
        self.faults: list[Fault] = []
        self.routes: list[Route] = []
        self.asked: list[Asked] = []
        stub = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                stub.answer(self)

            do_HEAD = do_POST = do_GET  # noqa: N815 - as its base calls them

            def log_message(self, *_: object) -> None:
                """Print nothing."""

        self._server = ThreadingHTTPServer((HOST, 0), Handler)
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True, do_handshake_on_connect=False)
        self._server.handle_error = lambda *_: None  # type: ignore[method-assign]  # refused handshakes are meant
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def url(self) -> str:
        return f"https://{HOST}:{self._server.server_port}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def got(self, method: str = "GET") -> list[Asked]:
        return [each for each in self.asked if each.method == method]

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        parts = urlsplit(handler.path)
        length = int(handler.headers.get("Content-Length", 0))
        data = handler.rfile.read(length)
        body = json.loads(data) if data.startswith(b"{") else data
        query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        headers = {name.lower(): value for name, value in handler.headers.items()}
        asked = Asked(handler.command, parts.path, query, headers, body)
        self.asked.append(asked)
        fault = self.faults.pop(0) if handler.command != "HEAD" and self.faults else Fault()
        status, headers, content = self._answer(asked) if fault.status == 200 else (fault.status, {}, b"")
        cut = len(content) if fault.cut_at is None else fault.cut_at
        handler.send_response(status)
        declared = len(content) if fault.declared is None else fault.declared
        for name, value in {"Content-Length": str(declared), **headers, **fault.headers}.items():
            if value:
                handler.send_header(name, value)
        handler.end_headers()
        if handler.command != "HEAD":
            handler.wfile.write(content[:cut])
        handler.wfile.flush()
        fault.then()
        if cut < len(content) or declared != len(content):
            handler.close_connection = True

    def _answer(self, asked: Asked) -> Answer:
        for route in self.routes:
            if found := route(asked):
                return found
        content = self.files.get(asked.path)
        if content is None:
            return 404, {}, b""
        tag = f'"{sha256(content).hexdigest()[:16]}"'
        headers = {"ETag": tag, "Accept-Ranges": "bytes"} | self.headers
        if asked.headers.get("if-match", headers["ETag"]) != headers["ETag"]:
            return 412, {}, b""
        if "range" not in asked.headers:
            return 200, headers, content
        start = int(asked.headers["range"].removeprefix("bytes=").rstrip("-"))
        extent = f"bytes {start}-{len(content) - 1}/{len(content)}"
        return 206, headers | {"Content-Range": extent}, content[start:]


def answer(content: object, status: int = 200, **headers: str) -> Answer:
    """Return an answer in JSON."""
    return status, {"Content-Type": "application/json", **headers}, json.dumps(content).encode()


@contextmanager
def s3_store(context: ssl.SSLContext) -> Iterator[str]:
    """Give the address of an S3 store without anything in it."""
    from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
    from werkzeug.serving import make_server

    application = DomainDispatcherApplication(create_backend_app)
    server = make_server(HOST, 0, application, threaded=True, ssl_context=context)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"https://{HOST}:{server.server_port}"
    finally:
        server.shutdown()


class _Server(asyncssh.SSHServer):
    """Lets in one user, by password or by key."""

    def __init__(self, user: str, password: str) -> None:
        self._user, self._password = user, password

    def password_auth_supported(self) -> bool:
        return True

    def validate_password(self, username: str, password: str) -> bool:
        return (username, password) == (self._user, self._password)


@contextmanager
def sftp_server(
    root: Path, *, user: str, password: str, key: asyncssh.SSHKey, authorized: Path | None = None
) -> Iterator[int]:
    """Give the port of an SFTP server that shows ``root``, with ``key`` as its host key."""
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, daemon=True).start()

    async def start() -> asyncssh.SSHAcceptor:
        return await asyncssh.listen(
            HOST, 0, server_factory=lambda: _Server(user, password), server_host_keys=[key],
            sftp_factory=lambda channel: asyncssh.SFTPServer(channel, chroot=str(root).encode()),
            authorized_client_keys=str(authorized) if authorized else None,
        )  # fmt: skip

    server = asyncio.run_coroutine_threadsafe(start(), loop).result(10)
    try:
        yield server.get_port()
    finally:
        asyncio.run_coroutine_threadsafe(_end(server), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)


async def _end(server: asyncssh.SSHAcceptor) -> None:
    server.close()
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
