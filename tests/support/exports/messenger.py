"""A download of Messenger with a thread as JSON, one as HTML that is there as JSON, too, and one as HTML only."""

import json

_THREADS = "your_facebook_activity/messages/inbox"
_START = 1_726_000_000_000


def mangled(text: str) -> str:
    """Return text as Facebook writes it to JSON: each byte of its UTF-8 as a character."""
    return text.encode().decode("latin-1")


def said(second: int, sender: str, **fields: object) -> dict[str, object]:
    """Return a message of a thread."""
    return {"sender_name": mangled(sender), "timestamp_ms": _START + second * 1000} | fields


def block(sender: str, body: str, time: str, reactions: str = "") -> str:
    """Return a message of a page, as it is written since 2022."""
    heading = f'<h2 class="_2ph_ _a6-h _a6-i">{sender}</h2>'
    words = f'<div class="_2ph_ _a6-p"><div><div></div><div>{body}</div><div></div><div>{reactions}</div></div></div>'
    footer = f'<footer class="_3-94 _a6-o"><div class="_a72d">{time}</div></footer>'
    return f'<section class="_a6-g">{heading}{words}{footer}</section>'


def page(title: str, *blocks: str) -> bytes:
    """Return a page with messages."""
    head = f'<head><meta charset="utf-8" /><title>{title}</title><style>._a6-g{{padding:8px}}</style></head>'
    body = f'<div class="_a705"><header><h1>{title}</h1></header><main class="_a706">{"".join(blocks)}</main></div>'
    return f"<!DOCTYPE html><html>{head}<body>{body}</body></html>".encode()


_PHOTO = {"uri": f"{_THREADS}/zoe_1/photos/1.jpg", "creation_timestamp": 1_726_000_000}
_ZOE = [
    said(90, "Zoë Grün", content=mangled("Danke! 🎉"), reactions=[{"reaction": mangled("❤"), "actor": "Acme Care"}]),
    said(80, "Acme Care", content="Jane added Bob.", type="Subscribe", users=[{"name": "Bob"}]),
    said(70, "Zoë Grün", content=mangled("Zoë called you."), call_duration=61),
    said(60, "Zoë Grün", is_unsent=True),
    said(50, "Acme Care", share={"link": "https://acme.example/help"}, content="Here"),
    said(40, "Zoë Grün", photos=[_PHOTO]),
    said(30, "Zoë Grün", sticker={"uri": "messages/stickers_used/1.png"}),
    said(20, "Acme Care", content=mangled("Grüße")),
    said(10, "Zoë Grün", content="Hallo?"),
]
_JSON = {
    "participants": [{"name": mangled("Zoë Grün")}, {"name": "Acme Care"}],
    "messages": _ZOE,
    "title": mangled("Zoë Grün"),
    "thread_path": "inbox/zoe_1",
}
_PICTURE = f'<div><a href="{_THREADS}/jan_2/photos/2.jpg"><img src="{_THREADS}/jan_2/photos/2.jpg" /></a></div>'
_LIKED = '<ul class="_a6-q"><li><span>👍Jan Łuczak</span></li></ul>'


def example() -> dict[str, bytes]:
    """Return a small export of many kinds of records, without any that cannot be read."""
    return {
        f"{_THREADS}/zoe_1/message_1.json": json.dumps(_JSON).encode(),
        f"{_THREADS}/zoe_1/message_1.html": page("Zoë Grün", block("Zoë Grün", "Hallo?", "Sep 10, 2024 8:26:50 pm")),
        f"{_THREADS}/jan_2/message_1.html": page(
            "Jan Łuczak",
            block("Jan Łuczak", "Dzięki &amp; do widzenia<br />Jan", "Wrz 11, 2024 8:05:00 pm"),
            block("Acme Care", 'See <a href="https://acme.example/a">our page</a>', "Wrz 11, 2024 8:04:10 pm", _LIKED),
            block("Jan Łuczak", _PICTURE, "Wrz 11, 2024 12:03:00 pm"),
            block("Jan Łuczak", "Dzień dobry", "Wrz 11, 2024 12:00:00 am"),
        ),
        f"{_THREADS}/jan_2/photos/2.jpg": b"\xff\xd8\xff\xe0 no more of it",
    }
