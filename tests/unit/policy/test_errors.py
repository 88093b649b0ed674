"""Whatever is wrong with a policy is found, with its line, what was expected, and what to do."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

NEW_KEYS = {
    "": ('version: "2026-01"', 'version: "2026-01"\nXX: 1'),
    "controller": ("{name: Acme, country: DE,", "{name: Acme, XX: 1, country: DE,"),
    "regimes.gdpr": ("    title: GDPR\n", "    title: GDPR\n    XX: 1\n"),
    "data_categories.text": ("{title: Words,", "{title: Words, XX: 1,"),
    "processors.vendor": ("{name: Vendor,", "{name: Vendor, XX: 1,"),
    "sources.chats": ("    regime: gdpr\n", "    regime: gdpr\n    XX: 1\n"),
    "purposes.support": ("    title: Answering\n", "    title: Answering\n    XX: 1\n"),
    "purposes.quality.consent": ('      notices: ["1"]\n', '      notices: ["1"]\n      XX: 1\n'),
    "retention[0]": ("    reason: warranty\n", "    reason: warranty\n    XX: 1\n"),
    "pseudonymisation": ("  domains:\n", "  XX: 1\n  domains:\n"),
    "pseudonymisation.domains.quality": ("{purpose: quality,", "{XX: 1, purpose: quality,"),
    "sets.messages": ("    title: Messages\n", "    title: Messages\n    XX: 1\n"),
    "gate": ("gate:\n", "gate:\n  XX: 1\n"),
    "limits": ("limits:\n", "limits:\n  XX: 1\n"),
}


def _line_of(fragment: str, text: str) -> int:
    return text[: text.index(fragment)].count("\n") + 1


@pytest.mark.parametrize("where", NEW_KEYS)
def test_an_unknown_key_is_refused_at_every_level(where, changed, examined):
    text = changed(*NEW_KEYS[where])
    (problem,) = examined(text).problems
    assert problem.where == (f"{where}.XX" if where else "XX")
    assert problem.line == _line_of("XX", text)
    assert "not a key" in problem.message


# what is written in place of what; where the problem is found; what is said; the hint, where there is one
WRONG_VALUES = {
    "a basis that does not exist": (
        "basis: contract", "basis: contrct", "purposes.support.basis", "one of `consent`, `contract`", "`contract`"),
    "a duration in words": ("period: P2Y", "period: 2 years", "retention[0].period", "found `2 years`", "`P2Y`"),
    "a duration as a number": ("period: P2Y", "period: 730", "retention[0].period", "found `730`", "P, then"),
    "a retention period of nothing": ("period: P2Y", "period: P0D", "retention[0].period", "longer than nothing", ""),
    "a zone that does not exist": (
        "Europe/Berlin", "Europe/Berln", "sources.chats.zone", "time zone database", "`Europe/Berlin`"),
    "a zone that is a folder": ("Europe/Berlin", "Europe", "sources.chats.zone", "found `Europe`", ""),
    "a zone out of the database": ("Europe/Berlin", "../../x", "sources.chats.zone", "time zone database", ""),
    "a clock that does not exist": (
        "withdrawal: P1D,", "withdrawal: P1D, acess: P1M,", "regimes.gdpr.clocks.acess", "none of `access", ""),
    "a version without quotes": ('"2026-01"', "2026", "version", "expected text like", "quotes"),
    "a day that does not exist": ("2024-01-01", "2024-02-30", "processors.vendor.signed_on", "a date like", ""),
    "a country in words": ("country: DE", "country: Germany", "controller.country", "text like `DE`", ""),
    "a blank name": ("{name: Acme", '{name: " "', "controller.name", "expected text like", ""),
    "text instead of a list": ("purposes: [support, quality]", "purposes: support", "sources.chats.purposes",
                               "a list like", "brackets"),
    "an empty list": ("purposes: [support, quality]", "purposes: []", "sources.chats.purposes", "at least one", ""),
    "a share in per cent": ("0.25", "25", "gate.largest_subject_share", "a number from 0 to 1, found `25`", ""),
    "a share that is no number": ("0.25", ".nan", "gate.largest_subject_share", "expected a number", ""),
    "a flag instead of a number": ("0.25", "true", "gate.largest_subject_share", "found `true`", ""),
    "a size with an unknown unit": ("10 GiB", "10 gigs", "limits.archive_bytes", "a size in bytes", "GiB"),
    "a size of nothing": ("10 GiB", "0", "limits.archive_bytes", "a size in bytes", ""),
    "a number in quotes": ("archive_bytes: 10 GiB", "archive_ratio: '7'", "limits.archive_ratio", "whole number",
                           "quotes"),
    "a scalar as section": ("limits:\n  archive_bytes: 10 GiB", "limits: 3", "limits", "a mapping of keys", ""),
    "a name with spaces": ("  chats:", "  My Chats:", "sources.…", "found other text", "small letters"),
    "a tag": ("{name: Acme", "{name: !ref Acme", "controller.name", "has a tag", "!"),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG_VALUES)
def test_a_wrong_value_is_named_with_its_line_and_what_is_expected(case, valid, changed, examined):
    old, new, where, message, hint = WRONG_VALUES[case]
    (problem,) = examined(changed(old, new)).problems
    assert problem.where == where
    assert message in problem.message
    assert hint in (problem.hint or "")
    assert problem.line == _line_of(old.strip(), valid)


@pytest.mark.parametrize(
    "path", ["../x/**", "/etc/**", "~/x", "https://host/x", "C:/x", "a\\b", "a**", "", "exports/../../x", "a\x07b"]
)
def test_a_path_that_leaves_the_workspace_or_is_no_pattern_is_refused(path, changed, examined):
    (problem,) = examined(changed('"exports/telegram/**"', json.dumps(path))).problems
    assert problem.where == "sources.chats.paths[0]"
    assert problem.line == 15


@pytest.mark.parametrize("path", ["exports/**", "a.zip", "**/x/*.json", "a [[]b]/**", "exports/..hidden/*"])
def test_a_path_inside_the_workspace_is_taken(path, changed, examined):
    assert examined(changed("exports/telegram/**", path)).problems == ()


def test_a_missing_key_is_named_with_the_line_of_its_section(changed, examined):
    (problem,) = examined(changed("    regime: gdpr\n", "")).problems
    assert (problem.line, problem.where) == (13, "sources.chats")
    assert "`regime` is missing" in problem.message


def test_all_problems_are_found_at_once_in_the_order_of_lines(valid, examined):
    text = (
        valid.replace("processor: vendor", "processor: vender")
        .replace("basis: contract", "basis: contrct")
        .replace("columns: [sent_on, customers]", "columns: [sent_on, custmers]")
        .replace("gate:", "gates:")
    )
    assert [problem.where for problem in examined(text).problems] == [
        "sources.chats.processor", "purposes.support.basis", "sets.daily_activity.columns[1]", "gates",
    ]  # fmt: skip


def test_a_list_with_a_wrong_entry_is_not_called_too_short_as_well(changed, examined):
    assert len(examined(changed('["exports/telegram/**"]', "[/a, /b]")).problems) == 2


def test_a_misspelt_key_is_not_called_missing_as_well(changed, examined):
    (problem,) = examined(changed("    regime: gdpr", "    regimes: gdpr")).problems
    assert (problem.where, problem.hint) == ("sources.chats.regimes", "did you mean `regime`?")


def test_no_message_repeats_what_could_be_a_personal_value(changed, examined):
    for secret in ("Max Mustermann", "max@acme.example", "+49 151 23456789", "4915123456789"):
        for place in ("basis: contract", "rule: support-2y", "zone: Europe/Berlin", "period: P2Y", "processor: vendor"):
            problems = examined(changed(place, f"{place.split(':')[0]}: '{secret}'")).problems
            assert problems
            assert not any(secret in f"{problem} {problem.hint}" for problem in problems)


def test_no_message_repeats_a_key_that_could_be_a_personal_value(changed, examined):
    (problem,) = examined(changed("limits:", "max@acme.example: 1\nlimits:")).problems
    assert "max@acme" not in f"{problem} {problem.hint}"


@given(
    start=st.floats(0, 1),
    length=st.integers(0, 40),
    new=st.text(alphabet="abc:{}[]-&*!|>'\"#%@\n\t \\0159~<é\ud800", max_size=12),
)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_damaged_file_is_a_policy_or_problems_and_nothing_else(start, length, new, valid, examined):
    at = int(start * len(valid))
    found = examined((valid[:at] + new + valid[at + length :]).encode(errors="surrogatepass"))
    assert (found.policy is None) == bool(found.problems)
    assert all(1 <= problem.line <= valid.count("\n") + 14 for problem in found.problems)
