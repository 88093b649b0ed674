"""Fixtures of all tests: nothing is ever written outside the test's folder, and a tiny company to run the life of."""

import os
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

sys.path.append(str(Path(__file__).parent))

from support.company import Company

if TYPE_CHECKING:
    from support.demo import Demo
    from support.servers import Authority, HttpsStub

# a busy machine must not fail a law; `make campaigns` asks each law ten times as often
settings.register_profile("chatward", deadline=None, max_examples=30)
settings.register_profile("campaign", deadline=None, max_examples=300)
settings.load_profile("chatward")

VERBS = ("pull", "collect", "retain", "respond", "publish", "assure", "inform", "lifecycle")


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep keyrings and Prefect's database of every test in the test's own folder."""
    monkeypatch.setenv("CHATWARD_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("CHATWARD_KEYRING", raising=False)
    monkeypatch.delenv("CHATWARD_FAULT", raising=False)


@pytest.fixture(scope="session")
def common(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder that is one for all processes of the tests."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session", autouse=True)
def _cache(common: Path) -> Iterator[None]:
    """Keep what chatward keeps in the user's cache in the tests' folder, one for all processes of the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(common / "cache"))
        yield


@pytest.fixture(scope="session")
def demo(common: Path, tmp_path_factory: pytest.TempPathFactory) -> "Demo":
    """Return a copy of the sample workspace after a daily run, and what that printed, for the tests of this process."""
    from support.demo import lived

    return lived(common).copied(tmp_path_factory.mktemp("product") / "demo")


@pytest.fixture(scope="session")
def _plain_stages() -> Iterator[None]:
    """Make stages and steps the plain functions that Prefect wraps, and worker processes the test's own process.

    Importing Prefect is all it costs; what Prefect itself adds is tested through the command line.
    """
    opening = import_module("chatward.opening")
    with pytest.MonkeyPatch.context() as patch:
        for verb in VERBS:
            module = import_module(f"chatward.{verb}")
            for name, value in list(vars(module).items()):
                if type(value).__name__ == "Flow":
                    patch.setattr(module, name, value.fn)
                elif type(value).__name__ == "Step":
                    patch.setattr(module, name, _Step(value.fn))
        patch.setattr(opening, "workers", _own_process)
        yield


class _Step:
    """A task without Prefect."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self._function = function

    def __call__(self, *arguments: object, **named: object) -> Any:
        return self._function(*arguments, **named)

    def submit(self, *arguments: object, **named: object) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(self._function(*arguments, **named))
        except Exception as error:  # noqa: BLE001 - told by result(), as Prefect does
            future.set_exception(error)
        return future


class _Pool:
    submit = staticmethod(lambda function, *arguments: _Step(function).submit(*arguments))
    map = staticmethod(map)


@contextmanager
def _own_process(_count: int) -> Iterator[_Pool]:
    yield _Pool()


@pytest.fixture
def company(tmp_path: Path, _plain_stages: None) -> Company:
    """Return a company with a policy and nothing else."""
    return Company.found(tmp_path / "company")


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> "Authority":
    """Return the authority that signs what the tests' servers show."""
    from support.servers import Authority

    return Authority.found(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def stub(authority: "Authority") -> "Iterator[HttpsStub]":
    """Give a server by HTTPS."""
    from support.servers import HttpsStub

    made = HttpsStub(authority.context())
    yield made
    made.close()


@pytest.fixture
def pulling(company: Company, authority: "Authority", monkeypatch: pytest.MonkeyPatch) -> Callable[..., Company]:
    """Return what lets the company have one source, which is pulled as the section says."""
    from support.apis import TOKEN

    monkeypatch.setenv("TOKEN", TOKEN)

    def change(platform: str, **section: str | None) -> Company:
        def policy(content: dict[str, Any]) -> None:
            source = content["sources"]["whatsapp_cloud_api"]
            pull = {"secret": "env:TOKEN", "certificate_authority": str(authority.path), **section}
            source |= {"platform": platform, "paths": [f"exports/{platform}/**"], "own_accounts": [], "pull": pull}
            content["sources"] = {"chats": source}

        company.write_policy(policy)
        return company

    return change


@pytest.fixture
def pulled_from(stub: "HttpsStub", pulling: Callable[..., Company]) -> Callable[[str], tuple[Company, Any]]:
    """Return what gives the company a source that is pulled from an API, and the API."""
    from support.apis import APIS

    def make(name: str) -> tuple[Company, Any]:
        api = APIS[name]()
        stub.routes.append(api)
        return pulling(name, api=name, endpoint=stub.url), api

    return make


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Return the seconds that pulls wait for, which they then do not wait."""
    from chatward.pulling.patience import Patience

    waited: list[float] = []
    monkeypatch.setattr("chatward.pull.PATIENCE", Patience(attempts=2, sleep=waited.append))
    return waited
