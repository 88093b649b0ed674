import json
import zipfile
from pathlib import Path

import pytest
import typer
from pyarrow import parquet
from support.exports import x_twitter
from typer.testing import CliRunner

from chatward.cli.inspecting import EXAMPLE, inspect, inspect_command
from chatward.errors import UsageError

RECORD = {
    "id": 1,
    "type": "message",
    "date": "2024-01-15T11:00:00",
    "date_unixtime": "1705312800",
    "from": "A",
    "text": "x",
}
CALLED = RECORD | {"type": "service", "action": "phone_call", "date_unixtime": "1705312900"}


def chat(path: Path, *records: dict[str, object], number: int = 7) -> Path:
    path.write_text(json.dumps({"name": "Anna", "type": "personal_chat", "id": number, "messages": records}))
    return path


def looks(
    capsys: pytest.CaptureFixture[str], *paths: Path, code: int = 0, **options: object
) -> list[dict[str, object]]:
    assert inspect(list(paths), as_json=True, **options) == code
    return json.loads(capsys.readouterr().out)


def test_an_export_is_described_by_counts_and_times(tmp_path, capsys):
    path = chat(tmp_path / "result.json", RECORD, CALLED, RECORD | {"id": 3, "date": None, "date_unixtime": None})
    assert looks(capsys, path) == [
        {
            "path": str(path), "platform": "telegram", "conversations": 1, "messages": 1, "duplicates": 0, "events": 1,
            "rejects": 1, "reject_reasons": {"no_time": 1}, "first_at_utc": "2024-01-15T10:00:00Z",
            "last_at_utc": "2024-01-15T10:00:00Z", "zone_source": "explicit", "drift": [], "reason": None,
        }
    ]  # fmt: skip


def test_times_of_events_are_given_where_there_are_no_messages(tmp_path, capsys):
    (look,) = looks(capsys, chat(tmp_path / "a", CALLED))
    assert look["first_at_utc"] == "2024-01-15T10:01:40Z"
    (look,) = looks(capsys, chat(tmp_path / "a"))
    assert (look["first_at_utc"], look["last_at_utc"], look["zone_source"]) == (None, None, None)


def test_the_zone_source_says_whether_times_were_declared_assumed_or_both(tmp_path, capsys):
    old = RECORD | {"date_unixtime": None}
    path = chat(tmp_path / "a", old)
    assert looks(capsys, path)[0]["zone_source"] == "assumed"
    (look,) = looks(capsys, path, zone="Europe/Berlin")
    assert (look["zone_source"], look["first_at_utc"]) == ("declared", "2024-01-15T10:00:00Z")
    assert looks(capsys, chat(path, RECORD, old))[0]["zone_source"] == "mixed"


def test_what_is_not_read_is_an_entry_and_exit_code_4(tmp_path, capsys):
    chat(tmp_path / "a.json", RECORD)
    (tmp_path / "b.csv").write_text("a,b\n1,2\n")
    with zipfile.ZipFile(tmp_path / "c.zip", "w") as archive:
        archive.writestr("result.json", "{}" * 100)
    (tmp_path / "c.zip").write_bytes((tmp_path / "c.zip").read_bytes()[:-30])
    found = looks(capsys, tmp_path, code=4)
    assert [each["platform"] for each in found] == ["telegram", None, None]
    assert found[1]["reason"].startswith("unknown format")
    assert "damaged" in found[2]["reason"]


def test_a_damaged_export_of_a_known_platform_keeps_its_platform(tmp_path, capsys):
    text = json.dumps({"name": "A", "type": "personal_chat", "id": 1, "messages": [RECORD] * 2000})
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("result.json", text)
    data = (tmp_path / "a.zip").read_bytes()
    at = data.rindex(b'"type": "message"')
    (tmp_path / "a.zip").write_bytes(data[:at] + b"#" + data[at + 1 :])
    (look,) = looks(capsys, tmp_path / "a.zip", code=4)
    assert (look["platform"], look["reason"]) == ("telegram", "member 1 of the archive is damaged")


def test_the_table_of_all_messages_is_written_whole_with_their_platform(tmp_path, capsys):
    paths = [chat(tmp_path / "a", RECORD, CALLED), chat(tmp_path / "b", RECORD, RECORD | {"id": 2}, number=8)]
    looks(capsys, *paths, out=tmp_path / "all.parquet")
    table = parquet.read_table(tmp_path / "all.parquet")
    assert table["platform"].to_pylist() == ["telegram"] * 3
    assert table["conversation_key"].to_pylist() == ["telegram:7", "telegram:8", "telegram:8"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "all.parquet", "b"]


