"""What a phrase book holds. A phrase names its values in braces; ``sample.texts`` knows which there are."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Book:
    """The phrases of one language, by who says them and when.

    Attributes:
        opening: a customer begins.
        asking: a customer goes on; no structured identifier in it.
        giving: a customer gives identifiers of their own or of others.
        thanking: a customer ends.
        greeting: an agent answers for the first time.
        answering: an agent goes on; no structured identifier in it.
        sharing: an agent gives or repeats identifiers.
        closing: an agent ends.
        tails: short sentences that either side may add.
    """

    opening: tuple[str, ...]
    asking: tuple[str, ...]
    giving: tuple[str, ...]
    thanking: tuple[str, ...]
    greeting: tuple[str, ...]
    answering: tuple[str, ...]
    sharing: tuple[str, ...]
    closing: tuple[str, ...]
    tails: tuple[str, ...]
