"""A ticket of Zendesk and a comment on it, and how a test reads them."""

from pathlib import Path
from typing import Any

from chatward.sources.records import Batch, Export, ReadSettings
from chatward.sources.zendesk.reader import read

AT = "2024-03-05T14:00:00Z"


def ticket(**more: Any) -> dict[str, Any]:
    """Return a ticket as the API answers it."""
    return {
        "url": "https://a.zendesk.com/api/v2/tickets/1.json", "id": 1, "created_at": AT, "subject": "Paket",
        "description": "Wo ist es?", "status": "open", "requester_id": 7, "submitter_id": 7, "assignee_id": 9, **more,
    }  # fmt: skip


def comment(**more: Any) -> dict[str, Any]:
    """Return a comment as the API answers it."""
    return {"id": 5, "type": "Comment", "author_id": 7, "body": "Wo ist es?", "public": True, "created_at": AT, **more}


def batches_of(path: Path, **settings: Any) -> list[Batch]:
    """Return what a file holds."""
    return list(read(Export(path, "zendesk"), ReadSettings(**settings)))
