"""Measures how fast a Telegram export is read: messages a CPU second, and peak memory against the file's size.

Run as ``python tests/benchmarks/telegram_reading.py [MESSAGES]``; it writes its own export and prints one line.
"""

import json
import multiprocessing
import random
import resource
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


def _messages(count: int) -> Iterator[dict[str, object]]:
    """Yield messages as Telegram Desktop writes them: a tenth has media, some answer, some have links or reactions."""
    dice = random.Random(1)
    for number in range(1, count + 1):
        second = FIRST_SECOND + number * 37
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
    chat = {"name": "Acme", "type": "private_supergroup", "id": 1, "messages": list(_messages(count))}
    path.write_text(json.dumps(chat, ensure_ascii=False, indent=1), encoding="utf-8")


def read_export(path: Path) -> tuple[int, float]:
    """Return how many messages there are and how many CPU seconds it took to read them, the rows thrown away."""
    start = time.process_time()
    rows = sum(batch.messages.num_rows for batch in telegram.read(Export(path, "telegram"), ReadSettings()))
    return rows, time.process_time() - start


def run(messages: int = MESSAGES) -> list[dict[str, object]]:
    """Write an export in another process, read it some times; return one row, of the best time and the peak memory."""
    with tempfile.TemporaryDirectory() as folder:
        path, warm = Path(folder, "result.json"), Path(folder, "warm.json")
        for target, size in ((warm, 10), (path, messages)):
            writer = multiprocessing.get_context("spawn").Process(target=write_export, args=(target, size))
            writer.start()
            writer.join()
        read_export(warm)  # the first Arrow column imports pandas
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        rows, seconds = min((read_export(path) for _ in range(3)), key=lambda each: each[1])
        peak = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024
        size = path.stat().st_size
    return [
        {
            "messages": rows,
            "file_bytes": size,
            "cpu_seconds": round(seconds, 3),
            "messages_per_cpu_second": round(rows / seconds),
            "peak_memory_x_file": round(peak / size, 1),
        }
    ]


if __name__ == "__main__":
    for row in run(int(sys.argv[1]) if len(sys.argv) > 1 else MESSAGES):
        print(json.dumps(row))
