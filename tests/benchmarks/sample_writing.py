"""How long it takes to write a sample world, a source of large inputs for the other benchmarks.

    python tests/benchmarks/sample_writing.py [MESSAGES]

Prints seconds of CPU and of wall clock, messages a CPU second, and the peak of memory, for a world and then for one
day's delivery of a thousandth of it.
"""

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from chatward.sample import World, write_delivery, write_world

SEED = 3


def measure(name: str, write: Callable[[], World]) -> World:
    """Run ``write`` and print what it cost."""
    cpu, wall = time.process_time(), time.perf_counter()
    world = write()
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    rate = world.messages / cpu
    print(f"{name:<9}{world.messages:>11,} messages{cpu:8.1f} CPU-s{wall:8.1f} s{rate:>9,.0f}/CPU-s{peak_mb:7,.0f} MB")
    return world


def main() -> None:
    """Write both into a temporary folder."""
    messages = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "world"
        world = measure("world", lambda: write_world(path, messages=messages, seed=SEED))
        day = world.end.date()
        measure("delivery", lambda: write_delivery(path, messages=max(500, messages // 1000), seed=SEED + 1, day=day))


if __name__ == "__main__":
    main()
