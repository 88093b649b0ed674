"""Commands around keys: their age, what replaces them, what they are used with, and which root they are under."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer

from chatward import __version__, clock, settings, workspace
from chatward.cli.running import AsJson, AsOf, Place
from chatward.errors import UsageError

if TYPE_CHECKING:
    from chatward.key_rotation import KeyStatus
    from chatward.keyring.store import Keyring

keys_app = typer.Typer(
    help="Keys: their age and rotation, the root that wraps them, the cryptographic inventory.", no_args_is_help=True
)


@keys_app.command("status")
def keys_status(place: Place = Path(), as_of: AsOf = None, as_json: AsJson = False) -> None:
    """Print the root, and of each kind of keys how many there are, their age, and when they are due to be replaced.

    Example: chatward keys status
    """
    from chatward.key_rotation import key_status

    now = clock.parse_instant(as_of) if as_of else clock.now()
    keyring, found = key_status(workspace.find(place), settings.load(), now)
    if as_json:
        rows = [_row(each) for each in found]
        print(json.dumps({"root": _root(keyring), "keys": rows}, indent=1))
        return
    print(f"root       {keyring.describe()}")
    print(f"destroyed  {keyring.root.promise}")
    if keyring.header.other_root:
        kind = keyring.header.other_root.partition(":")[0]
        print(f"owed       the root left before, {kind}, still holds a version: it could not be reached")
    print(f"{'':<12} {'keys':>5}  {'oldest':<10}  {'due':<12} replaced")
    for each in found:
        row = _row(each)
        due = "now" if each.is_due else row["due_on"] or "-"
        name, age = str(row["family"]), row["oldest_on"] or "unknown"
        print(f"{name:<12} {row['keys']:>5}  {age:<10}  {due:<12} {row['rotation']}")


def _root(keyring: "Keyring") -> dict[str, Any]:
    header = keyring.header
    return {
        "kind": header.root.partition(":")[0],
        "epoch": keyring.epoch,
        "algorithm": header.algorithm.title,
        "destruction": keyring.root.promise,
        "is_move_owed": header.other_root is not None,
    }


def _row(each: "KeyStatus") -> dict[str, Any]:
    family = each.state.family
    command = f"`chatward keys rotate --family {family.name}`: " if family.is_rotated else ""
    oldest = each.state.oldest_at
    return {
        "family": family.name,
        "keys": each.state.keys,
        "use": family.use,
        "algorithm": family.algorithm,
        "oldest_on": f"{oldest:%Y-%m-%d}" if oldest else None,
        "due_on": f"{each.due_at:%Y-%m-%d}" if each.due_at else None,
        "is_due": each.is_due,
        "rotation": command + family.rotation,
    }


@keys_app.command("rotate")
def keys_rotate(
    family: Annotated[
        str, typer.Option("--family", help="index, token, shards, governance or all; ledger or manifest only by name.")
    ] = "all",
    place: Place = Path(),
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Replace keys by new ones and destroy the old: people keep their ids, and no join is lost but that of tokens.

    Tokens change with the next publication, for that is what their rotation is for. Keys of the suppression list and of
    records' ids stay: what was made with them cannot be made anew. The ledger's key names its successor, and what it
    signed stays valid; tell auditors and witnesses the new one, which every report proves by the old.

    Example: chatward keys rotate --family index
    """
    from chatward.key_rotation import rotate

    done = rotate(place, settings.load(), family, clock.parse_instant(as_of) if as_of else None)
    if as_json:
        rows = [{"family": each.family, "keys": each.keys, "rebuilt": each.values, "kept": each.kept} for each in done]
        print(json.dumps(rows, indent=1))
        return
    for each in done:
        print(f"rotated  {each.family:<12} {each.keys:>5,} keys  {each.values:>9,} {_WHAT[each.family]}")
    for kept in (each.kept for each in done if each.kept):
        print(f"{kept:,} blind indexes keep the former key: what they stand for is written nowhere", file=sys.stderr)
    if any(each.family == "token" and each.values for each in done):
        print("`chatward publish` builds the sets under new tokens; until then they stay as they are", file=sys.stderr)


_WHAT = {
    "index": "blind indexes made anew",
    "token": "files to be built anew",
    "shards": "files written anew",
    "governance": "file written anew",
    "ledger": "checkpoint signed anew",
    "manifest": "manifests signed anew",
}


