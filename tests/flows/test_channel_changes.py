"""What each platform reports as unsent, redacted, deleted or edited takes the old words away, whatever comes first."""

import json
from typing import Any

import pytest
from support.company import Company, policy
from support.zendesk import comment, ticket

from chatward.warehouse.store import SHARD, ShardFile

SECRET = "my card is 4111"
SENT, LATER = 1_788_000_000, 1_788_100_000
SENT_ISO, LATER_ISO = "2026-08-29T12:00:00Z", "2026-08-30T12:00:00Z"
Files = dict[str, Any]
"""JSON documents by the name of their file."""


def slack(*records: Any) -> Files:
    channel = {"id": "C1", "name": "help", "created": 1, "members": ["U1"]}
    user = {"id": "U1", "name": "zoe", "profile": {"real_name": "Zoë"}}
    return {"users.json": [user], "channels.json": [channel], "help/2026-08-29.json": list(records)}


def slack_message(text: str) -> dict[str, Any]:
    return {"type": "message", "user": "U1", "text": text, "ts": f"{SENT}.000100"}


def slack_change(subtype: str, **more: Any) -> Files:
    change = {"type": "message", "subtype": subtype, "hidden": True, "channel": "C1", "ts": f"{LATER}.000200"}
    return slack(change | {"previous_message": slack_message(SECRET)} | more)


def instagram(message: dict[str, Any], at: int = SENT, key: str = "message") -> Files:
    event = {"sender": {"id": "5"}, "recipient": {"id": "9"}, "timestamp": at * 1000, key: message}
    return {"call.json": {"object": "instagram", "entry": [{"id": "9", "time": at * 1000, "messaging": [event]}]}}


def zendesk_call(name: str, event: dict[str, Any]) -> Files:
    call = {
        "account_id": 1, "id": f"c-{name}", "subject": "zen:ticket:1", "time": LATER_ISO, "detail": {"id": "1"},
        "type": f"zen:event-type:{name}", "zendesk_event_version": "2022-11-06", "event": event,
    }  # fmt: skip
    return {"call.json": call}


def zendesk_audit(event: dict[str, Any]) -> Files:
    return {
        "audit.json": {
            "audits": [{"id": 1, "ticket_id": 1, "created_at": LATER_ISO, "author_id": 9, "events": [event]}]
        }
    }


def zendesk_ticket(**more: Any) -> Files:
    said = comment(body=SECRET, created_at=SENT_ISO)
    return {"ticket.json": ticket(description=SECRET, created_at=SENT_ISO, **({"comments": [said]} | more))}


def sunshine(kind: str, at: str, message: dict[str, Any]) -> Files:
    payload = {"conversation": {"id": "c1", "type": "personal"}, "message": {"id": "m1", **message}}
    event = {"id": f"e-{kind}", "type": kind, "createdAt": at, "payload": payload}
    return {"call.json": {"app": {"id": "a"}, "webhook": {"id": "w", "version": "v2"}, "events": [event]}}


def sunshine_message() -> Files:
    author = {"type": "user", "userId": "u1", "user": {"id": "u1"}}
    content = {"type": "text", "text": SECRET}
    return sunshine("conversation:message", SENT_ISO, {"received": SENT_ISO, "author": author, "content": content})


def chatwoot(event: str, text: str | None, **more: Any) -> Files:
    call = {
        "event": event, "id": 900, "content": text, "account": {"id": 1, "name": "Acme"},
        "inbox": {"id": 1, "name": "x"},
        "conversation": {"id": 12, "inbox_id": 1, "status": "open"}, "message_type": "incoming", "private": False,
        "created_at": SENT_ISO, "updated_at": LATER_ISO, "content_type": "text", "content_attributes": {},
        "sender": {"id": 3, "name": "Zoë", "type": "contact"}, **more,
    }  # fmt: skip
    return {"call.json": call}


def intercom(part: dict[str, Any], topic: str, at: int) -> Files:
    made = {
        "type": "conversation_part", "id": "5", "part_type": "comment", "created_at": SENT, "attachments": [],
        "author": {"type": "user", "id": "u1", "name": "Zoë"}, "redacted": False, **part,
    }  # fmt: skip
    talk = {
        "type": "conversation", "id": "77", "created_at": SENT - 60,
        "conversation_parts": {"conversation_parts": [made]},
        "source": {"type": "conversation", "id": "1", "body": "hello", "author": {"type": "user", "id": "u1"}},
    }  # fmt: skip
    call = {"type": "notification_event", "id": f"n{at}", "topic": topic, "created_at": at, "data": {"item": talk}}
    return {"call.json": call}


