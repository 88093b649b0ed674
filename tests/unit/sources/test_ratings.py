"""What customers remarked on rating how they were helped, where it comes apart from tickets and conversations."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from support.reading import gathered

from chatward.sources.recognise import find_exports, read
from chatward.sources.records import ReadSettings

RATING = {
    "id": 35436, "url": "https://acme.zendesk.com/api/v2/satisfaction_ratings/35436.json", "assignee_id": 135,
    "group_id": 44, "requester_id": 7881, "ticket_id": 208, "score": "good", "comment": "Great help", "reason": "none",
    "reason_id": 5, "reason_code": 0, "created_at": "2024-05-01T10:00:00Z", "updated_at": "2024-05-01T11:00:00Z",
}  # fmt: skip
SURVEY = {
    "id": 1, "rating": 5, "feedback_message": "Super", "account_id": 1, "message_id": 99, "conversation_id": 3,
    "contact": {"id": 7, "name": "Ann", "email": "ann@mail.example", "phone_number": None, "identifier": None},
    "assigned_agent": {"id": 2, "name": "Bo", "role": "agent", "availability_status": "online"},
    "created_at": 1_714_557_600,
}  # fmt: skip


def rows_of(folder: Path, data: Any) -> tuple[str, dict[str, list[dict[str, Any]]]]:
    (folder / "saved.json").write_text(json.dumps(data))
    [export] = find_exports([folder / "saved.json"])
    return export.platform, gathered(read(export, ReadSettings()))


@pytest.mark.parametrize(
    "saved",
    [
        {"satisfaction_ratings": [RATING], "count": 1, "next_page": None, "previous_page": None},
        {"satisfaction_rating": RATING},
        [RATING],
        RATING,
    ],
)
def test_a_rating_of_zendesk_is_an_event_of_its_ticket(tmp_path: Path, saved: Any) -> None:
    platform, rows = rows_of(tmp_path, saved)
    assert (platform, rows["messages"], rows["rejects"]) == ("zendesk", [], [])
    [event] = rows["events"]
    assert (event["conversation_key"], event["actor_key"], event["text"]) == (
        "zendesk:208",
        "zendesk_id:7881",
        "Great help",
    )
    assert event["at_utc"] == datetime(2024, 5, 1, 10, tzinfo=UTC)
    assert json.loads(event["detail"]) == {"type": "SatisfactionRating", "score": "good", "reason": "none"}


def test_a_rating_without_a_remark_has_its_score(tmp_path: Path) -> None:
    _, rows = rows_of(tmp_path, [{**RATING, "comment": None, "score": "offered"}])
    assert [(event["text"], json.loads(event["detail"])["score"]) for event in rows["events"]] == [(None, "offered")]


@pytest.mark.parametrize("saved", [[SURVEY], SURVEY, {"payload": [SURVEY]}])
def test_an_answer_to_a_survey_of_chatwoot_is_an_event_of_its_conversation(tmp_path: Path, saved: Any) -> None:
    platform, rows = rows_of(tmp_path, saved)
    assert (platform, rows["messages"], rows["rejects"]) == ("chatwoot", [], [])
    [event] = rows["events"]
    assert (event["conversation_key"], event["actor_key"], event["text"]) == (
        "chatwoot:3",
        "chatwoot_contact_id:7",
        "Super",
    )
    assert event["at_utc"] == datetime(2024, 5, 1, 10, tzinfo=UTC)
    assert json.loads(event["detail"]) == {"type": "csat_survey_response", "rating": 5}
    assert {(person["sender_key"], person["role"]) for person in rows["participants"]} == {
        ("chatwoot_contact_id:7", "customer"), ("chatwoot_user_id:2", "staff"),
    }  # fmt: skip
