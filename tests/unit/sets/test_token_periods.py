"""When tokens change: months of one period share a key, months of two never do."""

from hypothesis import given
from hypothesis import strategies as st

from chatward.policy.period import Period
from chatward.sets.planning import token_key_name

MONTHS = st.tuples(st.integers(1999, 2100), st.integers(1, 12))


def name(month: tuple[int, int], length: int) -> str:
    return token_key_name("quality", Period(months=length), f"{month[0]:04d}-{month[1]:02d}")


def test_a_year_of_tokens_is_a_calendar_year() -> None:
    assert name((2026, 1), 12) == name((2026, 12), 12) != name((2027, 1), 12)


def test_a_period_shorter_than_a_month_is_a_month() -> None:
    assert token_key_name("q", Period(days=7), "2026-10") == token_key_name("q", Period(months=1), "2026-10")


@given(month=MONTHS, length=st.integers(1, 36))
def test_exactly_as_many_months_as_the_period_has_share_a_key(month: tuple[int, int], length: int) -> None:
    start = month[0] * 12 + month[1] - 1
    near = [divmod(number, 12) for number in range(start - length, start + length + 1)]
    same = [each for each in near if name((each[0], each[1] + 1), length) == name(month, length)]
    assert len(same) == length


@given(month=MONTHS, first=st.integers(1, 36), second=st.integers(1, 36))
def test_another_length_or_domain_is_another_key(month: tuple[int, int], first: int, second: int) -> None:
    assert (name(month, first) == name(month, second)) is (first == second)
    assert name(month, first) != token_key_name("other", Period(months=first), f"{month[0]:04d}-{month[1]:02d}")
