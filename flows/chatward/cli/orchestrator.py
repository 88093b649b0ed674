"""A Prefect server of our own for one run, started before anything else and gone with it.

Without an API URL Prefect starts one too, but late and at twice the price: the flow's process imports the whole server,
then starts another that imports it again. Here the child starts at once, and both import at the same time.

The parent opens the listening socket and hands it down: no other can take the port, and the first request waits in its
queue until the server answers. Only the child, `serve`, imports Prefect.
"""

import asyncio
import atexit
import contextlib
import fcntl
import gc
import http.client
import importlib.util
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from platformdirs import user_cache_path

from chatward.cli import prefect_tables
from chatward.errors import ConfigError

HOST = "127.0.0.1"
READY_SECONDS = 180.0  # the first start of a home creates all tables, and the machine may be busy
DRAIN_SECONDS = 30.0  # for what the server still has to write after the flow's end

_Life = Callable[..., contextlib.AbstractAsyncContextManager[Any]]
_QUIET = {"PREFECT_LOGGING_LEVEL": "CRITICAL"}
"""Errors are told once, by the command line; Prefect would print a traceback with each."""
_TRACKING = {"DO_NOT_TRACK": "1", "PREFECT_SERVER_ANALYTICS_ENABLED": "false"}
_SERVER = {
    "PREFECT_SERVER_UI_ENABLED": "false",
    "PREFECT_SERVER_REGISTER_BLOCKS_ON_START": "false",  # seconds in a new home, for forms of the UI
    "PREFECT_SERVER_MEMOIZE_BLOCK_AUTO_REGISTRATION": "false",
    "PREFECT_SERVER_SERVICES_TRIGGERS_ENABLED": "false",  # automations belong to a lasting server
    # The recorder's last write is one batch; of size 1, as is the default, it forgets what else was being written.
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_BATCH_SIZE": "1000",
    "PREFECT_SERVER_SERVICES_EVENT_PERSISTER_BATCH_SIZE": "500",
}
_START = "import sys; sys.path.append(sys.argv[1]); from chatward.cli.orchestrator import serve; serve(*sys.argv[2:])"
_HINT = "move `prefect.db` away from its home, or set PREFECT_API_URL to a server that runs"


def environment(home: Path) -> dict[str, str]:
    """Return the settings chatward adds to the environment: only those that are not set there yet.

    With ``PREFECT_API_URL`` set this is no more than the refusal of usage statistics.
    """
    wanted = _TRACKING | _QUIET
    if not os.environ.get("PREFECT_API_URL"):
        wanted |= _SERVER | {"PREFECT_HOME": str(home.absolute())}
    return {name: value for name, value in wanted.items() if name not in os.environ}


@dataclass(frozen=True)
class Server:
    """What `begin` started; without a process it stands for a server that somebody else runs."""

    process: subprocess.Popen[bytes] | None = None
    port: int = 0
    talk: IO[bytes] | None = None

    def wait_ready(self) -> None:
        """Return once our server answers; at once if it is somebody else's, which is not checked.

        Raises:
            ConfigError: it ended while it started, or did not answer within ``READY_SECONDS``.
        """
        if self.process is None:
            return
        connection = http.client.HTTPConnection(HOST, self.port, timeout=READY_SECONDS)
        try:
            connection.request("GET", "/api/health")
            found = str(connection.getresponse().status)
        except (OSError, http.client.HTTPException) as error:  # a reset: the queue of callers died with the process
            found = type(error).__name__
        connection.close()
        if found != "200":
            self.stop()
            raise ConfigError(f"the Prefect server of this run did not start ({found}): {self._said()}", hint=_HINT)

    def lost(self, error: Exception) -> ConfigError:
        """Return what to tell of an exception of Prefect itself: its server cannot be reached, or cannot write."""
        is_ours = self.process is not None
        whose = "of this run, in CHATWARD_HOME," if is_ours else "that PREFECT_API_URL names"
        hint = (
            "is there space left where it lies?" if is_ours else "does it run there? Unset, each run has one of its own"
        )
        return ConfigError(
            f"the Prefect server {whose} does not answer as it should ({type(error).__name__})", hint=hint
        )

    def stop(self) -> None:
        """End our server after it has written what it was sent; harmless when repeated.

        Left to the end of our process: only then has Prefect sent its last log lines and task states.
        """
        if self.process is None:
            return
        self.process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(DRAIN_SECONDS + 10)
        self.process.kill()
        self.process.wait()

    def _said(self) -> str:
        assert self.talk is not None
        self.talk.seek(0)
        lines = self.talk.read().decode(errors="replace").splitlines()
        return next((line.strip()[:200] for line in reversed(lines) if "Error" in line), "it said nothing")


