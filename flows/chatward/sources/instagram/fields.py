"""The fields that Instagram's downloads are known to have."""

from chatward.sources.meta.thread_fields import FIELDS, OPAQUE, TYPES

__all__ = ["FIELDS", "OPAQUE", "TYPES"]
