"""What the ledger costs: receipts appended under one signed checkpoint, all of them checked again, one proven and that
proof verified. ``x_limit`` is the time divided by that of hashing and writing the same bytes to one file, synced.

    python tests/benchmarks/ledger_growth.py [RECEIPTS]
"""

import hashlib
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from chatward.ledger import log
from chatward.ledger.checkpoints import check_proof, parse_proof

RECEIPTS = 100_000
_SIGNER = log.Signer("chatward/benchmark", bytes(32))


def run(receipts: int = RECEIPTS) -> list[dict[str, object]]:
    """Measure a ledger of so many receipts; return a row for each thing done with it."""
    leaves = [log.leaf(_receipt(number)) for number in range(receipts)]
    key, middle = _SIGNER.public, receipts // 2
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "ledger"
        limit = _seconds(lambda: _write(Path(folder) / "limit", leaves))
        rows = [_row("hash, write, sync one file", receipts, limit, limit)]
        rows.append(_row("append and sign", receipts, _seconds(lambda: log.append(place, leaves, _SIGNER)), limit))
        rows.append(_row("check all", receipts, _seconds(lambda: log.head(place, key)), limit))
        rows.append(_row("append one more", 1, _seconds(lambda: log.append(place, leaves[:1], _SIGNER)), None))
        text = str(log.proof(place, middle, key)).encode()
        rows.append(_row("prove one", 1, _seconds(lambda: log.proof(place, middle, key)), None))
        rows.append(_row("verify one", 1, _seconds(lambda: check_proof(leaves[middle], parse_proof(text), key)), None))
    return rows


def _receipt(number: int) -> dict[str, object]:
    digest = hashlib.sha256(str(number).encode()).hexdigest()
    return {
        "kind": "disposal", "run_id": f"2026-11-29T09-00-00Z-{number % 365:06x}", "month": "2024-10",
        "rule": "support-messages", "messages": number % 1000, "events": number % 10,
        "policy_sha256": digest, "sha256_before": digest,
        "sha256_after": digest, "key_destroyed": f"shard/2024-10/{number}",
    }  # fmt: skip


def _write(path: Path, leaves: list[bytes]) -> None:
    with path.open("wb") as handle:
        for leaf in leaves:
            handle.write(hashlib.sha256(leaf).digest() + leaf)
        handle.flush()
        os.fsync(handle.fileno())


def _seconds(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def _row(what: str, receipts: int, seconds: float, limit: float | None) -> dict[str, object]:
    ratio = round(seconds / limit, 1) if limit else None
    return {"what": what, "receipts": receipts, "wall_ms": round(seconds * 1000, 2), "x_limit": ratio}


if __name__ == "__main__":
    for row in run(int(sys.argv[1]) if len(sys.argv) > 1 else RECEIPTS):
        print(json.dumps(row))
