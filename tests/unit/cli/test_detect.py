"""``chatward detect``: one line a row, in characters, whatever the file is and however bad a row is."""

import json
import sys

import pyarrow as pa
import pytest
from pyarrow import parquet
from typer.testing import CliRunner

from chatward.cli.main import app
from chatward.errors import SourceFormatError, UsageError

ROW = "Grüße 😀 an jane@example.com"
SPAN = [11, 27, "EMAIL"]


def run(*arguments, data=None):
    return CliRunner().invoke(app, ["detect", *map(str, arguments)], input=data)


def lines(outcome):
    return [json.loads(line) for line in outcome.stdout.splitlines()]


def spans(outcome):
    return [line["spans"] for line in lines(outcome)]


def test_each_line_of_a_text_is_a_row(tmp_path):
    path = tmp_path / "chat.txt"
    path.write_text(f"hello\n{ROW}\n\n", encoding="utf-8")
    outcome = run(path)
    assert outcome.exit_code == 0
    assert spans(outcome) == [[], [SPAN], []]


def test_all_formats_give_the_same_spans(tmp_path):
    (tmp_path / "a.jsonl").write_text(json.dumps({"body": ROW}) + "\n", encoding="utf-8")
    (tmp_path / "a.csv").write_text(f'id;body\n1;"{ROW}"\n', encoding="utf-8")
    parquet.write_table(pa.table({"body": [ROW]}), tmp_path / "a.parquet")
    for name in ("a.jsonl", "a.csv", "a.parquet"):
        assert spans(run(tmp_path / name, "--field", "body")) == [[SPAN]]


def test_a_text_has_no_columns_and_is_read_whichever_field_is_named(tmp_path):
    (tmp_path / "chat.txt").write_text(f"hello\n{ROW}\n", encoding="utf-8")
    assert spans(run(tmp_path / "chat.txt", "--field", "text")) == [[], [SPAN]]
    assert spans(run("-", "--field", "text", data=f"hello\n{ROW}\n".encode())) == [[], [SPAN]]


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16"])
def test_json_lines_are_told_by_what_they_hold_where_the_name_tells_nothing(tmp_path, coding):
    path = tmp_path / "chat.log"
    path.write_text(f"no object\n{json.dumps({'text': ROW}, ensure_ascii=False)}\n", encoding=coding)
    outcome = run(path, "--field", "text")
    assert outcome.exit_code == SourceFormatError.exit_code
    assert spans(outcome) == [[], [SPAN]]


def test_parquet_is_told_by_what_it_holds_where_the_name_tells_nothing(tmp_path):
    parquet.write_table(pa.table({"text": [ROW]}), tmp_path / "part-0")
    assert spans(run(tmp_path / "part-0", "--field", "text")) == [[SPAN]]
    assert spans(run("-", "--field", "text", data=(tmp_path / "part-0").read_bytes())) == [[SPAN]]


def test_the_objects_of_one_array_are_rows_however_it_is_laid_out(tmp_path):
    for indent in (None, 2):
        (tmp_path / "a.json").write_text(json.dumps([{"text": ROW}, {"text": None}, 5], indent=indent))
        outcome = run(tmp_path / "a.json", "--field", "text")
        assert spans(outcome) == [[SPAN], [], []]
        assert [line.get("problem") for line in lines(outcome)] == [None, None, "no JSON object"]


def test_standard_input_is_read():
    assert spans(run("-", "--field", "body", data=json.dumps({"body": ROW}).encode())) == [[SPAN]]


def test_names_of_persons_are_found_unless_somebody_wants_none():
    text = b"Hi Michael, your parcel is on its way\n"
    assert spans(run("-", data=text)) == [[[3, 10, "PERSON"]]]
    assert spans(run("-", "--no-names", data=text)) == [[]]
    assert spans(run("-", "--kinds", "EMAIL", data=text)) == [[]]


def test_files_of_patterns_say_what_is_found_too_and_what_is_not(tmp_path):
    (tmp_path / "references").write_text("# ours\n\nORD-[0-9]{4}\n", encoding="utf-8")
    (tmp_path / "allow").write_text("http://acme\\.example/.*\n", encoding="utf-8")
    outcome = run(
        "-", "--references", tmp_path / "references", "--allow", tmp_path / "allow",
        data=b"ORD-1234 http://acme.example/help\n",
    )  # fmt: skip
    assert spans(outcome) == [[[0, 8, "REFERENCE"]]]


@pytest.mark.parametrize("lines", [b"ok\n(?=a)secret\n", b"\xff", b"ok\n" * 201])
def test_a_file_of_patterns_that_cannot_be_used_is_refused_without_its_words(tmp_path, lines):
    (tmp_path / "patterns").write_bytes(lines)
    outcome = run("-", "--allow", tmp_path / "patterns", data=b"a\n")
    assert isinstance(outcome.exception, UsageError)
    assert "secret" not in str(outcome.exception)


def test_texts_are_scored_by_their_language_too(tmp_path):
    rows = [
        {"text": "a@example.com", "spans": [[0, 13, "EMAIL"]], "language": "de"},
        {"text": "a@example.com", "spans": [], "language": "pt-BR"},
        {"text": "hello", "spans": [[0, 5, "EMAIL"]], "language": "de"},
        {"text": "hello", "spans": [], "language": ["de"]},
    ]
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    scores = json.loads(run(path, "--field", "text", "--evaluate", "--json").stdout)
    counts = {name: (one["right"], one["wrong"], one["missed"]) for name, one in scores["languages"].items()}
    assert counts == {"de": (1, 0, 1), "pt-BR": (0, 1, 0)}
    assert scores["texts"] == 4


