"""How the rows of benchmarks become tables, and ``RESULTS.md``, which keeps the last table of each."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

Row = Mapping[str, object]


def table(rows: Sequence[Row]) -> str:
    """Return a Markdown table with a column for every key, in the order in which keys first occur.

    Numbers stand to the right; what a row lacks stays empty.
    """
    names = list(dict.fromkeys(name for row in rows for name in row))
    cells = [[name.replace("_", " ") for name in names], *([_cell(row.get(name)) for name in names] for row in rows)]
    widths = [max(3, *map(len, column)) for column in zip(*cells, strict=True)]
    right = [any(isinstance(row.get(name), int | float) for row in rows) for name in names]
    lines = ["| " + " | ".join(map(_pad, line, widths, right)) + " |" for line in cells]
    rules = ["-" * (width + 1) + ("-:"[is_right]) for width, is_right in zip(widths, right, strict=True)]
    return "\n".join([lines[0], f"|{'|'.join(rules)}|", *lines[1:]])


def _pad(text: str, width: int, is_right: bool) -> str:
    return text.rjust(width) if is_right else text.ljust(width)


def _cell(value: object) -> str:
    if value is None:
        return ""
    return f"{value:,}" if isinstance(value, int | float) else str(value)


def merge(path: Path, preface: str, sections: Mapping[str, str]) -> None:
    """Write ``preface`` and the sections to ``path``; sections there that are not among these stay as they are.

    A section is what follows a heading of the second level; old ones keep their place, new ones come last.
    """
    old = path.read_text(encoding="utf-8") if path.exists() else ""
    _, *parts = re.split(r"^## ", old, flags=re.MULTILINE)
    kept = {heading: body.strip() for heading, _, body in (part.partition("\n") for part in parts)}
    texts = [preface, *(f"## {heading}\n\n{body}" for heading, body in (kept | dict(sections)).items())]
    path.write_text("\n\n".join(texts) + "\n", encoding="utf-8")
