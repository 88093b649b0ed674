"""Days of the two calendars besides the common one that phones write into chats: the Persian and the Islamic one.

Nobody chatted before 2008, so a year tells its calendar: 1387 to 1429 are Persian (2008 to 2051), 1430 to 1500 Islamic
(2008 to 2077). The Islamic one is that of Umm al-Qura, the default of phones in Arabia.
"""

from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

FIRST_YEAR, FIRST_ISLAMIC_YEAR, LAST_YEAR = 1387, 1430, 1500
"""The first and last year that is read as one of another calendar, and the first that is not a Persian one."""

_PERSIAN_START, _ISLAMIC_START = 13_958, 14_242  # 2008-03-20 and 2008-12-29, in days since 1970
# a year's twelve months, the first one in the highest bit, which is set where a month has thirty days
_UMM_AL_QURA = """
    655 6a9 754 b6a 56c aad 555 b29 b92 ba9 5d4 ada 55a aab 595 749 764 baa 5b5 2b6 a56 d2a e95 72a 755 35a 95d 49b a4d
    d26 d53 5aa aad 4b6 a57 527 a95 b4a b55 36c 9ae 4b6 a96 b4a da5 5d2 5d9 2dc 96d 4ad 655 6d2 b69 374 9b6 4d7 2ab 54b
    6a5 752 b69 56b 2ad 94d c95 d4a ea5 6ca ad5 556 c97
"""

Days = NDArray[np.int64]


def _months() -> tuple[Days, Days]:
    """Return on which day each month begins, from the first Persian one on, and how many days it has."""
    persian = [
        31 if month < 6 else 30 if month < 11 or (25 * year + 11) % 33 < 8 else 29
        for year in range(FIRST_YEAR, FIRST_ISLAMIC_YEAR)
        for month in range(12)
    ]
    islamic = [
        29 + (int(year, 16) >> bit & 1) for year in _UMM_AL_QURA.split() for bit in range(11, -1, -1)
    ]  # fmt: skip
    starts = [
        start + sum(lengths[:place])
        for start, lengths in ((_PERSIAN_START, persian), (_ISLAMIC_START, islamic))
        for place in range(len(lengths))
    ]
    return np.array(starts, dtype=np.int64), np.array(persian + islamic, dtype=np.int64)


_STARTS, _LENGTHS = _months()


def is_of_another(years: Days) -> NDArray[np.bool_]:
    """Tell which years are not of the common era."""
    return (years >= FIRST_YEAR) & (years <= LAST_YEAR)


def days_of(years: Days, months: Days, days: Days) -> tuple[Days, NDArray[np.bool_]]:
    """Return days since 1970, and which rows are a day of the Persian or the Islamic calendar at all.

    Args:
        years: of any calendar; only those that ``is_of_another`` tells can be days.
        months: counted from 1.
        days: counted from 1.
    """
    is_day = is_of_another(years) & (months >= 1) & (months <= 12) & (days >= 1)
    places = np.where(is_day, (years - FIRST_YEAR) * 12 + months - 1, 0)
    is_day &= days <= _LENGTHS[places]
    return _STARTS[places] + days - 1, is_day


def persian_day(year: int, month: int, day: int) -> date | None:
    """Return a day of the Persian calendar as one of the common one, None if there is none such."""
    days, is_day = days_of(*(np.array([number], dtype=np.int64) for number in (year, month, day)))
    return date(1970, 1, 1) + timedelta(days=int(days[0])) if is_day[0] else None
