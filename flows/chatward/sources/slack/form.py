"""How files that slackdump writes in forms of its own are told; Slack's own are by ``recognise_content``."""

from chatward.sources.forms import Form, Look
from chatward.sources.slack.dump import is_chunk, is_dump, is_message

_COMPANIONS = ("users.json", "channels.json", "workspace.json")


def root(name: str) -> str:
    """Return the folder that conversations lie in side by side."""
    return name.rpartition("/")[0]


def _matches_dump(look: Look) -> bool:
    if look.opener != b"{" or b'"messages"' not in look.head:
        return False
    return (b'"ts"' in look.head or b'"channel_id"' in look.head) and is_dump(look.first_object)


def _matches_chunks(look: Look) -> bool:
    return look.opener == b"{" and b'"ts"' in look.head and is_chunk(look.first_object)


def _matches_message(look: Look) -> bool:
    return look.opener == b"{" and b'"ts"' in look.head and is_message(look.first_object)


def _matches_lists(look: Look) -> bool:
    return look.name.rpartition("/")[2] in _COMPANIONS and _matches_chunks(look)


FORMS = (
    Form("slack", _matches_lists, root, is_companion=True),
    Form("slack", _matches_dump, root),
    Form("slack", _matches_chunks, root),
    Form("slack", _matches_message),
)
