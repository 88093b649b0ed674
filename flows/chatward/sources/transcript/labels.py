"""Tells from an app's own words what stands in a message's place."""

from collections.abc import Mapping

from chatward.sources.transcript.entries import Content
from chatward.sources.whatsapp.phrases import fold, phrases

DELETED = "deleted"

_FILE = "file"
_MEDIA_TYPES = {"image": "image/*", "video": "video/*", "audio": "audio/*", "gif": "image/gif", _FILE: None}


def labelled(tables: Mapping[str, str]) -> dict[str, Content]:
    """Return the content that each label stands for, by its folded form.

    Args:
        tables: labels parted by ``|``, by message kind or by ``image``, ``video``, ``audio``, ``gif``, ``file``.
    """
    return {fold(label): meant(kind) for kind, table in tables.items() for label in phrases(table)}


def meant(kind: str, name: str | None = None) -> Content:
    """Return the content of a message of this kind, of which nothing is left but a file's name."""
    if kind in _MEDIA_TYPES:
        return Content("media", None, ((name, _MEDIA_TYPES[kind]),))
    return Content(kind, name, is_deleted=kind == DELETED)
