"""The kinds of keys that a keyring holds: what each is for, and how its keys are replaced."""

from dataclasses import dataclass
from datetime import datetime

from chatward.keyring.store import Keyring


@dataclass(frozen=True, slots=True)
class Family:
    """Keys of one use.

    Attributes:
        prefix: of their names; a name that ends without ``/`` is the one key itself, or the start of its successor's.
        algorithm: what they are used with.
        rotation: how they are replaced, in words.
        is_rotated: whether ``chatward keys rotate`` replaces them, so that their age may be due.
    """

    name: str
    prefix: str
    use: str
    algorithm: str
    rotation: str
    is_rotated: bool = False


FAMILIES = (
    Family("index", "index", "finds people by their identifiers", "HMAC-SHA-256", "rebuilds all blind indexes", True),
    Family("token", "token/", "tokens of sets, by domain and period", "HMAC-SHA-256", "sets get other tokens", True),
    Family("shards", "shard/", "messages and events, by month", "AES-256-GCM", "and whenever something leaves", True),
    Family("governance", "gov/", "people, consent, receipts", "AES-256-GCM", "and whenever something leaves", True),
    Family("sets", "set/", "published files", "AES-256-GCM", "with each file that is built anew"),
    Family("searched", "searched/", "whom texts were searched for", "AES-256-GCM", "with each publication"),
    Family(
        "suppression", "suppression", "knows the erased again", "HMAC-SHA-256", "never: its entries have no clear text"
    ),
    Family("dedupe", "dedupe", "ids of records", "BLAKE2b", "never: old exports would be taken in twice"),
    Family("manifest", "manifest", "signs sets", "Ed25519", "only by name: --family manifest signs sets anew"),
    Family("ledger", "ledger", "signs the ledger", "Ed25519", "only by name: --family ledger, and tell the auditors"),
)


@dataclass(frozen=True, slots=True)
class FamilyState:
    """The keys of a family: how many, and when the oldest was made; None where that is not known, or there is none."""

    family: Family
    keys: int
    oldest_at: datetime | None


def family_of(name: str) -> Family:
    """Return the family of a key.

    Raises:
        KeyError: it is of none.
    """
    for family in FAMILIES:
        if name.startswith(family.prefix):
            return family
    raise KeyError(name)


def states(keyring: Keyring) -> list[FamilyState]:
    """Return the state of every family that the keyring has keys of."""
    found = []
    for family in FAMILIES:
        made = [keyring.made_at(name) for name in keyring.names(family.prefix)]
        known = [instant for instant in made if instant]
        if made:
            found.append(FamilyState(family, len(made), min(known) if len(known) == len(made) else None))
    return found
