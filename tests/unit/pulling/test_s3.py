"""Objects of an S3 store: listed, pulled once, and refused in words."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import botocore.session
import pytest
from support.servers import Authority, s3_store

from chatward.errors import ConfigError, TransferError

from .conftest import BODIES, IN_STORES, PASSWORD, TWINS, check_hostile, landed, versions


@pytest.fixture
def bucket(
    authority: Authority, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Iterator[dict[str, str]]:
    """Return the section for a bucket with three objects, and with those that a test adds."""
    for name in ("AWS_PROFILE", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_REGION", "AWS_DEFAULT_REGION"):
        monkeypatch.delenv(name, raising=False)
    with s3_store(authority.context()) as endpoint:
        store = botocore.session.Session().create_client(
            "s3", region_name="us-east-1", endpoint_url=endpoint, verify=str(authority.path),
            aws_access_key_id="id", aws_secret_access_key=PASSWORD,
        )  # fmt: skip
        store.create_bucket(Bucket="exports")
        for name, body in (BODIES | getattr(request, "param", {})).items():
            store.put_object(Bucket="exports", Key=f"chats/{name}", Body=body)
        yield {
            "location": "s3://exports/chats/**/*.jsonl", "endpoint": endpoint, "account": "id", "secret": "env:SECRET",
            "certificate_authority": str(authority.path),
        }  # fmt: skip
        store.delete_bucket  # noqa: B018 - the store is gone with the server


def test_the_objects_of_a_bucket_come_once(bucket: dict[str, str], pulling: Any, tmp_path: Path) -> None:
    brought = pulling(**bucket)
    assert landed(tmp_path) == {name: body for name, body in BODIES.items() if name.endswith("jsonl")}
    assert all(each.transfer.peer.protocol == "TLSv1.3" for each in brought)
    assert pulling(versions(brought), **bucket) == []


def test_a_bucket_that_is_not_there_is_told_by_the_code_of_the_store(bucket: dict[str, str], pulling: Any) -> None:
    with pytest.raises(TransferError, match="NoSuchBucket"):
        pulling(**bucket | {"location": "s3://nowhere/**"})


def test_a_store_whose_certificate_is_not_known_is_refused(
    bucket: dict[str, str], pulling: Any, tmp_path: Path
) -> None:
    other = Authority.found(tmp_path)
    with pytest.raises(TransferError, match="certificate is not accepted"):
        pulling(**bucket | {"certificate_authority": str(other.path)})


def test_a_store_without_a_key_is_told_how_to_get_one(
    bucket: dict[str, str], pulling: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", os.devnull)
    monkeypatch.setenv("AWS_CONFIG_FILE", os.devnull)
    del bucket["account"], bucket["secret"]
    with pytest.raises(ConfigError, match="no access key"):
        pulling(**bucket)


def test_a_location_with_more_objects_than_the_limit_is_refused_whole(
    bucket: dict[str, str], pulling: Any, tmp_path: Path
) -> None:
    with pytest.raises(TransferError, match="over 1 objects"):
        pulling(limits={"pull_objects": 1}, **bucket)
    assert landed(tmp_path) == {}


@pytest.mark.parametrize("bucket", [TWINS | dict.fromkeys(IN_STORES, b"x")], indirect=True, ids=["hostile"])
def test_hostile_names_cost_no_other(bucket: dict[str, str], pulling: Any, tmp_path: Path) -> None:
    check_hostile(pulling(**bucket), IN_STORES, tmp_path)
