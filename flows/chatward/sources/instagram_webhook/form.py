"""Tells files of Instagram's webhook calls and Graph API answers from all others."""

from chatward.sources.forms import Form, Look
from chatward.sources.meta.recognition import platform_of

PLATFORM = "instagram_webhook"


def _matches(look: Look) -> bool:
    return platform_of(look) == PLATFORM


FORMS = (Form(PLATFORM, _matches),)
