"""How signal-export's files are told from all others."""

from chatward.sources.forms import Form, Look
from chatward.sources.signal.grammar import decode_chat


def _is_chat(look: Look) -> bool:
    return look.opener == b"[" and decode_chat(look.head) is not None


FORMS = (Form("signal", _is_chat),)
