"""How fast a Telegram export is read, from file to Arrow tables, beside ``json.load`` alone and chat-miner.

``python tests/benchmarks/telegram_reading.py [--messages N] [--peers PYTHON]``; it writes its own export. Figures are
CPU seconds of all threads, the best of three; peak memory is set against the file's size. ``ratio`` is the reader's
speed divided by the other's.
"""

import argparse
import json
import multiprocessing
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from chatward.sources.records import Export, ReadSettings
from chatward.sources.telegram import reader as telegram

WORDS = [
    "order", "parcel", "invoice", "thanks", "hello", "when", "refund", "broken", "please", "number", "Straße", "größe",
    "привет", "спасибо", "🙂",
]  # fmt: skip
FIRST_SECOND = 1_700_000_000
MESSAGES = 200_000
ROUNDS = 3
_PEER = """
import json, logging, sys, time
from chatminer.chatparsers import TelegramJsonParser
logging.disable(50)
start = time.process_time()
chat = TelegramJsonParser(sys.argv[1]); chat.parse_file()
seconds = time.process_time() - start
print(json.dumps([len(chat.parsed_messages.get_df()), seconds]))
"""


def messages_of(count: int, step_s: float = 37) -> Iterator[dict[str, object]]:
    """Yield messages as Telegram Desktop writes them: a tenth has media, some answer, some have links or reactions."""
    dice = random.Random(1)
    for number in range(1, count + 1):
        second = FIRST_SECOND + int(number * step_s)
        sender = dice.randrange(40)
        words = " ".join(dice.choices(WORDS, k=dice.randint(3, 20)))
        message: dict[str, object] = {
            "id": number,
            "type": "message",
            "date": datetime.fromtimestamp(second, UTC).strftime("%Y-%m-%dT%H:%M:%S"),
            "date_unixtime": str(second),
            "from": f"Person {sender}",
            "from_id": f"user{1000 + sender}",
            "text": words,
            "text_entities": [{"type": "plain", "text": words}],
        }
        chance = dice.random()
        if chance < 0.1:
            message |= {"photo": f"photos/photo_{number}.jpg", "photo_file_size": 51_234, "width": 800, "height": 600}
        elif chance < 0.3:
            message["reply_to_message_id"] = max(1, number - dice.randint(1, 9))
        elif chance < 0.4:
            message["text"] = [words, {"type": "link", "text": "https://acme.example/help"}]
        elif chance < 0.45:
            message["reactions"] = [{"type": "emoji", "count": 2, "emoji": "👍"}]
        yield message


def write_export(path: Path, count: int) -> None:
    """Write an export with one chat of ``count`` messages."""
    chat = {"name": "Acme", "type": "private_supergroup", "id": 1, "messages": list(messages_of(count))}
    path.write_text(json.dumps(chat, ensure_ascii=False, indent=1), encoding="utf-8")


def read_export(path: Path) -> tuple[int, float]:
    """Return how many messages there are and how many CPU seconds it took to read them, the rows thrown away."""
    start = time.process_time()
    rows = sum(batch.messages.num_rows for batch in telegram.read(Export(path, "telegram"), ReadSettings()))
    return rows, time.process_time() - start


def run(messages: int = MESSAGES, peers: str | None = None) -> list[dict[str, object]]:
    """Write an export in another process, read it some times; return a row for each reader."""
    with tempfile.TemporaryDirectory() as folder:
        path, warm = Path(folder, "result.json"), Path(folder, "warm.json")
        for target, size in ((warm, 10), (path, messages)):
            writer = multiprocessing.get_context("spawn").Process(target=write_export, args=(target, size))
            writer.start()
            writer.join()
        read_export(warm)  # the first Arrow column imports pandas
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        count, ours = min((read_export(path) for _ in range(ROUNDS)), key=lambda each: each[1])
        peak = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024
        size = path.stat().st_size
        rows = [_row("chatward", size, count, ours) | {"peak_memory_x_file": round(peak / size, 1)}]
        others = {"json.load alone": min((_load(path) for _ in range(ROUNDS)), key=lambda each: each[1])}
        if peers and (found := _chat_miner(path, peers)):
            others["chat-miner"] = found
    return rows + [
        _row(name, size, count, seconds) | {"ratio": round(seconds / ours, 2)}
        for name, (count, seconds) in others.items()
    ]


def _row(reader: str, size: int, messages: int, seconds: float) -> dict[str, object]:
    return {
        "reader": reader,
        "messages": messages,
        "file_bytes": size,
        "cpu_seconds": round(seconds, 3),
        "messages_per_cpu_second": round(messages / seconds),
    }


def _load(path: Path) -> tuple[int, float]:
    start = time.process_time()
    with path.open("rb") as stream:
        chat = json.load(stream)
    return len(chat["messages"]), time.process_time() - start


def _chat_miner(path: Path, python: str) -> tuple[int, float] | None:
    done = subprocess.run([python, "-c", _PEER, str(path)], capture_output=True, text=True, check=False)
    if done.returncode:
        print("chat-miner cannot read this file", file=sys.stderr)
        return None
    count, seconds = json.loads(done.stdout.splitlines()[-1])
    return count, seconds


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=MESSAGES)
    parser.add_argument("--peers", help="interpreter of an environment with chat-miner")
    arguments = parser.parse_args()
    for row in run(arguments.messages, arguments.peers):
        print(json.dumps(row))
