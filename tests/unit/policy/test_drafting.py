"""The drafted policy: valid as it is, and honest about what it does not know."""

import csv
from datetime import date

import pytest

from chatward.policy.drafting import KEPT_BY_PEOPLE, VENDORS, FoundSource, draft, policy_text

WHATSAPP = FoundSource("whatsapp", ("exports/whatsapp/**",), zone="Europe/Berlin", tells_staff=False)
SLACK = FoundSource("slack", ("exports/slack/**",), zone=None, tells_staff=True)


@pytest.mark.parametrize("platforms", [["whatsapp"], [*VENDORS], ["a_platform_of_tomorrow"]])
def test_a_draft_is_a_valid_policy_with_one_source_a_platform(platforms, examined):
    sources = [FoundSource(name, (f"exports/{name}/**",), None, tells_staff=True) for name in platforms]
    found = examined(policy_text(sources, version="2026-11"))
    assert found.problems == ()
    assert list(found.policy.sources) == platforms


def test_a_draft_warns_of_everything_that_only_people_know(examined):
    warnings = examined(policy_text([WHATSAPP], version="2026-11")).warnings(date(2026, 11, 1))
    assert {warning.where for warning in warnings} == {
        "controller.name",
        "controller.country",
        "controller.address",
        "controller.contact",
        "processors.meta.agreement",
        "processors.meta.signed_on",
        "sources.whatsapp.own_accounts",
        "purposes.service_quality.consent.notices[0]",
        "retention[0].reason",
        "retention[1].reason",
    }


def test_a_zone_is_assumed_only_where_the_exports_name_none(examined):
    policy = examined(policy_text([WHATSAPP, SLACK], version="2026-11")).policy
    assert policy.sources["whatsapp"].zone.key == "Europe/Berlin"
    assert policy.sources["slack"].zone is None


def test_two_platforms_of_one_vendor_share_its_agreement(examined):
    sources = [FoundSource(name, (f"{name}/**",), None, tells_staff=True) for name in ("messenger", "instagram")]
    policy = examined(policy_text(sources, version="2026-11")).policy
    assert list(policy.processors) == ["meta"]


def test_paths_with_any_character_survive(examined):
    paths = ('chats "old"/**', "it's: [[]x]/**", "# ${placeholder}/**")
    found = examined(policy_text([FoundSource("slack", paths, None, tells_staff=True)], version="2026-11"))
    assert found.policy.sources["slack"].paths == paths


def test_the_policy_is_written_last_so_that_a_broken_start_can_be_repeated():
    assert list(draft([SLACK], version="2026-11"))[-1] == "policy.yaml"


@pytest.mark.parametrize("name", [name for name in KEPT_BY_PEOPLE if name.endswith(".csv")])
def test_an_example_row_fits_the_columns_and_is_a_comment(name):
    header, *examples = csv.reader(KEPT_BY_PEOPLE[name].splitlines())
    assert len(set(header)) == len(header) > 1
    for example in examples:
        assert len(example) == len(header)
        assert example[0].startswith("# ")


def test_contacts_have_no_example_because_they_are_people():
    assert KEPT_BY_PEOPLE["registers/contacts.csv"].count("\n") == 1
