"""What a small file costs beside its records: thousands of chats of a few lines, and the same lines in one file.

``python tests/benchmarks/many_files.py [FILES]``. Figures are CPU seconds of finding, reading and identifying; the
difference of the two, divided by the number of files, is the overhead of a file.
"""

import json
import sys
import tempfile
import time
from pathlib import Path

from chatward.intake.discovery import chunks, entries
from chatward.intake.identifying import Keys
from chatward.intake.reading import read_entries
from chatward.intake.results import SourceTask
from chatward.sources.archives import Limits
from chatward.sources.records import ReadSettings

FILES = 10_000
_LINES = 5


def run(files: int = FILES) -> list[dict[str, object]]:
    """Return one row for the many files, and one for a single file of the same lines."""
    with tempfile.TemporaryDirectory() as folder:
        many, one = Path(folder, "many"), Path(folder, "one")
        many.mkdir()
        one.mkdir()
        chats = [_chat(number) for number in range(files)]
        for number, chat in enumerate(chats):
            (many / f"{number}.txt").write_text(chat, encoding="utf-8")
        (one / "all.txt").write_text("".join(chats), encoding="utf-8")
        _read(one)  # imports
        single, several = _read(one), _read(many)
    overhead = {"overhead_ms_per_file": round((several - single) / files * 1000, 2)}
    return [
        {"files": files, "lines": files * _LINES, "cpu_seconds": round(several, 2)} | overhead,
        {"files": 1, "lines": files * _LINES, "cpu_seconds": round(single, 2)},
    ]


def _chat(number: int) -> str:
    minutes = (f"{number // 1440 % 28 + 1:02d}.03.24, {number // 60 % 24:02d}:{number % 60:02d}",) * _LINES
    return "".join(f"{when} - Person {number}: line {line} of this chat\n" for line, when in enumerate(minutes))


def _read(folder: Path) -> float:
    start = time.process_time()
    task = SourceTask("chats", "whatsapp", ReadSettings(), Limits(), folder / "parts")
    keys = Keys(b"i" * 32, b"d" * 32)
    found = (read_entries(chunk, task, keys, frozenset()) for chunk in chunks(entries(folder, ["*.txt"])))
    assert sum(part.messages.num_rows for each in found for part in each.parts())
    return time.process_time() - start


if __name__ == "__main__":
    for row in run(int(sys.argv[1]) if len(sys.argv) > 1 else FILES):
        print(json.dumps(row))
