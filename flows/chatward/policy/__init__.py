"""The one policy file: typed, checked whole, read once."""

from chatward.policy.loading import load
from chatward.policy.model import Policy
from chatward.policy.period import Period

__all__ = ["Period", "Policy", "load"]
