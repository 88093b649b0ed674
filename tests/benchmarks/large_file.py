"""How much memory one large Telegram export takes: to ``chatward inspect``, and read in parts for the warehouse.

``python tests/benchmarks/large_file.py [--megabytes N]``; the file is written piece by piece into a temporary folder.
Peak memory is that of the whole process; ``peak_x_file`` sets it against the file.
"""

import argparse
import json
import sys
import tempfile
from pathlib import Path

from process_tree import measure
from telegram_reading import write_export

MEGABYTES = 5 * 1024
_PIECE_MESSAGES = 20_000
_COLLECT = """
import sys
from pathlib import Path
from chatward.intake.discovery import entries
from chatward.intake.identifying import Keys
from chatward.intake.reading import read_entries
from chatward.intake.results import SourceTask
from chatward.sources.archives import Limits
from chatward.sources.records import ReadSettings
folder = Path(sys.argv[1])
task = SourceTask("chats", "telegram", ReadSettings(), Limits(), folder / "parts")
read = read_entries(list(entries(folder, ["*.json"])), task, Keys(b"i" * 32, b"d" * 32), frozenset())
print(sum(part.messages.num_rows for part in read.parts()))
"""


def write_large(path: Path, megabytes: int) -> None:
    """Write an export of at least this size: the same messages over and over."""
    write_export(path, _PIECE_MESSAGES)
    text = path.read_bytes()
    start, end = text.index(b"[") + 1, text.rindex(b"\n ]")
    piece = text[start:end]
    with path.open("wb") as stream:
        stream.write(text[:end])
        for _ in range(megabytes * 2**20 // len(piece)):
            stream.write(b"," + piece)
        stream.write(text[end:])


def run(megabytes: int = MEGABYTES) -> list[dict[str, object]]:
    """Return a row for each way to read the file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "result.json"
        write_large(path, megabytes)
        size = path.stat().st_size
        commands = {
            "chatward inspect": [Path(sys.executable).with_name("chatward"), "inspect", path, "--json"],
            "in parts": [sys.executable, "-c", _COLLECT, folder],
        }
        rows: list[dict[str, object]] = []
        for what, command in commands.items():
            cost = measure([str(each) for each in command])
            rows.append(
                {
                    "what": what,
                    "file_mb": round(size / 2**20),
                    "cpu_s": round(cost.cpu_s, 1),
                    "peak_mb": round(cost.peak_bytes / 2**20),
                    "peak_x_file": round(cost.peak_bytes / size, 2),
                }
            )
    return rows


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=int, default=MEGABYTES)
    for row in run(parser.parse_args().megabytes):
        print(json.dumps(row))
