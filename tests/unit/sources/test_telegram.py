import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

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
from chatward.sources.telegram import reader as telegram

SAMPLES = Path(__file__).resolve().parents[3] / ".." / "shared" / "exports" / "telegram"
TEN = datetime(2024, 1, 15, 10, 0, tzinfo=UTC)
ELEVEN = datetime.fromisoformat("2024-01-15T11:00:00")


def message(number: int, **fields: object) -> dict[str, object]:
    plain = {"id": number, "type": "message", "date": "2024-01-15T11:00:00", "date_unixtime": "1705312800"}
    return plain | {"from": "Anna", "from_id": "user1", "text": "hello"} | fields


def chat(*messages: object, **fields: object) -> dict[str, object]:
    return {"name": "Acme", "type": "personal_chat", "id": 7} | fields | {"messages": list(messages)}


class Reading:
    """All batches of one export as rows."""

    def __init__(self, batches: list[Batch]) -> None:
        self.batches = batches
        self.records = sum(batch.records for batch in batches)
        self.messages = self._rows("messages", MESSAGES)
        self.events = self._rows("events", EVENTS)
        self.participants = {row["sender_key"]: row for row in self._rows("participants", PARTICIPANTS)}
        self.conversations = self._rows("conversations", CONVERSATIONS)
        self.rejects = self._rows("rejects", REJECTS)

    def _rows(self, name: str, schema: pa.Schema) -> list[dict[str, object]]:
        tables = [getattr(batch, name) for batch in self.batches]
        for table in tables:
            table.validate(full=True)
            assert table.schema == schema
        return pa.concat_tables(tables).to_pylist()


def read(tmp_path: Path, value: object, **settings: object) -> Reading:
    path = tmp_path / "result.json"
    path.write_bytes(value if isinstance(value, bytes) else json.dumps(value).encode())
    return Reading(list(telegram.read(Export(path, "telegram"), ReadSettings(**settings))))


def one(tmp_path: Path, **fields: object) -> dict[str, object]:
    (row,) = read(tmp_path, chat(message(1, **fields))).messages
    return row


def test_a_message_keeps_its_place_ids_sender_text_and_both_times(tmp_path):
    row = one(tmp_path)
    assert row == {
        "member": "", "record": 1, "platform_message_id": "1", "conversation_key": "telegram:7", "reply_to": None,
        "thread_key": None, "sender_key": "telegram_id:user1", "kind": "text", "text": "hello", "attachments": None,
        "reactions": None, "is_edited": False, "is_deleted": False, "is_forwarded": False, "sent_at_utc": TEN,
        "sent_at_local": ELEVEN, "zone_source": "explicit", "precision": "second", "as_of_utc": None,
    }  # fmt: skip


def test_numbers_beyond_64_bits_are_no_ids_for_parsing_rounds_them(tmp_path):
    batches = read(tmp_path, chat(message(10**30), message(10**30 + 1), message(3))).batches
    assert [row for batch in batches for row in batch.messages["platform_message_id"].to_pylist()] == [None, None, "3"]


def test_an_empty_chat_is_known_and_holds_nothing(tmp_path):
    reading = read(tmp_path, chat())
    assert (reading.records, reading.messages) == (0, [])
    assert reading.conversations == [{"conversation_key": "telegram:7", "title": "Acme", "kind": "direct"}]


def test_an_old_export_is_read_in_the_declared_zone_or_in_utc_as_assumed(tmp_path):
    old = chat(message(1, date="2019-07-01T12:00:00", date_unixtime=None))
    (row,) = read(tmp_path, old, zone=ZoneInfo("Europe/Berlin")).messages
    assert (row["sent_at_utc"], row["zone_source"]) == (datetime(2019, 7, 1, 10, tzinfo=UTC), "declared")
    (row,) = read(tmp_path, old).messages
    assert (row["sent_at_utc"], row["zone_source"]) == (datetime(2019, 7, 1, 12, tzinfo=UTC), "assumed")
    assert row["sent_at_local"] == datetime.fromisoformat("2019-07-01T12:00:00")


