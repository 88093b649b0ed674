import json
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatward.errors import SourceFormatError
from chatward.sources.records import (
    CONVERSATIONS,
    EVENT_KINDS,
    EVENTS,
    MESSAGE_KINDS,
    MESSAGES,
    PARTICIPANTS,
    REJECTS,
    Batch,
    Export,
    ReadSettings,
)
from chatward.sources.whatsapp_cloud_api import reader as whatsapp_cloud_api

SAMPLES = Path(__file__).resolve().parents[3] / ".." / "shared" / "exports" / "whatsapp_cloud_api"
AT = "1700000000"
INSTANT = datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)
CONTACT = {"profile": {"name": "Anna"}, "wa_id": "491511", "user_id": "DE.1", "parent_user_id": "DE.ENT.1"}
CUSTOMER = "phone:+491511"
TALK = "whatsapp_cloud_api:77:491511"


def call(value: object, field: str = "messages", **entry: object) -> dict[str, object]:
    shared = {"metadata": {"display_phone_number": "+49 30 12345", "phone_number_id": "77"}, "contacts": [CONTACT]}
    whole = shared | value if isinstance(value, dict) else value
    change = {"field": field, "value": whole}
    return {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [change]} | entry]}


def message(**fields: object) -> dict[str, object]:
    return {"from": "491511", "id": "wamid.1", "timestamp": AT, "type": "text", "text": {"body": "hi"}} | fields


class Reading:
    """All batches of one export as rows."""

    def __init__(self, batches: list[Batch]) -> None:
        self.records = sum(batch.records for batch in batches)
        self.messages = self._rows(batches, "messages", MESSAGES)
        self.events = self._rows(batches, "events", EVENTS)
        self.participants = {row["sender_key"]: row for row in self._rows(batches, "participants", PARTICIPANTS)}
        self.conversations = self._rows(batches, "conversations", CONVERSATIONS)
        self.rejects = self._rows(batches, "rejects", REJECTS)

    def _rows(self, batches: list[Batch], name: str, schema: pa.Schema) -> list[dict[str, object]]:
        tables = [getattr(batch, name) for batch in batches]
        assert all(table.schema == schema for table in tables)
        return pa.concat_tables(tables).to_pylist()


def read(tmp_path: Path, value: object) -> Reading:
    path = tmp_path / "calls"
    path.write_bytes(value if isinstance(value, bytes) else json.dumps(value).encode())
    return Reading(list(whatsapp_cloud_api.read(Export(path, "whatsapp_cloud_api"), ReadSettings())))


def one(tmp_path: Path, **fields: object) -> dict[str, object]:
    (row,) = read(tmp_path, call({"messages": [message(**fields)]})).messages
    return row


def event(tmp_path: Path, value: object, field: str = "messages", **entry: object) -> dict[str, object]:
    (row,) = read(tmp_path, call(value, field, **entry)).events
    return row


def test_a_message_keeps_its_id_sender_words_and_instant(tmp_path):
    reading = read(tmp_path, call({"messages": [message()]}))
    assert reading.messages == [
        {
            "member": "", "record": 1, "platform_message_id": "wamid.1", "conversation_key": TALK, "reply_to": None,
            "thread_key": None, "sender_key": CUSTOMER, "kind": "text", "text": "hi", "attachments": None,
            "reactions": None, "is_edited": False, "is_deleted": False, "is_forwarded": False, "sent_at_utc": INSTANT,
            "sent_at_local": None, "zone_source": "explicit", "precision": "second", "as_of_utc": INSTANT,
        }
    ]  # fmt: skip
    assert reading.conversations == [{"conversation_key": TALK, "title": None, "kind": "direct"}]


def test_both_sides_are_known_with_roles_and_all_ids(tmp_path):
    people = read(tmp_path, call({"messages": [message()]})).participants
    assert people["phone:+493012345"]["role"] == "staff"
    assert people[CUSTOMER] == {
        "sender_key": CUSTOMER,
        "display_name": "Anna",
        "same_as": ["whatsapp_user_id:DE.1", "whatsapp_user_id:DE.ENT.1"],
        "role": "customer",
    }


