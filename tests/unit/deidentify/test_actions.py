"""What stands in the place of personal data, where it is no token."""

import pyarrow as pa
import pytest

from chatward.deidentify import Tokeniser, pseudonymise_texts
from chatward.deidentify.actions import SURROGATES, generalise, surrogates
from chatward.detect import Detector, Kind, NameIndex
from chatward.detect.residue import residue_condition
from chatward.policy.vocabulary import WITH_SURROGATE, TextAction, TextKind

TOKENISER = Tokeniser(bytes(32))


def written(text, actions, names=None, people=()):
    column, _ = pseudonymise_texts(
        pa.array([text]), Detector(), names, TOKENISER, {}, people=people, region="DE", actions=actions
    )
    return column[0].as_py()


def test_the_policy_names_every_kind_that_is_found_unasked():
    unasked = {kind.identifier_type for kind in Kind if not kind.is_asked_for}
    assert {kind.value for kind in TextKind} == unasked


def test_surrogates_are_made_for_just_the_kinds_that_the_policy_allows():
    assert {kind.identifier_type for kind in SURROGATES} == {kind.value for kind in WITH_SURROGATE}


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        (Kind.PHONE, "+491711234567", "[PHONE:DE]"),
        (Kind.PHONE, "no number", "[PHONE]"),
        (Kind.DATE_OF_BIRTH, "12 March 1985", "[DATE_OF_BIRTH:1985]"),
        (Kind.DATE_OF_BIRTH, "1.2.85", "[DATE_OF_BIRTH]"),
        (Kind.ADDRESS, "Hauptstraße 5, 10115 Berlin", "[ADDRESS:10…]"),
        (Kind.ADDRESS, "10 Downing Street, London SW1A 2AA", "[ADDRESS:SW1A…]"),
        (Kind.ADDRESS, "221B Baker Street", "[ADDRESS]"),
        (Kind.POSTCODE, "10115", "[POSTCODE:10…]"),
        (Kind.NATIONAL_ID, "RSSMRA85T10A562S", "[NATIONAL_ID:IT]"),
        (Kind.EMAIL, "a@example.com", "[EMAIL]"),
    ],
)
def test_little_is_kept_of_what_is_generalised(kind, value, expected):
    assert generalise(kind, value, region="DE") == expected


def test_each_kind_has_the_action_of_the_policy_and_the_others_a_token():
    text = "a@example.com from 10.0.0.1, born on 12 March 1985, password: hunter2"
    actions = {
        Kind.EMAIL: TextAction.MASK,
        Kind.DATE_OF_BIRTH: TextAction.GENERALISE,
        Kind.CREDENTIAL: TextAction.DROP,
    }
    result = written(text, actions)
    token = result.split("[IP:")[1].split("]")[0]
    assert len(token) == 16
    assert result == f"[EMAIL] from [IP:{token}], born on [DATE_OF_BIRTH:1985], password: "


def test_a_surrogate_is_the_same_for_the_same_value_and_key_and_never_a_real_one():
    values = ["anna muster", "ben muster", "anna muster"]
    one = surrogates(Kind.PERSON, values, TOKENISER, region="DE", real=frozenset())
    assert one[0] == one[2] != one[1]
    other = surrogates(Kind.PERSON, values, Tokeniser(bytes([1]) * 32), region="DE", real=frozenset())
    assert other != one
    real = frozenset({one[0].casefold()})
    assert surrogates(Kind.PERSON, values[:1], TOKENISER, region="DE", real=real) != one[:1]


def test_a_participant_s_name_gets_its_surrogate_too():
    names = NameIndex([("Anna Muster", 0)])
    result = written("Anna Muster wrote", {Kind.PERSON: TextAction.SURROGATE}, names, ["t" * 26])
    assert "Anna Muster" not in result
    assert result.endswith(" wrote")


def test_hints_stay_in_the_text():
    detector = Detector(also=frozenset({Kind.HEALTH}))
    texts, counts = pseudonymise_texts(pa.array(["I am pregnant"]), detector, None, TOKENISER, {})
    assert texts.to_pylist() == ["I am pregnant"]
    assert counts == {"HEALTH": 1}


@pytest.mark.parametrize("action", list(TextAction))
def test_nothing_that_an_action_writes_is_residue(action):
    import duckdb

    actions = {
        Kind[kind.name]: action for kind in TextKind if action is not TextAction.SURROGATE or kind in WITH_SURROGATE
    }
    text = "a@example.com +49 171 1234567 4111 1111 1111 1111 DE44500105175407324931 10.0.0.1 AB-CD, Hauptstraße 5"
    condition = residue_condition("text")
    sql = f"select {condition} from (select ?::varchar as text)"
    assert not duckdb.execute(sql, [written(text, actions)]).fetchall()[0][0]
