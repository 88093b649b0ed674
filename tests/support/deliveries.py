"""A few people's chats on seven platforms, as exports are delivered: again, in parts, renamed, zipped, years late.

Everything follows from one number, so that what went wrong once goes wrong again.
"""

import io
import json
import random
import zipfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from support.company import Company, call, telegram_message
from support.exports import x_twitter

Delivery = Mapping[str, bytes]
"""Bytes by place below a source's folder, in whose name ``{}`` stands for whatever the file is called."""

START = datetime(2026, 8, 20, 9, tzinfo=UTC)
ANNA = "491511"
SOURCES = ("whatsapp", "telegram", "whatsapp_cloud_api", "slack", "x_twitter", "messenger", "google_chat")
RECONCILED = ("telegram", "slack")


def accept(policy: dict[str, Any]) -> None:
    """Let a policy take all these platforms, and take for deleted what full exports of some lack."""
    for platform in SOURCES:
        policy["sources"][platform] = policy["sources"].get(platform, policy["sources"]["whatsapp"]) | {
            "platform": platform, "paths": [f"exports/{platform}/**"], "reconcile": platform in RECONCILED,
        }  # fmt: skip


def deliveries(seed: int) -> list[tuple[str, Delivery]]:
    """Return the platform and the files of everything that is delivered in one world, in the order of its making."""
    chance = random.Random(f"world {seed}")
    made = [
        *(("whatsapp", each) for each in _whatsapp(chance)),
        *(("telegram", each) for each in _telegram(chance)),
        *(("whatsapp_cloud_api", each) for each in _calls(chance)),
        *(("slack", each) for each in _slack(chance)),
        *(("x_twitter", each) for each in _x(chance)),
        *(("messenger", each) for each in _messenger(chance)),
        *(("google_chat", each) for each in _google_chat(chance)),
    ]
    return [*made, *chance.sample(made, 3)]


def deliver(company: Company, delivery: tuple[str, Delivery], name: str, *, is_zipped: bool = False) -> None:
    """Put one delivery into a company's exports under a name of its own."""
    platform, files = delivery
    if not is_zipped:
        for place, data in files.items():
            company.write(f"exports/{platform}/{place.format(name)}", data)
        return
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for place, data in files.items():
            archive.writestr(place.format(name), data)
    company.write(f"exports/{platform}/{name}.zip", packed.getvalue())


def _at(number: int) -> datetime:
    return START + timedelta(hours=7 * number)


def _whatsapp(chance: random.Random) -> list[Delivery]:
    """A chat exported again and again; the same words in a minute are so many messages in every export."""
    lines = []
    for number in range(12):
        stamp = _at(number).strftime("%d/%m/%Y, %H:%M")
        lines += [f"{stamp} - {chance.choice(('Ben', 'Acme'))}: words {number}"] * chance.choice((1, 1, 2, 3))
    ends = sorted(chance.sample(range(3, len(lines)), 2))
    return [{"{}/chat.txt": ("\n".join(lines[:end]) + "\n").encode()} for end in (*ends, len(lines))]


def _telegram(chance: random.Random) -> list[Delivery]:
    """Full exports of a chat in which messages are edited and deleted, and one of its last days only."""
    exports = []
    texts: dict[int, str] = {number: f"words {number}" for number in range(1, 6)}
    for age in range(3):
        newest = max(texts)
        messages = [
            telegram_message(number, ("user1", "user777")[number % 2], _at(number).isoformat()[:19], text)
            for number, text in sorted(texts.items())
        ]
        exports.append(messages)
        if age < 2:
            texts[chance.choice(sorted(texts))] = f"other words {age}"
            texts |= {newest + step: f"words {newest + step}" for step in (1, 2)}
            del texts[chance.choice(sorted(texts)[1:-1])]
    parts = [*exports, exports[-1][-3:]]
    return [
        {"{}/result.json": json.dumps({"name": "Anna", "type": "personal_chat", "id": 7, "messages": part}).encode()}
        for part in parts
    ]


