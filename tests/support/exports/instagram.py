"""A download of Instagram with a thread as JSON, and a group as HTML."""

import json

_THREADS = "your_instagram_activity/messages/inbox"
_START = 1_736_000_000_000


def mangled(text: str) -> str:
    """Return text as Instagram writes it to JSON: each byte of its UTF-8 as a character."""
    return text.encode().decode("latin-1")


def said(second: int, sender: str, **fields: object) -> dict[str, object]:
    """Return a message of a thread."""
    return {"sender_name": mangled(sender), "timestamp_ms": _START + second * 1000} | fields


def block(sender: str, body: str = "", time: str | None = None, reactions: str = "") -> str:
    """Return a message of a page, or a heading if it has no time."""
    words = f'<div class="_3-95 _a6-p"><div><div></div><div>{body}</div><div></div>{reactions}</div></div>'
    written = f'<div class="_3-94 _a6-o">{time}</div>' if time else ""
    return (
        '<div class="pam _3-95 _2ph- _a6-g uiBoxWhite noborder">'
        f'<h2 class="_3-95 _2pim _a6-h _a6-i">{sender}</h2>{words}{written}</div>'
    )


_REACTION = [{"reaction": mangled("❤️"), "actor": "acme_shoes", "timestamp": 1_736_000_100}]
_ZOE = [
    said(80, "acme_shoes", content="Liked a message"),
    said(70, "Zoë Künstler", content=mangled("Danke, es hat geklappt 🎉"), reactions=_REACTION),
    said(60, "Zoë Künstler", content=mangled("Reacted 😂 to your message ")),
    said(50, "acme_shoes", content="acme_shoes sent an attachment.", share={"link": "https://www.instagram.com/p/X/"}),
    said(40, "Zoë Künstler", photos=[{"uri": f"{_THREADS}/zoe_1/photos/1.jpg", "creation_timestamp": 1_736_000_040}]),
    said(30, "Zoë Künstler", content="", is_geoblocked_for_viewer=False),
    said(20, "acme_shoes", content=mangled("Größe 38?")),
    said(10, "Zoë Künstler", content="Hi"),
]
_JSON = {
    "participants": [{"name": mangled("Zoë Künstler")}, {"name": "acme_shoes"}],
    "messages": _ZOE,
    "title": mangled("Zoë Künstler"),
    "thread_path": "inbox/zoe_1",
}
_LIKED = '<ul class="_a6-q"><li><span>❤️zoe.k<span> (Jan 05, 2025 3:35 pm)</span></span></li></ul>'
_ADDRESS = f"{_THREADS}/team_2/videos/a.mp4"
_CLIP = f'<video src="{_ADDRESS}" controls="1"><a href="{_ADDRESS}"><div>Click for video:</div></a></video>'


def example() -> dict[str, bytes]:
    """Return a small export of many kinds of records, without any that cannot be read."""
    blocks = (
        block("Participants: zoe.k, João and acme_shoes"),
        block("acme_shoes", "Bis bald &lt;3", "Jan 05, 2025 3:34 pm", _LIKED),
        block("João", "Liked a message", "Jan 05, 2025 3:33 pm"),
        block("João", _CLIP, "Jan 05, 2025 3:32 pm"),
        block("zoe.k", "Olá!<br />Wie geht’s?", "Jan 05, 2025 11:59 am"),
    )
    body = f'<body class="_5vb_"><header><h1>Team</h1></header><main class="_a706">{"".join(blocks)}</main></body>'
    page = f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>Instagram</title></head>{body}</html>'
    return {
        f"{_THREADS}/zoe_1/message_1.json": json.dumps(_JSON).encode(),
        f"{_THREADS}/team_2/message_1.html": page.encode(),
    }
