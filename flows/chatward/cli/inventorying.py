"""``chatward inventory``: what sources hold beside what the policy declares of them."""

import json
from itertools import groupby
from pathlib import Path
from typing import Any

from chatward import settings, workspace
from chatward.cli.running import AsJson, Place
from chatward.errors import CheckError


def inventory_command(place: Place = Path(), as_json: AsJson = False) -> None:
    """Print what data each source holds, by its columns and by what has a form in texts, and what declares it.

    Counts only, as the last checks found them. Ends with exit code 6 if something is not declared for its source.

    Example: chatward inventory --json
    """
    from chatward.inventory import inventory

    told = inventory(workspace.find(place), settings.load())
    if as_json:
        print(json.dumps(told, indent=1, default=str))
    else:
        _print(told)
    if told["undeclared"]:
        raise CheckError(
            f"{len(told['undeclared'])} kinds of data are not declared for the source that holds them",
            hint="declare a category of `data_categories` that covers them, or have the platform leave them out",
        )


def _print(told: dict[str, Any]) -> None:
    if not told["found"]:
        print("nothing was checked in this workspace yet; `chatward run` is the first step")
    places = [f"{row['column']} by {row['detector']}" for row in told["found"]]
    width = max(map(len, places), default=0)
    for source, rows in groupby(zip(told["found"], places, strict=True), key=lambda row: row[0]["source"]):
        print(source)
        for row, place in rows:
            declared = ", ".join(row["categories"]) or "NOT DECLARED"
            print(f"  {row['holding']:<19} {row['hits']:>9,} {row['share']:>7.1%}  {place:<{width}}  {declared}")
    for row in told["never_seen"]:
        print(f"never seen: {row['category']} of {row['source']}")
