"""What a message of the Cloud API says: its kind, its words and its files, for every type the platform has."""

from collections.abc import Callable, Iterator
from typing import Any

from chatward.sources.whatsapp_cloud_api.people import as_list, as_object

_KINDS = {
    "text": "text",
    "image": "media",
    "video": "media",
    "audio": "media",
    "voice": "media",
    "document": "media",
    "sticker": "sticker",
    "location": "location",
    "contacts": "contact",
    "button": "interactive",
    "interactive": "interactive",
    "template": "interactive",
    "order": "order",
}
_WORDS = ("body", "text", "caption", "title", "name")

_Files = list[dict[str, str | None]] | None


def content_of(message: dict[str, Any]) -> tuple[str, str | None, _Files]:
    """Return a message's kind, its words, and the file that it carries.

    A type that is not known is ``"unsupported"`` and its words are kept. Of a file the platform gives the type, seldom
    the name, never the size.
    """
    kind = _KINDS.get(str(message.get("type")), "unsupported")
    content = message.get(str(message.get("type")))
    if kind in ("media", "sticker") or (isinstance(content, dict) and "mime_type" in content):
        return kind, text_of(message), [_attachment(as_object(content))]
    return kind, text_of(message), None


def text_of(message: dict[str, Any]) -> str | None:
    """Return a message in words: text, caption, answer chosen, place, contacts or order; None if it has none."""
    kind = str(message.get("type"))
    content = message.get(kind)
    lines = _LINES.get(kind)
    if lines is None:
        return _words(content) if isinstance(content, dict) else None
    if kind == "unsupported":
        content = message.get("errors")
    return "\n".join(line for line in lines(content) if isinstance(line, str) and line) or None


def _attachment(content: dict[str, Any]) -> dict[str, str | None]:
    return {"name": _string(content.get("filename")), "media_type": _string(content.get("mime_type"))}


def _words(content: dict[str, Any]) -> str | None:
    for key in _WORDS:
        if words := content.get(key):
            return _string(words)
    return None


def _contacts(contacts: Any) -> Iterator[Any]:
    return map(_contact, map(as_object, as_list(contacts)))


def _location(location: Any) -> Iterator[Any]:
    place = as_object(location)
    yield f"{place.get('latitude')},{place.get('longitude')}"
    yield place.get("name")
    yield place.get("address")


def _titles(errors: Any) -> Iterator[Any]:
    return (as_object(error).get("title") for error in as_list(errors))


def _contact(contact: dict[str, Any]) -> str:
    name = as_object(contact.get("name")).get("formatted_name")
    reach = [
        as_object(each).get(key)
        for section, key in (("phones", "phone"), ("emails", "email"))
        for each in as_list(contact.get(section))
    ]
    return "contact: " + " ".join(str(part) for part in (name, *reach) if part)


def _order(content: Any) -> Iterator[Any]:
    order = as_object(content)
    yield order.get("text")
    for item in map(as_object, as_list(order.get("product_items"))):
        price = f"{item.get('item_price')} {item.get('currency')}"
        yield f"{item.get('quantity')} x {item.get('product_retailer_id')} at {price}"


def _interactive(content: Any) -> Iterator[Any]:
    """Yield what a customer chose or filled in; a form's answers are JSON that the form defines."""
    interactive = as_object(content)
    reply = as_object(interactive.get(str(interactive.get("type"))))
    for key in ("title", "description", "body", "response_json", "response"):
        yield reply.get(key)
    # a message of the business: its words stand beside its buttons
    for key in ("header", "body", "footer"):
        yield as_object(interactive.get(key)).get("text")


def _string(value: Any) -> str | None:
    return value if isinstance(value, str) else None


_LINES: dict[str, Callable[[Any], Iterator[Any]]] = {
    "contacts": _contacts,
    "location": _location,
    "order": _order,
    "interactive": _interactive,
    "unsupported": _titles,
}
