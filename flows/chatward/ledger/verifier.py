#!/usr/bin/env python3
"""Checks a chatward report, or one proof, without chatward: with this file, Python and the package ``cryptography``.

    python verify.py report                    every proof beside this file, and that evidence.json is what was logged
    python verify.py proof FILE.tlog-proof     that one leaf is in the log
    python verify.py keygen KEY NAME           makes an auditor's key and prints its public half
    python verify.py witness REQUEST ...       checks that the log only grew since last time, and signs that it did

Whoever keeps a log could show each auditor another one. So note the log's key once, and give it with ``--log``; keep
the state of ``witness``, which remembers how the log was. Formats: C2SP tlog-proof v1, tlog-checkpoint, signed-note,
tlog-cosignature, tlog-witness; RFC 6962 hashes. This file shares no code with chatward, so that it may be believed.
"""

import argparse
import base64
import hashlib
import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

LOG_KIND, WITNESS_KIND = 1, 4


class Refused(Exception):  # noqa: N818 - it says what it means
    """Something is not what it is said to be."""


# -- trees --------------------------------------------------------------------------------------------------------


def sha256(*parts: bytes) -> bytes:
    """Return the digest of the parts, one after another."""
    return hashlib.sha256(b"".join(parts)).digest()


def half(size: int) -> int:
    """Return the largest power of two below ``size``."""
    return 1 << (size - 1).bit_length() - 1


def included_root(leaf: bytes, index: int, size: int, path: list[bytes]) -> bytes:
    """Return the root that a leaf's audit path leads to."""
    if not 0 <= index < size or (size == 1) != (not path):
        raise Refused("the proof has not as many hashes as the tree has levels")
    if size == 1:
        return leaf
    middle, sibling = half(size), path[-1]
    if index < middle:
        return sha256(b"\1", included_root(leaf, index, middle, path[:-1]), sibling)
    return sha256(b"\1", sibling, included_root(leaf, index - middle, size - middle, path[:-1]))


def grown_roots(old: int, size: int, path: list[bytes], old_root: bytes | None) -> tuple[bytes, bytes]:
    """Return the roots of the old and of the new tree that a consistency proof leads to."""
    if old == size:
        if len(path) != (old_root is None):
            raise Refused("the consistency proof has not as many hashes as it needs")
        found = path[0] if old_root is None else old_root
        return found, found
    if not path:
        raise Refused("the consistency proof is too short")
    middle, sibling = half(size), path[-1]
    if old <= middle:
        before, after = grown_roots(old, middle, path[:-1], old_root)
        return before, sha256(b"\1", after, sibling)
    before, after = grown_roots(old - middle, size - middle, path[:-1], None)
    return sha256(b"\1", sibling, before), sha256(b"\1", sibling, after)


# -- notes --------------------------------------------------------------------------------------------------------


def decoded(text: str, length: int) -> bytes:
    """Return ``length`` bytes of base64."""
    try:
        found = base64.b64decode(text, validate=True)
    except ValueError:
        found = b""
    if len(found) != length or base64.b64encode(found).decode() != text:
        raise Refused("a line is not what it should be")
    return found


def key_id(name: str, material: bytes) -> bytes:
    """Return the four bytes that a signature line names its key by."""
    return sha256(name.encode(), b"\n", material)[:4]


def key_of(vkey: str, kind: int) -> tuple[str, bytes]:
    """Return name and material (its kind, then the public key) of a key that is written in one word."""
    name, _, rest = vkey.strip().partition("+")
    shown, _, encoded = rest.partition("+")
    material = decoded(encoded, 33)
    if key_id(name, material).hex() != shown or material[0] != kind:
        raise Refused("the key given is none of the right kind")
    return name, material


