"""The grammar of signal-export's files: ``[2019-12-24, 12:23] Jane Doe: text``, in newer versions with seconds.

WhatsApp writes headers that look alike on phones which put the year first, so that a file with seconds must also show
what only signal-export writes: ``Me``, links into its media folder, or its line of reactions.
"""

import re

from chatward.sources.transcript.decoding import decode

_HEAD = (
    r"\[(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)(?P<comma>,?) "
    r"(?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d))?\]"
)
ROW = re.compile(rf"\n{_HEAD} (?:(?P<name>[^\n]{{1,120}}?):(?: |(?=\n|\Z)))?")
_FIRST = re.compile(rf"\s*{_HEAD} [^\n]")
_OWN = re.compile(r"\] Me: |\]\((?:\./)?media/|^\(- [^\n]+: [^\n]+ -\)", re.MULTILINE)
_MARK = "\u200e"  # stands in WhatsApp's exports only


def decode_chat(data: bytes) -> str | None:
    """Return the text of a file of signal-export's, or of its beginning; None if it is none."""
    return decode(data, is_chat, {})


def is_chat(text: str) -> bool:
    """Tell a text of signal-export's by its first lines."""
    match = _FIRST.match(text)
    if match is None or (match["comma"] and match["second"]):
        return False
    has_name = any(row["name"] for row in ROW.finditer(f"\n{text[:8000].lstrip()}"))
    is_without_seconds = match["second"] is None
    return has_name and _MARK not in text and (is_without_seconds or _OWN.search(text) is not None)