def _calls(chance: random.Random) -> list[Delivery]:
    """Webhook calls: messages, their edits and revocations, each once or twice, in files of any cut."""
    calls: list[dict[str, Any]] = []
    for number in range(6):
        wamid, at = f"w{number}", _at(number)
        calls.append(call(wamid, ANNA, at.isoformat()[:19], f"words {number}"))
        later = (at + timedelta(days=1)).isoformat()[:19]
        fate = chance.choice(("kept", "kept", "edit", "revoke"))
        if fate != "kept":
            content: dict[str, Any] = {"original_message_id": f"wamid.{wamid}"}
            if fate == "edit":
                content["message"] = {"type": "text", "text": {"body": f"other words {number}"}}
            change = call(f"{fate}{number}", ANNA, later, "", type=fate, **{fate: content})
            del change["entry"][0]["changes"][0]["value"]["messages"][0]["text"]  # type: ignore[index]
            calls.append(change)
    calls += chance.sample(calls, 3)
    chance.shuffle(calls)
    cut = chance.randrange(1, len(calls))
    return [
        {"{}.jsonl": "".join(json.dumps(each) + "\n" for each in part).encode()} for part in (calls[:cut], calls[cut:])
    ]


def _slack(chance: random.Random) -> list[Delivery]:
    """A workspace exported twice, the second time without one message and with another one's words changed."""
    people = [{"id": f"U{place}", "profile": {"real_name": f"Person {place}"}} for place in (0, 1)]

    def workspace(texts: Mapping[int, str]) -> Delivery:
        files = {"{}/users.json": json.dumps(people), "{}/channels.json": json.dumps([{"id": "C1", "name": "help"}])}
        days: dict[str, list[dict[str, Any]]] = {}
        for number, text in texts.items():
            stamp = f"{int(_at(number).timestamp())}.000{number:03d}"
            row = {"type": "message", "user": f"U{number % 2}", "ts": stamp, "text": text}
            days.setdefault(f"{_at(number):%Y-%m-%d}", []).append(row)
        files |= {f"{{}}/help/{day}.json": json.dumps(rows) for day, rows in days.items()}
        return {place: data.encode() for place, data in files.items()}

    texts = {number: f"words {number}" for number in range(8)}
    gone, changed = chance.sample(range(1, 7), 2)
    later = texts | {8: "words 8", changed: "other words"}
    del later[gone]
    return [workspace(texts), workspace(later)]


def _x(chance: random.Random) -> list[Delivery]:
    """An archive whose blocks overlap, and a later one that is cut into other blocks."""
    said = [
        x_twitter.said(number, (x_twitter.ZOE, x_twitter.KENJI)[number % 2], f"words {number}") for number in range(8)
    ]

    def archive(count: int) -> Delivery:
        middle = chance.randrange(2, count - 1)
        blocks = (said[max(0, middle - 2) : count], said[:middle])
        written = [x_twitter.conversation("1001-2002", *reversed(block)) for block in blocks]
        return {
            "{}/data/direct-messages.js": x_twitter.script("YTD.direct_messages.part0", written[:1]),
            "{}/data/direct-messages-part1.js": x_twitter.script("YTD.direct_messages.part1", written[1:]),
        }

    return [archive(5), archive(8)]


def _messenger(chance: random.Random) -> list[Delivery]:
    """The parts of a thread, which come in several zips; and the whole of it once more."""
    said = [
        {
            "sender_name": chance.choice(("Zoe", "Acme")),
            "timestamp_ms": int(_at(n).timestamp() * 1000),
            "content": f"w {n}",
        }
        for n in range(7, -1, -1)
    ]

    def part(number: int, messages: Sequence[Mapping[str, Any]]) -> Delivery:
        people = [{"name": "Zoe"}, {"name": "Acme"}]
        content = {"participants": people, "messages": messages, "title": "Zoe", "thread_path": "inbox/zoe_1"}
        place = "{}/your_activity_across_facebook/messages/inbox/zoe_1"
        return {f"{place}/message_{number}.json": json.dumps(content).encode()}

    parts = [part(1, said[:5]), part(2, said[5:])]
    return [*parts, {**parts[0], **parts[1]}]


def _google_chat(chance: random.Random) -> list[Delivery]:
    """Two takeouts of one space, in the second of which a message is deleted."""

    def takeout(count: int, deleted: int) -> Delivery:
        rows = [
            {"creator": {"name": "Anna", "email": f"a{number % 2}@acme.example", "user_type": "Human"},
             "created_date": f"{_at(number):%A, %B} {_at(number).day}, {_at(number):%Y at %I:%M:%S %p} UTC",
             "topic_id": "t", "message_id": f"x/t/{number}"}
            | ({"message_state": "DELETED"} if number == deleted else {"text": f"words {number}"})
            for number in range(count)
        ]  # fmt: skip
        return {"{}/Google Chat/Groups/Space x/messages.json": json.dumps({"messages": rows}).encode()}

    return [takeout(4, -1), takeout(6, chance.randrange(4))]
