"""Chats that somebody pasted into a message: lines that look like headers, and are none."""

from pathlib import Path

from chatward.sources.records import Batch, Export, ReadSettings
from chatward.sources.whatsapp.reader import read


def read_lines(folder: Path, *lines: str, name: str = "chat.txt") -> Batch:
    path = folder / name
    path.write_text("\r\n".join(lines), encoding="utf-8")
    [batch] = read(Export(path, "whatsapp"), ReadSettings())
    assert batch.records == batch.messages.num_rows + batch.events.num_rows + batch.rejects.num_rows
    return batch


def texts(batch: Batch) -> list[str]:
    return list(batch.messages["text"].to_pylist())


START = "[20.02.24, 08:59:01] Ann: hello"
END = "[20.02.24, 09:02:00] Ann: thanks"
ONE, TWO = "[17.02.24, 07:00:00] Eve: one", "[17.02.24, 07:01:00] Joe: two"


def test_a_chat_copied_into_a_message_stays_in_it_with_all_its_lines(tmp_path: Path) -> None:
    batch = read_lines(tmp_path, START, f"[20.02.24, 09:00:00] Bo: {ONE}", TWO, "more", END)
    assert texts(batch) == ["hello", f"{ONE}\n{TWO}\nmore", "thanks"]
    assert {row["display_name"] for row in batch.participants.to_pylist()} == {"Ann", "Bo"}
    assert batch.conversations["kind"].to_pylist() == ["direct"]


def test_at_the_end_of_the_file_it_stays_there_too_and_also_when_its_people_are_known(tmp_path: Path) -> None:
    copied = "[17.02.24, 07:01:00] Ann: two"
    assert texts(read_lines(tmp_path, START, f"[20.02.24, 09:00:00] Bo: {ONE}", copied)) == [
        "hello",
        f"{ONE}\n{copied}",
    ]


def test_strangers_who_speak_of_days_before_are_quoted(tmp_path: Path) -> None:
    batch = read_lines(tmp_path, START, "[20.02.24, 09:00:00] Bo: look", ONE, TWO, END)
    assert texts(batch) == ["hello", f"look\n{ONE}\n{TWO}", "thanks"]


def test_one_stranger_is_quoted_behind_a_colon_only(tmp_path: Path) -> None:
    told = read_lines(tmp_path, START, "[20.02.24, 09:00:00] Bo: she wrote:", ONE, END)
    assert texts(told) == ["hello", f"she wrote:\n{ONE}", "thanks"]
    assert texts(read_lines(tmp_path, START, "[20.02.24, 09:00:00] Bo: look", ONE, END)) == [
        "hello", "look", "one", "thanks",
    ]  # fmt: skip


def test_who_speaks_elsewhere_or_is_whom_the_file_names_is_late_and_not_quoted(tmp_path: Path) -> None:
    before = (START, "[20.02.24, 09:00:00] Bo: so:", ONE)
    assert len(texts(read_lines(tmp_path, *before, END, "[20.02.24, 09:03:00] Eve: me"))) == 5
    assert len(texts(read_lines(tmp_path, *before, END, name="WhatsApp Chat with Eve.txt"))) == 4


def test_messages_that_come_hours_late_are_messages(tmp_path: Path) -> None:
    late = ("[19.02.24, 09:00:00] Eve: one", "[19.02.24, 09:01:00] Joe: two")
    assert len(texts(read_lines(tmp_path, START, "[20.02.24, 09:00:00] Bo: so:", *late, END))) == 5
    assert len(texts(read_lines(tmp_path, START, "[20.02.24, 08:58:00] Bo: [x]", END))) == 3


def test_a_second_chat_behind_the_first_one_is_not_quoted(tmp_path: Path) -> None:
    assert len(texts(read_lines(tmp_path, START, "[20.02.24, 09:00:00] Bo: so:", ONE, TWO))) == 4


def test_where_the_order_of_dates_is_assumed_both_orders_must_agree(tmp_path: Path) -> None:
    chat = ("[01/03/2024, 09:00:00] Ann: a", "[01/04/2024, 09:00:00] Bo: so:", "[12/02/2024, 07:00:00] Eve: one")
    assert len(texts(read_lines(tmp_path, *chat, "[01/05/2024, 09:00:00] Ann: b"))) == 4
