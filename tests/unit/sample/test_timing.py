from collections import Counter
from datetime import UTC, datetime, timedelta

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from chatward.sample.timing import DAY_MS, Rhythm, Window, make_rhythm

START = datetime(2024, 1, 1, tzinfo=UTC)
YEARS = Window(START, START + timedelta(days=1000))


def rhythm(counts: list[int], window: Window = YEARS, seed: int = 1) -> tuple[np.ndarray, Rhythm]:
    thread = np.repeat(np.arange(len(counts)), counts)
    return thread, make_rhythm(thread, window, np.random.default_rng(seed))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(1, 40), min_size=1, max_size=30), st.integers(1, 900), st.integers(0, 99))
def test_times_never_fall_within_a_thread_nor_leave_the_window(counts: list[int], days: int, seed: int) -> None:
    window = Window(START, START + timedelta(days=days))
    thread, made = rhythm(counts, window, seed)
    assert made.sent_ms.min() >= 0
    assert made.sent_ms.max() < window.length_ms
    assert not ((np.diff(made.sent_ms) < 0) & (np.diff(thread) == 0)).any()


@given(st.lists(st.integers(1, 40), min_size=1, max_size=30))
@settings(max_examples=40, deadline=None)
def test_a_conversation_ends_before_the_next_begins_and_at_the_end_of_its_thread(counts: list[int]) -> None:
    thread, made = rhythm(counts)
    assert made.is_first[np.diff(thread, prepend=-1) != 0].all()
    assert (made.is_last == np.append(made.is_first[1:], True)).all()


def test_a_single_message_begins_and_ends_its_conversation() -> None:
    _, made = rhythm([1])
    assert made.is_first.tolist() == made.is_last.tolist() == [True]


def test_people_write_by_day_and_on_weekdays() -> None:
    _, made = rhythm([20] * 400)
    hours = Counter((made.sent_ms % DAY_MS // 3_600_000).tolist())
    days = Counter(((made.sent_ms // DAY_MS) % 7).tolist())
    assert sum(hours[hour] for hour in range(7, 19)) > 0.7 * made.sent_ms.size
    assert days[6] < 0.6 * days[0]


def test_on_the_day_of_the_outage_most_of_a_small_company_s_customers_write_and_of_a_large_one_s_few() -> None:
    for threads, fewest, most in ((50, 20, 50), (2000, 40, 100)):
        thread, made = rhythm([20] * threads)
        writing = Counter(
            (made.sent_ms[at] // DAY_MS)
            for at in np.unique(np.column_stack((thread, made.sent_ms // DAY_MS)), axis=0, return_index=True)[1]
        )
        day, count = writing.most_common(1)[0]
        assert day == 1000 - 64
        assert fewest <= count <= most


def test_both_sides_write_and_customers_mostly_begin() -> None:
    _, made = rhythm([20] * 400)
    assert 0.35 < made.by_staff.mean() < 0.65
    assert made.by_staff[made.is_first].mean() < 0.2


def test_conversations_are_long_tailed() -> None:
    _, made = rhythm([200] * 100)
    lengths = np.diff(np.append(np.flatnonzero(made.is_first), made.sent_ms.size))
    assert np.median(lengths) < lengths.mean() < lengths.max() / 5


def test_the_company_grows_and_no_month_stays_silent() -> None:
    _, made = rhythm([20] * 600)
    months = Counter((made.sent_ms // (DAY_MS * 30)).tolist())
    assert len(months) == 34
    assert sum(months[month] for month in range(17)) < 0.5 * made.sent_ms.size
    assert max(months.values()) < 8 * min(months[month] for month in range(33))
