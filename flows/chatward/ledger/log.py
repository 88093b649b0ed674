"""The ledger: evidence records as leaves of a signed Merkle tree, appended, never changed, without personal data.

A checkpoint tells how large the tree is and what its root is, signed by the ledger's key: whoever changes, drops, swaps
or adds a record is found out. Whoever has the key too is found out by a head that was noted elsewhere: in the
governance database, and by every auditor who kept a checkpoint or signed one as a witness.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import rfc8785

from chatward import durable
from chatward.errors import ConfigError, IntegrityError
from chatward.ledger import merkle, tiles
from chatward.ledger.checkpoints import Checkpoint, Proof, read_checkpoint, signed, witness_request
from chatward.ledger.notes import (
    LOG,
    Note,
    NoteError,
    PublicKey,
    parse_note,
    parse_signatures,
    public_key,
    sign,
    signers,
)

CHECKPOINT = "checkpoint"


@dataclass(frozen=True, slots=True)
class Head:
    """How the ledger is: how many records, and the root of their tree, 64 hex digits."""

    records: int
    root: str


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs the ledger: its origin, a name without spaces, and an Ed25519 seed of 32 bytes."""

    origin: str
    seed: bytes

    @property
    def public(self) -> PublicKey:
        """The key by which anybody checks what was signed."""
        return public_key(self.origin, LOG, self.seed)


def leaf(record: Mapping[str, Any]) -> bytes:
    """Return a record as a leaf: canonical JSON (RFC 8785).

    Raises:
        ConfigError: it is too long.
    """
    content = rfc8785.dumps(dict(record))
    if len(content) > tiles.MOST_BYTES:
        raise ConfigError(f"an evidence record has {len(content)} bytes, at most {tiles.MOST_BYTES} fit")
    return content


def append(folder: Path, leaves: Sequence[bytes], signer: Signer, *, pinned: Head | None = None) -> Head:
    """Append leaves, sign the new checkpoint, and return the new head; until that is written, none of them is there.

    Raises:
        ConfigError: the folder cannot be written.
        IntegrityError: what is there is not what was written, or not what was pinned.
    """
    return extend(folder, leaves, signer, before=head(folder, signer.public, pinned=pinned))


def extend(folder: Path, leaves: Sequence[bytes], signer: Signer, *, before: Head) -> Head:
    """Append like ``append`` to a ledger whose head was checked a moment ago.

    Raises:
        ConfigError: the folder cannot be written.
        IntegrityError: a tile at the ledger's end is missing.
    """
    size = before.records + len(leaves)
    try:
        files = tiles.grown(folder, before.records, leaves)
        tiles.write(files)
        root = merkle.root(size, tiles.subtrees(folder, size))
        _write_note(folder, signed(Checkpoint(signer.origin, size, root), signer.seed))
        tiles.clear(files)
    except OSError as error:
        raise ConfigError(
            f"the ledger cannot be written: {error.strerror}", hint="free some space and run again"
        ) from None
    return Head(size, root.hex())


def head(folder: Path, key: PublicKey, *, pinned: Head | None = None) -> Head:
    """Return the state of the ledger after checking every byte of its tree.

    Args:
        pinned: the head as it was noted elsewhere, or None where none was. The ledger may have grown since.

    Raises:
        IntegrityError: something is missing, changed, not signed, or does not follow from what was pinned.
    """
    checkpoint = _checkpoint(folder, key)
    leaves = [merkle.leaf_hash(entry) for entry in tiles.all_entries(folder, checkpoint.size)]
    tiles.check_tiles(folder, leaves)
    subtree = merkle.in_memory(leaves)
    if merkle.root(checkpoint.size, subtree) != checkpoint.root:
        raise IntegrityError(
            "the records of the ledger do not fit its checkpoint",
            hint="somebody changed the ledger: compare it with a copy that was kept elsewhere",
        )
    if pinned and (pinned.records > checkpoint.size or merkle.root(pinned.records, subtree).hex() != pinned.root):
        raise IntegrityError(
            f"the ledger has {checkpoint.size} records and does not follow from how the last run left it, "
            f"with {pinned.records}",
            hint="somebody changed it: restore the ledger folder from its backup",
        )
    return Head(checkpoint.size, checkpoint.root.hex())


