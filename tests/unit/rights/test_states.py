"""What may follow what: nothing is done unverified, nothing begun is given up, nothing closed opens again."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatward.rights.states import Act, Done, State, after, standing

NOW = datetime(2026, 9, 30, tzinfo=UTC)
DUE = NOW + timedelta(days=30)
WORK = {Act.BEGUN, Act.STORE_DONE, Act.HELD, Act.DONE, Act.DUPLICATE, Act.FAILED}


def acts(*names: Act, days: int = 0) -> list[Done]:
    return [Done(name, NOW + timedelta(days)) for name in (Act.RECEIVED, *names)]


@pytest.mark.parametrize("act", sorted(WORK))
def test_nothing_is_done_for_who_was_not_verified(act: Act) -> None:
    assert after(State.RECEIVED, act) is None


@pytest.mark.parametrize("act", [Act.REFUSED, Act.TAKEN_BACK, Act.DUPLICATE])
def test_what_has_begun_is_finished(act: Act) -> None:
    assert after(State.ACTING, act) is None


def test_a_request_is_overdue_one_moment_after_its_time_unless_answered_or_held() -> None:
    moment = timedelta(microseconds=1)
    waiting = standing(DUE, acts())
    assert (waiting.is_overdue(DUE), waiting.is_overdue(DUE + moment)) == (False, True)
    assert not standing(DUE, acts(Act.VERIFIED, Act.DONE)).is_overdue(DUE + moment)
    assert not standing(DUE, acts(Act.VERIFIED, Act.BEGUN, Act.HELD)).is_overdue(DUE + moment)


def test_an_extension_moves_the_time_and_late_is_measured_against_it() -> None:
    longer = Done(Act.EXTENDED, NOW, "complex", DUE + timedelta(days=60))
    first, *rest = acts(Act.VERIFIED, Act.DONE, days=40)
    assert standing(DUE, [first, *rest]).was_late
    assert not standing(DUE, [first, longer, *rest]).was_late


def test_a_copy_that_is_made_again_was_given_when_it_was_given_first() -> None:
    renewed = standing(DUE, acts(Act.VERIFIED, Act.DONE, Act.RENEWED))
    assert renewed.state is State.VERIFIED
    assert renewed.closed_at == standing(DUE, acts(Act.VERIFIED, Act.DONE)).closed_at
    assert not renewed.is_overdue(DUE + timedelta(days=1))
    first, *rest = acts(Act.VERIFIED, Act.DONE, Act.RENEWED)
    again = Done(Act.DONE, DUE + timedelta(days=9))
    assert not standing(DUE, [first, *rest, again]).was_late


def test_a_doubt_is_settled_by_a_review_alone() -> None:
    assert standing(DUE, acts(Act.VERIFIED, Act.DOUBTED, Act.DONE)).state is State.IN_REVIEW
    assert standing(DUE, acts(Act.VERIFIED, Act.DOUBTED, Act.REVIEWED, Act.DONE)).state is State.DONE


@given(st.lists(st.sampled_from(sorted(Act)), max_size=12))
def test_whatever_is_done_in_whatever_order_only_the_verified_get_answers(names: list[Act]) -> None:
    found = standing(DUE, acts(*names))
    if found.state in (State.ACTING, State.DONE):
        assert {Act.VERIFIED, Act.REVIEWED} & set(names)
    was_closed = found.closed_at is not None
    assert was_closed == (not found.state.is_open) or (was_closed and Act.RENEWED in names)


@given(st.lists(st.sampled_from(sorted(Act)), max_size=8), st.sampled_from(sorted(Act)))
def test_what_is_closed_stays_closed_but_where_a_package_is_made_again(names: list[Act], more: Act) -> None:
    before = standing(DUE, acts(*names))
    is_renewed = before.state is State.DONE and more is Act.RENEWED
    if not before.state.is_open:
        assert standing(DUE, acts(*names, more)).state is (State.VERIFIED if is_renewed else before.state)
