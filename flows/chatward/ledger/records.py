"""Evidence records on plain files: appended, chained by digest, never changed, and without any personal value.

The chain tells of every change but those at its end. The end is told by a head that is kept elsewhere: pinned.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from chatward import durable
from chatward.errors import ConfigError, IntegrityError

MOST_BYTES = 65_535
"""A record is at most so long, as a leaf of a transparency log is."""
_FIRST = "0" * 64


@dataclass(frozen=True, slots=True)
class Head:
    """The ledger's state: how many records, and the digest that the last one ends the chain with."""

    records: int
    digest: str


def append(folder: Path, record: Mapping[str, object], *, pinned: Head | None = None) -> Head:
    """Append one record and return the new head; a record that is not written whole is not there.

    The file holds canonical JSON (sorted keys, no spaces, UTF-8) with the digest of the record before: SHA-256 (FIPS
    180-4) of that file's bytes.

    Raises:
        ConfigError: the folder cannot be written.
        IntegrityError: a record before is missing or changed.
    """
    before = head(folder, pinned=pinned)
    content = _canonical({"number": before.records, "previous": before.digest, "record": record})
    if len(content) > MOST_BYTES:
        raise ConfigError(f"an evidence record has {len(content)} bytes, at most {MOST_BYTES} fit")
    path = _path(folder, before.records)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        durable.write(path, content)
    except OSError as error:
        raise ConfigError(
            f"the ledger cannot be written: {error.strerror}", hint="free some space and run again"
        ) from None
    return Head(before.records + 1, hashlib.sha256(content).hexdigest())


def head(folder: Path, *, pinned: Head | None = None) -> Head:
    """Return the state of the ledger after walking the whole chain.

    Args:
        pinned: the head as it was noted elsewhere, or None where none was. One record more may be there: that of a run
            that was cut off before it noted the new head.

    Raises:
        IntegrityError: a record is missing, does not follow from the one before, or is not the one that was pinned.
    """
    heads = [Head(0, _FIRST), *_walk(folder)]
    if pinned and pinned not in heads[-2:]:
        raise IntegrityError(
            f"the ledger has {len(heads) - 1} records and does not end as the last run left it, with {pinned.records}",
            hint="somebody changed its end: restore the ledger folder from its backup",
        )
    return heads[-1]


def _walk(folder: Path) -> Iterator[Head]:
    """Yield the head after every record."""
    digest = _FIRST
    for number, content in enumerate(_contents(folder), start=1):
        try:
            entry = json.loads(content)
        except ValueError:
            entry = None
        links = (entry.get("number"), entry.get("previous")) if isinstance(entry, dict) else None
        if links != (number - 1, digest):
            raise IntegrityError(
                f"record {number - 1} of the ledger does not follow from the one before",
                hint="somebody changed the ledger: compare it with a copy that was kept elsewhere",
            )
        digest = hashlib.sha256(content).hexdigest()
        yield Head(number, digest)


def _contents(folder: Path) -> Iterator[bytes]:
    paths = sorted((folder / "records").glob("*.json"))
    for number, path in enumerate(paths):
        if path != _path(folder, number):
            raise IntegrityError(
                f"record {number} of the ledger is missing", hint="restore the ledger folder from its backup"
            )
        yield path.read_bytes()


def _path(folder: Path, number: int) -> Path:
    return folder / "records" / f"{number:012d}.json"


def _canonical(content: Mapping[str, object]) -> bytes:
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()
