"""When people write: seasons, weekdays, office hours, conversations, and how long an answer takes."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
import numpy.typing as npt

from chatward.sample.values import Random

Integers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

DAY_MS = 86_400_000
_HOUR_WEIGHTS = (1, 1, 1, 1, 1, 2, 6, 14, 26, 38, 40, 36, 28, 32, 36, 36, 34, 30, 24, 20, 18, 12, 6, 3)
"""How often a conversation begins in each hour, UTC; the company's day is about nine to seven in Berlin."""

_WEEKDAY_WEIGHTS = (1.25, 1.1, 1.05, 1.0, 1.0, 0.5, 0.35)
_MEAN_SESSION = 7.0

_OUTAGE_BEFORE_END = 64
"""Days before the end of the window on which the company's shop was down and its customers asked what was wrong."""

_OUTAGE_WINDOW = 180
"""Days that a window has at least for such a day to be in it."""

_OUTAGE_THREADS = 60


@dataclass(frozen=True, slots=True)
class Window:
    """The days in which people write: from ``start``, before ``end``, both aware and in UTC."""

    start: datetime
    end: datetime

    @property
    def length_ms(self) -> int:
        """Length in milliseconds."""
        return (self.end - self.start) // timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When each message was sent, and by which side.

    Attributes:
        sent_ms: milliseconds since the window's start, never falling within a thread.
        is_first: the message begins a conversation.
        is_last: the message ends one.
        by_staff: the answering side wrote it.
    """

    sent_ms: Integers
    is_first: Flags
    is_last: Flags
    by_staff: Flags


def make_rhythm(thread: Integers, window: Window, random: Random) -> Rhythm:
    """Return the times of messages, whose threads are given in order (equal numbers stand together)."""
    count = len(thread)
    new_thread = np.diff(thread, prepend=-1) != 0
    # every thread has its own habit, which makes the lengths of conversations long-tailed
    habit = random.gamma(2.0, 1 / (2.0 * _MEAN_SESSION), int(thread[-1]) + 1)
    is_first = new_thread | (random.random(count) < np.clip(habit[thread], 0.02, 0.6))
    session = np.cumsum(is_first) - 1
    firsts = np.flatnonzero(is_first)
    by_staff = _sides(is_first, session, firsts, random)
    since = _since_start(is_first, session, firsts, by_staff, random)
    begins = _session_starts(thread[firsts], window, random)
    lasts = np.append(firsts[1:] - 1, count - 1)
    begins = np.maximum(np.minimum(begins, window.length_ms - 1000 - since[lasts]), 0)
    sent = np.minimum(begins[session] + since, window.length_ms - 1000)
    is_last = np.append(is_first[1:], True)
    return Rhythm(_never_falling(sent, thread, window.length_ms), is_first, is_last, by_staff)


def _sides(is_first: Flags, session: Integers, firsts: Integers, random: Random) -> Flags:
    """Let the sides take turns; one writes twice in a row now and then, and mostly the customer begins."""
    turns = np.where(is_first, random.random(len(is_first)) < 0.12, random.random(len(is_first)) < 0.68)
    before = np.cumsum(turns)
    by_staff: Flags = (before - (before - turns)[firsts][session]) % 2 == 1
    return by_staff


def _since_start(is_first: Flags, session: Integers, firsts: Integers, by_staff: Flags, random: Random) -> Integers:
    """Milliseconds since the conversation began: customers write on quickly, answers take minutes, some a night."""
    count = len(is_first)
    seconds = np.where(by_staff, random.lognormal(5.2, 1.2, count), random.lognormal(4.3, 1.2, count))
    seconds += np.where(random.random(count) < 0.03, random.uniform(4, 15, count) * 3600, 0)
    gaps = (np.minimum(seconds, 72_000) * 1000).astype(np.int64)
    gaps[is_first] = 0
    total = np.cumsum(gaps)
    return total - total[firsts][session]


def _session_starts(thread: Integers, window: Window, random: Random) -> Integers:
    """Draw a day by season, weekday and growth, then an hour; a thread's conversations follow each other."""
    days = max(1, window.length_ms // DAY_MS)
    weight = np.cumsum(_day_weights(window, int(days)))
    # a customer comes at some time and stays for a while, many for all of it
    stay = np.minimum(random.uniform(0.1, 1.5, int(thread.max()) + 1), 1)
    came = (1 - stay) * random.random(len(stay))
    share = came[thread] + stay[thread] * random.random(len(thread))
    day = np.searchsorted(weight, share * weight[-1]).astype(np.int64)
    if days >= _OUTAGE_WINDOW:
        day[_asks_about_outage(thread, random)] = days - _OUTAGE_BEFORE_END
    hours = np.array(_HOUR_WEIGHTS) / sum(_HOUR_WEIGHTS)
    hour = random.choice(24, len(thread), p=hours)
    start = np.minimum(day, days - 1) * DAY_MS + hour * 3_600_000 + random.integers(0, 3_600_000, len(thread))
    in_order: Integers = start[np.lexsort((start, thread))]
    return in_order


def _asks_about_outage(thread: Integers, random: Random) -> Integers:
    """Choose one conversation each of most threads, but of no more than a busy day would have: even a small company
    has a day on which enough people write for its aggregates to show it.
    """
    _, first = np.unique(thread, return_index=True)
    asks: Integers = first[random.random(len(first)) < 0.9][:_OUTAGE_THREADS]
    return asks


def _day_weights(window: Window, days: int) -> npt.NDArray[np.float64]:
    day = np.arange(days)
    weekday = np.array(_WEEKDAY_WEIGHTS)[(window.start.weekday() + day) % 7]
    of_year = (window.start.timetuple().tm_yday + day) % 365
    season = 1 + 0.35 * np.exp(-(((of_year - 340) / 25.0) ** 2)) - 0.15 * np.exp(-(((of_year - 215) / 25.0) ** 2))
    return weekday * season * (1 + 0.6 * day / days)


def _never_falling(sent: Integers, thread: Integers, length_ms: int) -> Integers:
    """Lift messages that would come before an earlier one of their thread."""
    base = thread * (length_ms + 1)
    lifted: Integers = np.maximum.accumulate(sent + base) - base
    return lifted
