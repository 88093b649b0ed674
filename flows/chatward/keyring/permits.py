"""Requests to re-identify, signed by who makes them, and the approvals that custodians give to one request each."""

import base64
import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import rfc8785
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from chatward.errors import IntegrityError, UsageError
from chatward.keyring.custodians import open_share
from chatward.keyring.recipients import PrivateKey, PublicKey
from chatward.keyring.sealing import seal, unseal

MOST_TOKENS = 20
"""A request for more is no longer about cases, but about a set."""
_REQUEST, _APPROVAL = "chatward/re-identification/1", "chatward/approval/1"


@dataclass(frozen=True, slots=True)
class Permit:
    """What is asked for, and how long it may be opened.

    Attributes:
        tokens: that may be opened, and no others.
        session: public key to which custodians seal their shares for this request alone.
        requester: public key, 32 bytes of Ed25519, by which the request is signed.
        digest: SHA-256 of all of it but the signature, 64 hex digits: what is approved, and what the ledger names.
    """

    case: str
    ground: str
    tokens: tuple[str, ...]
    expires_at: datetime
    session: PublicKey
    requester: bytes
    digest: str

    @property
    def fingerprint(self) -> str:
        """Sixteen hex digits by which the requester's key is known."""
        return hashlib.sha256(self.requester).hexdigest()[:16]


def request(
    *, case: str, ground: str, tokens: tuple[str, ...], expires_at: datetime, session: PublicKey, signer: bytes
) -> bytes:
    """Return a request file, signed by the Ed25519 seed ``signer``.

    Raises:
        UsageError: it names no case, ground or token, or too many.
    """
    if not (case.strip() and ground.strip()):
        raise UsageError("a request names its case and its legal ground", hint="say --case and --ground")
    if not 1 <= len(set(tokens)) <= MOST_TOKENS:
        raise UsageError(f"a request names 1 to {MOST_TOKENS} tokens", hint="make one request a case")
    key = Ed25519PrivateKey.from_private_bytes(signer)
    content = {
        "kind": _REQUEST,
        "case": case,
        "ground": ground,
        "tokens": sorted(set(tokens)),
        "expires_at_utc": expires_at.isoformat(),
        "session": str(session),
        "requester": key.public_key().public_bytes_raw().hex(),
    }
    signature = key.sign(rfc8785.dumps(content)).hex()
    return json.dumps(content | {"signature": signature}, indent=1, ensure_ascii=False).encode()


def read_request(data: bytes) -> Permit:
    """Return what a request file asks for, after checking its signature.

    Raises:
        UsageError: it is no request.
        IntegrityError: it was changed since it was signed.
    """
    content = _parsed(data, _REQUEST)
    try:
        signature = bytes.fromhex(content.pop("signature"))
        requester, tokens = bytes.fromhex(content["requester"]), tuple(map(str, content["tokens"]))
        signed = rfc8785.dumps(content)
        Ed25519PublicKey.from_public_bytes(requester).verify(signature, signed)
        permit = Permit(
            case=content["case"], ground=content["ground"], tokens=tokens,
            expires_at=datetime.fromisoformat(content["expires_at_utc"]), session=PublicKey.parse(content["session"]),
            requester=requester, digest=hashlib.sha256(signed).hexdigest(),
        )  # fmt: skip
    except InvalidSignature:
        raise IntegrityError("the request was changed after it was signed", hint="have it made anew") from None
    except (KeyError, TypeError, ValueError, AttributeError):
        raise _no_file("request") from None
    if len(tokens) > MOST_TOKENS:
        raise IntegrityError(f"the request names more than {MOST_TOKENS} tokens", hint="make one request a case")
    return permit


def approve(permit: Permit, name: str, share: bytes, own: PrivateKey) -> bytes:
    """Return the approval of one custodian: his share, sealed anew for this request alone.

    Args:
        name: the custodian's.
        share: as it was sealed to him.
        own: his private key.
    """
    content = rfc8785.dumps({"request": permit.digest, "share": open_share(share, own)})
    sealed = base64.b64encode(seal(content, permit.session)).decode()
    return json.dumps({"kind": _APPROVAL, "request": permit.digest, "custodian": name, "sealed": sealed}).encode()


def open_approval(data: bytes, permit: Permit, session: PrivateKey) -> tuple[str, str]:
    """Return a custodian's name and share.

    Raises:
        IntegrityError: it is of another request, or was changed.
    """
    content = _parsed(data, _APPROVAL)
    try:
        name, sealed = str(content["custodian"]), base64.b64decode(content["sealed"])
        found = json.loads(unseal(sealed, session))
        if found["request"] != permit.digest:
            raise IntegrityError("an approval is of another request", hint="ask the custodian to approve this one")
        return name, str(found["share"])
    except (KeyError, TypeError, ValueError):
        raise _no_file("approval") from None


def _parsed(data: bytes, kind: str) -> dict[str, Any]:
    try:
        content = json.loads(data)
        if content["kind"] == kind:
            return dict(content)
    except (ValueError, KeyError, TypeError):
        pass
    raise _no_file(kind.split("/")[1])


def _no_file(what: str) -> UsageError:
    return UsageError(f"a file given is no {what} of chatward", hint="give the files as they were made")