def test_an_output_that_cannot_be_written_leaves_nothing_behind(tmp_path):
    path = chat(tmp_path / "a", RECORD)
    (tmp_path / "all.parquet").mkdir()
    with pytest.raises(UsageError, match="cannot be written"):
        inspect([path], out=tmp_path / "all.parquet")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a", "all.parquet"]


@pytest.mark.parametrize("options", [{"zone": "Mars/Olympus"}, {"zone": "../etc"}, {"zone": ""}, {"date_order": "dym"}])
def test_options_without_a_meaning_are_refused(tmp_path, options):
    with pytest.raises(UsageError):
        inspect([chat(tmp_path / "a", RECORD)], **options)


def test_a_missing_path_is_wrong_usage_and_not_named(tmp_path):
    with pytest.raises(UsageError, match="1 of 2 paths") as caught:
        inspect([chat(tmp_path / "a", RECORD), tmp_path / "Anna"])
    assert "Anna" not in str(caught.value)


def test_the_table_for_people_cannot_be_steered_by_file_names(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    chat(tmp_path / "a\x1b]8;;x\x07[red]b", RECORD)
    (tmp_path / "c\x1b[2J").write_text("x")
    assert inspect([tmp_path]) == 4
    shown = capsys.readouterr().out
    assert "\x1b" not in shown
    assert "[red]b" in shown
    assert "not read: c" in shown


def test_the_command_has_help_with_an_example():
    app = typer.Typer()
    app.command("inspect", epilog=EXAMPLE)(inspect_command)
    app.command("other")(lambda: None)
    shown = CliRunner().invoke(app, ["inspect", "--help"])
    assert shown.exit_code == 0
    assert "chatward inspect exports/" in shown.output


def test_the_command_ends_with_the_exit_code_of_what_it_found(tmp_path):
    app = typer.Typer()
    app.command("inspect")(inspect_command)
    assert CliRunner().invoke(app, [str(chat(tmp_path / "a", RECORD)), "--json"]).exit_code == 0
    (tmp_path / "b").write_text("x")
    assert CliRunner().invoke(app, [str(tmp_path / "b")]).exit_code == 4


def whatsapp(path: Path, name: str, lines: int) -> Path:
    text = "".join(f"{day % 28 + 1:02d}/09/2025, 14:00 - {name}: hello\n" for day in range(lines))
    (path / f"WhatsApp Chat with {name}.txt").write_text(text)
    return path


def test_small_exports_are_read_in_one_pass_and_told_as_if_each_were_alone(tmp_path, capsys, monkeypatch):
    from chatward.cli import inspecting

    chat(tmp_path / "a.json", RECORD)
    for name, lines in (("Ann", 3), ("Ben", 0), ("Cem", 400), ("Dan", 1)):
        whatsapp(tmp_path, name, lines)
    (tmp_path / "notes.txt").write_text("nothing of the kind")
    together = looks(capsys, tmp_path, code=4, out=tmp_path / "together.parquet")
    monkeypatch.setattr(inspecting, "_SMALL_BYTES", 1000)  # now Cem's is read alone
    monkeypatch.setattr(inspecting, "_WRITE_ROWS", 2)
    (tmp_path / "together.parquet").rename(tmp_path.with_name("together.parquet"))
    assert looks(capsys, tmp_path, code=4, out=tmp_path.with_name("apart.parquet")) == together
    assert [each["messages"] for each in together if each["platform"] == "whatsapp"] == [3, 400, 1]
    table = parquet.read_table(tmp_path.with_name("together.parquet"))
    assert table.num_rows == 405
    assert table.to_pylist() == parquet.read_table(tmp_path.with_name("apart.parquet")).to_pylist()


def test_a_message_that_an_archive_of_x_repeats_in_overlapping_blocks_is_shown_once(tmp_path, capsys):
    archive = tmp_path / "direct-messages.js"
    said = [x_twitter.said(number, x_twitter.ZOE, "hello") for number in range(5)]
    blocks = [x_twitter.conversation("1001-2002", *said[:4]), x_twitter.conversation("1001-2002", *said[2:])]
    archive.write_bytes(x_twitter.script("YTD.direct_messages.part0", blocks))
    out = tmp_path / "messages.parquet"
    (look,) = looks(capsys, archive, out=out)
    assert (look["messages"], look["duplicates"]) == (5, 2)
    assert len(set(parquet.read_table(out)["platform_message_id"].to_pylist())) == parquet.read_table(out).num_rows == 5
