"""Conversations that the Graph API answered with."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chatward.sources.recognise import find_exports, read
from chatward.sources.records import Export, ReadSettings

ANNA = {"name": "Anna Müller", "email": "75@facebook.com", "id": "75"}
BO = {"name": "Bo", "email": "bo@mail.example", "id": "76"}
SHOP = {"name": "Acme", "email": "9001@facebook.com", "id": "9001"}
INSTANT = datetime(2024, 9, 10, 20, 26, 45, tzinfo=UTC)


def message(number: int = 1, sender: dict = ANNA, to: dict = SHOP, **fields: object) -> dict:
    sides = {"from": sender, "to": {"data": [to]}}
    return {"id": f"m_{number}", "created_time": "2024-09-10T20:26:45+0000", **sides, "message": "hi"} | fields


def conversation(*messages: object, people: tuple[dict, ...] = (ANNA, SHOP), id_: str = "t_1") -> dict:
    page = {"data": list(messages), "paging": {"next": "https://graph.example/x?access_token=1"}}
    return {"id": id_, "updated_time": "2024-09-11T00:00:00+0000", "participants": {"data": people}, "messages": page}


def found(path: Path, value: object, own: frozenset[str] = frozenset()) -> dict[str, list[dict]]:
    file = path / "answers"
    file.write_bytes(value if isinstance(value, bytes) else json.dumps(value).encode())
    (export,) = find_exports([file])
    assert isinstance(export, Export)
    batches = list(read(export, ReadSettings(own_accounts=own)))
    names = ("messages", "events", "participants", "conversations", "rejects")
    rows = {name: pa.concat_tables([getattr(batch, name) for batch in batches]).to_pylist() for name in names}
    assert sum(batch.records for batch in batches) == sum(len(rows[name]) for name in ("messages", "events", "rejects"))
    return rows | {"platform": [export.platform]}


def one(path: Path, **fields: object) -> dict:
    rows = found(path, {"data": [message(**fields)]})
    assert not rows["rejects"]
    (row,) = rows["messages"]
    return row


def test_a_message_keeps_its_id_sender_words_and_instant(tmp_path):
    row = one(tmp_path, message="Grüße 👋")
    assert (row["platform_message_id"], row["sender_key"], row["text"]) == (
        "m_1",
        "messenger_webhook_id:75",
        "Grüße 👋",
    )
    assert (row["sent_at_utc"], row["precision"], row["zone_source"]) == (INSTANT, "second", "explicit")
    assert (row["kind"], row["as_of_utc"]) == ("text", None)


def test_a_message_delivered_by_both_ways_has_one_id_and_one_conversation(tmp_path):
    event = {
        "sender": {"id": "75"},
        "recipient": {"id": "9001"},
        "timestamp": 1,
        "message": {"mid": "m_1", "text": "hi"},
    }
    call = {"object": "page", "entry": [{"id": "9001", "time": 1, "messaging": [event]}]}
    pages = [{"data": [message()]}, {"data": [conversation(message())]}, conversation(message()), message(), call]
    rows = [found(tmp_path, page)["messages"][0] for page in pages]
    assert {(row["platform_message_id"], row["conversation_key"], row["sender_key"]) for row in rows} == {
        ("m_1", "messenger_webhook:75:9001", "messenger_webhook_id:75")
    }


def test_who_takes_part_in_all_conversations_is_the_business(tmp_path):
    talks = [conversation(message()), conversation(message(2, BO), people=(BO, SHOP), id_="t_2")]
    rows = found(tmp_path, {"data": talks})
    people = {row["display_name"]: row["role"] for row in rows["participants"] if row["role"]}
    assert people == {"Acme": "staff", "Anna Müller": "customer", "Bo": "customer"}
    assert [row["title"] for row in rows["conversations"]] == ["Anna Müller", "Bo"]


def test_one_conversation_alone_leaves_open_who_the_business_is_unless_the_policy_names_it(tmp_path):
    rows = found(tmp_path, {"data": [conversation(message())]})
    assert {row["role"] for row in rows["participants"]} == {None}
    rows = found(tmp_path, {"data": [conversation(message())]}, frozenset({"Acme"}))
    assert {row["display_name"] for row in rows["participants"] if row["role"] == "staff"} == {"Acme"}


def test_only_an_address_that_somebody_has_is_one(tmp_path):
    rows = found(tmp_path, {"data": [message(sender=BO)]})
    known = {row["display_name"]: row["same_as"] for row in rows["participants"] if row["display_name"]}
    assert known == {"Bo": ["email:bo@mail.example"], "Acme": []}


def test_a_conversation_of_more_than_two_is_named_by_its_own_id(tmp_path):
    rows = found(tmp_path, {"data": [conversation(message(), people=(ANNA, BO, SHOP))]})
    assert [row["conversation_key"] for row in rows["messages"]] == ["messenger_webhook:t_1"]


def test_a_conversation_without_messages_is_known(tmp_path):
    rows = found(tmp_path, {"data": [conversation(), conversation(people=(BO, SHOP))]})
    assert (len(rows["conversations"]), rows["messages"], rows["rejects"]) == (2, [], [])


def test_files_keep_name_type_and_size(tmp_path):
    image = {"id": "1", "mime_type": "image/jpeg", "image_data": {"url": "https://x/a.jpg?y"}, "size": 7}
    document = {"id": "2", "name": "Rechnung.pdf", "file_url": "https://x/b"}
    row = one(tmp_path, message="", attachments={"data": [image, document]})
    assert (row["kind"], row["text"]) == ("media", None)
    assert row["attachments"] == [
        {"name": "a.jpg", "media_type": "image/jpeg", "size_bytes": 7},
        {"name": "Rechnung.pdf", "media_type": "application/pdf", "size_bytes": None},
    ]


def test_a_shared_link_is_text_and_a_sticker_is_a_sticker(tmp_path):
    row = one(tmp_path, message="see", shares={"data": [{"link": "https://shop", "name": "Shop"}]})
    assert (row["kind"], row["text"]) == ("text", "see\nShop\nhttps://shop")
    row = one(tmp_path, message="", sticker="https://x/like.png")
    assert (row["kind"], row["attachments"][0]["name"]) == ("sticker", "like.png")
    assert one(tmp_path, message="")["kind"] == "unsupported"


def test_replies_and_reactions_are_kept(tmp_path):
    liked = {"data": [{"reaction": "love", "users": [ANNA, SHOP]}]}
    row = one(tmp_path, reply_to={"mid": "m_0"}, reactions=liked)
    assert row["reply_to"] == "m_0"
    assert [(each["emoji"], each["sender_key"], each["count"]) for each in row["reactions"]] == [
        ("love", "messenger_webhook_id:75", 1),
        ("love", "messenger_webhook_id:9001", 1),
    ]


def test_names_of_users_tell_instagram(tmp_path):
    rows = found(tmp_path, {"data": [message(sender={"username": "zoe", "id": "1"})]})
    assert rows["platform"] == ["instagram_webhook"]
    assert "zoe" in {row["display_name"] for row in rows["participants"]}


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        (message(created_time=None), "no_time"),
        (message(created_time="2024-09-10T20:26:45"), "bad_time"),
        (message(created_time="soon"), "bad_time"),
        (message(created_time=True), "bad_time"),
        (message(message=["x"]), "bad_field"),
        (message(sender="Anna"), "bad_field"),
        (7, "not_an_object"),
    ],
)
def test_a_record_that_cannot_be_read_costs_itself_only(tmp_path, record, reason):
    rows = found(tmp_path, {"data": [message(), record, message(3)]})
    assert [row["record"] for row in rows["messages"]] == [1, 3]
    assert [(row["record"], row["reason"]) for row in rows["rejects"]] == [(2, reason)]


def test_a_page_that_is_cut_off_gives_what_stands_before_the_cut(tmp_path):
    text = json.dumps({"data": [conversation(message(1), message(2)), conversation(message(3))]})
    rows = found(tmp_path, text[: text.index('"m_3"') - 2].encode())
    assert [row["platform_message_id"] for row in rows["messages"]] == ["m_1", "m_2"]
    assert [row["reason"] for row in rows["rejects"]] == ["truncated"]


JUNK = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=4)),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["id", "data", "name", "url"]), inner),
    max_leaves=4,
)
FIELDS = ("id", "created_time", "from", "to", "message", "attachments", "shares", "sticker", "reactions", "reply_to")
ODD = st.dictionaries(st.sampled_from(FIELDS), JUNK)


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(JUNK | ODD | ODD.map(lambda odd: message() | odd), max_size=4))
def test_whatever_the_records_are_each_comes_out_once(tmp_path, records):
    rows = found(tmp_path, {"data": [message(), conversation(*records)]})
    placed = sorted(row["record"] for kind in ("messages", "rejects") for row in rows[kind])
    assert placed == list(range(1, len(records) + 2))
