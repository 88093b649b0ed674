"""How long it takes to write a sample world, a source of large inputs for the other benchmarks.

    python tests/benchmarks/sample_writing.py [MESSAGES]

Tells seconds of CPU and of wall clock, messages a CPU second, and the peak of memory, for a world and then for one
day's delivery of a thousandth of it.
"""

import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from chatward.sample import World, write_delivery, write_world

SEED = 3
MESSAGES = 1_000_000


def run(messages: int = MESSAGES) -> list[dict[str, object]]:
    """Write a world and a day's delivery into a temporary folder; return a row for each."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "world"
        world, row = _measure("world", lambda: write_world(path, messages=messages, seed=SEED))
        day = world.end.date()
        size = max(500, messages // 1000)
        _, daily = _measure("delivery", lambda: write_delivery(path, messages=size, seed=SEED + 1, day=day))
    return [row, daily]


def _measure(name: str, write: Callable[[], World]) -> tuple[World, dict[str, object]]:
    cpu, wall = time.process_time(), time.perf_counter()
    world = write()
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    return world, {
        "what": name,
        "messages": world.messages,
        "cpu_seconds": round(cpu, 2),
        "wall_seconds": round(wall, 2),
        "messages_per_cpu_second": round(world.messages / cpu),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6),
    }


if __name__ == "__main__":
    for row in run(int(sys.argv[1]) if len(sys.argv) > 1 else MESSAGES):
        print(json.dumps(row))
