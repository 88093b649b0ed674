"""Reading requests: what a line asks for, whichever way it is written."""

import json

import pytest

from chatward.rights.requests import Request, RequestReject, parse

GOOD = {
    "request_id": "T-1", "kind": "restriction", "identifier_type": "phone", "identifier": "+491511",
    "received_at": "2026-09-20T09:00:00Z",
}  # fmt: skip


def read(row: dict[str, object]) -> Request | RequestReject:
    (found,) = parse(json.dumps(row).encode(), json_lines=True, purposes=(), regimes=())
    return found


@pytest.mark.parametrize(("said", "meant"), [(True, True), (False, False), ("Yes", True), ("", False), (1, True)])
def test_a_flag_in_json_lines_counts_as_it_is_written(said: object, meant: bool) -> None:
    found = read(GOOD | {"verified": said, "keeps": said})
    assert isinstance(found, Request)
    assert (found.is_verified, found.keeps) == (meant, meant)


def test_true_is_nobodys_identifier() -> None:
    assert read(GOOD | {"identifier": True}) == RequestReject(1, "no_identifier")
