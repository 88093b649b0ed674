"""Answers of an API are gathered page by page and delivered as one folder: only together do they make an export."""

import hashlib
import shutil
from collections.abc import Mapping
from pathlib import Path

from chatward import durable
from chatward.pulling.answers import Page
from chatward.pulling.landing import place_of, staging
from chatward.pulling.transfers import Transfer, transfer_id


class Batch:
    """The folder of one pull's pages, beside the exports until it is whole."""

    def __init__(self, folder: Path, name: str) -> None:
        self.name = name
        self._gathered = staging(folder) / name
        self._delivered = folder / name

    @property
    def is_delivered(self) -> bool:
        """Whether it lies among the exports."""
        return self._delivered.exists()

    def holds(self, pages: Mapping[str, str]) -> bool:
        """Return whether all pages are there as they came; ``pages`` are their SHA-256 by name."""
        places = {self._gathered / name: sha256 for name, sha256 in pages.items()}
        return all(durable.has_digest(place, sha256) for place, sha256 in places.items())

    def write(self, page: Page, source: str) -> Transfer | None:
        """Write a page, or replace it, and return the evidence of how it came; None where there was nothing new."""
        if page.content is None:
            return None
        path = place_of(self._gathered, page.name)
        path.parent.mkdir(parents=True, exist_ok=True)
        durable.write(path, page.content)
        size = len(page.content)
        return Transfer(
            transfer_id=transfer_id(source), sha256=hashlib.sha256(page.content).hexdigest(), size_bytes=size,
            received_bytes=size, attempts=1, manifest=None, peer=page.peer,
        )  # fmt: skip

    def deliver(self) -> None:
        """Move the pages to the exports, all at once."""
        durable.settle(self._gathered, self._delivered)

    def sweep_others(self) -> None:
        """Remove what runs that were cut off left beside it before anything was noted of it."""
        for path in self._gathered.parent.iterdir():
            if path.name != self.name:
                shutil.rmtree(path)

    def discard(self) -> None:
        """Remove the pages."""
        shutil.rmtree(self._gathered, ignore_errors=True)
