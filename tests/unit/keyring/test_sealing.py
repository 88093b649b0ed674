import io
import json
import os
from pathlib import Path

import pytest
from cryptography.hazmat.bindings._rust import openssl
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given, settings
from hypothesis import strategies as st

from chatward.errors import IntegrityError, UsageError
from chatward.keyring import passphrases, sealing
from chatward.keyring.passphrases import Cost, Passphrase
from chatward.keyring.recipients import PrivateKey, PublicKey
from chatward.keyring.sealing import CHUNK_BYTES, seal, seal_stream, unseal, unseal_stream

VECTOR = json.loads((Path(__file__).parent / "vectors" / "hpke_x_wing.json").read_bytes())
KEY = PrivateKey(bytes(range(32)))
WORDS = Passphrase("correct horse battery staple")


def test_a_private_key_expands_to_the_public_key_of_the_published_vector() -> None:
    assert PrivateKey(bytes.fromhex(VECTOR["skRm"])).public.content.hex() == VECTOR["pkRm"]


def test_our_suite_opens_the_published_vector_of_hpke_with_x_wing() -> None:
    told = {name: bytes.fromhex(VECTOR["encryption"][name]) for name in ("aad", "ct", "pt")}
    found = openssl.hpke._decrypt_with_aad(
        sealing._SUITE,
        bytes.fromhex(VECTOR["enc"]) + told["ct"],
        PrivateKey(bytes.fromhex(VECTOR["skRm"])).value,
        bytes.fromhex(VECTOR["info"]),
        told["aad"],
    )
    assert found == told["pt"]


@pytest.mark.parametrize(
    ("words", "derived"),
    [
        ("", "0a34f1abde67086c82e785eaf17c68382259a264f4e61b91cd2763cb75ac189a"),
        ("\x01" * 32, "03aab965c12001c9d7d0d2de33192c0494b684bb148196d73c1df1acaf6d0c2e"),
    ],
)
def test_a_passphrase_derives_what_openssl_derives(words: str, derived: str) -> None:
    assert Passphrase(words).derive(b"\x02" * 16, Cost(32, 3, 4)).hex() == derived


def test_what_seals_by_default_costs_64_mib_three_times_in_four_lanes() -> None:
    assert Cost() == Cost(memory_kib=65536, passes=3, lanes=4)


def test_the_format_is_what_the_documentation_says_made_by_hand() -> None:
    salt = b"s" * 16
    header = b"\x01" + (8).to_bytes(4, "big") + b"\x01\x01" + salt
    cipher = AESGCM(WORDS.derive(salt, Cost(8, 1, 1)))
    first = cipher.encrypt(bytes(11) + b"\0", b"a" * CHUNK_BYTES, header)
    last = cipher.encrypt(bytes(10) + b"\1\1", b"b", header)
    assert unseal(header + first + last, WORDS) == b"a" * CHUNK_BYTES + b"b"


SIZES = (0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 2 * CHUNK_BYTES, 3 * CHUNK_BYTES + 7)


@pytest.mark.parametrize("size", SIZES)
def test_content_of_any_size_comes_back(size: int) -> None:
    content = os.urandom(size)
    assert unseal(seal(content, WORDS), WORDS) == content
    assert unseal(seal(content, KEY.public), KEY) == content


def test_a_stream_is_opened_as_it_was_sealed() -> None:
    sealed, opened = io.BytesIO(), io.BytesIO()
    seal_stream(io.BytesIO(b"x" * 200_000), sealed, KEY.public)
    unseal_stream(io.BytesIO(sealed.getvalue()), opened, KEY)
    assert opened.getvalue() == b"x" * 200_000


def test_equal_contents_give_unlike_results() -> None:
    assert seal(b"same", WORDS) != seal(b"same", WORDS)
    assert seal(b"same", KEY.public) != seal(b"same", KEY.public)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_one_flipped_bit_anywhere_is_found(data: st.DataObject) -> None:
    opener = data.draw(st.sampled_from([WORDS, KEY]))
    sealed = bytearray(seal(b"some content", opener.public if isinstance(opener, PrivateKey) else opener))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(IntegrityError):
        unseal(bytes(sealed), opener)


