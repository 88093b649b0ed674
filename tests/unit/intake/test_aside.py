"""Records wait on the disk by months, and what is left of them tells no text but those of edits."""

from pathlib import Path
from typing import Any

import pyarrow as pa

from chatward.intake.aside import Numbered, Rows, changed, put_aside
from chatward.intake.dating import End

JUNE, JULY = "2026-06", "2026-07"
_MONTH = pa.dictionary(pa.int32(), pa.string())


def instants(months: list[str | None]) -> pa.Array:
    return pa.array([None if month is None else int(month[-2:]) for month in months], pa.timestamp("us"))


def messages(*told: tuple[str | None, str]) -> pa.Table:
    months, texts = [month for month, _ in told], [text for _, text in told]
    same = dict.fromkeys(["file_id", "source", "conversation_id", "sender_index"], ["x"] * len(told))
    ids = [text.encode() for text in texts]
    return pa.table(
        same
        | {"month": pa.array(months, _MONTH), "text": pa.array(texts, pa.string()), "message_id": ids}
        | {"sent_at_utc": instants(months), "as_of_utc": pa.nulls(len(told), pa.timestamp("us"))}
        | {"platform_message_id": pa.array(texts, pa.string())}
    )


def events(*told: tuple[str | None, str, str]) -> pa.Table:
    months = [month for month, *_ in told]
    same = dict.fromkeys(["file_id", "source", "conversation_id", "actor_index", "target_id"], ["x"] * len(told))
    return pa.table(
        same
        | {"month": pa.array(months, _MONTH), "event": pa.array([event for _, event, _ in told], pa.string())}
        | {"event_id": pa.array([text for *_, text in told]), "at_utc": instants(months)}
        | {"text": pa.array([text for *_, text in told], pa.string())}
    )


READ = {
    "messages": messages((JULY, "b"), (None, "lost"), (JUNE, "a"), (JULY, "c")),
    "events": events((JULY, "notice", "joined"), (JULY, "message_edited", "b2"), (None, "message_edited", "b3")),
}


def texts(table: pa.Table) -> list[Any]:
    return list(table["text"].to_pylist())


def test_each_month_has_its_records_in_their_order_and_what_has_no_time_is_in_none(tmp_path: Path) -> None:
    records, left = put_aside(tmp_path, READ, frozenset(), End())
    assert {name: texts(records.table(name)) for name in records.rows} == {
        f"{JUNE}/messages": ["a"],
        f"{JULY}/messages": ["b", "c"],
        f"{JULY}/events": ["joined", "b2"],
    }
    assert left["messages"]["message_id"].to_pylist()[-1] == b"lost"
    assert left["messages"].num_rows == 4


def test_the_rows_of_what_is_left_are_numbered_as_those_on_the_disk(tmp_path: Path) -> None:
    records, left = put_aside(tmp_path, READ, frozenset(), End())
    waiting = Numbered(records, {"messages": 10, "events": 0})
    for name in (f"{JUNE}/messages", f"{JULY}/messages"):
        numbers = [number - 10 for number in waiting.numbers(name)]
        assert left["messages"]["message_id"].take(numbers).to_pylist() == [
            text.encode() for text in texts(records.table(name))
        ]
    assert records.rows[f"{JULY}/events"] == Rows(0, 2)


def test_one_month_is_told_without_the_others(tmp_path: Path) -> None:
    records, _ = put_aside(tmp_path, READ, frozenset(), End())
    june = records.of_month(JUNE)
    assert [*june.rows] == [*june.sealed.places] == [f"{JUNE}/messages"]
    assert texts(june.table(f"{JUNE}/messages")) == ["a"]


def test_of_texts_those_of_edits_are_left_alone(tmp_path: Path) -> None:
    _, left = put_aside(tmp_path, READ, frozenset(), End())
    assert "text" not in left["messages"].column_names
    assert texts(left["events"]) == [None, "b2", None]


def test_messages_hold_at_the_end_of_their_export_that_is_known_only_later(tmp_path: Path) -> None:
    end = End()
    records, _ = put_aside(tmp_path, READ, frozenset(), end)
    end.has_ids, end.at_us = True, 99
    dated = records.table(f"{JUNE}/messages")["as_of_utc"].cast(pa.int64())
    assert dated.to_pylist() == [99]


def test_words_that_are_changed_are_changed_on_the_disk_and_in_what_is_left(tmp_path: Path) -> None:
    def masked(table: pa.Table, kind: str) -> pa.Table:
        words = pa.array([f"{kind[0]}:{text}" for text in texts(table)])
        table = table.set_column(table.schema.get_field_index("text"), "text", words)
        return table.drop_columns("hints").append_column("hints", pa.array([1] * table.num_rows, pa.uint8()))

    former, left = put_aside(tmp_path, READ, frozenset(), End())
    records, now = changed(tmp_path, former, left, masked)
    assert texts(records.table(f"{JULY}/messages")) == ["m:b", "m:c"]
    assert texts(now["events"]) == [None, "e:b2", None]
    assert now["messages"]["hints"].to_pylist() == [1, 1, 1, None]
    assert list(tmp_path.iterdir()) == [records.sealed.path]
    assert now["messages"].drop_columns("hints") == left["messages"].drop_columns("hints")


def test_nothing_waits_where_nothing_was_read(tmp_path: Path) -> None:
    nothing = {kind: table.slice(0, 0) for kind, table in READ.items()}
    records, left = put_aside(tmp_path, nothing, frozenset(), End())
    assert (records.rows, left["messages"].num_rows) == ({}, 0)
    assert not list(tmp_path.iterdir())
