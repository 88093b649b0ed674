"""The platforms whose APIs are pulled from, and how each is signed in to."""

from collections.abc import Iterator
from pathlib import Path

import httpx

from chatward import settings
from chatward.errors import TransferError
from chatward.policy.pull import Api, Pull
from chatward.pulling import intercom, slack, zendesk
from chatward.pulling.answers import ApiClient, Page, Pages, Progress
from chatward.pulling.patience import Patience
from chatward.pulling.places import sender

_PAGES: dict[Api, Pages] = {Api.SLACK: slack.pages, Api.ZENDESK: zendesk.pages, Api.INTERCOM: intercom.pages}
_ENDPOINTS = {Api.SLACK: slack.ENDPOINT, Api.INTERCOM: intercom.ENDPOINT}


def pages_of(api: Api, client: ApiClient, progress: Progress) -> Iterator[Page]:
    """Yield what is new, page by page; raises like ``Pages``, also where answers are not what the API promises."""
    try:
        yield from _PAGES[api](client, progress)
    except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
        raise TransferError(
            f"the answers of {api} are not as they should be ({type(error).__name__})", hint="look at `endpoint`"
        ) from None


def open_api(pull: Pull, root: Path, patience: Patience) -> ApiClient:
    """Return a client of the API that a policy names; nothing is sent yet.

    Raises:
        ConfigError: the token is missing.
    """
    assert pull.api is not None
    assert pull.secret is not None
    secret = settings.read_secret(pull.secret, root)
    if pull.api is Api.ZENDESK and pull.account:
        made = sender(pull, root, httpx.BasicAuth(f"{pull.account}/token", secret))
    else:
        made = sender(pull, root, token=secret)
    if pull.api is Api.INTERCOM:
        made.headers.update(intercom.VERSION)
    return ApiClient(made, pull.endpoint or _ENDPOINTS[pull.api], patience)
