"""Zendesk: broken, cut and odd files lose nothing that is sound in them."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.reading import ODD, saved
from support.reading import rows_of as rows
from support.zendesk import AT, batches_of, comment, ticket

from chatward.errors import SourceFormatError
from chatward.sources.conformity import faults
from chatward.sources.records import BATCH_ROWS, Export, ReadSettings
from chatward.sources.zendesk.reader import read


def test_a_broken_record_costs_only_itself(tmp_path: Path):
    data = b'{"comments": [' + b",".join(
        [json.dumps(comment()).encode(), b'{"id": 6, "author_id": 7, "body": oops, "public": true}', b"17",
         json.dumps(comment(id=7, created_at=None)).encode(), json.dumps(comment(id=8, created_at="soon")).encode(),
         json.dumps(comment(id=9)).encode()]
    ) + b'], "next_page": null}'  # fmt: skip
    batches = batches_of(saved(tmp_path, data))
    assert [row["platform_message_id"] for row in rows(batches)] == ["5", "9"]
    assert sorted(row["reason"] for row in rows(batches, "rejects")) == ["bad_time", "json", "no_time", "not_an_object"]


def test_of_a_ticket_that_is_cut_the_sound_comments_are_read(tmp_path: Path):
    whole = json.dumps({"tickets": [ticket(comments=[comment(), comment(id=6), comment(id=7)])]}).encode()
    batches = batches_of(saved(tmp_path, whole[: whole.rindex(b'"id": 7') + 9]))
    assert [row["platform_message_id"] for row in rows(batches)] == ["5", "6"]
    assert {row["reason"] for row in rows(batches, "rejects")} == {"truncated"}


def test_a_file_of_something_else_is_refused_as_a_whole(tmp_path: Path):
    with pytest.raises(SourceFormatError):
        batches_of(saved(tmp_path, {"hello": "world"}))


def test_more_records_than_a_batch_holds_come_in_several(tmp_path: Path):
    path = saved(tmp_path, {"comments": [comment(id=number, ticket_id=1) for number in range(BATCH_ROWS + 1)]})
    sizes = [batch.messages.num_rows for batch in read(Export(path, "zendesk"), ReadSettings())]
    assert sum(sizes) == BATCH_ROWS + 1
    assert max(sizes) <= BATCH_ROWS


_VALUES = st.recursive(
    ODD, lambda inner: st.dictionaries(st.sampled_from(["id", "name", "from", "body"]), inner), max_leaves=5
)
_RECORDS = st.sampled_from([
    ticket(via={"source": {"from": {"address": "a@b.example"}}}, requester={"id": 7}, comments=[comment()]),
    comment(ticket_id=1, via={"source": {"from": {}}}, author={"id": 1}, html_body="<p>", attachments=[{}]),
    {"ticket_id": 1, "created_at": AT, "events": [{"type": "Change", "value": {"history": [{"type": "ChatMessage"}]}}]},
    {"id": 1, "deleted_at": AT, "previous_state": "open", "actor": {"id": 1}},
    {"id": 1, "cause": "x", "content": "y", "author": {"email": "a@b.example"}, "created_at": AT},
    {"id": 1, "name": "x", "role": "agent", "email": "a@b.example", "phone": "1"},
])  # fmt: skip


@st.composite
def _damaged(draw: st.DrawFn) -> dict[str, Any]:
    record = dict(draw(_RECORDS))
    for name in draw(st.sets(st.sampled_from(sorted(record)))):
        record[name] = draw(_VALUES)
    return record


@settings(max_examples=50, deadline=None)
@given(records=st.lists(_damaged(), max_size=4))
def test_odd_values_in_any_field_lose_no_record(
    tmp_path_factory: pytest.TempPathFactory, records: list[dict[str, Any]]
):
    path = saved(tmp_path_factory.mktemp("odd"), {"tickets": [ticket()], "results": records})
    assert list(faults(batches_of(path))) == []


@settings(max_examples=60, deadline=None)
@given(share=st.floats(0, 1))
def test_a_file_cut_anywhere_keeps_what_is_before_the_cut(tmp_path_factory: pytest.TempPathFactory, share: float):
    whole = json.dumps(
        {"tickets": [ticket(comments=[comment()]), ticket(id=2), ticket(id=3)], "next_page": None}
    ).encode()
    end = int(share * len(whole))
    path = saved(tmp_path_factory.mktemp("cut"), whole[:end])
    try:
        batches = batches_of(path)
    except SourceFormatError:
        assert b"[" not in whole[:end]
        return
    assert list(faults(batches)) == []
    assert len(rows(batches)) >= whole[:end].count(b'"assignee_id": 9}')
