"""The weights that come with the package: read once, when a text is first tagged."""

import hashlib
import io
from functools import cache
from importlib.resources import files

import numpy as np

from chatward.detect.tagger.features import Lexicon
from chatward.detect.tagger.model import Model
from chatward.errors import IntegrityError

NAME = "weights.npz"
DIGEST_NAME = "weights.sha256"
_PACKAGE = "chatward.detect.tagger"

_LEVELS, _SPREAD = 15, 4
# Steps of the table's numbers on either side of zero, and standard deviations that they cover: it packs well.


@cache
def shipped() -> Model:
    """Return the package's own model.

    Raises:
        IntegrityError: the file's SHA-256 is not the one that was recorded when it was made.
    """
    packed = (files(_PACKAGE) / NAME).read_bytes()
    if hashlib.sha256(packed).hexdigest() != digest():
        raise IntegrityError("the name tagger's weights are not those that were shipped", hint="install chatward anew")
    return unpack(packed)


def digest() -> str:
    """Return the recorded SHA-256 of the weights, in hex: it changes whenever the tagger may find other names."""
    return (files(_PACKAGE) / DIGEST_NAME).read_text(encoding="ascii").strip()


def unpack(packed: bytes) -> Model:
    """Return the model that ``pack`` wrote: a table of steps with a scale a column, the rest in half precision."""
    with np.load(io.BytesIO(packed), allow_pickle=False) as arrays:
        floats = {name: arrays[name].astype(np.float32) for name in ("window", "window_bias", "labels", "labels_bias")}
        hashes = np.cumsum(arrays["lexicon_steps"], dtype=np.uint32)
        table = arrays["table"] * arrays["table_scale"].astype(np.float32)
        return Model(table=table, lexicon=Lexicon(hashes, arrays["lexicon_codes"]), **floats)


def pack(model: Model) -> bytes:
    """Return a model's bytes (NumPy's zip of arrays); equal models give equal bytes."""
    scale = np.maximum(_SPREAD * model.table.std(axis=0), 1e-6) / _LEVELS
    arrays = {
        name: getattr(model, name).astype(np.float16) for name in ("window", "window_bias", "labels", "labels_bias")
    }
    file = io.BytesIO()
    np.savez_compressed(
        file,
        allow_pickle=False,
        table=np.clip(np.rint(model.table / scale), -_LEVELS, _LEVELS).astype(np.int8),
        table_scale=scale.astype(np.float32),
        lexicon_steps=np.diff(model.lexicon.hashes, prepend=np.uint32(0)),
        lexicon_codes=model.lexicon.codes,
        **arrays,
    )
    return file.getvalue()
