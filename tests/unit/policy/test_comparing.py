"""What a changed policy would do: to keys, to what is stored, and to what people agreed to."""

from copy import deepcopy
from datetime import date
from typing import Any

import pytest
from support.company import policy as company_policy

from chatward.policy.comparing import Change, DueCount, Effect, changes, effects, renewals
from chatward.policy.model import Policy

TODAY = date(2026, 10, 1)
OLD = company_policy()
STORED = [
    DueCount("telegram", "support-messages", date(2026, 10, 2), 5),
    DueCount("telegram", "support-messages", date(2028, 9, 1), 7),
]


def changed(*steps: object, to: object) -> Policy:
    content: Any = deepcopy(OLD)
    inner = content
    for step in steps[:-1]:
        inner = inner[step]
    inner[steps[-1]] = to
    return Policy.of(content)


def effect(policy: Policy) -> list[Effect]:
    return effects(Policy.of(OLD), policy, STORED, TODAY)


def test_the_same_policy_does_nothing():
    same = Policy.of(OLD)
    assert (changes(same, same), effect(same), renewals(same, same)) == ([], [], [])


def test_a_changed_period_is_named_by_its_rule():
    policy = changed("retention", 0, "period", to="P1Y")
    assert changes(Policy.of(OLD), policy) == [Change("retention[support-messages].period", "P2Y", "P1Y")]


def test_a_shorter_period_disposes_of_what_is_past_it_then():
    assert effect(changed("retention", 0, "period", to="P1Y")) == [
        Effect("telegram", "support-messages", "support-messages", disposed=5, sooner=12, later=0)
    ]


def test_a_longer_period_disposes_of_nothing():
    assert effect(changed("retention", 0, "period", to="P3Y")) == [
        Effect("telegram", "support-messages", "support-messages", disposed=0, sooner=0, later=12)
    ]


def test_what_is_due_on_this_very_day_is_not_disposed_of_by_the_new_policy():
    due = [DueCount("telegram", "support-messages", TODAY, 5)]
    (found,) = effects(Policy.of(OLD), changed("retention", 0, "period", to="P1Y"), due, TODAY)
    assert (found.disposed, found.sooner) == (0, 5)


def test_a_source_that_serves_nothing_any_more_goes_at_once():
    content = deepcopy(OLD)
    del content["sources"]["telegram"]
    assert effect(Policy.of(content)) == [Effect("telegram", "support-messages", None, 12, 12, 0)]


def test_a_rule_that_nobody_knows_is_left_out():
    due = [DueCount("telegram", "gone", date(2027, 1, 1), 5)]
    assert effects(Policy.of(OLD), changed("retention", 0, "period", to="P1D"), due, TODAY) == []


@pytest.mark.parametrize(
    ("steps", "to", "reason"),
    [
        (("purposes", "quality", "consent", "notices"), ["n2"], "notices no longer count: n1"),
        (("purposes", "quality", "title"), "Selling", "the purpose reads otherwise"),
        (("retention", 1, "period"), "P2Y", "data are kept longer"),
        (("retention", 1, "starting_point"), "last_contact", "data are kept longer"),
    ],
)
def test_people_are_asked_again_when_what_they_agreed_to_changes(steps, to, reason):
    (renewal,) = renewals(Policy.of(OLD), changed(*steps, to=to))
    assert (renewal.purpose, renewal.reasons) == ("quality", (reason,))


@pytest.mark.parametrize(
    ("steps", "to"),
    [
        (("purposes", "quality", "consent", "notices"), ["n1", "n2"]),
        (("retention", 1, "period"), "P30D"),
        (("purposes", "support", "title"), "Helping"),
    ],
    ids=["one more notice", "shorter", "a purpose without consent"],
)
def test_nobody_is_asked_again_for_what_takes_nothing_from_him(steps, to):
    assert renewals(Policy.of(OLD), changed(*steps, to=to)) == []


def test_a_further_source_or_processor_needs_a_new_yes():
    old = deepcopy(OLD)
    old["sources"]["telegram"]["purposes"] = ["support"]
    new = deepcopy(OLD)
    new["processors"]["other"] = new["processors"]["host"]
    new["sources"]["telegram"]["processor"] = "other"
    (renewal,) = renewals(Policy.of(old), Policy.of(new))
    assert renewal.reasons == ("further sources: telegram", "further processors: other")
