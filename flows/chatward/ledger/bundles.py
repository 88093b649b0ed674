"""What goes with a report so that a stranger can check it: leaves, their proofs, the log's key, and the verifier."""

from collections.abc import Mapping
from pathlib import Path

from chatward.ledger import log, tiles
from chatward.ledger.notes import PublicKey
from chatward.ledger.succession import successions

_VERIFIER = Path(__file__).with_name("verifier.py")


def proven(folder: Path, leaves: Mapping[str, int], key: PublicKey) -> dict[str, bytes]:
    """Return files by name: of each leaf its content as ``NAME.json`` and its proof as ``NAME.tlog-proof``.

    Args:
        folder: the ledger's.
        leaves: names, and where in the ledger they stand.
        key: the ledger's.

    Raises:
        IntegrityError: the ledger was changed.
    """
    files = {"ledger.vkey": f"{key}\n".encode(), "verify.py": _VERIFIER.read_bytes(), **successions(folder)}
    for name, proof in zip(leaves, log.proofs(folder, leaves.values(), key), strict=True):
        files[f"{name}.json"] = tiles.read_entry(folder, proof.index)
        files[f"{name}.tlog-proof"] = str(proof).encode()
    return files
