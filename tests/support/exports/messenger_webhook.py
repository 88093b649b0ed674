"""Webhook calls of a Facebook page, one a line as a queue keeps them, and the same page's inbox from the Graph API."""

import json

PAGE, ANNA, BO = "104900000000001", "7500000000000001", "7500000000000002"
_START = 1_726_000_000_000


def example() -> dict[str, bytes]:
    """Return a small export of many kinds of records, without any that cannot be read."""
    calls = [json.dumps({"Body": json.dumps(call(*events))}, ensure_ascii=False) for events in _EVENTS]
    feed = {"field": "feed", "value": {"item": "comment", "verb": "add", "from": {"id": ANNA, "name": "Anna Müller"}}}
    feed["value"] |= {"message": "Schöne Schuhe!", "created_time": 1_726_000_400, "post_id": f"{PAGE}_1"}
    calls.append(json.dumps({"object": "page", "entry": [{"id": PAGE, "time": 1_726_000_401, "changes": [feed]}]}))
    return {"calls.jsonl": "\n".join(calls).encode(), "inbox.json": json.dumps(INBOX, ensure_ascii=False).encode()}


def call(*events: dict[str, object]) -> dict[str, object]:
    """Return a call that delivers events."""
    return {"object": "page", "entry": [{"id": PAGE, "time": _START + 900_000, "messaging": list(events)}]}


def event(person: str, second: int, *, echo: bool = False, **content: object) -> dict[str, object]:
    """Return an event between the page and a person."""
    sides = {"sender": {"id": person}, "recipient": {"id": PAGE}}
    if echo:
        sides = {"sender": {"id": PAGE}, "recipient": {"id": person}}
    return {**sides, "timestamp": _START + second * 1000, **content}


_PHOTO = {"type": "image", "payload": {"url": "https://scontent.example/v/shoe_n.jpg?oh=1"}}
_CARD = {"title": "Your order", "subtitle": "On its way", "buttons": [{"type": "postback", "title": "Track it"}]}
_TEMPLATE = {"type": "template", "payload": {"template_type": "generic", "elements": [_CARD]}}
_PLACE = {"type": "location", "payload": {"coordinates": {"lat": 52.52, "long": 13.405}}, "title": "Anna's place"}
_EVENTS = (
    (event(ANNA, 0, postback={"title": "Los geht’s", "payload": "GET_STARTED", "mid": "m_1"}),),
    (event(ANNA, 5, message={"mid": "m_2", "text": "Wo bleibt mein Paket? 📦"}),),
    (
        event(ANNA, 9, echo=True, message={"mid": "m_3", "text": "Welche Nummer?", "is_echo": True, "app_id": 7}),
        event(ANNA, 20, message={"mid": "m_4", "text": "4711", "reply_to": {"mid": "m_3"}}),
        event(ANNA, 25, read={"watermark": _START + 9000}),
    ),
    (event(ANNA, 30, message={"mid": "m_5", "attachments": [_PHOTO]}),),
    (event(ANNA, 31, reaction={"mid": "m_3", "action": "react", "reaction": "love", "emoji": "❤"}),),
    (event(ANNA, 40, message_edit={"mid": "m_4", "text": "4712", "num_edit": 1}),),
    (event(ANNA, 50, echo=True, message={"mid": "m_6", "is_echo": True, "attachments": [_TEMPLATE]}),),
    (event(BO, 60, message={"mid": "m_7", "text": "Ja bitte", "quick_reply": {"payload": "YES"}}),),
    (event(BO, 61, optin={"type": "notification_messages", "payload": "news", "notification_messages_token": "1"}),),
    (event(BO, 70, optin={"type": "notification_messages", "notification_messages_status": "STOP_NOTIFICATIONS"}),),
    (event(BO, 80, message={"mid": "m_8", "attachments": [_PLACE]}),),
    (event(BO, 90, referral={"ref": "spring", "source": "SHORTLINK", "type": "OPEN_THREAD"}),),
    (event(BO, 95, account_linking={"status": "linked", "authorization_code": "1"}),),
    (event(BO, 99, pass_thread_control={"new_owner_app_id": 263902037430900, "metadata": "human"}),),
    ({"sender": {"id": BO}, "recipient": {"id": PAGE}, "delivery": {"mids": ["m_6"], "watermark": _START + 50_000}},),
)
_ANNA = {"name": "Anna Müller", "email": f"{ANNA}@facebook.com", "id": ANNA}
_BO = {"name": "Bo Łuczak", "email": f"{BO}@facebook.com", "id": BO}
_SHOP = {"name": "Acme Shoes", "email": f"{PAGE}@facebook.com", "id": PAGE}
INBOX = {
    "data": [
        {
            "id": "t_10000000000000001",
            "updated_time": "2024-09-10T20:27:45+0000",
            "participants": {"data": [_ANNA, _SHOP]},
            "messages": {
                "data": [
                    {
                        "id": "m_2",
                        "created_time": "2024-09-10T20:26:45+0000",
                        "from": _ANNA,
                        "to": {"data": [_SHOP]},
                        "message": "Wo bleibt mein Paket? 📦",
                    }
                ],
                "paging": {"cursors": {"before": "a", "after": "b"}},
            },
        },
        {
            "id": "t_10000000000000002",
            "updated_time": "2024-09-10T20:30:00+0000",
            "participants": {"data": [_BO, _SHOP]},
            "messages": {
                "data": [
                    {
                        "id": "m_9",
                        "created_time": "2024-09-10T20:30:00+0000",
                        "from": _SHOP,
                        "to": {"data": [_BO]},
                        "message": "",
                        "attachments": {
                            "data": [{"id": "1", "mime_type": "application/pdf", "name": "Rechnung.pdf", "size": 4711}]
                        },
                    }
                ]
            },
        },
    ]
}
