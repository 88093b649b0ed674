import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatward.sources.meta.group_notices import group_notice
from chatward.sources.meta.values import attachment, instant, repaired, thread_name, title, with_share


def mangled(text: str) -> str:
    return text.encode().decode("latin-1")


@given(st.text())
def test_repairing_undoes_mangling(text):
    assert repaired(mangled(text)) == text


@given(st.text())
def test_repairing_leaves_alone_what_is_not_a_mangling(text):
    try:
        is_mangling = text.encode("latin-1").decode("utf-8") != text
    except UnicodeError:
        is_mangling = False
    assert (repaired(text) == text) is not is_mangling


@pytest.mark.parametrize(
    "text", ["“quoted”", "Grüße 👋", "ça va?", "Ð", "", "plain", "caf\u00c3\u00a9 “x”", "\u00e2\u009d"]
)
def test_text_that_cannot_be_repaired_as_a_whole_stays_as_it_is(text):
    assert repaired(text) == text


def test_a_mangled_heart_and_thumb_are_repaired():
    assert repaired("\u00e2\u009d\u00a4\u00f0\u009f\u0091\u008d") == "❤👍"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1600000000123, (1600000000123000, "millisecond")),
        (1600000000, (1600000000000000, "second")),
        (100_000_000_000, (100_000_000_000_000, "millisecond")),
        (99_999_999_999, (99_999_999_999_000_000, "second")),
        (253_402_300_799_999, (253_402_300_799_999_000, "millisecond")),
        (253_402_300_800_000, None),
        (0, None),
        (-1, None),
        (2**63, None),
        (1.6e12, None),
        ("1600000000000", None),
        (True, None),
        (None, None),
    ],
)
def test_milliseconds_are_told_from_seconds_by_their_size(value, expected):
    assert instant(value) == expected


@pytest.mark.parametrize(
    ("uri", "name", "media_type"),
    [
        ("messages/inbox/bob_1/photos/tiny.PNG", "tiny.PNG", "image/png"),
        ("./media/abc.jpeg", "abc.jpeg", "image/jpeg"),
        ("https://cdn.example/a/b.gif?token=1/2", "b.gif", "image/gif"),
        (mangled("files/Übersicht.pdf"), "Übersicht.pdf", "application/pdf"),
        ("files/noextension", "noextension", None),
        ("", None, None),
        (None, None, None),
        (7, None, None),
    ],
)
def test_an_attachment_keeps_the_last_part_of_its_path(uri, name, media_type):
    assert attachment({"uri": uri}) == {"name": name, "media_type": media_type}


def test_a_share_is_appended_unless_the_words_say_it_already():
    share = {"link": "https://a.example/", "share_text": mangled("Größe")}
    assert with_share("", share) == "https://a.example/\nGröße"
    assert with_share("see https://a.example/ now", share) == "see https://a.example/ now\nGröße"
    assert with_share("Größe https://a.example/", share) == "Größe https://a.example/"
    assert with_share("words", {"link": None, "share_text": ""}) == "words"


@pytest.mark.parametrize(
    ("name", "file", "expected"),
    [
        ("Jane Doe_3", "Jane Doe_3.json", "Jane Doe"),
        ("Jane Doe_3", "folder/Jane Doe_3.json", "Jane Doe"),
        ("Jane Doe_3", "Jane Doe_4.json", "Jane Doe_3"),
        ("Team_2024", "thread.json", "Team_2024"),
        (mangled("Zoë_1"), "x_1.json", "Zoë"),
        ("", "x_1.json", None),
    ],
)
def test_only_the_number_of_its_own_file_is_taken_off_an_encrypted_threads_title(name, file, expected):
    assert title({"threadName": name}, file) == expected


def test_an_open_threads_title_keeps_its_number():
    assert title({"title": "Room_1"}, "message_1.json") == "Room_1"


def test_a_thread_keeps_its_name_when_it_moves_to_the_archive():
    assert thread_name({"thread_path": "inbox/zoe_1"}, "a/b/message_1.json") == "zoe_1"
    assert thread_name({"thread_path": "archived_threads/zoe_1"}, "a/b/message_1.json") == "zoe_1"
    assert thread_name({}, "inbox/zoe_1/message_2.json") == "zoe_1"
    assert thread_name({"thread_path": None}, "") == ""


@pytest.mark.parametrize(
    ("words", "event"),
    [
        ("Zoë 🌸 named the group Team.", "title_changed"),
        ("Zoë 🌸 created the group.", "group_created"),
        ("Zoë 🌸 added Bob and 2 others to the group.", "member_joined"),
        ("Zoë 🌸 removed Bob from the group.", "member_left"),
        ("Zoë 🌸 left the group.", "member_left"),
        ("Zoë 🌸 hat die Gruppe verlassen.", "member_left"),
        ("You pinned a message.", "pinned"),
        ("You set the nickname for Bob to Bobby.", "notice"),
        ("Zoë 🌸 set her own nickname to Zo.", "notice"),
        ("Zoë 🌸 changed the theme to Love.", "notice"),
        ("Zoë 🌸 created a poll: Lunch?", "notice"),
        ('Zoë 🌸 voted for "Pizza" in the poll: Lunch?.', "notice"),
        ("Zoë 🌸 started a video chat", "call"),
        ("Zoë 🌸 joined the group via the link.", "member_joined"),
        ("You joined the group.", "member_joined"),
        ("Zoë 🌸 turned on member approval and will review requests to join the group.", "notice"),
        ("You turned off disappearing messages.", "notice"),
        ("You turned off my account!", None),
        ("You joined the group of people who never answer", None),
        ("Zoë 🌸 turned on the heating", None),
        ("Zoë 🌸 is my name", None),
        ("Bob left the group.", None),
        ("named the group Team.", None),
        ("I left the group.", None),
        ("", None),
    ],
)
def test_what_the_platform_writes_in_a_members_name_is_told_from_what_a_member_says(words, event):
    assert group_notice(words, "Zoë 🌸", may_own=True) == event


def test_you_is_the_owner_of_the_export_alone():
    assert group_notice("You pinned a message.", "Zoë 🌸", may_own=False) is None
    assert group_notice("Zoë 🌸 pinned a message.", "Zoë 🌸", may_own=False) == "pinned"
