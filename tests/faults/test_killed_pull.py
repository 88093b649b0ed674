"""A pull that is killed and run again delivers what one delivers that nobody disturbed, and nothing half."""

import os
from collections.abc import Callable
from typing import Any

import pytest
from support.company import Company, call
from support.dying import Child
from support.pulls import delivered, pull
from support.servers import HttpsStub

Made = Callable[[str], tuple[Company, Any]]


def killed(company: Company, point: str) -> None:
    child = Child(company, lambda: os.environ.update(CHATWARD_FAULT=point), pull)
    assert child.end() == -9


@pytest.mark.parametrize("point", ["page-written", "page-noted", "batch-delivered"])
@pytest.mark.parametrize(
    "name", ["zendesk", *(pytest.param(each, marks=pytest.mark.slow) for each in ("slack", "intercom"))]
)
def test_a_pull_from_an_api_that_is_killed(name: str, point: str, pulled_from: Made) -> None:
    company, _ = pulled_from(name)
    undisturbed = company.twin("undisturbed")
    pull(undisturbed)
    killed(company, point)
    pull(company)
    assert sorted(delivered(company).values()) == sorted(delivered(undisturbed).values())
    assert pull(company).objects == 0
    assert list((company.root / "exports" / name / ".pulling").iterdir()) == []


def test_a_pull_from_a_place_that_is_killed_before_it_is_noted(
    stub: HttpsStub, pulling: Callable[..., Company]
) -> None:
    stub.files["/calls.jsonl"] = str(call("1", "491511", "2024-05-01T10:00:00", "hello")).encode()
    company = pulling("whatsapp_cloud_api", location=f"{stub.url}/calls.jsonl")
    killed(company, "objects-landed")
    assert pull(company).failures == []
    assert delivered(company) == {"whatsapp_cloud_api/calls.jsonl": stub.files["/calls.jsonl"]}
    assert pull(company).objects == 0
