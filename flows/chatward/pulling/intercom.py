"""Pulls from Intercom's API every conversation that changed, each with all its parts."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from chatward.pulling.answers import ApiClient, Page, Progress, moved

ENDPOINT = "https://api.intercom.io"
VERSION = {"Intercom-Version": "2.11"}
_STREAM = "conversations"
_PAGE = 50


def pages(api: ApiClient, progress: Progress) -> Iterator[Page]:
    """Yield the conversations that changed since the last pull, the longest unchanged first."""
    state = progress.begun.get(_STREAM) or _begin(progress)
    while not state["done"]:
        answer = api.post("conversations/search", _question(state))
        found = [each for each in answer["conversations"] if not _is_known(each, state)]
        whole = [api.get(f"conversations/{quote(str(each['id']), safe='')}") for each in found]
        after = moved(state["after"], ((answer.get("pages") or {}).get("next") or {}).get("starting_after"))
        newest = max([state["newest"], *(each["updated_at"] for each in found)])
        number = state["number"] + 1
        last = [str(each["id"]) for each in found if each["updated_at"] == newest]
        last += state["last"] if state["newest"] == newest else []
        state = state | {"newest": newest, "last": last, "after": after, "number": number, "done": after is None}
        content = {"type": "conversation.list", "conversations": whole} if whole else None
        yield api.page(f"conversations-{number:06}.json", content, cursors={_STREAM: state})


def _begin(progress: Progress) -> dict[str, Any]:
    landed = progress.landed.get(_STREAM)
    since, known = (landed["newest"], landed["last"]) if landed else (int(progress.since.timestamp()), [])
    return {
        "since": since, "known": known, "newest": since, "last": known, "after": None, "number": 0, "done": False,
    }  # fmt: skip


def _is_known(conversation: dict[str, Any], state: dict[str, Any]) -> bool:
    return conversation["updated_at"] <= state["since"] and str(conversation["id"]) in state["known"]


def _question(state: dict[str, Any]) -> dict[str, Any]:
    """Return the search for what changed in the last cursor's second, of which some is known, or later."""
    page = {"per_page": _PAGE} | ({"starting_after": state["after"]} if state["after"] else {})
    return {
        "query": {"field": "updated_at", "operator": ">", "value": state["since"] - 1},
        "pagination": page,
        "sort": {"field": "updated_at", "order": "ascending"},
    }
