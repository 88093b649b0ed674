import itertools
from datetime import UTC, datetime
from pathlib import Path

import pytest
from shamir_mnemonic import combine_mnemonics

from chatward.errors import IntegrityError, UsageError
from chatward.keyring import custodians, retired
from chatward.keyring.custodians import appoint, combine, open_share
from chatward.keyring.recipients import PrivateKey

NAMES = ("ann", "bo", "cy")
OWN = {name: PrivateKey(bytes([number]) * 32) for number, name in enumerate(NAMES)}
PUBLIC = {name: key.public for name, key in OWN.items()}
AT = datetime(2026, 9, 30, tzinfo=UTC)


def shares_of(sealed: dict[str, bytes]) -> dict[str, str]:
    return {name: open_share(share, OWN[name]) for name, share in sealed.items()}


def test_any_two_custodians_open_and_all_three_do_not_differ() -> None:
    made, sealed = appoint(PUBLIC)
    shares = shares_of(sealed)
    keys = {combine([shares[one], shares[two]], made).seed for one, two in itertools.permutations(NAMES, 2)}
    assert len(keys) == 1
    assert PrivateKey(keys.pop()).public == made.key


def test_shares_are_slip_39_as_its_reference_implementation_reads_them() -> None:
    made, sealed = appoint(PUBLIC)
    shares = shares_of(sealed)
    assert {len(share.split()) for share in shares.values()} == {33}
    assert PrivateKey(combine_mnemonics([shares["ann"], shares["cy"]])).public == made.key


def test_a_published_share_pair_of_slip_39_combines() -> None:
    # "Basic sharing 2-of-3 (128 bits)" of SLIP-39's own vectors
    words = (
        "shadow pistol academic always adequate wildlife fancy gross oasis cylinder mustang wrist rescue view short "
        "owner flip making coding armed",
        "shadow pistol academic acid actress prayer class unknown daughter sweater depict flip twice unkind craft "
        "early superior advocate guest smoking",
    )
    assert combine_mnemonics(words, b"TREZOR").hex() == "b43ceb7e57a0ea8766221624d01b0864"


def test_one_share_twice_is_one_share() -> None:
    made, sealed = appoint(PUBLIC)
    share = shares_of(sealed)["ann"]
    for few in ([share], [share, share], []):
        with pytest.raises(IntegrityError, match="do not make"):
            combine(few, made)


def test_shares_of_two_appointments_do_not_mix_and_former_ones_open_nothing() -> None:
    (former, old), (made, new) = appoint(PUBLIC), appoint(PUBLIC)
    with pytest.raises(IntegrityError):
        combine([shares_of(old)["ann"], shares_of(new)["bo"]], made)
    with pytest.raises(IntegrityError):
        combine([shares_of(old)["ann"], shares_of(old)["bo"]], made)
    assert combine([shares_of(old)["ann"], shares_of(old)["bo"]], former)


def test_a_share_with_a_slip_in_it_is_refused() -> None:
    made, sealed = appoint(PUBLIC)
    shares = shares_of(sealed)
    words = shares["ann"].split()
    words[10] = "academic" if words[10] != "academic" else "acid"
    with pytest.raises(IntegrityError):
        combine([" ".join(words), shares["bo"]], made)


def test_a_share_opens_for_its_custodian_only() -> None:
    _, sealed = appoint(PUBLIC)
    with pytest.raises(IntegrityError):
        open_share(sealed["ann"], OWN["bo"])


@pytest.mark.parametrize("names", [(), NAMES[:2], (*NAMES, "dee")])
def test_there_are_three_custodians(names: tuple[str, ...]) -> None:
    with pytest.raises(UsageError, match="3 custodians"):
        appoint({name: PrivateKey.generate().public for name in names})


def test_no_two_custodians_have_one_key() -> None:
    with pytest.raises(UsageError, match="3 custodians"):
        appoint(dict.fromkeys(NAMES, OWN["ann"].public))


def test_custodians_are_kept_beside_the_keyring_without_a_secret(tmp_path: Path) -> None:
    assert custodians.load(tmp_path) is None
    made, sealed = appoint(PUBLIC)
    custodians.save(tmp_path, made)
    assert custodians.load(tmp_path) == made
    text = (tmp_path / "custodians.json").read_text()
    key = combine(list(shares_of(sealed).values())[:2], made)
    assert key.export() not in text
    (tmp_path / "custodians.json").chmod(0o644)
    with pytest.raises(IntegrityError, match="read by others"):
        custodians.load(tmp_path)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"key": "x", "custodians": {}}', '{"key": 1, "custodians": 1}'])
def test_a_damaged_list_of_custodians_is_told(content: str, tmp_path: Path) -> None:
    path = tmp_path / "custodians.json"
    path.write_text(content)
    path.chmod(0o600)
    with pytest.raises(IntegrityError, match="damaged"):
        custodians.load(tmp_path)


def test_retired_keys_open_for_two_custodians_and_are_added_to(tmp_path: Path) -> None:
    made, sealed = appoint(PUBLIC)
    retired.retire(tmp_path, made, {"token/a": b"a" * 32}, AT)
    retired.retire(tmp_path, made, {"token/b": b"b" * 32}, AT)
    key = combine(list(shares_of(sealed).values())[1:], made)
    assert retired.open_retired(tmp_path, key) == [("token/a", b"a" * 32), ("token/b", b"b" * 32)]
    assert retired.open_retired(tmp_path, PrivateKey.generate()) == []
    text = (tmp_path / "retired.json").read_bytes()
    assert b"a" * 32 not in text
    assert (tmp_path / "retired.json").stat().st_mode & 0o077 == 0
