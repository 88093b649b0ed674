"""The fields that Instagram's downloads are known to have."""

from chatward.sources.meta.thread_fields import FIELDS as _FIELDS
from chatward.sources.meta.thread_fields import OPAQUE as _OPAQUE
from chatward.sources.meta.thread_fields import TYPES

__all__ = ["FIELDS", "OPAQUE", "TYPES"]

_FORMER = """
    conversation sender created_at heart likes username date media media_url media_owner media_share_caption
    media_share_url story_share story_share_type live_video_share video_call_action action voice_media
    animated_media_images is_random profile_share_username profile_share_name mentioned_username user
"""
FIELDS = _FIELDS | frozenset(_FORMER.split())
"""Of threads, and of all conversations in one file, as before 2021."""

OPAQUE = _OPAQUE | {"animated_media_images"}
