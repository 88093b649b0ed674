"""What can be asked for, and what each kind of request needs."""

from collections.abc import Mapping
from enum import StrEnum

from chatward.policy.vocabulary import Clock


class Right(StrEnum):
    """The rights of data subjects (GDPR Art. 7(3) and 15 to 21; CCPA, LGPD and others know most of them too)."""

    ACCESS = "access"
    PORTABILITY = "portability"
    ERASURE = "erasure"
    RECTIFICATION = "rectification"
    RESTRICTION = "restriction"
    OBJECTION = "objection"
    WITHDRAWAL = "withdrawal"

    @property
    def needs_proof(self) -> bool:
        """Whether the identity of who asks must be verified before anything is done.

        A consent is withdrawn as easily as it is given (GDPR Art. 7(3)), and a false withdrawal shows nothing to
        anybody and destroys nothing.
        """
        return self is not Right.WITHDRAWAL

    @property
    def makes_package(self) -> bool:
        """Whether the answer is a package of data."""
        return self in (Right.ACCESS, Right.PORTABILITY)

    @property
    def acts_at_once(self) -> bool:
        """Whether it is done as soon as it is taken in, since it destroys and discloses nothing."""
        return self in (Right.RESTRICTION, Right.OBJECTION, Right.WITHDRAWAL)


class Scope(StrEnum):
    """What an erasure is about: all of a person's data, one conversation, or one message."""

    SUBJECT = "subject"
    CONVERSATION = "conversation"
    MESSAGE = "message"


CLOCKS: Mapping[Right, Clock] = {
    Right.ACCESS: Clock.ACCESS_REQUEST,
    Right.PORTABILITY: Clock.PORTABILITY_REQUEST,
    Right.ERASURE: Clock.ERASURE_REQUEST,
    Right.RECTIFICATION: Clock.RECTIFICATION_REQUEST,
    Right.RESTRICTION: Clock.RESTRICTION_REQUEST,
    Right.OBJECTION: Clock.OBJECTION,
    Right.WITHDRAWAL: Clock.WITHDRAWAL,
}
"""The policy's clock for each right."""
