"""How fast personal data are found in chat texts and replaced, on one core, beside Presidio and others.

``python tests/benchmarks/detection.py [--messages N] [--peers PYTHON]``; ``--peers`` names the interpreter of an
environment with ``peers.txt``. Figures are CPU seconds of all threads, the best of three. ``x_slower`` is the time of a
row a message divided by that of "detect". Presidio and scrubadub search a few thousand of the messages, and every one
of them only for kinds that chatward finds too, where it can be chosen.
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa

from chatward.deidentify import Tokeniser, pseudonymise_texts
from chatward.detect import Detector, NameIndex

MESSAGES = 200_000
ROUNDS = 3
PARTICIPANTS = 50_000
PII_SHARE, NAME_SHARE = 0.1, 0.47
_TEXT = """
    the order has not arrived yet can you check what happened to it thanks for your help I will wait until tomorrow
    please let me know when it is ready ok great we are looking into this and get back to you shortly hello there my
    parcel was damaged could you send another one is still open since monday yes no problem the driver left it at the
    door of our neighbour who was away for 2 days at 10:30 on 12 March 2024 and paid 12.50 for it so where do I find it
"""
_WORDS = tuple(_TEXT.split())
_FIRST = (
    "Anna", "Ben", "Carla", "David", "Elena", "Felix", "Greta", "Henry", "Irina", "Jonas", "Katja", "Liam", "Mona",
    "Nils", "Olga", "Paul", "Rita", "Sven",
)  # fmt: skip
_SYLLABLES = ("ba", "de", "fi", "go", "ka", "le", "mi", "no", "ra", "se", "ti", "vo", "wu", "ze")
_PEER = """
import json, sys, time
texts = json.load(open(sys.argv[1]))
{setup}
find()
start = time.process_time()
found = find()
print(json.dumps([found, time.process_time() - start]))
"""
_PRESIDIO = """
import logging
logging.disable(50)
from presidio_analyzer import PatternRecognizer, RecognizerRegistry
registry = RecognizerRegistry()
registry.load_predefined_recognizers(languages=["en"])
wanted = {"EMAIL_ADDRESS", "PHONE_NUMBER", "CREDIT_CARD", "IBAN_CODE", "IP_ADDRESS", "URL", "MAC_ADDRESS"}
used = [one for one in registry.recognizers
        if wanted & set(one.supported_entities) and type(one).__name__ not in ("SpacyRecognizer", "StanzaRecognizer")]
def find():
    return sum(len(one.analyze(text, one.supported_entities, None)) for text in texts for one in used)
"""
_SCRUBADUB = """
import scrubadub
def find():
    scrubber = scrubadub.Scrubber()
    return sum(1 for text in texts for _ in scrubber.iter_filth(text))
"""
_DATAFOG_CORE = """
import datafog_core
def find():
    return sum(len(datafog_core.scan(text)) for text in texts)
"""
_MASKOPS = """
import maskops, polars
frame = polars.DataFrame({"text": texts})
def find():
    return int(frame.select(maskops.mask_pii("text", patterns=PATTERNS) != polars.col("text")).sum().item())