def test_the_hour_that_comes_twice_is_taken_the_first_time_and_the_missing_one_is_not_lost(tmp_path):
    dates = ["2019-10-27T02:30:00", "2019-03-31T02:30:00"]
    old = chat(*(message(n, date=date, date_unixtime=None) for n, date in enumerate(dates)))
    rows = read(tmp_path, old, zone=ZoneInfo("Europe/Berlin")).messages
    assert [row["sent_at_utc"] for row in rows] == [
        datetime(2019, 10, 27, 0, 30, tzinfo=UTC),
        datetime(2019, 3, 31, 1, 30, tzinfo=UTC),
    ]


@pytest.mark.parametrize("zone", [timezone(timedelta(hours=5, minutes=45)), ZoneInfo("Asia/Kathmandu")])
def test_any_kind_of_zone_may_be_declared(tmp_path, zone):
    (row,) = read(tmp_path, chat(message(1, date="2019-07-01T12:00:00", date_unixtime=None)), zone=zone).messages
    assert row["sent_at_utc"] == datetime(2019, 7, 1, 6, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    "fields",
    [
        {"date": None, "date_unixtime": None},
        {"date": "soon", "date_unixtime": "later"},
        {"date": 5, "date_unixtime": ["5"]},
        {"date": "", "date_unixtime": "9" * 30},
        {"date": "2024-13-01T00:00:00", "date_unixtime": ""},
        {"type": "service", "date": None, "date_unixtime": None},
    ],
)
def test_a_record_without_a_time_is_rejected_and_its_siblings_are_read(tmp_path, fields):
    reading = read(tmp_path, chat(message(1), message(2, **fields), message(3)))
    assert [row["platform_message_id"] for row in reading.messages] == ["1", "3"]
    assert [(row["record"], row["reason"]) for row in reading.rejects] == [(2, "no_time")]
    assert json.loads(reading.rejects[0]["raw"])["id"] == 2


def test_a_message_that_telegram_cannot_export_counts_as_sent_when_the_one_before_it_was(tmp_path):
    reading = read(tmp_path, chat(message(1), {"id": 2, "type": "unsupported"}, {"id": 3, "type": "unsupported"}))
    told = [(row["platform_message_id"], row["kind"], row["sent_at_utc"]) for row in reading.messages]
    assert told == [("1", "text", TEN), ("2", "unsupported", TEN), ("3", "unsupported", TEN)]
    assert {row["zone_source"] for row in reading.messages} == {"explicit"}
    assert not reading.rejects


def test_where_none_is_before_it_in_its_chat_it_is_rejected(tmp_path):
    unsupported = {"id": 2, "type": "unsupported"}
    chats = {"chats": {"list": [chat(message(1)), chat(unsupported, message(3), id=8)]}}
    reading = read(tmp_path, chats)
    assert [row["platform_message_id"] for row in reading.messages] == ["1", "3"]
    assert [(row["record"], row["reason"]) for row in reading.rejects] == [(2, "no_time")]


def test_odd_wall_clocks_beside_sound_instants_are_left_out(tmp_path):
    rows = read(tmp_path, chat(message(1, date="soon"), message(2))).messages
    assert [row["sent_at_local"] for row in rows] == [None, ELEVEN]
    assert [row["sent_at_utc"] for row in rows] == [TEN, TEN]


@pytest.mark.parametrize(
    ("fields", "key", "name"),
    [
        ({"from_id": "user1", "from": "Anna"}, "telegram_id:user1", "Anna"),
        ({"from_id": "channel9", "from": "News"}, "telegram_id:channel9", "News"),
        ({"from_id": 123, "from": "Anna"}, "telegram_id:user123", "Anna"),
        ({"from_id": "user1", "from": None}, "telegram_id:user1", None),
        ({"from_id": None, "from": "Anna"}, "telegram_name:Anna", "Anna"),
        ({"from_id": None, "from": None}, None, None),
        ({"from_id": {}, "from": []}, None, None),
    ],
)
def test_a_sender_is_known_by_id_or_else_by_name(tmp_path, fields, key, name):
    reading = read(tmp_path, chat(message(1, **fields)))
    assert reading.messages[0]["sender_key"] == key
    assert {row["sender_key"]: row["display_name"] for row in reading.participants.values()} == (
        {key: name} if key else {}
    )


