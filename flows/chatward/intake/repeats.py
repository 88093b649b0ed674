"""Counts equal records, which a platform without ids leaves to be told apart by how many came before."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from chatward.identity.index import ID_BYTES


class Repeats:
    """How often each record was met, over one part of a file after the other; eight bytes a record are kept of it."""

    def __init__(self) -> None:
        self._met = np.empty(0, np.uint64)

    def numbers(self, ids: Sequence[bytes]) -> npt.NDArray[np.int64]:
        """Return for each record how many equal ones came before it, and remember them all.

        Args:
            ids: of ``identity.index``, from what identifies each, its file included where there are several; half of
                an id makes two different records differ.
        """
        digests = np.frombuffer(b"".join(ids), np.uint64)[:: ID_BYTES // 8]
        before = np.searchsorted(self._met, digests, "right") - np.searchsorted(self._met, digests, "left")
        order = np.argsort(digests, kind="stable")
        ordered = digests[order]
        places = np.arange(len(ordered))
        is_first = np.ones(len(ordered), bool)
        is_first[1:] = ordered[1:] != ordered[:-1]
        within = np.empty(len(ordered), np.int64)
        within[order] = places - np.maximum.accumulate(np.where(is_first, places, 0))
        self._met = np.sort(np.concatenate([self._met, ordered]), kind="stable")
        return before + within
