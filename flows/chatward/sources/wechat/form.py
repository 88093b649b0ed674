"""How the files of WeChat's exporters are told from all others."""

from chatward.sources.forms import Form, Look
from chatward.sources.wechat.grammar import decode_chat, layout_of_objects
from chatward.sources.wechat.saved import rows_of

_MARKS = (b'"talker"', b'"TalkerId"')
_LOOKED_AT = 20


def _is_chat(look: Look) -> bool:
    return look.opener not in (b"", b"{", b"<", b"[") and decode_chat(look.head) is not None


def _is_saved(look: Look) -> bool:
    if not look.may_be_json or not any(mark in look.head for mark in _MARKS):
        return False
    return any(map(layout_of_objects, rows_of(look.sketch)[:_LOOKED_AT]))


FORMS = (Form("wechat", _is_chat), Form("wechat", _is_saved))
