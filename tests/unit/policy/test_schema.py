"""The JSON Schema: complete, closed, and of one mind with the loader."""

from pathlib import Path

import pytest

from chatward.policy.document import parse
from chatward.policy.schema import json_schema, resolved, schema_at

jsonschema = pytest.importorskip("jsonschema")
SAMPLE = Path(__file__).resolve().parents[3] / "data" / "sample" / "policy.yaml"


def _accepts(text: str) -> bool:
    return bool(jsonschema.Draft202012Validator(json_schema()).is_valid(parse(text.encode()).content))


def test_the_schema_is_one_of_draft_2020_12():
    assert json_schema()["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    jsonschema.Draft202012Validator.check_schema(json_schema())


def test_the_schema_accepts_the_sample_policy():
    if not SAMPLE.is_file():
        pytest.skip("data/sample has no policy")
    assert _accepts(SAMPLE.read_text(encoding="utf-8"))


def test_the_schema_accepts_what_is_valid(valid):
    assert _accepts(valid)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("basis: contract", "basis: contrct"),
        ("period: P2Y", "period: 2 years"),
        ("gate:", "gate:\n  x: 1"),
        ("gate:", "gate:\n  largest_linked_share: 0.05"),
        ("  chats:", "  My Chats:"),
        ("withdrawal: P1D,", "withdrawal: P1D, x: P1D,"),
        ("    regime: gdpr\n", ""),
        ("0.25", "25"),
        ("10 GiB", "10 gigs"),
        ('"2026-01"', "2026"),
    ],
)
def test_the_schema_refuses_what_the_loader_refuses(old, new, changed, examined):
    text = changed(old, new)
    assert not _accepts(text)
    assert examined(text).policy is None


def test_every_key_has_a_title_and_a_description_and_no_other_is_allowed():
    sections = [json_schema(), *(each for each in json_schema()["$defs"].values() if each["type"] == "object")]
    assert len(sections) > 10
    for section in sections:
        assert section["additionalProperties"] is False
        for name, key in section["properties"].items():
            assert resolved(key)["title"], name
            assert key["description"], name


def test_the_gate_has_no_threshold_that_nothing_enforces():
    assert set(schema_at(("gate",))["properties"]) == {"smallest_cell_subjects", "largest_subject_share"}


def test_the_schema_of_a_place_is_found_through_names_and_lists():
    assert schema_at(("retention", 3, "period"))["examples"][0] == "P2Y"
    assert "consent" in schema_at(("purposes", "any", "basis"))["enum"]
    assert schema_at(("nowhere", 1, "x")) == {}