def test_a_name_that_comes_later_is_kept(tmp_path):
    reading = read(tmp_path, chat(message(1, **{"from": None}), message(2), message(3, **{"from": None})))
    assert reading.participants["telegram_id:user1"]["display_name"] == "Anna"


def test_own_accounts_are_staff_and_the_other_side_of_a_bot_chat_is_a_bot(tmp_path):
    messages = (message(1, from_id="user777", **{"from": "Acme"}), message(2, from_id="user7"), message(3))
    reading = read(tmp_path, chat(*messages, type="bot_chat"), own_accounts=frozenset({"user777"}))
    roles = {key: row["role"] for key, row in reading.participants.items()}
    assert roles == {"telegram_id:user777": "staff", "telegram_id:user7": "bot", "telegram_id:user1": None}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", None),
        (None, None),
        ([], None),
        (["see ", {"type": "link", "text": "https://a.example"}, "!"], "see https://a.example!"),
        ([{"type": "bold", "text": ""}, "x", 5, {"type": "odd"}], "x"),
        (5, None),
    ],
)
def test_text_is_joined_from_its_parts(tmp_path, text, expected):
    assert one(tmp_path, text=text)["text"] == expected


def test_a_reaction_alone_does_not_make_a_message_edited(tmp_path):
    reactions = [{"type": "emoji", "count": 1, "emoji": "👍"}]
    assert one(tmp_path, edited="2024-01-15T12:00:00")["is_edited"] is True
    assert one(tmp_path, edited="2024-01-15T12:00:00", reactions=reactions)["is_edited"] is False
    assert one(tmp_path, edited="1970-01-01T01:00:00")["is_edited"] is False


def test_reactions_keep_who_is_named_and_how_many_are_not(tmp_path):
    recent = [{"from": "Bo", "from_id": "user2", "date": "2024-01-15T12:00:00"}]
    reactions = [
        {"type": "emoji", "count": 3, "emoji": "👍", "recent": recent},
        {"type": "custom_emoji", "count": 1, "document_id": "x"},
    ]
    reading = read(tmp_path, chat(message(1, reactions=reactions)))
    assert reading.messages[0]["reactions"] == [
        {"emoji": "👍", "sender_key": "telegram_id:user2", "count": 1},
        {"emoji": "👍", "sender_key": None, "count": 2},
        {"emoji": "custom_emoji", "sender_key": None, "count": 1},
    ]
    assert reading.participants["telegram_id:user2"]["display_name"] == "Bo"


@pytest.mark.parametrize(
    ("fields", "kind", "attachment"),
    [
        ({"photo": "photos/a.jpg", "photo_file_size": 5}, "media", ("a.jpg", None, 5)),
        ({"photo": "(File not included. Change data exporting settings to download.)"}, "media", (None, None, None)),
        (
            {"file": "a (1).pdf (File exceeds maximum size. Change data exporting settings to download.)"},
            "media",
            ("a (1).pdf", None, None),
        ),
        ({"file": "files/a.pdf", "mime_type": "application/pdf"}, "media", ("a.pdf", "application/pdf", None)),
        ({"file": "files/a.pdf", "file_name": "Rechnung.pdf", "file_size": 9}, "media", ("Rechnung.pdf", None, 9)),
        ({"file": "stickers/s.webp", "media_type": "sticker"}, "sticker", ("s.webp", None, None)),
        ({"file": "voice_messages/v.ogg", "media_type": "voice_message"}, "media", ("v.ogg", None, None)),
    ],
)
def test_files_become_attachments(tmp_path, fields, kind, attachment):
    row = one(tmp_path, **fields)
    assert row["kind"] == kind
    assert [tuple(each.values()) for each in row["attachments"]] == [attachment]


