"""Objects of S3 and of stores that speak like it: botocore lists and signs, the bytes come as all others do."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

import botocore.config
import botocore.exceptions
import botocore.session
import httpx

from chatward.errors import ConfigError, TransferError
from chatward.policy.location import Location
from chatward.pulling.https import opened
from chatward.pulling.objects import Arriving, CutError, RemoteObject

_SIGNED_S = 900
_REGION = "us-east-1"
"""Where nothing names one: the store then says which it is."""
_CONFIG = botocore.config.Config(
    signature_version="s3v4", connect_timeout=15, read_timeout=30, retries={"mode": "standard", "total_max_attempts": 5}
)


class S3Objects:
    """The objects of a bucket that a location names."""

    def __init__(
        self,
        location: Location,
        sender: httpx.Client,
        *,
        endpoint: str | None,
        keys: tuple[str, str] | None,
        authority: Path | None,
    ) -> None:
        self._location = location
        self._sender = sender
        self._session = botocore.session.Session()
        self._made: dict[str, Any] = {"endpoint_url": endpoint, "config": _CONFIG}
        if keys:
            self._made |= {"aws_access_key_id": keys[0], "aws_secret_access_key": keys[1]}
        if authority:
            self._made["verify"] = str(authority)
        self._client = self._connected(self._session.get_config_variable("region") or _REGION)

    def _connected(self, region: str) -> Any:
        try:
            return self._session.create_client("s3", region_name=region, **self._made)
        except (botocore.exceptions.BotoCoreError, ValueError) as error:
            raise ConfigError(
                f"the store's client cannot be made: {type(error).__name__}", hint="look at `endpoint` and at AWS_…"
            ) from None

    def objects(self) -> Iterator[RemoteObject]:
        """Yield the objects in the order of their keys."""
        pages = self._client.get_paginator("list_objects_v2").paginate(
            Bucket=self._location.host, Prefix=self._location.folder
        )
        with _told():
            for page in pages:
                self._move(page["ResponseMetadata"]["HTTPHeaders"].get("x-amz-bucket-region"))
                for found in page.get("Contents", ()):
                    if self._location.matches(found["Key"]):
                        yield self._object(found)

    def open(self, wanted: RemoteObject, start: int) -> AbstractContextManager[Arriving]:
        """Give an object's bytes, by an address that is signed for this one request."""
        address = self._client.generate_presigned_url(
            "get_object", Params={"Bucket": self._location.host, "Key": wanted.address}, ExpiresIn=_SIGNED_S
        )
        signed = RemoteObject(name=wanted.name, address=address, version=wanted.version, size_bytes=wanted.size_bytes)
        return opened(self._sender, signed, start, {"If-Match": wanted.version})

    def close(self) -> None:
        """Let go of connections."""
        self._sender.close()
        self._client.close()

    def _object(self, found: dict[str, Any]) -> RemoteObject:
        key = found["Key"]
        return RemoteObject(
            name=key.removeprefix(self._location.folder), address=key, version=found["ETag"], size_bytes=found["Size"]
        )

    def _move(self, region: str | None) -> None:
        """Sign for the region that the bucket lies in."""
        if region and region != self._client.meta.region_name and not self._made["endpoint_url"]:
            self._client = self._connected(region)


@contextmanager
def _told() -> Iterator[None]:
    """Tell of what goes wrong with the store in our words: its own may quote names of objects."""
    try:
        yield
    except botocore.exceptions.ClientError as error:
        raise _refused(error) from None
    except botocore.exceptions.NoCredentialsError:
        raise ConfigError(
            "no access key for the store", hint="name `account` and `secret`, or give the machine a role"
        ) from None
    except botocore.exceptions.SSLError:
        raise TransferError(
            "no secure connection to the store: its certificate is not accepted",
            hint="a private authority is named by `certificate_authority`",
        ) from None
    except (botocore.exceptions.HTTPClientError, botocore.exceptions.ConnectionError) as error:
        raise CutError(
            f"the connection broke: {type(error).__name__}", hint="look at the address and the network"
        ) from None


def _refused(error: botocore.exceptions.ClientError) -> TransferError:
    """Return the error for an answer of the store: its code is a word of the protocol, its message may quote names."""
    code = quote_plus(str(error.response.get("Error", {}).get("Code", "")))[:60]
    if code in ("SlowDown", "InternalError", "ServiceUnavailable", "RequestTimeout"):
        return CutError(f"the store answers {code}", hint="run again later")
    return TransferError(f"the store answers {code}", hint="look at the bucket, `account` and `secret`")