def test_a_customer_who_hides_the_number_is_found_by_id_or_known_by_it(tmp_path):
    hidden = {key: value for key, value in message(from_user_id="DE.1").items() if key != "from"}
    assert read(tmp_path, call({"messages": [hidden]})).messages[0]["sender_key"] == CUSTOMER
    stranger = {
        "contacts": [{"profile": {"name": "Bo"}, "user_id": "DE.2"}],
        "messages": [hidden | {"from_user_id": "DE.2"}],
    }
    reading = read(tmp_path, call(stranger))
    assert reading.messages[0]["sender_key"] == "whatsapp_user_id:DE.2"
    assert reading.participants["whatsapp_user_id:DE.2"]["display_name"] == "Bo"


@pytest.mark.parametrize(
    ("at", "instant", "precision"),
    [
        (AT, INSTANT, "second"),
        (int(AT), INSTANT, "second"),
        (f"{AT}123", INSTANT.replace(microsecond=123_000), "millisecond"),
        (int(f"{AT}123"), INSTANT.replace(microsecond=123_000), "millisecond"),
    ],
)
def test_times_are_seconds_and_from_some_senders_milliseconds(tmp_path, at, instant, precision):
    row = one(tmp_path, timestamp=at)
    assert (row["sent_at_utc"], row["precision"]) == (instant, precision)


@pytest.mark.parametrize("at", [None, "", "soon", "0", -5, [], {}, True, "9" * 30, "2024-01-01"])
def test_an_item_without_a_time_is_rejected_and_its_siblings_are_read(tmp_path, at):
    reading = read(tmp_path, call({"messages": [message(timestamp=at), message()], "statuses": [{"timestamp": at}]}))
    assert [(row["record"], row["reason"]) for row in reading.rejects] == [(1, "no_time"), (3, "no_time")]
    assert len(reading.messages) == 1


@pytest.mark.parametrize(
    ("kind", "content", "expected", "text"),
    [
        ("image", {"mime_type": "image/jpeg", "caption": "look"}, "media", "look"),
        ("audio", {"mime_type": "audio/ogg", "voice": True}, "media", None),
        ("sticker", {"mime_type": "image/webp"}, "sticker", None),
        ("location", {"latitude": 52.5, "longitude": 13.4, "name": "Acme"}, "location", "52.5,13.4\nAcme"),
        (
            "contacts",
            [{"name": {"formatted_name": "Bo"}, "phones": [{"phone": "+49 1"}], "emails": [{"email": "b@x"}]}],
            "contact",
            "contact: Bo +49 1 b@x",
        ),
        ("button", {"payload": "p", "text": "Yes"}, "interactive", "Yes"),
        ("interactive", {"type": "button_reply", "button_reply": {"id": "1", "title": "Yes"}}, "interactive", "Yes"),
        (
            "interactive",
            {"type": "list_reply", "list_reply": {"title": "A", "description": "b"}},
            "interactive",
            "A\nb",
        ),
        (
            "interactive",
            {"type": "nfm_reply", "nfm_reply": {"body": "Sent", "response_json": "{}"}},
            "interactive",
            "Sent\n{}",
        ),
        (
            "order",
            {
                "text": "",
                "product_items": [{"product_retailer_id": "P", "quantity": 2, "item_price": 3, "currency": "EUR"}],
            },
            "order",
            "2 x P at 3 EUR",
        ),
        ("unsupported", None, "unsupported", None),
        ("hologram", {"caption": "future"}, "unsupported", "future"),
        (5, None, "unsupported", None),
    ],
)
def test_every_type_has_a_kind_and_keeps_its_words(tmp_path, kind, content, expected, text):
    row = one(tmp_path, type=kind, text=None, **{str(kind): content})
    assert (row["kind"], row["text"]) == (expected, text)


def test_a_file_is_an_attachment(tmp_path):
    document = {"filename": "a.pdf", "mime_type": "application/pdf", "id": "1"}
    row = one(tmp_path, type="document", document=document)
    assert row["attachments"] == [{"name": "a.pdf", "media_type": "application/pdf", "size_bytes": None}]