@pytest.mark.parametrize("size", range(0, 1300, 13))
def test_what_was_cut_off_does_not_open(size: int) -> None:
    sealed = seal(b"c" * 100, KEY.public)
    if size < len(sealed):
        with pytest.raises(IntegrityError):
            unseal(sealed[:size], KEY)


def test_chunks_that_are_left_out_moved_or_added_are_found() -> None:
    sealed = seal(bytes(3 * CHUNK_BYTES), KEY.public)
    size = CHUNK_BYTES + 16
    start = len(sealed) - 3 * size
    header, (one, two, three) = sealed[:start], [sealed[start + n * size : start + (n + 1) * size] for n in range(3)]
    for chunks in ([one, three], [one, two], [two, one, three], [one, two, three, three], [one, one, two, three], []):
        with pytest.raises(IntegrityError):
            unseal(header + b"".join(chunks), KEY)


def test_another_passphrase_or_key_does_not_open() -> None:
    with pytest.raises(IntegrityError, match="passphrase is not the one"):
        unseal(seal(b"c", WORDS), Passphrase("another"))
    with pytest.raises(IntegrityError, match="private key is not the one"):
        unseal(seal(b"c", KEY.public), PrivateKey.generate())


def test_the_wrong_kind_of_opener_is_told_which_is_right() -> None:
    with pytest.raises(IntegrityError, match="opens with a passphrase"):
        unseal(seal(b"c", WORDS), KEY)
    with pytest.raises(IntegrityError, match="opens with a private key"):
        unseal(seal(b"c", KEY.public), WORDS)
    for other in (b"", b"\x03" + bytes(100), b"PK\x03\x04"):
        with pytest.raises(IntegrityError, match="nothing that chatward sealed"):
            unseal(other, WORDS)


@pytest.mark.parametrize("cost", [(2**31, 1, 1), (8, 255, 1), (8, 0, 1), (8, 1, 0), (8, 1, 2)])
def test_a_forged_cost_takes_no_memory_and_no_time(cost: tuple[int, int, int]) -> None:
    memory, passes, lanes = cost
    with pytest.raises(IntegrityError, match="senseless cost"):
        unseal(b"\x01" + memory.to_bytes(4, "big") + bytes([passes, lanes]) + bytes(50), WORDS)


def test_a_passphrase_is_the_same_however_its_letters_are_composed() -> None:
    composed, apart = Passphrase("Schl\u00fcssel f\u00fcr alle"), Passphrase("Schlu\u0308ssel fu\u0308r alle")
    assert unseal(seal(b"c", composed), apart) == b"c"


def test_a_short_passphrase_cannot_be_chosen() -> None:
    with pytest.raises(UsageError, match="fewer than 12"):
        Passphrase.chosen("x" * (passphrases.LEAST_CHARACTERS - 1))
    assert Passphrase.chosen("x" * passphrases.LEAST_CHARACTERS).text


def test_keys_are_written_and_read_as_one_line() -> None:
    assert PrivateKey.parse(KEY.export()) == KEY
    assert PublicKey.parse(f" {KEY.public}\n") == KEY.public


@pytest.mark.parametrize("slip", ["", "chatward-public-1:", "chatward-public-1:AAAA", "chatward-public-1:é"])
def test_a_text_that_is_no_key_is_refused(slip: str) -> None:
    with pytest.raises(UsageError, match="key given"):
        PublicKey.parse(slip)


def test_a_key_with_a_slip_in_it_or_of_the_other_kind_is_refused() -> None:
    text = str(KEY.public)
    for wrong in (text.replace("A", "B", 1), text[:-8], text.replace("public", "private", 1), KEY.export()):
        with pytest.raises(UsageError):
            PublicKey.parse(wrong)


def test_secrets_are_in_no_representation() -> None:
    assert "horse" not in repr(WORDS)
    assert repr(KEY.seed) not in repr(KEY)
