import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from chatward.errors import ConfigError, IntegrityError
from chatward.ledger import log, tiles
from chatward.ledger.checkpoints import check_proof, parse_proof, read_checkpoint
from chatward.ledger.log import Head, Signer
from chatward.ledger.merkle import ProofError, check_consistency
from chatward.ledger.notes import WITNESS, NoteError, cosign, parse_note, public_key

SIGNER = Signer("chatward/test", bytes(range(32)))
AUDITOR = bytes(range(1, 33))
KEY = SIGNER.public


def leaves(*numbers: int) -> list[bytes]:
    return [log.leaf({"run": number, "note": "ä"}) for number in numbers]


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """A ledger of four records, appended one by one."""
    for number in range(4):
        log.append(tmp_path, leaves(number), SIGNER)
    return tmp_path


def test_an_empty_ledger_has_a_head(tmp_path: Path) -> None:
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert log.head(tmp_path, KEY) == Head(0, empty)
    assert log.append(tmp_path, [], SIGNER) == Head(0, empty)


def test_equal_records_are_written_in_equal_bytes() -> None:
    assert log.leaf({"b": 1, "a": [1.5, None, "ä"]}) == log.leaf({"a": [1.5, None, "ä"], "b": 1})
    assert log.leaf({"€": 1e21, "a": 0.1, "\U0001f600": 1}) == '{"a":0.1,"€":1e+21,"\U0001f600":1}'.encode()


@pytest.mark.parametrize("batch", [1, 3, 255, 256, 257, 300, 513, 600])
def test_a_ledger_is_the_same_however_its_records_came(tmp_path: Path, batch: int) -> None:
    whole, parts = tmp_path / "whole", tmp_path / "parts"
    every = leaves(*range(600))
    for start in range(0, 600, batch):
        log.append(parts, every[start : start + batch], SIGNER)
    assert log.append(whole, every, SIGNER) == log.head(parts, KEY)
    assert files(whole) == files(parts)
    assert list(tiles.all_entries(parts, 600)) == every


def test_files_lie_where_the_layout_puts_them(tmp_path: Path) -> None:
    log.append(tmp_path, leaves(*range(600)), SIGNER)
    assert set(files(tmp_path)) == {
        "checkpoint", "tile/entries/000", "tile/entries/001", "tile/entries/002.p/88", "tile/0/000", "tile/0/001",
        "tile/0/002.p/88", "tile/1/000.p/2",
    }  # fmt: skip
    assert tiles.tile_path(Path(), 0, 1_234_067, 256) == Path("tile/0/x001/x234/067")
    assert tiles.tile_path(Path(), 2, 1_000, 7) == Path("tile/2/x001/000.p/7")


def test_an_entry_may_be_as_long_as_its_length_can_tell_and_no_longer(tmp_path: Path) -> None:
    longest = log.leaf({"x": "a" * (tiles.MOST_BYTES - len('{"x":""}'))})
    log.append(tmp_path, [longest, b""], SIGNER)
    assert list(tiles.all_entries(tmp_path, 2)) == [longest, b""]
    with pytest.raises(ConfigError, match="at most"):
        log.leaf({"x": "a" * tiles.MOST_BYTES})


