"""The fields that Instagram's webhook calls and Graph API answers are known to have."""

from chatward.sources.meta.payload_fields import BELOW, FIELDS, OPAQUE, TYPES

__all__ = ["BELOW", "FIELDS", "OPAQUE", "TYPES"]
