import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from chatward.errors import IntegrityError, UsageError
from chatward.keyring.custodians import appoint
from chatward.keyring.permits import MOST_TOKENS, approve, open_approval, read_request, request
from chatward.keyring.recipients import PrivateKey

OWN = {name: PrivateKey(bytes([number]) * 32) for number, name in enumerate(("ann", "bo", "cy"))}
SESSION = PrivateKey(b"s" * 32)
SIGNER = b"r" * 32
UNTIL = datetime(2026, 10, 3, tzinfo=UTC)


def made(**changed: Any) -> bytes:
    content = {
        "case": "17", "ground": "court order", "tokens": ("b" * 26, "a" * 26), "expires_at": UNTIL,
        "session": SESSION.public, "signer": SIGNER,
    }  # fmt: skip
    return request(**(content | changed))


def test_a_request_comes_back_as_it_was_made() -> None:
    permit = read_request(made())
    assert (permit.case, permit.ground, permit.tokens) == ("17", "court order", ("a" * 26, "b" * 26))
    assert (permit.expires_at, permit.session) == (UNTIL, SESSION.public)
    assert len(permit.digest) == 64


CHANGES: dict[str, Callable[[dict[str, Any]], object]] = {
    "another token": lambda content: content["tokens"].append("c" * 26),
    "a later end": lambda content: content.update(expires_at_utc="2030-01-01T00:00:00+00:00"),
    "another case": lambda content: content.update(case="18"),
    "another session": lambda content: content.update(session=str(PrivateKey.generate().public)),
    "another requester": lambda content: content.update(requester="00" * 32),
    "a further key": lambda content: content.update(more=1),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_request_that_was_changed_after_it_was_signed_is_refused(change: Callable[[dict[str, Any]], object]) -> None:
    content = json.loads(made())
    change(content)
    with pytest.raises(IntegrityError, match="changed after it was signed"):
        read_request(json.dumps(content).encode())


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b'{"kind": "chatward/approval/1"}', b"\xff"])
def test_a_file_that_is_no_request_is_told(data: bytes) -> None:
    with pytest.raises(UsageError, match="no re-identification"):
        read_request(data)


TOO_MANY = tuple(map(str, range(MOST_TOKENS + 1)))


@pytest.mark.parametrize("changed", [{"case": " "}, {"ground": ""}, {"tokens": ()}, {"tokens": TOO_MANY}])
def test_a_request_names_case_ground_and_few_tokens(changed: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        made(**changed)


def test_an_approval_gives_the_share_to_the_session_of_its_request_only() -> None:
    _, sealed = appoint({name: key.public for name, key in OWN.items()})
    permit, other = read_request(made()), read_request(made(case="18"))
    approval = approve(permit, "ann", sealed["ann"], OWN["ann"])
    name, share = open_approval(approval, permit, SESSION)
    assert (name, len(share.split())) == ("ann", 33)
    assert share.encode() not in approval
    with pytest.raises(IntegrityError, match="another request"):
        open_approval(approval, other, SESSION)
    with pytest.raises(IntegrityError):
        open_approval(approval, permit, PrivateKey.generate())


def test_an_approval_cannot_be_made_with_the_share_of_another() -> None:
    _, sealed = appoint({name: key.public for name, key in OWN.items()})
    with pytest.raises(IntegrityError):
        approve(read_request(made()), "ann", sealed["bo"], OWN["ann"])
