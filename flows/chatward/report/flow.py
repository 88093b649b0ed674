"""Geometry of the diagram that shows where every record went: ribbons from sources to fates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chatward.report.arrivals import Fates, Source

FATES = ("messages", "events", "duplicates", "rejected", "refused")
UNACCOUNTED = "unaccounted"
MOST_SOURCES = 8

WIDTH = 960
_LEFT, _RIGHT, _BAR = 240, 700, 12
_FLOW_HEIGHT = 220
_ROW = 34
_THINNEST = 1.5


@dataclass(frozen=True, slots=True)
class Node:
    """One bar with its label; ``y`` is its top, ``middle`` where the label stands."""

    label: str
    records: int
    x: float
    y: float
    height: float

    @property
    def middle(self) -> float:
        """Vertical middle of the bar."""
        return self.y + self.height / 2


@dataclass(frozen=True, slots=True)
class Ribbon:
    """One stream from a source to a fate, as an SVG path."""

    fate: str
    path: str
    title: str


@dataclass(frozen=True, slots=True)
class Flow:
    """The whole diagram, in units of its view box."""

    height: float
    bar: int
    sources: tuple[Node, ...]
    fates: tuple[Node, ...]
    ribbons: tuple[Ribbon, ...]


def lay_out(sources: Sequence[Source]) -> Flow | None:
    """Return the diagram, or None where there is not a single record.

    Widths are in proportion to records, but never so thin that a stream is lost from sight. Beyond ``MOST_SOURCES``
    the smallest are drawn as one.
    """
    rows = _rows(sources)
    total = sum(sum(row.values()) for row in rows.values())
    if not total:
        return None
    ends = (*FATES, UNACCOUNTED) if any(row[UNACCOUNTED] for row in rows.values()) else FATES
    thickness = {
        (label, fate): max(records * _FLOW_HEIGHT / total, _THINNEST)
        for label, row in rows.items()
        for fate, records in row.items()
        if records
    }
    lefts = {label: sum(t for (source, _), t in thickness.items() if source == label) for label in rows}
    rights = {fate: sum(t for (_, end), t in thickness.items() if end == fate) for fate in ends}
    height = max(_stack_height(lefts), _stack_height(rights))
    left_tops, right_tops = _tops(lefts, height), _tops(rights, height)
    return Flow(
        height=height,
        bar=_BAR,
        sources=tuple(Node(label, sum(rows[label].values()), _LEFT, left_tops[label], lefts[label]) for label in rows),
        fates=tuple(
            Node(fate, sum(row[fate] for row in rows.values()), _RIGHT, right_tops[fate], rights[fate]) for fate in ends
        ),
        ribbons=tuple(_ribbons(rows, thickness, left_tops, right_tops)),
    )


def _rows(sources: Sequence[Source]) -> dict[str, dict[str, int]]:
    """Return records by source and fate, the largest source first, the smallest summed up."""
    ranked = sorted((source for source in sources if source.fates.records), key=lambda s: (-s.fates.records, s.source))
    shown = ranked if len(ranked) <= MOST_SOURCES else ranked[: MOST_SOURCES - 1]
    rows = {source.source: _by_fate(source.fates) for source in shown}
    rest = ranked[len(shown) :]
    if rest:
        rows[f"{len(rest)} more sources"] = {
            fate: sum(_by_fate(source.fates)[fate] for source in rest) for fate in (*FATES, UNACCOUNTED)
        }
    return rows


def _by_fate(fates: Fates) -> dict[str, int]:
    # a source with more fates than records is a finding too, but nothing that a ribbon could show
    return {fate: getattr(fates, fate) for fate in FATES} | {UNACCOUNTED: max(fates.unaccounted, 0)}


def _stack_height(heights: Mapping[str, float]) -> float:
    return sum(max(height + 8, _ROW) for height in heights.values())


def _tops(heights: Mapping[str, float], total: float) -> dict[str, float]:
    """Return where each bar begins: stacked, each in a row high enough for its label, centred as a whole."""
    top = (total - _stack_height(heights)) / 2
    tops = {}
    for label, height in heights.items():
        row = max(height + 8, _ROW)
        tops[label] = top + (row - height) / 2
        top += row
    return tops


def _ribbons(
    rows: Mapping[str, Mapping[str, int]],
    thickness: Mapping[tuple[str, str], float],
    left_tops: Mapping[str, float],
    right_tops: Mapping[str, float],
) -> list[Ribbon]:
    starts, ends = dict(left_tops), dict(right_tops)
    ribbons = []
    for (label, fate), height in thickness.items():
        ribbons.append(
            Ribbon(fate, _path(starts[label], ends[fate], height), f"{label} to {fate}: {rows[label][fate]}")
        )
        starts[label] += height
        ends[fate] += height
    return ribbons


def _path(start: float, end: float, height: float) -> str:
    """Return a ribbon of even thickness between the inner edges of two bars."""
    left, right = _LEFT + _BAR, _RIGHT
    bend = (left + right) / 2
    return (
        f"M{left} {start:.1f}C{bend} {start:.1f} {bend} {end:.1f} {right} {end:.1f}"
        f"V{end + height:.1f}C{bend} {end + height:.1f} {bend} {start + height:.1f} {left} {start + height:.1f}Z"
    )
