"""Each run here is a process of its own: Prefect reads its settings once, when it is imported."""

import json
import os
import signal
import subprocess
import sys
import textwrap
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from chatward.cli import orchestrator
from chatward.errors import ConfigError

SOURCES = str(Path(orchestrator.__file__).parents[2])
RUN = """
    from pathlib import Path
    from chatward.cli import orchestrator
    server = orchestrator.begin(Path(sys.argv[1]))
    from prefect import flow, get_run_logger, task
    from prefect.artifacts import create_markdown_artifact
    @task
    def one(number: int) -> int:
        return number
    @task
    def bad() -> None:
        raise ValueError("meant")
    @flow
    def little() -> None:
        for number in range(20):
            one(number)
        create_markdown_artifact("twenty", key="report")
        get_run_logger().info("last line")
        bad(return_state=True)
    server.wait_ready()
    print(little(return_state=True).state_details.flow_run_id)
"""
READ = """
    from pathlib import Path
    from chatward.cli import orchestrator
    server = orchestrator.begin(Path(sys.argv[1]))
    import json
    from prefect.client.orchestration import get_client
    server.wait_ready()
    found = {}
    with get_client(sync_client=True) as client:
        for run in client.read_flow_runs():
            chosen = {"flow_runs": {"id": {"any_": [str(run.id)]}}}
            tasks = client._client.post("/task_runs/filter", json=chosen).json()
            logs = client._client.post("/logs/filter", json={"logs": {"flow_run_id": {"any_": [str(run.id)]}}}).json()
            artifacts = client._client.post("/artifacts/filter", json=chosen).json()
            found[str(run.id)] = {
                "state": run.state.type.value,
                "tasks": [one["state_type"] for one in tasks],
                "logs": [one["message"] for one in logs],
                "artifacts": [one["key"] for one in artifacts],
            }
    print(json.dumps(found))
"""


def start(script: str, *arguments: object) -> subprocess.Popen[str]:
    """Run a script in a fresh interpreter whose environment says nothing of Prefect."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT")}
    environment["PREFECT_LOGGING_LEVEL"] = "INFO"  # by default only the command line tells of errors
    code = f"import sys; sys.path.append({SOURCES!r})\n{textwrap.dedent(script)}"
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def finish(process: subprocess.Popen[str]) -> str:
    out, err = process.communicate(timeout=240)
    assert process.returncode == 0, err
    return out.strip()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home") / "prefect"


@pytest.fixture(scope="module")
def recorded(home: Path) -> dict[str, dict[str, object]]:
    """What a third process reads of two runs that began at the same time in a home that did not exist."""
    runs = [start(RUN, home), start(RUN, home)]
    ids = {finish(run) for run in runs}
    found = json.loads(finish(start(READ, home)))
    assert set(found) == ids
    return found


def forget_prefect(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave no word for Prefect in the environment; undoing the patch brings back what was there."""
    known = {*orchestrator.environment(Path("x")), "PREFECT_API_URL", "PREFECT_API_AUTH_STRING", "no_proxy", "NO_PROXY"}
    for name in known | {name for name in os.environ if name.startswith("PREFECT")}:
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    monkeypatch.setattr(sys, "pycache_prefix", sys.pycache_prefix)
    monkeypatch.setattr(sys, "dont_write_bytecode", sys.dont_write_bytecode)


