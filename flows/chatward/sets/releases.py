"""Releases: whole states of a set, put together from partitions and switched in one step.

Partitions lie in ``sets/<name>/pool``. A release is a folder of hard links to them with a signed manifest; ``current``
is a symbolic link to one. Readers see the old release or the new one, never a mix.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from chatward import durable
from chatward.durable import digest, has_digest
from chatward.errors import IntegrityError

MANIFEST = "manifest.json"
CURRENT = "current"
POOL = "pool"
RELEASE = "release"
"""The kind of record that the ledger has of each release."""


@dataclass(frozen=True, slots=True)
class Partition:
    """One month's file of a set, as the governance database knows it."""

    set_name: str
    month: str
    file_name: str
    key_name: str | None
    inputs: str
    row_count: int
    size_bytes: int
    sha256: str
    withheld: str
    stale_at_utc: object
    checks: str = "passed"

    def place(self, sets: Path) -> Path:
        """Return where the file lies in the pool below the workspace's sets folder."""
        return sets / self.set_name / POOL / self.file_name


@dataclass(frozen=True, slots=True)
class Release:
    """A published release.

    Attributes:
        is_new: False where nothing changed since the release before, which then stays.
        manifest_sha256: of the file that names all others of the release with their digests.
    """

    set_name: str
    release_id: str
    row_count: int
    partitions: int
    is_new: bool
    manifest_sha256: str


def prepare(
    sets: Path,
    name: str,
    partitions: Sequence[Partition],
    *,
    release_id: str,
    contract: Mapping[str, object],
    key: bytes,
) -> Release:
    """Put a release together and sign its manifest, for ``switch`` to make it current; or return the very same one.

    Args:
        sets: the workspace's sets folder.
        partitions: all partitions of the release; their files lie in the pool.
        contract: what the manifest says of the set beside its files: purpose, class, columns.
        key: seed of the manifest's Ed25519 key, 32 bytes (RFC 8032).
    """
    folder = sets / name
    content = {"set": name, **contract, "files": [_file_entry(p) for p in sorted(partitions, key=lambda p: p.month)]}
    rows = sum(partition.row_count for partition in partitions)
    if _current_content(folder, key) == content and _is_whole(folder / CURRENT, partitions):
        kept = folder / CURRENT
        return Release(name, _current_id(folder), rows, len(partitions), is_new=False, manifest_sha256=_manifest(kept))
    target = folder / f"release={release_id}"
    shutil.rmtree(target, ignore_errors=True)
    for partition in partitions:
        month = target / f"month={partition.month}"
        month.mkdir(parents=True, exist_ok=True)
        os.link(partition.place(sets), month / partition.file_name)
    target.mkdir(parents=True, exist_ok=True)
    _write_manifest(target, {"release": release_id, **content}, key)
    return Release(name, release_id, rows, len(partitions), is_new=True, manifest_sha256=_manifest(target))


def switch(sets: Path, release: Release) -> None:
    """Point ``current`` at a release that was prepared, in one step."""
    with durable.beside(sets / release.set_name / CURRENT) as place:
        place.symlink_to(f"release={release.release_id}")


def withdraw(sets: Path, keep_names: Iterable[str]) -> None:
    """Remove every set that is not among ``keep_names``: what the policy publishes no more is there for nobody."""
    keep = set(keep_names)
    for pool in sets.glob(f"*/{POOL}"):
        if pool.parent.name not in keep:
            shutil.rmtree(pool.parent)


def retire(sets: Path, name: str, keep_files: Iterable[str]) -> None:
    """Remove every release but the current one, and every file of the pool that is not in ``keep_files``.

    Readers that have a file open read it to its end; whoever opens one afterwards finds the current release.
    """
    folder = sets / name
    current = (folder / CURRENT).resolve() if (folder / CURRENT).exists() else None
    for release in folder.glob("release=*"):
        if release.resolve() != current:
            shutil.rmtree(release, ignore_errors=True)
    keep = set(keep_files)
    for file in (folder / POOL).glob("*"):
        if file.name not in keep:
            file.unlink()


