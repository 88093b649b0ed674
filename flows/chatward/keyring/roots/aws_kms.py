"""The root of AWS KMS: one KMS key a version, found by its alias, and scheduled for deletion when the version goes.

KMS deletes no key at once. From the moment that its deletion is scheduled it encrypts and decrypts nothing; for seven
days an administrator may call that off, after which it is gone for good.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import botocore.config
import botocore.exceptions
import botocore.session

from chatward.errors import ConfigError, Error, IntegrityError
from chatward.keyring.roots.base import EpochRoot, VersionFiles

WAITING_DAYS = 7
_CONFIG = botocore.config.Config(
    connect_timeout=15, read_timeout=30, retries={"mode": "standard", "total_max_attempts": 5}
)
_UNUSABLE = frozenset({"KMSInvalidStateException", "NotFoundException", "DisabledException"})
_FOREIGN = frozenset({"InvalidCiphertextException", "IncorrectKeyException"})


class KmsRoot(EpochRoot):
    """Symmetric KMS keys ``alias/<name>-<version>``; their ciphertexts lie in the keyring's folder."""

    promise = "for all copies: unusable at once, beyond recall of an administrator of KMS after seven days"

    def __init__(self, folder: Path, name: str, *, region: str | None, endpoint: str | None = None) -> None:
        super().__init__()
        self._files = VersionFiles(folder, "kms")
        self._name = name
        self._client = _client_of(region, endpoint)

    def describe(self) -> str:
        """Return kind and algorithm in words."""
        return "AWS KMS"

    def _alias(self, version: int) -> str:
        return f"alias/{self._name}-{version}"

    def _context(self, version: int) -> dict[str, str]:
        return {"chatward": self._name, "version": str(version)}

    def _store(self, version: int, key: bytes) -> None:
        self._retire(version)  # what an attempt left that was cut off
        with _told():
            made = self._client.create_key(
                Description=f"chatward keyring {self._name}, epoch {version}",
                Tags=[{"TagKey": "chatward-keyring", "TagValue": self._name}],
            )
            key_id = made["KeyMetadata"]["KeyId"]
            self._client.create_alias(AliasName=self._alias(version), TargetKeyId=key_id)
            found = self._client.encrypt(KeyId=key_id, Plaintext=key, EncryptionContext=self._context(version))
        self._files.write(version, found["CiphertextBlob"])

    def _load(self, version: int) -> bytes:
        blob = self._files.read(version)
        with _told():
            found = self._client.decrypt(
                CiphertextBlob=blob, KeyId=self._alias(version), EncryptionContext=self._context(version)
            )
        return bytes(found["Plaintext"])

    def _erase(self, version: int) -> None:
        if self._files.has(version):  # it says that this is owed, so it goes last
            self._retire(version)
        self._files.erase(version)

    def _retire(self, version: int) -> None:
        """Make the version's key unusable, then let go of its name."""
        with _told():
            if key := self._described(version):
                if key["KeyState"] not in ("PendingDeletion", "PendingReplicaDeletion"):
                    self._client.schedule_key_deletion(KeyId=key["KeyId"], PendingWindowInDays=WAITING_DAYS)
                self._client.delete_alias(AliasName=self._alias(version))

    def _described(self, version: int) -> dict[str, Any] | None:
        try:
            return dict(self._client.describe_key(KeyId=self._alias(version))["KeyMetadata"])
        except botocore.exceptions.ClientError as error:
            if _code(error) == "NotFoundException":
                return None
            raise


@cache  # it takes a second to make
def _client_of(region: str | None, endpoint: str | None) -> Any:
    try:
        return botocore.session.Session().create_client(
            "kms", region_name=region, endpoint_url=endpoint, config=_CONFIG
        )
    except (botocore.exceptions.BotoCoreError, ValueError) as error:
        raise ConfigError(
            f"no client of KMS can be made: {type(error).__name__}",
            hint="name the region: aws-kms://NAME?region=eu-central-1",
        ) from None


def _code(error: botocore.exceptions.ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))


@contextmanager
def _told() -> Iterator[None]:
    """Tell of what goes wrong with KMS in our words."""
    try:
        yield
    except botocore.exceptions.ClientError as error:
        raise _refused(_code(error)) from None
    except botocore.exceptions.BotoCoreError as error:
        raise ConfigError(
            f"KMS cannot be reached: {type(error).__name__}", hint="look at AWS_…, the region and the network"
        ) from None


def _refused(code: str) -> Error:
    if code in _UNUSABLE:
        return IntegrityError(
            "the KMS key of this keyring was destroyed",
            hint="within seven days `aws kms cancel-key-deletion` brings it back, if that was a mistake",
        )
    if code in _FOREIGN:
        return IntegrityError(
            "KMS does not open the root key: it is of another keyring, or was changed",
            hint="restore the keyring folder from its backup",
        )
    return ConfigError(
        f"KMS answers {code}",
        hint="it must be allowed to make keys and aliases, to use and describe them, and to schedule their deletion",
    )
