"""Tells which messages of an export repeat another of it: platforms write some twice, and their own ids say so."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray


class Repeats:
    """Remembers the messages of one export, in eight bytes each, so that exports of any size can be counted."""

    def __init__(self) -> None:
        self._met: NDArray[np.int64] = np.empty(0, dtype=np.int64)

    def left_out(self, messages: pa.Table) -> pa.Table:
        """Return ``messages`` without those that came before; what has no id of its platform's repeats nothing."""
        ids = messages["platform_message_id"]
        if ids.null_count == len(ids):
            return messages
        keys = _keys(messages)
        is_new = np.zeros(len(keys), dtype=bool)
        is_new[np.unique(keys, return_index=True)[1]] = True
        is_new &= ~_is_in(keys, self._met)
        is_new |= ids.is_null().to_numpy()
        self._met = np.sort(np.concatenate([self._met, keys[is_new]]), kind="stable")
        return messages if is_new.all() else messages.filter(pa.array(is_new))


def _keys(messages: pa.Table) -> NDArray[np.int64]:
    """Return a number for each message's conversation and id, which two different ones share by chance only."""
    conversations = messages["conversation_key"].cast(pa.string()).combine_chunks().dictionary_encode()
    known = np.array([hash((key,)) for key in conversations.dictionary.to_pylist()] or [0], dtype=np.int64)
    places = pc.fill_null(conversations.indices, 0).to_numpy()
    ids = np.fromiter(map(hash, messages["platform_message_id"].to_pylist()), np.int64, messages.num_rows)
    return np.asarray(ids ^ known[places])


def _is_in(keys: NDArray[np.int64], met: NDArray[np.int64]) -> NDArray[np.bool_]:
    if not len(met):
        return np.zeros(len(keys), dtype=bool)
    places = np.minimum(np.searchsorted(met, keys), len(met) - 1)
    return np.asarray(met[places] == keys)
