import json
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pytest

from chatward.sources.messenger_webhook import reader
from chatward.sources.records import Export, ReadSettings

SAMPLES = Path(__file__).resolve().parents[3] / ".." / "shared" / "exports" / "messenger_webhook"
PAGE, ANNA = "9001", "75"
AT = 1_726_000_000_123
INSTANT = datetime(2024, 9, 10, 20, 26, 40, 123000, UTC)
TALK = "messenger_webhook:75:9001"


def call(*events: object, name: str = "messaging", **fields: object) -> dict:
    return {"object": "page", "entry": [{"id": PAGE, "time": AT + 5, name: list(events)} | fields]}


def event(**content: object) -> dict:
    return {"sender": {"id": ANNA}, "recipient": {"id": PAGE}, "timestamp": AT} | content


def said(text: str = "hi", **fields: object) -> dict:
    return event(message={"mid": "m_1", "text": text} | fields)


def read(path: Path, value: object) -> dict[str, list[dict]]:
    file = path / "calls"
    file.write_bytes(value if isinstance(value, bytes) else json.dumps(value).encode())
    batches = list(reader.read(Export(file, "messenger_webhook"), ReadSettings()))
    names = ("messages", "events", "participants", "conversations", "rejects")
    rows = {name: pa.concat_tables([getattr(batch, name) for batch in batches]).to_pylist() for name in names}
    assert sum(batch.records for batch in batches) == sum(len(rows[name]) for name in ("messages", "events", "rejects"))
    return rows


def one(path: Path, record: object, **fields: object) -> dict:
    rows = read(path, call(record, **fields))
    assert not rows["rejects"]
    (row,) = rows["messages"] + rows["events"]
    return row


def test_a_message_keeps_its_id_sender_words_and_instant(tmp_path):
    rows = read(tmp_path, call(said("Grüße 👋")))
    assert rows["messages"] == [
        {
            "member": "", "record": 1, "platform_message_id": "m_1", "conversation_key": TALK, "reply_to": None,
            "thread_key": None, "sender_key": "messenger_webhook_id:75", "kind": "text", "text": "Grüße 👋",
            "attachments": None, "reactions": None, "is_edited": False, "is_deleted": False, "is_forwarded": False,
            "sent_at_utc": INSTANT, "sent_at_local": None, "zone_source": "explicit", "precision": "millisecond",
            "as_of_utc": INSTANT,
        }
    ]  # fmt: skip
    assert rows["conversations"] == [{"conversation_key": TALK, "title": None, "kind": "direct"}]


def test_an_echo_is_said_by_the_page_in_the_same_conversation(tmp_path):
    echo = {"sender": {"id": PAGE}, "recipient": {"id": ANNA}, "timestamp": AT}
    echo["message"] = {"mid": "m_2", "text": "hello", "is_echo": True}
    row = one(tmp_path, echo)
    assert (row["sender_key"], row["conversation_key"]) == ("messenger_webhook_id:9001", TALK)


@pytest.mark.parametrize("entry", [PAGE, "another page"])
def test_the_page_is_staff_and_who_writes_to_it_a_customer(tmp_path, entry):
    echo = {
        "sender": {"id": PAGE},
        "recipient": {"id": ANNA},
        "timestamp": AT,
        "message": {"mid": "m", "is_echo": True},
    }
    for record in (said(), echo):
        people = read(tmp_path, call(record, id=entry))["participants"]
        roles = {row["sender_key"]: row["role"] for row in people if row["role"]}
        assert roles == {"messenger_webhook_id:75": "customer", "messenger_webhook_id:9001": "staff"}


def test_a_reply_keeps_the_id_of_what_it_answers(tmp_path):
    assert one(tmp_path, said(reply_to={"mid": "m_0"}))["reply_to"] == "m_0"
    assert one(tmp_path, said(reply_to={"story": {"id": "1", "url": "x"}}))["reply_to"] is None


def test_a_button_pressed_is_said_with_its_title(tmp_path):
    row = one(tmp_path, event(postback={"mid": "m_5", "title": "Los geht’s", "payload": "START"}))
    assert (row["kind"], row["text"], row["platform_message_id"]) == ("interactive", "Los geht’s", "m_5")
    assert one(tmp_path, event(postback={"payload": "START"}))["text"] == "START"
    assert one(tmp_path, said("Yes", quick_reply={"payload": "YES"}))["kind"] == "interactive"


