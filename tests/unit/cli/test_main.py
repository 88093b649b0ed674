"""How the command line ends."""

import sys

import pytest
import typer

from chatward.cli import main


def ending(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> object:
    """Return the code that a command ends with which raises ``error``."""
    app = typer.Typer()

    @app.command()
    def command() -> None:
        raise error

    monkeypatch.setattr(main, "app", app)
    monkeypatch.setattr(sys, "argv", ["chatward"])
    with pytest.raises(SystemExit) as ended:
        main.main()
    return ended.value.code


def test_who_stops_a_command_hears_how_to_go_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ending(monkeypatch, KeyboardInterrupt()) == 130
    assert "run the same command again" in capsys.readouterr().err


def test_what_the_machine_refuses_is_no_fault_of_chatward(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ending(monkeypatch, PermissionError(13, "text", "/home/anna")) == 3
    told = capsys.readouterr().err
    assert "Permission denied" in told
    assert "anna" not in told
    assert ending(monkeypatch, ZeroDivisionError("anna")) == 1
    assert "anna" not in capsys.readouterr().err
