"""What holds for every text: nothing is lost, nothing crashes, and what is written is what is read."""

import contextlib
import random
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chatward.errors import SourceFormatError
from chatward.sources.records import Batch, Export, ReadSettings
from chatward.sources.whatsapp import batches as whatsapp_batches
from chatward.sources.whatsapp.reader import looks_like, read

CHAT = (
    "[01.02.24, 08:59:01] Acme: \u200eMessages and calls are end-to-end encrypted.\r\n"
    "[01.02.24, 09:00:10] Zoë: Hallo\r\nzweite Zeile\r\n"
    "\u200e[13.02.24, 09:00:30] Zoë: \u200e<attached: 00000012-PHOTO.jpg>\r\n"
    "[13.02.24, 09:00:40] ~\u202fBo: <This message was edited>\r\n"
).encode()
MUTATIONS = 200
TIDY = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


def read_all(path: Path) -> list[Batch]:
    return list(read(Export(path, "whatsapp"), ReadSettings()))


def conserved(batches: list[Batch]) -> bool:
    """Tell whether every record came out once, and under its own number."""
    tables = [table for batch in batches for table in (batch.messages, batch.events, batch.rejects)]
    records = sorted(record for table in tables for record in table["record"].to_pylist())
    return records == list(range(1, sum(batch.records for batch in batches) + 1))


@TIDY
@given(raw=st.binary(max_size=400))
def test_any_bytes_are_a_chat_or_a_format_error(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "chat.txt"
    path.write_bytes(raw)
    with contextlib.suppress(SourceFormatError):
        assert conserved(read_all(path))


HEADERS = ("[01.02.24, 08:59:01] ", "[1/2/24, 8:59 PM] ", "01.02.24, 08:59 - ")
SIGNS = ("\u200e", "\n", "\r\n", ": ", ":", "<", ">", "٢", "२", " ", "]", " - ", "\x00", "\ufeff", "99")
PHRASES = ("Bo", "Media omitted", "(file attached)", "a.jpg ", "POLL:", "null")
PIECES = st.sampled_from((*HEADERS, *SIGNS, *PHRASES))


@TIDY
@given(pieces=st.lists(PIECES | st.text(max_size=6), max_size=40))
def test_any_text_is_conserved_record_by_record(tmp_path: Path, pieces: list[str]) -> None:
    path = tmp_path / "chat.txt"
    path.write_bytes(b"[01.02.24, 08:59:01] Bo: x\n" + "".join(pieces).encode("utf-8", "replace"))
    batches = read_all(path)
    assert conserved(batches)
    assert 0 <= looks_like("".join(pieces)) < 1


@pytest.mark.parametrize("seed", range(4))
def test_a_damaged_file_is_read_as_far_as_it_goes(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    path = tmp_path / "chat.txt"
    for _ in range(MUTATIONS // 4):
        raw = bytearray(CHAT * 2)
        for _ in range(chance.randrange(1, 12)):
            place = chance.randrange(len(raw))
            raw[place : place + chance.randrange(3)] = chance.randbytes(chance.randrange(3))
        path.write_bytes(raw)
        try:
            batches = read_all(path)
        except SourceFormatError:
            continue
        assert conserved(batches)
        kept = sum(batch.messages.num_rows + batch.events.num_rows for batch in batches)
        assert kept or any(batch.rejects.num_rows for batch in batches)


@dataclass(frozen=True)
class Shape:
    header: str
    ending: str
    precision: str


SHAPES = (
    Shape("%d.%m.%y, %H:%M - ", "\n", "minute"),
    Shape("%m/%d/%y, %I:%M\u202f%p - ", "\n", "minute"),
    Shape("[%d/%m/%Y, %H:%M:%S] ", "\r\n", "second"),
    Shape("[%Y/%m/%d %H:%M:%S] ", "\n", "second"),
    Shape("[%H:%M:%S, %d/%m/%Y] ", "\n", "second"),
    Shape("%d-%m-%Y %H.%M - ", "\n", "minute"),
)
NAMES = st.sampled_from(["Bo", "Zoë 🌱", "Jean-Luc O'Neil", "سارة", "रवि", "Li\u200dx", "A. B., C"])
# no colons: whether a name goes on after one is settled by all of its messages, and has tests of its own
WORDS = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cf", "Zl", "Zp"], exclude_characters=":"), min_size=1, max_size=12
)
LINES = st.lists(st.lists(WORDS, min_size=1, max_size=4).map(lambda words: "w" + " ".join(words) + "w"), min_size=1)
FIRST, LAST = datetime.fromisoformat("2013-01-01"), datetime.fromisoformat("2067-12-31T23:59:59")
TIMES = st.datetimes(FIRST, LAST).map(lambda time: time.replace(microsecond=0))


@TIDY
@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.header)
@given(rows=st.lists(st.tuples(TIMES, NAMES, LINES), min_size=1, max_size=8))
def test_what_is_written_is_what_is_read(
    tmp_path: Path, shape: Shape, rows: list[tuple[datetime, str, list[str]]]
) -> None:
    # messages come late by hours, not by days; the day of the last one shows the order of the file's dates
    rows = [*sorted(rows, key=lambda row: row[0].date()), (LAST, "Bo", ["w"])]
    written = "".join(
        time.strftime(shape.header) + name + ": " + "\n".join(lines) + shape.ending for time, name, lines in rows
    )
    path = tmp_path / "chat.txt"
    path.write_bytes(written.encode())
    messages = [row for batch in read_all(path) for row in batch.messages.to_pylist()]
    expected = [
        (
            time.replace(second=time.second if shape.precision == "second" else 0),
            f"whatsapp_name:{name}",
            "\n".join(lines),
        )
        for time, name, lines in rows
    ]
    assert [(row["sent_at_local"], row["sender_key"], row["text"]) for row in messages] == expected
    assert {row["precision"] for row in messages} == {shape.precision}


def test_batches_hold_no_more_messages_than_they_may_and_together_everything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whatsapp_batches, "BATCH_ROWS", 3)
    path = tmp_path / "chat.txt"
    lines = [f"25.03.24, 22:{number:02} - Bo: {number}\n25.03.24, 22:{number:02} - Bo left\n" for number in range(10)]
    path.write_text("title\n" + "".join(lines), encoding="utf-8")
    batches = read_all(path)
    assert [batch.messages.num_rows for batch in batches] == [3, 3, 3, 1]
    assert conserved(batches)
    assert [batch.conversations.num_rows for batch in batches] == [1, 0, 0, 0]
    assert [text for batch in batches for text in batch.messages["text"].to_pylist()] == [str(n) for n in range(10)]