@pytest.mark.parametrize(
    ("sent", "kind", "text", "names"),
    [
        ({"type": "image", "payload": {"url": "https://x/a/1_n.jpg?oh=2"}}, "media", None, ["1_n.jpg"]),
        ({"type": "file", "payload": {"url": "https://x/b.pdf"}}, "media", None, ["b.pdf"]),
        ({"type": "image", "payload": {"url": "https://x/s.png", "sticker_id": 369}}, "sticker", None, ["s.png"]),
        ({"type": "location", "payload": {"coordinates": {"lat": 1.5, "long": -2}}}, "location", "1.5,-2", None),
        ({"type": "fallback", "title": "Shop", "url": "https://shop"}, "text", "Shop\nhttps://shop", None),
        (
            {"type": "template", "payload": {"text": "Pick", "buttons": [{"title": "A"}, {"title": "B"}]}},
            "interactive",
            "Pick\nA\nB",
            None,
        ),
        (
            {
                "type": "template",
                "payload": {"product": {"elements": [{"id": "1", "title": "Boots", "subtitle": "5 €"}]}},
            },
            "interactive",
            "Boots\n5 €",
            None,
        ),
        ({"type": "novelty"}, "media", None, [None]),
    ],
)
def test_attachments_of_all_kinds_are_kept(tmp_path, sent, kind, text, names):
    row = one(tmp_path, event(message={"mid": "m_1", "attachments": [sent]}))
    assert (row["kind"], row["text"]) == (kind, text)
    assert names == (row["attachments"] and [each["name"] for each in row["attachments"]])


def test_words_beside_a_picture_stay_and_a_preview_does_not_repeat_them(tmp_path):
    preview = {"type": "fallback", "payload": {"url": "https://shop", "title": "Shop"}}
    row = one(tmp_path, said("https://shop", attachments=[preview]))
    assert (row["kind"], row["text"]) == ("text", "https://shop\nShop")


def test_a_message_that_the_platform_does_not_deliver_is_unsupported(tmp_path):
    assert one(tmp_path, event(message={"mid": "m_1", "is_unsupported": True}))["kind"] == "unsupported"
    assert one(tmp_path, event(message={"mid": "m_1"}))["kind"] == "unsupported"


def test_an_edit_brings_the_new_words_of_a_message(tmp_path):
    row = one(tmp_path, event(message_edit={"mid": "m_1", "text": "new", "num_edit": 1}))
    assert (row["event"], row["target_message_id"], row["text"]) == ("message_edited", "m_1", "new")


def test_a_message_taken_back_leaves_nothing_of_what_it_said(tmp_path):
    rows = read(tmp_path, call(event(message={"mid": "m_1", "is_deleted": True, "text": "secret"})))
    (row,) = rows["events"]
    assert (row["event"], row["target_message_id"], row["text"]) == ("message_deleted", "m_1", None)
    assert "secret" not in str(rows)
    timeless = {"sender": {"id": "1"}, "recipient": {"id": "2"}, "message": {"is_deleted": True, "text": "secret"}}
    assert "secret" not in str(read(tmp_path, call(timeless, time=None)))


def test_a_reaction_names_its_emoji_until_it_is_taken_back(tmp_path):
    row = one(tmp_path, event(reaction={"mid": "m_1", "action": "react", "reaction": "love", "emoji": "❤"}))
    assert (row["event"], row["target_message_id"], row["text"], row["detail"]) == ("reaction", "m_1", "❤", None)
    row = one(tmp_path, event(reaction={"mid": "m_1", "action": "unreact"}))
    assert (row["text"], json.loads(row["detail"])) == (None, {"is_removed": True})


def test_receipts_are_events_and_one_without_a_time_has_that_of_its_call(tmp_path):
    row = one(tmp_path, event(read={"watermark": AT}))
    assert (row["event"], json.loads(row["detail"])) == ("delivery_status", {"status": "read", "watermark": AT})
    receipt = event(delivery={"mids": ["m_1"], "watermark": AT})
    del receipt["timestamp"]
    row = one(tmp_path, receipt)
    assert (row["target_message_id"], row["at_utc"]) == ("m_1", datetime(2024, 9, 10, 20, 26, 40, 128000, UTC))
    row = one(tmp_path, event(delivery={"mids": ["m_1", "m_2"], "watermark": AT}))
    assert (row["target_message_id"], json.loads(row["detail"])["mids"]) == (None, ["m_1", "m_2"])


@pytest.mark.parametrize(
    ("optin", "kind"),
    [
        ({"ref": "blog"}, "consent_granted"),
        ({"type": "one_time_notif_req", "payload": "stock", "one_time_notif_token": "SECRET"}, "consent_granted"),
        ({"type": "notification_messages", "notification_messages_token": "SECRET"}, "consent_granted"),
        ({"notification_messages_status": "RESUME_NOTIFICATIONS"}, "consent_granted"),
        ({"notification_messages_status": "STOP_NOTIFICATIONS"}, "consent_withdrawn"),
    ],
)
def test_opting_in_and_out_is_consent_and_its_token_goes_nowhere(tmp_path, optin, kind):
    row = one(tmp_path, event(optin=optin))
    assert (row["event"], row["actor_key"]) == (kind, "messenger_webhook_id:75")
    assert "SECRET" not in str(row)


def test_an_optin_before_any_conversation_has_no_sender(tmp_path):
    record = {"recipient": {"id": PAGE}, "timestamp": AT, "optin": {"ref": "r", "user_ref": "u"}}
    row = one(tmp_path, record)
    assert (row["event"], row["actor_key"], row["conversation_key"]) == ("consent_granted", None, None)


