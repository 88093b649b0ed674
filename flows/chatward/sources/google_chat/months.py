"""Numbers of months by their names."""

from chatward.sources.month_names import MONTH_NAMES

MONTHS: dict[str, int] = {
    name: number for names in MONTH_NAMES.values() for number, name in enumerate(names.split(), 1)
}
"""In small letters; no name means another month in another of the languages."""
