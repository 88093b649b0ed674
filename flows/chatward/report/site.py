"""Writes the report site of a run beside the earlier ones, and switches readers over in one step."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import orjson

from chatward import durable
from chatward.errors import ConfigError
from chatward.report.evidence import Evidence
from chatward.report.pages import render

CURRENT = "current"
EVIDENCE = "evidence.json"
INVENTORY = "inventory.json"


def dump(evidence: Evidence) -> bytes:
    """Return the evidence as it is written for machines; how the ledger is stands beside it, for it has its digest."""
    return _json(evidence.as_json())


def write_site(evidence: Evidence, folder: Path, proofs: Mapping[str, bytes] = MappingProxyType({})) -> Path:
    """Write ``folder/<run id>/`` with all pages and JSON files, point ``folder/current`` to it, return it.

    Args:
        evidence: what the pages show.
        folder: of all reports.
        proofs: further files by name, whose proofs are checked without chatward.

    A report is evidence and never overwritten: a second one for the same run gets a number. Whenever this is
    interrupted, ``current`` shows a whole site: the new one or the one before.

    Raises:
        ConfigError: the folder cannot be written, or the disk is full.
    """
    content = {name: text.encode() for name, text in render(evidence).items()}
    content |= {EVIDENCE: dump(evidence), INVENTORY: _json(evidence.as_json()["inventory"]), **proofs}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        site = _unused(folder, evidence.run.run_id)
        with durable.beside(site) as place:
            place.mkdir()
            for name, data in content.items():
                (place / name).parent.mkdir(exist_ok=True)
                (place / name).write_bytes(data)
        with durable.beside(folder / CURRENT) as place:
            place.symlink_to(site.name, target_is_directory=True)
    except OSError as error:
        raise ConfigError(
            f"the report cannot be written: {error.strerror}", hint="free some space or mend the folder's rights"
        ) from None
    return site


def _json(value: object) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE)


def _unused(folder: Path, run_id: str) -> Path:
    site, place = folder / run_id, 2
    while site.exists():
        site, place = folder / f"{run_id}.{place}", place + 1
    return site
