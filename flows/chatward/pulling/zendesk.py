"""Pulls from Zendesk's incremental export every ticket that changed, each with all its comments.

Comments come with their ticket, not by themselves: a ticket's description is its first comment, and only where the
reader sees both does it know.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from chatward.errors import TransferError
from chatward.pulling.answers import ApiClient, Page, Progress, moved
from chatward.pulling.tls import RefusedError

_STREAM = "tickets"
_PAGE = 100
_YOUNGEST = timedelta(minutes=2)
"""Zendesk refuses a start of less than a minute ago."""
_GONE = 404


def pages(api: ApiClient, progress: Progress) -> Iterator[Page]:
    """Yield the tickets that were made or changed since the last pull, a hundred a page."""
    state = progress.begun.get(_STREAM) or (progress.landed.get(_STREAM) or {"cursor": None}) | {
        "number": 0,
        "done": False,
    }
    since = min(progress.since, datetime.now(UTC) - _YOUNGEST)
    while not state["done"]:
        cursor = state["cursor"]
        answer = api.get(
            "api/v2/incremental/tickets/cursor.json", per_page=_PAGE, include="users", cursor=cursor,
            start_time=None if cursor else int(since.timestamp()),
        )  # fmt: skip
        users = {user["id"]: user for user in answer.get("users", ())}
        tickets = [{**ticket, "comments": _comments(api, ticket, users)} for ticket in answer["tickets"]]
        number = state["number"] + 1
        is_last = _is_last(answer)
        following = answer.get("after_cursor") or cursor
        state = {"cursor": following if is_last else moved(cursor, following), "number": number, "done": is_last}
        content = {"tickets": tickets, "users": list(users.values()), "count": len(tickets)}
        yield api.page(f"tickets-{number:06}.json", content if tickets else None, cursors={_STREAM: state})


def _comments(api: ApiClient, ticket: dict[str, Any], users: dict[Any, Any]) -> list[dict[str, Any]]:
    """Return all comments of a ticket, and add to ``users`` who wrote them; none of a ticket that was deleted."""
    found: list[dict[str, Any]] = []
    if ticket.get("status") == "deleted":
        return found
    after = None
    while True:
        asked: dict[str, str | int | None] = {"include": "users", "page[size]": _PAGE, "page[after]": after}
        try:
            answer = api.get(f"api/v2/tickets/{int(ticket['id'])}/comments.json", **asked)
        except RefusedError as error:
            if error.status != _GONE:
                raise
            return found
        found += answer["comments"]
        users |= {user["id"]: user for user in answer.get("users", ())}
        meta = answer.get("meta") or {}
        if not meta.get("has_more"):
            return found
        after = moved(after, meta["after_cursor"])


def _is_last(answer: dict[str, Any]) -> bool:
    if not isinstance(answer.get("end_of_stream"), bool):
        raise TransferError("Zendesk does not say whether this was the last page", hint="look at `endpoint`")
    return bool(answer["end_of_stream"])
