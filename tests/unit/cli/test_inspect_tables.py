"""``chatward inspect --mapping``: a table is read by the columns that a source of a policy declares."""

import json

import pytest

from chatward.cli.inspecting import inspect
from chatward.errors import ConfigError, PolicyError, UsageError
from chatward.policy.drafting import FoundSource, policy_text

COLUMNS = """platform: table
    zone: Europe/Berlin
    columns: {sent_at: {column: when}, text: words, sender: {column: who, identifier: email}}"""


@pytest.fixture
def policy(tmp_path):
    draft = policy_text([FoundSource("slack", ("exports/slack/**",), None, tells_staff=True)], version="2026-11")
    path = tmp_path / "policy.yaml"
    path.write_text(draft.replace("platform: slack", COLUMNS), encoding="utf-8")
    return path


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "desk.csv"
    path.write_text("when,who,words\n2024-03-05 15:00,a@x.example,hello\n2024-03-05 15:01\n", encoding="utf-8")
    return path


def test_a_table_is_read_by_the_columns_of_the_source(policy, table, capsys):
    assert inspect([table], as_json=True, mapping=f"{policy}:slack") == 0
    (look,) = json.loads(capsys.readouterr().out)
    counts = [look[name] for name in ("platform", "conversations", "messages", "events", "rejects", "zone_source")]
    assert counts == ["table", 1, 1, 0, 1, "declared"]
    assert look["first_at_utc"] == "2024-03-05T14:00:00Z"


def test_what_the_command_line_says_counts_more_than_the_policy(policy, table, capsys):
    inspect([table], as_json=True, mapping=f"{policy}:slack", zone="Asia/Tokyo")
    assert json.loads(capsys.readouterr().out)[0]["first_at_utc"] == "2024-03-05T06:00:00Z"


def test_without_the_mapping_a_table_is_no_export(table, capsys):
    assert inspect([table], as_json=True) == 4
    assert json.loads(capsys.readouterr().out)[0]["reason"].startswith("unknown format")


def test_a_mapping_that_leads_nowhere_says_so(policy, table):
    with pytest.raises(UsageError, match="no source `desk`"):
        inspect([table], mapping=f"{policy}:desk")
    with pytest.raises(UsageError, match="names no policy"):
        inspect([table], mapping="desk")
    with pytest.raises(ConfigError, match="no policy file"):
        inspect([table], mapping=f"{policy}x:slack")
    policy.write_text("version: 1\n")
    with pytest.raises(PolicyError):
        inspect([table], mapping=f"{policy}:slack")
