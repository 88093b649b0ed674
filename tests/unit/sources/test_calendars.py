"""Persian and Islamic dates; the known answers are of the packages jdatetime 6.1 and hijridate 2.6."""

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from chatward.sources.calendars import FIRST_YEAR, LAST_YEAR, days_of
from chatward.sources.google_chat.dates import Dates
from chatward.sources.recognise import find_exports, read
from chatward.sources.records import Export, ReadSettings

EPOCH = date(1970, 1, 1)


def day(year: int, month: int, day_: int) -> date | None:
    days, is_day = days_of(*(np.array([number], dtype=np.int64) for number in (year, month, day_)))
    return EPOCH + timedelta(days=int(days[0])) if is_day[0] else None


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ((1387, 1, 1), "2008-03-20"), ((1402, 10, 10), "2023-12-31"), ((1403, 12, 30), "2025-03-20"),
        ((1405, 3, 8), "2026-05-29"), ((1429, 12, 29), "2051-03-20"),
        ((1430, 1, 1), "2008-12-29"), ((1445, 6, 18), "2023-12-31"), ((1445, 9, 1), "2024-03-11"),
        ((1446, 9, 1), "2025-03-01"), ((1447, 1, 1), "2025-06-26"), ((1500, 12, 30), "2077-11-16"),
    ],
)  # fmt: skip
def test_known_days(written: tuple[int, int, int], meant: str) -> None:
    assert day(*written) == date.fromisoformat(meant)


@pytest.mark.parametrize(
    "written", [(1386, 1, 1), (1501, 1, 1), (2024, 1, 1), (1402, 12, 30), (1402, 7, 31), (1402, 13, 1), (1402, 0, 1),
                (1402, 1, 0), (1445, 12, 31)]
)  # fmt: skip
def test_what_is_no_such_day(written: tuple[int, int, int]) -> None:
    assert day(*written) is None


@pytest.mark.parametrize("years", [range(FIRST_YEAR, 1430), range(1430, LAST_YEAR + 1)])
def test_each_calendar_has_every_day_once_and_in_order(years: range) -> None:
    months = [(year, month) for year in years for month in range(1, 13)]
    found = [each for year, month in months for number in range(1, 32) if (each := day(year, month, number))]
    assert all(after - before == timedelta(days=1) for before, after in pairwise(found))
    assert all(day(year, month, 29) for year, month in months)


def when(path: Path, chat: str) -> str:
    path.write_text(chat, encoding="utf-8")
    (export,) = find_exports([path])
    assert isinstance(export, Export)
    (batch,) = read(export, ReadSettings())
    assert not batch.rejects.num_rows
    return str(batch.messages["sent_at_utc"][0])


@pytest.mark.parametrize(
    "header",
    ["۱۴۰۲/۱۰/۱۰،\u200f ۲۳:۵۹ - ", "[۱۴۰۲/۱۰/۱۰،\u200f ۲۳:۵۹:۰۰] ", "[10/10/1402 AP, 23:59:00] ",
     "[18/6/1445 AH, 11:59:00 PM] ", "[١٨\u200f/٦\u200f/١٤٤٥ هـ، ١١:٥٩:٠٠ م] "],
)  # fmt: skip
def test_whatsapp_in_iran_and_arabia(tmp_path: Path, header: str) -> None:
    assert when(tmp_path / "chat.txt", f"{header}Sara: salam\n{header}Ali: ok\n") == "2023-12-31 23:59:00+00:00"


def test_google_chat_in_iran() -> None:
    time = Dates(None).read("جمعه ۸ خرداد ۱۴۰۵ ساعت ۳:۰۰:۲۹ (UTC)")
    assert time is not None
    assert time[0] == 1_780_023_629_000_000
