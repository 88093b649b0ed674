"""Pulls from Slack's Web API what its reader knows from workspace exports: lists, and a folder a conversation."""

import hashlib
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import orjson

from chatward.errors import TransferError
from chatward.pulling.answers import ApiClient, Page, Progress, moved

ENDPOINT = "https://slack.com/api"
_LOOK_BACK = timedelta(days=7)
"""How far back messages are asked for again: for edits, deletions and late answers, which come under the old time."""
_LISTS = {
    "public_channel": "channels.json", "private_channel": "groups.json", "mpim": "mpims.json", "im": "dms.json",
}  # fmt: skip
_PAGE = 200
_CLOSED = frozenset({"not_in_channel", "channel_not_found", "is_archived"})
"""Answers about a conversation that the app does not take part in."""


def pages(api: ApiClient, progress: Progress) -> Iterator[Page]:
    """Yield users and conversations, then the new messages and answers of each conversation, newest first."""
    users = list(_all(api, "users.list", "members"))
    yield api.page("users.json", users, is_companion=True)
    conversations: list[str] = []
    for kind, file in _LISTS.items():
        listed = list(_all(api, "conversations.list", "channels", types=kind))
        yield api.page(file, [_with_members(each) for each in listed], is_companion=True)
        conversations += [each["id"] for each in listed if each.get("is_member", True)]
    for conversation in conversations:
        yield from _history(api, conversation, progress)


def _with_members(conversation: dict[str, Any]) -> dict[str, Any]:
    """Return a conversation with the field by which an export's lists are told from others."""
    return {"members": [conversation["user"]] if "user" in conversation else [], **conversation}


def _history(api: ApiClient, conversation: str, progress: Progress) -> Iterator[Page]:
    stream = f"history/{conversation}"
    state = progress.begun.get(stream) or _begin(progress, progress.landed.get(stream))
    while not state["done"]:
        try:
            answer = _call(
                api, "conversations.history", channel=conversation, oldest=state["oldest"], cursor=state["page"],
                inclusive="true", limit=_PAGE,
            )  # fmt: skip
        except _SlackError as error:
            if error.code not in _CLOSED:
                raise
            return
        messages = answer["messages"]
        newest = max([state["newest"], *(each["ts"] for each in messages)], key=float)
        page, number = moved(state["page"], _next(answer)), state["number"] + 1
        state = state | {"newest": newest, "page": page, "number": number, "done": page is None}
        said = [*messages, *_answers(api, conversation, messages, state["oldest"])]
        digest = hashlib.sha256(orjson.dumps(said)).hexdigest()
        is_known = digest in state["known"]
        state["digests"] = [*state["digests"], digest]
        content = None if is_known or not said else said
        yield api.page(f"{conversation}/{number:06}.json", content, cursors={stream: state})


def _begin(progress: Progress, landed: Any) -> dict[str, Any]:
    oldest = progress.since.timestamp()
    newest, known = f"{oldest:.6f}", []
    if landed:
        newest = landed["newest"]
        known = landed["digests"]
        oldest = max(oldest, float(newest) - _LOOK_BACK.total_seconds())
    return {
        "oldest": f"{oldest:.6f}", "newest": newest, "page": None, "number": 0, "done": False,
        "known": known, "digests": [],
    }  # fmt: skip


def _answers(
    api: ApiClient, conversation: str, messages: list[dict[str, Any]], oldest: str
) -> Iterator[dict[str, Any]]:
    """Yield the answers in the threads that some messages began, but for their first messages."""
    for message in messages:
        if not message.get("reply_count") or float(message.get("latest_reply", "inf")) < float(oldest):
            continue
        found = _all(api, "conversations.replies", "messages", channel=conversation, ts=message["ts"], oldest=oldest)
        yield from (answer for answer in found if answer["ts"] != message["ts"])


def _all(api: ApiClient, method: str, records: str, **parameters: str) -> Iterator[dict[str, Any]]:
    page = None
    while True:
        answer = _call(api, method, limit=_PAGE, cursor=page, **parameters)
        yield from answer[records]
        page = moved(page, _next(answer))
        if page is None:
            return


def _next(answer: dict[str, Any]) -> str | None:
    return (answer.get("response_metadata") or {}).get("next_cursor") or None


class _SlackError(TransferError):
    """Slack answers that it will not; ``code`` is a word of its API."""

    def __init__(self, code: str) -> None:
        super().__init__(f"Slack answers {code}", hint="look at the token and at the scopes that it has")
        self.code = code


def _call(api: ApiClient, method: str, **parameters: str | int | None) -> dict[str, Any]:
    answer = api.get(method, **parameters)
    if answer.get("ok") is not True:
        code = answer.get("error")
        raise _SlackError(code if isinstance(code, str) and code.replace("_", "").isalnum() else "nothing")
    return answer
