"""How KakaoTalk's files are told from all others."""

import re

from chatward.sources.forms import Form, Look
from chatward.sources.kakaotalk.grammar import decode_chat

_CHUNK = re.compile(r"(?:.*/)?(?:Talk_.+|KakaoTalkChats)-\d+\.txt", re.IGNORECASE)


def _is_chat(look: Look) -> bool:
    return look.opener not in (b"", b"{", b"<") and decode_chat(look.head) is not None


def _root(name: str) -> str | None:
    """Return the folder of the numbered parts that phones cut long chats into."""
    return name.rpartition("/")[0] if _CHUNK.fullmatch(name) else None


FORMS = (Form("kakaotalk", _is_chat, _root),)
