"""What Instagram's downloads of before 2021 look like; threads are told from Messenger's by ``recognise_content``."""

import re

from chatward.sources.forms import Form, Look

_DOWNLOAD = re.compile(
    r"(?:account_history|autofill|checkout|comments|connections|contacts|devices|events|guides|information_about_you|likes"
    r"|media|profile|saved|searches|seen_content|settings|shopping|stories_activities|uploaded_contacts)\.json$"
    r"|(?:photos|videos|direct|profile|stories)/"
)


def is_conversations(look: Look) -> bool:
    """Return whether a file holds all conversations of an account, each a list of messages beside its participants."""
    if look.opener != b"[" or b'"conversation"' not in look.head:
        return False
    first = look.first_object
    said = first.get("conversation")
    if not isinstance(said, list) or "participants" not in first:
        return False
    return all(isinstance(each, dict) and {"sender", "created_at"} <= each.keys() for each in said[:1])


def _root(name: str) -> str:
    return name.rpartition("/")[0]


FORMS = (Form("instagram", is_conversations, _root, belongings=_DOWNLOAD),)
