"""Runs the benchmarks and keeps their tables in ``RESULTS.md``.

    python tests/benchmarks/driver.py [NAME ...] [--quick] [--peers PYTHON]

Each runs in a process of its own, so that none starts with another's memory. ``--quick`` takes small sizes, to see that
all still runs, and keeps nothing. Ends with 1 if a benchmark failed; the others are run and kept all the same.
"""

import argparse
import inspect
import multiprocessing
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import machine
import results

HERE = Path(__file__).parent
PEERS = HERE.parents[1] / ".venv-peers" / "bin" / "python"
QUICK: dict[str, dict[str, int]] = {
    "whole_run": {"messages": 20_000},
    "incremental": {"messages": 20_000},
    "erasure": {"messages": 60_000},
    "peer_pipeline": {"messages": 2_000, "full": 20_000},
    "startup": {"rounds": 1},
    "whatsapp_reading": {"messages": 20_000},
    "telegram_reading": {"messages": 20_000},
    "json_reading": {"messages": 5_000},
    "large_file": {"megabytes": 100},
    "many_files": {"files": 500},
    "detection": {"messages": 20_000},
    "names_accuracy": {"messages": 20_000},
    "detection_accuracy": {"texts": 50},
    "sample_writing": {"messages": 20_000},
    "ledger_growth": {"receipts": 1_000},
}
"""All benchmarks in the order of the results, with the sizes of a quick look; the full ones are their defaults."""

Rows = list[dict[str, object]]


def main(names: Sequence[str], *, is_quick: bool, peers: str | None) -> int:
    """Run the benchmarks named, print their tables, keep them unless this is a quick look; return the exit code."""
    about, sections, failed = _preface(peers), {}, []
    print(about, flush=True)
    for name in names:
        print(f"{name} ...", file=sys.stderr, flush=True)
        started, load = time.monotonic(), machine.load()
        try:
            title, rows = _isolated(name, QUICK[name] if is_quick else {}, peers)
        except Exception as error:  # noqa: BLE001 - one that fails does not cost the others their results
            failed.append(name)
            print(f"\n{name} failed: {type(error).__name__}: {error}", file=sys.stderr, flush=True)
            continue
        day, seconds = f"{datetime.now(UTC):%Y-%m-%d}", time.monotonic() - started
        note = f"Measured on {day} in {seconds:,.0f} s; load before: {load}."
        sections[name] = f"{title}\n\n{results.table(rows)}\n\n{note}"
        print(f"\n## {name}\n\n{sections[name]}", flush=True)
    if sections and not is_quick:
        results.merge(HERE / "RESULTS.md", about, sections)
    return 1 if failed else 0


def _isolated(name: str, sizes: dict[str, int], peers: str | None) -> tuple[str, Rows]:
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(_run, name, sizes, peers).result()


def _run(name: str, sizes: dict[str, int], peers: str | None) -> tuple[str, Rows]:
    """Return what the benchmark says of itself, the first paragraph of its docstring, and its rows."""
    module = import_module(name)
    run: Callable[..., Rows] = module.run
    given: dict[str, Any] = {**sizes, "peers": peers}
    taken = {key: value for key, value in given.items() if key in inspect.signature(run).parameters}
    return (module.__doc__ or "").strip().split("\n\n")[0], run(**taken)


def _preface(peers: str | None) -> str:
    numbers = ", ".join(f"{name} {number}" for name, number in machine.versions(peers).items())
    return (
        f"# Benchmarks\n\n`make bench` writes this file; [README.md](README.md) says what is measured and how.\n\n"
        f"- machine: {machine.describe()}\n- versions: {numbers}"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(QUICK)}; all by default")
    parser.add_argument("--quick", action="store_true", help="take small sizes, and keep nothing")
    parser.add_argument("--peers", default=str(PEERS) if PEERS.exists() else None, help="interpreter with peers.txt")
    arguments = parser.parse_args()
    if unknown := set(arguments.names) - set(QUICK):
        parser.error(f"there is no benchmark {', '.join(sorted(unknown))}")
    sys.exit(main(arguments.names or list(QUICK), is_quick=arguments.quick, peers=arguments.peers))
