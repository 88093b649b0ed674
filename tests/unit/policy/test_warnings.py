"""What is valid, and yet a reason to look."""

from datetime import date

import pytest

TODAY = date(2026, 6, 1)


@pytest.fixture
def warned(examined):
    def warn(text, on=TODAY):
        return [str(warning) for warning in examined(text).warnings(on)]

    return warn


def test_a_policy_in_order_has_no_warning(valid, warned):
    assert warned(valid) == []


@pytest.mark.parametrize(
    ("on", "message"),
    [
        (date(2026, 9, 30), "the agreement expires on 2026-09-30"),
        (date(2026, 10, 1), "the agreement expired on 2026-09-30"),
        (date(2023, 12, 31), "the agreement is not signed before 2024-01-01"),
    ],
)
def test_an_agreement_is_judged_on_the_day_in_question(changed, warned, on, message):
    text = changed("signed_on: 2024-01-01,", "signed_on: 2024-01-01, expires_on: 2026-09-30,")
    (warning,) = warned(text, on)
    assert message in warning


def test_an_agreement_with_three_months_to_go_is_in_order(changed, warned):
    assert warned(changed("signed_on: 2024-01-01,", "signed_on: 2024-01-01, expires_on: 2026-09-30,"), TODAY) == []


CASES = {
    "an agreement without signature": ("signed_on: 2024-01-01, ", "", "vendor.signed_on: the agreement is not"),
    "a transfer without basis": ("[EU]", "[EU, US]", "processors.vendor.regions: data go to US"),
    "a placeholder": ("{name: Acme", "{name: CHANGE ME", "controller.name: still says CHANGE ME"),
    "a placeholder in a list": ('["1"]', "[CHANGE ME]", "purposes.quality.consent.notices[0]: still says"),
    "no country": ("country: DE", "country: ZZ", "controller.country: ZZ is no country"),
    "no accounts": ("    regime: gdpr", "    regime: gdpr\n    own_accounts: []", "chats.own_accounts: no account"),
    "staff who consent": ("basis: contract", "basis: contract\n    staff_basis: consent", "support.staff_basis"),
    "small cells": ("gate:", "gate:\n  smallest_cell_subjects: 5", "gate.smallest_cell_subjects: 5 protects less"),
    "a large share": ("0.25", "0.5", "gate.largest_subject_share: 0.5 protects less than the default 0.25"),
    "an unused category": ("data_categories:", "data_categories:\n  x: {title: X, kind: content}", "x: no source"),
    "a category without a rule": (
        "    purpose: support\n    categories: [text, details]", "    purpose: support\n    categories: [text]",
        "purposes.support.categories[1]: no retention rule of this purpose names `details`"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_what_is_doubtful_is_a_warning(case, changed, warned):
    old, new, message = CASES[case]
    (warning,) = warned(changed(old, new))
    assert message in warning


def test_stricter_thresholds_are_no_reason_to_warn(changed, warned):
    assert warned(changed("0.25", "0.1\n  smallest_cell_subjects: 50")) == []


def test_warnings_have_lines(changed, examined):
    (warning,) = examined(changed("0.25", "0.5")).warnings(TODAY)
    assert warning.line == 66
