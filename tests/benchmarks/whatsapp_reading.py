"""How fast WhatsApp exports are read, from file to Arrow tables, beside chat-miner, whatstk and the npm
parser ``whatsapp-chat-parser``.

``python tests/benchmarks/whatsapp_reading.py [--messages N] [--peers PYTHON]``; the peers live in an environment of
their own, whose interpreter ``--peers`` names. Figures are CPU seconds of all threads, the best of three.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from chatward.sources.records import Export, ReadSettings
from chatward.sources.whatsapp.reader import read

MESSAGES = 200_000
ROUNDS = 3
_NAMES = ("Jürgen Groß", "Acme Service", "+49 151 23456789", "Zoë 🌱", "Ana-Lucía Pérez")
_TEXT = "guten Tag, meine Bestellung ist noch nicht da können Sie bitte nachsehen danke order Größe 😀 Rechnung ok :)"
_WORDS = tuple(_TEXT.split())
_SPECIAL = {
    "android de": (
        "<Medien ausgeschlossen>",
        "Diese Nachricht wurde gelöscht.",
        "IMG-20240213-WA0001.jpg (Datei angehängt)",
    ),
    "ios en": (
        "\u200eimage omitted",
        "\u200eThis message was deleted.",
        "\u200e<attached: 00000012-PHOTO-2024-02-01-09-00-30.jpg>",
    ),
}
_PEERS = {
    "chat-miner": (
        "from chatminer.chatparsers import WhatsAppParser",
        "chat = WhatsAppParser(sys.argv[1]); chat.parse_file()",
        "len(chat.parsed_messages.get_df())",
    ),
    "whatstk": ("from whatstk import WhatsAppChat", "chat = WhatsAppChat.from_source(sys.argv[1])", "len(chat.df)"),
}
_PEER = """
import json, logging, sys, time
{0}
logging.disable(50)
start = time.process_time()
{1}
seconds = time.process_time() - start
print(json.dumps([{2}, seconds]))
"""

# the parser takes a text and gives objects; reading the file counts, as it does for all others
_NODE_PEER = """
const { readFileSync } = require("fs");
const { parseString } = require("whatsapp-chat-parser");
const start = process.cpuUsage();
const found = parseString(readFileSync(process.argv[1], "utf8"));
const used = process.cpuUsage(start);
console.log(JSON.stringify([found.length, (used.user + used.system) / 1e6]));
"""


def write_chat(path: Path, shape: str, messages: int) -> None:
    """Write a synthetic chat, about 90 bytes a message: one in twelve has two parts, one in twenty is no text."""
    chance = random.Random(11)
    now = datetime(2021, 3, 1, 8, tzinfo=UTC)
    header = {"android de": "%d.%m.%y, %H:%M - ", "ios en": "[%d/%m/%Y, %H:%M:%S] "}[shape]
    ending = "\r\n" if shape.startswith("ios") else "\n"
    with path.open("w", encoding="utf-8", newline="") as stream:
        for _ in range(messages):
            now += timedelta(seconds=chance.randrange(20, 500))
            stream.write(f"{now.strftime(header)}{chance.choice(_NAMES)}: {_body(chance, shape)}{ending}")


def _body(chance: random.Random, shape: str) -> str:
    draw = chance.random()
    if draw < 0.05:
        return chance.choice(_SPECIAL[shape])
    words = " ".join(chance.choices(_WORDS, k=chance.randrange(4, 17)))
    return f"{words}\n{words}" if draw < 0.13 else words


def run(messages: int = MESSAGES, peers: str | None = None) -> list[dict[str, object]]:
    """Return one row for each kind of file and each reader; ``ratio`` is our speed divided by the peer's."""
    rows: list[dict[str, object]] = []
    with tempfile.TemporaryDirectory() as folder:
        for shape in ("android de", "ios en"):
            path = Path(folder) / f"{shape}.txt"
            write_chat(path, shape, messages)
            ours = min(_ours(path) for _ in range(ROUNDS))
            rows.append(_row(shape, "chatward", path, ours, messages))
            for peer, (count, seconds) in _peers(path, peers):
                rows.append(_row(shape, peer, path, seconds, count) | {"ratio": round(seconds / ours, 1)})
    return rows


def _row(shape: str, reader: str, path: Path, seconds: float, messages: int) -> dict[str, object]:
    return {
        "file": shape, "reader": reader, "messages": messages, "file_bytes": path.stat().st_size,
        "cpu_seconds": round(seconds, 3), "messages_per_cpu_second": round(messages / seconds),
    }  # fmt: skip


def _ours(path: Path) -> float:
    start = time.process_time()
    settings = ReadSettings(zone=ZoneInfo("Europe/Berlin"))
    rows = sum(batch.messages.num_rows for batch in read(Export(path, "whatsapp"), settings))
    assert rows
    return time.process_time() - start


def _peers(path: Path, python: str | None) -> Iterator[tuple[str, tuple[int, float]]]:
    commands = {peer: [str(python), "-c", _PEER.format(*code)] for peer, code in _PEERS.items()} if python else {}
    modules = Path(python or "").parents[1] / "node_modules"
    if python and (modules / "whatsapp-chat-parser").is_dir():
        commands["whatsapp-chat-parser"] = ["node", "-e", _NODE_PEER]
    elif python:
        print("whatsapp-chat-parser is left out: npm was missing when the peers were installed", file=sys.stderr)
    for peer, command in commands.items():
        environment = {**os.environ, "NODE_PATH": str(modules)}
        done = subprocess.run([*command, str(path)], capture_output=True, text=True, check=False, env=environment)
        if done.returncode == 0:
            count, seconds = json.loads(done.stdout.splitlines()[-1])
            yield peer, (count, seconds)
        else:
            print(f"{peer} cannot read this file", file=sys.stderr)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=MESSAGES)
    parser.add_argument("--peers", help="interpreter of an environment with chat-miner and whatstk")
    arguments = parser.parse_args()
    for row in run(arguments.messages, arguments.peers):
        print(json.dumps(row))
