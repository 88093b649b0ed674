import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from chatward.keyring import sealing, store
from chatward.keyring.passphrases import Cost
from chatward.keyring.store import Keyring
from chatward.settings import RootSecrets

if TYPE_CHECKING:
    from support.servers import Authority, HttpsStub

CHEAP = Cost(8, 1, 1)


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have passphrases cost a guesser nothing, and tests little."""
    monkeypatch.setattr(sealing, "Cost", type("CheapCost", (), {"__new__": lambda _: CHEAP, "read": Cost.read}))


@dataclass(frozen=True)
class Place:
    """Where a test's keyring lies, and what its root is.

    Attributes:
        steps: owners and names of what changes the root elsewhere than on this disk, to cut a process off at.
    """

    folder: Path
    address: str
    secrets: RootSecrets
    steps: tuple[tuple[Any, str], ...] = ()

    def create(self) -> Keyring:
        return store.create(self.folder, self.address, self.secrets)

    def load(self, folder: Path | None = None) -> Keyring:
        return store.load(folder or self.folder, None, self.secrets)

    def copy(self, name: str) -> Path:
        return Path(shutil.copytree(self.folder, self.folder.with_name(name)))

    def moved(self, other: "Place") -> "Place":
        """Return this place with the root of another."""
        return replace(other, folder=self.folder)


class MemoryKeyring:
    """A backend of the package ``keyring`` that keeps entries in memory."""

    def __new__(cls) -> Any:
        import keyring.backend

        class Backend(keyring.backend.KeyringBackend):
            priority = 1  # type: ignore[assignment]

            def __init__(self) -> None:
                super().__init__()
                self.entries: dict[tuple[str, str], str] = {}

            def get_password(self, service: str, username: str) -> str | None:
                return self.entries.get((service, username))

            def set_password(self, service: str, username: str, password: str) -> None:
                self.entries[service, username] = password

            def delete_password(self, service: str, username: str) -> None:
                del self.entries[service, username]

        return Backend()


@pytest.fixture(scope="session")
def kms_server() -> Iterator[str]:
    """Give the address of moto's KMS."""
    import threading

    from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
    from werkzeug.serving import make_server

    server = make_server("127.0.0.1", 0, DomainDispatcherApplication(create_backend_app), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture
def make_place(
    tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Callable[[str], Place]:
    """Return what makes a place with a root of the kind given."""

    def make(kind: str) -> Place:
        folder = tmp_path / "keys"
        if kind == "passphrase":
            monkeypatch.setenv("WORDS", "correct horse battery staple")
            return Place(folder, "passphrase:", RootSecrets(passphrase="env:WORDS"))
        if kind == "os":
            import keyring

            backend = MemoryKeyring()
            before = keyring.get_keyring()
            keyring.set_keyring(backend)
            request.addfinalizer(lambda: keyring.set_keyring(before))
            return Place(folder, "os:test", RootSecrets(), ((keyring, "set_password"), (keyring, "delete_password")))
        if kind == "vault":
            import httpx
            from support.vault import TOKEN, Transit

            stub: HttpsStub = request.getfixturevalue("stub")
            authority: Authority = request.getfixturevalue("authority")
            stub.routes.append(Transit())
            address = stub.url.replace("https", "vault") + "/transit/chats"
            secrets = RootSecrets(vault_token=TOKEN, vault_authority=authority.path)
            return Place(folder, address, secrets, ((httpx.Client, "request"),))
        if kind == "aws-kms":
            import botocore.client

            for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
                monkeypatch.setenv(name, "test")
            server = request.getfixturevalue("kms_server")
            name = f"chats-{tmp_path.name.replace('[', '').replace(']', '')[:40]}-{id(request)}"
            address = f"aws-kms://{name}?region=eu-central-1&endpoint={server}"
            return Place(folder, address, RootSecrets(), ((botocore.client.BaseClient, "_make_api_call"),))
        return Place(folder, "file:", RootSecrets())

    return make
