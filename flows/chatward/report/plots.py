"""The plots of the report: bars by month, as SVG that takes its colours and letters from the page around it.

Matplotlib draws with marker colours that are then replaced by the page's own custom properties, so that one picture
serves light, dark and paper. Legends and titles stand in HTML. Same values give the same bytes.
"""

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from markupsafe import Markup

from chatward.report.wording import number

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MOST_SERIES = 7
"""More would not be told apart; the smallest are summed up as ``OTHERS``."""
OTHERS = "others"

_INK, _LINE = "#010203", "#010204"
_SERIES = tuple(f"#0102{10 + place}" for place in range(MOST_SERIES))
_ROLES = {_INK: "var(--quiet)", _LINE: "var(--line)"} | {
    marker: f"var(--series-{place})" for place, marker in enumerate(_SERIES)
}
_STRIPPED = (
    (re.compile(r"<metadata>.*?</metadata>\s*", re.DOTALL), ""),
    (re.compile(r"<style type.*?</style>\s*", re.DOTALL), ""),
    (re.compile(r'(<g) id="[^"]*"'), r"\1"),
    (re.compile(r' (?:width|height)="[\d.]+pt"'), ""),
    (re.compile(r"font-family: [^;\"]+; "), ""),
)
_HALF_BAR = 0.4
_FEWEST_SLOTS = 8
_MOST_LABELS = 12
_STYLE = {
    "svg.fonttype": "none",
    "svg.hashsalt": "chatward",
    "font.size": 9.5,
    "text.parse_math": False,
    "axes.edgecolor": _LINE,
    "xtick.color": _INK,
    "ytick.color": _INK,
    "grid.color": _LINE,
}


@dataclass(frozen=True, slots=True)
class Plot:
    """One plot: its picture and the same values as columns by month, for legend and table.

    ``series`` maps a name to one value a month; ``below`` names those drawn downwards.
    """

    svg: Markup
    months: tuple[str, ...]
    series: Mapping[str, tuple[int, ...]]
    below: frozenset[str] = frozenset()


def plot_months(counts: Mapping[tuple[str, str], int], *, below: frozenset[str] = frozenset()) -> Plot | None:
    """Return stacked bars, one a month, or None where there is nothing to show.

    Args:
        counts: values by month (``YYYY-MM``) and series; months between them that are missing count 0.
        below: series that are drawn downwards from the axis.
    """
    counts = {key: count for key, count in counts.items() if count}
    if not counts:
        return None
    months = _months_between(min(month for month, _ in counts), max(month for month, _ in counts))
    series = _columns(counts, months)
    return Plot(_draw(months, series, below), months, series, below)


def _months_between(first: str, last: str) -> tuple[str, ...]:
    start, end = (int(month[:4]) * 12 + int(month[5:]) - 1 for month in (first, last))
    return tuple(f"{month // 12:04d}-{month % 12 + 1:02d}" for month in range(start, end + 1))


def _columns(counts: Mapping[tuple[str, str], int], months: Sequence[str]) -> dict[str, tuple[int, ...]]:
    """Return each series as one value a month, the largest first."""
    totals: dict[str, int] = {}
    for (_, name), count in counts.items():
        totals[name] = totals.get(name, 0) + count
    ranked = sorted(totals, key=lambda name: (-totals[name], name))
    shown = ranked if len(ranked) <= MOST_SERIES else ranked[: MOST_SERIES - 1]
    columns = {name: tuple(counts.get((month, name), 0) for month in months) for name in shown}
    rest = ranked[len(shown) :]
    if rest:
        columns[OTHERS] = tuple(sum(counts.get((month, name), 0) for name in rest) for month in months)
    return columns


def _draw(months: Sequence[str], series: Mapping[str, Sequence[int]], below: frozenset[str]) -> Markup:
    import matplotlib as mpl  # noqa: PLC0415 - takes a second to import; only who writes a report pays it
    from matplotlib.figure import Figure  # noqa: PLC0415

    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(9.6, 2.9))
        figure.subplots_adjust(left=0.085, right=0.97, top=0.97, bottom=0.13)
        axes = figure.add_subplot()
        up = down = np.zeros(len(months))
        for (name, values), colour in zip(series.items(), _SERIES, strict=False):
            if name in below:
                _add_bars(axes, down, down - values, colour)
                down = down - values
            else:
                _add_bars(axes, up, up + values, colour)
                up = up + values
        axes.autoscale_view()
        _dress(axes, months)
        return _as_markup(figure)


def _add_bars(axes: Any, start: Any, end: Any, colour: str) -> None:
    """Draw a whole series as one path: a patch a bar takes ten times as long and as many bytes."""
    from matplotlib.patches import PathPatch  # noqa: PLC0415
    from matplotlib.path import Path  # noqa: PLC0415

    shown = np.flatnonzero(start != end)
    left, right = shown - _HALF_BAR, shown + _HALF_BAR
    corners = ((left, start), (left, end), (right, end), (right, start), (left, start))
    vertices = np.stack([np.column_stack((x, y[shown])) for x, y in corners], axis=1).reshape(-1, 2)
    codes = np.tile([Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY], len(shown))
    axes.add_patch(PathPatch(Path(vertices, codes), facecolor=colour, linewidth=0))


def _dress(axes: Any, months: Sequence[str]) -> None:
    """Leave the zero line and light horizontal lines; label months so that labels never touch."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator  # noqa: PLC0415

    axes.spines[:].set_visible(False)
    axes.axhline(0, color=_LINE, linewidth=1)
    axes.set_axisbelow(True)
    axes.grid(axis="y", linewidth=0.6)
    axes.tick_params(length=0)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=4, integer=True))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: number(abs(value))))
    step = next(step for step in (1, 2, 3, 6, 12, 24, 60, 120) if len(months) / step <= _MOST_LABELS or step == 120)
    labelled = [place for place, month in enumerate(months) if step == 1 or (int(month[5:]) - 1) % min(step, 12) == 0]
    labelled = labelled[:: max(step // 12, 1)]
    axes.set_xticks(labelled, [months[place] for place in labelled])
    axes.tick_params(axis="x", pad=8)
    axes.set_xlim(-0.6, max(len(months), _FEWEST_SLOTS) - 0.4)
    for artist in axes.findobj():
        artist.set_clip_on(False)  # clip paths have ids, which two plots on a page would share


def _as_markup(figure: "Figure") -> Markup:
    """Return the figure as an ``svg`` element, with the page's colours and font, hidden from screen readers.

    The page names the figure and offers its values as a table, which serves listeners better than loose labels.
    """
    buffer = io.StringIO()
    figure.savefig(buffer, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    svg = buffer.getvalue()
    svg = svg[svg.index("<svg") :]
    for pattern, replacement in _STRIPPED:
        svg = pattern.sub(replacement, svg)
    for marker, role in _ROLES.items():
        svg = svg.replace(marker, role)
    # safe: every text in it is a number, a month or our own word, and matplotlib has escaped it
    return Markup(svg.replace("<svg", '<svg class="plot" aria-hidden="true" focusable="false"', 1))  # noqa: S704
