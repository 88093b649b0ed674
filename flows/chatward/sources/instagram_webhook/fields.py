"""The fields that Instagram's webhook calls and Graph API answers are known to have."""

from chatward.sources.meta.payload_fields import FIELDS

__all__ = ["FIELDS"]
