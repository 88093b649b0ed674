"""What a day costs on a workspace that holds years: a full run, then one more percent of messages as the next day's
delivery, and a run on that day. ``ratio`` is how many times cheaper the day is than the full run.

    python tests/benchmarks/incremental.py [--messages N]

The next day also retires what became due overnight. Wall clock, CPU and memory are of the whole process tree.
"""

import argparse
import json
from datetime import date, timedelta

from process_tree import Cost
from worlds import SEED, trial

from chatward.sample import write_delivery

MESSAGES = 3_000_000
NEW_SHARE = 0.01


def run(messages: int = MESSAGES) -> list[dict[str, object]]:
    """Run both; return a row for each and one for the ratios."""
    new = max(1, round(messages * NEW_SHARE))
    with trial(messages) as fresh:
        full = fresh.run(fresh.end)
        day = date.fromisoformat(fresh.end)
        write_delivery(fresh.workspace, messages=new, seed=SEED + 1, day=day)
        daily = fresh.run(f"{day + timedelta(days=1)}")
    first, second = _row("everything, once", messages, full), _row("one day more", new, daily)
    return [first, second, {"run": "ratio"} | _ratios(first, second)]


def _row(name: str, messages: int, cost: Cost) -> dict[str, object]:
    summary = json.loads(cost.output)
    stages: dict[str, float] = summary["stages"]
    inside = sum(stages.values())
    return {
        "run": name,
        "new_messages": messages,
        "wall_s": round(cost.wall_s, 2),
        "cpu_s": round(cost.cpu_s, 1),
        "all_stages_s": round(inside, 2),
        **{f"{stage}_s": round(seconds, 2) for stage, seconds in stages.items()},
        "outside_s": round(cost.wall_s - inside, 2),
        "disposed": summary["disposed"],
        "peak_mb": round(cost.peak_bytes / 1e6),
    }


def _ratios(first: dict[str, object], second: dict[str, object]) -> dict[str, object]:
    """Return how many times each cost of the first row is that of the second."""
    costs = [name for name in first if name.endswith("_s") or name == "peak_mb"]
    return {name: round(float(str(first[name])) / (float(str(second[name])) or 0.01), 1) for name in costs}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=MESSAGES)
    for row in run(parser.parse_args().messages):
        print(json.dumps(row))
