"""Who is one person, from evidence to subjects, in a governance database of its own."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatward import queries
from chatward.errors import ConfigError
from chatward.identity.guards import guard_of
from chatward.warehouse.moment import Moment
from chatward.warehouse.people.identities import CLAIMS, MET, identify
from chatward.warehouse.people.joining import forget_evidence
from chatward.warehouse.people.judging import record_decision, review_text, take_decisions
from chatward.warehouse.people.linking import Case, cases, people_of
from chatward.warehouse.people.renormalising import renormalise

POLICY: Any = SimpleNamespace(purposes={})
MOMENT = Moment("r1", datetime(2026, 9, 30, tzinfo=UTC), POLICY)
PHONE, MAIL = "phone:+491511", "email:anna@acme.example"


def index(name: str) -> bytes:
    return name.encode().ljust(16, b".")[:16]


@dataclass
class People:
    """A database that is told who says what of whom."""

    connection: duckdb.DuckDBPyConnection
    root: Path
    named: dict[bytes, str] = field(default_factory=dict)

    def account(
        self, key: str, *same_as: str, kind: str = "profile", source: str = "s", name: str = "", role: str = "customer"
    ) -> None:
        """Tell that an account has further identifiers."""
        self.tell(
            [(key, other) for other in same_as],
            kind,
            source,
            [key, *same_as],
            role,
            {key: name, **dict.fromkeys(same_as, name)},
        )

    def contacts(self, *rows: tuple[str, str]) -> None:
        """Have the register of contacts say this, and nothing else."""
        pairs = [(f"contact_id:{contact}", other) for contact, other in rows]
        self.tell(pairs, "contact", "registers/contacts.csv", [other for _, other in rows], whole=True)

    def tell(
        self, pairs: Iterable[tuple[str, str]], kind: str, source: str, met: Iterable[str], role: str = "customer",
        names: dict[str, str] | None = None, *, whole: bool = False,
    ) -> None:  # fmt: skip
        typed = [(key, *key.partition(":")[::2]) for key in met]
        self.named |= {index(key): key for key, _, _ in typed}
        rows = [
            {"identity_index": index(key), "identifier_type": kind_, "role": role, "guard": guard_of(kind_, value)}
            for key, kind_, value in typed
        ]
        claims = [
            {"claimant_index": index(a), "claimed_index": index(b), "claimant_type": a.partition(":")[0],
             "kind": kind, "source": source}
            for a, b in pairs
        ]  # fmt: skip
        new = [(index(key), source, kind_, value, (names or {}).get(key) or None) for key, kind_, value in typed]
        self.connection.execute("begin")
        self.connection.execute("create or replace temp table told_names(identity_index blob)")
        for row in new if names else ():
            self.connection.execute("insert into gov.identifiers values (?, ?, ?, ?, ?)", row)
            self.connection.execute("insert into told_names values (?)", row[:1])
        identify(
            self.connection, MOMENT, pa.Table.from_pylist(rows, schema=MET),
            pa.Table.from_pylist(claims, schema=CLAIMS), whole=source if whole else None,
            named="select identity_index from told_names",
        )  # fmt: skip
        self.connection.execute("commit")

    def decide(self, *decisions: tuple[str, str, str]) -> None:
        """Have the register of decisions say this, and nothing else: (identifier, other identifier, decision)."""
        register = self.root / "registers" / "identity_decisions.csv"
        register.unlink(missing_ok=True)
        for one, other, decision in decisions:
            record_decision(self.root, self.case(one, other).case_id, decision, "staff-01", MOMENT.now.date())
        self.connection.execute("begin")
        take_decisions(self.connection, register, MOMENT)
        self.connection.execute("commit")

    def case(self, one: str, other: str) -> Case:
        """Return the case of two identifiers."""
        case_id = self.connection.execute(
            """select case_id from gov.identity_evidence
            where [claimant_index, claimed_index] in ([$one, $other], [$other, $one])""",
            {"one": index(one), "other": index(other)},
        ).fetchall()[0][0]
        return next(case for case in cases(self.connection) if case.case_id == case_id)

    def persons(self) -> set[frozenset[str]]:
        """Return who is one person, by identifiers."""
        rows = self.connection.execute(
            """select list(identity_index) from gov.identities inner join gov.subjects using (subject_id)
            group by canonical_id"""
        ).fetchall()
        return {frozenset(self.named[each] for each in row) for (row,) in rows}

    def subjects(self) -> list[tuple[Any, ...]]:
        """Return all that subjects are."""
        return self.connection.execute("select * from gov.subjects order by all").fetchall()

    def reached(self, key: str, act: Any) -> tuple[set[str], int]:
        """Return which identifiers an act on one reaches, and how many cases are doubtful."""
        found = people_of(self.connection, [index(key)], act)
        rows = self.connection.execute(
            """select identity_index from gov.identities inner join gov.subjects using (subject_id)
            where list_contains($found, canonical_id)""",
            {"found": list(found.subject_ids)},
        ).fetchall()
        return {self.named[row] for (row,) in rows}, len(found.doubtful)


@pytest.fixture(scope="module")
def database() -> Iterator[duckdb.DuckDBPyConnection]:
    connection = duckdb.connect(config={"threads": 1})
    connection.execute("attach ':memory:' as gov; use gov")
    connection.execute(queries.load("schema/governance"))
    connection.execute("use memory")
    yield connection
    connection.close()


TABLES = ("subjects", "identities", "identifiers", "identity_evidence", "identity_decisions", "consent_events")


def emptied(database: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    for table in TABLES:
        database.execute(f"delete from gov.{table}")
    return database


@pytest.fixture
def people(database: duckdb.DuckDBPyConnection, tmp_path: Path) -> People:
    return People(emptied(database), tmp_path)


def one(*keys: str) -> frozenset[str]:
    return frozenset(keys)


def test_an_account_and_what_its_platform_vouches_for_are_one_person(people: People) -> None:
    people.account("slack_id:u1", MAIL)
    assert people.persons() == {one("slack_id:u1", MAIL)}


def test_one_address_on_two_platforms_makes_one_person_of_both(people: People) -> None:
    people.account("slack_id:u1", MAIL, source="slack")
    people.account("teams_id:t1", MAIL, source="teams")
    assert people.persons() == {one("slack_id:u1", "teams_id:t1", MAIL)}


def test_each_identifier_has_a_subject_of_its_own_and_the_person_the_one_that_was_known_first(people: People) -> None:
    people.account(PHONE)
    first = people.subjects()[0][0]
    people.account("slack_id:u1", PHONE)
    rows = people.subjects()
    assert len({row[0] for row in rows}) == 2
    assert {row[1] for row in rows} == {first}


def test_what_was_typed_in_joins_nobody_and_is_a_doubt(people: People) -> None:
    people.account("intercom_id:1", MAIL, kind="stated")
    assert people.persons() == {one("intercom_id:1"), one(MAIL)}
    case = people.case("intercom_id:1", MAIL)
    assert (case.state, case.doubt, case.certainty) == ("open", "weak", 0.9)


def test_homonyms_are_not_even_a_doubt(people: People) -> None:
    people.account("slack_id:u1", name="Anna Schmidt", source="slack")
    people.account("telegram_id:7", name="Anna Schmidt", source="telegram")
    assert len(people.persons()) == 2
    assert cases(people.connection) == []


def test_a_name_adds_to_what_was_typed_in_and_never_joins(people: People) -> None:
    people.account("intercom_id:1", MAIL, kind="stated", name="Schmidt, Anna", source="intercom")
    people.account("slack_id:u1", MAIL, name="Anna Schmidt", source="slack")
    case = people.case("intercom_id:1", MAIL)
    assert (case.state, case.certainty, case.kinds) == ("open", pytest.approx(1 - 0.1 * 0.7), ("stated", "name"))
    assert people.persons() == {one("intercom_id:1"), one("slack_id:u1", MAIL)}


def test_a_first_name_alone_adds_nothing(people: People) -> None:
    people.account("intercom_id:1", MAIL, kind="stated", name="Anna", source="intercom")
    people.account("slack_id:u1", MAIL, name="Anna", source="slack")
    assert people.case("intercom_id:1", MAIL).certainty == 0.9


def test_evidence_of_two_sources_is_wrong_only_if_both_are(people: People) -> None:
    people.account("user_id:1", MAIL, kind="stated", source="shop")
    people.account("user_id:1", MAIL, kind="stated", source="desk")
    case = people.case("user_id:1", MAIL)
    assert case.certainty == pytest.approx(1 - 0.1 * 0.1)
    assert case.state == "joined"


def test_the_same_evidence_again_counts_once(people: People) -> None:
    for _ in range(3):
        people.account("intercom_id:1", MAIL, kind="stated")
    assert people.case("intercom_id:1", MAIL).certainty == 0.9
    assert people.connection.execute("select count(*) from gov.identity_evidence").fetchall() == [(1,)]


# guards


def test_a_mailbox_of_a_role_joins_nobody_and_is_no_doubt(people: People) -> None:
    for number in "123":
        people.account(f"zendesk_id:{number}", "email:info@acme.example", name=f"Person {number}")
    assert len(people.persons()) == 4
    assert {case.state for case in cases(people.connection)} == {"guarded"}


def test_two_people_behind_one_mailbox_stay_two(people: People) -> None:
    people.account("zendesk_id:1", MAIL, name="Anna Schmidt")
    people.account("zendesk_id:2", MAIL, name="Ben Kim")
    assert len(people.persons()) == 3
    assert {(case.state, case.doubt) for case in cases(people.connection)} == {("open", "shared")}


def test_a_second_account_parts_the_first_from_what_both_have(people: People) -> None:
    people.account("zendesk_id:1", MAIL, name="Anna Schmidt")
    assert len(people.persons()) == 1
    people.account("zendesk_id:2", MAIL, name="Ben Schmidt")
    assert len(people.persons()) == 3


@pytest.mark.parametrize(
    ("first", "second"), [("Anna", "Anna Schmidt"), ("Anna Schmidt", "SCHMIDT, Anna"), ("Zoë M. Ek", "Zoe Ek")]
)
def test_two_accounts_whose_names_agree_are_one_persons(people: People, first: str, second: str) -> None:
    people.account("zendesk_id:1", MAIL, name=first)
    people.account("zendesk_id:2", MAIL, name=second)
    assert len(people.persons()) == 1


def test_two_accounts_without_names_share_what_both_have(people: People) -> None:
    people.account("zendesk_id:1", PHONE)
    people.account("zendesk_id:2", PHONE)
    assert len(people.persons()) == 3


def test_a_name_that_becomes_known_later_tells_who_shares(people: People) -> None:
    people.account("zendesk_id:1", MAIL, name="Anna Schmidt")
    people.account("zendesk_id:2", MAIL)
    assert len(people.persons()) == 3
    people.account("zendesk_id:2", name="Anna")
    assert len(people.persons()) == 1


def test_a_familys_phone_joins_none_of_its_contacts(people: People) -> None:
    people.contacts(("k1", PHONE), ("k1", MAIL), ("k2", PHONE), ("k2", "email:ben@acme.example"))
    assert people.persons() == {one(PHONE), one(MAIL), one("email:ben@acme.example")}


def test_more_accounts_than_one_person_has_share_what_they_have_whatever_their_names(people: People) -> None:
    for number in range(5):
        people.account(f"zendesk_id:{number}", MAIL, name="Anna")
    assert len(people.persons()) == 1
    people.account("zendesk_id:5", MAIL, name="Anna")
    assert len(people.persons()) == 7


def test_a_contact_that_stands_for_everybody_joins_nobody(people: People) -> None:
    people.contacts(*((("unknown", f"phone:{number}")) for number in range(32)))
    assert len(people.persons()) == 1
    people.contacts(*((("unknown", f"phone:{number}")) for number in range(33)))
    assert len(people.persons()) == 33


def test_the_companys_own_account_makes_no_customer_staff(people: People) -> None:
    people.account(PHONE, role="staff")
    people.connection.execute("update gov.identities set guard = 'own_account'")
    people.account("zendesk_id:1", PHONE)
    assert people.persons() == {one(PHONE), one("zendesk_id:1")}
    people.account("teams_id:1", PHONE, role="staff")
    assert people.persons() == {one(PHONE, "teams_id:1"), one("zendesk_id:1")}


def test_a_person_is_staff_if_one_of_his_accounts_is(people: People) -> None:
    people.account("zendesk_id:1", MAIL)
    people.account("slack_id:u1", MAIL, role="staff")
    assert {role for _, _, role in people.subjects()} == {"staff"}


# acts


def chain(people: People) -> None:
    """Tell of a – b – c: the second link was typed in, and a name speaks for it."""
    people.account("telegram_id:7", PHONE, name="Anna Schmidt", source="telegram")
    people.account("slack_id:u1", PHONE, kind="stated", name="Anna Schmidt", source="slack")


def test_access_reaches_over_a_weak_link_and_erasure_does_not(people: People) -> None:
    chain(people)
    everything = {"telegram_id:7", PHONE, "slack_id:u1"}
    assert people.reached("telegram_id:7", "access") == (everything, 0)
    assert people.reached("telegram_id:7", "erasure") == ({"telegram_id:7", PHONE}, 1)
    assert people.reached("slack_id:u1", "erasure") == ({"slack_id:u1"}, 1)


def test_neither_act_reaches_through_what_is_shared(people: People) -> None:
    people.account("zendesk_id:1", MAIL, name="Anna Schmidt")
    people.account("zendesk_id:2", MAIL, name="Ben Kim")
    for act in ("access", "erasure"):
        assert people.reached("zendesk_id:1", act) == ({"zendesk_id:1"}, 1)


def test_who_is_not_known_is_nobody(people: People) -> None:
    assert people_of(people.connection, [index("email:nobody")], "access").subject_ids == ()
    assert people_of(people.connection, [], "erasure").subject_ids == ()


def test_a_decision_makes_a_doubt_certain_for_every_act(people: People) -> None:
    chain(people)
    people.decide((PHONE, "slack_id:u1", "join"))
    assert people.persons() == {one("telegram_id:7", PHONE, "slack_id:u1")}
    assert people.reached("slack_id:u1", "erasure") == ({"telegram_id:7", PHONE, "slack_id:u1"}, 0)


def test_who_was_parted_is_not_reached_and_not_doubted(people: People) -> None:
    chain(people)
    people.decide((PHONE, "slack_id:u1", "part"))
    assert people.reached("telegram_id:7", "access") == ({"telegram_id:7", PHONE}, 0)


# undoing


def test_undoing_a_decision_restores_exactly_what_was_before(people: People) -> None:
    chain(people)
    before = people.subjects()
    people.decide((PHONE, "slack_id:u1", "join"))
    assert people.subjects() != before
    people.decide()
    assert people.subjects() == before
    people.decide(("telegram_id:7", PHONE, "part"))
    assert len(people.persons()) == 3
    people.decide()
    assert people.subjects() == before


def test_a_corrected_register_parts_whom_it_joined_by_mistake(people: People) -> None:
    people.contacts(("k1", PHONE))
    people.contacts(("k1", PHONE), ("k1", MAIL))
    assert len(people.persons()) == 1
    people.contacts(("k1", PHONE), ("k2", MAIL))
    assert len(people.persons()) == 2
    people.contacts(("k1", PHONE), ("k1", MAIL))
    assert len(people.persons()) == 1


def test_a_decision_waits_for_a_case_that_is_not_known_yet(people: People) -> None:
    people.account("slack_id:u1", PHONE, kind="stated")
    people.decide((PHONE, "slack_id:u1", "join"))
    people.connection.execute("delete from gov.identity_evidence")
    people.account("slack_id:u1", PHONE, kind="stated")
    assert len(people.persons()) == 1


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("c1,maybe,staff-01,", "neither joined nor parted"),
        ("c1,join,,", "neither"),
        ("c1,join,s,soon", "not an ISO 8601 time"),
        ("c1,join,s,9999-12-31T23:59:59-12:00", "not an ISO 8601 time"),
    ],
)
def test_a_decision_that_decides_nothing_is_refused(people: People, row: str, told: str) -> None:
    register = people.root / "identity_decisions.csv"
    register.write_text(f"case_id,decision,decided_by,decided_on\n{row}\n")
    with pytest.raises(ConfigError, match=told):
        take_decisions(people.connection, register, MOMENT)


def test_the_review_file_names_nobody(people: People) -> None:
    people.account("intercom_id:1", MAIL, kind="stated", name="Anna Schmidt", source="intercom")
    text = review_text(cases(people.connection))
    assert text.splitlines()[0] == "case_id,doubt,certainty,types,evidence,sources,since"
    assert text.splitlines()[1].endswith(",weak,0.900,intercom_id email,stated,intercom,2026-09-30")
    assert not any(word in text.casefold() for word in ("anna", "schmidt", "acme"))


# forgetting


def subject(people: People, key: str) -> str:
    rows = people.connection.execute(
        "select hex(subject_id) from gov.identities where identity_index = ?", [index(key)]
    ).fetchall()
    return f"select unhex('{rows[0][0]}')"


def forget(people: People, *keys: str) -> None:
    theirs = " union ".join(subject(people, key) for key in keys)
    people.connection.execute(f"create or replace temp table gone(subject_id blob); insert into gone {theirs}")
    forget_evidence(people.connection, "select subject_id from gone")
    for table in ("identities", "subjects"):
        people.connection.execute(f"delete from gov.{table} where subject_id in (select subject_id from gone)")


def test_evidence_goes_with_the_person(people: People) -> None:
    people.account("slack_id:u1", MAIL)
    people.account("slack_id:u2", PHONE)
    forget(people, "slack_id:u1", MAIL)
    assert people.connection.execute("select claimed_index from gov.identity_evidence").fetchall() == [(index(PHONE),)]
    assert people.persons() == {one("slack_id:u2", PHONE)}


def test_nobody_is_joined_because_somebody_else_was_forgotten(people: People) -> None:
    people.account("zendesk_id:1", MAIL, name="Anna Schmidt")
    people.account("zendesk_id:2", MAIL, name="Ben Kim")
    forget(people, "zendesk_id:2")
    people.account("zendesk_id:1", MAIL, name="Anna")
    assert people.persons() == {one(MAIL), one("zendesk_id:1")}


# laws

ACCOUNTS = st.sampled_from(["a_id:1", "a_id:2", "b_id:1", "c_id:1"])
FURTHER = st.sampled_from(["email:x", "email:info@x", "phone:1", "phone:2"])
NAMES = st.sampled_from(["", "Anna Schmidt", "Anna", "Ben Schmidt"])
FACTS = st.lists(st.tuples(ACCOUNTS, FURTHER, st.sampled_from(["profile", "stated"]), NAMES), min_size=1, max_size=7)
Fact = tuple[str, str, str, str]


def told(database: duckdb.DuckDBPyConnection, facts: list[Fact]) -> People:
    people = People(emptied(database), Path())
    for account, further, kind, name in facts:
        people.account(account, further, kind=kind, name=name, source=account[0])
    return people


@settings(max_examples=10)
@given(facts=FACTS, chance=st.randoms(use_true_random=False))
def test_persons_do_not_depend_on_the_order_of_evidence(
    database: duckdb.DuckDBPyConnection, facts: list[Fact], chance: Any
) -> None:
    def outcome(order: list[Fact]) -> Any:
        people = told(database, order)
        found = [(case.case_id, case.state, case.certainty) for case in cases(people.connection)]
        return people.persons(), found, people.reached(facts[0][0], "access")

    assert outcome(facts) == outcome(chance.sample(facts, len(facts)))


@settings(max_examples=6)
@given(facts=FACTS, choice=st.randoms(use_true_random=False), decision=st.sampled_from(["join", "part"]))
def test_a_decision_that_is_taken_back_leaves_no_trace(
    database: duckdb.DuckDBPyConnection, facts: list[Fact], choice: Any, decision: str, tmp_path_factory: Any
) -> None:
    people = told(database, facts)
    people.root = tmp_path_factory.mktemp("decisions")
    before = people.subjects()
    account, further, _, _ = choice.choice(facts)
    people.decide((account, further, decision))
    joined = any({account, further} <= person for person in people.persons())
    assert joined is (decision == "join")
    people.decide()
    assert people.subjects() == before


# new rules of normalisation


class Keys:
    """A keyring of one key."""

    def key(self, _name: str) -> bytes:
        return b"k" * 32


def renormalised(people: People, monkeypatch: pytest.MonkeyPatch, form: Any) -> None:
    """Have the rules change so that ``form`` makes identifiers equal."""

    def new_index(_key: bytes, kind: str, value: str) -> bytes:
        name = f"{kind}:{form(value)}"
        people.named[index(name)] = name
        return index(name)

    for module in ("identities", "renormalising"):
        monkeypatch.setattr(f"chatward.warehouse.people.{module}.NORMALISATION_VERSION", "2")
    monkeypatch.setattr("chatward.warehouse.people.renormalising.blind_index", new_index)
    warehouse: Any = SimpleNamespace(connection=people.connection, keyring=Keys())
    renormalise(warehouse, MOMENT)


def test_new_rules_join_whom_the_old_ones_told_apart_and_lose_nobody(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    people.account("slack_id:u1", "email:anna", source="slack")
    people.account("teams_id:t1", "email:ANNA", source="teams")
    people.contacts(("k1", "email:anna"), ("k1", PHONE))
    assert len(people.persons()) == 2
    renormalised(people, monkeypatch, str.lower)
    assert people.persons() == {one("slack_id:u1", "teams_id:t1", "email:anna", "email:ANNA", PHONE)}


def test_new_rules_that_change_every_form_lose_nobody(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    people.account("slack_id:u1", "email:anna")
    people.contacts(("k1", "email:anna"), ("k1", PHONE))
    renormalised(people, monkeypatch, lambda value: f"<{value}>")
    everything = {"slack_id:u1", "email:anna", "slack_id:<u1>", "email:<anna>", PHONE}
    assert people.persons() == {frozenset(everything)}
    clear = people.connection.execute("select distinct identity_index from gov.identifiers").fetchall()
    assert {people.named[row] for (row,) in clear} == {"slack_id:<u1>", "email:<anna>"}


def test_what_was_done_under_new_rules_is_not_done_again(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    people.account("slack_id:u1", "email:anna")
    renormalised(people, monkeypatch, lambda value: f"<{value}>")
    before = people.subjects()
    renormalised(people, monkeypatch, lambda value: f"[{value}]")
    assert people.subjects() == before


def test_the_index_of_a_register_that_names_a_former_form_keeps_its_person(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    people.contacts(("k1", "email:anna"), ("k1", PHONE))
    monkeypatch.setattr("chatward.warehouse.people.identities.NORMALISATION_VERSION", "2")
    people.contacts(("k1", "email:<anna>"), ("k1", PHONE))
    assert people.persons() == {one("email:anna", "email:<anna>", PHONE)}
