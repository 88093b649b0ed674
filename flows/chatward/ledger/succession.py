"""Hands the ledger over to another key: the former key signs which one follows it, so that trust goes on unbroken.

What was signed before stays valid under the former public key, which auditors hold. Each succession is a leaf of the
ledger, proven under the former key, and lies in ``ledger/keys`` as a bundle that goes with every report from then on.
"""

from pathlib import Path

from chatward import durable
from chatward.ledger import log, tiles
from chatward.ledger.log import Signer
from chatward.ledger.notes import PublicKey

KIND = "ledger_key"
"""Kind of the record that names a successor."""
FOLDER = "keys"


def successor_record(former: PublicKey, successor: PublicKey, at_utc: str) -> dict[str, str]:
    """Return the record by which the former key names the one that follows it."""
    return {"kind": KIND, "vkey": str(successor), "replaces": str(former), "at_utc": at_utc}


def hand_over(folder: Path, index: int, former: Signer, successor: Signer) -> None:
    """Keep the proof, under the former key, of the record that names the successor, who then signs the checkpoint too.

    From here on either key opens the ledger, so that a cut before the keyring knows is no harm; the next record is
    signed by the successor alone.

    Raises:
        IntegrityError: the ledger was changed.
        OSError: the folder cannot be written.
    """
    bundle = folder / FOLDER
    bundle.mkdir(parents=True, exist_ok=True)
    durable.write(bundle / f"{index:012d}.json", tiles.read_entry(folder, index))
    durable.write(bundle / f"{index:012d}.tlog-proof", str(log.proof(folder, index, former.public)).encode())
    log.countersign(folder, former.public, successor)


def successions(folder: Path) -> dict[str, bytes]:
    """Return the bundles of all successions as files by name, as they go with a report."""
    return {f"{FOLDER}/{path.name}": path.read_bytes() for path in sorted((folder / FOLDER).glob("*"))}
