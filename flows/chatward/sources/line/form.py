"""How LINE's text files are told from all others."""

from chatward.sources.forms import Form, Look
from chatward.sources.line.grammar import decode_chat


def _is_chat(look: Look) -> bool:
    return look.opener not in (b"", b"{", b"<") and decode_chat(look.head) is not None


FORMS = (Form("line", _is_chat),)
