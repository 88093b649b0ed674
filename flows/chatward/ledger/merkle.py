"""Merkle trees as in RFC 6962, section 2.1: hashes, roots, proofs and their verification, over SHA-256.

Leaves are counted from 0. A proof is a list of hashes of 32 bytes, in the order of the RFC. Every function takes
values; those that need hashes of a tree get them by a function, wherever they are kept.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence

HASH_BYTES = 32

Subtree = Callable[[int, int], bytes]
"""Returns the hash of the whole subtree of a level and a number: of leaves ``number << level`` to the next one's."""


class ProofError(ValueError):
    """A proof does not show what it is said to show."""


def leaf_hash(content: bytes) -> bytes:
    """Return the hash of a leaf's content."""
    return hashlib.sha256(b"\0" + content).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of two subtrees, put together."""
    return hashlib.sha256(b"\1" + left + right).digest()


def in_memory(leaves: Sequence[bytes]) -> Subtree:
    """Return the subtrees above the hashes of leaves that are held in memory."""
    levels = [list(leaves)]
    while len(levels[-1]) > 1:
        below = levels[-1]
        levels.append([node_hash(*below[place : place + 2]) for place in range(0, len(below) - 1, 2)])
    return lambda level, number: levels[level][number]


def root(size: int, subtree: Subtree) -> bytes:
    """Return the hash of the tree of the first ``size`` leaves."""
    return _range_hash(0, size, subtree) if size else hashlib.sha256().digest()


def inclusion_proof(index: int, size: int, subtree: Subtree) -> list[bytes]:
    """Return the audit path of a leaf in the tree of ``size`` leaves (section 2.1.1).

    Raises:
        ValueError: there is no such leaf.
    """
    if not 0 <= index < size:
        raise ValueError(f"leaf {index} is not in a tree of {size}")
    proof = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        inside, outside = ((start, middle), (middle, end)) if index < middle else ((middle, end), (start, middle))
        proof.append(_range_hash(*outside, subtree))
        start, end = inside
    return proof[::-1]


def consistency_proof(old: int, size: int, subtree: Subtree) -> list[bytes]:
    """Return what shows that the tree of ``old`` leaves is the beginning of that of ``size`` (section 2.1.2).

    Nothing needs to be shown of an empty tree, or of the very same: the proof is empty then.

    Raises:
        ValueError: the old tree is larger.
    """
    if not 0 <= old <= size:
        raise ValueError(f"a tree of {size} leaves cannot follow one of {old}")
    if old in (0, size):
        return []
    proof = []
    start, end = 0, size
    while end != old:
        middle = start + _split(end - start)
        inside, outside = ((start, middle), (middle, end)) if old <= middle else ((middle, end), (start, middle))
        proof.append(_range_hash(*outside, subtree))
        start, end = inside
    # the verifier knows the old tree's root, so that what is left of it needs no hash where it is all of it
    return [*([_range_hash(start, end, subtree)] if start else []), *proof[::-1]]


def check_inclusion(leaf: bytes, index: int, size: int, *, proof: Sequence[bytes], root: bytes) -> None:
    """Check that a leaf's hash stands at ``index`` in the tree of ``size`` leaves and this root (RFC 9162, 2.1.3.2).

    Raises:
        ProofError: it is not shown.
    """
    if len(leaf) != HASH_BYTES:
        raise ProofError(f"the leaf's hash is not of {HASH_BYTES} bytes")
    if not 0 <= index < size:
        raise ProofError(f"leaf {index} is not in a tree of {size}")
    found = leaf
    for sibling, is_left in _climbed(index, size - 1, proof):
        found = node_hash(sibling, found) if is_left else node_hash(found, sibling)
    if found != root:
        raise ProofError("the proof does not lead to the root")


def check_consistency(old: int, size: int, *, proof: Sequence[bytes], old_root: bytes, root: bytes) -> None:
    """Check that the tree of ``old`` leaves is the beginning of that of ``size`` (RFC 9162, 2.1.4.2).

    Raises:
        ProofError: it is not shown; of an empty old tree nothing can be.
    """
    if not 0 < old <= size:
        raise ProofError(f"nothing shows that a tree of {size} leaves follows one of {old}")
    if old == size:
        if proof or old_root != root:
            raise ProofError("trees of one size have one root and need no proof")
        return
    if not proof:
        raise ProofError("the proof is empty")
    path = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    place, last = old - 1, size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    first = second = path[0]
    for sibling, is_left in _climbed(place, last, path[1:]):
        first = node_hash(sibling, first) if is_left else first
        second = node_hash(sibling, second) if is_left else node_hash(second, sibling)
    if (first, second) != (old_root, root):
        raise ProofError("the proof does not lead to both roots")


def _climbed(place: int, last: int, siblings: Sequence[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Yield the hashes beside the path from a node up to the root, and whether each stands on the left.

    Args:
        place: the node's number in its level.
        last: number of the last node of that level.
        siblings: from below.
    """
    for sibling in siblings:
        if last == 0:
            raise ProofError("the proof is too long")
        is_left = bool(place & 1) or place == last
        yield sibling, is_left
        while is_left and place and not place & 1:  # levels in which the last node has no sibling
            place, last = place >> 1, last >> 1
        place, last = place >> 1, last >> 1
    if last:
        raise ProofError("the proof is too short")


def _range_hash(start: int, end: int, subtree: Subtree) -> bytes:
    """Return the hash of leaves ``start`` to ``end``, where ``start`` is a multiple of the least power of two above."""
    length = end - start
    if length & (length - 1) == 0:
        level = length.bit_length() - 1
        return subtree(level, start >> level)
    middle = start + _split(length)
    return node_hash(_range_hash(start, middle, subtree), _range_hash(middle, end, subtree))


def _split(length: int) -> int:
    """Return the largest power of two below ``length``, which is more than 1."""
    return 1 << (length - 1).bit_length() - 1
