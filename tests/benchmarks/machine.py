"""What benchmarks ran on: the machine and the versions of everything that is measured."""

import json
import os
import platform
import re
import subprocess
from importlib.metadata import version
from pathlib import Path

import psutil

_OURS = ("chatward", "duckdb", "pyarrow", "prefect", "great-expectations")
_PEERS_FILE = Path(__file__).with_name("peers.txt")
_ASK = "import importlib.metadata as m, json, sys; print(json.dumps({n: m.version(n) for n in sys.argv[1:]}))"


def cores() -> int:
    """Return how many cores this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)  # not on macOS
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def describe() -> str:
    """Return processor, cores, memory and system in one line."""
    memory = psutil.virtual_memory().total / 2**30
    return f"{cores()} cores ({_processor()}), {memory:.0f} GiB of memory, {platform.system()} {platform.machine()}"


def load() -> float:
    """Return how many processes wanted a core over the last minute, this one among them."""
    return round(os.getloadavg()[0], 1)


def versions(peers: str | None) -> dict[str, str]:
    """Return the versions of Python, chatward, its libraries, and of the peers in the environment of this interpreter.

    Raises:
        subprocess.CalledProcessError: a peer is missing there.
    """
    found = {"python": platform.python_version()} | {name: version(name) for name in _OURS}
    if not peers:
        return found
    names = re.findall(r"^([\w-]+)==", _PEERS_FILE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    told = subprocess.run([peers, "-c", _ASK, *names], capture_output=True, text=True, check=True)
    return found | {f"{name} (peers)": number for name, number in json.loads(told.stdout).items()}


def _processor() -> str:
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:  # not on macOS
        return platform.processor()
    found = re.search(r"^model name\s*:\s*(.+)$", text, flags=re.MULTILINE)
    return found[1] if found else platform.machine()
