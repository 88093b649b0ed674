"""References between sections, and promises that a rule must keep."""

import pytest

# what is written in place of what; where the problem is found; what is said; the hint
BROKEN = {
    "a source of a name that is taken": (
        "sources:\n  chats:", "sources:\n  rectified:", "sources.rectified", "put right by a request", "another name"),
    "an unknown processor": (
        "processor: vendor", "processor: vender", "sources.chats.processor", "`vender`", "`vendor`"),
    "an unknown regime": ("regime: gdpr", "regime: ccpa", "sources.chats.regime", "no regime `ccpa`", "known: gdpr"),
    "an unknown purpose of a source": (
        "[support, quality]", "[support, qualty]", "sources.chats.purposes[1]", "`qualty`", "`quality`"),
    "an unknown category of a source": (
        "    categories: [text, details]\n    purposes", "    categories: [texts, details]\n    purposes",
        "sources.chats.categories[0]", "`texts`", "`text`"),
    "an unknown category of a purpose": (
        "    categories: [text]\n    consent", "    categories: [text, txt]\n    consent",
        "purposes.quality.categories[1]", "`txt`", "`text`"),
    "a purpose listed twice": (
        "[support, quality]", "[support, support]", "sources.chats.purposes[1]", "listed twice", "remove"),
    "consent without terms": ("basis: contract", "basis: consent", "purposes.support", "terms is missing", "notices"),
    "terms without consent": (
        "basis: consent", "basis: contract", "purposes.quality.consent", "asks for no consent", "remove"),
    "two rules of one name": ("rule: quality-1y", "rule: support-2y", "retention[0].rule", "2 rules", "own id"),
    "a purpose without a rule for messages": (
        "    purpose: quality\n    categories: [text]\n    object: message",
        "    purpose: quality\n    categories: [text]\n    object: attachment",
        "purposes.quality", "no retention rule", "purpose: quality"),
    "a rule for a category that its purpose does not need": (
        "    purpose: quality\n    categories: [text]", "    purpose: quality\n    categories: [text, details]",
        "retention[1].categories[1]", "does not need `details`", "add it"),
    "an unknown purpose of a domain": (
        "{purpose: quality, token", "{purpose: qualities, token", "pseudonymisation.domains.quality.purpose",
        "`qualities`", "`quality`"),
    "an unknown set": ("  messages:", "  mesages:", "sets.mesages", "no set `mesages`", "`messages`"),
    "an unknown column": (
        "[message_token, text]", "[message_token, txt]", "sets.messages.columns[1]", "no column `txt`", "`text`"),
    "a direct identifier as column": (
        "[message_token, text]", "[message_token, sender_name]", "sets.messages.columns[1]", "direct identifier",
        "token"),
    "a token in an aggregate set": (
        "[sent_on, customers]", "[sent_on, sender_token]", "sets.daily_activity.columns[1]", "no column", "known"),
    "an aggregate set with a domain": (
        "    class: aggregate", "    class: aggregate\n    domain: quality", "sets.daily_activity.domain",
        "needs no domain", "remove"),
    "a pseudonymised set without a domain": (
        "    domain: quality\n", "", "sets.messages", "needs the key `domain`", "pseudonymisation.domains"),
    "an unknown domain": ("    domain: quality", "    domain: qualty", "sets.messages.domain", "`qualty`", "`quality`"),
    "a domain of another purpose": (
        "{purpose: quality, token", "{purpose: support, token", "sets.messages.domain", "serves purpose `support`",
        "never share"),
    "an unknown purpose of a set": (
        "    class: aggregate\n    purpose: quality", "    class: aggregate\n    purpose: quantity",
        "sets.daily_activity.purpose", "`quantity`", "`quality`"),
    "a law without a clock": (
        "erasure_request: P1M, ", "", "regimes.gdpr.clocks", "the clock `erasure_request` is missing", "P1M"),
    "an agreement that ends before it begins": (
        "signed_on: 2024-01-01,", "signed_on: 2024-01-01, expires_on: 2023-12-31,", "processors.vendor.expires_on",
        "expires before", ""),
}  # fmt: skip


@pytest.mark.parametrize("case", BROKEN)
def test_what_does_not_fit_together_is_named_with_its_line(case, valid, changed, examined):
    old, new, where, message, hint = BROKEN[case]
    found = examined(changed(old, new))
    problem = next(each for each in found.problems if each.where == where)
    assert found.policy is None
    assert message in problem.message
    assert hint in (problem.hint or "")
    assert problem.line == found.document.line_of(problem.place)


def test_the_line_is_that_of_the_entry_in_question(changed, examined):
    found = examined(changed("[support, quality]", "\n      - support\n      - qualty"))
    assert [problem.line for problem in found.problems] == [22]


def test_a_rule_of_an_unknown_purpose_is_refused(valid, examined):
    rule = "  - {rule: x, purpose: suport, categories: [text], object: message, starting_point: sent, period: P1Y,\n"
    rule += "     disposal_within: P7D, reason: none}\n"
    (problem,) = examined(valid.replace("pseudonymisation:", f"{rule}pseudonymisation:", 1)).problems
    assert (problem.where, problem.hint) == ("retention[2].purpose", "did you mean `support`?")


def test_a_rule_of_an_unknown_category_is_refused(changed, examined):
    (problem,) = examined(
        changed("    purpose: quality\n    categories: [text]", "    purpose: quality\n    categories: [txt]")
    ).problems
    assert problem.where == "retention[1].categories[0]"


def test_a_category_that_no_purpose_needs_is_not_collected(changed, examined):
    text = changed(
        "    basis: contract\n    categories: [text, details]", "    basis: contract\n    categories: [text]"
    )
    assert "sources.chats.categories[1]: none of the source's purposes needs `details`" in map(
        str, examined(text).problems
    )


def test_one_file_cannot_belong_to_two_sources(changed, examined):
    second = "  more: {platform: slack, paths: ['exports/telegram/**'], processor: vendor, regime: gdpr,\n"
    second += "    categories: [text], purposes: [support]}\n"
    (problem,) = examined(changed("purposes:\n  support:", f"{second}purposes:\n  support:")).problems
    assert problem.where == "sources.more.paths[0]"
    assert "source `chats`" in problem.message


def test_the_class_of_a_set_cannot_be_chosen(changed, examined):
    text = changed("    class: aggregate", "    class: pseudonymised\n    domain: quality")
    (problem,) = examined(text).problems
    assert problem.message == "the set `daily_activity` is aggregate, not pseudonymised"


def test_a_wrong_section_does_not_hide_what_is_wrong_between_others(valid, examined):
    text = valid.replace("object: message", "object: massage").replace("processor: vendor", "processor: vender")
    assert {problem.where for problem in examined(text).problems} >= {"retention[0].object", "sources.chats.processor"}


def test_what_is_valid_has_no_problem(valid, examined):
    assert examined(valid).problems == ()
