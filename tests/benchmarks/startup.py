"""What commands cost before they do any work: wall clock and CPU of the whole process tree, the best of three.
"A flow of one task" is a Prefect server, one flow and one task that does nothing, from start to end of the process;
"until its first task" ends when that task begins. Imports are the cumulative time that ``-X importtime`` tells.

    python tests/benchmarks/startup.py [--rounds N]
"""

import argparse
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from process_tree import Cost, measure
from worlds import Trial, trial

ROUNDS = 3
_MESSAGES = 500  # the smallest world
_IMPORTS = ("prefect", "great_expectations", "pyarrow", "duckdb")
_CHAT = "".join(f"21.10.25, 11:{minute:02} - Anna: hello, has my parcel been sent?\n" for minute in range(60))
_ONE_TASK = """
import sys, time
from pathlib import Path
import psutil
from chatward.cli import orchestrator
server = orchestrator.begin(Path(sys.argv[1]))
from chatward.orchestration import stage, step
server.wait_ready()

@step("nothing")
def nothing():
    return time.time() - psutil.Process().create_time()

@stage("one task")
def one_task():
    return nothing.submit().result()

print(one_task())
"""


def run(rounds: int = ROUNDS) -> list[dict[str, object]]:
    """Return a row for each command and each import."""
    with trial(_MESSAGES) as fresh:
        rows = [*_commands(fresh, rounds), *_one_task(fresh, rounds)]
    return rows + [{"what": f"import {name}", "wall_s": _import_seconds(name, rounds)} for name in _IMPORTS]


def _commands(fresh: Trial, rounds: int) -> Iterator[dict[str, object]]:
    """Yield what our commands take; the first run makes the home, with Prefect's tables, and the warehouse."""
    chat = fresh.home.with_name("small.txt")
    chat.write_text(_CHAT, encoding="utf-8")
    yield _row("python -c pass", _best([measure([sys.executable, "-c", "pass"]) for _ in range(rounds)]))
    commands: dict[str, list[str | Path]] = {
        "chatward --help": ["--help"],
        "chatward policy check": ["policy", "check", fresh.workspace],
        "chatward inspect, 60 lines": ["inspect", chat],
    }
    for name, arguments in commands.items():
        yield _row(name, _best([fresh.chatward(*arguments) for _ in range(rounds)]))
    yield _row(f"chatward run, {_MESSAGES} messages, new home", fresh.run(fresh.end))
    yield _row("chatward run, nothing new", _best([fresh.run(fresh.end) for _ in range(rounds)]))


def _one_task(fresh: Trial, rounds: int) -> Iterator[dict[str, object]]:
    costs = [measure([sys.executable, "-c", _ONE_TASK, str(fresh.home)]) for _ in range(rounds)]
    yield {"what": "until its first task", "wall_s": round(min(float(cost.output) for cost in costs), 2)}
    yield _row("a flow of one task", _best(costs))


def _best(costs: list[Cost]) -> Cost:
    return min(costs, key=lambda cost: cost.wall_s)


def _row(what: str, cost: Cost) -> dict[str, object]:
    return {
        "what": what, "wall_s": round(cost.wall_s, 2), "cpu_s": round(cost.cpu_s, 2),
        "peak_mb": round(cost.peak_bytes / 1e6) or None,
    }  # fmt: skip


def _import_seconds(module: str, rounds: int) -> float:
    """Return the cumulative seconds of the least of some imports, each in a process of its own."""
    line = re.compile(rf"import time:\s*\d+ \|\s*(\d+) \| {module}$", re.MULTILINE)
    told = [measure([sys.executable, "-X", "importtime", "-c", f"import {module}"]).talk for _ in range(rounds)]
    return round(min(int(line.findall(one)[-1]) for one in told) / 1e6, 2)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    for row in run(parser.parse_args().rounds):
        print(json.dumps(row))
