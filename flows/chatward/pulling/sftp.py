"""Objects of an SFTP server whose host key is known."""

import hashlib
import posixpath
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import paramiko

from chatward.errors import TransferError
from chatward.policy.location import Location
from chatward.pulling.objects import Arriving, ChangedError, CutError, Peer, RemoteObject

_PORT = 22
_CHUNK_BYTES = 1 << 20
_DEEPEST = 20
_TIMEOUT_S = 30


class _Pinned(paramiko.MissingHostKeyPolicy):
    """Takes no host key but one: without a pin none that is not known."""

    def __init__(self, pin: str | None) -> None:
        self._pin = pin

    def missing_host_key(self, _client: paramiko.SSHClient, _hostname: str, key: paramiko.PKey) -> None:
        if self._pin is None or hashlib.sha256(key.asbytes()).hexdigest() != self._pin:
            raise TransferError(
                "the server's host key is not known; nothing was sent",
                hint="ask its owner for the fingerprint, and name it as `pin`",
            )


class SftpFiles:
    """The files of a server that a location names."""

    def __init__(
        self, location: Location, *, account: str, password: str | None, key_file: Path | None, pin: str | None
    ) -> None:
        self._location = location
        self._client = paramiko.SSHClient()
        if pin is None:
            self._client.load_system_host_keys()
        self._client.set_missing_host_key_policy(_Pinned(pin))
        self._login: dict[str, Any] = {
            "username": account,
            "password": password,
            "key_filename": str(key_file) if key_file else None,
        }
        self._channel: paramiko.SFTPClient | None = None

    def objects(self) -> Iterator[RemoteObject]:
        """Yield the files in the order of their paths; links are not followed."""
        with _told():
            wanted = self._location.path.removeprefix(self._location.folder)
            depth = _DEEPEST if "**" in wanted else wanted.count("/")
            yield from self._below("/" + self._location.folder, depth)

    @contextmanager
    def open(self, wanted: RemoteObject, start: int) -> Iterator[Arriving]:
        """Give a file's bytes; it must be the same after them as before."""
        with _told(), self._sftp().open(wanted.address, "rb", bufsize=_CHUNK_BYTES) as handle:
            _check(handle.stat(), wanted)
            handle.seek(start)
            handle.prefetch((wanted.size_bytes or 0), max_concurrent_requests=64)
            chunks = iter(lambda: handle.read(_CHUNK_BYTES), b"")
            yield Arriving(chunks=chunks, start=start, size_bytes=wanted.size_bytes, peer=self._peer())
            _check(handle.stat(), wanted)

    def close(self) -> None:
        """Let go of the connection."""
        self._client.close()

    def _below(self, folder: str, depth: int) -> Iterator[RemoteObject]:
        for found in sorted(self._sftp().listdir_attr(folder), key=lambda each: each.filename):
            path = posixpath.join(folder, found.filename)
            mode = found.st_mode or 0
            if stat.S_ISDIR(mode) and depth:
                yield from self._below(path, depth - 1)
            elif stat.S_ISREG(mode) and self._location.matches(path.removeprefix("/")):
                yield RemoteObject(
                    name=path.removeprefix("/" + self._location.folder),
                    address=path,
                    version=_version(found),
                    size_bytes=found.st_size,
                )

    def _sftp(self) -> paramiko.SFTPClient:
        """Return the open channel; a new one, over a new connection, where the last one broke."""
        transport = self._client.get_transport()
        if self._channel is None or transport is None or not transport.is_active():
            self._client.connect(
                self._location.host, self._location.port or _PORT, timeout=_TIMEOUT_S, banner_timeout=_TIMEOUT_S,
                auth_timeout=_TIMEOUT_S, allow_agent=False, look_for_keys=False, **self._login,
            )  # fmt: skip
            self._channel = self._client.open_sftp()
            if socket := self._channel.get_channel():
                socket.settimeout(_TIMEOUT_S)
        return self._channel

    def _peer(self) -> Peer:
        transport = self._client.get_transport()
        assert transport is not None
        return Peer(
            scheme="sftp",
            protocol="SSH-2.0",
            cipher=transport.remote_cipher,  # type: ignore[attr-defined] # missing in the stubs
            fingerprint=hashlib.sha256(transport.get_remote_server_key().asbytes()).hexdigest(),
        )


def _version(found: paramiko.SFTPAttributes) -> str:
    return f"{found.st_size}:{found.st_mtime}"


def _check(found: paramiko.SFTPAttributes, wanted: RemoteObject) -> None:
    if _version(found) != wanted.version:
        raise ChangedError("the object changed since it was listed", hint="run again")


@contextmanager
def _told() -> Iterator[None]:
    """Tell of what goes wrong with an SSH connection in our words: its own may quote names of files."""
    try:
        yield
    except paramiko.BadHostKeyException:
        raise TransferError(
            "the server has another host key than the one that is known; nothing was sent",
            hint="ask its owner; if it was renewed, mend known_hosts or name it as `pin`",
        ) from None
    except (paramiko.PasswordRequiredException, paramiko.AuthenticationException):
        raise TransferError("the server refuses the sign-in", hint="look at `account` and `secret`") from None
    except PermissionError:
        raise TransferError("the server does not let this account read there", hint="ask its owner") from None
    except FileNotFoundError:
        raise TransferError("the server has no such folder or file", hint="look at the location") from None
    except (paramiko.SSHException, EOFError, OSError) as error:
        raise CutError(
            f"the connection broke: {type(error).__name__}", hint="look at the address and the network, and run again"
        ) from None
