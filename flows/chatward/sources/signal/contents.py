"""Takes a message of signal-export's apart: quotation, words, files and reactions."""

import mimetypes
import re

from chatward.sources.transcript.entries import Attachment, Content, Reaction

_QUOTE = re.compile(r"\A\s*>[ ]*\n(?:> ?[^\n]*\n)*>[ ]*(?:\n|\Z)")
_REACTIONS = re.compile(r"\n?\(- (?P<list>[^\n]+) -\)[ ]*(?=\n|\Z)")
_REACTION = re.compile(r"(?P<name>[^:]+): (?P<sign>[^,]+)(?:, |\Z)")
_FILE = re.compile(r"[ ]*(?P<picture>!?)\[(?P<name>[^\]\n]*)\]\((?P<path>(?:\./)?media/[^)\n]*)\)[ ]*")


def content_of(body: str) -> Content:
    """Return what a message holds; what it quotes is somebody else's and stands where they wrote it."""
    if ">" not in body and "(" not in body:
        return Content("text", body)
    text = _QUOTE.sub("", body)
    reactions: list[Reaction] = []
    if marks := _REACTIONS.search(text):
        reactions = [(found["sign"].strip(), found["name"].strip()) for found in _REACTION.finditer(marks["list"])]
    if reactions and marks:
        text = text[: marks.start()] + text[marks.end() :]
    files = tuple(_attachment(found) for found in _FILE.finditer(text))
    text = _FILE.sub("", text).strip() if files else text.rstrip()
    return Content("media" if files else "text", text or (None if files else ""), files, reactions=tuple(reactions))


def _attachment(found: re.Match[str]) -> Attachment:
    name = found["name"] or found["path"].rpartition("/")[2]
    return name, mimetypes.guess_type(name)[0] or ("image/*" if found["picture"] else None)
