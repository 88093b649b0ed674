"""How the files of WeChat's exporters are told from all others."""

from chatward.sources.forms import Form, Look
from chatward.sources.wechat.grammar import decode_chat


def _is_chat(look: Look) -> bool:
    return look.opener not in (b"", b"{", b"<", b"[") and decode_chat(look.head) is not None


FORMS = (Form("wechat", _is_chat),)
