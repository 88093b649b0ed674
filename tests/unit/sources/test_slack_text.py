import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatward.sources.slack.text import Names, content_text
from chatward.sources.slack.values import attachments, microseconds, reactions

NAMES = Names({"U1": "ann", "U2": "Bob & Co"}, {"C1": "support"})


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("no markup", "no markup"),
        ("<@U1> and <@U9>", "@ann and @U9"),
        ("<@U9|label>", "@label"),
        ("<#C1|support> <#C1> <#C1|> <#C9>", "#support #support #support #C9"),
        ("<https://a.example/?x=1&amp;y=2|shop> now", "shop (https://a.example/?x=1&y=2) now"),
        ("<https://a.example/|https://a.example/>", "https://a.example/"),
        ("<http://a.example|a.example>", "http://a.example"),
        ("<https://a.example>", "https://a.example"),
        ("<mailto:c@x.example|c@x.example> <mailto:c@x.example|Carl>", "c@x.example Carl (c@x.example)"),
        ("<tel:+4930123|+4930123>", "+4930123"),
        ("<!here> <!channel> <!here|@here>", "@here @channel @here"),
        ("<!subteam^S1|@support-team>", "@support-team"),
        ("<!date^1392734382^{date}|18 Feb 2014>", "18 Feb 2014"),
        ("1 &lt; 2 &amp;&amp; 3 &gt; 2", "1 < 2 && 3 > 2"),
        ("&amp;lt; stays escaped once", "&lt; stays escaped once"),
        ("&amp;amp;", "&amp;"),
        ("<@U2> &quot;", "@Bob & Co &quot;"),
        ("a <b", "a <b"),
        ("<>", "<>"),
    ],
)
def test_markup_is_shown_as_people_read_it(markup, text):
    assert content_text({"text": markup}, NAMES) == text


def test_markup_of_hostile_length_takes_no_longer_than_its_length():
    assert content_text({"text": "<" * 200_000 + "&" * 200_000}, NAMES) == "<" * 200_000 + "&" * 200_000


def test_a_message_without_text_has_that_of_its_blocks():
    section = {"type": "rich_text_section", "elements": [
        {"type": "text", "text": "Hi "}, {"type": "user", "user_id": "U1"}, {"type": "emoji", "name": "wave"},
        {"type": "link", "url": "https://a.example", "text": "shop"}, {"type": "broadcast", "range": "here"},
    ]}  # fmt: skip
    lines = [{"type": "rich_text_section", "elements": [{"type": "text", "text": line}]} for line in ("one", "two")]
    items = {"type": "rich_text_list", "elements": lines}
    blocks = [
        {"type": "header", "text": {"type": "plain_text", "text": "Order <1>"}},
        {"type": "section", "text": {"type": "mrkdwn", "text": "for <@U1> &amp; co"}},
        {"type": "rich_text", "elements": [section, items]},
    ]
    words = "Order <1>\nfor @ann & co\nHi @ann:wave:shop (https://a.example)@here\none\ntwo"
    assert content_text({"text": "", "blocks": blocks}, NAMES) == words


def test_a_message_without_text_has_that_of_its_attachments():
    said = {"pretext": "1 new commit by <@U1>:", "text": "<https://a.example|fc8>: Update", "fallback": "unused"}
    record = {"text": "", "attachments": [said, {"fallback": "New &amp; old"}, {"image_url": "x"}, None]}
    assert content_text(record, NAMES) == "1 new commit by @ann:\nfc8 (https://a.example): Update\nNew & old"


def test_blocks_of_any_depth_are_read():
    block: dict = {"type": "text", "text": "deep"}
    for _ in range(100_000):
        block = {"type": "rich_text", "elements": [block]}
    assert content_text({"blocks": [block]}, NAMES) == "deep"


@pytest.mark.parametrize(
    ("ts", "expected"),
    [
        ("1714550500.123456", 1714550500123456),
        ("1714550500.000001", 1714550500000001),
        ("1714550500", 1714550500000000),
        ("1714550500.5", 1714550500500000),
        ("999999999.000100", 999999999000100),
        ("1714550500.1234567", None),
        ("17145505001.00000", None),
        ("1714550500.12345x", None),
        ("1714550500.١٢٣٤٥٦", None),
        ("-714550500.123456", None),
        ("", None),
        (1714550500.123456, None),
        (None, None),
    ],
)
def test_times_are_read_to_the_microsecond(ts, expected):
    assert microseconds(ts) == expected


@given(st.integers(10**15, 10**16 - 1))
def test_no_microsecond_is_lost(instant):
    assert microseconds(f"{instant // 10**6}.{instant % 10**6:06d}") == instant


@pytest.mark.parametrize("mode", ["tombstone", "hidden_by_limit"])
def test_a_file_that_is_gone_has_no_name(mode):
    gone = {"name": None, "media_type": None, "size_bytes": None}
    assert attachments({"files": [{"id": "F1", "mode": mode, "name": "secret.pdf"}]}) == [gone]


def test_reactions_of_people_who_are_only_counted_are_counted():
    assert reactions({"reactions": [{"name": "+1", "users": ["U1"], "count": 3}]}) == [
        {"emoji": "+1", "sender_key": "slack_id:U1", "count": 1},
        {"emoji": "+1", "sender_key": None, "count": 2},
    ]


@pytest.mark.parametrize(
    ("text", "attachment", "shown"),
    [
        (
            "",
            {"title": "Ticket 7", "text": "open", "fields": [{"title": "By", "value": "<@U1>"}]},
            "Ticket 7\nopen\nBy: @Zoë",
        ),
        ("updated", {"text": "Ticket 7 is *open*"}, "updated\nTicket 7 is *open*"),
        (
            "see https://x.example",
            {"from_url": "https://x.example", "title": "Somebody's page"},
            "see https://x.example",
        ),
        ("Ticket 7", {"fallback": "Ticket 7"}, "Ticket 7"),
    ],
)
def test_what_an_app_attached_is_among_a_message_s_words_and_a_previewed_page_is_not(text, attachment, shown):
    record = {"text": text, "attachments": [attachment]}
    assert content_text(record, Names(people={"U1": "Zoë"})) == shown
