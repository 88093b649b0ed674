"""How values read on a page: numbers, instants, codes and digests as words."""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime

from markupsafe import Markup

from chatward.policy.period import Period

NOTHING = "–"
_GROUP = "\N{NARROW NO-BREAK SPACE}"
_HIDDEN = frozenset({"Cc", "Cf", "Co", "Cs"})
_DIGEST_CHARS = 12


def number(value: float | None) -> str:
    """Return ``3 812``, or ``2.5``; a dash for None."""
    if value is None:
        return NOTHING
    text = f"{value:,.1f}" if value % 1 else f"{value:,.0f}"
    return text.replace(",", _GROUP)


def counted(count: int, one: str, many: str | None = None) -> str:
    """Return ``1 message``, ``2 messages``; ``many`` is ``one`` with an s unless given."""
    return f"{number(count)} {one if count == 1 else many or one + 's'}"


def share(part: float, whole: float) -> str:
    """Return a percentage that never rounds something to nothing or most to all."""
    if not whole:
        return NOTHING
    percent = 100 * part / whole
    if 0 < percent < 0.1:
        return "< 0.1 %"
    if 99.9 < percent < 100:
        return "> 99.9 %"
    return f"{percent:.1f} %" if percent % 100 else f"{percent:.0f} %"


def instant(value: datetime | None) -> str:
    """Return ``2026-11-23 09:00 UTC``; a dash for None."""
    return value.strftime("%Y-%m-%d %H:%M UTC") if value else NOTHING


def day(value: date | None) -> str:
    """Return ``2026-11-23``, of an instant too; a dash for None."""
    return value.strftime("%Y-%m-%d") if value else NOTHING


def seconds(value: float) -> str:
    """Return ``0.42 s``, ``12 s`` or ``3 min 5 s``."""
    if value < 10:
        return f"{value:.2f} s"
    minutes, rest = divmod(round(value), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def lasting(period: str) -> str:
    """Return an ISO 8601 duration as words: ``2 years``, ``1 year 6 months``, ``72 hours``."""
    parsed = Period.parse(period)
    years, months = divmod(parsed.months, 12)
    hours, rest = divmod(parsed.seconds, 3600)
    minutes, left = divmod(rest, 60)
    units = {"year": years, "month": months, "day": parsed.days, "hour": hours, "minute": minutes, "second": left}
    return " ".join(counted(count, unit) for unit, count in units.items() if count)


def size(value: float) -> str:
    """Return ``812 B``, ``1.4 MB``: decimal units."""
    for unit in ("B", "kB", "MB", "GB"):
        if value < 1000:
            return f"{value:.0f} {unit}" if unit == "B" or value >= 100 else f"{value:.1f} {unit}"
        value /= 1000
    return f"{value:.1f} TB"


def spans(value: Sequence[tuple[int, int]]) -> str:
    """Return first and last numbers of lines as ``3 to 5, 7``; a line 0 stands for the whole file."""
    words = (str(first) if first == last else f"{first} to {last}" for first, last in value)
    return ", ".join("the whole file" if word == "0" else word for word in words)


def figure(value: float) -> str:
    """Return a share between 0 and 1 to three decimals."""
    return f"{value:.3f}"


def between(value: tuple[float, float, float] | None) -> str:
    """Return a share with the ends of its interval; a dash for None."""
    return f"{value[0]:.3f} ({value[1]:.3f} to {value[2]:.3f})" if value else NOTHING


def words(code: str) -> str:
    """Return a code like ``no_basis`` as words."""
    return code.replace("_", " ")


def with_commands(text: str) -> Markup:
    """Return a sentence with what stands between backticks set as code."""
    parts = str(visible(text)).split("`")
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if place % 2 else part for place, part in enumerate(parts)
    )


def short(digest: str) -> str:
    """Return the first characters of a digest; the page shows the whole of it on request."""
    return digest[:_DIGEST_CHARS]


def visible(value: object) -> object:
    """Return text without characters that hide or reorder others: control, format and bidi characters."""
    if not isinstance(value, str) or isinstance(value, Markup) or value.isprintable():
        return value
    return "".join("\N{REPLACEMENT CHARACTER}" if unicodedata.category(char) in _HIDDEN else char for char in value)


FILTERS: Mapping[str, Callable[..., str]] = {
    "number": number,
    "counted": counted,
    "instant": instant,
    "day": day,
    "seconds": seconds,
    "lasting": lasting,
    "size": size,
    "spans": spans,
    "figure": figure,
    "between": between,
    "words": words,
    "short": short,
    "with_commands": with_commands,
}