@pytest.mark.parametrize(
    ("fields", "kind", "text"),
    [
        (
            {"contact_information": {"first_name": "Bo", "last_name": "", "phone_number": "+49 1"}},
            "contact",
            "contact: Bo +49 1",
        ),
        ({"location_information": {"latitude": 52.5, "longitude": 13.4}}, "location", "52.5,13.4"),
        (
            {"poll": {"question": "Tea?", "answers": [{"text": "yes", "voters": 1}, {"text": "no"}]}},
            "poll",
            "Tea?\n- yes\n- no",
        ),
        ({"game_title": "Chess"}, "interactive", "Chess"),
        ({"invoice_information": {"title": "Shoes"}}, "order", "Shoes"),
        ({"invoice_information": '{"title": "Shoes", "description": "red", "amount": 5}'}, "order", "Shoes\nred"),
        ({"invoice_information": "{no JSON"}, "order", None),
        ({"media_type": "sticker", "sticker_emoji": "😀"}, "sticker", "😀"),
    ],
)
def test_what_has_no_column_of_its_own_goes_into_the_text(tmp_path, fields, kind, text):
    row = one(tmp_path, text="", **fields)
    assert (row["kind"], row["text"]) == (kind, text)


def test_replies_and_forwards_are_marked_and_replies_to_another_chat_are_not(tmp_path):
    assert one(tmp_path, reply_to_message_id=5)["reply_to"] == "5"
    assert one(tmp_path, reply_to_message_id=5, reply_to_peer_id="channel1")["reply_to"] is None
    assert one(tmp_path, forwarded_from=None)["is_forwarded"] is True


def test_a_topic_takes_in_replies_to_its_messages(tmp_path):
    start = message(2, type="service", action="topic_created", title="Finance")
    messages = (start, message(3, reply_to_message_id=2), message(4, reply_to_message_id=3), message(5))
    elsewhere = message(6, reply_to_message_id=3, reply_to_peer_id="channel1")
    rows = read(tmp_path, chat(message(1, reply_to_message_id=2), *messages, elsewhere)).messages
    assert [row["thread_key"] for row in rows] == [None, "2", "2", None, None]


@pytest.mark.parametrize(
    ("action", "event"),
    [
        ("phone_call", "call"),
        ("invite_members", "member_joined"),
        ("remove_members", "member_left"),
        ("create_group", "group_created"),
        ("edit_group_title", "title_changed"),
        ("pin_message", "pinned"),
        ("never_heard_of", "other"),
        (None, "other"),
        ([], "other"),
    ],
)
def test_service_records_become_events_with_all_they_say(tmp_path, action, event):
    service = {"id": 2, "type": "service", "date_unixtime": "1705312800", "actor": "Anna", "actor_id": "user1"}
    service |= {"action": action, "message_id": 1, "members": ["Bo"], "duration_seconds": 5, "text": ""}
    (row,) = read(tmp_path, chat(service)).events
    assert (row["event"], row["actor_key"], row["target_message_id"]) == (event, "telegram_id:user1", "1")
    assert json.loads(row["detail"]) == {"action": action, "members": ["Bo"], "duration_seconds": 5}
    assert (row["at_utc"], row["at_local"], row["zone_source"]) == (TEN, None, "explicit")


