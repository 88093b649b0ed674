"""Writes the report site of a run beside the earlier ones, and switches readers over in one step."""

import os
import shutil
from pathlib import Path

import orjson

from chatward.errors import ConfigError
from chatward.report.evidence import Evidence
from chatward.report.pages import render

CURRENT = "current"
EVIDENCE = "evidence.json"


def write_site(evidence: Evidence, folder: Path) -> Path:
    """Write ``folder/<run id>/`` with every page and ``evidence.json``, point ``folder/current`` to it, return it.

    A report is evidence and never overwritten: a second one for the same run gets a number. Whenever this is
    interrupted, ``current`` shows a whole site: the new one or the one before.

    Raises:
        ConfigError: the folder cannot be written, or the disk is full.
    """
    content = {name: text.encode() for name, text in render(evidence).items()}
    content[EVIDENCE] = orjson.dumps(
        evidence.as_json(), option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE
    )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        site = _unused(folder, evidence.run.run_id)
        _write_whole(site, content)
        _point(folder / CURRENT, site.name)
    except OSError as error:
        raise ConfigError(
            f"the report cannot be written: {error.strerror}", hint="free some space or mend the folder's rights"
        ) from None
    return site


def _unused(folder: Path, run_id: str) -> Path:
    site, place = folder / run_id, 2
    while site.exists():
        site, place = folder / f"{run_id}.{place}", place + 1
    return site


def _write_whole(site: Path, content: dict[str, bytes]) -> None:
    beside = site.with_name(f".{site.name}.new")
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir()
    for name, data in content.items():
        with (beside / name).open("wb") as handle:
            handle.write(data)
            handle.flush()
            os.fsync(handle.fileno())
    beside.rename(site)


def _point(link: Path, target: str) -> None:
    beside = link.with_name(f".{link.name}.new")
    beside.unlink(missing_ok=True)
    beside.symlink_to(target, target_is_directory=True)
    beside.replace(link)