def test_details_tell_country_and_type():
    outcome = run("-", data=b"my CPF is 529.982.247-25\n")
    assert lines(outcome)[0]["details"] == [{"country": "BR", "type": "BR_CPF"}]


@pytest.mark.parametrize(
    ("octets", "expected"),
    [
        (f"\ufeff{ROW}\n".encode(), [SPAN]),
        (f"{ROW}\n".encode("utf-16"), [SPAN]),
        ("Grüße an jane@example.com\n".encode("latin-1"), [[9, 25, "EMAIL"]]),
        (b"\xff\xfe\x00", []),
        (b"\x00\x01\x02 jane@example.com\n", [[4, 20, "EMAIL"]]),
    ],
)
def test_wrong_encodings_pass_through_unharmed(tmp_path, octets, expected):
    path = tmp_path / "chat.txt"
    path.write_bytes(octets)
    outcome = run(path)
    assert outcome.exit_code == 0
    assert spans(outcome)[0] == expected


def test_a_bad_row_is_named_and_costs_no_other(tmp_path):
    rows = [b'{"body": "a@example.com"}', b"no json", b"[1]", b'{"other": 1}', b'{"body": 5}', b'{"body": null}', b""]
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"\n".join([*rows, b'{"body": "\\ud800 b@example.com"}']) + b"\n")
    outcome = run(path, "--field", "body")
    assert outcome.exit_code == 4
    assert spans(outcome) == [[[0, 13, "EMAIL"]], [], [], [], [], [], [], [[2, 15, "EMAIL"]]]
    assert [line["row"] for line in lines(outcome) if "problem" in line] == [2, 3, 4, 5, 7]
    assert "example.com" not in outcome.stderr


def test_a_row_of_a_table_with_too_few_cells_costs_no_other(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("id,body\n1,a@example.com\n2\n3,b@example.com\n", encoding="utf-8")
    outcome = run(path, "--field", "body")
    assert outcome.exit_code == 4
    assert [len(found) for found in spans(outcome)] == [1, 0, 1]


def test_a_megabyte_in_one_line_is_searched_to_its_end(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("lorem ipsum " * 90_000 + "jane@example.com", encoding="utf-8")
    assert spans(run(path))[0] == [[1_080_000, 1_080_016, "EMAIL"]]


def test_only_the_kinds_that_are_asked_for_are_printed():
    data = b"a@example.com 10.0.0.1 on 2024-05-06"
    assert [span[2] for span in spans(run("-", "--kinds", "ip,date", data=data))[0]] == ["IP", "DATE"]


def test_hints_are_printed_where_they_are_asked_for():
    assert spans(run("-", "--hints", data=b"I am pregnant"))[0] == [[5, 13, "HEALTH"]]


def test_a_region_tells_national_numbers():
    assert spans(run("-", "--region", "de", data=b"0171 1234567"))[0] == [[0, 12, "PHONE"]]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["missing.txt"], 2),
        (["a.csv"], 2),
        (["a.csv", "--field", "x", "--format", "xml"], 2),
        (["a.csv", "--field", "missing"], 4),
        (["a.csv", "--field", "body", "--format", "parquet"], 4),
        (["a.csv", "--field", "body", "--kinds", "EMAILS"], 2),
        (["a.csv", "--field", "body", "--region", "Germany"], 2),
    ],
)
def test_what_cannot_be_done_is_told_by_the_exit_code(tmp_path, monkeypatch, arguments, code):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.csv").write_text("id,body\n1,x\n", encoding="utf-8")
    outcome = run(*arguments)
    assert (outcome.exit_code or 0, getattr(outcome.exception, "exit_code", outcome.exit_code))[1] == code


def labelled(tmp_path):
    rows = [
        {"text": ROW, "spans": [[11, 27, "EMAIL_ADDRESS"], [0, 5, "ORG"]]},
        {"text": "call +49 171 1234567", "spans": [{"start": 5, "end": 20, "label": "PHONE_NUMBER"}]},
        {"text": "b@example.com", "spans": [[0, 3, "EMAIL"]]},
    ]
    path = tmp_path / "labelled.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return path


def test_scores_are_counted_against_the_rows_own_spans(tmp_path):
    scores = json.loads(run(labelled(tmp_path), "--field", "text", "--evaluate", "--json").stdout)
    assert scores["kinds"]["EMAIL"]["precision"] == scores["kinds"]["EMAIL"]["recall"] == 0.5
    assert scores["kinds"]["PHONE"]["f1"] == 1
    assert scores["not_looked_for"] == {"ORG": 1}
    assert scores["total"]["right"] == 2


def test_scores_are_shown_as_a_table(tmp_path):
    table = run(labelled(tmp_path), "--field", "text", "--evaluate").stdout.splitlines()
    assert table[0].split() == ["kind", "right", "wrong", "missed", "precision", "recall", "F1", "F2"]
    assert table[-1].startswith("labelled kinds")


def test_neither_prefect_nor_great_expectations_is_imported():
    import subprocess

    code = "import sys; sys.argv = ['chatward', 'detect', '-']; from chatward.cli.main import app\n"
    code += "try:\n    app()\nexcept SystemExit:\n    pass\nprint({'prefect', 'great_expectations'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], input="", capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
