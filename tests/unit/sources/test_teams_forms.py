"""The ways in which Teams' records are saved, and how they are recognised."""

import json
from pathlib import Path

import pytest
from support.exports import teams as written
from support.exports.teams import ANN, TEAM, attachment, event, message, person
from support.reading import gathered

from chatward.sources.recognise import find_exports
from chatward.sources.recognise import read as read_export
from chatward.sources.records import Export, ReadSettings
from chatward.sources.teams import reader as teams
from chatward.sources.testing import check_reader

ANNS = person(ANN, "Ann")


def read_text(folder: Path, text: str | bytes, settings: ReadSettings | None = None) -> dict[str, list[dict]]:
    path = folder / "chat.json"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return gathered(teams.read(Export(path, "teams"), settings or ReadSettings()))


def read(folder: Path, *records: object, settings: ReadSettings | None = None) -> dict[str, list[dict]]:
    return read_text(folder, json.dumps(records), settings)


def camel(value):
    """Write a record as the API itself does."""
    if isinstance(value, dict):
        return {name[:1].lower() + name[1:]: camel(each) for name, each in value.items()}
    return [camel(each) for each in value] if isinstance(value, list) else value


RECORD = message(1754399641159, "<p>hi</p>", ANNS, Attachments=[attachment("reference", name="a.pdf")])


def test_the_api_s_own_spelling_is_the_same(tmp_path):
    assert read(tmp_path, camel(RECORD)) == read(tmp_path, RECORD)
    renamed = event(1754399641159, ANNS, ChatRenamed={"ChatDisplayName": "Launch"})
    assert read(tmp_path, camel(renamed))["events"][0] | {"detail": None} == read(tmp_path, renamed)["events"][0] | {
        "detail": None
    }


@pytest.mark.parametrize(
    "text",
    [
        json.dumps({"@odata.context": "x", "@odata.count": 2, "value": [RECORD, RECORD], "@odata.nextLink": "y"}),
        json.dumps([{"value": [RECORD]}, {"value": [RECORD]}]),
        json.dumps({"value": [RECORD]}) + "\n" + json.dumps({"value": [RECORD]}),
        json.dumps({"value": [RECORD]}, indent=2) + "\n" + json.dumps({"value": [RECORD]}, indent=2),
        json.dumps(RECORD) + "\n" + json.dumps(RECORD) + "\n",
        json.dumps([RECORD, RECORD], indent=1),
        json.dumps([RECORD | {"Replies": [RECORD]}]),
    ],
    ids=["page", "list of pages", "a page a line", "page after page", "a record a line", "list", "replies within"],
)
def test_records_are_found_however_they_were_saved(tmp_path, text):
    expected = [row | {"record": 0} for row in read(tmp_path, RECORD, RECORD)["messages"]]
    assert [row | {"record": 0} for row in read_text(tmp_path, text)["messages"]] == expected
    [export] = find_exports([tmp_path])
    assert export.platform == "teams"


def test_a_single_record_is_an_export_too(tmp_path):
    assert len(read_text(tmp_path, json.dumps(RECORD, indent=2))["messages"]) == 1


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_tells_the_encoding(tmp_path, encoding):
    text = json.dumps([message(1754399641159, "日本語", ANNS)], ensure_ascii=False).encode(encoding)
    assert read_text(tmp_path, text)["messages"][0]["text"] == "日本語"


@pytest.mark.parametrize(
    "folders", ["TeamsDataExport/", "EXPORT/Datos de Teams/", ""], ids=["as delivered", "wrapped and renamed", "bare"]
)
def test_a_data_export_is_one_export_wherever_it_lies(tmp_path, folders):
    for name, data in written.example().items():
        path = tmp_path / name.replace("TeamsDataExport/", folders)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    (tmp_path / folders / f"users/{ANN}/meetings_{ANN}.json").write_text('[{"Subject": "x"}]')
    [export] = find_exports([tmp_path])
    assert (export.platform, export.path, len(export.members)) == ("teams", tmp_path / folders, 4)
    rows = gathered(read_export(export, ReadSettings()))
    assert {row["title"] for row in rows["conversations"]} == {None, "General"}


def test_ids_of_any_kind_and_lists_at_the_top_belong_to_a_data_export(tmp_path):
    files = {"users/u1/messages_u1.json": json.dumps([RECORD]), "teams/t1/messages_t1.json": json.dumps([RECORD])}
    files |= {"usersList.json": '[{"Id": "u1", "DisplayName": "Ann", "Mail": "a@b"}]', "teams/teamsList.json": "[]"}
    for name, text in files.items():
        path = tmp_path / "TeamsDataExport" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    [export] = find_exports([tmp_path])
    assert (export.path, len(export.members)) == (tmp_path / "TeamsDataExport", 2)


def test_chats_in_a_folder_find_the_users_beside_it(tmp_path):
    (tmp_path / "chats").mkdir()
    (tmp_path / "chats" / "a.json").write_text(json.dumps(camel([RECORD])))
    (tmp_path / "users.json").write_bytes(written.example()["TeamsDataExport/users/usersList.json"])
    [export] = find_exports([tmp_path])
    assert export.members == ("users.json", "chats/a.json")


@pytest.mark.parametrize(
    "other",
    [
        {"id": "1", "createdDateTime": "2025-01-01T00:00:00Z", "body": {"contentType": "html", "content": "a mail"}},
        {"id": 1, "body": "text", "messageType": "x"},
        {"displayName": "x", "id": "y"},
        {"conversations": [{"id": "1"}]},
    ],
)
def test_what_only_looks_alike_is_none_of_teams(tmp_path, other):
    (tmp_path / "a.json").write_text(json.dumps([other]))
    assert not any(isinstance(found, Export) for found in find_exports([tmp_path / "a.json"]))


def test_the_reader_keeps_what_every_reader_promises_for_pages_and_for_lines():
    posts = json.loads(written.example()[f"TeamsDataExport/teams/{TEAM}/messages_{TEAM}.json"])
    check_reader("teams", {"chats/a.json": json.dumps({"value": camel(posts), "@odata.count": 3}).encode()})
    check_reader("teams", {"a.jsonl": b"\n".join(json.dumps(camel(post)).encode() for post in posts)})