def test_context_tells_replies_and_forwards(tmp_path):
    assert one(tmp_path, context={"from": "49", "id": "wamid.0"})["reply_to"] == "wamid.0"
    assert one(tmp_path, context={"frequently_forwarded": True})["is_forwarded"] is True


@pytest.mark.parametrize(
    ("kind", "content", "expected", "target", "text"),
    [
        ("reaction", {"message_id": "wamid.0", "emoji": "👍"}, "reaction", "wamid.0", "👍"),
        ("reaction", {"message_id": "wamid.0"}, "reaction", "wamid.0", None),
        (
            "edit",
            {"original_message_id": "wamid.0", "message": {"type": "text", "text": {"body": "new"}}},
            "message_edited",
            "wamid.0",
            "new",
        ),
        ("revoke", {"original_message_id": "wamid.0"}, "message_deleted", "wamid.0", None),
        (
            "system",
            {"type": "user_changed_number", "wa_id": "491522", "body": "moved"},
            "identity_changed",
            None,
            "moved",
        ),
    ],
)
def test_what_changes_other_messages_or_people_is_an_event(tmp_path, kind, content, expected, target, text):
    row = event(tmp_path, {"messages": [message(type=kind, **{kind: content})]})
    assert (row["event"], row["target_message_id"], row["text"], row["actor_key"]) == (expected, target, text, CUSTOMER)


def test_a_change_of_number_names_the_new_one(tmp_path):
    system = {"type": "user_changed_number", "wa_id": "491522", "body": "moved"}
    row = event(tmp_path, {"messages": [message(type="system", system=system)]})
    assert json.loads(row["detail"]) == {"type": "user_changed_number", "moved_to": "phone:+491522"}


def test_a_delivery_points_at_its_message(tmp_path):
    status = {"id": "wamid.9", "status": "read", "timestamp": AT, "recipient_id": "491511"}
    row = event(tmp_path, {"statuses": [status]})
    assert (row["event"], row["target_message_id"], row["conversation_key"]) == ("delivery_status", "wamid.9", TALK)
    assert json.loads(row["detail"]) == {"status": "read"}


def test_calls_belong_to_the_talk_with_the_customer_whoever_calls(tmp_path):
    for way in ({"from": "491511", "to": "493012345"}, {"to": "491511", "from": "493012345"}):
        row = event(tmp_path, {"calls": [{"id": "c", "event": "connect", "timestamp": AT} | way]}, "calls")
        assert (row["event"], row["conversation_key"]) == ("call", TALK)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("stop", "consent_withdrawn"),
        ("resume", "consent_granted"),
        ("signup", "consent_granted"),
        ("?", "other"),
        ([], "other"),
    ],
)
def test_a_choice_about_marketing_is_a_consent_event(tmp_path, value, expected):
    choice = {
        "wa_id": "491511",
        "category": "marketing_messages",
        "value": value,
        "detail": "asked",
        "timestamp": int(AT),
    }
    row = event(tmp_path, {"user_preferences": [choice]}, "user_preferences")
    assert (row["event"], row["actor_key"], row["text"], row["at_utc"]) == (expected, CUSTOMER, "asked", INSTANT)
    assert json.loads(row["detail"]) == {"category": "marketing_messages", "value": value}


@pytest.mark.parametrize(
    ("field", "expected"),
    [("account_update", "account"), ("message_template_status_update", "account"), ("group_lifecycle_update", "other")],
)
def test_a_change_without_items_is_one_event_at_the_time_of_the_call(tmp_path, field, expected):
    row = event(tmp_path, {"event": "X"}, field, time=int(AT))
    assert (row["event"], row["at_utc"]) == (expected, INSTANT)
    assert json.loads(row["detail"])["value"]["event"] == "X"


def test_an_error_takes_its_time_from_what_it_came_with(tmp_path):
    reading = read(tmp_path, call({"messages": [message()], "errors": [{"code": 1}]}))
    assert [(row["event"], row["at_utc"]) for row in reading.events] == [("other", INSTANT)]
    assert [row["reason"] for row in read(tmp_path, call({"errors": [{"code": 1}]})).rejects] == ["no_time"]


