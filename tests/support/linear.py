"""Whether work on a text grows with its length alone."""

import time
from collections.abc import Callable

_SHORT, _LONG = 12_500, 100_000
# eight times the length costs sixty-four times as much where it is quadratic; below the floor nobody waits
_TIMES, _FLOOR_S = 20, 1.0
_TRIES = 3


def takes_time_in_proportion(work: Callable[[str], object], piece: str, before: str = "") -> bool:
    """Return whether a long text of ``piece`` after ``before`` costs its share of a shorter one, in seconds of CPU.

    What is quadratic never does; what is linear may fail once on a machine that others use, so it is asked again.
    """

    def seconds(length: int) -> float:
        text = (before + piece * length)[:length]
        started = time.process_time()
        work(text)
        return time.process_time() - started

    seconds(1_000)
    short = seconds(_SHORT)
    return any(seconds(_LONG) < max(_TIMES * short, _FLOOR_S) for _ in range(_TRIES))
