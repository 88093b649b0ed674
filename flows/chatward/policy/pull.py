"""The section by which a policy says where a source's exports are pulled from, and with whose credentials."""

import re
from enum import StrEnum
from typing import Annotated

from pydantic import Field, PlainValidator, WithJsonSchema

from chatward.policy import location
from chatward.policy.field_types import Text, refusal
from chatward.policy.location import Location, LocationError
from chatward.policy.section import Section

_SECRET = re.compile(r"env:[A-Za-z_][A-Za-z0-9_]{0,99}|file:.+")
_PIN = re.compile(r"SHA256:(?:[A-Za-z0-9+/]{43}=?|[0-9A-Fa-f]{64})")


class Api(StrEnum):
    """Platforms whose API is asked for what is new; the platform's reader reads the answers."""

    SLACK = "slack"
    ZENDESK = "zendesk"
    INTERCOM = "intercom"


def _as_location(value: object) -> str:
    try:
        location.parse(value if isinstance(value, str) else "")
    except LocationError as error:
        raise refusal(error.expected, error.hint) from None
    return str(value)


def _as_endpoint(value: object) -> str:
    try:
        location.split_endpoint(value if isinstance(value, str) else "")
    except LocationError as error:
        raise refusal(error.expected, error.hint) from None
    return str(value).rstrip("/")


def _as_secret(value: object) -> str:
    if not isinstance(value, str) or not _SECRET.fullmatch(value):
        raise refusal(
            "where the secret is found, like `env:SLACK_TOKEN` or `file:/run/secrets/slack`",
            "a policy holds no secret: put it into an environment variable or a file, and change one that stood here",
            is_secret=True,
        )
    return value


def _as_pin(value: object) -> str:
    if not isinstance(value, str) or not _PIN.fullmatch(value):
        raise refusal(
            "a fingerprint like `SHA256:` with 43 letters or 64 hex digits", "`ssh-keyscan HOST | ssh-keygen -lf -`"
        )
    return value


def _text_schema(*examples: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "examples": list(examples)})


Secret = Annotated[str, PlainValidator(_as_secret), _text_schema("env:SLACK_TOKEN", "file:/run/secrets/slack")]
"""Where a secret is found, never the secret: ``env:NAME`` or ``file:PATH``."""


class Pull(Section):
    """Where exports are pulled from, into the folder of the source's first path."""

    location: Annotated[str, PlainValidator(_as_location), _text_schema("s3://acme-exports/slack/*.zip")] | None = None
    """Place that holds exports, as fsspec writes it: `https`, `s3`, `gs`, `sftp` or a path, `zip://…::` before it."""
    api: Api | None = None
    """Platform whose API is asked instead: `slack`, `zendesk` or `intercom`."""
    endpoint: Annotated[str, PlainValidator(_as_endpoint), _text_schema("https://acme.zendesk.com")] | None = None
    """Address of the API, or of an S3 or GCS compatible store; absent means the platform's usual one."""
    account: Text | None = Field(default=None, examples=["exports@acme.example"])
    """Who signs in: user, access key id, or e-mail address of the API's user."""
    secret: Secret | None = None
    """Where the password, token, or file of keys is found; absent means what the machine offers, such as its role."""
    certificate_authority: Text | None = Field(default=None, examples=["/etc/ssl/acme-ca.pem"])
    """File of the only authority that may have issued the server's certificate; absent means those of the machine."""
    pin: Annotated[str, PlainValidator(_as_pin), _text_schema("SHA256:" + "0" * 64)] | None = None
    """Fingerprint that the server's certificate, or its SSH host key, must have."""
    keep: bool = True
    """Whether a pulled copy stays once each of its records is stored, or past its retention period."""

    @property
    def place(self) -> Location | None:
        """The location, taken apart."""
        return location.parse(self.location) if self.location else None
