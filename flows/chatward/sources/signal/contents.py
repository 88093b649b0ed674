"""Takes a message of signal-export's apart: quotation, words, files and reactions."""

import mimetypes
import re

from chatward.sources.transcript.entries import Attachment, Content, Reaction

_LONGEST_CALL = 100
_QUOTE = re.compile(r"\A\s*>[ ]*\n(?:> ?[^\n]*\n)*>[ ]*(?:\n|\Z)")
_REACTIONS = re.compile(r"\n?\(- (?P<list>[^\n]+) -\)[ ]*(?=\n|\Z)")
_REACTION = re.compile(r"(?P<name>[^:]+): (?P<sign>[^,]+)(?:, |\Z)")
_FILE = re.compile(r"[ ]*(?P<picture>!?)\[(?P<name>[^\]\n]*)\]\((?P<path>(?:\./)?media/[^)\n]*)\)[ ]*")


_DELETED = "(This message was deleted)"
_STICKER = re.compile(r"\s*(?:\(\( [^\n]{1,40} \)\)|\[[^\]\n]{0,40}\]\(\.\./exported_stickers/[^)\n]*\))\s*")
_CALL = re.compile(
    r"(?:(?:Incoming|Outgoing) (?:voice |video |group )?call(?: \([^()\n]{1,60}\))?"
    r"|Missed (?:voice |video |group )?call)"
)


def called(body: str) -> bool:
    """Tell whether a text is what signal-export says of a call."""
    return len(body) < _LONGEST_CALL and _CALL.fullmatch(body) is not None


def content_of(body: str) -> Content:
    """Return what a message holds; what it quotes is somebody else's and stands where they wrote it."""
    if called(body):
        return Content("call", body)
    if ">" not in body and "(" not in body:
        return Content("text", body)
    if body == _DELETED:
        return Content("deleted", None, is_deleted=True)
    text = _QUOTE.sub("", body)
    reactions: list[Reaction] = []
    if marks := _REACTIONS.search(text):
        reactions = [(found["sign"].strip(), found["name"].strip()) for found in _REACTION.finditer(marks["list"])]
    if reactions and marks:
        text = text[: marks.start()] + text[marks.end() :]
    if _STICKER.fullmatch(text):
        return Content("sticker", None, reactions=tuple(reactions))
    files = tuple(_attachment(found) for found in _FILE.finditer(text))
    text = _FILE.sub("", text).strip() if files else text.rstrip()
    return Content("media" if files else "text", text or (None if files else ""), files, reactions=tuple(reactions))


def _attachment(found: re.Match[str]) -> Attachment:
    name = found["name"] or found["path"].rpartition("/")[2]
    return name, mimetypes.guess_type(name)[0] or ("image/*" if found["picture"] else None)
