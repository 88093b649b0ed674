"""What a message of the Cloud API says: its kind, its words and its files, for every type the platform has."""

from collections.abc import Iterator
from typing import Any

from chatward.sources.whatsapp_cloud_api_people import as_list, as_object

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


def kind_of(message: dict[str, Any]) -> str:
    """Return the kind of a message; a type that is not known is ``"unsupported"`` and its words are kept."""
    kind = message.get("type")
    return _KINDS.get(kind, "unsupported") if isinstance(kind, str) else "unsupported"


def text_of(message: dict[str, Any]) -> str | None:
    """Return a message in words: text, caption, answer chosen, place, contacts or order; None if it has none."""
    content = message.get(str(message.get("type")))
    lines: list[Any]
    match message.get("type"):
        case "contacts":
            lines = [_contact(contact) for contact in map(as_object, as_list(content))]
        case "location":
            place = as_object(content)
            lines = [f"{place.get('latitude')},{place.get('longitude')}", place.get("name"), place.get("address")]
        case "order":
            lines = list(_order(as_object(content)))
        case "interactive":
            lines = list(_interactive(as_object(content)))
        case "unsupported":
            lines = [as_object(error).get("title") for error in as_list(message.get("errors"))]
        case _:
            lines = [next((words for key in _WORDS if (words := as_object(content).get(key))), None)]
    return "\n".join(line for line in lines if isinstance(line, str) and line) or None


def attachments_of(message: dict[str, Any]) -> list[dict[str, Any]] | None:
    """Return the file that a message carries; the platform gives its type, seldom its name, never its size."""
    content = as_object(message.get(str(message.get("type"))))
    if "mime_type" not in content and kind_of(message) not in ("media", "sticker"):
        return None
    return [{"name": _string(content.get("filename")), "media_type": _string(content.get("mime_type"))}]


def _contact(contact: dict[str, Any]) -> str:
    name = as_object(contact.get("name")).get("formatted_name")
    reach = [
        as_object(each).get(key)
        for section, key in (("phones", "phone"), ("emails", "email"))
        for each in as_list(contact.get(section))
    ]
    return "contact: " + " ".join(str(part) for part in (name, *reach) if part)


def _order(order: dict[str, Any]) -> Iterator[str | None]:
    yield order.get("text")
    for item in map(as_object, as_list(order.get("product_items"))):
        price = f"{item.get('item_price')} {item.get('currency')}"
        yield f"{item.get('quantity')} x {item.get('product_retailer_id')} at {price}"


def _interactive(interactive: dict[str, Any]) -> Iterator[str | None]:
    """Yield what a customer chose or filled in; a form's answers are JSON that the form defines."""
    reply = as_object(interactive.get(str(interactive.get("type"))))
    for key in ("title", "description", "body", "response_json", "response"):
        yield reply.get(key)
    # a message of the business: its words stand beside its buttons
    for key in ("header", "body", "footer"):
        yield as_object(interactive.get(key)).get("text")


def _string(value: Any) -> str | None:
    return value if isinstance(value, str) else None
