"""``chatward init``: what is drafted for which exports, and what is never touched."""

import json
import re
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from chatward.cli.drafting import init_command, patterns, system_zone
from chatward.errors import ConfigError, SourceFormatError
from chatward.policy import load
from chatward.rights.requests import parse as parse_requests
from chatward.sources.records import Export
from chatward.warehouse.kept.csv_rows import rows_of

CHAT = {
    "name": "Ada Lovelace",
    "type": "personal_chat",
    "id": 1,
    "messages": [
        {"id": 1, "type": "message", "date": "2024-05-01T10:00:00", "date_unixtime": "1714557600",
         "from": "Ada Lovelace", "from_id": "user7", "text": "hello", "text_entities": []},
        {"id": 2, "type": "message", "date": "2024-05-02T10:00:00", "date_unixtime": "1714644000",
         "from": "Ada Lovelace", "from_id": "user7", "text": "again", "text_entities": []},
    ],
}  # fmt: skip


@pytest.fixture
def root(tmp_path):
    export = tmp_path / "exports" / "telegram" / "Ada Lovelace" / "result.json"
    export.parent.mkdir(parents=True)
    export.write_text(json.dumps(CHAT), encoding="utf-8")
    return tmp_path


def _run(*arguments: object):
    app = typer.Typer()
    app.command()(init_command)
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_a_workspace_is_drafted_around_its_exports(root):
    result = _run(root / "exports", "--into", root)
    assert result.exit_code == 0, result.exception
    assert "telegram: 1 export, 2 messages, 2024-05-01 to 2024-05-02" in result.stdout
    policy = load(root / "policy.yaml")
    assert policy.sources["telegram"].paths == ("exports/**",)
    assert (root / "registers" / "contacts.csv").is_file()
    assert all((root / name / "README.md").is_file() for name in ("consent", "holds", "registers", "requests"))


def test_drafted_files_are_what_their_readers_read_and_hold_nothing_yet(root):
    _run(root / "exports", "--into", root)
    requests = (root / "requests" / "requests.csv").read_bytes()
    assert list(parse_requests(requests, json_lines=False, purposes=(), regimes=())) == []
    (example,) = re.findall(r"like `(T-.*?)`", (root / "requests" / "README.md").read_text(encoding="utf-8"))
    (found,) = parse_requests(requests + example.encode(), json_lines=False, purposes=(), regimes=())
    assert (found.request_id, found.is_verified) == ("T-1042", True)
    contacts = root / "registers" / "contacts.csv"
    assert list(rows_of(contacts, ("contact_id", "identifier_type", "identifier"))) == []
    assert list(rows_of(root / "registers" / "contracts.csv", ("identifier_type", "identifier", "ended_on"))) == []


def test_one_is_said_in_the_singular(root):
    chat = root / "exports" / "telegram" / "Ada Lovelace" / "result.json"
    chat.write_text(json.dumps(CHAT | {"messages": CHAT["messages"][:1]}), encoding="utf-8")
    assert "telegram: 1 export, 1 message, 2024-05-01" in _run(root / "exports", "--into", root).stdout


def test_no_name_out_of_the_exports_is_written_down(root):
    result = _run(root / "exports", "--into", root)
    written = [path.read_text(encoding="utf-8") for path in root.rglob("*") if path.suffix in {".yaml", ".csv", ".md"}]
    assert len(written) > 10
    assert not any("Lovelace" in text or "user7" in text for text in [*written, result.stdout])


def test_a_second_policy_is_refused(root):
    (root / "policy.yaml").write_text("mine", encoding="utf-8")
    assert isinstance(_run(root / "exports", "--into", root).exception, ConfigError)
    assert (root / "policy.yaml").read_text(encoding="utf-8") == "mine"
    assert not (root / "registers").exists()


def test_a_register_that_is_there_is_left_as_it_is(root):
    register = root / "registers" / "access.csv"
    register.parent.mkdir()
    register.write_text("mine", encoding="utf-8")
    report = json.loads(_run(root / "exports", "--into", root, "--json").stdout)
    assert register.read_text(encoding="utf-8") == "mine"
    assert "registers/access.csv" not in report["written"]
    assert report["written"][-1] == "policy.yaml"


