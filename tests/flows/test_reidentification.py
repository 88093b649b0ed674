import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from support.company import Company

from chatward import clock, key_rotation, reidentification, settings, workspace
from chatward.cli.reidentifying import reidentify_open
from chatward.errors import ConfigError, IntegrityError, UsageError
from chatward.keyring import permits, retired
from chatward.keyring import store as keyring_store
from chatward.keyring.permits import approve, read_request
from chatward.keyring.recipients import PrivateKey
from chatward.ledger import tiles
from chatward.reidentification import Opened

ANNA = "+491701111111"
OWN = {name: PrivateKey(bytes([number]) * 32) for number, name in enumerate(("ann", "bo", "cy"))}
SESSION = PrivateKey(b"s" * 32)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory, _plain_stages: None) -> Company:
    company = Company.found(tmp_path_factory.mktemp("model") / "company")
    company.whatsapp("Anna", f"09/07/2026, 14:34 - {ANNA}: hello", "09/08/2026, 14:34 - Acme: hello")
    company.consent("a", (ANNA, "granted", "2026-01-01"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CHATWARD_HOME", str(company.folder / "home"))
        company.run()
    return company


@pytest.fixture
def full(model: Company, tmp_path: Path) -> Company:
    return model.copied(tmp_path / "company")


@pytest.fixture
def shares(full: Company) -> dict[str, bytes]:
    with full._here():
        return reidentification.appoint(full.root, settings.load(), {name: key.public for name, key in OWN.items()})


def token_of(company: Company) -> str:
    from chatward.opening import open_sets

    with company._here():
        connection = open_sets(workspace.find(company.root), settings.load())
        rows = connection.execute("select sender_token from messages where sender_role = 'customer'").fetchall()
    return str(rows[0][0])


def asked(*tokens: str, hours: int = 1) -> bytes:
    until = clock.now() + timedelta(hours=hours)
    return permits.request(
        case="17", ground="order", tokens=tokens, expires_at=until, session=SESSION.public, signer=b"r" * 32
    )


def opened(company: Company, request: bytes, approvals: list[bytes]) -> list[Opened]:
    with company._here():
        return reidentification.reidentify(company.root, settings.load(), request, approvals, SESSION)


def approved(request: bytes, shares: dict[str, bytes], *names: str) -> list[bytes]:
    permit = read_request(request)
    return [approve(permit, name, shares[name], OWN[name]) for name in names]


def records(company: Company) -> list[dict[str, Any]]:
    with company.warehouse() as warehouse:
        count = warehouse.connection.execute("select records from gov.ledger_heads").fetchall()[0][0]
    return [json.loads(tiles.read_entry(company.root / "ledger", number)) for number in range(count)]


def test_two_custodians_open_the_tokens_of_a_request_and_the_ledger_has_it(
    full: Company, shares: dict[str, bytes]
) -> None:
    token, stranger = token_of(full), "x" * 26
    request = asked(token, stranger)
    found = {each.token: each for each in opened(full, request, approved(request, shares, "ann", "cy"))}
    assert ("phone", ANNA) in [each[:2] for each in found[token].identifiers]
    assert found[stranger] == Opened(stranger, None)
    record = records(full)[-1]
    assert record["kind"] == "reidentification"
    assert record["request_sha256"] == read_request(request).digest
    assert (record["tokens"], record["custodians"]) == (2, [1, 3])
    assert token not in json.dumps(record)
    assert ANNA not in json.dumps(record)


def test_the_ledger_has_it_before_the_answer_is_given(
    full: Company, shares: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    request = asked(token_of(full))
    before = len(records(full))

    def die(point: str) -> None:
        assert point == "reidentification-logged"
        raise SystemExit(9)

    monkeypatch.setattr(reidentification, "reach", die)
    with pytest.raises(SystemExit):
        opened(full, request, approved(request, shares, "ann", "bo"))
    assert len(records(full)) == before + 1


def test_no_ledger_no_answer(full: Company, shares: dict[str, bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ConfigError("the ledger cannot be written")

    monkeypatch.setattr(reidentification, "log_act", broken)
    request = asked(token_of(full))
    with pytest.raises(ConfigError, match="ledger"):
        opened(full, request, approved(request, shares, "ann", "bo"))


def test_one_custodian_is_not_enough_not_even_twice(full: Company, shares: dict[str, bytes]) -> None:
    request, before = asked(token_of(full)), len(records(full))
    (one,) = approved(request, shares, "ann")
    forged = json.loads(one) | {"custodian": "bo"}
    for approvals in ([], [one], [one, one]):
        with pytest.raises(UsageError, match="two different custodians"):
            opened(full, request, approvals)
    with pytest.raises(IntegrityError, match="do not make"):
        opened(full, request, [one, json.dumps(forged).encode()])
    assert len(records(full)) == before


def test_an_approval_of_one_request_opens_no_other(full: Company, shares: dict[str, bytes]) -> None:
    token = token_of(full)
    first, second = asked(token), asked(token, "y" * 26)
    with pytest.raises(IntegrityError, match="another request"):
        opened(full, second, approved(first, shares, "ann", "bo"))


def test_a_request_that_expired_is_refused(full: Company, shares: dict[str, bytes]) -> None:
    request = asked(token_of(full), hours=-1)
    with pytest.raises(UsageError, match="expired"):
        opened(full, request, approved(request, shares, "ann", "bo"))


def test_without_custodians_nothing_is_opened(full: Company) -> None:
    with pytest.raises(ConfigError, match="no custodians"):
        opened(full, asked("x" * 26), [])


def test_tokens_from_before_a_rotation_open_by_the_custodians_alone(full: Company, shares: dict[str, bytes]) -> None:
    token = token_of(full)
    with full._here():
        key_rotation.rotate(full.root, settings.load(), "token")
    keyring = keyring_store.load(full.keyring)
    assert keyring.names("token/") == []
    assert retired.open_retired(full.keyring, PrivateKey.generate()) == []
    request = asked(token)
    (found,) = opened(full, request, approved(request, shares, "bo", "cy"))
    assert ("phone", ANNA) in [each[:2] for each in found.identifiers]


def test_without_custodians_a_rotation_destroys_the_tokens_keys(full: Company) -> None:
    with full._here():
        key_rotation.rotate(full.root, settings.load(), "token")
    assert not (full.keyring / "retired.json").exists()


def test_answers_are_shown_on_a_terminal_only(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="on a terminal only"):
        reidentify_open(tmp_path / "request", [], tmp_path)
