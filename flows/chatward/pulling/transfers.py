"""Brings what a place has that is new: fetched beside, compared with its digest, moved to its place, one by one."""

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Literal

from chatward import progress
from chatward.errors import SourceFormatError, TransferError
from chatward.policy.location import Location, is_manifest, pattern
from chatward.policy.sections import Limits
from chatward.pulling import manifests
from chatward.pulling.fetching import Fetched, fetch, part_name
from chatward.pulling.landing import land, place_of, staging, sweep
from chatward.pulling.objects import ChangedError, CutError, Peer, Remote, RemoteObject
from chatward.pulling.patience import Patience
from chatward.sources import archives, files

Comparison = Literal["equal", "different"]
_AT_ONCE = 4
_CHUNKS = 8
"""Objects that are fetched before it is looked whether the line still holds, for each of those at once."""
_ID_BYTES = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """How one object came: what is kept as evidence.

    Attributes:
        transfer_id: ``<source>/<12 hex digits>``, at random; says nothing of the object's name.
        sha256: of the payload, 64 hex digits.
        size_bytes: of the payload.
        received_bytes: what was sent in this run.
        attempts: how many times it was asked for.
        manifest: how the payload compares with the digest that its place names for it; None where it names none.
    """

    transfer_id: str
    sha256: str
    size_bytes: int
    received_bytes: int
    attempts: int
    manifest: Comparison | None
    peer: Peer


@dataclass(frozen=True, slots=True)
class Brought:
    """One object that was dealt with: pulled, or not and why. A transfer with an error was refused as it came."""

    object: RemoteObject
    transfer: Transfer | None = None
    error: TransferError | None = None


@dataclass(frozen=True, slots=True)
class Errand:
    """What is to be brought where.

    Attributes:
        source: name of the source.
        folder: of the source's exports.
        location: that the remote is of.
        known: tells the version in which an object was pulled before, by its name; None where it was not.
    """

    source: str
    folder: Path
    location: Location
    known: Callable[[str], str | None]
    limits: Limits
    patience: Patience


def transfer_id(source: str) -> str:
    """Return a new id of a transfer."""
    return f"{source}/{secrets.token_hex(_ID_BYTES)}"


def bring(remote: Remote, errand: Errand) -> Iterator[Brought]:
    """Yield each object that is new or changed, after it lies at its place; what is known is not asked for.

    Raises:
        TransferError: the place as a whole refuses, or its line broke for good: what is left waits for the next run.
    """
    listed = errand.patience.call(lambda: _listed(remote, errand.limits.pull_objects))
    digests = _digests(remote, errand, [each for each in listed if is_manifest(each.name)])
    new = [
        each for each in listed
        if not is_manifest(each.name) and not (each.version and errand.known(each.name) == each.version)
    ]  # fmt: skip
    place = staging(errand.folder)
    sweep(place, frozenset(part_name(each) for each in new))
    workers = _AT_ONCE if errand.location.scheme != "sftp" else 1
    bar = progress.bar(f"pulling {errand.source}", len(new))
    with bar as advance, ThreadPoolExecutor(workers, thread_name_prefix="pull") as pool:
        todo = iter(new)
        is_cut = False
        while not is_cut and (chunk := list(islice(todo, workers * _CHUNKS))):
            for brought in pool.map(lambda each: _brought(remote, each, errand, digests), chunk):
                is_cut = is_cut or (isinstance(brought.error, CutError) and not isinstance(brought.error, ChangedError))
                advance(1)
                yield brought


def _listed(remote: Remote, most: int) -> list[RemoteObject]:
    listed = list(islice((each for each in remote.objects() if not each.name.endswith("/")), most + 1))
    if len(listed) > most:
        raise TransferError(
            f"the location holds over {most} objects", hint="narrow it down, or raise `limits.pull_objects`"
        )
    return listed


def _digests(remote: Remote, errand: Errand, lists: Sequence[RemoteObject]) -> dict[str, str]:
    """Return the digests that lists beside the objects name, by the objects' names."""
    digests: dict[str, str] = {}
    for each in lists:
        fetched = fetch(remote, each, staging(errand.folder), most_bytes=manifests.MOST_BYTES, patience=errand.patience)
        digests |= manifests.parse(each.name, fetched.path.read_bytes())
        fetched.path.unlink()
    return digests


def _brought(remote: Remote, wanted: RemoteObject, errand: Errand, digests: Mapping[str, str]) -> Brought:
    """Bring one object to its place; what is wrong with it costs no other."""
    try:
        place = place_of(errand.folder, wanted.name)
        fetched = fetch(
            remote, wanted, staging(errand.folder), most_bytes=errand.limits.pull_bytes, patience=errand.patience
        )
        transfer = _transfer(fetched, errand.source, digests.get(wanted.name) or fetched.declared)
        if transfer.manifest == "different":
            fetched.path.unlink()
            error = TransferError(
                "an object is not what its manifest says; it was not taken", hint="have it put there again"
            )
            return Brought(wanted, transfer, error)
        if errand.location.members is None:
            land(fetched.path, place)
        else:
            _land_members(fetched.path, place, errand)
    except TransferError as error:
        return Brought(wanted, error=error)
    return Brought(wanted, transfer)


def _transfer(fetched: Fetched, source: str, declared: str | None) -> Transfer:
    return Transfer(
        transfer_id=transfer_id(source),
        sha256=fetched.sha256,
        size_bytes=fetched.size_bytes,
        received_bytes=fetched.received_bytes,
        attempts=fetched.attempts,
        manifest=None if declared is None else "equal" if declared == fetched.sha256 else "different",
        peer=fetched.peer,
    )


def _land_members(archive: Path, place: Path, errand: Errand) -> None:
    """Land the members of an archive that are wanted, in a folder called like it."""
    wanted = pattern(errand.location.members or "")
    limits = archives.Limits(
        ratio=errand.limits.archive_ratio,
        total_bytes=errand.limits.archive_bytes,
        members=errand.limits.archive_members,
    )
    try:
        with archives.limited(limits), files.opened(archive) as container:
            if not container.is_archive:
                raise TransferError("an object is no zip archive", hint="pull it without `zip://`")
            for name in filter(wanted.fullmatch, container.names):
                unpacked = archive.with_suffix(".member")
                unpacked.write_bytes(container.read(name))
                land(unpacked, place_of(place.with_suffix(""), name))
    except SourceFormatError as error:
        raise TransferError(error.message, hint=error.hint) from None
    archive.unlink()
