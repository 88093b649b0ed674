"""Commands of the re-identification ceremony: one asks, two of three custodians approve, and then it is opened."""

import sys
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from chatward import clock, settings
from chatward.cli.inspecting import printable
from chatward.cli.running import Place
from chatward.errors import UsageError
from chatward.keyring.private_files import read_private, write_private

reidentify_app = typer.Typer(
    help="Find the person behind a token, for a case that two of three custodians approve.", no_args_is_help=True
)


@reidentify_app.command("request")
def reidentify_request(
    token: Annotated[list[str], typer.Option("--token", help="A token from a set; may be repeated.")],
    case: Annotated[str, typer.Option("--case", help="The case, e.g. its number.")],
    ground: Annotated[str, typer.Option("--ground", help="The legal ground, e.g. an article or an order.")],
    out: Annotated[Path, typer.Option("--out", help="File for the request; NAME.session is its secret half.")],
    key: Annotated[Path, typer.Option("--key", help="File of your signing key; it is made where it is missing.")],
    hours: Annotated[int, typer.Option("--hours", min=1, max=24 * 14, help="How long it may be opened.")] = 72,
) -> None:
    """Write a signed request, to be given to two custodians.

    Example: chatward reidentify request --token abc… --case 17 --ground "court order" --key my.key --out r.json
    """
    import os

    from chatward.keyring import permits
    from chatward.keyring.recipients import PrivateKey

    if out.exists():
        raise UsageError(f"{out.name} exists already", hint="name another file for the request")
    if not key.exists():
        write_private(key, os.urandom(32).hex().encode())
    session = PrivateKey.generate()
    request = permits.request(
        case=case, ground=ground, tokens=tuple(token), expires_at=clock.now() + timedelta(hours=hours),
        session=session.public, signer=_seed(key),
    )  # fmt: skip
    write_private(_session_file(out), session.export().encode())
    write_private(out, request)
    print(f"signed by key {permits.read_request(request).fingerprint}: tell the custodians so by another way")


@reidentify_app.command("approve")
def reidentify_approve(
    request: Annotated[Path, typer.Argument(help="The request.")],
    name: Annotated[str, typer.Option("--name", help="Your name, as you were appointed.")],
    share: Annotated[Path, typer.Option("--share", help="Your share.")],
    key: Annotated[Path, typer.Option("--key", help="Your private key.")],
    out: Annotated[Path, typer.Option("--out", help="File for the approval.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Approve one request, on a custodian's own machine: your share is sealed anew, for that request alone.

    Example: chatward reidentify approve r.json --name ann --share ann.share --key ann.key --out ann.approval
    """
    from chatward.keyring import permits
    from chatward.keyring.recipients import PrivateKey

    permit = permits.read_request(read_file(request))
    told = {
        "case": permit.case,
        "ground": permit.ground,
        "tokens": ", ".join(permit.tokens),
        "until": f"{permit.expires_at:%Y-%m-%d %H:%M} UTC",
        "signed by": permit.fingerprint,
    }
    for what, value in told.items():
        print(f"{what:<10} {printable(value)}", file=sys.stderr)
    if not yes and not typer.confirm("approve this?", err=True):
        raise UsageError("nothing was approved", hint="run the command again to approve it")
    own = PrivateKey.parse(_private(key).decode(errors="replace"))
    write_private(out, permits.approve(permit, name, read_file(share), own))
    print(f"approved; hand {out.name} to who made the request")


@reidentify_app.command("open")
def reidentify_open(
    request: Annotated[Path, typer.Argument(help="The request; its session file lies beside it.")],
    approvals: Annotated[list[Path], typer.Argument(help="Approvals of two custodians.")],
    place: Place = Path(),
) -> None:
    """Write into the ledger that tokens are opened, then show on this terminal whom they stand for.

    Example: chatward reidentify open r.json ann.approval bo.approval
    """
    from chatward.keyring.recipients import PrivateKey
    from chatward.reidentification import reidentify

    if not sys.stdout.isatty():
        raise UsageError("answers are shown on a terminal only", hint="run it without redirecting its output")
    session = PrivateKey.parse(_private(_session_file(request)).decode(errors="replace"))
    found = reidentify(place, settings.load(), read_file(request), [read_file(each) for each in approvals], session)
    for each in found:
        print(f"{each.token}  {each.domain or 'nobody who is stored'}")
        for type_, identifier, name in each.identifiers:
            print(printable(f"  {type_:<16} {identifier}  {name or ''}"))


def read_file(path: Path) -> bytes:
    """Return a file that the command line names.

    Raises:
        UsageError: it cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path.name} cannot be read: {error.strerror}", hint="look at its path") from None


def _private(path: Path) -> bytes:
    try:
        return read_private(path)
    except OSError as error:
        raise UsageError(f"{path.name} cannot be read: {error.strerror}", hint="look at its path") from None


def _session_file(request: Path) -> Path:
    return request.with_name(request.name + ".session")


def _seed(key: Path) -> bytes:
    try:
        seed = bytes.fromhex(_private(key).decode())
    except ValueError:
        seed = b""
    if len(seed) != 32:
        raise UsageError(f"{key.name} is no signing key", hint="name a file that does not exist, and it is made")
    return seed
