"""Scores: what counts as found, and how labels of others are read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatward.detect import Kind
from chatward.detect.scoring import Score, Scores, kind_of_label


def score(found, labels):
    scores = Scores()
    scores.add(found, labels)
    return scores


def test_half_of_the_union_is_enough_and_less_is_not():
    assert score([(0, 10, Kind.EMAIL)], [(5, 10, "EMAIL")]).by_kind[Kind.EMAIL].right == 1
    assert score([(0, 11, Kind.EMAIL)], [(6, 11, "EMAIL")]).by_kind[Kind.EMAIL].right == 0


def test_the_kind_must_be_the_same():
    kinds = score([(0, 10, Kind.PHONE)], [(0, 10, "EMAIL")]).by_kind
    assert (kinds[Kind.PHONE].wrong, kinds[Kind.EMAIL].missed) == (1, 1)


def test_one_label_is_found_once():
    assert score([(0, 5, Kind.IP), (0, 5, Kind.IP)], [(0, 5, "IP_ADDRESS")]).by_kind[Kind.IP].wrong == 1


def test_the_total_leaves_out_kinds_that_nobody_labelled():
    scores = score([(0, 5, Kind.URL), (6, 9, Kind.EMAIL)], [(6, 9, "EMAIL")])
    assert (scores.total().right, scores.total().wrong) == (1, 0)


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("EMAIL_ADDRESS", Kind.EMAIL),
        ("phone number", Kind.PHONE),
        ("US_SSN", Kind.NATIONAL_ID),
        ("DE_TAX_ID", Kind.NATIONAL_ID),
        ("DE_PLZ", Kind.POSTCODE),
        ("street_address", Kind.ADDRESS),
        ("ORG", None),
        ("LOCATION", None),
    ],
)
def test_common_labels_are_understood(label, kind):
    assert kind_of_label(label) is kind


@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50))
def test_f1_lies_between_precision_and_recall(right, wrong, missed):
    one = Score(right, wrong, missed)
    low, high = sorted((one.precision, one.recall))
    assert one.right == 0 or low - 1e-9 <= one.f(1) <= high + 1e-9
