"""Answers of APIs that hold nothing: known for what they are, so that nobody has to look into them."""

import json
from pathlib import Path
from typing import Any

import pytest
from support.reading import gathered

from chatward.sources.recognise import Unrecognised, find_exports, read
from chatward.sources.records import ReadSettings

_LAST = {"count": 0, "next_page": None, "previous_page": None}
_CURSOR = {"meta": {"has_more": False, "after_cursor": None, "before_cursor": None}, "links": {"next": None}}
_GRAPH = "https://graph.microsoft.com/v1.0/$metadata#"


@pytest.mark.parametrize(
    ("platform", "page"),
    [
        ("zendesk", {"tickets": [], **_LAST}),
        ("zendesk", {"tickets": [], **_CURSOR}),
        ("zendesk", {"tickets": [], "end_time": 1_714_000_000, "end_of_stream": True, "after_url": None, "count": 0}),
        ("zendesk", {"comments": [], **_LAST}),
        ("zendesk", {"satisfaction_ratings": [], **_LAST}),
        ("zendesk", {"results": [], "facets": None, **_LAST}),
        ("zendesk", {"users": [], **_LAST}),
        ("zendesk", {"chats": [], "count": 0, "next_url": None}),
        ("intercom", {"type": "conversation.list", "pages": {"type": "pages"}, "total_count": 0, "conversations": []}),
        ("chatwoot", {"data": {"meta": {"mine_count": 0, "all_count": 0}, "payload": []}}),
        ("chatwoot", {"meta": {"labels": [], "contact": {"id": 1}}, "payload": []}),
        ("messenger_webhook", {"data": [], "paging": {"cursors": {"before": "x", "after": "y"}}}),
        ("messenger_webhook", {"data": [{"id": "t_1", "updated_time": "2024-05-01T10:00:00+0000"}], "paging": {}}),
        ("teams", {"@odata.context": f"{_GRAPH}teams('x')/channels('19%3Aa')/messages", "value": []}),
        ("teams", {"@odata.context": f"{_GRAPH}chats('19%3Aa')/messages", "value": []}),
    ],
)  # fmt: skip
def test_a_page_without_records_is_read_as_none(tmp_path: Path, platform: str, page: dict[str, Any]) -> None:
    (tmp_path / "page.json").write_text(json.dumps(page))
    [export] = find_exports([tmp_path / "page.json"])
    assert export.platform == platform
    rows = gathered(read(export, ReadSettings()))
    assert (rows["messages"], rows["events"], rows["rejects"]) == ([], [], [])


@pytest.mark.parametrize(
    "page",
    [
        {"tickets": []}, {"results": [], "count": 0}, {"data": []}, {"data": [], "total": 0},
        {"payload": [], "meta": {}},
        {"@odata.context": f"{_GRAPH}users", "value": []}, {"conversations": []},
        {"tickets": [], "seats": 4, "next_page": None},
    ],
)  # fmt: skip
def test_a_page_of_anybody_s_is_not_taken_for_one_platform_s(tmp_path: Path, page: dict[str, Any]) -> None:
    (tmp_path / "page.json").write_text(json.dumps(page))
    [found] = find_exports([tmp_path / "page.json"])
    assert isinstance(found, Unrecognised)
