"""Opens tokens for a case that two of three custodians approved: the ledger has it before anybody sees the answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from chatward import clock, workspace
from chatward.acts import log_act, written
from chatward.deidentify.token_columns import token_column
from chatward.deidentify.tokens import Tokeniser
from chatward.errors import ConfigError, UsageError
from chatward.keyring import custodians as appointed
from chatward.keyring.custodians import Custodians
from chatward.keyring.permits import Permit, open_approval, read_request
from chatward.keyring.recipients import PrivateKey, PublicKey
from chatward.keyring.retired import open_retired
from chatward.opening import keyring_folder, reach
from chatward.sets.columns import SUBJECT
from chatward.settings import Settings
from chatward.warehouse.store import Warehouse


@dataclass(frozen=True, slots=True)
class Opened:
    """Whom a token stands for: (type, identifier, name) of each identifier that is known; none where nobody is found.

    Attributes:
        domain: and period of the token, as the name of its key has them.
    """

    token: str
    domain: str | None
    identifiers: Sequence[tuple[str, str, str | None]] = ()


def appoint(folder: Path, here: Settings, public_keys: dict[str, PublicKey]) -> dict[str, bytes]:
    """Appoint custodians in the place of any before; return the share of each, sealed to him.

    What was retired under former custodians opens for nobody from then on, unless they kept their shares.
    """
    place = workspace.find(folder)
    with written(place, here) as warehouse:
        made, shares = appointed.appoint(public_keys)
        appointed.save(keyring_folder(place, here), made)
        log_act(place, warehouse, {"kind": "custodians_appointed", "at_utc": clock.now().isoformat()})
        return shares


def reidentify(
    folder: Path, here: Settings, request: bytes, approvals: Sequence[bytes], session: PrivateKey
) -> list[Opened]:
    """Return whom the tokens of a request stand for, after the ledger has it.

    Raises:
        UsageError: a file is none, or the request expired.
        IntegrityError: the request was changed, or the approvals are not those of two custodians to this request.
        ConfigError: there are no custodians, or a run is going on.
    """
    permit = read_request(request)
    if permit.expires_at <= clock.now():
        raise UsageError("the request expired", hint="make a new one and have it approved")
    place = workspace.find(folder)
    keys = keyring_folder(place, here)
    known = appointed.load(keys)
    if known is None:
        raise ConfigError("no custodians were appointed", hint="`chatward keys custodians` appoints them")
    shares = [open_approval(each, permit, session) for each in approvals]
    _check_names([name for name, _ in shares], known)
    key = appointed.combine([share for _, share in shares], known)
    with written(place, here) as warehouse:
        found = _open(warehouse, permit, open_retired(keys, key))
        log_act(place, warehouse, _record(permit, [name for name, _ in shares], known))
        reach("reidentification-logged")
        return found


def _check_names(names: Sequence[str], known: Custodians) -> None:
    if len(set(names)) < appointed.THRESHOLD or not set(names) <= known.public_keys.keys():
        raise UsageError("approvals of two different custodians are needed", hint="ask another custodian to approve")


def _record(permit: Permit, names: Sequence[str], known: Custodians) -> dict[str, object]:
    """Return what the ledger keeps: digests and counts, of which none leads to a person."""
    numbers = [list(known.public_keys).index(name) + 1 for name in names]
    return {
        "kind": "reidentification",
        "at_utc": clock.now().isoformat(),
        "request_sha256": permit.digest,
        "requester": permit.fingerprint,
        "tokens": len(permit.tokens),
        "custodians": sorted(numbers),
        "expires_at_utc": permit.expires_at.isoformat(),
    }


def _open(warehouse: Warehouse, permit: Permit, retired: Sequence[tuple[str, bytes]]) -> list[Opened]:
    """Return whom the tokens stand for, by the keys in use and those that only the custodians open."""
    keyring = warehouse.keyring
    keys = [(name, keyring.key(name)) for name in keyring.names("token/")] + list(retired)
    subjects = warehouse.connection.execute(
        "select distinct canonical_id from gov.subjects order by 1"
    ).to_arrow_table()["canonical_id"]
    found: dict[str, Opened] = {}
    wanted = pa.array(permit.tokens)
    for name, key in keys:
        tokens = token_column(Tokeniser(key), SUBJECT, subjects.combine_chunks())
        for place in pa.compute.indices_nonzero(pa.compute.is_in(tokens, wanted)).to_pylist():
            token, subject = tokens[place].as_py(), subjects[place].as_py()
            found[token] = Opened(token, name.removeprefix("token/"), _identifiers(warehouse, subject))
    return [found.get(token, Opened(token, None)) for token in permit.tokens]


def _identifiers(warehouse: Warehouse, subject: bytes) -> list[tuple[str, str, str | None]]:
    return warehouse.connection.execute(
        """select distinct identifiers.identifier_type, identifiers.identifier, identifiers.display_name
        from gov.identifiers as identifiers
        inner join gov.identities as identities using (identity_index)
        inner join gov.subjects as subjects using (subject_id)
        where subjects.canonical_id = ? order by all""",
        [subject],
    ).fetchall()
