"""Checkpoints (C2SP tlog-checkpoint), requests to witnesses (tlog-witness) and proofs (tlog-proof v1), as text."""

import base64
import re
from collections.abc import Sequence
from dataclasses import dataclass

from chatward.ledger.merkle import HASH_BYTES, check_inclusion, leaf_hash
from chatward.ledger.notes import Note, NoteError, PublicKey, parse_note, sign, signers

_PROOF = "c2sp.org/tlog-proof@v1"
_NUMBER = re.compile(r"0|[1-9][0-9]{0,18}")
_MOST_HASHES = 63


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """How a log is at one size; ``root`` is the hash of its tree, 32 bytes."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """The text that is signed."""
        return f"{self.origin}\n{self.size}\n{_encoded(self.root)}\n"


@dataclass(frozen=True, slots=True)
class Proof:
    """That one leaf is in the log of a signed checkpoint."""

    index: int
    hashes: tuple[bytes, ...]
    note: Note

    def __str__(self) -> str:
        return _joined([_PROOF, f"index {self.index}"], self.hashes, self.note)


def signed(checkpoint: Checkpoint, seed: bytes) -> Note:
    """Return the checkpoint as a note that the log signed, whose name is its origin."""
    return Note(checkpoint.text, (sign(checkpoint.text, checkpoint.origin, seed),))


def read_checkpoint(note: Note, key: PublicKey) -> Checkpoint:
    """Return what a note says of the log of ``key``, after checking that this log signed it.

    Raises:
        NoteError: it did not, or it is another log's, or no checkpoint.
    """
    lines = note.text.split("\n")
    if len(lines) != 4 or not _NUMBER.fullmatch(lines[1]):
        raise NoteError("not a checkpoint")
    checkpoint = Checkpoint(lines[0], int(lines[1]), _decoded(lines[2]))
    if checkpoint.origin != key.name:
        raise NoteError("the checkpoint is another log's")
    if key not in signers(note, [key]):
        raise NoteError("the checkpoint is not signed by the log")
    return checkpoint


def witness_request(old: int, hashes: Sequence[bytes], note: Note) -> str:
    """Return what a witness needs that saw ``old`` leaves last: the consistency proof and the new checkpoint."""
    return _joined([f"old {old}"], hashes, note)


def parse_proof(data: bytes) -> Proof:
    """Return the proof in the text of a ``.tlog-proof``; lines of extra data are not authenticated and passed by.

    Raises:
        NoteError: it is none.
    """
    head, _, note = data.partition(b"\n\n")
    lines = head.decode(errors="replace").split("\n")
    if lines[0] != _PROOF:
        raise NoteError("not a proof of a transparency log")
    lines = lines[2:] if lines[1:2] and lines[1].startswith("extra ") else lines[1:]
    if not lines or not lines[0].startswith("index ") or not _NUMBER.fullmatch(lines[0][6:]):
        raise NoteError("the proof does not say where its leaf stands")
    if len(lines) - 1 > _MOST_HASHES:
        raise NoteError("the proof is too long")
    return Proof(int(lines[0][6:]), tuple(map(_decoded, lines[1:])), parse_note(note))


def check_proof(content: bytes, proof: Proof, log: PublicKey, witnesses: Sequence[PublicKey] = ()) -> Checkpoint:
    """Check that ``content`` is a leaf of the log, and that each of the witnesses saw its checkpoint; return that.

    Raises:
        NoteError: the checkpoint is not signed by the log, or not by every witness.
        ProofError: the leaf is not shown to be in it.
    """
    checkpoint = read_checkpoint(proof.note, log)
    seen = signers(proof.note, witnesses)
    if missing := [witness for witness in witnesses if witness not in seen]:
        raise NoteError(f"{len(missing)} of {len(witnesses)} witnesses did not sign")
    check_inclusion(leaf_hash(content), proof.index, checkpoint.size, proof=proof.hashes, root=checkpoint.root)
    return checkpoint


def _joined(head: Sequence[str], hashes: Sequence[bytes], note: Note) -> str:
    return "".join(f"{line}\n" for line in (*head, *map(_encoded, hashes))) + f"\n{note}"


def _encoded(value: bytes) -> str:
    return base64.b64encode(value).decode()


def _decoded(line: str) -> bytes:
    try:
        found = base64.b64decode(line, validate=True)
    except ValueError:
        found = b""
    if len(found) != HASH_BYTES or _encoded(found) != line:
        raise NoteError("a line is no hash")
    return found
