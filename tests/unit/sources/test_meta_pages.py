"""Threads as HTML, in the downloads of Messenger and Instagram."""

import json
import time
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chatward.sources.meta.page import is_thread, thread_of
from chatward.sources.recognise import Unrecognised, find_exports, read
from chatward.sources.records import Export, ReadSettings

VAULT = Path(__file__).resolve().parents[3] / ".." / "shared/exports/messenger/kenn-io+msgvault"
TIME = "Oct 19, 2019, 2:37 PM"
AT = datetime(2019, 10, 19, 14, 37, tzinfo=UTC)


def new(sender: str, body: str, at: str | None = TIME, reactions: str = "") -> str:
    words = f"<div><div></div><div>{body}</div><div></div><div>{reactions}</div></div>"
    footer = f'<footer class="_3-94 _a6-o"><div class="_a72d">{at}</div></footer>' if at else ""
    said = f'<h2 class="_2ph_ _a6-h _a6-i">{sender}</h2><div class="_2ph_ _a6-p">{words}</div>'
    return f'<section class="_3-95 _a6-g">{said}{footer}</section>'


def old(sender: str, body: str, at: str | None = TIME, reactions: str = "") -> str:
    words = f'<div class="_3-96 _2let"><div><div></div><div>{body}</div><div>{reactions}</div></div></div>'
    footer = f'<div class="_3-94 _2lem">{at}</div>' if at else ""
    said = f'<div class="_3-96 _2pio _2lek _2lel">{sender}</div>{words}'
    return f'<div class="pam _3-95 _2pi0 _2lej uiBoxWhite noborder">{said}{footer}</div>'


def bare(sender: str, body: str, at: str | None = TIME, reactions: str = "") -> str:
    footer = f"<div class='c'>{at}</div>" if at else ""
    return f'<div class="a"><div>{sender}</div><div><p>{body}</p></div><div></div>{footer}</div>'


def page(*blocks: str, title: str = "Zoë Grün", head: str = "") -> str:
    style = f'<head><meta charset="utf-8"><title>{title}</title><style>._a6-h{{x:y}}</style></head>'
    return f'<html>{style}<body class="x"><h1>{title}</h1>{head}<div>{"".join(blocks)}</div></body></html>'


def rows_of(path: Path, **declared: object) -> dict[str, list[dict]]:
    (export,) = find_exports([path])
    assert isinstance(export, Export), export
    batches = list(read(export, ReadSettings(**declared)))
    names = ("messages", "events", "participants", "conversations", "rejects")
    rows = {name: pa.concat_tables([getattr(batch, name) for batch in batches]).to_pylist() for name in names}
    assert sum(batch.records for batch in batches) == sum(len(rows[name]) for name in ("messages", "events", "rejects"))
    order = (batches[-1].messages.schema.metadata or {}).get(b"date_order")
    return rows | {"platform": [export.platform], "date_order": [order]}


def read_page(
    folder: Path, text: str, section: str = "your_facebook_activity", **declared: object
) -> dict[str, list[dict]]:
    file = folder / section / "messages/inbox/zoe_1/message_1.html"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return rows_of(folder, **declared)


def one(folder: Path, *block: str, **declared: object) -> dict:
    rows = read_page(folder, page(*block), **declared)
    assert not rows["rejects"]
    (row,) = rows["messages"] + rows["events"]
    return row


@pytest.mark.parametrize("layout", [new, old])
def test_a_message_has_sender_words_and_time_in_the_layouts_of_all_years(tmp_path, layout):
    row = one(tmp_path, layout("Zoë Grün", "Wo &amp; wann? 👋"))
    assert (row["sender_key"], row["conversation_key"]) == ("messenger_name:Zoë Grün", "messenger:zoe_1")
    assert (row["kind"], row["text"], row["sent_at_utc"]) == ("text", "Wo & wann? 👋", AT)
    assert (row["sent_at_local"], row["zone_source"], row["precision"]) == (
        AT.replace(tzinfo=None),
        "assumed",
        "minute",
    )


def test_names_of_classes_that_nobody_knows_do_not_matter(tmp_path):
    head = "<div>Participants: Zoë Grün, Acme and Bo</div>"
    rows = read_page(tmp_path, page(bare("Acme", "one<br>two"), bare("Bo", "three"), head=head))
    assert [(row["sender_key"], row["text"], row["sent_at_utc"]) for row in rows["messages"]] == [
        ("messenger_name:Acme", "one\ntwo", AT),
        ("messenger_name:Bo", "three", AT),
    ]
    assert [row["kind"] for row in rows["conversations"]] == ["group"]


def test_the_declared_zone_is_that_of_the_clock(tmp_path):
    row = one(tmp_path, new("Zoë", "hi"), zone=ZoneInfo("Europe/Berlin"))
    assert (row["sent_at_utc"], row["zone_source"]) == (AT.replace(hour=12), "declared")


