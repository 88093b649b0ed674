"""How values read on a page."""

import pytest

from chatward.report import wording

PERIODS = {
    "P2Y": "2 years",
    "P18M": "1 year 6 months",
    "P30D": "30 days",
    "P6W": "42 days",
    "PT72H": "72 hours",
    "PT1M1S": "1 minute 1 second",
}


@pytest.mark.parametrize(("period", "words"), PERIODS.items())
def test_a_period_reads_as_people_say_it(period: str, words: str) -> None:
    assert wording.lasting(period) == words
