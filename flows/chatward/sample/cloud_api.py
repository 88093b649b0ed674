"""Writes what WhatsApp's Cloud API delivers to a webhook: one POST a line, a file a month."""

import base64
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import orjson

from chatward.sample.blocks import Block
from chatward.sample.exports import Desk, Placement
from chatward.sample.people import COMPANY_PHONE, Person

_ACCOUNT = "102290129340398"
_METADATA = {"display_phone_number": COMPANY_PHONE[1:], "phone_number_id": "106540352242922"}
_REDELIVERED = 0.012
_MERGED = 0.95
"""Part of the messages that come twice; and a draw above which a POST carries the next one's entries, too."""

_Post = dict[str, Any]


def write(block: Block, desk: Desk) -> Placement:
    """Write the block's messages with statuses, reactions, edits and the like between them, as they would arrive."""
    webhook = _Webhook(block, desk)
    months: dict[str, list[tuple[int, float, _Post]]] = {}
    files = []
    for row in range(len(block)):
        path = desk.folder / f"{_month(int(block.sent_us[row]))}{desk.part}.jsonl"
        files.append(desk.relative(path))
        months.setdefault(path.name, []).extend(webhook.posts(row))
    desk.folder.mkdir(parents=True, exist_ok=True)
    for name, posts in months.items():
        posts.sort(key=lambda post: post[0])
        (desk.folder / name).write_bytes(b"".join(orjson.dumps(post) + b"\n" for post in _merged(posts)))
    seconds = block.sent_us // 1_000_000 * 1_000_000
    return Placement(files, webhook.ids, seconds, events=webhook.events, duplicates=webhook.duplicates)


def _month(sent_us: int) -> str:
    return f"{datetime.fromtimestamp(sent_us // 1_000_000, UTC):%Y-%m}"


def _merged(posts: list[tuple[int, float, _Post]]) -> Iterator[_Post]:
    """Put the entries of two deliveries into one here and there, as the platform does under load."""
    held: _Post | None = None
    for _, draw, post in posts:
        if held is not None:
            yield {**held, "entry": [*held["entry"], *post["entry"]]}
            held = None
        elif draw > _MERGED:
            held = post
        else:
            yield post
    if held is not None:
        yield held


