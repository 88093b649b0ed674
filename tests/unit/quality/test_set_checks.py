import io
import logging
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path

import duckdb
import orjson
import pytest

from chatward.quality.results import CheckResult
from chatward.quality.set_views import SetColumn, SetView
from chatward.quality.validation import validate_sets

TOKEN = "abcdefghijklmnopqrstuvwxyz"
OTHER = "zyxwvutsrqponmlkjihgfedcba"
CANARY = "canary.person@example.org"

MESSAGES = SetView(
    name="messages",
    columns=(
        SetColumn.named("message_token", "VARCHAR"),
        SetColumn.named("source", "VARCHAR", values=("whatsapp", "slack")),
        SetColumn.named("sent_on", "DATE"),
        SetColumn.named("text", "VARCHAR"),
        SetColumn.named("attachments", "STRUCT(media_type VARCHAR, size BIGINT)[]"),
    ),
    rows=1,
    key=("message_token",),
    not_before=date(2025, 11, 23),
    not_after=date(2026, 11, 23),
)
ACTIVITY = SetView(
    name="activity",
    columns=(SetColumn.named("sent_on", "DATE"), SetColumn.named("customers", "BIGINT")),
    rows=1,
    key=("sent_on",),
    smallest_cell_subjects=12,
)
GOOD_DAY = date(2026, 1, 31)


def messages(rows: Sequence[tuple[object, ...]], *, date_type: str = "date") -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute(
        f"""create table stored (message_token varchar, source varchar, sent_on {date_type}, text varchar,
            attachments struct(media_type varchar, size bigint)[])"""
    )
    for row in rows:
        connection.execute("insert into stored values (?, ?, ?, ?, [])", row)
    connection.execute("create view messages as from stored")
    return connection


def activity(customers: int | None) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute(
        "create table activity as select ?::date as sent_on, ?::bigint as customers", [GOOD_DAY, customers]
    )
    return connection


def failed(results: Sequence[CheckResult]) -> dict[str, int | None]:
    return {result.name: result.failing_rows for result in results if not result.passed}


def test_a_set_that_is_as_the_policy_says_passes_every_check():
    results = validate_sets(messages([(TOKEN, "slack", GOOD_DAY, "where is my parcel?")]), [MESSAGES])
    assert failed(results) == {}
    assert [result.name for result in results] == [
        "column_types", "columns", "row_count", "required", "token_format", "values", "dates_within_retention",
        "key_is_unique", "no_residual_identifiers",
    ]  # fmt: skip


def test_an_empty_set_passes():
    assert failed(validate_sets(messages([]), [replace(MESSAGES, rows=0)])) == {}


@pytest.mark.parametrize(
    ("row", "check"),
    [
        ((None, "slack", GOOD_DAY, "hello"), "required"),
        ((TOKEN, None, GOOD_DAY, "hello"), "required"),
        ((TOKEN, "slack", None, "hello"), "required"),
        ((TOKEN[:25], "slack", GOOD_DAY, "hello"), "token_format"),
        ((TOKEN.upper(), "slack", GOOD_DAY, "hello"), "token_format"),
        ((TOKEN[:25] + "1", "slack", GOOD_DAY, "hello"), "token_format"),
        ((TOKEN + "\n", "slack", GOOD_DAY, "hello"), "token_format"),
        ((TOKEN, "telegram", GOOD_DAY, "hello"), "values"),
        ((TOKEN, "slack", date(2025, 11, 22), "hello"), "dates_within_retention"),
        ((TOKEN, "slack", date(2026, 11, 24), "hello"), "dates_within_retention"),
        ((TOKEN, "slack", GOOD_DAY, f"write to {CANARY}"), "no_residual_identifiers"),
    ],
)
def test_one_bad_row_fails_its_check_alone_and_is_counted(row, check):
    assert failed(validate_sets(messages([row]), [MESSAGES])) == {check: 1}


@pytest.mark.parametrize("day", [date(2025, 11, 23), date(2026, 11, 23)])
def test_the_first_and_the_last_day_allowed_pass(day):
    assert failed(validate_sets(messages([(TOKEN, "slack", day, None)]), [MESSAGES])) == {}


def test_every_row_too_many_of_a_key_is_counted():
    rows = [(token, "slack", GOOD_DAY, None) for token in (TOKEN, TOKEN, TOKEN, OTHER, OTHER)]
    assert failed(validate_sets(messages(rows), [replace(MESSAGES, rows=5)])) == {"key_is_unique": 3}


def test_fewer_rows_than_the_manifest_states_fail():
    results = validate_sets(messages([(TOKEN, "slack", GOOD_DAY, None)]), [replace(MESSAGES, rows=2)])
    assert failed(results) == {"row_count": None}