@pytest.mark.parametrize(
    "content",
    [
        {"referral": {"ref": "spring", "source": "ADS"}}, {"pass_thread_control": {"new_owner_app_id": 1}},
        {"take_thread_control": {}}, {"app_roles": {"1": ["primary_receiver"]}}, {"never_heard_of": [1]}, {},
    ],
)  # fmt: skip
def test_whatever_else_happens_is_an_event(tmp_path, content):
    row = one(tmp_path, event(**content))
    assert (row["event"], json.loads(row["detail"] or "{}")) == ("other", content)


def test_linking_an_account_gives_away_no_code(tmp_path):
    row = one(tmp_path, event(account_linking={"status": "linked", "authorization_code": "SECRET"}))
    assert (row["event"], json.loads(row["detail"])) == ("account", {"status": "linked"})


def test_a_referral_may_count_seconds(tmp_path):
    row = one(tmp_path, event(timestamp=1_726_000_000, referral={"ref": "x"}))
    assert (row["at_utc"], row["precision"]) == (INSTANT.replace(microsecond=0), "second")


def test_standby_delivers_the_same_messages(tmp_path):
    assert one(tmp_path, said(), name="standby")["text"] == "hi"


def test_a_change_of_the_feed_is_an_event_with_its_words_and_author(tmp_path):
    value = {"item": "comment", "message": "Nice", "from": {"id": "8", "name": "Bo"}, "created_time": 1_726_000_000}
    row = one(tmp_path, {"field": "feed", "value": value}, name="changes")
    assert (row["event"], row["text"], row["actor_key"]) == ("other", "Nice", "messenger_webhook_id:8")
    assert row["at_utc"] == INSTANT.replace(microsecond=0)
    row = one(tmp_path, {"field": "feed", "value": "odd"}, name="changes")
    assert row["at_utc"] == INSTANT.replace(microsecond=128000)


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        (event(timestamp=None, message={"mid": "m"}), "no_time"),
        (event(timestamp="soon", message={"mid": "m"}), "bad_time"),
        (event(timestamp=-1, message={"mid": "m"}), "bad_time"),
        (event(message=["x"]), "bad_field"),
        (event(message={"mid": "m", "text": 7}), "bad_field"),
        (event(sender="Anna", message={"mid": "m"}), "bad_field"),
        (event(postback=None), "bad_field"),
        ("words", "not_an_object"),
        (None, "not_an_object"),
    ],
)
def test_a_record_that_cannot_be_read_costs_itself_only(tmp_path, record, reason):
    rows = read(tmp_path, call(said("a"), record, said("b")))
    assert [(row["record"], row["text"]) for row in rows["messages"]] == [(1, "a"), (3, "b")]
    assert [(row["record"], row["reason"]) for row in rows["rejects"]] == [(2, reason)]


def test_a_call_without_records_and_one_of_another_platform_are_rejected(tmp_path):
    other = {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [{"field": "messages"}]}]}
    rows = read(tmp_path, [call(said()), {"object": "page", "entry": [{"id": PAGE}]}, other, {"odd": 1}])
    assert [row["reason"] for row in rows["rejects"]] == ["no_payload", "other_platform", "no_payload"]
    assert [row["record"] for row in rows["rejects"]] == [2, 3, 4]


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the sample exports are not beside the repository")
@pytest.mark.parametrize(
    ("name", "sender", "kind", "text", "reply_to", "at"),
    [
        ("attachment", "PSID", "media", None, None, "2018-02-12T23:46:35.308+00:00"),
        ("echo", "PAGE_ID", "text", "from the page", None, "2016-03-12T06:29:57.627+00:00"),
        (
            "reply_to", "PSID", "text", "hello, world!", "m_1fTq8oLumEyIp3Q2MR-aY7IfLZDamVrALniheU",
            "2016-03-23T00:25:52.478+00:00",
        ),
        ("text_quick_reply", "PSID", "interactive", "hello, world!", None, "2016-03-23T00:25:52.478+00:00"),
    ],
)  # fmt: skip
def test_each_sample_with_a_message_is_read_right(tmp_path, name, sender, kind, text, reply_to, at):
    (file,) = SAMPLES.rglob(f"{name}.json")
    rows = read(tmp_path, file.read_bytes())
    (row,) = rows["messages"]
    assert not rows["rejects"]
    assert not rows["events"]
    assert row["sender_key"] == f"messenger_webhook_id:{sender}"
    assert (row["kind"], row["text"], row["reply_to"]) == (kind, text, reply_to)
    assert (row["sent_at_utc"], row["conversation_key"]) == (
        datetime.fromisoformat(at),
        "messenger_webhook:PAGE_ID:PSID",
    )


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the sample exports are not beside the repository")
def test_the_sample_of_receipts_is_two_events_at_one_instant(tmp_path):
    (file,) = SAMPLES.rglob("delivery_read.json")
    rows = read(tmp_path, file.read_bytes())
    at = datetime(2016, 3, 22, 17, 47, 36, 463000, UTC)
    assert [(row["event"], row["at_utc"], row["target_message_id"]) for row in rows["events"]] == [
        ("delivery_status", at, "mid.1458668856218:ed81099e15d3f4f233"),
        ("delivery_status", at, None),
    ]
    assert not rows["messages"] + rows["rejects"]