def test_dates_of_numbers_are_read_in_one_order_and_it_is_noted(tmp_path):
    rows = read_page(tmp_path, page(new("A", "x", "03/04/2020, 10:00"), new("B", "y", "04/13/2020, 10:00")))
    assert [row["sent_at_utc"].month for row in rows["messages"]] == [3, 4]
    assert rows["date_order"] == [b"mdy evident"]
    rows = read_page(tmp_path, page(new("A", "x", "13/04/2020, 10:00"), new("B", "y", "04/13/2020, 10:00")))
    assert [row["reason"] for row in rows["rejects"]] == ["bad_time", "bad_time"]


def test_line_breaks_stay_and_the_space_of_the_markup_does_not(tmp_path):
    assert one(tmp_path, new("Zoë", "a<br />\n  b<br/><br/>c\n d"))["text"] == "a\nb\n\nc d"


def test_links_are_kept(tmp_path):
    assert one(tmp_path, new("Zoë", '<a href="https://a.example/?x=1&amp;y=2">here</a>'))["text"] == (
        "here\nhttps://a.example/?x=1&y=2"
    )
    link = '<a target="_blank" href="https://a.example">https://a.example</a>'
    assert one(tmp_path, new("Zoë", link))["text"] == "https://a.example"


@pytest.mark.parametrize("layout", [new, old])
def test_files_are_kept_by_name_and_the_words_of_their_player_are_not(tmp_path, layout):
    photo = '<a href="inbox/zoe_1/photos/1.jpg"><img src="inbox/zoe_1/photos/1.jpg" class="_2yuc" /></a>'
    clip = '<video src="v/2.mp4"><a href="v/2.mp4"><div>Click for video:<img src="v/2.mp4"/></div></a></video>'
    row = one(tmp_path, layout("Zoë", f"look{photo}{clip}"))
    assert (row["kind"], row["text"]) == ("media", "look")
    assert [each["name"] for each in row["attachments"]] == ["1.jpg", "2.mp4"]
    assert one(tmp_path, layout("Zoë", '<img src="messages/stickers_used/3.png">'))["kind"] == "sticker"


NEW_LIST = (
    '<ul class="_a6-q"><li><span>❤️Bo Łu</span></li>'
    "<li><span>👍🏽Zoë<span> (Oct 19, 2019 3:00 pm)</span></span></li></ul>"
)
OLD_LIST = '<ul class="_tqp"><li>❤️Bo Łu</li><li>👍🏽Zoë</li></ul>'


@pytest.mark.parametrize(("layout", "given"), [(new, NEW_LIST), (old, OLD_LIST)])
def test_reactions_are_no_words_but_reactions(tmp_path, layout, given):
    row = one(tmp_path, layout("Acme", "hi", reactions=given))
    assert row["text"] == "hi"
    assert [(each["emoji"], each["sender_key"]) for each in row["reactions"]] == [
        ("❤️", "messenger_name:Bo Łu"),
        ("👍🏽", "messenger_name:Zoë"),
    ]


def test_headings_that_look_like_messages_are_none(tmp_path):
    rows = read_page(
        tmp_path, page(new("Participants: A and B", "", None), new("Link:", "https://x", None), new("A", "x"))
    )
    assert [row["text"] for row in rows["messages"]] == ["x"]
    assert {row["display_name"] for row in rows["participants"]} == {"A", "B"}
    assert not rows["rejects"]


@pytest.mark.parametrize(("at", "reason"), [(None, "no_time"), ("yesterday", "bad_time")])
def test_a_message_that_cannot_be_read_costs_itself_only(tmp_path, at, reason):
    rows = read_page(tmp_path, page(new("A", "x"), new("A", "lost", at), new("B", "y")))
    assert [(row["record"], row["text"]) for row in rows["messages"]] == [(1, "x"), (3, "y")]
    assert [(row["record"], row["reason"]) for row in rows["rejects"]] == [(2, reason)]


def test_instagrams_pages_are_told_by_folder_or_words_and_its_notices_are_events(tmp_path):
    blocks = new("Zoë", "Liked a message"), new("Zoë", "hi")
    rows = read_page(tmp_path / "a", page(*blocks), "your_instagram_activity")
    assert (rows["platform"], len(rows["events"]), len(rows["messages"])) == (["instagram"], 1, 1)
    assert read_page(tmp_path / "b", page(*blocks, title="Instagram"), "download")["platform"] == ["instagram"]


