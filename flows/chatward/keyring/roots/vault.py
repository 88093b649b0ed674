"""The root of HashiCorp Vault or OpenBao: the key of each version is encrypted by a transit key, whose versions die."""

import base64
import json
import ssl
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx

from chatward.errors import ConfigError, IntegrityError
from chatward.keyring.roots.base import EpochRoot, VersionFiles

_TIMEOUT_S = 15
_MISSING = 404


class VaultRoot(EpochRoot):
    """A transit key of this keyring alone. Creating a version rotates it; destroying one trims what went before.

    The ciphertext of a version's key lies in the keyring's folder. Vault deletes trimmed versions for good, so that it
    opens for nobody, whatever copies there are.
    """

    promise = "at once and for all copies, but for backups of Vault itself"

    def __init__(self, folder: Path, address: str, key: str, *, token: str, authority: Path | None = None) -> None:
        """Take the address up to the mount, like ``https://vault.example:8200/v1/transit``."""
        super().__init__()
        self._files = VersionFiles(folder, "vault")
        self._key_name = key
        verify = ssl.create_default_context(cafile=authority) if authority else True
        self._client = httpx.Client(
            base_url=address,
            headers={"X-Vault-Token": token},
            timeout=_TIMEOUT_S,
            verify=verify,
            follow_redirects=False,
        )

    def describe(self) -> str:
        """Return kind and algorithm in words."""
        return "Vault transit"

    def _store(self, version: int, key: bytes) -> None:
        if not self._exists():
            self._post(f"keys/{self._key_name}", {"type": "aes256-gcm96"})
        self._post(f"keys/{self._key_name}/rotate", {})
        found = self._post(f"encrypt/{self._key_name}", {"plaintext": base64.b64encode(key).decode()})
        self._files.write(version, json.dumps({"ciphertext": found["ciphertext"]}).encode())

    def _load(self, version: int) -> bytes:
        found = self._post(f"decrypt/{self._key_name}", {"ciphertext": self._ciphertext(version)})
        return base64.b64decode(found["plaintext"])

    def _erase(self, version: int) -> None:
        """Trim up to the oldest version that stays, and only then let go of the file that says that this is owed."""
        staying = [each for each in self._files.versions() if each > version]
        if staying and self._files.has(version):
            least = _transit_version(self._ciphertext(min(staying)))
            bounds = {"min_decryption_version": least, "min_encryption_version": least}
            self._post(f"keys/{self._key_name}/config", bounds)
            self._post(f"keys/{self._key_name}/trim", {"min_available_version": least})
        self._files.erase(version)

    def _ciphertext(self, version: int) -> str:
        try:
            return str(json.loads(self._files.read(version))["ciphertext"])
        except (ValueError, KeyError, TypeError):
            raise IntegrityError(
                f"root key version {version} is damaged", hint="restore the keyring folder from its backup"
            ) from None

    def _exists(self) -> bool:
        return self._ask("GET", f"keys/{self._key_name}").status_code != _MISSING

    def _post(self, path: str, content: Mapping[str, object]) -> dict[str, Any]:
        answer = self._ask("POST", path, content)
        if answer.is_success:
            return dict(answer.json()["data"]) if answer.content else {}
        if answer.status_code == httpx.codes.BAD_REQUEST and path.startswith("decrypt/"):
            raise IntegrityError(
                "Vault does not open the root key: it was destroyed, or belongs to another transit key",
                hint="restore the keyring folder that belongs to this warehouse",
            )
        raise ConfigError(
            f"Vault answers {answer.status_code} to {path.partition('/')[0]}",
            hint="its policy must allow to create, rotate, configure, trim and use the transit key",
        )

    def _ask(self, method: str, path: str, content: Mapping[str, object] | None = None) -> httpx.Response:
        try:
            answer = self._client.request(method, path, json=content)
        except httpx.HTTPError as error:
            raise ConfigError(
                f"Vault cannot be reached: {type(error).__name__}",
                hint="look at its address, the network and VAULT_CACERT",
            ) from None
        if answer.status_code == httpx.codes.FORBIDDEN:
            raise ConfigError("Vault refuses the token", hint="renew it, and look at its policy")
        return answer


def _transit_version(ciphertext: str) -> int:
    """Return the version of the transit key that a ciphertext, ``vault:v<version>:<base64>``, names."""
    return int(ciphertext.split(":")[1].removeprefix("v"))