@pytest.mark.parametrize("size", [1, 4, 256, 300])
def test_every_record_is_proven_by_the_text_of_its_proof(tmp_path: Path, size: int) -> None:
    every = leaves(*range(size))
    log.append(tmp_path, every, SIGNER)
    for index in {0, 1, size // 2, size - 1} & set(range(size)):
        text = str(log.proof(tmp_path, index, KEY)).encode()
        assert check_proof(every[index], parse_proof(text), KEY).size == size
        with pytest.raises(ProofError):
            check_proof(every[index] + b" ", parse_proof(text), KEY)
    with pytest.raises(ValueError, match="is not in a tree"):
        log.proof(tmp_path, size, KEY)


def test_every_changed_byte_of_a_proof_is_refused(ledger: Path) -> None:
    text = str(log.proof(ledger, 2, KEY)).encode()
    content = leaves(2)[0]
    for place in range(len(text)):
        changed = bytearray(text)
        changed[place] ^= 1
        with pytest.raises((NoteError, ProofError)):
            check_proof(content, parse_proof(bytes(changed)), KEY)


def test_extra_lines_of_a_proof_are_passed_by(ledger: Path) -> None:
    text = str(log.proof(ledger, 2, KEY)).replace("@v1\n", "@v1\nextra AAAA\n").encode()
    assert check_proof(leaves(2)[0], parse_proof(text), KEY).size == 4


# -- tampering ------------------------------------------------------------------------------------------------------


def edit(ledger: Path) -> None:
    path = ledger / "tile" / "entries" / "000.p" / "4"
    path.write_bytes(path.read_bytes().replace(b'"run":1', b'"run":9'))


def drop(ledger: Path) -> None:
    resigned(ledger, leaves(0, 2, 3), keep_checkpoint=True)


def reorder(ledger: Path) -> None:
    resigned(ledger, leaves(0, 2, 1, 3), keep_checkpoint=True)


def truncate(ledger: Path) -> None:
    resigned(ledger, leaves(0, 1, 2))


def sign_with_another_key(ledger: Path) -> None:
    resigned(ledger, leaves(0, 1, 2, 3), Signer(SIGNER.origin, AUDITOR))


def swap_the_head(ledger: Path) -> None:
    resigned(ledger, leaves(0, 1, 2, 4))


def lose_everything(ledger: Path) -> None:
    shutil.rmtree(ledger)


def resigned(ledger: Path, others: list[bytes], signer: Signer = SIGNER, *, keep_checkpoint: bool = False) -> None:
    """Put another ledger in the place of this one, as one could who has its key."""
    checkpoint = (ledger / "checkpoint").read_bytes()
    shutil.rmtree(ledger)
    log.append(ledger, others, signer)
    if keep_checkpoint:
        (ledger / "checkpoint").write_bytes(checkpoint)


TAMPERINGS = [edit, drop, reorder, truncate, sign_with_another_key, swap_the_head, lose_everything]


@pytest.mark.parametrize("tamper", TAMPERINGS, ids=lambda tamper: tamper.__name__)
def test_tampering_is_found_and_nothing_is_appended_to_it(ledger: Path, tamper: Callable[[Path], None]) -> None:
    pinned = log.head(ledger, KEY)
    tamper(ledger)
    before = files(ledger)
    with pytest.raises(IntegrityError):
        log.head(ledger, KEY, pinned=pinned)
    with pytest.raises(IntegrityError):
        log.append(ledger, leaves(4), SIGNER, pinned=pinned)
    assert files(ledger) == before


def test_every_flipped_bit_of_every_file_is_found(ledger: Path) -> None:
    pinned = log.head(ledger, KEY)
    for name, content in files(ledger).items():
        for place in range(len(content) * 8):
            flipped = bytearray(content)
            flipped[place // 8] ^= 1 << place % 8
            (ledger / name).write_bytes(flipped)
            with pytest.raises(IntegrityError):
                log.head(ledger, KEY, pinned=pinned)
        (ledger / name).write_bytes(content)
    assert log.head(ledger, KEY, pinned=pinned) == pinned


def test_records_may_follow_the_pinned_head_if_they_are_signed(ledger: Path) -> None:
    pinned = log.head(ledger, KEY)
    assert log.append(ledger, leaves(4, 5), SIGNER, pinned=pinned).records == 6
    assert log.head(ledger, KEY, pinned=pinned).records == 6


def test_a_write_that_was_cut_off_left_nothing_and_is_written_over(ledger: Path) -> None:
    before = log.head(ledger, KEY)
    tiles.write(tiles.grown(ledger, 4, leaves(*range(50, 700))))
    assert log.head(ledger, KEY, pinned=before) == before
    after = log.append(ledger, leaves(*range(4, 300)), SIGNER, pinned=before)
    assert after == log.append(ledger / "other", leaves(*range(300)), SIGNER)


# -- witnesses ------------------------------------------------------------------------------------------------------


def test_a_witness_can_follow_from_the_size_it_saw_last(ledger: Path) -> None:
    old = log.head(ledger, KEY)
    log.append(ledger, leaves(*range(4, 300)), SIGNER)
    head, _, note = log.request(ledger, 4, KEY).partition("\n\n")
    lines = head.split("\n")
    assert lines[0] == "old 4"
    new = read_checkpoint(parse_note(note.encode()), KEY)
    proof = log.merkle.consistency_proof(4, 300, tiles.subtrees(ledger, 300))
    assert len(lines) - 1 == len(proof)
    check_consistency(4, 300, proof=proof, old_root=bytes.fromhex(old.root), root=new.root)


def test_a_cosignature_stands_under_the_checkpoint_and_in_proofs(ledger: Path) -> None:
    witness = public_key("auditor.example/w1", WITNESS, AUDITOR)
    text = parse_note((ledger / "checkpoint").read_bytes()).text
    line = str(cosign(text, witness.name, AUDITOR, seconds=1_700_000_000))
    for _ in range(2):
        assert log.take_cosignatures(ledger, line, KEY, [witness]) == [witness]
    assert log.head(ledger, KEY).records == 4
    proof = log.proof(ledger, 1, KEY)
    assert len(proof.note.signatures) == 2
    check_proof(leaves(1)[0], proof, KEY, [witness])
    with pytest.raises(NoteError, match="1 of 2 witnesses did not sign"):
        check_proof(leaves(1)[0], proof, KEY, [witness, public_key("other.example", WITNESS, SIGNER.seed)])


def test_a_cosignature_of_another_checkpoint_is_refused(ledger: Path) -> None:
    witness = public_key("auditor.example/w1", WITNESS, AUDITOR)
    before = files(ledger)
    line = str(cosign("chatward/test\n5\nAAAA\n", witness.name, AUDITOR, seconds=1))
    with pytest.raises(NoteError, match="does not fit"):
        log.take_cosignatures(ledger, line, KEY, [witness])
    assert files(ledger) == before


def test_a_record_is_read_back_as_it_was_written(ledger: Path) -> None:
    assert [json.loads(entry)["run"] for entry in tiles.all_entries(ledger, 4)] == [0, 1, 2, 3]
