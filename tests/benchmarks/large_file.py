"""How much memory one large Telegram export takes: to ``inspect``, read in parts, to ``collect`` and ``run``.

``python tests/benchmarks/large_file.py [--megabytes N]``; the file is written piece by piece into a temporary folder.
Peak memory is that of all processes together, a page that they share counted once; ``peak_x_file`` sets it against
the file.
"""

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import orjson
from process_tree import measure
from telegram_reading import messages_of

from chatward.sample import write_world

MEGABYTES = 5 * 1024
CHATWARD = [sys.executable, "-c", "from chatward.cli.main import main; main()"]
_MESSAGE_BYTES = 430
_SPAN_S = 2 * 365 * 86_400
_OTHER_MESSAGES = 500
_AS_OF = datetime(2025, 12, 1, tzinfo=UTC)
_Command = tuple[list[str | Path], dict[str, str] | None]
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


def write_large(path: Path, megabytes: int) -> int:
    """Write an export of about this size, message by message over two years; return how many there are."""
    count = megabytes * 2**20 // _MESSAGE_BYTES
    with path.open("wb") as stream:
        stream.write(b'{\n "name": "Acme",\n "type": "private_supergroup",\n "id": 1,\n "messages": [\n')
        for number, message in enumerate(messages_of(count, _SPAN_S / count)):
            stream.write((b",\n" if number else b"") + orjson.dumps(message, option=orjson.OPT_INDENT_2))
        stream.write(b"\n ]\n}\n")
    return count


@contextmanager
def stored(path: Path, verb: str) -> Iterator[tuple[list[str | Path], dict[str, str]]]:
    """Give the command that has a verb take an export into a new workspace, and its environment; gone afterwards."""
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        workspace = Path(folder) / "workspace"
        write_world(workspace, messages=_OTHER_MESSAGES, seed=1, end=_AS_OF)
        (workspace / "exports" / "telegram").mkdir(exist_ok=True)
        os.link(path, workspace / "exports" / "telegram" / path.name)
        environment = {**os.environ, "CHATWARD_HOME": str(Path(folder) / "home")}
        yield [*CHATWARD, verb, "--workspace", workspace, "--as-of", f"{_AS_OF:%Y-%m-%d}"], environment


def run(megabytes: int = MEGABYTES) -> list[dict[str, object]]:
    """Return a row for each way to read the file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "result.json"
        count = write_large(path, megabytes)
        size = path.stat().st_size
        rows: list[dict[str, object]] = []
        with ExitStack() as stack:
            commands: dict[str, _Command] = {
                "chatward inspect": ([*CHATWARD, "inspect", path, "--json"], None),
                "in parts": ([sys.executable, "-c", _COLLECT, folder], None),
            }
            for verb in ("collect", "run"):
                commands[f"chatward {verb}"] = stack.enter_context(stored(path, verb))
            for what, (command, environment) in commands.items():
                cost = measure(command, environment=environment)
                rows.append(
                    {
                        "what": what,
                        "messages": count,
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
