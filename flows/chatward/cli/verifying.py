"""Commands around evidence: check it, and exchange files with those who witness the ledger."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Optional

import typer

from chatward import settings, workspace
from chatward.cli.running import AsJson, Place

ledger_app = typer.Typer(help="The ledger's key, and what its witnesses sign.", no_args_is_help=True)

Witnesses = Annotated[
    Optional[list[str]],  # noqa: UP045 - typer evaluates it
    typer.Option("--witness", help="Key of somebody who must have signed too; may be repeated."),
]


def verify_command(
    proof: Annotated[Optional[Path], typer.Argument(help="A .tlog-proof; its leaf lies beside it.")] = None,  # noqa: UP045
    place: Place = Path(),
    log: Annotated[str, typer.Option("--log", help="Key of the log.", show_default="the workspace's")] = "",
    witness: Witnesses = None,
    as_json: AsJson = False,
) -> None:
    """Check the ledger and the published sets byte by byte; or, given a proof, that its leaf is in the ledger.

    Example: chatward verify reports/current/run.tlog-proof
    """
    from chatward import verification

    here = settings.load()
    if proof is not None:
        key = log or verification.ledger_key(workspace.find(place), here)
        where = verification.verify_bundle(proof, key, witness or ())
        print(
            json.dumps({"proof": str(proof), "is_verified": True, "place": where}) if as_json else f"verified: {where}"
        )
        return
    found = verification.verify_workspace(workspace.find(place), here)
    if as_json:
        print(json.dumps([asdict(each) for each in found], indent=1))
        return
    for each in found:
        print(f"verified  {each.what:<24} {each.count:>9,} {each.unit:<7}  {each.state}")


@ledger_app.command("key")
def ledger_key(place: Place = Path()) -> None:
    """Print the key by which the ledger is signed: note it where the ledger is not.

    Example: chatward ledger key
    """
    from chatward.verification import ledger_key

    print(ledger_key(workspace.find(place), settings.load()))


@ledger_app.command("request")
def ledger_request(
    place: Place = Path(), since: Annotated[int, typer.Option("--since", help="Records that the witness saw last.")] = 0
) -> None:
    """Print what a witness needs to sign that the ledger only grew.

    Example: chatward ledger request --since 120 > request
    """
    from chatward.verification import witness_request

    sys.stdout.write(witness_request(workspace.find(place), settings.load(), since))


@ledger_app.command("cosign")
def ledger_cosign(
    signature: Annotated[typer.FileText, typer.Argument(help="What `verify.py witness` printed, or -.")],
    witness: Annotated[str, typer.Option("--witness", help="The witness's key.")],
    place: Place = Path(),
) -> None:
    """Put a witness's signature under the ledger's checkpoint.

    Example: chatward ledger cosign signature --witness auditor.example/w1+1b2c3d4e+BE…
    """
    from chatward.verification import take_cosignatures

    take_cosignatures(workspace.find(place), settings.load(), signature.read(), witness)
    print("the witness's signature stands under the checkpoint")
