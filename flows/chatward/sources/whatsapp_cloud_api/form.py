"""How parts of calls are told that were kept by themselves; whole ones are by ``recognise_content``."""

from typing import Any

from chatward.sources.forms import Form, Look
from chatward.sources.whatsapp_cloud_api.parts import call_of, unpacked

_HINTS = (b"messaging_product", b'"wa_id"', b'"recipient_id"', b"whatsapp_business_account", b'"wamid.')
_MOST = 20
_DEPTH = 2


def _is_part(look: Look) -> bool:
    if not look.may_be_json or not any(hint in look.head for hint in _HINTS):
        return False
    values = look.sketch if isinstance(look.sketch, list) else [look.sketch]
    return any(_holds(value, _DEPTH) for value in values[:_MOST])


def _holds(value: Any, depth: int) -> bool:
    value = unpacked(value)
    if not isinstance(value, dict):
        return False
    if value.get("object") == "whatsapp_business_account" or call_of(value):
        return True
    return depth > 0 and any(_holds(each, depth - 1) for each in value.values())


FORMS = (Form("whatsapp_cloud_api", _is_part),)