def check_signature(text: str, below: str, name: str, material: bytes) -> None:
    """Check that the key signed the text; other keys' lines are passed by."""
    *lines, end = below.split("\n")
    for line in lines:
        dash, shown, encoded = (*line.split(" "), "", "")[:3]
        if dash != "\u2014" or line.count(" ") != 2 or end:
            raise Refused("a line under the checkpoint is no signature")
        signed = base64.b64decode(encoded)
        if (shown, signed[:4]) != (name, key_id(name, material)):
            continue
        decoded(encoded, 68 if material[0] == LOG_KIND else 76)
        message, value = text.encode(), signed[4:]
        if material[0] == WITNESS_KIND:
            message, value = cosigned(text, int.from_bytes(signed[4:12], "big")), signed[12:]
        try:
            Ed25519PublicKey.from_public_bytes(material[1:]).verify(value, message)
        except InvalidSignature:
            raise Refused(f"the signature of {name} is wrong") from None
        return
    raise Refused(f"{name} did not sign the checkpoint")


def cosigned(text: str, seconds: int) -> bytes:
    """Return what a witness signs."""
    return f"cosignature/v1\ntime {seconds}\n{text}".encode()


def checkpoint_of(note: str, log: str, witnesses: list[str]) -> tuple[str, int, bytes]:
    """Return text, size and root of a checkpoint, after checking who signed it."""
    text, _, below = note.rpartition("\n\n")
    text += "\n"
    lines = text.split("\n")
    if len(lines) != 4 or not lines[1].isdigit() or str(int(lines[1])) != lines[1]:
        raise Refused("there is no checkpoint")
    name, material = key_of(log, LOG_KIND)
    if lines[0] != name:
        raise Refused("the checkpoint is another log's")
    check_signature(text, below, name, material)
    for witness in witnesses:
        check_signature(text, below, *key_of(witness, WITNESS_KIND))
    return text, int(lines[1]), decoded(lines[2], 32)


def check_proof(content: bytes, proof: str, log: str, witnesses: list[str]) -> str:
    """Check that content is a leaf of the log; return where it stands, in words."""
    head, _, note = proof.partition("\n\n")
    first, *lines = head.split("\n")
    if first != "c2sp.org/tlog-proof@v1":
        raise Refused("there is no proof")
    if lines and lines[0].startswith("extra "):
        lines = lines[1:]
    word, _, number = lines[0].partition(" ") if lines else ("", "", "")
    if word != "index" or not number.isdigit() or str(int(number)) != number:
        raise Refused("the proof does not say where its leaf stands")
    _, size, root = checkpoint_of(note, log, witnesses)
    path = [decoded(line, 32) for line in lines[1:]]
    if included_root(sha256(b"\0", content), int(number), size, path) != root:
        raise Refused("the leaf is not in the log")
    return f"record {number} of {size}"


# -- what an auditor does -----------------------------------------------------------------------------------------


def verify_proof(path: Path, log: str, witnesses: list[str]) -> bytes:
    """Check a proof whose leaf lies beside it, tell so, and return the leaf."""
    content = path.with_suffix(".json").read_bytes()
    place = check_proof(content, path.read_bytes().decode(), log, witnesses)
    print(f"verified {path.name}: {place}")
    return content


def followed(folder: Path, log: str) -> str:
    """Return the key that the log is signed by now: each former one signed which key follows it."""
    for path in sorted((folder / "keys").glob("*.tlog-proof")):
        content = path.with_suffix(".json").read_bytes()
        succession = json.loads(content)
        if succession["kind"] == "ledger_key" and succession["replaces"] == log:
            check_proof(content, path.read_bytes().decode(), log, [])
            log = succession["vkey"]
            print(f"the log is signed by another key since {succession['at_utc']}, as the former one says: {log}")
    return log


def verify_report(folder: Path, log: str | None, witnesses: list[str]) -> None:
    """Check every proof of a report, and that its evidence is what was logged."""
    if log is None:
        log = (folder / "ledger.vkey").read_text(encoding="utf-8")
        print(f"log key, as the report itself has it: {log.strip()}")
        print("compare it with the one that you noted, or give that with --log")
    log = followed(folder, log.strip())
    run = json.loads(verify_proof(folder / "run.tlog-proof", log, witnesses))
    digest = hashlib.sha256((folder / "evidence.json").read_bytes()).hexdigest()
    if run["evidence_sha256"] != digest:
        raise Refused("evidence.json is not what was logged")
    print("verified evidence.json: as it was logged")
    for path in sorted(path for kind in ("receipts", "releases") for path in (folder / kind).glob("*.tlog-proof")):
        verify_proof(path, log, witnesses)