def test_an_account_gives_all_chats_and_who_is_in_its_address_book(tmp_path):
    account = {
        "about": "Here is the data you requested. " * 5000,
        "personal_information": {"user_id": 9, "first_name": "Acme", "last_name": "Care", "phone_number": "+49 151 1"},
        "contacts": {
            "list": [{"first_name": "Bo", "last_name": "B", "phone_number": "00491512"}, {"user_id": 3}, None]
        },
        "chats": {"about": "", "list": [chat(message(1)), chat(message(1), id=8, type="private_group")]},
        "left_chats": {"list": [chat(message(2), id=None, name="Old", type="public_channel")]},
    }
    reading = read(tmp_path, account)
    assert [row["conversation_key"] for row in reading.messages] == ["telegram:7", "telegram:8", "telegram:Old"]
    assert [row["record"] for row in reading.messages] == [1, 2, 3]
    assert [row["kind"] for row in reading.conversations] == ["direct", "group", "channel"]
    owner = reading.participants["telegram_id:user9"]
    assert (owner["display_name"], owner["role"], owner["same_as"]) == ("Acme Care", "staff", ["phone:+491511"])
    assert reading.participants["telegram_name:Bo B"]["same_as"] == ["phone:+491512"]
    assert "telegram_id:user3" in reading.participants


def test_a_chat_is_named_by_what_follows_its_messages_too(tmp_path):
    text = json.dumps({"messages": [message(1)], "type": "personal_chat", "id": 7})
    assert read(tmp_path, text.encode()).messages[0]["conversation_key"] == "telegram:7"


def test_a_chat_with_neither_id_nor_name_is_named_by_its_file(tmp_path):
    assert read(tmp_path, {"messages": [message(1)]}).messages[0]["conversation_key"] == "telegram:result.json"


def test_what_belongs_to_no_chat_is_kept_under_the_name_of_the_file(tmp_path):
    path = tmp_path / "result.json"
    path.write_text(json.dumps(chat(message(1), name="", id=None)) + "} [1]", encoding="utf-8")
    reading = Reading(list(telegram.read(Export(path, "telegram"), ReadSettings())))
    assert [row["conversation_key"] for row in reading.conversations] == ["telegram:result.json"]
    assert [row["reason"] for row in reading.rejects] == ["json"]


def test_records_that_are_no_objects_are_rejected(tmp_path):
    reading = read(tmp_path, chat(message(1), None, "x", 5, [message(2)]))
    assert [(row["record"], row["reason"]) for row in reading.rejects] == [(n, "not_object") for n in (2, 3, 4, 5)]
    assert (reading.records, len(reading.messages)) == (5, 1)


def test_a_broken_record_and_a_cut_one_cost_themselves_only(tmp_path):
    whole = json.dumps(chat(message(1), message(2), message(3), message(4)), indent=1)
    broken = whole.replace('"id": 2', '"id": NaN')
    reading = read(tmp_path, broken[: broken.index('"id": 4') + 20].encode())
    assert [row["platform_message_id"] for row in reading.messages] == ["1", "3"]
    assert [(row["record"], row["reason"]) for row in reading.rejects] == [(2, "json"), (4, "truncated")]
    assert reading.records == 4


def test_what_stands_behind_a_bracket_too_many_is_rejected_and_not_lost(tmp_path):
    whole = json.dumps(chat(message(1), message(2), message(3)))
    reading = read(tmp_path, whole.replace('"id": 2', '"id": 2]').encode())
    assert [row["platform_message_id"] for row in reading.messages] == ["1"]
    assert reading.rejects
    assert '"id": 3' in reading.rejects[-1]["raw"].decode()


def test_a_lone_surrogate_does_not_cost_a_message(tmp_path):
    assert one(tmp_path, text="hi \ud83d")["text"] == "hi �"


def test_control_characters_as_telegram_writes_them_do_not_cost_a_message(tmp_path):
    (tmp_path / "result.json").write_text(json.dumps(chat(message(1, text="a ? b \\x1F"))).replace("?", r"\x1F"))
    [batch] = telegram.read(Export(tmp_path / "result.json", "telegram"), ReadSettings())
    assert batch.messages["text"].to_pylist() == ["a \x1f b \\x1F"]


def test_an_account_cut_between_two_chats_says_so(tmp_path):
    text = json.dumps({"chats": {"list": [chat(message(1)), chat(message(2))]}})
    reading = read(tmp_path, text[: text.index("}]}, {") + 3].encode())
    assert [row["reason"] for row in reading.rejects] == ["truncated"]
    assert len(reading.messages) == 1