def test_exports_outside_of_the_workspace_are_to_be_moved(root):
    into = root / "demo"
    result = _run(root / "exports", "--into", into)
    assert "telegram: move or mount its exports, and only them, into exports/telegram/" in result.stdout
    assert load(into / "policy.yaml").sources["telegram"].paths == ("exports/telegram/**",)


def test_nothing_recognised_is_an_error_and_writes_nothing(root):
    empty = root / "empty"
    empty.mkdir()
    assert isinstance(_run(empty, "--into", root / "demo").exception, SourceFormatError)
    assert not (root / "demo").exists()


def test_each_platform_gets_the_folder_that_holds_only_its_exports(tmp_path):
    for name in ("exports/wa/Ada", "exports/tg"):
        (tmp_path / name).mkdir(parents=True)
    exports = [
        Export(tmp_path / "exports/wa/Ada/chat.txt", "whatsapp"),
        Export(tmp_path / "exports/wa/chat.zip", "whatsapp"),
        Export(tmp_path / "exports/tg", "telegram"),
    ]
    given = [tmp_path / "exports"]
    assert patterns("whatsapp", exports, given, tmp_path) == ("exports/wa/**",)
    assert patterns("telegram", exports, given, tmp_path) == ("exports/tg/**",)


def test_platforms_mixed_in_one_folder_get_none(tmp_path):
    (tmp_path / "exports").mkdir()
    exports = [Export(tmp_path / "exports/a.txt", "whatsapp"), Export(tmp_path / "exports/b.json", "telegram")]
    assert patterns("whatsapp", exports, [tmp_path / "exports"], tmp_path) == ()


def test_the_workspace_itself_is_never_searched_whole(tmp_path):
    assert patterns("whatsapp", [Export(tmp_path / "a.txt", "whatsapp")], [tmp_path], tmp_path) == ()


def test_a_folder_with_special_characters_is_matched_by_name(tmp_path):
    (tmp_path / "exports [old]").mkdir()
    exports = [Export(tmp_path / "exports [old]/a.txt", "whatsapp")]
    (pattern,) = patterns("whatsapp", exports, [tmp_path / "exports [old]"], tmp_path)
    assert pattern == "exports [[]old]/**"


@pytest.mark.parametrize("name", ["~old", "back\\slash", "bell\x07"])
def test_a_folder_that_a_policy_cannot_name_is_not_named(name, tmp_path):
    (tmp_path / name).mkdir()
    assert patterns("whatsapp", [Export(tmp_path / name / "a.txt", "whatsapp")], [tmp_path / name], tmp_path) == ()


def test_a_zone_is_assumed_where_the_exports_name_none(root):
    messages = [{key: value for key, value in each.items() if key != "date_unixtime"} for each in CHAT["messages"]]
    export = next(root.rglob("result.json"))
    export.write_text(json.dumps({**CHAT, "messages": messages}), encoding="utf-8")
    result = _run(root / "exports", "--into", root)
    assert "telegram: check `zone`" in result.stdout
    assert load(root / "policy.yaml").sources["telegram"].zone.key == system_zone()


def test_an_export_that_cannot_be_read_is_counted_and_does_not_stop_the_rest(root):
    damaged = root / "exports" / "telegram" / "more" / "result.json"
    damaged.parent.mkdir()
    damaged.write_text(json.dumps(CHAT)[:-40], encoding="utf-8")
    result = _run(root / "exports", "--into", root)
    assert result.exit_code == 0, result.exception
    assert "telegram: 2 exports, " in result.stdout


def test_a_file_of_no_known_format_is_counted_and_not_named(root):
    (root / "exports" / "Ada.json").write_text('{"some": "thing"}', encoding="utf-8")
    result = _run(root / "exports", "--into", root)
    assert "not recognised: 1;" in result.stdout
    assert "Ada" not in result.stdout


def test_the_system_zone_is_read_from_its_link(tmp_path):
    zone = tmp_path / "zoneinfo" / "Europe" / "Berlin"
    zone.parent.mkdir(parents=True)
    zone.touch()
    link = tmp_path / "localtime"
    link.symlink_to(zone)
    assert system_zone(link) == "Europe/Berlin"
    assert system_zone(Path("/nowhere/localtime")) == "UTC"


def test_the_help_has_an_example():
    assert "Example: chatward init" in _run("--help").stdout
