"""Loading a policy file: what is returned, what is raised, and how it reads."""

import json
import pickle
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from chatward.errors import ConfigError, PolicyError
from chatward.policy import Period, load
from chatward.policy.model import digest_of
from chatward.policy.vocabulary import Basis, NamesInTexts, SetClass

SAMPLE = Path(__file__).resolve().parents[3] / "data" / "sample" / "policy.yaml"


@pytest.fixture
def path(tmp_path, valid):
    path = tmp_path / "policy.yaml"
    path.write_text(valid, encoding="utf-8")
    return path


def test_values_have_the_types_that_the_rest_of_chatward_works_with(path):
    policy = load(path)
    source, purpose = policy.sources["chats"], policy.purposes["quality"]
    assert (source.name, source.zone, source.paths) == ("chats", ZoneInfo("Europe/Berlin"), ("exports/telegram/**",))
    assert (purpose.name, purpose.basis, purpose.consent.notices) == ("quality", Basis.CONSENT, ("1",))
    assert policy.regimes["gdpr"].clocks["breach_authority"] == Period.parse("PT72H")
    assert policy.sets["messages"].set_class is SetClass.PSEUDONYMISED
    assert policy.domains["quality"].token_period == Period.parse("P1Y")
    assert policy.retention[0].suspended_by == ("legal_hold",)
    assert policy.limits.archive_bytes == 10 * 2**30


def test_what_is_left_out_has_the_strict_default(path):
    policy = load(path)
    assert (policy.gate.smallest_cell_subjects, policy.gate.largest_subject_share) == (12, 0.25)
    assert (policy.limits.archive_ratio, policy.limits.archive_members) == (100, 100_000)
    assert policy.purposes["quality"].consent.valid_for is None
    assert policy.sources["chats"].own_accounts == ()
    texts = policy.pseudonymisation
    assert (texts.names_in_texts, texts.references, texts.allow) == (NamesInTexts.EVERYBODY, (), ())


@pytest.mark.parametrize("contact", [".+", "acme", "12", "@acme", "a b@c.d", "+49"])
def test_only_whole_contacts_can_be_the_companys_own(path, valid, contact):
    written = f"pseudonymisation:\n  own_contacts: {json.dumps([contact])}\n"
    path.write_text(valid.replace("pseudonymisation:\n", written), encoding="utf-8")
    with pytest.raises(PolicyError, match="own_contacts"):
        load(path)


@pytest.mark.parametrize("patterns", [["(?=a)b"], ["a*"], ["("], ["a"] * 201, [r"\pL{900}"] * 12])
@pytest.mark.parametrize("key", ["references", "allow"])
def test_patterns_that_could_do_harm_are_refused(path, valid, key, patterns):
    written = f"pseudonymisation:\n  {key}: {json.dumps(patterns)}\n"
    path.write_text(valid.replace("pseudonymisation:\n", written), encoding="utf-8")
    with pytest.raises(PolicyError, match="RE2"):
        load(path)


def test_the_digest_is_the_sha_256_of_the_sorted_json():
    # known answer of `printf '{"a":[true,0.25],"b":"K\xc3\xb6ln"}' | sha256sum`
    assert (
        digest_of({"b": "Köln", "a": [True, 0.25]})
        == "f3a99a094acd9febebe37c2f08b182cb9cb9e44f7a80af0dac48a157e50db348"
    )


def test_comments_and_order_do_not_change_the_digest(path, valid):
    digest = load(path).digest
    reordered = valid.replace('version: "2026-01"\n', "# a comment\n") + 'version: "2026-01"\n'
    path.write_text(
        reordered.replace("{title: Words, kind: content}", "{kind: content, title: Words}"), encoding="utf-8"
    )
    assert load(path).digest == digest


def test_a_changed_leaf_changes_the_digest_and_the_label(path, valid):
    before = load(path)
    path.write_text(valid.replace("P7D", "P8D", 1), encoding="utf-8")
    after = load(path)
    assert after.digest != before.digest
    assert after.label == f"2026-01+{after.digest[:12]}"


def test_the_policy_cannot_be_changed(path):
    policy = load(path)
    for holder, name in (
        (policy, "version"),
        (policy.sources["chats"], "platform"),
        (policy.gate, "largest_subject_share"),
    ):
        with pytest.raises(ValidationError, match="frozen"):
            setattr(holder, name, "other")


def test_a_policy_survives_the_way_to_another_process(path):
    policy = load(path)
    copy = pickle.loads(pickle.dumps(policy))
    assert (copy, copy.label, copy.sources["chats"].name) == (policy, policy.label, "chats")


def test_of_several_rules_the_shortest_period_counts(path, changed):
    rule = "  - {rule: a-short, purpose: support, categories: [text], object: message, starting_point: last_contact,\n"
    rule += "     period: P90D, disposal_within: P7D, reason: none}\n"
    path.write_text(changed("pseudonymisation:", f"{rule}pseudonymisation:"), encoding="utf-8")
    policy = load(path)
    assert policy.rule_for("support").rule == "a-short"
    assert [each.rule for each in policy.rules_for("support")] == ["a-short", "support-2y"]
    assert policy.rule_for("quality").rule == "quality-1y"


def test_an_object_without_a_rule_is_an_error_that_names_both(path):
    with pytest.raises(PolicyError, match="`support` has no retention rule for object `attachment`"):
        load(path).rule_for("support", "attachment")


def test_a_missing_file_points_to_init(tmp_path):
    with pytest.raises(ConfigError) as caught:
        load(tmp_path / "policy.yaml")
    assert "chatward init" in caught.value.hint


def test_a_folder_is_no_policy_file(tmp_path):
    with pytest.raises(ConfigError, match="cannot be read"):
        load(tmp_path)


def test_one_problem_reads_as_one_line_with_its_hint(path, changed):
    path.write_text(changed("basis: contract", "basis: contrct"), encoding="utf-8")
    with pytest.raises(PolicyError) as caught:
        load(path)
    assert caught.value.message.startswith(f"{path}:24: purposes.support.basis: expected one of `consent`,")
    assert caught.value.hint == "did you mean `contract`?"
    assert caught.value.exit_code == 5


def test_several_problems_read_as_one_line_each(path, changed):
    path.write_text(changed("basis: contract", "basis: contrct").replace("10 GiB", "much"), encoding="utf-8")
    with pytest.raises(PolicyError) as caught:
        load(path)
    first, *others = caught.value.message.splitlines()
    assert first == f"{path} is not valid: 2 problems"
    assert [line.split(": ")[0] for line in others] == [f"{path}:24", f"{path}:68"]
    assert others[0].endswith("; did you mean `contract`?")


def test_a_repeated_key_is_not_overlooked_where_the_rest_is_valid(path, valid):
    path.write_text(valid + "  archive_bytes: 1 GiB\n", encoding="utf-8")
    with pytest.raises(PolicyError, match="the key stands here and on line 68"):
        load(path)


def test_the_policy_of_the_sample_workspace_is_valid():
    if not SAMPLE.is_file():
        pytest.skip("data/sample has no policy")
    assert len(load(SAMPLE).sources) >= 3