@pytest.mark.parametrize("value", [{}, {"name": "x"}, [], [chat()], {"chat": []}])
def test_json_without_a_chat_is_not_the_format(tmp_path, value):
    with pytest.raises(SourceFormatError):
        read(tmp_path, value)


def test_long_chats_come_in_several_batches_and_short_ones_in_one(tmp_path, monkeypatch):
    monkeypatch.setattr(telegram, "BATCH_ROWS", 3)
    account = {"chats": {"list": [chat(*(message(n) for n in range(size)), id=size) for size in (2, 1, 2, 3)]}}
    batches = read(tmp_path, account).batches
    assert [batch.records for batch in batches] == [3, 2, 3]


junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
FIELDS = [
    "id", "type", "date", "date_unixtime", "from", "from_id", "text", "edited", "actor", "actor_id", "action",
    "message_id", "photo", "file", "file_name", "mime_type", "file_size", "media_type", "reactions", "poll",
    "contact_information", "location_information", "forwarded_from", "reply_to_message_id", "title",
]  # fmt: skip
records = st.lists(
    junk | st.dictionaries(st.sampled_from(FIELDS), junk, max_size=6).map(lambda odd: message(1) | odd), max_size=6
)


@given(records=records, name=junk, number=junk, kind=junk)
def test_every_record_becomes_exactly_one_row_however_odd_it_is(tmp_path_factory, records, name, number, kind):
    value = {"name": name, "id": number, "type": kind, "messages": records}
    reading = read(tmp_path_factory.mktemp("odd"), value)
    rows = [*reading.messages, *reading.events, *reading.rejects]
    assert sorted(row["record"] for row in rows) == list(range(1, len(records) + 1))
    assert reading.records == len(records)
    assert {row["kind"] for row in reading.messages} <= set(MESSAGE_KINDS)
    assert {row["event"] for row in reading.events} <= set(EVENT_KINDS)
    known = set(reading.participants)
    assert {row["sender_key"] for row in reading.messages} - {None} <= known


@pytest.mark.parametrize(
    ("name", "messages", "events", "first"),
    [
        ("PyPI+tg-parser/tests/fixtures/personal_chat.json", 4, 1, "2024-01-15T10:50:00+00:00"),
        ("PyPI+tg-parser/tests/fixtures/supergroup_with_topics.json", 4, 3, "2024-01-10T12:05:00+00:00"),
        ("joweich+chat-miner/test/telegram/test_single_export.json", 2, 0, "2018-12-05T10:39:10+00:00"),
        ("joweich+chat-miner/test/telegram/test_batch_export.json", 2, 0, "2018-12-05T10:39:10+00:00"),
    ],
)
def test_the_samples_of_other_readers_are_read_in_full(name, messages, events, first):
    if not (SAMPLES / name).exists():
        pytest.skip("the folder with samples of exports is not there")
    reading = Reading(list(telegram.read(Export(SAMPLES / name, "telegram"), ReadSettings())))
    assert (len(reading.messages), len(reading.events), reading.rejects) == (messages, events, [])
    assert reading.messages[0]["sent_at_utc"].isoformat() == first


@pytest.mark.parametrize(
    "question",
    ["Which day?", ["Which ", {"type": "bold", "text": "day"}, "?"], {"text": "Which day?", "text_entities": []}],
)
def test_a_poll_is_told_in_whatever_form_its_texts_have(tmp_path, question):
    poll = {"question": question, "closed": False, "total_voters": 0, "answers": [{"text": question, "voters": 0}]}
    row = one(tmp_path, text="", poll=poll)
    assert (row["kind"], row["text"]) == ("poll", "Which day?\n- Which day?")


@pytest.mark.parametrize(("field", "kind"), [("story", "unsupported"), ("giveaway_information", "interactive")])
def test_what_has_no_words_is_not_taken_for_a_text(tmp_path, field, kind):
    row = one(tmp_path, text="", **{field: {"quantity": 1}})
    assert (row["kind"], row["text"]) == (kind, None)
