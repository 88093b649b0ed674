"""The sections by which a policy explains a table: what is wrong in them is told with line and remedy."""

import pytest

from chatward.policy.checks import find_unread_platforms
from chatward.policy.columns import Columns
from chatward.policy.table_words import EventKind, MessageKind, Role
from chatward.sources.records import EVENT_KINDS, MESSAGE_KINDS

TABLE = """\
    platform: table
    columns:
      sent_at: {column: created, format: "%d.%m.%Y %H:%M", zone: tz}
      message_id: id
      conversation: ticket
      sender: {column: author.email, identifier: email}
      role: {column: side, values: {agent: staff}}
      text: body
      kind: {column: type, values: {memo: note}}
      event: {column: action, values: {edit: message_edited}, target: about}
    table: {delimiter: "\\t", encoding: windows-1252, header: [created, id]}
"""


@pytest.fixture
def tabled(changed):
    """Returns the valid policy with a table as its source, changed in one place."""

    def change(old: str = "", new: str = "") -> str:
        assert TABLE.count(old) == 1 or not old
        return changed("    platform: telegram\n", TABLE.replace(old, new) if old else TABLE)

    return change


def test_a_table_is_explained_by_its_columns(examined, tabled):
    source = examined(tabled()).require().sources["chats"]
    assert source.columns is not None
    assert source.columns.sent_at.format == "%d.%m.%Y %H:%M"
    assert source.columns.event.values == {"edit": EventKind.MESSAGE_EDITED}
    assert (source.table.delimiter, source.table.encoding) == ("\t", "cp1252")


@pytest.mark.parametrize(
    ("old", "new", "where", "message"),
    [
        ("sent_at: {column: created,", "sent_at: {colum: created,", "columns.sent_at.colum", "is not a key"),
        ("%d.%m.%Y %H:%M", "%d.%m. %H:%M", "columns.sent_at.format", "expected one of `iso`"),
        ("%d.%m.%Y %H:%M", "%d.%m.%Y %Q", "columns.sent_at.format", "expected one of `iso`"),
        ("%d.%m.%Y %H:%M", "seconds", "columns.sent_at.format", "found `seconds`"),
        ("identifier: email", "identifier: E-Mail", "columns.sender.identifier", "expected text like `email`"),
        ("agent: staff", "agent: employee", "columns.role.values.agent", "expected one of `staff`, `bot`, `customer`"),
        ("memo: note", "memo: notes", "columns.kind.values.memo", "expected one of `text`"),
        ("edit: message_edited", "edit: edited", "columns.event.values.edit", "expected one of `notice`"),
        ("message_id: id", "message_id: 7", "columns.message_id", "found `7`"),
        ('delimiter: "\\t"', 'delimiter: "ab"', "table.delimiter", "found `ab`"),
        ("encoding: windows-1252", "encoding: klingon", "table.encoding", "expected an encoding"),
        ("encoding: windows-1252", "encoding: base64", "table.encoding", "expected an encoding"),
    ],
)
def test_a_wrong_value_is_told_with_its_line_and_what_is_expected(examined, tabled, old, new, where, message):
    text = tabled(old, new)
    (problem,) = examined(text).problems
    assert problem.where == f"sources.chats.{where}"
    assert message in problem.message
    assert problem.line == text[: text.index(new)].count("\n") + 1


def test_a_table_without_columns_and_columns_without_a_table_are_refused(examined, changed, tabled):
    (problem,) = examined(changed("platform: telegram", "platform: table")).problems
    assert "needs the key `columns`" in problem.message
    found = examined(tabled("platform: table", "platform: telegram")).problems
    assert [problem.where for problem in found] == ["sources.chats.columns", "sources.chats.table"]


def test_edits_need_a_column_that_says_of_what(examined, tabled):
    text = tabled(", target: about", "")
    assert examined(text).policy is not None  # the record's own id stands for it
    (problem,) = examined(text.replace("      message_id: id\n", "")).problems
    assert problem.where == "sources.chats.columns.event"


def test_the_words_of_a_policy_are_those_of_the_stored_records():
    assert set(MessageKind) == set(MESSAGE_KINDS)
    assert set(EventKind) == set(EVENT_KINDS)
    assert set(Role) == {"staff", "bot", "customer"}


def test_every_part_of_the_columns_but_the_time_may_be_missing():
    needed = [name for name, field in Columns.model_fields.items() if field.is_required()]
    assert needed == ["sent_at"]


def test_a_source_whose_platform_no_reader_takes_is_told_with_the_nearest_or_all(examined, changed):
    policy = examined(changed("platform: telegram", "platform: telegrm")).require()
    (problem,) = find_unread_platforms(policy, ["slack", "telegram"])
    assert (problem.where, problem.hint) == ("sources.chats.platform", "did you mean `telegram`?")
    (problem,) = find_unread_platforms(policy, ["slack", "whatsapp"])
    assert (problem.message, problem.hint) == ("there is no reader for platform `telegrm`", "known: slack, whatsapp")
    assert find_unread_platforms(policy, ["telegrm"]) == []
