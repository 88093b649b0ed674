"""How long and how often something is tried again that may heal."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from chatward.pulling.objects import CutError

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Patience:
    """Bounds of trying again.

    Attributes:
        attempts: in a row that may bring nothing.
        first_wait_s: before the second attempt; twice as long before each further one, with some chance in it.
        longest_wait_s: of all waits, that which a server asks for included: beyond it the next run goes on.
        sleep: waits for so many seconds.
    """

    attempts: int = 5
    first_wait_s: float = 1.0
    longest_wait_s: float = 120.0
    sleep: Callable[[float], None] = time.sleep

    def wait(self, failures: int, error: CutError) -> None:
        """Wait after so many failures in a row; raises the error where it is time to give up."""
        if failures >= self.attempts or (error.wait_s or 0) > self.longest_wait_s:
            raise error
        backoff = self.first_wait_s * 2 ** (failures - 1) * random.uniform(0.8, 1.2)  # noqa: S311 - spreads load only
        self.sleep(min(self.longest_wait_s, max(backoff, error.wait_s or 0)))

    def call(self, act: Callable[[], R]) -> R:
        """Return what ``act`` returns, trying again what may heal."""
        failures = 0
        while True:
            try:
                return act()
            except CutError as error:
                failures += 1
                self.wait(failures, error)
