"""The command line: finds the command, runs it, and turns every error into one message and an exit code."""

import os
import sys
import traceback

import typer

from chatward import __version__
from chatward.cli.answering import request_app
from chatward.cli.detecting import EXAMPLE as DETECT_EXAMPLE
from chatward.cli.detecting import detect_command
from chatward.cli.drafting import init_command
from chatward.cli.holding import hold_app
from chatward.cli.identifying import identity_app
from chatward.cli.inspecting import EXAMPLE, inspect_command
from chatward.cli.inventorying import inventory_command
from chatward.cli.judging import review_app
from chatward.cli.keys import keys_app
from chatward.cli.policing import policy_app
from chatward.cli.reidentifying import reidentify_app
from chatward.cli.retaining import retain_command
from chatward.cli.running import (
    assure_command,
    collect_command,
    publish_command,
    pull_command,
    respond_command,
    run_command,
)
from chatward.cli.sampling import sample_command
from chatward.cli.showing import sets_app, status_command
from chatward.cli.telling import tell
from chatward.cli.verifying import ledger_app, verify_command
from chatward.errors import Error
from chatward.process import forgo_pandas, leave_no_core

_INTERRUPTED = 130
"""What typer ends with once Ctrl-C was pressed."""
app = typer.Typer(
    name="chatward",
    help="Runs the whole life of a company's chat data under one policy: collect, consent, retention, "
    "pseudonymised Parquet sets, and the proof.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command("init")(init_command)
app.command("run")(run_command)
app.command("pull")(pull_command)
app.command("collect")(collect_command)
app.command("retain")(retain_command)
app.command("respond")(respond_command)
app.command("publish")(publish_command)
app.command("assure")(assure_command)
app.command("status")(status_command)
app.command("inventory")(inventory_command)
app.command("inspect", epilog=EXAMPLE)(inspect_command)
app.command("detect", epilog=DETECT_EXAMPLE)(detect_command)
app.command("sample", epilog="Example: chatward sample demo --messages 5000")(sample_command)
app.command("verify")(verify_command)
app.add_typer(identity_app, name="identity")
app.add_typer(review_app, name="review")
app.add_typer(policy_app, name="policy")
app.add_typer(hold_app, name="hold")
app.add_typer(request_app, name="request")
app.add_typer(sets_app, name="sets")
app.add_typer(ledger_app, name="ledger")
app.add_typer(keys_app, name="keys")
app.add_typer(reidentify_app, name="reidentify")


@app.callback(invoke_without_command=True)
def _root(version: bool = typer.Option(False, "--version", help="Print the version and exit.", is_eager=True)) -> None:
    if version:
        typer.echo(__version__)
        raise typer.Exit


def main() -> None:
    """Run the command line and exit with 0, or the code of what went wrong."""
    leave_no_core()
    forgo_pandas()
    try:
        app()
    except Error as error:
        sys.exit(tell(error))
    except SystemExit as ended:
        if ended.code == _INTERRUPTED:
            print("chatward: stopped; run the same command again to go on", file=sys.stderr)
        raise
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except Exception as error:  # noqa: BLE001 - a traceback may quote data, so it is shown on demand only
        from chatward.mishaps import told

        if os.environ.get("CHATWARD_DEBUG") == "1":
            traceback.print_exc()
        if mishap := told(error, "the command stopped"):
            sys.exit(tell(mishap))
        print(f"chatward: error: an unexpected {type(error).__name__}", file=sys.stderr)
        print("chatward: hint: this is a fault of chatward; CHATWARD_DEBUG=1 prints its traceback", file=sys.stderr)
        sys.exit(1)
