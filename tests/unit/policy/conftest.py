"""One small valid policy, which tests change in one place."""

from collections.abc import Callable
from pathlib import Path

import pytest

from chatward.policy.loading import Examination, examine

VALID = """\
version: "2026-01"
controller: {name: Acme, country: DE, address: Musterweg 1, contact: privacy@acme.example}
regimes:
  gdpr:
    title: GDPR
    clocks: {access_request: P1M, erasure_request: P1M, withdrawal: P1D, breach_authority: PT72H}
data_categories:
  text: {title: Words, kind: content}
  details: {title: Names, kind: identifier}
processors:
  vendor: {name: Vendor, agreement: A-1, signed_on: 2024-01-01, regions: [EU]}
sources:
  chats:
    platform: telegram
    paths: ["exports/telegram/**"]
    processor: vendor
    regime: gdpr
    zone: Europe/Berlin
    categories: [text, details]
    purposes: [support, quality]
purposes:
  support:
    title: Answering
    basis: contract
    categories: [text, details]
  quality:
    title: Learning
    basis: consent
    categories: [text]
    consent:
      notices: ["1"]
      channels: [web]
retention:
  - rule: support-2y
    purpose: support
    categories: [text, details]
    object: message
    starting_point: sent
    period: P2Y
    disposal_within: P7D
    reason: warranty
  - rule: quality-1y
    purpose: quality
    categories: [text]
    object: message
    starting_point: sent
    period: P1Y
    disposal_within: P7D
    reason: older chats tell nothing new
pseudonymisation:
  domains:
    quality: {purpose: quality, token_period: P1Y}
sets:
  messages:
    title: Messages
    class: pseudonymised
    purpose: quality
    domain: quality
    columns: [message_token, text]
  daily_activity:
    title: Activity
    class: aggregate
    purpose: quality
    columns: [sent_on, customers]
gate:
  largest_subject_share: 0.25
limits:
  archive_bytes: 10 GiB
"""


@pytest.fixture
def valid() -> str:
    return VALID


@pytest.fixture
def examined(tmp_path: Path) -> Callable[[str | bytes], Examination]:
    """Writes a policy file and examines it."""

    def write_and_examine(text: str | bytes) -> Examination:
        path = tmp_path / "policy.yaml"
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return examine(path)

    return write_and_examine


@pytest.fixture
def changed(valid: str) -> Callable[[str, str], str]:
    """Replaces the one place of the valid policy where a text stands."""

    def change(old: str, new: str) -> str:
        assert valid.count(old) == 1, "a test changes exactly one place"
        return valid.replace(old, new)

    return change