@pytest.fixture
def clean(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    forget_prefect(monkeypatch)
    return monkeypatch


@pytest.fixture(scope="module")
def server(home: Path, recorded: object) -> Iterator[orchestrator.Server]:
    with pytest.MonkeyPatch.context() as monkeypatch:
        forget_prefect(monkeypatch)
        server = orchestrator.begin(home)
    server.wait_ready()
    yield server
    server.stop()


def test_what_the_user_has_set_is_left_alone(clean: pytest.MonkeyPatch) -> None:
    clean.setenv("PREFECT_SERVER_UI_ENABLED", "true")
    settings = orchestrator.environment(Path("/somewhere"))
    assert "PREFECT_SERVER_UI_ENABLED" not in settings
    assert settings["PREFECT_HOME"] == "/somewhere"
    assert settings["DO_NOT_TRACK"] == "1"


def test_a_server_of_the_user_is_used_and_not_even_asked(clean: pytest.MonkeyPatch, tmp_path: Path) -> None:
    clean.setenv("PREFECT_API_URL", "http://127.0.0.1:9/api")
    server = orchestrator.begin(tmp_path / "home")
    server.wait_ready()
    server.stop()
    assert server.process is None
    assert os.environ["PREFECT_API_URL"] == "http://127.0.0.1:9/api"
    assert "PREFECT_HOME" not in os.environ
    assert not (tmp_path / "home").exists()


def test_neither_importing_nor_beginning_imports_prefect(tmp_path: Path) -> None:
    script = """
        from pathlib import Path
        from chatward.cli import orchestrator
        server = orchestrator.begin(Path(sys.argv[1]))
        print("prefect" in sys.modules, server.process.poll())
    """
    assert finish(start(script, tmp_path)) == "False None"


def test_two_runs_at_once_in_a_new_home_record_their_ends(recorded: dict[str, dict[str, object]]) -> None:
    assert [run["state"] for run in recorded.values()] == ["COMPLETED", "COMPLETED"]


def test_every_task_of_a_run_has_its_final_state(recorded: dict[str, dict[str, list[str]]]) -> None:
    for run in recorded.values():
        assert sorted(run["tasks"]) == ["COMPLETED"] * 20 + ["FAILED"]


def test_the_last_log_line_and_the_artifact_are_kept(recorded: dict[str, dict[str, list[str]]]) -> None:
    for run in recorded.values():
        assert "last line" in run["logs"]
        assert run["artifacts"] == ["report"]


def test_nobody_else_may_read_the_home(home: Path, recorded: object) -> None:
    assert home.stat().st_mode & 0o077 == 0
    assert (home / "prefect.db").stat().st_mode & 0o077 == 0


def test_the_server_listens_on_the_loopback_only(server: orchestrator.Server) -> None:
    open_ports = psutil.Process(server.process.pid).net_connections("inet")
    assert {one.laddr for one in open_ports if one.status == psutil.CONN_LISTEN} == {("127.0.0.1", server.port)}
    assert not [one for one in open_ports if one.raddr and one.raddr[0] != "127.0.0.1"]


def test_the_server_tells_nothing_to_who_lacks_the_secret(server: orchestrator.Server) -> None:
    request = urllib.request.Request(f"http://127.0.0.1:{server.port}/api/flow_runs/filter", b"{}", method="POST")
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request, timeout=10)
    assert refused.value.code == 401


def test_a_stopped_server_leaves_no_process(server: orchestrator.Server) -> None:
    server.stop()
    server.stop()
    assert not psutil.pid_exists(server.process.pid)


@pytest.mark.parametrize("ready", ["server.wait_ready()", "pass"], ids=["that answers", "that still starts"])
def test_a_server_ends_soon_after_its_parent_is_killed(home: Path, recorded: object, ready: str) -> None:
    script = f"""
        import time
        from pathlib import Path
        from chatward.cli import orchestrator
        server = orchestrator.begin(Path(sys.argv[1]))
        {ready}
        print(server.process.pid, flush=True)
        time.sleep(60)
    """
    run = start(script, home)
    child = psutil.Process(int(run.stdout.readline()))
    time.sleep(0.3)
    run.send_signal(signal.SIGKILL)
    run.communicate()
    child.wait(15)
    assert not child.is_running()


def test_a_server_that_cannot_start_says_why(clean: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "prefect.db").write_bytes(b"no database at all" * 100)
    server = orchestrator.begin(tmp_path)
    with pytest.raises(ConfigError, match="file is not a database") as error:
        server.wait_ready()
    assert error.value.hint
    assert server.process.poll() is not None