def test_what_the_business_sends_from_its_phone_is_its_own(tmp_path):
    echo = message(**{"from": "493012345"}, to="491511")
    reading = read(tmp_path, call({"message_echoes": [echo]}, "smb_message_echoes"))
    assert (reading.messages[0]["sender_key"], reading.messages[0]["conversation_key"]) == ("phone:+493012345", TALK)


def test_backfilled_messages_are_messages_of_either_side(tmp_path):
    threads = [{"id": "491511", "messages": [message(), message(**{"from": "493012345"}), message(type="revoke")]}]
    reading = read(tmp_path, call({"history": [{"metadata": {}, "threads": threads}]}, "history"))
    assert [row["sender_key"] for row in reading.messages] == [CUSTOMER, "phone:+493012345"]
    assert {row["conversation_key"] for row in reading.messages} == {TALK}
    assert [row["event"] for row in reading.events] == ["message_deleted"]


def test_messages_in_groups_belong_to_the_group(tmp_path):
    reading = read(tmp_path, call({"messages": [message(group_id="g1")]}))
    assert reading.conversations == [{"conversation_key": "whatsapp_cloud_api:77:g1", "title": None, "kind": "group"}]
    assert reading.messages[0]["sender_key"] == CUSTOMER


CALL = call({"messages": [message()]})


@pytest.mark.parametrize(
    "text",
    [
        json.dumps([CALL, CALL]),
        json.dumps([CALL, CALL], indent=2),
        f"{json.dumps(CALL)}\n{json.dumps(CALL)}\n",
        f"\ufeff{json.dumps(CALL)}\r\n\r\n{json.dumps(CALL)}",
        f"{json.dumps(CALL, indent=1)}\n{json.dumps(CALL, indent=1)}",
        json.dumps({"a": CALL, "b": CALL}),
        json.dumps([{"received": 1, "body": CALL}, {"body": CALL}]),
        json.dumps({"entry": CALL["entry"] * 2, "object": "whatsapp_business_account"}),
    ],
)
def test_calls_may_be_stored_in_any_of_these_ways(tmp_path, text):
    reading = read(tmp_path, text.encode())
    assert (reading.records, len(reading.messages), reading.rejects) == (2, 2, [])


def test_a_broken_line_costs_itself_only(tmp_path):
    lines = [json.dumps(CALL), '{"object": ', json.dumps(CALL), "5"]
    reading = read(tmp_path, "\n".join(lines).encode())
    assert [row["record"] for row in reading.messages] == [1, 3]
    assert [(row["record"], row["reason"]) for row in reading.rejects] == [(2, "json"), (4, "no_payload")]


def test_a_cut_call_gives_the_items_that_are_whole(tmp_path):
    text = json.dumps(call({"messages": [message(id="wamid.1"), message(id="wamid.2")]}), indent=1)
    reading = read(tmp_path, text[: text.index("wamid.2")].encode())
    assert [row["platform_message_id"] for row in reading.messages] == ["wamid.1"]
    assert [row["reason"] for row in reading.rejects] == ["truncated"]


@pytest.mark.parametrize("text", ["", "{}", "[]", "5", "[1]", '{"object": "page"}', "{"])
def test_a_file_without_a_call_is_not_the_format(tmp_path, text):
    with pytest.raises(SourceFormatError):
        read(tmp_path, text.encode())


junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
TYPES = [
    "text", "image", "contacts", "location", "order", "interactive", "button", "reaction", "edit", "revoke", "system",
    "unsupported",
]  # fmt: skip
FIELDS = ["id", "from", "to", "timestamp", "type", "context", "from_user_id", "group_id", "errors", *TYPES]
items = st.lists(
    junk
    | st.builds(
        lambda kind, content, odd: message(type=kind) | {kind: content} | odd,
        st.sampled_from(TYPES),
        junk,
        st.dictionaries(st.sampled_from(FIELDS), junk, max_size=3),
    ),
    max_size=4,
)
LISTS = ["messages", "message_echoes", "statuses", "calls", "user_preferences", "errors"]


