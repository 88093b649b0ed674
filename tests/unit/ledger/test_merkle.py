import base64
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatward.ledger import merkle

VECTORS = Path(__file__).parents[4] / "shared" / "vectors" / "merkle"
needs_vectors = pytest.mark.skipif(not VECTORS.is_dir(), reason="the published vectors are not here")

sizes = st.integers(1, 400)


def tree(size: int) -> list[bytes]:
    return [merkle.leaf_hash(str(number).encode()) for number in range(size)]


def plain_root(leaves: list[bytes]) -> bytes:
    """The root as the RFC defines it, word for word."""
    if len(leaves) == 1:
        return leaves[0]
    middle = 1
    while middle * 2 < len(leaves):
        middle *= 2
    return merkle.node_hash(plain_root(leaves[:middle]), plain_root(leaves[middle:]))


def vectors(kind: str) -> list[object]:
    paths = sorted((VECTORS / kind).rglob("*.json"))
    return [pytest.param(json.loads(path.read_bytes()), id=str(path.relative_to(VECTORS))) for path in paths]


def decoded(text: str | None) -> bytes:
    return base64.b64decode(text or "")


@needs_vectors
@pytest.mark.parametrize("case", vectors("inclusion"))
def test_inclusion_proofs_are_judged_as_published(case: dict[str, object]) -> None:
    def check() -> None:
        merkle.check_inclusion(
            decoded(case["leafHash"]), case["leafIdx"], case["treeSize"],
            proof=[decoded(each) for each in case["proof"] or ()], root=decoded(case["root"]),
        )  # fmt: skip

    if case["wantErr"]:
        with pytest.raises(merkle.ProofError):
            check()
    else:
        check()


@needs_vectors
@pytest.mark.parametrize("case", vectors("consistency"))
def test_consistency_proofs_are_judged_as_published(case: dict[str, object]) -> None:
    def check() -> None:
        merkle.check_consistency(
            case["size1"], case["size2"], proof=[decoded(each) for each in case["proof"] or ()],
            old_root=decoded(case["root1"]), root=decoded(case["root2"]),
        )  # fmt: skip

    if case["wantErr"]:
        with pytest.raises(merkle.ProofError):
            check()
    else:
        check()


@needs_vectors
def test_roots_are_those_of_the_reference_tests() -> None:
    known = json.loads((VECTORS / "rfc6962_roots.json").read_bytes())
    leaves = [merkle.leaf_hash(bytes.fromhex(each)) for each in known["leaf_inputs_hex"]]
    found = [merkle.root(size, merkle.in_memory(leaves[:size])).hex() for size in range(len(leaves) + 1)]
    assert found == known["roots_hex_by_size"]


@given(size=sizes)
def test_the_root_is_what_the_definition_says(size: int) -> None:
    leaves = tree(size)
    assert merkle.root(size, merkle.in_memory(leaves)) == plain_root(leaves)


@given(size=sizes, data=st.data())
def test_every_leaf_has_a_proof_and_no_other_leaf_has_it(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    leaves = tree(size)
    subtree = merkle.in_memory(leaves)
    proof, root = merkle.inclusion_proof(index, size, subtree), merkle.root(size, subtree)
    merkle.check_inclusion(leaves[index], index, size, proof=proof, root=root)
    other = data.draw(st.integers(0, size))
    if other != index:
        with pytest.raises(merkle.ProofError):
            merkle.check_inclusion(leaves[index], other, size, proof=proof, root=root)
        with pytest.raises(merkle.ProofError):
            merkle.check_inclusion(merkle.leaf_hash(str(other).encode()), index, size, proof=proof, root=root)


@given(size=sizes, data=st.data())
def test_every_beginning_is_proven_and_no_other_tree_is(size: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, size))
    leaves = tree(size)
    root, old_root = plain_root(leaves), plain_root(leaves[:old])
    proof = merkle.consistency_proof(old, size, merkle.in_memory(leaves))
    merkle.check_consistency(old, size, proof=proof, old_root=old_root, root=root)
    with pytest.raises(merkle.ProofError):
        merkle.check_consistency(old, size, proof=proof, old_root=merkle.leaf_hash(b"other"), root=root)
    if old != size:
        with pytest.raises(merkle.ProofError):
            merkle.check_consistency(old, size, proof=proof[:-1], old_root=old_root, root=root)


def test_nothing_is_asked_of_leaves_that_are_not_there() -> None:
    subtree = merkle.in_memory(tree(3))
    for index in (-1, 3):
        with pytest.raises(ValueError, match="is not in a tree of 3"):
            merkle.inclusion_proof(index, 3, subtree)
    for old in (-1, 4):
        with pytest.raises(ValueError, match="cannot follow"):
            merkle.consistency_proof(old, 3, subtree)
