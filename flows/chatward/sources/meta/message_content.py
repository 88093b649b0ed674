"""What a message says that Messenger's or Instagram's webhooks or Graph API handed out: its kind, words and files."""

from collections.abc import Iterator, Mapping
from typing import Any

from chatward.sources.meta.payloads import listed
from chatward.sources.meta.values import attachment, media_type_of

Files = list[dict[str, Any]] | None
Content = tuple[str, str | None, Files]
"""Kind, words and files of a message."""

_WORDY = ("fallback", "template", "location")
_TEMPLATE_WORDS = ("text", "title", "subtitle", "url")
_SHARE_WORDS = ("name", "description", "link")
_SENT = frozenset({"attachments", "shares", "sticker"})
_LINKS = ("image_data", "video_data")


def webhook_content(message: Mapping[str, Any], text: str | None) -> Content:
    """Return the content of a webhook's message, its words being ``text`` and what cards and places in it say."""
    sent = _objects(message["attachments"]) if "attachments" in message else ()
    if not sent:
        if message.get("is_unsupported"):
            return "unsupported", text, None
        kind = "interactive" if isinstance(message.get("quick_reply"), dict) else "text" if text else "unsupported"
        return kind, text, None
    lines = [text or ""]
    for each in sent:
        lines += _lines(each)
    files = [_file(each) for each in sent if each.get("type") not in _WORDY]
    return _kind(sent), "\n".join(_unique(lines)) or None, files or None


def answer_content(message: Mapping[str, Any], text: str | None) -> Content:
    """Return the content of a message of the Graph API; shared links are words."""
    if _SENT.isdisjoint(message):
        return "text" if text else "unsupported", text, None
    files = [_described(each) for each in _objects(listed(message.get("attachments")))]
    shared = [line for share in _objects(listed(message.get("shares"))) for line in _words(share, _SHARE_WORDS)]
    words = "\n".join(_unique([text or "", *shared])) or None
    if isinstance(sticker := message.get("sticker"), str) and sticker:
        return "sticker", words, [*files, attachment(sticker)]
    if files:
        return "media", words, files
    return "text" if words else "unsupported", words, None


def _kind(sent: list[dict[str, Any]]) -> str:
    kinds = {each.get("type") for each in sent if isinstance(each.get("type"), str)}
    if kinds <= {"fallback"}:
        return "text"
    if any(_payload(each).get("sticker_id") for each in sent):
        return "sticker"
    return "location" if "location" in kinds else "interactive" if "template" in kinds else "media"


def _lines(sent: Mapping[str, Any]) -> Iterator[str]:
    """Yield what an attachment says in words."""
    payload, kind = _payload(sent), sent.get("type")
    place = payload.get("coordinates")
    if isinstance(place, dict):
        yield f"{place.get('lat')},{place.get('long')}"
    yield from _words(sent, ("title", "url") if kind == "fallback" else ("title",))
    yield from _words(payload, _TEMPLATE_WORDS if kind in _WORDY else ("title",))
    product = payload.get("product")
    cards = _objects((product if isinstance(product, dict) else payload).get("elements"))
    for card in cards:
        yield from _words(card, _TEMPLATE_WORDS)
    for card in (payload, *cards):
        for button in _objects(card.get("buttons")):
            yield from _words(button, ("title",))


def _file(sent: Mapping[str, Any]) -> dict[str, Any]:
    payload = _payload(sent)
    return attachment(payload.get("url") or sent.get("url") or sent.get("file_url"))


def _described(sent: Mapping[str, Any]) -> dict[str, Any]:
    """Return an attachment of the Graph API, which names what it has: name, type, size."""
    name, kind, size = sent.get("name"), sent.get("mime_type"), sent.get("size")
    media = next((each for link in _LINKS if isinstance(each := sent.get(link), dict)), {})
    link = attachment(sent.get("file_url") or media.get("url"))
    return {
        "name": name if isinstance(name, str) and name else link["name"],
        "media_type": kind if isinstance(kind, str) and kind else link["media_type"] or media_type_of(name),
        "size_bytes": size if type(size) is int and 0 <= size < 2**63 else None,
    }


def _payload(sent: Mapping[str, Any]) -> dict[str, Any]:
    payload = sent.get("payload")
    return payload if isinstance(payload, dict) else {}


def _objects(values: Any) -> list[dict[str, Any]]:
    return [value for value in values if isinstance(value, dict)] if isinstance(values, list) else []


def _words(source: Mapping[str, Any], names: tuple[str, ...]) -> Iterator[str]:
    yield from (value for name in names if isinstance(value := source.get(name), str))


def _unique(lines: list[str]) -> Iterator[str]:
    """Yield the lines that are not empty, each once: previews repeat what a message says."""
    yield from dict.fromkeys(filter(None, lines))
