import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatward.report.plots import MOST_SERIES, OTHERS, plot_months
from chatward.report.wording import counted, number, seconds, share, size, with_commands


def test_nothing_gives_no_plot():
    assert plot_months({}) is None
    assert plot_months({("2026-01", "slack"): 0}) is None


def test_months_in_between_are_there_with_nothing_in_them():
    plot = plot_months({("2025-11", "slack"): 2, ("2026-02", "slack"): 3})
    assert plot is not None
    assert plot.months == ("2025-11", "2025-12", "2026-01", "2026-02")
    assert plot.series == {"slack": (2, 0, 0, 3)}


def test_many_series_are_summed_up_so_that_colours_suffice():
    plot = plot_months({("2026-01", f"s{place}"): 100 - place for place in range(20)})
    assert plot is not None
    assert list(plot.series) == [*(f"s{place}" for place in range(MOST_SERIES - 1)), OTHERS]
    assert sum(sum(values) for values in plot.series.values()) == sum(range(81, 101))


def test_colours_and_letters_come_from_the_page():
    plot = plot_months({("2026-01", "granted"): 2, ("2026-01", "withdrawn"): 1}, below=frozenset({"withdrawn"}))
    assert plot is not None
    assert not re.search(r"#[0-9a-f]{6}|font-family|<style|width=\"\d", plot.svg)
    assert " id=" not in plot.svg  # two plots may stand on one page
    assert {"var(--series-0)", "var(--series-1)", "var(--quiet)", "var(--line)"} <= set(
        re.findall(r"var\([^)]*\)", plot.svg)
    )


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 400))
def test_labels_of_months_never_touch(count):
    months = [f"{2000 + place // 12}-{place % 12 + 1:02d}" for place in range(count)]
    plot = plot_months(dict.fromkeys(((month, "slack") for month in months), 5))
    assert plot is not None
    labels = re.findall(r"x=\"([\d.]+)\"[^>]*>\d{4}-\d\d<", plot.svg)
    places = [float(label) for label in labels]
    assert labels
    assert all(later - earlier > 46 for earlier, later in pairwise(places))
    width = float(re.search(r'viewBox="0 0 ([\d.]+) ', plot.svg)[1])
    assert 20 < places[0] <= places[-1] < width - 20  # half a label stands on either side


@pytest.mark.parametrize(
    ("value", "text"), [(None, "–"), (0, "0"), (999, "999"), (3812, "3 812"), (1_000_000, "1 000 000"), (2.5, "2.5")]
)
def test_numbers_are_grouped_by_narrow_spaces(value, text):
    assert number(value) == text.replace(" ", "\N{NARROW NO-BREAK SPACE}")


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [
        (0, 0, "–"),
        (0, 5, "0 %"),
        (5, 5, "100 %"),
        (1, 10**6, "< 0.1 %"),
        (10**6 - 1, 10**6, "> 99.9 %"),
        (1, 3, "33.3 %"),
    ],
)
def test_a_share_never_rounds_something_to_nothing(part, whole, text):
    assert share(part, whole) == text


def test_words_fit_the_number():
    assert (counted(1, "row"), counted(2, "row"), counted(0, "entry", "entries")) == ("1 row", "2 rows", "0 entries")


def test_durations_and_sizes_read_well():
    assert [seconds(value) for value in (0.424, 12.4, 59.7, 125)] == ["0.42 s", "12 s", "1 min 0 s", "2 min 5 s"]
    assert [size(value) for value in (0, 999, 1400, 123_456, 5e12)] == ["0 B", "999 B", "1.4 kB", "123 kB", "5.0 TB"]


def test_commands_are_set_as_code_and_nothing_else_becomes_markup():
    assert with_commands("run `a<b` & go") == "run <code>a&lt;b</code> &amp; go"
