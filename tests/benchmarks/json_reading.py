"""How fast the JSON exports are read, from file to Arrow tables, beside ``json.load`` of the same bytes.

    python tests/benchmarks/json_reading.py [MESSAGES]

Writes a sample world and reads its exports. Figures are CPU seconds, the best of three for each export, and count
records: messages and events together.
"""

import io
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from chatward.sample import write_world
from chatward.sources import recognise
from chatward.sources.files import read_members
from chatward.sources.records import Export, ReadSettings

MESSAGES = 50_000
PLATFORMS = ("whatsapp_cloud_api", "telegram", "slack", "messenger", "instagram")
ROUNDS = 3
SEED = 3


def run(messages: int = MESSAGES) -> list[dict[str, object]]:
    """Return one row a platform; ``x_json_load`` is the reader's speed divided by that of ``json.load`` alone."""
    with tempfile.TemporaryDirectory() as folder:
        write_world(Path(folder) / "world", messages=messages, seed=SEED)
        found = list(recognise.find_exports([Path(folder) / "world" / "exports"]))
        exports = [each for each in found if isinstance(each, Export)]
        return [_row(platform, [each for each in exports if each.platform == platform]) for platform in PLATFORMS]


def _row(platform: str, exports: list[Export]) -> dict[str, object]:
    records, reader = _best(exports, _read)
    _, peer = _best(exports, _load)
    return {
        "platform": platform,
        "files": sum(len(export.members) for export in exports),
        "records": records,
        "us_per_record": round(reader / records * 1e6, 1),
        "us_per_record_json_load": round(peer / records * 1e6, 1),
        "x_json_load": round(peer / reader, 2),
    }


def _best(exports: list[Export], measured: Callable[[Export], int]) -> tuple[int, float]:
    """Return what was counted in all exports, and the sum of the fewest CPU seconds that each took."""
    counted, seconds = 0, 0.0
    for export in exports:
        times = []
        for _ in range(ROUNDS):
            start = time.process_time()
            count = measured(export)
            times.append(time.process_time() - start)
        counted, seconds = counted + count, seconds + min(times)
    return counted, seconds


def _read(export: Export) -> int:
    return sum(batch.records for batch in recognise.read(export, ReadSettings()))


def _load(export: Export) -> int:
    return sum(1 for _, data in read_members(export) for _ in _documents(export, data))


def _documents(export: Export, data: bytes) -> Iterator[object]:
    if export.platform == "whatsapp_cloud_api":
        yield from map(json.loads, data.splitlines())
    else:
        yield json.load(io.BytesIO(data))


if __name__ == "__main__":
    for row in run(int(sys.argv[1]) if len(sys.argv) > 1 else MESSAGES):
        print(json.dumps(row))