def last_record(folder: Path, key: PublicKey, kind: str) -> dict[str, Any] | None:
    """Return the last record of a kind, without checking the tree that it stands in; None where there is none.

    Raises:
        IntegrityError: the checkpoint was changed, or a tile is missing.
    """
    for index in reversed(range(_checkpoint(folder, key).size)):
        record: dict[str, Any] = json.loads(tiles.read_entry(folder, index))
        if record.get("kind") == kind:
            return record
    return None


def proof(folder: Path, index: int, key: PublicKey) -> Proof:
    """Return the proof that a leaf is in the ledger as its checkpoint has it; raises like ``proofs``."""
    return proofs(folder, [index], key)[0]


def proofs(folder: Path, indexes: Iterable[int], key: PublicKey) -> list[Proof]:
    """Return the proofs of leaves, of which neighbours share most hashes and therefore most reading.

    Raises:
        ValueError: there is no such leaf.
        IntegrityError: the ledger was changed.
    """
    size = _checkpoint(folder, key).size
    subtree = cache(tiles.subtrees(folder, size))
    found = [(index, tuple(merkle.inclusion_proof(index, size, subtree))) for index in indexes]
    note = _note(folder)
    return [Proof(index, hashes, note) for index, hashes in found]


def request(folder: Path, old: int, key: PublicKey) -> str:
    """Return what a witness needs that saw ``old`` records last (C2SP tlog-witness, add-checkpoint).

    Raises:
        ValueError: the ledger never was so large.
        IntegrityError: the ledger was changed.
    """
    size = _checkpoint(folder, key).size
    return witness_request(old, merkle.consistency_proof(old, size, tiles.subtrees(folder, size)), _note(folder))


def take_cosignatures(folder: Path, lines: str, key: PublicKey, witnesses: Sequence[PublicKey]) -> list[PublicKey]:
    """Put a witness's signatures under the checkpoint and return who signed it now; unknown ones are left out.

    Raises:
        NoteError: a line is no signature, or of another checkpoint.
        IntegrityError: the ledger was changed.
    """
    _checkpoint(folder, key)
    note = _note(folder)
    names = {(witness.name, witness.key_id) for witness in witnesses}
    taken = [each for each in parse_signatures(lines) if (each.name, each.key_id) in names]
    kept = [each for each in note.signatures if (each.name, each.key_id) not in {(t.name, t.key_id) for t in taken}]
    cosigned = Note(note.text, (*kept, *taken))
    found = signers(cosigned, witnesses)
    _write_note(folder, cosigned)
    return found


def countersign(folder: Path, key: PublicKey, signer: Signer) -> None:
    """Put the signature of another key of the log under its checkpoint.

    Raises:
        IntegrityError: the checkpoint was changed.
    """
    _checkpoint(folder, key)
    note = _note(folder)
    added = sign(note.text, signer.origin, signer.seed)
    others = tuple(each for each in note.signatures if each.key_id != added.key_id)
    _write_note(folder, Note(note.text, (*others, added)))


def _checkpoint(folder: Path, key: PublicKey) -> Checkpoint:
    """Return the signed checkpoint; that of an empty ledger where nothing was ever written."""
    if not (folder / CHECKPOINT).exists():
        return Checkpoint(key.name, 0, merkle.root(0, merkle.in_memory([])))
    try:
        return read_checkpoint(_note(folder), key)
    except NoteError as error:
        raise IntegrityError(
            f"the ledger's checkpoint was changed: {error}", hint="restore the ledger folder from its backup"
        ) from None


def _note(folder: Path) -> Note:
    return parse_note((folder / CHECKPOINT).read_bytes())


def _write_note(folder: Path, note: Note) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    durable.write(folder / CHECKPOINT, str(note).encode())