"""
_SIX = ["email", "phone", "credit_card", "iban", "ip", "ssn"]
_PEERS: dict[str, tuple[int, str]] = {
    "presidio, pattern recognisers": (2_000, _PRESIDIO),
    "scrubadub": (5_000, _SCRUBADUB),
    "datafog-core": (50_000, _DATAFOG_CORE),
    "maskops, six kinds": (200_000, f"PATTERNS = {_SIX}" + _MASKOPS),
    "maskops, all kinds": (200_000, "PATTERNS = None" + _MASKOPS),
}
"""By name: how many messages it searches at most, and how."""


def write_messages(messages: int, people: list[str]) -> list[str]:
    """Write synthetic messages of about 90 characters; a tenth hold something to find, half name somebody."""
    chance = random.Random(11)
    texts = []
    for _ in range(messages):
        words = chance.choices(_WORDS, k=chance.randrange(14, 24))
        if chance.random() < NAME_SHARE:
            words.insert(chance.randrange(len(words)), chance.choice(people).split()[0])
        if chance.random() < PII_SHARE:
            words.insert(chance.randrange(len(words)), _pii(chance))
        texts.append(" ".join(words))
    return texts


def _pii(chance: random.Random) -> str:
    number = chance.randrange(1_000_000, 10_000_000)
    return chance.choice(
        [
            f"{chance.choice(_FIRST).lower()}.{number}@example.com",
            f"+49 17{number % 10} {number}",
            f"415-555-{number % 9000 + 1000}",
            chance.choice(["4111 1111 1111 1111", "5555555555554444", "371449635398431"]),
            "DE44 5001 0517 5407 3249 31",
            f"10.{number % 256}.{number // 256 % 256}.{number // 65_536 % 256}",
            f"https://shop.example.com/orders/{number}",
            f"@user_{number}",
        ]
    )


def _people() -> list[str]:
    chance = random.Random(7)
    return [f"{chance.choice(_FIRST)} {''.join(chance.choices(_SYLLABLES, k=3)).title()}" for _ in range(PARTICIPANTS)]


def run(messages: int = MESSAGES, peers: str | None = None) -> list[dict[str, object]]:
    """Measure detection, detection with names, and pseudonymisation; return a row for each and for each peer."""
    people = _people()
    texts = write_messages(messages, people)
    column = pa.array(texts)
    detector, tokeniser = Detector(), Tokeniser(bytes(32))
    names = NameIndex((name, number) for number, name in enumerate(people))
    tokens = tokeniser.tokens("person", people)
    rows = [
        _measure("detect", messages, lambda: detector.find(column)),
        _measure("detect, 50,000 names", messages, lambda: detector.find(column, names)),
        _measure("texts to tokens", messages, lambda: pseudonymise_texts(column, detector, None, tokeniser, {})),
        _measure(
            "texts to tokens, 50,000 names",
            messages,
            lambda: pseudonymise_texts(column, detector, names, tokeniser, {}, people=tokens),
        ),
    ]
    return _compared(rows + list(_peers(texts, peers)))


def _compared(rows: list[dict[str, Any]]) -> list[dict[str, object]]:
    """Return the rows with how many times slower each is than the first."""
    fastest = rows[0]["cpu_seconds"] / rows[0]["messages"]
    return [row | {"x_slower": round(row["cpu_seconds"] / row["messages"] / fastest, 1)} for row in rows]


def _measure(what: str, messages: int, work: Callable[[], object]) -> dict[str, Any]:
    seconds = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        seconds.append(time.process_time() - start)
    return _row(what, messages, min(seconds))


def _row(what: str, messages: int, seconds: float) -> dict[str, Any]:
    return {
        "what": what, "messages": messages, "cpu_seconds": round(seconds, 3),
        "messages_per_cpu_second": round(messages / seconds),
    }  # fmt: skip


def _peers(texts: list[str], python: str | None) -> Iterator[dict[str, Any]]:
    for name, (most, setup) in _PEERS.items():
        some = texts[:most]
        answer = ask_peer(_PEER.replace("{setup}", setup), some, python)
        if answer:
            yield _row(name, len(some), answer[1])


def ask_peer(code: str, texts: list[str], python: str | None) -> Any:
    """Return the JSON that ``code`` prints last, run by another interpreter on a file of texts; None if it fails."""
    if not python:
        return None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "texts.json"
        path.write_text(json.dumps(texts), encoding="utf-8")
        done = subprocess.run([python, "-c", code, str(path)], capture_output=True, text=True, check=False)
    if done.returncode:
        print("the peers do not run under the interpreter given", file=sys.stderr)
        return None
    return json.loads(done.stdout.splitlines()[-1])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=MESSAGES)
    parser.add_argument("--peers", help="interpreter of an environment with peers.txt")
    arguments = parser.parse_args()
    for row in run(arguments.messages, arguments.peers):
        print(json.dumps(row))
