"""Files that gzip packed, as queues of calls are when a new one is begun: each is the one file in it, within limits."""

import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, cast

from chatward.errors import SourceFormatError
from chatward.sources.archives import HARMLESS_BYTES, Limits

PACKED_START = b"\x1f\x8b\x08"
_DAMAGES = (gzip.BadGzipFile, zlib.error, EOFError)
_PIECE_BYTES = 2**20


def unpacked(stream: BinaryIO, packed_bytes: int, limits: Limits) -> tuple[BinaryIO, int]:
    """Return what a file of so many bytes unpacks to, as a stream, and its size: it is unpacked once to know that.

    Raises:
        SourceFormatError: it is damaged, cut off, or built to harm.
    """
    stream.seek(0)
    inner = cast(BinaryIO, gzip.GzipFile(fileobj=stream, mode="rb"))
    most = min(limits.total_bytes, max(HARMLESS_BYTES, limits.ratio * packed_bytes))
    size = 0
    with undamaged():
        while piece := inner.read(_PIECE_BYTES):
            size += len(piece)
            if size > most:
                raise SourceFormatError(
                    f"the file unpacks to over {most} bytes, which is more than is read of its size"
                )
    return inner, size


@contextmanager
def undamaged() -> Iterator[None]:
    """Turn what unpacking a file fails with into a sentence."""
    try:
        yield
    except _DAMAGES:
        raise SourceFormatError(
            "the packed file is damaged or cut off", hint="download or copy the export again"
        ) from None