MASKED = "my card is ▇▇▇▇"
CHANGES: dict[str, tuple[str, Files, Files, str | None]] = {
    "an unsent message of Instagram": (
        "instagram_webhook", instagram({"mid": "m1", "text": SECRET}),
        instagram({"mid": "m1", "is_deleted": True}, LATER), None,
    ),
    "an edit of Instagram": (
        "instagram_webhook", instagram({"mid": "m1", "text": SECRET}),
        instagram({"mid": "m1", "text": "new", "num_edit": 1}, LATER, "message_edit"), "new",
    ),
    "an edit of Slack": (
        "slack", slack(slack_message(SECRET)),
        slack_change(
            "message_changed", message=slack_message("new") | {"edited": {"user": "U1", "ts": f"{LATER}.0"}}
        ), "new",
    ),
    "a deletion of Slack": (
        "slack", slack(slack_message(SECRET)), slack_change("message_deleted", deleted_ts=f"{SENT}.000100"), None,
    ),
    "a redaction that Zendesk calls about": (
        "zendesk", zendesk_ticket(),
        zendesk_call("ticket.comment_redacted", {"comment": {"id": "5", "body": MASKED}}), MASKED,
    ),
    "a redaction in an audit of Zendesk": (
        "zendesk", zendesk_ticket(), zendesk_audit({"id": 2, "type": "CommentRedactionEvent", "comment_id": 5}), None,
    ),
    "a ticket of Zendesk that is deleted for good": (
        "zendesk", zendesk_ticket(comments=[]), zendesk_call("ticket.permanently_deleted", {}), None,
    ),
    "the comments of a ticket of Zendesk that is deleted": (
        "zendesk",
        zendesk_ticket(comments=[
            comment(body=SECRET, created_at=SENT_ISO),
            comment(id=6, body="restored", created_at="2026-08-31T12:00:00Z"),
        ]),
        zendesk_call("ticket.soft_deleted", {}), "restored",
    ),
    "a ticket of Zendesk that a later export has as deleted": (
        "zendesk", zendesk_ticket(), zendesk_ticket(status="deleted", updated_at=LATER_ISO, comments=[]), None,
    ),
    "a conversation of Intercom that is deleted": (
        "intercom", intercom({"body": f"<p>{SECRET}</p>"}, "conversation.user.replied", SENT),
        intercom({}, "conversation.deleted", LATER), None,
    ),
    "a message of Zendesk's messaging that is deleted": (
        "zendesk", sunshine_message(), sunshine("conversation:message:delete", LATER_ISO, {}), None,
    ),
    "a deletion of Chatwoot": (
        "chatwoot", chatwoot("message_created", SECRET),
        chatwoot("message_updated", "This message was deleted", content_attributes={"deleted": True}), None,
    ),
    "an edit of Chatwoot": (
        "chatwoot", chatwoot("message_created", SECRET), chatwoot("message_updated", "new"), "new",
    ),
    "a redacted part of Intercom": (
        "intercom", intercom({"body": f"<p>{SECRET}</p>"}, "conversation.user.replied", SENT),
        intercom({"body": None, "redacted": True}, "conversation_part.redacted", LATER), None,
    ),
}  # fmt: skip


def stored(company: Company) -> dict[str, list[str]]:
    """Return all texts and details that are stored of messages and events, by source."""
    found: dict[str, list[str]] = {}
    with company.warehouse() as warehouse:
        for row in warehouse.connection.execute("select month, generation from gov.shards").fetchall():
            with warehouse.shard(ShardFile(*row), read_only=True):
                query = f"""select source, text from {SHARD}.messages where text is not null
                    union all select source, concat(text, ' ', detail) from {SHARD}.events"""
                for source, text in warehouse.connection.execute(query).fetchall():
                    found.setdefault(source, []).append(text)
    return found


@pytest.mark.parametrize("order", ["message change", "change message", "change message change message"])
def test_what_was_taken_back_is_nowhere_in_whatever_order_it_is_told(company: Company, order: str) -> None:
    sources = {f"case_{number}": case for number, case in enumerate(CHANGES.values())}
    telegram = policy()["sources"]["telegram"]
    made = {name: telegram | {"platform": case[0], "paths": [f"exports/{name}/**"]} for name, case in sources.items()}
    company.write_policy(lambda content: content["sources"].update(made))
    for number, each in enumerate(order.split()):
        for name, (_, message, change, _left) in sources.items():
            for file, content in (message if each == "message" else change).items():
                # a delivery of the same bytes is one file: what comes again comes in other bytes
                text = json.dumps(content, ensure_ascii=False) + "\n" * number
                company.write(f"exports/{name}/day {number}/{file}", text)
        assert company.stage("collect").failures == []
    found = stored(company)
    for what, (name, (*_, left)) in zip(CHANGES, sources.items(), strict=True):
        assert not any("4111" in text for text in found[name]), f"{what}: the words are still there"
        assert left is None or left in found[name], f"{what}: the new words are not there"
