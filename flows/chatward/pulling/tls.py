"""HTTPS as everything is pulled by: TLS 1.2 at least, known certificates only, no redirects, and who it was."""

import hashlib
import logging
import ssl
import time
from binascii import a2b_base64
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any

import httpx
import orjson
from cryptography import x509

from chatward import __version__
from chatward.errors import ConfigError, TransferError
from chatward.pulling.objects import CutError, Peer

TIMEOUT = httpx.Timeout(30, connect=15)
_MOST_JSON_BYTES = 256 << 20
_HEAL = frozenset({408, 425, 429, 500, 502, 503, 504})
_REMEDIES = {
    401: "look at `account` and `secret`",
    403: "look at `account` and `secret`, and at what they are allowed",
    404: "look at the location, and at whether the object is still there",
}


class RefusedError(TransferError):
    """The server refuses; ``status`` is that of HTTP."""

    def __init__(self, status: int) -> None:
        super().__init__(f"the server answers {_named(status)}", hint=_REMEDIES.get(status))
        self.status = status


class _PinError(ssl.SSLCertVerificationError):
    """The server has another certificate than the one that is pinned."""


def client(
    *, authority: Path | None, pin: str | None, headers: Mapping[str, str] | None = None, auth: httpx.Auth | None = None
) -> httpx.Client:
    """Return a client that sends nothing before it knows whom it speaks to, and follows nobody elsewhere.

    Args:
        authority: file of the only certificates that may have signed the server's; None for the machine's.
        pin: fingerprint of the server's own certificate, as ``fingerprint_of`` gives it.
        headers: sent with each request.

    Raises:
        ConfigError: the authority's file holds no certificate.
    """
    context = _context(authority, pin)
    logging.getLogger("httpx").setLevel(logging.WARNING)  # it logs addresses, which name people and carry signatures
    sent = {"User-Agent": f"chatward/{__version__}", "Accept-Encoding": "identity", **(headers or {})}
    return httpx.Client(verify=context, timeout=TIMEOUT, follow_redirects=False, headers=sent, auth=auth)


def _context(authority: Path | None, pin: str | None) -> ssl.SSLContext:
    try:
        context = ssl.create_default_context(cafile=authority)
    except (OSError, ssl.SSLError):
        raise ConfigError(
            f"{authority} holds no certificate authority", hint="`certificate_authority` names a file in PEM form"
        ) from None
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if pin is not None:

        class Pinned(ssl.SSLSocket):
            def do_handshake(self, block: bool = False) -> None:
                super().do_handshake(block)
                if hashlib.sha256(self.getpeercert(binary_form=True) or b"").hexdigest() != pin:
                    raise _PinError

        context.sslsocket_class = Pinned
    return context


def fingerprint_of(pin: str) -> str:
    """Return the 64 hex digits of a fingerprint that is written in Base64 or in hex, after ``SHA256:``."""
    digits = pin.removeprefix("SHA256:")
    return digits.lower() if len(digits) == 64 else a2b_base64(digits.rstrip("=") + "=").hex()


@contextmanager
def answered(sender: httpx.Client, request: httpx.Request) -> Iterator[httpx.Response]:
    """Give the answer to a request, its body not read yet; what breaks while it is read is told alike.

    Raises:
        CutError: the connection broke, or the server is busy.
        TransferError: the certificate is not good, or the server refuses or sends elsewhere.
    """
    try:
        response = sender.send(request, stream=True)
        try:
            _check(response)
            yield response
        finally:
            response.close()
    except httpx.TransportError as error:
        raise _broken(error) from None


def read_json(response: httpx.Response) -> dict[str, Any]:
    """Return the JSON object that a server answers with.

    Raises:
        TransferError: it is none, or larger than any page of an API.
    """
    body = bytearray()
    for chunk in response.iter_bytes():
        body += chunk
        if len(body) > _MOST_JSON_BYTES:
            raise TransferError(f"the server answers with more than {_MOST_JSON_BYTES >> 20} MiB", hint="look at it")
    try:
        found = orjson.loads(body)
    except orjson.JSONDecodeError:
        found = None
    if not isinstance(found, dict):
        raise TransferError("the server answers with something other than JSON", hint="look at the address")
    return found


def peer_of(response: httpx.Response) -> Peer:
    """Return who answered."""
    tls: ssl.SSLObject = response.extensions["network_stream"].get_extra_info("ssl_object")
    data = tls.getpeercert(True) or b""  # by position: httpcore gives the socket's inner object
    certificate = x509.load_der_x509_certificate(data)
    cipher = tls.cipher()
    return Peer(
        scheme="https",
        protocol=tls.version(),
        cipher=cipher[0] if cipher else None,
        subject=certificate.subject.rfc4514_string(),
        issuer=certificate.issuer.rfc4514_string(),
        expires_at=certificate.not_valid_after_utc,
        fingerprint=hashlib.sha256(data).hexdigest(),
    )


def _check(response: httpx.Response) -> None:
    status = response.status_code
    if response.is_redirect:
        raise TransferError(
            f"the server answers {status}: it sends elsewhere, which is not followed",
            hint="name in the policy where the exports really are",
        )
    if status in _HEAL:
        raise CutError(f"the server answers {_named(status)}", hint="run again later", wait_s=_wait(response.headers))
    if status == HTTPStatus.PRECONDITION_FAILED or response.is_success:
        return
    raise RefusedError(status)


def _named(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase.lower()}"
    except ValueError:
        return str(status)


def _wait(headers: httpx.Headers) -> float | None:
    """Return how many seconds the server asks to be left alone (RFC 9110, 10.2.3; else when its window ends)."""
    asked = headers.get("retry-after", "")
    if not asked and (ends := headers.get("x-ratelimit-reset", "")).isdecimal():
        return max(0.0, float(ends) - time.time())
    if asked.isascii() and asked.isdigit():
        return float(asked)
    try:
        return max(0.0, (parsedate_to_datetime(asked) - datetime.now(UTC)).total_seconds()) if asked else None
    except (ValueError, TypeError):
        return None


def _broken(error: httpx.TransportError) -> TransferError:
    """Return the error for a connection that broke: a bad certificate does not heal, a lost line does."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, _PinError):
            return TransferError(
                "the server has another certificate than the one that is pinned; nothing was sent",
                hint="ask its owner; if it was renewed, change `pin`",
            )
        if isinstance(cause, ssl.SSLCertVerificationError):
            return TransferError(
                f"the server's certificate is not accepted: {cause.verify_message.lower()}",
                hint="a private authority is named by `certificate_authority`",
            )
        if isinstance(cause, ssl.SSLError) and "UNEXPECTED_EOF" not in (cause.reason or ""):
            return TransferError(
                f"no secure connection: {(cause.reason or 'TLS failed').lower().replace('_', ' ')}",
                hint="the server must offer TLS 1.2 or 1.3",
            )
        cause = cause.__context__ or cause.__cause__
    return CutError(f"the connection broke: {_kind(error)}", hint="look at the address and the network, and run again")


def _kind(error: httpx.TransportError) -> str:
    if isinstance(error, httpx.TimeoutException):
        return "no answer in time"
    return "no way to the server" if isinstance(error, httpx.ConnectError) else "it ended too early"