@given(
    value=st.dictionaries(st.sampled_from(LISTS), items, min_size=1),
    extra=st.dictionaries(st.sampled_from(["metadata", "contacts", "history"]), junk),
)
def test_every_item_becomes_exactly_one_row_however_odd_it_is(tmp_path_factory, value, extra):
    reading = read(tmp_path_factory.mktemp("odd"), call(value | extra))
    rows = [*reading.messages, *reading.events, *reading.rejects]
    count = sum(map(len, value.values())) or 1
    assert sorted(row["record"] for row in rows) == list(range(1, count + 1))
    assert reading.records == count
    assert {row["kind"] for row in reading.messages} <= set(MESSAGE_KINDS)
    assert {row["event"] for row in reading.events} <= set(EVENT_KINDS)
    assert {row["sender_key"] for row in reading.messages} - {None} <= set(reading.participants)


@given(values=st.lists(st.dictionaries(st.sampled_from(LISTS), items, min_size=1), min_size=1, max_size=3))
def test_lines_parsed_one_by_one_give_what_a_list_of_the_same_calls_gives(tmp_path_factory, values):
    calls = [call(value, time=int(AT)) for value in values]
    lines = read(tmp_path_factory.mktemp("lines"), "\n".join(map(json.dumps, calls)).encode())
    array = read(tmp_path_factory.mktemp("array"), json.dumps(calls, indent=1).encode())
    assert vars(lines) == vars(array)


def test_one_customer_met_in_many_ways_is_one_participant_with_the_last_name(tmp_path):
    renamed = CONTACT | {"profile": {"name": "Anna B."}, "user_id": "DE.2", "parent_user_id": None}
    nameless = CONTACT | {"profile": {}}
    calls = [call({"messages": [message()], "contacts": [contact]}) for contact in (CONTACT, renamed, nameless)]
    person = read(tmp_path, calls).participants[CUSTOMER]
    assert person["display_name"] == "Anna B."
    assert person["same_as"] == ["whatsapp_user_id:DE.1", "whatsapp_user_id:DE.ENT.1", "whatsapp_user_id:DE.2"]


@pytest.mark.parametrize(
    ("name", "messages", "events"),
    [
        ("account_update", 0, 17), ("call_connect", 0, 2), ("call_permission_update", 2, 0), ("call_status", 0, 1),
        ("call_terminate", 0, 2), ("callback_button", 3, 0), ("callback_selection", 2, 0), ("deleted_message", 0, 1),
        ("edited_message", 0, 1), ("flow_completion", 2, 0), ("message", 20, 4), ("message_status", 0, 7),
        ("outgoing_message", 1, 2), ("system", 0, 2), ("template_status_update", 0, 2),
        ("user_marketing_preferences", 0, 2),
    ],
)  # fmt: skip
def test_the_samples_are_read_in_full(name, messages, events):
    found = list(SAMPLES.rglob(f"{name}.json"))
    if not found:
        pytest.skip("the folder with samples of exports is not there")
    reading = Reading(list(whatsapp_cloud_api.read(Export(found[0], "whatsapp_cloud_api"), ReadSettings())))
    assert (len(reading.messages), len(reading.events), reading.rejects) == (messages, events, [])
    assert {row["sender_key"] for row in reading.messages} <= set(reading.participants)


def test_what_becomes_of_groups_is_told_with_their_times_and_without_the_link_into_them(tmp_path):
    made = {"timestamp": AT, "group_id": "G1", "type": "group_create", "subject": "Crew", "invite_link": "https://x"}
    changed = {"timestamp": AT, "group_id": "G1", "type": "group_delete", "request_id": "r"}
    reading = read(tmp_path, call({"groups": [made, changed]}, "group_lifecycle_update"))
    assert [(row["event"], row["text"], row["at_utc"]) for row in reading.events] == [
        ("group_created", "Crew", INSTANT), ("other", None, INSTANT),
    ]  # fmt: skip
    assert not any("https://x" in row["detail"] for row in reading.events)
    assert not reading.rejects
