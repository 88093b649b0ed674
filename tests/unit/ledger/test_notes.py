import base64
import json
from pathlib import Path

import pytest

from chatward.ledger import notes

VECTORS = Path(__file__).parents[4] / "shared" / "vectors" / "note_vectors.json"
SEED = bytes(range(32))
TEXT = "example.com/log\n3\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n"


def published() -> list[dict[str, str]]:
    return json.loads(VECTORS.read_bytes()) if VECTORS.is_file() else []


needs_vectors = pytest.mark.skipif(not VECTORS.is_file(), reason="the published vectors are not here")


@needs_vectors
@pytest.mark.parametrize("case", published(), ids=lambda case: case["vkey"].split("+")[0])
def test_published_notes_verify_and_any_other_text_does_not(case: dict[str, str]) -> None:
    key = notes.parse_key(case["vkey"])
    assert str(key) == case["vkey"]
    note = notes.parse_note(f"{case['text']}\n{case['sig']}\n".encode())
    assert notes.signers(note, [key]) == [key]
    assert str(note) == f"{case['text']}\n{case['sig']}\n"
    with pytest.raises(notes.NoteError, match="does not fit"):
        notes.signers(notes.Note(note.text.replace("n", "m"), note.signatures), [key])


@needs_vectors
def test_a_published_seed_gives_the_published_signature() -> None:
    case = next(case for case in published() if "skey" in case)
    name, _, encoded = case["skey"].removeprefix("PRIVATE+KEY+").partition("+")
    seed = base64.b64decode(encoded.partition("+")[2])[1:]
    assert str(notes.public_key(name, notes.LOG, seed)) == case["vkey"]
    assert str(notes.sign(case["text"], name, seed)) == case["sig"] + "\n"


def test_a_witness_signs_a_time_with_the_text() -> None:
    key = notes.public_key("auditor.example/w1", notes.WITNESS, SEED)
    cosignature = notes.cosign(TEXT, key.name, SEED, seconds=1_700_000_000)
    assert notes.signers(notes.Note(TEXT, (cosignature,)), [key]) == [key]
    later = bytearray(cosignature.value)
    later[7] ^= 1
    with pytest.raises(notes.NoteError):
        notes.signers(notes.Note(TEXT, (notes.Signature(key.name, key.key_id, bytes(later)),)), [key])


def test_a_log_key_is_no_witness_key_and_other_names_are_other_keys() -> None:
    signature = notes.sign(TEXT, "example.com/log", SEED)
    note = notes.Note(TEXT, (signature,))
    assert notes.signers(note, [notes.public_key("example.com/log", notes.WITNESS, SEED)]) == []
    assert notes.signers(note, [notes.public_key("example.com/other", notes.LOG, SEED)]) == []


def test_signatures_of_strangers_are_passed_by() -> None:
    key = notes.public_key("example.com/log", notes.LOG, SEED)
    stranger = notes.Signature("stranger.example", b"1234", b"anything")
    note = notes.Note(TEXT, (stranger, notes.sign(TEXT, key.name, SEED)))
    assert notes.signers(notes.parse_note(str(note).encode()), [key]) == [key]


def under(line: str, text: str = "text\n") -> bytes:
    return f"{text}\n{line}\n".encode()


NO_NOTES = {
    "nothing": b"",
    "no signature": b"text\n",
    "an empty line alone": b"text\n\n",
    "no newline at the end": under("— name c2lnbmVk").removesuffix(b"\n"),
    "no dash": under("name c2lnbmVk"),
    "a tab": under("— name c2lnbmVk", "te\txt\n"),
    "a plus in a name": under("— na+me c2lnbmVk"),
    "a space in a signature": under("— name c2ln bmVk"),
    "bits that base64 does not use": under("— name c2lnbmVl="),
    "no UTF-8": under("— name c2lnbmVk").replace(b"text", b"\xff"),
    "an empty signature": under("— name "),
    "an id alone": under("— name c2lnbg=="),
}


@pytest.mark.parametrize("data", NO_NOTES.values(), ids=NO_NOTES)
def test_what_is_no_note_is_refused(data: bytes) -> None:
    with pytest.raises(notes.NoteError):
        notes.parse_note(data)


@pytest.mark.parametrize("text", ["", "name", "name+00000000+AAAA", "na me+12345678+AQ==", "name+zz"])
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(notes.NoteError):
        notes.parse_key(text)


def test_a_key_whose_id_was_changed_is_refused() -> None:
    text = str(notes.public_key("example.com/log", notes.LOG, SEED))
    name, key_id, rest = text.split("+", 2)
    with pytest.raises(notes.NoteError, match="id does not fit"):
        notes.parse_key(f"{name}+{int(key_id, 16) ^ 1:08x}+{rest}")


@pytest.mark.parametrize("name", ["", "two words", "a+b", "line\nbreak"])
def test_a_name_that_a_note_cannot_carry_is_refused(name: str) -> None:
    with pytest.raises(notes.NoteError):
        notes.public_key(name, notes.LOG, SEED)
