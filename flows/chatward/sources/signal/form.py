"""How signal-export's files are told from all others."""

import re

from chatward.sources.forms import Form, Look
from chatward.sources.signal.grammar import decode_chat


def _is_chat(look: Look) -> bool:
    return look.opener == b"[" and decode_chat(look.head) is not None


# signal-export tells each chat up to three times: as Markdown, as a page and as JSON
_BELONGINGS = re.compile(r"(?:data\.json|index\.html)$|media/", re.IGNORECASE)

FORMS = (Form("signal", _is_chat, belongings=_BELONGINGS),)
