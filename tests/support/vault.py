"""What a root needs of Vault's transit engine: real AES-256-GCM, versions, trimming. Vault itself is in no registry."""

import base64
import os
from dataclasses import dataclass, field
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from support.servers import Answer, Asked, answer

TOKEN = "s.test"


@dataclass
class TransitKey:
    """A key with its versions, and the bounds below which they serve no more."""

    versions: dict[int, bytes] = field(default_factory=lambda: {1: os.urandom(32)})
    bounds: dict[str, int] = field(default_factory=lambda: {"min_decryption_version": 1, "min_encryption_version": 0})

    @property
    def latest(self) -> int:
        return max(self.versions)


class Transit:
    """A route of the stub server: ``/v1/transit``, for who has the token."""

    def __init__(self) -> None:
        self.keys: dict[str, TransitKey] = {}

    def __call__(self, asked: Asked) -> Answer | None:
        prefix = "/v1/transit/"
        if not asked.path.startswith(prefix):
            return None
        if asked.headers.get("x-vault-token") != TOKEN:
            return _errors(403, "permission denied")
        what, name, *act = asked.path.removeprefix(prefix).split("/")
        if what == "keys" and not act:
            return self._key(asked, name)
        if name not in self.keys:
            return _errors(400 if asked.method == "POST" else 404, "no existing key")
        verb = act[0] if act else what
        return getattr(self, f"_{verb}")(self.keys[name], asked.body or {})  # type: ignore[no-any-return]

    def _key(self, asked: Asked, name: str) -> Answer:
        if asked.method == "POST":
            self.keys.setdefault(name, TransitKey())
            return 204, {}, b""
        return answer({"data": {"latest_version": self.keys[name].latest}}) if name in self.keys else _errors(404)

    def _rotate(self, key: TransitKey, _: dict[str, Any]) -> Answer:
        key.versions[key.latest + 1] = os.urandom(32)
        return 204, {}, b""

    def _encrypt(self, key: TransitKey, body: dict[str, Any]) -> Answer:
        nonce, plain = os.urandom(12), base64.b64decode(body["plaintext"])
        sealed = nonce + AESGCM(key.versions[key.latest]).encrypt(nonce, plain, None)
        return answer({"data": {"ciphertext": f"vault:v{key.latest}:{base64.b64encode(sealed).decode()}"}})

    def _decrypt(self, key: TransitKey, body: dict[str, Any]) -> Answer:
        _, version, content = body["ciphertext"].split(":")
        number, sealed = int(version[1:]), base64.b64decode(content)
        if number < key.bounds["min_decryption_version"] or number not in key.versions:
            return _errors(400, "ciphertext or signature version is disallowed by policy (too old)")
        try:
            plain = AESGCM(key.versions[number]).decrypt(sealed[:12], sealed[12:], None)
        except InvalidTag:
            return _errors(400, "cipher: message authentication failed")
        return answer({"data": {"plaintext": base64.b64encode(plain).decode()}})

    def _config(self, key: TransitKey, body: dict[str, Any]) -> Answer:
        if any(not 0 <= value <= key.latest for value in body.values()):
            return _errors(400, "cannot set the version above the latest")
        key.bounds |= body
        return 204, {}, b""

    def _trim(self, key: TransitKey, body: dict[str, Any]) -> Answer:
        least = body["min_available_version"]
        if least > min(key.bounds.values()):
            return _errors(400, "cannot be greater than minimum decryption or encryption version")
        key.versions = {number: each for number, each in key.versions.items() if number >= least}
        return 204, {}, b""


def _errors(status: int, *words: str) -> Answer:
    return answer({"errors": list(words)}, status)