def begin(home: Path) -> Server:
    """Start the run's server without waiting for it and point Prefect, not yet imported, to it.

    Changes this process's environment. The server listens on the loopback only, asks for a secret made for this run
    (other users reach the port too), and ends with this process. ``home`` will hold Prefect's database, mode 0700.
    """
    os.environ.update(environment(home))
    if os.environ.get("PREFECT_API_URL"):
        return Server()
    Path(os.environ["PREFECT_HOME"]).mkdir(mode=0o700, parents=True, exist_ok=True)
    _keep_bytecode()
    secret = f"chatward:{secrets.token_urlsafe(24)}"
    with socket.create_server((HOST, 0), backlog=128) as listener:
        server = _spawn(listener, secret)
    os.environ |= {"PREFECT_API_URL": f"http://{HOST}:{server.port}/api", "PREFECT_API_AUTH_STRING": secret}
    for name in ("no_proxy", "NO_PROXY"):  # a proxy for the outside must not see what a run tells its own server
        os.environ[name] = ",".join(filter(None, [os.environ.get(name), HOST]))
    atexit.register(server.stop)
    return server


def serve(parent: str, listener: str) -> None:
    """Be the server, the child's whole life: answer on the inherited socket for as long as ``parent`` lives."""
    os.umask(0o077)
    threading.Thread(target=_follow, args=(int(parent),), daemon=True).start()
    gc.disable()  # imports make a million objects that stay: no use in looking through them again and again
    import uvicorn
    from prefect.server.api.server import create_app

    app = create_app(ephemeral=True)
    app.router.lifespan_context = _lifespan(app.router.lifespan_context)
    config = uvicorn.Config(app, log_level="error", access_log=False, lifespan="on", timeout_graceful_shutdown=5)
    uvicorn.Server(config).run([socket.socket(fileno=int(listener))])


def _keep_bytecode() -> None:
    """Keep bytecode in the user's cache where ``PYTHONDONTWRITEBYTECODE`` forbids it: compiling Prefect costs 4 s."""
    prefect = importlib.util.find_spec("prefect")
    if not sys.dont_write_bytecode or sys.pycache_prefix or prefect is None or prefect.origin is None:
        return
    if not Path(importlib.util.cache_from_source(prefect.origin)).exists():
        sys.pycache_prefix, sys.dont_write_bytecode = str(user_cache_path("chatward") / "bytecode"), False


def _spawn(listener: socket.socket, secret: str) -> Server:
    settings = os.environ | {"PREFECT_SERVER_API_AUTH_STRING": secret, "PREFECT_SERVER_API_BASE_PATH": "/api"}
    if not sys.dont_write_bytecode and sys.pycache_prefix:
        settings |= {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": sys.pycache_prefix}
    talk, fd = tempfile.TemporaryFile(), listener.fileno()  # noqa: SIM115  # has no name: leaves nothing
    command = [sys.executable, "-P", "-c", _START, str(Path(__file__).parents[2]), str(os.getpid()), str(fd)]
    # A session of its own: Ctrl-C is for the run, and its server must live to hear that the run was cancelled.
    child = subprocess.Popen(command, env=settings, pass_fds=[fd], stdout=talk, stderr=talk, start_new_session=True)  # noqa: S603
    return Server(child, int(listener.getsockname()[1]), talk)


def _lifespan(started: _Life) -> _Life:
    """Return Prefect's start and end of a server with our own around them: a lock before, the last writes after."""

    @contextlib.asynccontextmanager
    async def lifespan(app: object) -> AsyncIterator[None]:
        async with contextlib.AsyncExitStack() as stack:
            home = Path(os.environ["PREFECT_HOME"])
            with (home / "start.lock").open("w") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)  # two servers must not create one home's tables at once
                makes_tables = prefect_tables.lay_out(home)
                await stack.enter_async_context(started(app))
                if makes_tables:
                    prefect_tables.keep(home)
            gc.freeze()
            gc.enable()
            yield
            await _drain()

    return lifespan


async def _drain() -> None:
    """Wait until the server has taken in what waits in its memory: task states are written behind the client's back."""
    from prefect.server.utilities.messaging.memory import Topic

    end, heard = time.monotonic() + DRAIN_SECONDS, [s for topic in Topic._topics.values() for s in topic._subscriptions]
    while time.monotonic() < end and any(not (one._queue.empty() and one._retry.empty()) for one in heard):
        await asyncio.sleep(0.02)


def _follow(parent: int) -> None:
    """End this process soon after its parent: politely, so that the database is closed, and if need be otherwise."""
    while os.getppid() == parent:
        time.sleep(0.5)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(DRAIN_SECONDS + 10)
    os._exit(1)