def verify(sets: Path, name: str, *keys: bytes) -> dict[str, object]:
    """Return the manifest of the current release after checking its signature and every file's digest.

    Args:
        sets: the workspace's sets folder.
        name: of the set.
        keys: seeds of the keys that it may be signed by: two only while one takes the other's place.

    Raises:
        IntegrityError: the manifest or a file is not what was published.
    """
    folder = sets / name / CURRENT
    manifest = _read_manifest(folder, name, *keys)
    for entry in manifest["files"]:  # type: ignore[attr-defined]
        path = folder / f"month={entry['month']}" / entry["file"]
        if not has_digest(path, entry["sha256"]):
            raise IntegrityError(
                f"a file of set {name}, month {entry['month']}, was changed",
                hint="publish it again with `chatward run`",
            )
    return manifest


def sign_anew(sets: Path, name: str, former: bytes, successor: bytes) -> tuple[dict[str, object], bytes]:
    """Return the manifest of the current release, and the file that holds it under another key; nothing is written.

    Raises:
        IntegrityError: the manifest is not what was published.
    """
    manifest = _read_manifest(sets / name / CURRENT, name, former, successor)
    return manifest, _signed(manifest, successor)


def manifest_record(manifest: Mapping[str, Any], content: bytes, *, policy_sha256: str) -> dict[str, object]:
    """Return what the ledger has of a release whose manifest was signed anew, like of one that was published."""
    return {
        "kind": RELEASE,
        "set": manifest["set"],
        "release": manifest["release"],
        "rows": sum(entry["rows"] for entry in manifest["files"]),
        "partitions": len(manifest["files"]),
        "manifest_sha256": hashlib.sha256(content).hexdigest(),
        "policy_sha256": policy_sha256,
    }


def replace_manifest(sets: Path, name: str, content: bytes) -> None:
    """Put a manifest that was signed anew in the place of the one before, in one step."""
    durable.write(sets / name / CURRENT / MANIFEST, content)


def _read_manifest(release: Path, name: str, *keys: bytes) -> dict[str, object]:
    """Return the manifest of a release after checking its signature.

    Raises:
        IntegrityError: it is missing, no manifest, or was changed.
    """
    try:
        signed = json.loads((release / MANIFEST).read_bytes())
        manifest: dict[str, object] = signed["manifest"]
        signature = bytes.fromhex(signed["signature"])
        {signature.hex(): True}[signed["signature"]]  # one way to write it, so that no bit of it can change unnoticed
    except (OSError, ValueError, KeyError, TypeError):
        raise IntegrityError(
            f"set {name} has no readable manifest", hint="publish it again with `chatward run`"
        ) from None
    if not any(_is_signed(manifest, signature, key) for key in keys):
        raise IntegrityError(f"the manifest of set {name} was changed", hint="publish it again with `chatward run`")
    return manifest


def _is_signed(manifest: Mapping[str, object], signature: bytes, key: bytes) -> bool:
    try:
        Ed25519PrivateKey.from_private_bytes(key).public_key().verify(signature, _canonical(manifest))
    except InvalidSignature:
        return False
    return True


def _file_entry(partition: Partition) -> dict[str, object]:
    return {
        "month": partition.month,
        "file": partition.file_name,
        "rows": partition.row_count,
        "bytes": partition.size_bytes,
        "sha256": partition.sha256,
        "key": partition.key_name,
    }


def _is_whole(release: Path, partitions: Iterable[Partition]) -> bool:
    """Return whether every file of a release is as it was published."""
    return all(has_digest(release / f"month={part.month}" / part.file_name, part.sha256) for part in partitions)


def _current_content(folder: Path, key: bytes) -> dict[str, object] | None:
    try:
        content = _read_manifest(folder / CURRENT, folder.name, key)
    except IntegrityError:
        return None
    content.pop("release", None)
    return content


def _current_id(folder: Path) -> str:
    return (folder / CURRENT).resolve().name.removeprefix("release=")


def _write_manifest(target: Path, manifest: Mapping[str, object], key: bytes) -> None:
    durable.write(target / MANIFEST, _signed(manifest, key))


def _signed(manifest: Mapping[str, object], key: bytes) -> bytes:
    signature = Ed25519PrivateKey.from_private_bytes(key).sign(_canonical(manifest))
    return json.dumps({"manifest": manifest, "signature": signature.hex()}, indent=1).encode()


def _canonical(manifest: Mapping[str, object]) -> bytes:
    return json.dumps(manifest, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _manifest(release: Path) -> str:
    return digest(release / MANIFEST)