class _Webhook:
    """Makes the POSTs of each message; what is no message is counted as an event."""

    def __init__(self, block: Block, desk: Desk) -> None:
        self._block, self._people = block, desk.cast.people
        self._customer = [
            thread.customers[0]
            for thread, count in zip(block.threads, (block.first[1:] - block.first[:-1]).tolist(), strict=True)
            for _ in range(count)
        ]
        self._texts = block.text.to_pylist()
        self._starts = set(block.first.tolist())
        first = desk.first_id + desk.number * 10_000_000
        self.ids = [self._wamid(row, first) for row in range(len(block))]
        self.events = self.duplicates = 0

    def _wamid(self, row: int, first: int) -> str:
        plain = f"\x1c\x18\x0e{self._people[self._customer[row]].phone[1:]}\x15\x02\x00\x12\x18{first + row:016X}"
        return "wamid." + base64.b64encode(plain.encode()).decode()

    def posts(self, row: int) -> Iterator[tuple[int, float, _Post]]:
        """Yield when each POST about a message arrives (microseconds since 1970), the message's draw, and the POST."""
        sent, draw = int(self._block.sent_us[row]), float(self._block.draw[row])
        post = self._answer(row) if self._block.by_staff[row] else self._question(row)
        yield sent, draw, post
        if draw < _REDELIVERED:
            self.duplicates += 1
            yield sent + 45_000_000 + row % 600 * 1_000_000, 0.0, post
        for after_us, follow_up in self._statuses(row) if self._block.by_staff[row] else self._follow_ups(row, draw):
            yield sent + after_us, 0.0, follow_up

    def _question(self, row: int) -> _Post:
        return self._inbound(row, {"id": self.ids[row], **self._context(row), **self._content(row)})

    def _inbound(self, row: int, message: dict[str, Any], after: int = 0) -> _Post:
        person = self._people[self._customer[row]]
        own = {"from": person.phone[1:], "timestamp": str(self._seconds(row) + after)}
        return _post({"contacts": [_contact(person)], "messages": [own | message]})

    def _answer(self, row: int) -> _Post:
        """Return the echo of what the company wrote in its own app."""
        person = self._people[self._customer[row]]
        own = {
            "from": COMPANY_PHONE[1:],
            "to": person.phone[1:],
            "id": self.ids[row],
            "timestamp": str(self._seconds(row)),
        }
        return _post({"message_echoes": [own | self._content(row)]}, field="smb_message_echoes")

    def _context(self, row: int) -> dict[str, Any]:
        if row in self._starts or self._block.draw[row] < 0.9:
            return {}
        return {"context": {"from": COMPANY_PHONE[1:], "id": self.ids[row - 1]}}

    def _content(self, row: int) -> dict[str, Any]:
        kind, text = self._block.kind[row], self._texts[row]
        if kind == "text":
            return {"type": "text", "text": {"body": text}}
        if kind == "location":
            return {"type": "location", "location": {"latitude": 52.52, "longitude": 13.405}}
        if kind == "contact":
            person = self._people[self._customer[row]]
            card = {
                "name": {"formatted_name": person.name, "first_name": person.first},
                "phones": [{"phone": person.phones[0], "type": "CELL"}],
            }
            return {"type": "contacts", "contacts": [card]}
        if kind == "order":
            items = [{"product_retailer_id": f"SKU-{row % 97}", "quantity": 2, "item_price": 30, "currency": "EUR"}]
            return {"type": "order", "order": {"catalog_id": "354160437058781", "text": "", "product_items": items}}
        if kind == "sticker":
            return {
                "type": "sticker",
                "sticker": {"mime_type": "image/webp", "sha256": "OmT4nhjUhCM=", "id": str(row), "animated": False},
            }
        caption = {"caption": text} if text else {}
        return {"type": "image", "image": {**caption, "mime_type": "image/jpeg", "sha256": "4654+8g=", "id": str(row)}}

    def _statuses(self, row: int) -> Iterator[tuple[int, _Post]]:
        """Yield sent, which may come before the message itself, then delivered and read in one POST."""
        person = self._people[self._customer[row]]
        base = {"id": self.ids[row], "recipient_id": person.phone[1:]}
        if self._block.draw[row] > 0.99:
            errors = [{"code": 131026, "title": "Message undeliverable", "message": "Message undeliverable"}]
            self.events += 1
            yield (
                2_000_000,
                _post(
                    {
                        "statuses": [
                            {**base, "status": "failed", "timestamp": str(self._seconds(row) + 2), "errors": errors}
                        ]
                    }
                ),
            )
            return
        self.events += 3
        pricing = {"pricing": {"billable": True, "pricing_model": "CBP", "category": "service"}}
        sent, delivered, read = (
            {**base, "status": status, "timestamp": str(self._seconds(row) + after), **pricing}
            for status, after in (("sent", 0), ("delivered", 2), ("read", 65))
        )
        yield -500_000 if row % 50 == 0 else 500_000, _post({"statuses": [sent]})
        yield 65_000_000, _post({"statuses": [delivered, read]})

    def _follow_ups(self, row: int, draw: float) -> Iterator[tuple[int, _Post]]:
        """Yield what a customer did about a message later on: edit it, take it back, react, opt out, change number."""
        made: dict[str, Any] | None = None
        target = self.ids[row]
        if 0.40 < draw < 0.41 and self._block.kind[row] == "text":
            new = {"type": "text", "text": {"body": f"{self._texts[row]} (edit)"}}
            made = {"type": "edit", "edit": {"original_message_id": target, "message": new}}
        elif 0.41 < draw < 0.415:
            made = {"type": "revoke", "revoke": {"original_message_id": target}}
        elif 0.42 < draw < 0.44 and row not in self._starts:
            made = {"type": "reaction", "reaction": {"message_id": self.ids[row - 1], "emoji": "🙏"}}
        elif 0.45 < draw < 0.4504:
            made = {"type": "system", "system": {"body": "User identity changed", "type": "customer_identity_changed"}}
        if made is not None:
            self.events += 1
            yield 20_000_000, self._inbound(row, {"id": f"{target}{draw:.6f}", **made}, after=20)
        if 0.46 < draw < 0.465:
            self.events += 1
            yield 30_000_000, self._preference(row, "stop" if draw < 0.463 else "resume")

    def _preference(self, row: int, value: str) -> _Post:
        person = self._people[self._customer[row]]
        wish = {
            "wa_id": person.phone[1:],
            "detail": f"User requested to {value} marketing messages",
            "category": "marketing_messages",
        }
        stamped = {**wish, "value": value, "timestamp": self._seconds(row) + 30}
        return _post({"contacts": [_contact(person)], "user_preferences": [stamped]}, field="user_preferences")

    def _seconds(self, row: int) -> int:
        return int(self._block.sent_us[row]) // 1_000_000


def _contact(person: Person) -> dict[str, Any]:
    user_id = f"{person.locale_name[-2:]}.{int(person.phone[1:]) * 7919}"
    return {"profile": {"name": person.name}, "wa_id": person.phone[1:], "user_id": user_id}


def _post(value: dict[str, Any], field: str = "messages") -> _Post:
    change = {"value": {"messaging_product": "whatsapp", "metadata": _METADATA, **value}, "field": field}
    return {"object": "whatsapp_business_account", "entry": [{"id": _ACCOUNT, "changes": [change]}]}
