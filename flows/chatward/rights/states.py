"""Where a request stands, told by what was done with it: acts are only ever added, and states allow some of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class State(StrEnum):
    """Where a request stands."""

    RECEIVED = "received"
    """Taken in; nobody has verified yet who asks, and nothing is done or told."""
    VERIFIED = "verified"
    """Who asks is verified: the next run acts on it."""
    IN_REVIEW = "in_review"
    """Whose data are meant is doubtful: somebody must decide."""
    ACTING = "acting"
    """Begun, and not done in all stores yet."""
    DONE = "done"
    REFUSED = "refused"
    CLOSED = "closed"
    """Nothing to do: the same was asked for before, or it was taken back."""

    @property
    def is_open(self) -> bool:
        """Whether the clock still runs."""
        return self not in (State.DONE, State.REFUSED, State.CLOSED)


class Act(StrEnum):
    """What can be done with a request, or happen to it."""

    RECEIVED = "received"
    VERIFIED = "verified"
    EXTENDED = "extended"
    DOUBTED = "doubted"
    REVIEWED = "reviewed"
    BEGUN = "begun"
    STORE_DONE = "store_done"
    HELD = "held"
    FAILED = "failed"
    DONE = "done"
    REFUSED = "refused"
    DUPLICATE = "duplicate"
    TAKEN_BACK = "taken_back"
    LIFTED = "lifted"
    PACKAGE_DISPOSED = "package_disposed"
    RENEWED = "renewed"


_OPEN = frozenset(state for state in State if state.is_open)
_WORKED_ON = frozenset({State.VERIFIED, State.ACTING})
# what each act needs, and what it leads to; None leaves the state as it is
_TRANSITIONS: Mapping[Act, tuple[frozenset[State], State | None]] = {
    Act.VERIFIED: (frozenset({State.RECEIVED}), State.VERIFIED),
    Act.EXTENDED: (_OPEN, None),
    Act.DOUBTED: (_WORKED_ON | {State.RECEIVED}, State.IN_REVIEW),
    Act.REVIEWED: (frozenset({State.IN_REVIEW}), State.VERIFIED),
    Act.BEGUN: (_WORKED_ON, State.ACTING),
    Act.STORE_DONE: (frozenset({State.ACTING}), None),
    Act.HELD: (frozenset({State.ACTING}), None),
    Act.FAILED: (_WORKED_ON, None),
    Act.DONE: (_WORKED_ON, State.DONE),
    # what has begun is finished: a half of it can be neither refused nor taken back
    Act.REFUSED: (_OPEN - {State.ACTING}, State.REFUSED),
    Act.DUPLICATE: (_WORKED_ON - {State.ACTING}, State.CLOSED),
    Act.TAKEN_BACK: (_OPEN - {State.ACTING}, State.CLOSED),
    Act.LIFTED: (frozenset({State.DONE}), None),
    Act.PACKAGE_DISPOSED: (frozenset({State.DONE}), None),
    # its package showed words of somebody who is erased, and is made again without them
    Act.RENEWED: (frozenset({State.DONE}), State.VERIFIED),
}


def after(state: State | None, act: Act) -> State | None:
    """Return the state that an act leads to; None where the state does not allow it.

    Args:
        state: None before the first act, which is the receipt.
        act: what is about to be done.
    """
    if act is Act.RECEIVED:
        return State.RECEIVED if state is None else None
    allowed, result = _TRANSITIONS[act]
    return (result or state) if state in allowed else None


@dataclass(frozen=True, slots=True)
class Done:
    """One act on a request: what, when, and a code that says why or where."""

    act: Act
    at: datetime
    code: str | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a request stands.

    Attributes:
        due_at: when it must be answered, after an extension too.
        closed_at: when the clock stopped first, if it did: an answer that is renewed was in time.
        code: of the act that led here, like the reason of a refusal.
        is_held: whether what is left of it waits for the release of a hold.
    """

    state: State
    due_at: datetime
    closed_at: datetime | None
    code: str | None
    is_extended: bool
    is_held: bool

    def is_overdue(self, now: datetime) -> bool:
        """Return whether the time is over and no answer was given; what a hold keeps was answered as far as it may."""
        return self.state.is_open and self.closed_at is None and not self.is_held and now > self.due_at

    @property
    def was_late(self) -> bool:
        """Whether it was answered after its time."""
        return self.closed_at is not None and self.closed_at > self.due_at


def standing(due_at: datetime, acts: Iterable[Done]) -> Standing:
    """Return where the acts, in their order, lead; acts that their state did not allow are passed by.

    Args:
        due_at: when it must be answered, as reckoned when it was received.
        acts: of one request, the receipt first.
    """
    state, code, closed_at, is_extended, is_held = None, None, None, False, False
    for done in acts:
        following = after(state, done.act)
        if following is None:
            continue
        if done.act is Act.EXTENDED and done.until:
            due_at, is_extended = done.until, True
        is_held = done.act is Act.HELD or (is_held and done.act is not Act.DONE)
        if following is not state or done.act is Act.FAILED:
            code = done.code
        if state is not None and state.is_open and not following.is_open and closed_at is None:
            closed_at = done.at
        state = following
    if state is None:
        raise ValueError("a request begins with its receipt")
    return Standing(state, due_at, closed_at, code, is_extended, is_held)