@keys_app.command("move")
def keys_move(
    to: Annotated[
        Optional[str],  # noqa: UP045 - typer evaluates it
        typer.Option(
            "--to", help="Address of the root, e.g. vault://host:8200/transit/chats.", show_default="the same"
        ),
    ] = None,
    algorithm: Annotated[
        Optional[str],  # noqa: UP045 - typer evaluates it
        typer.Option("--algorithm", help="aes-256-gcm or chacha20-poly1305.", show_default="the same"),
    ] = None,
    place: Place = Path(),
) -> None:
    """Wrap all keys by another root or algorithm, and destroy the version of the root before.

    Example: chatward keys move --to passphrase: --algorithm chacha20-poly1305
    """
    from chatward.key_rotation import move
    from chatward.keyring.wrapping import Algorithm

    known = {each.title: each for each in Algorithm}
    if algorithm is not None and algorithm not in known:
        raise UsageError(f"no keys are wrapped by {algorithm}", hint=f"name {' or '.join(known)}")
    if to is None and algorithm is None:
        raise UsageError("neither a root nor an algorithm was named", hint="say --to ADDRESS, --algorithm NAME or both")
    keyring = move(place, settings.load(), to, known[algorithm] if algorithm else None)
    print(f"moved    {keyring.describe()}")
    print("CHATWARD_KEYRING must name the folder, or this root", file=sys.stderr)


@keys_app.command("inventory")
def keys_inventory(place: Place = Path(), as_json: AsJson = False) -> None:
    """Print every algorithm and kind of key: sizes, use, age, and how it stands against quantum computers.

    With --json as a CycloneDX 1.6 cryptographic bill of materials.

    Example: chatward keys inventory --json
    """
    from chatward.key_rotation import looked_at
    from chatward.keyring.algorithms import ALGORITHMS, PROTOCOLS
    from chatward.keyring.families import states
    from chatward.keyring.inventory import bill_of_materials

    with looked_at(workspace.find(place), settings.load()) as keyring:
        bill = bill_of_materials(keyring, states(keyring), __version__)
    if as_json:
        print(json.dumps(bill, indent=1))
        return
    for each in ALGORITHMS:
        ready = "ready" if each.quantum_level else "not ready"
        print(f"{each.name:<20} {each.classical_bits:>4} bit  post-quantum {ready:<10} {each.use}")
    for name, version, _, use in PROTOCOLS:
        print(f"{name:<20} {version}: {use}")


@keys_app.command("custodians")
def keys_custodians(
    custodian: Annotated[list[str], typer.Option("--custodian", help="NAME=FILE with the public key; three times.")],
    out: Annotated[Path, typer.Option("--out", help="Folder for the sealed shares.")],
    place: Place = Path(),
) -> None:
    """Appoint three custodians, two of whom open former tokens and allow each re-identification.

    Each gets one file, NAME.share, which only his private key opens. Nothing of the shares stays here.

    Example: chatward keys custodians --custodian ann=ann.pub --custodian bo=bo.pub --custodian cy=cy.pub --out shares
    """
    from chatward.cli.reidentifying import read_file
    from chatward.keyring.private_files import write_private
    from chatward.keyring.recipients import PublicKey
    from chatward.reidentification import appoint

    parts = [each.partition("=") for each in custodian]
    if any(not (name and path) for name, _, path in parts):
        raise UsageError("a custodian is named like NAME=FILE", hint="FILE holds what `chatward keys pair` printed")
    public = {name: PublicKey.parse(read_file(Path(path)).decode(errors="replace")) for name, _, path in parts}
    shares = appoint(place, settings.load(), public)
    out.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name, share in shares.items():
        write_private(out / f"{Path(name).name}.share", share)
        print(f"hand {out / Path(name).name}.share to {name}, and remove it here")


@keys_app.command("pair")
def keys_pair(out: Annotated[Path, typer.Option("--out", help="File for the private key; it must not exist.")]) -> None:
    """Make a key pair to which others can seal: the private key goes into a file, the public one is printed.

    Example: chatward keys pair --out custodian.key
    """
    from chatward.keyring.private_files import write_private
    from chatward.keyring.recipients import PrivateKey

    if out.exists():
        raise UsageError(f"{out.name} exists already", hint="name another file: a private key is never overwritten")
    key = PrivateKey.generate()
    write_private(out, (key.export() + "\n").encode())
    print(key.public)