@pytest.mark.parametrize(("customers", "failures"), [(12, {}), (11, {"smallest_cell": 1}), (None, {"required": 1})])
def test_a_cell_needs_its_fewest_people(customers, failures):
    assert failed(validate_sets(activity(customers), [ACTIVITY])) == failures


def test_a_column_too_many_fails_and_the_other_checks_still_run():
    connection = messages([(TOKEN, "slack", GOOD_DAY, None)])
    connection.execute("create or replace view messages as select *, 'Anna' as sender_name from stored")
    assert set(failed(validate_sets(connection, [MESSAGES]))) == {"columns", "column_types"}


def test_columns_in_another_order_fail():
    connection = messages([(TOKEN, "slack", GOOD_DAY, None)])
    connection.execute("create or replace view messages as select source, * exclude (source) from stored")
    assert set(failed(validate_sets(connection, [MESSAGES]))) == {"columns"}


def test_a_missing_column_fails_whatever_needs_it():
    connection = messages([(TOKEN, "slack", GOOD_DAY, None)])
    connection.execute("create or replace view messages as select * exclude (sent_on) from stored")
    failures = failed(validate_sets(connection, [MESSAGES]))
    assert {"columns", "column_types", "required", "dates_within_retention"} <= set(failures)


def test_another_type_fails():
    connection = messages([(TOKEN, "slack", GOOD_DAY, None)], date_type="timestamp")
    assert "column_types" in failed(validate_sets(connection, [MESSAGES]))


def test_sets_are_validated_side_by_side_on_one_connection():
    connection = messages([(TOKEN, "slack", GOOD_DAY, None)])
    connection.execute("create table activity as select ?::date as sent_on, 12::bigint as customers", [GOOD_DAY])
    results = validate_sets(connection, [MESSAGES, ACTIVITY])
    assert failed(results) == {}
    assert {result.subject for result in results} == {"messages", "activity"}


def test_an_open_transaction_of_the_caller_stays_open():
    connection = messages([(TOKEN, "slack", GOOD_DAY, None)])
    connection.begin()
    connection.execute("insert into stored values (?, 'slack', ?, null, [])", [OTHER, GOOD_DAY])
    validate_sets(connection, [MESSAGES])
    connection.rollback()
    assert connection.sql("select count(*) from stored").fetchall() == [(1,)]


def test_no_value_reaches_results_logs_or_output(capfd):
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    rows = [(CANARY, CANARY, None, CANARY), (CANARY, CANARY, None, CANARY)]
    try:
        # a column that cannot be cast makes the scan itself fail, and DuckDB's message quotes the value
        connection = messages(rows)
        connection.execute("create or replace view messages as select * replace (text::date as sent_on) from stored")
        results = validate_sets(messages(rows), [MESSAGES]) + validate_sets(connection, [MESSAGES])
    finally:
        root.removeHandler(handler)
        root.setLevel(logging.WARNING)
    captured = capfd.readouterr()
    assert failed(results)
    assert CANARY not in orjson.dumps([asdict(result) for result in results]).decode()
    assert CANARY not in stream.getvalue() + captured.out + captured.err


def test_a_check_that_breaks_counts_as_failed():
    connection = messages([(TOKEN, "slack", None, CANARY)])
    connection.execute("create or replace view messages as select * replace (text::date as sent_on) from stored")
    failures = failed(validate_sets(connection, [MESSAGES]))
    assert failures["dates_within_retention"] is None


def test_validating_writes_no_file_and_prints_nothing(tmp_path: Path):
    program = """
import duckdb
from chatward.quality.set_views import SetColumn, SetView
from chatward.quality.validation import validate_sets
connection = duckdb.connect()
connection.execute("create view days as select date '2026-01-31' as sent_on")
view = SetView(name="days", columns=(SetColumn.named("sent_on", "DATE"),), rows=1, key=("sent_on",))
assert all(result.passed for result in validate_sets(connection, [view]))
"""
    environment = {
        **os.environ,
        "HOME": str(tmp_path),
        "TMPDIR": str(tmp_path),
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_rows_that_were_checked_before_are_not_looked_at_again_but_counted():
    """A bad row among the old ones is nobody's business any more; a key that repeats is."""
    connection = messages([(TOKEN, "fax", GOOD_DAY, "x"), (TOKEN, "slack", GOOD_DAY, "x")])
    connection.execute("create table new_rows as select * from stored where source = 'slack'")
    view = replace(MESSAGES, rows=2, new_rows="new_rows")
    assert failed(validate_sets(connection, [view])) == {"key_is_unique": 1}


def test_a_bad_new_row_is_found():
    connection = messages([(TOKEN, "slack", GOOD_DAY, "x"), (OTHER, "fax", GOOD_DAY, "x")])
    connection.execute("create table new_rows as select * from stored where source = 'fax'")
    assert failed(validate_sets(connection, [replace(MESSAGES, rows=2, new_rows="new_rows")])) == {"values": 1}
