from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from chatward.sources import collected as collected_module
from chatward.sources.collected import Cells, Collected, UnreadableError
from chatward.sources.json_values import Broken
from chatward.sources.records import CONVERSATIONS, MESSAGES
from chatward.sources.tables import Rejects, build

names = st.none() | st.text(max_size=3)


@settings(deadline=None)  # the first Arrow column of a process takes its time
@given(rows=st.lists(st.tuples(st.text(max_size=3), names)))
def test_rows_laid_end_to_end_come_out_as_the_rows_they_were(rows):
    cells = Cells(CONVERSATIONS, ("conversation_key", "title"), {"kind": "direct"})
    for row in rows:
        cells.add(row)
    assert cells.table() == build(
        CONVERSATIONS,
        len(rows),
        {"conversation_key": [key for key, _ in rows], "title": [title for _, title in rows], "kind": "direct"},
    )


def test_no_rows_are_an_empty_table_of_the_schema():
    table = Cells(MESSAGES, ("record", "text"), {"is_deleted": False}).table()
    assert (table.num_rows, table.schema) == (0, MESSAGES)


def test_every_record_becomes_a_row_or_a_refusal_or_is_taken_as_an_event():
    refused = []

    def message(record, place):
        if "odd" in record:
            raise UnreadableError("bad_field")
        return (place, 1_000_000) if "text" in record else None

    collected = Collected(("record", "sent_at_utc"), {"member": "m"})
    records = [{"text": "a"}, {"odd": 1}, Broken(b"{", "truncated"), 5, {}, {"text": "b"}]
    assert list(collected.take(records, message, lambda *refusal: refused.append(refusal))) == []
    batch = collected.batch()
    assert batch.records == len(records)
    assert batch.messages["record"].to_pylist() == [1, 6]
    assert batch.messages["sent_at_utc"].to_pylist() == [datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC)] * 2
    assert [(place, reason) for place, reason, _ in refused] == [
        (2, "bad_field"), (3, "truncated"), (4, "not_an_object"),
    ]  # fmt: skip


def test_a_reject_nested_deeper_than_can_be_written_is_counted_without_its_words():
    deep: list[object] = []
    for _ in range(300):
        deep = [deep]
    rejects = Rejects()
    rejects.refuse("", 1, "no_time", deep)
    assert rejects.table().to_pylist() == [{"member": "", "record": 1, "reason": "no_time", "raw": b""}]


def test_a_batch_ends_after_so_much_text_or_so_much_that_is_refused(monkeypatch):
    monkeypatch.setattr(collected_module, "BATCH_BYTES", 100)
    monkeypatch.setattr(collected_module, "_PART", 1)
    collected = Collected(("record", "text"), {"member": "m"})

    def refuse(place, reason, record):
        collected.rejects.refuse("m", place, reason, record.raw)

    records = [{"text": "x" * 60}] * 4 + [Broken(b"y" * 60, "json")] * 4
    batches = [*collected.take(records, lambda record, place: (place, record["text"]), refuse), collected.batch()]
    assert [batch.records for batch in batches] == [2, 2, 2, 2]
    assert [batch.rejects.num_rows for batch in batches] == [0, 0, 2, 2]
