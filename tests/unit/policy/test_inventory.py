"""What sources hold is compared with what the policy declares: by kind, or by what a category says it covers."""

from typing import Any

import pytest
from support.company import policy as company_policy

from chatward.policy.inventory import Holds, declared_by, never_seen, undeclared
from chatward.policy.model import Policy
from chatward.policy.vocabulary import HOLDINGS_OF_KIND, RECTIFIED, Holding
from chatward.quality.inventory import check_inventory


def policy(**categories: dict[str, Any]) -> Policy:
    """Return the company's policy in which WhatsApp alone may hold these categories."""
    content = company_policy()
    if categories:
        content["data_categories"] |= categories
        content["sources"]["whatsapp"]["categories"] = list(categories)
    return Policy.of(content)


def held(*holdings: Holding, source: str = "whatsapp") -> list[Holds]:
    return [Holds(source, "messages.text", holding, "schema", 1, 1.0) for holding in holdings]


def test_every_kind_of_data_belongs_to_exactly_one_kind_of_category() -> None:
    listed = [holding for holdings in HOLDINGS_OF_KIND.values() for holding in holdings]
    assert sorted(listed) == sorted(Holding)


def test_a_policy_that_declares_all_kinds_has_nothing_undeclared() -> None:
    assert undeclared(policy(), held(*Holding)) == []


@pytest.mark.parametrize("holding", [Holding.NAMES, Holding.PAYMENT_DATA, Holding.TIMES])
def test_what_no_category_of_the_source_covers_is_undeclared(holding: Holding) -> None:
    words = {"title": "Words", "kind": "content"}
    assert undeclared(policy(words=words), held(Holding.TEXT, holding)) == [("whatsapp", holding)]


def test_a_category_that_says_what_it_holds_covers_nothing_else() -> None:
    words = {"title": "Words", "kind": "content", "holds": ["text"]}
    assert undeclared(policy(words=words), held(Holding.TEXT, Holding.ATTACHMENTS)) == [
        ("whatsapp", Holding.ATTACHMENTS)
    ]


def test_what_a_request_corrected_is_declared_where_any_source_declares_it() -> None:
    assert declared_by(policy(), RECTIFIED, Holding.NAMES)
    words = company_policy() | {"data_categories": {"words": {"title": "Words", "kind": "content"}}}
    for source in words["sources"].values():
        source["categories"] = ["words"]
    assert declared_by(Policy.of(words), RECTIFIED, Holding.NAMES) == []


def test_what_is_declared_and_was_not_found_is_told_for_sources_with_data_only() -> None:
    files = {"title": "Files", "kind": "content", "holds": ["attachments"]}
    assert never_seen(policy(files=files), held(Holding.TEXT)) == [("whatsapp", "files")]
    assert never_seen(policy(files=files), held(Holding.TEXT, source="gone")) == []


def test_undeclared_blocks_and_never_seen_warns() -> None:
    files = {"title": "Files", "kind": "content", "holds": ["attachments"]}
    declared, seen = check_inventory(policy(files=files), held(Holding.TEXT), 0.1)
    assert (declared.blocks, declared.failing_rows) == (True, 1)
    assert (seen.blocks, seen.passed, seen.severity) == (False, False, "warning")
    assert "whatsapp: text" in declared.remedy
    assert "d-01" in declared.duties
