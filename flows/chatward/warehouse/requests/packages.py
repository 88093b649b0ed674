"""Sealed packages of people's data: made, opened, and disposed of with their key when they expire or the person goes.

A package's passphrase is a random key of the keyring, which no package outlives: when the key is destroyed, copies of
the package elsewhere are unreadable too.
"""

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from chatward import durable
from chatward.errors import UsageError
from chatward.keyring.passphrases import Passphrase
from chatward.keyring.sealing import seal, unseal
from chatward.keyring.store import Keyring
from chatward.policy.period import Period
from chatward.policy.record_terms import request_terms
from chatward.policy.vocabulary import RetentionObject
from chatward.rights.states import Act
from chatward.warehouse.moment import Moment, naive_utc
from chatward.warehouse.requests.request_acts import Deed, StoredRequest, add_act, close
from chatward.warehouse.store import Warehouse

EXPIRES_AFTER = Period(days=30)
"""How long a package waits to be handed over where no rule of the policy says it."""
_KEYS = "package/"
_GROUP = 5


@dataclass(frozen=True, slots=True)
class Package:
    """A sealed package as it lies in its folder; digest and size are of what is in it."""

    file_name: str
    sha256: str
    size_bytes: int


def seal_package(warehouse: Warehouse, folder: Path, request: StoredRequest, content: bytes) -> Package:
    """Seal a package and put it into the folder.

    Cut off before it is noted, it leaves a file that nothing names: the next run sweeps it away and makes another.

    Raises:
        OSError: the disk is full or not writable.
    """
    file_name = f"{request.reference}.zip.sealed"
    warehouse.keyring.create([_KEYS + file_name])
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    durable.write(folder / file_name, seal(content, passphrase_of(warehouse.keyring, file_name)), mode=0o600)
    return Package(file_name, hashlib.sha256(content).hexdigest(), len(content))


def note_package(
    connection: duckdb.DuckDBPyConnection,
    moment: Moment,
    request: StoredRequest,
    people: Sequence[bytes],
    package: Package,
) -> None:
    """Note a package and whose data are in it, inside the caller's transaction, and end the request.

    One that is made again ends when the first one would have: else others' erasures would keep it for good.
    """
    terms = request_terms(moment.policy, RetentionObject.ACCESS_PACKAGE)
    period = next((term.period for term in terms if term.of == request.regime), EXPIRES_AFTER)
    expires_at = period.after(request.standing.closed_at or moment.now)
    # by all of their subject ids: who joins or leaves them later changes nothing of what is in it
    connection.execute(
        """insert into gov.packages
        select $request_id, subject_id, $file_name, $sha256, $size_bytes, $now, $expires_at
        from gov.subjects where list_contains($people::blob[], canonical_id)""",
        {
            "request_id": request.request_id, "file_name": package.file_name, "sha256": package.sha256,
            "size_bytes": package.size_bytes, "now": moment.now_utc, "expires_at": naive_utc(expires_at),
            "people": list(people),
        },
    )  # fmt: skip
    close(connection, moment, request.request_id, Act.DONE, Deed(store="packages", records=1, until=expires_at))


def passphrase_of(keyring: Keyring, file_name: str) -> Passphrase:
    """Return the passphrase of a package: 160 random bits, in groups that can be read out."""
    text = base64.b32encode(keyring.key(_KEYS + file_name)[:20]).decode().lower()
    return Passphrase("-".join(text[place : place + _GROUP] for place in range(0, len(text), _GROUP)))


def open_package(warehouse: Warehouse, folder: Path, request: StoredRequest) -> bytes:
    """Return what is in the package of a request: a zip.

    Raises:
        UsageError: there is none, or none any more.
        IntegrityError: it was changed.
    """
    file_name = package_of(warehouse, request)
    try:
        sealed = (folder / file_name).read_bytes()
    except OSError:
        raise UsageError(
            "the package's file is missing", hint="restore it from a backup, or ask for access again"
        ) from None
    return unseal(sealed, passphrase_of(warehouse.keyring, file_name))


def package_of(warehouse: Warehouse, request: StoredRequest) -> str:
    """Return the name of the package's file.

    Raises:
        UsageError: there is no package for the request.
    """
    rows = warehouse.connection.execute(
        "select file_name from gov.packages where request_id = ?", [request.request_id]
    ).fetchall()
    if not rows:
        raise UsageError(
            "there is no package for this request",
            hint="it was not made yet, or was disposed of when its time was over",
        )
    return str(rows[0][0])


def dispose_of_packages(warehouse: Warehouse, folder: Path, moment: Moment, people: Sequence[bytes] = ()) -> int:
    """Dispose of packages that expired, and of all with the data of ``people``; return how many.

    Args:
        warehouse: that knows of them.
        folder: in which they lie.
        moment: now.
        people: canonical ids of those who are erased.
    """
    with warehouse.transaction() as connection:
        rows = connection.execute(
            """select distinct request_id from gov.packages
            where expires_at_utc <= $now or subject_id in (
                select subject_id from gov.subjects where list_contains($people::blob[], canonical_id))
            order by 1""",
            {"now": moment.now_utc, "people": list(people)},
        ).fetchall()
        _take_away(warehouse, moment, rows, Act.PACKAGE_DISPOSED)
    _sweep(warehouse, folder)
    return len(rows)


def withdraw_packages(warehouse: Warehouse, folder: Path, moment: Moment) -> int:
    """Dispose of packages that may show what is being erased of others; return how many are to be made again.

    That is of everybody whom a month names in which something has to go, if the package is older than the erasure.
    """
    with warehouse.transaction() as connection:
        rows = connection.execute(
            """select distinct packages.request_id from gov.packages as packages
            inner join (
                select subject_id, month from gov.named_subjects union select subject_id, month from gov.subject_months
            ) as named on packages.subject_id = named.subject_id
            inner join gov.erasure_months as months on named.month = months.month
            inner join gov.erasures as erasures on months.request_id = erasures.request_id
            where packages.made_at_utc <= erasures.begun_at_utc order by 1"""
        ).fetchall()
        _take_away(warehouse, moment, rows, Act.RENEWED)
    _sweep(warehouse, folder)
    return len(rows)


def _take_away(warehouse: Warehouse, moment: Moment, requests: Sequence[tuple[str]], act: Act) -> None:
    """Delete the packages of requests, inside the caller's transaction, and note why."""
    for (request_id,) in requests:
        warehouse.connection.execute("delete from gov.packages where request_id = ?", [request_id])
        add_act(warehouse.connection, moment, request_id, act, Deed(store="packages", records=1))
    if requests:
        warehouse.owe_rewrite(moment.now_utc)


def _sweep(warehouse: Warehouse, folder: Path) -> None:
    """Unlink the files that nothing names, and destroy their keys."""
    rows = warehouse.connection.execute("select distinct file_name from gov.packages").fetchall()
    named = {name for (name,) in rows}
    for path in folder.glob("*.sealed*"):
        if path.name not in named:
            path.unlink()
    keys = set(warehouse.keyring.names(_KEYS))
    warehouse.keyring.destroy(keys - {_KEYS + name for name in named})
