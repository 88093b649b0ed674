"""How signal-export's files are told from all others."""

import re

from chatward.sources.forms import Form, Look
from chatward.sources.signal.grammar import decode_chat
from chatward.sources.signal.history import is_frame
from chatward.sources.signal.lines import is_line


def _is_chat(look: Look) -> bool:
    return look.opener == b"[" and decode_chat(look.head) is not None


def _is_lines(look: Look) -> bool:
    return look.opener == b"{" and b'"quote"' in look.head and is_line(look.first_object)


def _is_history(look: Look) -> bool:
    is_hinted = b'"chatItem"' in look.head or b'"recipientId"' in look.head
    return look.opener == b"{" and is_hinted and is_frame(look.first_object)


def root(name: str) -> str | None:
    """Return the folder of a chat, in which signal-export may tell it as text and as JSON."""
    folder, _, file = name.rpartition("/")
    return folder if _CHAT_FILE.fullmatch(file) else None


_CHAT_FILE = re.compile(r"(?:chat|index)\.md|data\.json", re.IGNORECASE)
# and a third time as a page
_BELONGINGS = re.compile(r"(?:data\.json|index\.html)$|media/", re.IGNORECASE)

FORMS = (
    Form("signal", _is_chat, root, belongings=_BELONGINGS),
    Form("signal", _is_lines, root, belongings=_BELONGINGS),
    Form("signal", _is_history, belongings=re.compile(r"metadata\.json$|files/", re.IGNORECASE)),
)