def make_key(key: Path, name: str) -> None:
    """Write a new key that only its owner can read, and print its public half."""
    seed = os.urandom(32)
    with os.fdopen(os.open(key, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(f"{name} {seed.hex()}\n")
    material = bytes([WITNESS_KIND]) + Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()
    print(f"{name}+{key_id(name, material).hex()}+{base64.b64encode(material).decode()}")


def witness(request: Path, log: str, key: Path, state: Path) -> None:
    """Check that the log grew out of what was seen last, remember how it is, and print a signature of it."""
    head, _, note = request.read_bytes().decode().partition("\n\n")
    first, *lines = head.split("\n")
    text, size, root = checkpoint_of(note, log, [])
    origin = text.split("\n")[0]
    seen = json.loads(state.read_text(encoding="utf-8")) if state.exists() else {}
    old, old_root = seen.get(origin, {"size": 0, "root": ""}).values()
    if first != f"old {old}":
        raise Refused(f"this witness saw {old} records last: ask for the growth since then")
    path = [decoded(line, 32) for line in lines]
    known = bytes.fromhex(old_root)
    if (old and (old > size or grown_roots(old, size, path, known) != (known, root))) or (not old and path):
        raise Refused("the log did not only grow: keep this request, it is evidence")
    seen[origin] = {"size": size, "root": root.hex()}
    beside = state.with_name(state.name + ".new")
    beside.write_text(json.dumps(seen, indent=1), encoding="utf-8")
    beside.replace(state)
    name, seed = key.read_text(encoding="utf-8").split()
    private = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(seed))
    material = bytes([WITNESS_KIND]) + private.public_key().public_bytes_raw()
    seconds = int(time.time())
    value = key_id(name, material) + seconds.to_bytes(8, "big") + private.sign(cosigned(text, seconds))
    print(f"\u2014 {name} {base64.b64encode(value).decode()}")


def parser() -> argparse.ArgumentParser:
    """Return what reads the command line."""
    whole = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    verbs = whole.add_subparsers(dest="verb", required=True)
    report, proof = verbs.add_parser("report"), verbs.add_parser("proof")
    report.add_argument("folder", type=Path, nargs="?", default=Path(__file__).parent)
    report.add_argument("--log", help="the log's key, as you noted it")
    proof.add_argument("path", type=Path)
    proof.add_argument("--log", required=True, help="the log's key")
    for each in (report, proof):
        each.add_argument(
            "--witness", action="append", default=[], dest="witnesses", help="key of somebody who must have signed too"
        )
    keygen, sign = verbs.add_parser("keygen"), verbs.add_parser("witness")
    keygen.add_argument("key", type=Path)
    keygen.add_argument("name", help="like auditor.example/2026")
    sign.add_argument("request", type=Path)
    sign.add_argument("--log", required=True, help="the log's key")
    sign.add_argument("--key", required=True, type=Path, help="your key")
    sign.add_argument("--state", required=True, type=Path, help="where is kept how the log was")
    return whole


def main() -> int:
    """Do what the command line says; exit code 7 where something is refused."""
    given = vars(parser().parse_args())
    verbs: dict[str, Callable[..., object]] = {
        "report": verify_report,
        "proof": verify_proof,
        "keygen": make_key,
        "witness": witness,
    }
    try:
        verbs[given.pop("verb")](**given)
    except (Refused, OSError, ValueError, KeyError, TypeError) as error:
        print(f"verify: refused: {error}", file=sys.stderr)
        return 7
    return 0


if __name__ == "__main__":
    sys.exit(main())
