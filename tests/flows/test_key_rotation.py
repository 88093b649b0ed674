import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from support.company import NOW, Company
from support.erasures import erase
from support.state import state

from chatward import key_rotation, settings, workspace
from chatward.errors import ConfigError, IntegrityError, UsageError
from chatward.identity.index import blind_index
from chatward.keyring import store as keyring_store
from chatward.keyring.families import FAMILIES, family_of
from chatward.keyring.wrapping import Algorithm
from chatward.verification import verify_workspace

ANNA, BERT, CARL = "+491701111111", "+491702222222", "+491703333333"


class Killed(BaseException):
    """The process is gone."""


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory, _plain_stages: None) -> Company:
    """Return a company with people who wrote, who only consented, and whom only a register names."""
    company = Company.found(tmp_path_factory.mktemp("model") / "company")
    company.whatsapp("Anna", f"09/07/2026, 14:34 - {ANNA}: hello", "09/08/2026, 14:34 - Acme: hello")
    company.whatsapp("Bert", f"09/08/2026, 14:34 - {BERT}: and hello")
    company.consent("a", (ANNA, "granted", "2026-01-01"), (CARL, "granted", "2026-01-02"))
    company.contacts(("c1", "phone", ANNA), ("c1", "email", "anna@example.org"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CHATWARD_HOME", str(company.folder / "home"))
        company.whole_day()
    return company


@pytest.fixture
def full(model: Company, tmp_path: Path) -> Company:
    """Return a copy of the company that a test may change."""
    return model.copied(tmp_path / "company")


def act(company: Company, name: str, *arguments: Any) -> Any:
    with company._here():
        return getattr(key_rotation, name)(company.root, settings.load(), *arguments)


def people(company: Company) -> dict[str, Any]:
    """Return what must outlive a rotation, with whom each identifier leads to."""
    with company.warehouse() as warehouse:
        key = warehouse.keyring.key("index")
        known = dict(warehouse.connection.execute("select identity_index, subject_id from gov.identities").fetchall())
        named = [("phone", ANNA), ("phone", BERT), ("phone", CARL), ("email", "anna@example.org")]
        queries = {
            "consent": "select subject_id, purpose, action, effective_at_utc from gov.consent_events order by all",
            "members": "select conversation_id, subject_id from gov.conversation_members order by all",
            "subjects": "select * from gov.subjects order by all",
            "based": "select count(*) from gov.based_identities",
        }
        found = {name: warehouse.connection.execute(query).fetchall() for name, query in queries.items()}
        return found | {"leads_to": {value: known.get(blind_index(key, kind, value)) for kind, value in named}}


def test_an_erasure_that_was_asked_for_before_a_rotation_finds_who_is_meant_in_others_words_after_it(
    full: Company,
) -> None:
    full.whatsapp("Bert", f"09/08/2026, 14:34 - {BERT}: and hello, 01704444444")
    full.write("requests/a.csv", "request_id,kind,identifier_type,identifier,received_at,verified\n"
               "e1,erasure,phone,+491704444444,2026-09-20,yes\n")  # fmt: skip
    full.stage("collect")
    act(full, "rotate", "index")
    full.stage("respond", plan_only=False)
    assert "and hello, ▇" in state(full).texts


def test_rotating_the_index_loses_no_join(full: Company) -> None:
    before, key = people(full), keyring_store.load(full.keyring).key("index")
    assert None not in before["leads_to"].values()
    (done,) = act(full, "rotate", "index")
    assert (done.family, done.keys) == ("index", 1)
    assert done.values >= len(before["leads_to"])
    assert people(full) == before
    keyring = keyring_store.load(full.keyring)
    assert keyring.key("index") != key
    assert key not in [keyring.key(name) for name in keyring.names()]


def test_what_is_delivered_again_after_a_rotation_finds_its_people(full: Company) -> None:
    act(full, "rotate", "all")
    before = people(full)
    full.consent("b", (ANNA, "granted", "2026-01-01"), (CARL, "granted", "2026-01-02"))
    full.whatsapp("Carl", f"09/09/2026, 14:34 - {CARL}: now I write, too")
    full.run()
    after = people(full)
    assert after["leads_to"] == before["leads_to"]
    assert after["consent"] == before["consent"]
    assert len(after["subjects"]) == len(before["subjects"])
    with full.warehouse() as warehouse, warehouse.shard(warehouse.shard_file("2026-09"), read_only=True):
        writers = warehouse.connection.execute("select sender_id from shard.messages").fetchall()
    assert (before["leads_to"][CARL],) in writers


def test_old_blind_indexes_are_in_no_database_that_opens(full: Company) -> None:
    with full.warehouse() as warehouse:
        old = {
            index for (index,) in warehouse.connection.execute("select identity_index from gov.identities").fetchall()
        }
        path, generation = warehouse.folder, warehouse._generation
    act(full, "rotate", "index")
    assert f"gov/{generation}" not in keyring_store.load(full.keyring).names()
    assert not (path / f"gov.{generation}.duckdb").exists()
    with full.warehouse() as warehouse:
        tables = ("identities", "identifiers", "based_identities")
        new = {
            row[0] for table in tables
            for row in warehouse.connection.execute(f"select identity_index from gov.{table}").fetchall()
        }  # fmt: skip
    assert not old & new


def test_an_index_that_no_input_names_keeps_its_key_until_its_identifier_turns_up(full: Company) -> None:
    before = people(full)
    consent = full.root / "consent" / "a.csv"
    content = consent.read_bytes()
    consent.unlink()
    with full.opened():
        full.stage("collect")
    (done,) = act(full, "rotate", "index")
    assert done.kept == 1
    assert len(keyring_store.load(full.keyring).names("index/former/")) == 1
    (again,) = act(full, "rotate", "index")
    assert again.kept == 0
    assert people(full)["leads_to"][CARL] is None
    consent.write_bytes(content)
    with full.opened():
        full.stage("collect")
    after = people(full)
    assert after["leads_to"] == before["leads_to"]
    assert after["subjects"] == before["subjects"]
    assert {row[0] for row in after["consent"]} == {row[0] for row in before["consent"]}
    assert keyring_store.load(full.keyring).names("index") == ["index"]


POINTS = ("index/next", "transaction", "promoted", "rewritten")


@contextmanager
def cut_at(point: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the process die right before a step of an index's rotation."""
    from chatward.keyring.store import Keyring
    from chatward.warehouse import rotating
    from chatward.warehouse.store import Warehouse

    def die(*_: object, **__: object) -> None:
        raise Killed

    places: dict[str, tuple[Any, str]] = {
        "index/next": (rotating, "_identifiers"),
        "transaction": (rotating, "note_index_key"),
        "promoted": (Keyring, "promote"),
        "rewritten": (Warehouse, "settle_rewrite"),
    }
    with monkeypatch.context() as patch:
        if point != "rewritten":
            patch.setattr(*places[point], die)
        else:
            real, calls = Warehouse.settle_rewrite, []

            def second(self: Warehouse) -> None:
                calls.append(1)
                if len(calls) > 1:
                    raise Killed
                real(self)

            patch.setattr(Warehouse, "settle_rewrite", second)
        yield


@pytest.mark.parametrize("point", POINTS)
def test_a_rotation_of_the_index_cut_off_anywhere_has_happened_or_has_not(
    full: Company, point: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, key = people(full), keyring_store.load(full.keyring).key("index")
    with cut_at(point, monkeypatch), pytest.raises(Killed):
        act(full, "rotate", "index")
    assert people(full) == before
    keyring = keyring_store.load(full.keyring)
    assert keyring.names("index") == ["index"]
    assert (keyring.key("index") != key) == (point in ("promoted", "rewritten"))
    with full.warehouse() as warehouse:
        assert warehouse.connection.execute("select * from gov.owed_rewrites").fetchall() == []


def test_a_keyring_with_another_index_key_is_refused(full: Company) -> None:
    keyring = keyring_store.load(full.keyring)
    keyring.create(["other"])
    keyring.promote({"other": "index"})
    with pytest.raises(IntegrityError, match="made with another key"):
        people(full)


def test_rotating_shards_writes_every_month_under_a_new_key(full: Company) -> None:
    names = keyring_store.load(full.keyring).names("shard/")
    with full.warehouse() as warehouse:
        messages = _messages(warehouse)
    (done,) = act(full, "rotate", "shards")
    assert done.keys == len(names) > 0
    assert not set(names) & set(keyring_store.load(full.keyring).names("shard/"))
    with full.warehouse() as warehouse:
        assert _messages(warehouse) == messages


def _messages(warehouse: Any) -> list[Any]:
    with warehouse.shard(warehouse.shard_file("2026-08"), read_only=True):
        return warehouse.connection.execute("select * from shard.messages order by message_id").fetchall()  # type: ignore[no-any-return]


def test_rotating_tokens_gives_sets_other_tokens_with_the_next_publication(full: Company) -> None:
    def tokens() -> list[Any]:
        with full._here():
            from chatward.opening import open_sets

            connection = open_sets(workspace.find(full.root), settings.load())
            return connection.execute("select sender_token from messages order by all").fetchall()

    before = tokens()
    old = [keyring_store.load(full.keyring).key(name) for name in keyring_store.load(full.keyring).names("token/")]
    act(full, "rotate", "token")
    assert tokens() == before
    full.run()
    after = tokens()
    assert before
    assert len(after) == len(before)
    assert not set(before) & set(after)
    keyring = keyring_store.load(full.keyring)
    assert not set(old) & {keyring.key(name) for name in keyring.names()}


def test_after_rotating_all_everything_still_verifies_and_the_ledger_tells_of_it(full: Company) -> None:
    families = [each.family for each in act(full, "rotate", "all")]
    assert families == ["index", "token", "shards", "governance"]
    with full._here():
        verify_workspace(workspace.find(full.root), settings.load())
    from chatward.ledger import tiles

    with full.warehouse() as warehouse:
        records = warehouse.connection.execute("select records from gov.ledger_heads").fetchall()[0][0]
    record = json.loads(tiles.read_entry(full.root / "ledger", records - 1))
    assert record["kind"] == "keys_rotated"
    assert set(record["keys"]) == set(families)


def test_keys_that_were_made_before_are_kept_by_families_that_cannot_be_rebuilt(full: Company) -> None:
    kept = ("suppression", "dedupe", "manifest", "ledger")
    before = [keyring_store.load(full.keyring).key(name) for name in kept]
    act(full, "rotate", "all")
    assert [keyring_store.load(full.keyring).key(name) for name in kept] == before


def test_a_family_that_is_none_is_told(full: Company) -> None:
    with pytest.raises(UsageError, match="family suppression"):
        act(full, "rotate", "suppression")


def test_every_key_of_a_company_is_of_exactly_one_family(full: Company) -> None:
    names = keyring_store.load(full.keyring).names()
    assert {family_of(name).name for name in names} == {family.name for family in FAMILIES}
    for name in names:
        assert len([family for family in FAMILIES if name.startswith(family.prefix)]) == 1


def test_keys_are_due_from_the_instant_on_that_the_policy_says(full: Company) -> None:
    with full._here():
        place, here = workspace.find(full.root), settings.load()
        keyring, found = key_rotation.key_status(place, here, NOW)
        states = {each.state.family.name: each for each in found}
        made = keyring.made_at("index")
        due = states["index"].due_at
        assert made
        assert due == made.replace(year=made.year + 1)
        for moment, is_due in ((due - timedelta(microseconds=1), False), (due, True)):
            later = {each.state.family.name: each for each in key_rotation.key_status(place, here, moment)[1]}
            assert later["index"].is_due is is_due
            assert later["suppression"].is_due is False


def test_keys_move_to_another_root_and_algorithm_and_the_next_day_runs(
    full: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WORDS", "correct horse battery staple")
    monkeypatch.setenv("CHATWARD_PASSPHRASE", "env:WORDS")
    keyring = act(full, "move", "passphrase:", Algorithm.CHACHA20_POLY1305)
    assert keyring.header.root == "passphrase:"
    full.run()
    assert keyring_store.read_header(full.keyring).algorithm is Algorithm.CHACHA20_POLY1305
    assert not list(full.keyring.glob("root-*.key"))


def test_whom_the_suppression_list_knows_by_an_index_stays_erased_after_rotations(full: Company) -> None:
    from chatward.identity.suppression import Suppression, suppressed_index
    from chatward.warehouse.gate.suppressing import KEY, suppress, write_list
    from chatward.warehouse.gate.turning_away import unknown_or_later

    told = [("phone", CARL, NOW.replace(tzinfo=None)), ("phone", BERT, NOW.replace(tzinfo=None))]
    with full.warehouse() as warehouse:
        index = blind_index(warehouse.keyring.key("index"), "phone", CARL)
        until = NOW.replace(tzinfo=None) + timedelta(days=1)
        with warehouse.transaction():
            suppress(warehouse, [Suppression("index", suppressed_index(warehouse.keyring.key(KEY), index), until)])
        write_list(warehouse)
        assert unknown_or_later(warehouse, told) == [False, True]
    for _ in range(2):
        act(full, "rotate", "index")
        with full.warehouse() as warehouse:
            assert unknown_or_later(warehouse, told) == [False, True]


def test_who_was_erased_comes_back_after_no_rotation_of_keys_and_no_end_of_an_epoch(full: Company) -> None:
    erase(full, ANNA)
    listed = (full.root / "ledger" / "suppressions").read_bytes()
    before = keyring_store.load(full.keyring)
    for _ in range(2):
        act(full, "rotate", "all")
    act(full, "move", None, Algorithm.CHACHA20_POLY1305)
    after = keyring_store.load(full.keyring)
    assert after.epoch >= before.epoch + 3
    assert not (full.keyring / f"root-{before.epoch}.key").exists()
    assert (full.root / "ledger" / "suppressions").read_bytes() == listed
    for path in sorted((full.root / "exports").rglob("*.txt")):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
        path.rename(path.with_name(f"again {path.name}"))
    full.consent("again", (ANNA, "granted", "2026-02-01"))
    full.run(NOW + timedelta(days=1))
    with full.warehouse() as warehouse:
        known = warehouse.connection.execute("select distinct identifier from gov.identifiers").fetchall()
        reasons = dict(warehouse.connection.execute("select reason, records from gov.file_reasons").fetchall())
    assert ANNA not in {identifier for (identifier,) in known}
    assert reasons["suppressed"] == 2
    assert set(state(full).texts) == {"and hello"}
    assert people(full)["leads_to"][ANNA] is None


def test_the_index_waits_for_an_erasure_that_is_not_finished(full: Company) -> None:
    with full.warehouse() as warehouse:
        warehouse.connection.execute(
            "insert into gov.erased_identities values ('r', '\\x01'::blob, 'phone', '\\x02'::blob)"
        )
    key = keyring_store.load(full.keyring).key("index")
    with pytest.raises(ConfigError, match="erasure"):
        act(full, "rotate", "index")
    assert keyring_store.load(full.keyring).key("index") == key


def test_every_blind_index_of_the_schema_is_found(full: Company) -> None:
    from chatward.warehouse.index_key import indexed_columns

    with full.warehouse() as warehouse:
        found = indexed_columns(warehouse.connection)
        blobs = warehouse.connection.execute(
            """select table_name, column_name from duckdb_columns()
            where database_name = 'gov' and data_type = 'BLOB' and column_name like '%index%'"""
        ).fetchall()
    assert set(found) == set(blobs) - {("former_indexes", "identity_index")}
    assert {("identities", "identity_index"), ("request_people", "identity_index")} <= set(found)
