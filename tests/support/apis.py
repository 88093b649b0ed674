"""The APIs of Slack, Zendesk and Intercom, as far as they are pulled from: tokens, pages, cursors, and what changed."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from support.exports import intercom, slack, zendesk
from support.servers import Answer, Asked, answer

TOKEN = "t0ken"
_PAGE = 2


def is_known(asked: Asked) -> bool:
    return asked.headers.get("authorization") == f"Bearer {TOKEN}"


@dataclass
class Slack:
    """A workspace with two channels, of which the app takes part in one, and a direct message; two records a page."""

    messages: dict[str, list[dict[str, Any]]] = field(
        default_factory=lambda: {
            "C1": [slack.message(second, slack.ZOE, f"message {second}") for second in range(10, 15)],
            "D1": [slack.message(20, slack.KENJI, "just for you")],
        }
    )
    replies: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    direct: str = "D1"

    def __call__(self, asked: Asked) -> Answer | None:
        if not is_known(asked):
            return answer({"ok": False, "error": "invalid_auth"})
        act = {
            "/users.list": lambda: self._page("members", slack.USERS, asked),
            "/conversations.list": lambda: self._page("channels", self._channels(asked.query["types"]), asked),
            "/conversations.history": lambda: self._history(asked),
            "/conversations.replies": lambda: self._page("messages", self._thread(asked), asked),
        }.get(asked.path)
        return act() if act else None

    def thread(self, first: dict[str, Any], *texts: str) -> None:
        """Let a message have answers, a second apart."""
        start = float(first["ts"])
        answers = [
            {
                "type": "message",
                "user": slack.KENJI,
                "text": text,
                "ts": f"{start + number:.6f}",
                "thread_ts": first["ts"],
            }
            for number, text in enumerate(texts, 100)
        ]
        first |= {"thread_ts": first["ts"], "reply_count": len(texts), "latest_reply": answers[-1]["ts"]}
        self.replies[first["ts"]] = [first, *answers]

    def _channels(self, kind: str) -> list[dict[str, Any]]:
        return {
            "public_channel": [
                {**slack.channel("C1", "general"), "is_member": True},
                {**slack.channel("C2", "others"), "is_member": False},
            ],
            "im": [{"id": self.direct, "created": 1, "user": slack.KENJI}],
        }.get(kind, [])

    def _history(self, asked: Asked) -> Answer:
        if asked.query["channel"] not in self.messages:
            return answer({"ok": False, "error": "not_in_channel"})
        found = [
            each for each in self.messages[asked.query["channel"]] if float(each["ts"]) >= float(asked.query["oldest"])
        ]
        return self._page("messages", found[::-1], asked)

    def _thread(self, asked: Asked) -> list[dict[str, Any]]:
        return self.replies[asked.query["ts"]]

    def _page(self, name: str, records: list[dict[str, Any]], asked: Asked) -> Answer:
        start = int(asked.query.get("cursor") or 0)
        more = str(start + _PAGE) if start + _PAGE < len(records) else ""
        page = records[start : start + _PAGE]
        return answer({"ok": True, name: page, "response_metadata": {"next_cursor": more}})


@dataclass
class Zendesk:
    """An account's tickets with their comments, two a page; cursors are places in the stream of changes."""

    tickets: list[dict[str, Any]] = field(
        default_factory=lambda: [
            zendesk.ticket(number, zendesk.ZOE, f"subject {number}", f"first of {number}") for number in (1, 2, 3)
        ]
    )
    comments: dict[int, list[dict[str, Any]]] = field(
        default_factory=lambda: {
            number: [
                zendesk.comment(10 * number, zendesk.ZOE, number, f"first of {number}"),
                zendesk.comment(10 * number + 1, zendesk.AGENT, 10, f"second of {number}"),
                zendesk.comment(10 * number + 2, zendesk.ZOE, 20, f"third of {number}"),
            ]
            for number in (1, 2, 3)
        }
    )

    def __call__(self, asked: Asked) -> Answer | None:
        if not is_known(asked):
            return answer({"error": "Couldn't authenticate you"}, 401)
        if asked.path == "/api/v2/incremental/tickets/cursor.json":
            start = int(asked.query.get("cursor", 0))
            page = self.tickets[start : start + _PAGE]
            end = start + len(page)
            return answer({
                "tickets": page, "users": zendesk.USERS, "after_cursor": str(end),
                "after_url": "http://elsewhere.example/", "end_of_stream": end == len(self.tickets),
            })  # fmt: skip
        if asked.path.endswith("/comments.json"):
            found = self.comments.get(int(asked.path.split("/")[-2]))
            if found is None:
                return answer({"error": "RecordNotFound"}, 404)
            start = int(asked.query.get("page[after]", 0))
            more = start + _PAGE < len(found)
            meta = {"has_more": more, "after_cursor": str(start + _PAGE)}
            return answer({"comments": found[start : start + _PAGE], "users": zendesk.USERS, "meta": meta})
        return None


@dataclass
class Intercom:
    """A workspace's conversations, two a page, of which a search names only the outlines."""

    conversations: list[dict[str, Any]] = field(
        default_factory=lambda: [
            intercom.conversation(
                number, intercom.ZOE, f"<p>first of {number}</p>",
                intercom.part(number, "comment", intercom.ANA, f"<p>second of {number}</p>"),
            )
            for number in (1, 2, 3)
        ]
    )  # fmt: skip

    def __call__(self, asked: Asked) -> Answer | None:
        if not is_known(asked) or "intercom-version" not in asked.headers:
            return answer({"type": "error.list"}, 401)
        if asked.path == "/conversations/search":
            since = asked.body["query"]["value"]
            found = sorted(
                (each for each in self.conversations if each["updated_at"] > since), key=lambda each: each["updated_at"]
            )
            start = int(asked.body["pagination"].get("starting_after", 0))
            following = {"next": {"starting_after": str(start + _PAGE)}} if start + _PAGE < len(found) else {}
            outlines = [
                {key: value for key, value in each.items() if key != "conversation_parts"}
                for each in found[start : start + _PAGE]
            ]
            return answer({"type": "conversation.list", "conversations": outlines, "pages": following})
        return next((answer(each) for each in self.conversations if asked.path == f"/conversations/{each['id']}"), None)


APIS: dict[str, Callable[[], Any]] = {"slack": Slack, "zendesk": Zendesk, "intercom": Intercom}
