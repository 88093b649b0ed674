"""The whole job beside a pipeline of pandas, chat-miner and Presidio's pattern recognisers (``presidio_pipeline.py``)
on the same exports: read, filter by consent and age, replace identifiers by keyed tokens, write Parquet. The peers
start no server, encrypt, check and prove nothing, find no names, and use one core. Figures a message count every
message in the exports; ``start_s`` (imports, engine) is left out of the peers', nothing is left out of chatward's.
``x_slower`` is a row's time divided by that of chatward's largest run.

    python tests/benchmarks/peer_pipeline.py --peers PYTHON [--messages N] [--full N]
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from process_tree import Cost, measure
from worlds import Trial, trial

MESSAGES = 10_000
FULL_MESSAGES = 1_000_000
_SCRIPT = Path(__file__).with_name("presidio_pipeline.py")


def run(messages: int = MESSAGES, full: int = FULL_MESSAGES, peers: str | None = None) -> list[dict[str, object]]:
    """Run both on a small world and chatward on a large one; return a row for each run.

    Args:
        messages: how many the peers are given; their cost a message does not depend on it.
        full: how many chatward is given, at its second run.
        peers: interpreter of an environment with what ``peers.txt`` names; without it there is no row for the peers.
    """
    rows = [*_small(messages, peers)]
    with trial(full) as fresh:
        rows.append(_ours(fresh, full))
    return [row | _slower(row, rows[-1]) for row in rows]


def _small(messages: int, peers: str | None) -> Iterator[dict[str, object]]:
    with trial(messages) as fresh:
        if peers:
            yield _theirs(fresh, messages, peers)
        else:
            print("the peers are left out: no interpreter was named", file=sys.stderr)
        yield _ours(fresh, messages)


def _ours(fresh: Trial, messages: int) -> dict[str, object]:
    cost = fresh.run(fresh.end)
    published = json.loads(cost.output)["sets"]["messages"]["rows"]
    return _row("chatward", messages, cost, published)


def _theirs(fresh: Trial, messages: int, python: str) -> dict[str, object]:
    with tempfile.TemporaryDirectory() as output:
        cost = measure([python, _SCRIPT, fresh.workspace, fresh.end, output])
    told = json.loads(cost.output.splitlines()[-1])
    return _row(
        "pandas, chat-miner, Presidio", messages, cost, told["kept"], start=(told["start_s"], told["start_cpu_s"])
    )


def _row(
    pipeline: str, messages: int, cost: Cost, published: int, *, start: tuple[float, float] = (0.0, 0.0)
) -> dict[str, object]:
    """Return figures of one run; ``start`` is what is left out of the figures a message: seconds of wall and CPU."""
    return {
        "pipeline": pipeline,
        "messages": messages,
        "published": published,
        "wall_s": round(cost.wall_s, 2),
        "cpu_s": round(cost.cpu_s, 1),
        "cores_used": round(cost.cpu_s / cost.wall_s, 2),
        "peak_mb": round(cost.peak_bytes / 1e6),
        "start_s": round(start[0], 2),
        "wall_us_per_message": round((cost.wall_s - start[0]) / messages * 1e6, 1),
        "cpu_us_per_message": round((cost.cpu_s - start[1]) / messages * 1e6, 1),
    }


def _slower(row: dict[str, object], base: dict[str, object]) -> dict[str, object]:
    """Return how many times the time a message of ``base`` that of ``row`` is."""
    return {
        f"{kind}_x_slower": round(float(str(row[name])) / float(str(base[name])), 1)
        for kind in ("wall", "cpu")
        for name in [f"{kind}_us_per_message"]
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=MESSAGES)
    parser.add_argument("--full", type=int, default=FULL_MESSAGES)
    parser.add_argument("--peers", help="interpreter of an environment with what peers.txt names")
    arguments = parser.parse_args()
    for row in run(arguments.messages, arguments.full, arguments.peers):
        print(json.dumps(row))
