import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatward.sample import values

seeds = st.integers(0, 2**32)


def random(seed: int) -> values.Random:
    return np.random.default_rng(seed)


def test_the_luhn_digit_is_that_of_the_standards_example() -> None:
    assert values.luhn_digit("7992739871") == "3"


@pytest.mark.parametrize(
    "known",
    ["ES9121000418450200051332", "DE89370400440532013000", "GB29NWBK60161331926819", "NL91ABNA0417164300"],
)
def test_check_digits_are_those_of_the_registrys_examples(known: str) -> None:
    assert values._iban_check(known[:2], known[4:]) == known[2:4]


def test_a_spanish_account_gets_the_check_digits_of_the_registrys_example() -> None:
    assert values._with_spanish_check("21000418000200051332") == "21000418450200051332"


@given(seeds)
def test_every_card_passes_the_luhn_check_and_is_15_or_16_digits_long(seed: int) -> None:
    number = values.card(random(seed)).replace(" ", "").replace("-", "")
    assert len(number) in (15, 16)
    assert values.luhn_digit(number[:-1]) == number[-1]


@given(seeds, st.sampled_from(sorted(values._BBAN)))
def test_every_iban_passes_mod_97_and_has_its_countrys_length(seed: int, country: str) -> None:
    lengths = {"DE": 22, "GB": 22, "FR": 27, "ES": 24, "PT": 25, "IT": 27, "NL": 18, "SA": 24, "TR": 26}
    compact = values.iban(random(seed), country).replace(" ", "")
    assert len(compact) == lengths[country]
    assert int("".join(str(int(sign, 36)) for sign in compact[4:] + compact[:4])) % 97 == 1


@given(st.text("0123456789", max_size=12), st.text("#+ ()-", max_size=14))
def test_a_mask_loses_no_digit(number: str, mask: str) -> None:
    assert "".join(filter(str.isdigit, values.masked(number, mask))) == number


@given(seeds)
def test_an_order_number_is_never_as_long_as_a_card(seed: int) -> None:
    assert sum(map(str.isdigit, values.order_number(random(seed)))) < 13
