"""Checks what lies in a workspace against what was signed, and exchanges files with those who witness the ledger."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import orjson

from chatward.durable import digest
from chatward.errors import ConfigError, IntegrityError, UsageError
from chatward.ledger import log, tiles
from chatward.ledger.checkpoints import check_proof, parse_proof
from chatward.ledger.merkle import ProofError
from chatward.ledger.notes import WITNESS, NoteError, PublicKey, parse_key
from chatward.ledger.pinning import Pin, checked_head, pinned
from chatward.opening import load_keyring, looked_into
from chatward.policy import load as load_policy
from chatward.sets.catalogue import describe
from chatward.sets.releases import CURRENT, MANIFEST, RELEASE
from chatward.sets.releases import verify as verify_release
from chatward.settings import Settings
from chatward.workspace import Workspace, locked, unwritten


@dataclass(frozen=True, slots=True)
class Verified:
    """One thing that is as it was signed: ``count`` records of the ledger, or files of a set.

    Attributes:
        state: the ledger's root, or the set's release.
    """

    what: str
    count: int
    unit: str
    state: str


def verify_workspace(place: Workspace, here: Settings) -> list[Verified]:
    """Check every byte of the ledger and of the published sets; return what was checked.

    Raises:
        IntegrityError: something is not as it was left.
        ConfigError: nothing ran yet, or a run is going on.
    """
    with _ledger(place, here) as (_, head):
        found = [Verified("ledger", head.records, "records", head.root)]
        known = _manifests(place.ledger, head.records)
    keyring = load_keyring(place, here)
    keys = [keyring.key(each) for each in keyring.names("manifest")]
    for name in load_policy(place.policy_path).sets:
        if describe(place.sets, name):
            manifest = verify_release(place.sets, name, *keys)
            if digest(place.sets / name / CURRENT / MANIFEST) not in known:
                raise IntegrityError(
                    f"the ledger has no record of set {name}'s release",
                    hint="sets or ledger were put back alone: restore both from one backup",
                )
            files = cast("list[object]", manifest["files"])
            found.append(Verified(f"set {name}", len(files), "files", str(manifest["release"])))
    return found


def _manifests(ledger: Path, records: int) -> set[str]:
    """Return the digests of the manifests of all releases that the ledger has."""
    entries = (orjson.loads(entry) for entry in tiles.all_entries(ledger, records))
    return {str(entry["manifest_sha256"]) for entry in entries if entry["kind"] == RELEASE}


def verify_bundle(path: Path, key: str, witnesses: Sequence[str] = ()) -> str:
    """Check a proof whose leaf lies beside it under the ending ``.json``; return where in the log that leaf stands.

    Args:
        path: of a ``.tlog-proof``.
        key: the log's, as a vkey.
        witnesses: keys of those who must have signed too.

    Raises:
        IntegrityError: the proof does not show it.
        UsageError: a file is missing, or a key is none.
    """
    leaf = path.with_suffix(".json")
    try:
        content, data = leaf.read_bytes(), path.read_bytes()
    except OSError as error:
        raise UsageError(
            f"proof or leaf cannot be read: {error.strerror}", hint=f"{leaf.name} must lie beside"
        ) from None
    public, others = _key(key), [_witness(each) for each in witnesses]
    try:
        proof = parse_proof(data)
        checkpoint = check_proof(content, proof, public, others)
    except (NoteError, ProofError) as error:
        raise IntegrityError(f"not verified: {error}", hint="ask for the report anew, and keep this one") from None
    return f"record {proof.index} of {checkpoint.size}"


def ledger_key(place: Workspace, here: Settings) -> str:
    """Return the key by which the workspace's ledger is signed."""
    with _ledger(place, here) as (pin, _):
        return str(pin.key)


def witness_request(place: Workspace, here: Settings, since: int) -> str:
    """Return what a witness needs to sign that the ledger only grew since it had ``since`` records.

    Raises:
        UsageError: it never had so many.
    """
    with _ledger(place, here) as (pin, head):
        if not 0 <= since <= head.records:
            raise UsageError(
                f"the ledger has {head.records} records, not {since}", hint="ask the witness what it saw last"
            )
        return log.request(place.ledger, since, pin.key)


def take_cosignatures(place: Workspace, here: Settings, lines: str, witness: str) -> None:
    """Put a witness's signature under the checkpoint, from where it goes into every proof until the next record.

    Raises:
        UsageError: it is none of this checkpoint by this witness.
    """
    key, log_key = _witness(witness), _key(ledger_key(place, here))
    with locked(place):
        try:
            signed = log.take_cosignatures(place.ledger, lines, log_key, [key])
        except NoteError as error:
            raise UsageError(f"the signature was not taken: {error}", hint="the ledger may have grown since") from None
    if not signed:
        raise UsageError("none of the lines is of that witness", hint="give its key as `verify.py keygen` printed it")


@contextmanager
def _ledger(place: Workspace, here: Settings) -> Iterator[tuple[Pin, log.Head]]:
    """Give how the ledger was left and how it is, after checking all of it; no run writes meanwhile."""
    with unwritten(place) as writer:
        if writer:
            raise ConfigError("a run is going on", hint="try again when it has ended")
        with looked_into(place, here) as connection:
            pin = pinned(connection) if connection else None
            head = checked_head(connection, place.ledger) if connection else None
        if pin is None or head is None:
            raise ConfigError("no run was closed in this workspace yet", hint="`chatward run` is the first step")
        yield pin, head


def _key(text: str) -> PublicKey:
    try:
        return parse_key(text)
    except NoteError as error:
        raise UsageError(str(error), hint="it stands in ledger.vkey of every report") from None


def _witness(text: str) -> PublicKey:
    key = _key(text)
    if key.kind != WITNESS:
        raise UsageError("the key given is no witness's", hint="give the one that `verify.py keygen` printed")
    return key
