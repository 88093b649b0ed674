import re
import subprocess

import pytest
from support.demo import CHATWARD, ROOT, Demo
from typer.main import get_command
from typer.testing import CliRunner

from chatward.cli.main import app

README = (ROOT / "README.md").read_text(encoding="utf-8")


def commands(group: object = get_command(app), *names: str) -> list[list[str]]:
    """Return every command and subcommand that the command line knows."""
    below = getattr(group, "commands", None)
    if not below:
        return [list(names)]
    return [found for name, command in below.items() for found in commands(command, *names, name)]


COMMANDS = commands()


def test_the_five_minute_run_prints_what_the_readme_shows(demo: Demo) -> None:
    shown = re.search(r"It prints\n\n```text\n(.*?)```", README, re.DOTALL)
    assert shown is not None
    expected = [line.split() for line in shown.group(1).splitlines() if not line.startswith("report")]
    printed = [line.split() for line in demo.printed.splitlines() if not line.startswith("report")]
    assert printed == expected


def test_the_commands_that_the_readme_shows_after_the_run_work(demo: Demo) -> None:
    block = README.split("Then, in `demo/workspace`:", 1)[1].split("```", 2)[1]
    lines = [line.removeprefix("$ chatward ") for line in block.splitlines() if line.startswith("$ chatward ")]
    assert len(lines) >= 4
    for line in lines:
        words = [word.strip("'") for word in re.findall(r"'[^']*'|\S+", line)]
        done = demo.chatward(*words)
        assert done.returncode == 0, done.stderr
        assert done.stdout.strip()


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_has_help_an_example_and_its_place_in_the_readme(command: list[str]) -> None:
    told = CliRunner().invoke(app, [*command, "--help"])
    assert told.exit_code == 0
    text = told.stdout
    assert re.search(rf"Example:\s+chatward\s+{command[0]}", text), text
    table = README.split("## Commands", 1)[1].split("##", 1)[0]
    assert f"`chatward {command[0]}" in table
    assert command[-1] in table


def test_the_installed_command_knows_the_same_commands() -> None:
    text = subprocess.run([CHATWARD, "--help"], capture_output=True, text=True, check=True).stdout
    names = re.findall(r"^  ([a-z-]+) {2,}\S", text.split("Commands:", 1)[1], re.MULTILINE)
    assert names == list(dict.fromkeys(command[0] for command in COMMANDS))


def test_every_figure_of_the_sample_stands_in_the_readme_as_it_is(demo: Demo) -> None:
    import json

    evidence = json.loads((demo.workspace / "reports/current/evidence.json").read_text(encoding="utf-8"))
    fates = [source["fates"] for source in evidence["sources"]]
    records, refused, twice = (sum(fate[name] for fate in fates) for name in ("records", "refused", "duplicates"))
    assert f"{records:,} records came in" in README
    assert f"{refused} were refused" in README
    assert f"{twice} were delivered twice" in README
