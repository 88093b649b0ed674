"""Three custodians of whom two open what is sealed for them: the key by which a re-identification is allowed.

The key is a private key (X-Wing) that exists nowhere whole: its seed is split by SLIP-39, two of three, each share is
sealed to its custodian's own key and given away. The keyring's folder keeps the public half and who the custodians are.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from chatward.errors import ConfigError, IntegrityError, UsageError
from chatward.keyring.private_files import read_private, write_private
from chatward.keyring.recipients import PrivateKey, PublicKey
from chatward.keyring.sealing import seal, unseal

CUSTODIANS = 3
THRESHOLD = 2
_FILE = "custodians.json"


@dataclass(frozen=True, slots=True)
class Custodians:
    """Who the custodians are, by name, and the public half of the key that two of them open."""

    key: PublicKey
    public_keys: Mapping[str, PublicKey]


def appoint(public_keys: Mapping[str, PublicKey]) -> tuple[Custodians, dict[str, bytes]]:
    """Return custodians with a new key, and for each the share to be given to him, sealed to his own.

    Raises:
        UsageError: there are not three, or two of them have one key.
        ConfigError: the package is missing.
    """
    if len(public_keys) != CUSTODIANS or len({str(each) for each in public_keys.values()}) != CUSTODIANS:
        raise UsageError(
            f"{CUSTODIANS} custodians are needed, each with a key of his own",
            hint="each makes one by `chatward keys pair` and hands over the public half",
        )
    key = PrivateKey.generate()
    shares = _split(key.seed)
    named = zip(public_keys.items(), shares, strict=True)
    return Custodians(key.public, dict(public_keys)), {
        name: seal(share.encode(), public) for (name, public), share in named
    }


def open_share(sealed: bytes, opener: PrivateKey) -> str:
    """Return a custodian's share, 33 words.

    Raises:
        IntegrityError: it is not sealed to that key, or was changed.
    """
    return unseal(sealed, opener).decode()


def combine(shares: Iterable[str], custodians: Custodians) -> PrivateKey:
    """Return the key that the shares of two custodians make.

    Raises:
        IntegrityError: they are too few, damaged, or of another key.
    """
    from shamir_mnemonic import MnemonicError, combine_mnemonics  # noqa: PLC0415 - an extra

    distinct = list(dict.fromkeys(shares))
    try:
        key = PrivateKey(combine_mnemonics(distinct))
    except MnemonicError:
        raise _unfit() from None
    if key.public != custodians.key:
        raise _unfit()
    return key


def save(folder: Path, custodians: Custodians) -> None:
    """Write who the custodians are into the keyring's folder."""
    named = {name: str(key) for name, key in custodians.public_keys.items()}
    write_private(folder / _FILE, json.dumps({"key": str(custodians.key), "custodians": named}, indent=1).encode())


def load(folder: Path) -> Custodians | None:
    """Return the custodians of a keyring; None where there are none.

    Raises:
        IntegrityError: the file is damaged, or others can read it.
    """
    try:
        content = json.loads(read_private(folder / _FILE))
        named = {name: PublicKey.parse(key) for name, key in content["custodians"].items()}
        return Custodians(PublicKey.parse(content["key"]), named)
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError, AttributeError, UsageError):
        raise IntegrityError("the list of custodians is damaged", hint="appoint them anew") from None


def _split(seed: bytes) -> list[str]:
    try:
        from shamir_mnemonic import generate_mnemonics  # noqa: PLC0415
    except ModuleNotFoundError:
        raise ConfigError(
            "shares need the package shamir-mnemonic", hint="install it with `pip install 'chatward[custodians]'`"
        ) from None
    # no passphrase, so its stretching would only cost time: the seed is random
    (shares,) = generate_mnemonics(1, [(THRESHOLD, CUSTODIANS)], seed, iteration_exponent=0)
    return list(shares)


def _unfit() -> IntegrityError:
    return IntegrityError(
        f"the shares do not make the custodians' key: {THRESHOLD} of {CUSTODIANS} of one appointment are needed",
        hint="ask for approvals of two custodians; shares from before they were appointed anew open nothing",
    )
