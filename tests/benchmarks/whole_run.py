"""What the whole daily run costs on a workspace it has never seen: every export read, gated, stored, pseudonymised,
published and reported on. "Outside the stages" is start-up, the report and the end of the Prefect server.

    python tests/benchmarks/whole_run.py [--messages N] [--years Y]

Wall clock, CPU seconds and memory of the whole process tree. A message counts once, whatever becomes of it.
"""

import argparse
import json

from process_tree import Cost
from worlds import YEARS, trial

MESSAGES = 1_000_000


def run(messages: int = MESSAGES, years: float = YEARS) -> list[dict[str, object]]:
    """Run the lifecycle once; return a row for the whole and one for each stage."""
    with trial(messages, years) as fresh:
        cost = fresh.run(fresh.end)
    stages: dict[str, float] = json.loads(cost.output)["stages"]
    inside = sum(stages.values())
    whole = _row("whole process", cost.wall_s, cost, messages) | {
        "cpu_s": round(cost.cpu_s, 1),
        "cores_used": round(cost.cpu_s / cost.wall_s, 2),
        "cpu_us_per_message": round(cost.cpu_s / messages * 1e6, 1),
        "peak_mb": round(cost.peak_bytes / 1e6),
    }
    return [
        whole,
        _row("all stages", inside, cost, messages),
        *(_row(name, seconds, cost, messages) for name, seconds in stages.items()),
        _row("outside the stages", cost.wall_s - inside, cost, messages),
    ]


def _row(part: str, seconds: float, cost: Cost, messages: int) -> dict[str, object]:
    return {
        "part": part,
        "messages": messages,
        "wall_s": round(seconds, 2),
        "share_pct": round(100 * seconds / cost.wall_s, 1),
        "messages_per_s": round(messages / seconds) if seconds else None,
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=MESSAGES)
    parser.add_argument("--years", type=float, default=YEARS)
    arguments = parser.parse_args()
    for row in run(arguments.messages, arguments.years):
        print(json.dumps(row))
