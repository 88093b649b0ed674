"""Lists of digests that lie beside exports, as ``sha256sum`` writes them: what an export was when it was put there."""

import re
from collections.abc import Mapping

from chatward.policy.location import DIGEST_SUFFIX

MOST_BYTES = 16 << 20
_LINE = re.compile(r"\\?([0-9A-Fa-f]{64})(?:[ \t]+[ *]?(.+))?")


def parse(name: str, content: bytes) -> Mapping[str, str]:
    """Return the digests, 64 lower-case hex digits, by the names of the objects that they are of.

    Args:
        name: of the list; names in it are relative to its folder. One that is called like a single object, with
            ``.sha256`` behind, may leave the name out.
        content: its bytes; lines that are no digest are passed by.
    """
    folder = name[: name.rfind("/") + 1]
    of_all = name.removesuffix(DIGEST_SUFFIX)
    digests = {}
    for line in content.decode("utf-8", errors="replace").splitlines():
        if found := _LINE.fullmatch(line.strip()):
            is_single = of_all != name
            digests[of_all if is_single else folder + (found[2] or "").removeprefix("./")] = found[1].lower()
    return digests