def test_a_thread_that_is_there_as_json_too_is_read_once(tmp_path):
    read_page(tmp_path, page(new("Zoë", "html")))
    said = {"sender_name": "Zoe", "timestamp_ms": 1_571_495_820_000, "content": "json"}
    thread = {"participants": [{"name": "Zoe"}], "messages": [said], "title": "Zoe", "thread_path": "inbox/zoe_1"}
    folder = tmp_path / "your_facebook_activity/messages/inbox"
    (folder / "zoe_1/message_1.json").write_text(json.dumps(thread))
    (folder / "bo_2").mkdir()
    (folder / "bo_2/message_1.html").write_text(page(new("Bo", "only html")))
    assert [row["text"] for row in rows_of(tmp_path)["messages"]] == ["only html", "json"]


def test_parts_are_read_in_their_order(tmp_path):
    folder = tmp_path / "messages/inbox/zoe_1"
    folder.mkdir(parents=True)
    for number in (1, 2, 10):
        (folder / f"message_{number}.html").write_text(page(new("Zoë", str(number))))
    assert [row["text"] for row in rows_of(tmp_path)["messages"]] == ["1", "2", "10"]


POST = (
    '<div class="_3-95 _a6-g"><div class="_2ph_ _a6-h _a6-i">A wrote</div>'
    '<div class="_2ph_ _a6-p"><div class="_2pin">x</div></div></div>'
)


@pytest.mark.parametrize(
    "text",
    [
        f"<html><body>{POST}</body></html>", "<html><body class='x'>Participants: Anna, Bo</body></html>",
        "<p class='x'>Participants: Anna</p><p>Minutes of the meeting</p>", "<html></html>",
        '<section class="_a6-g"><h2 class="_a6-h">Login</h2><div class="_2ph_ _a6-p">x</div></section>',
    ],
)  # fmt: skip
def test_other_pages_are_no_threads(tmp_path, text):
    (tmp_path / "a.html").write_text(text)
    (found,) = find_exports([tmp_path / "a.html"])
    assert isinstance(found, Unrecognised)


def test_a_lone_page_is_recognised_whatever_its_name(tmp_path):
    (tmp_path / "SAVED").write_bytes(page(new("Zoë", "hi")).encode("utf-16"))
    assert [row["text"] for row in rows_of(tmp_path / "SAVED")["messages"]] == ["hi"]


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.data())
def test_a_page_cut_anywhere_gives_what_stands_before_the_cut(tmp_path, data):
    whole = page(*(new(f"P{number}", f"said {number}") for number in range(4)))
    end = data.draw(st.integers(whole.index("_a6-p") + 20, len(whole)))
    rows = read_page(tmp_path, whole[:end])
    complete = whole[:end].count("</footer>")
    assert [row["text"] for row in rows["messages"]][:complete] == [f"said {number}" for number in range(complete)]
    assert len(rows["messages"]) + len(rows["rejects"]) <= complete + 1


TAGS = st.sampled_from(
    [
        '<div class="_a6-h">',
        '<div class="_a72d">',
        '<ul class="_a6-q">',
        "</div>",
        "<br>",
        "<a",
        ">",
        "<style>",
        TIME,
        "A",
    ]
)


@given(st.lists(TAGS | st.text(max_size=5), max_size=40))
def test_whatever_stands_on_a_page_gives_records(parts):
    text = "".join(parts)
    is_thread(text)
    for record in thread_of(text).get("messages", []):
        assert isinstance(record["sender_name"], str)


@pytest.mark.parametrize(
    "text",
    ["<a" * 300_000, "<" + "a" * 900_000, '<div class="_a6-h">' * 50_000, '<div class="_a6-p">' * 50_000,
     '<div class="' + " " * 900_000, "<title>" + "x" * 900_000, "<b class='_a6-h'>" + "\u00a0" * 400_000,
     "&#" * 400_000],
)  # fmt: skip
def test_the_time_that_a_hostile_page_takes_is_linear(text):
    start = time.process_time()
    is_thread(text[:65_536])
    thread_of(text)
    assert time.process_time() - start < 5


@pytest.mark.skipif(not VAULT.is_dir(), reason="the sample exports are not beside the repository")
def test_the_samples_are_read_right():
    folder = VAULT / "internal/fbmessenger/testdata"
    rows = rows_of(folder / "html_simple")
    assert [(row["sender_key"], row["text"], row["sent_at_utc"].minute) for row in rows["messages"]] == [
        ("messenger_name:Test User", "Hello", 26),
        ("messenger_name:Alice Example", "café time?", 27),
        ("messenger_name:Test User", "See you soon", 28),
    ]
    key = "messenger:alice_ABC123"
    assert rows["conversations"] == [{"conversation_key": key, "title": "Alice Example", "kind": "direct"}]
    (row,) = rows_of(folder / "html_with_media")["messages"]
    assert (row["text"], row["kind"], row["attachments"][0]["name"]) == ("Here's a photo", "media", "tiny.png")
    assert row["sent_at_utc"] == datetime(2020, 9, 13, 12, 26, tzinfo=UTC)
