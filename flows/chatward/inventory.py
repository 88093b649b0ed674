"""What each source holds beside what the policy declares, as the last checks found it."""

from dataclasses import asdict
from typing import Any

from chatward.opening import looked_into
from chatward.policy import load
from chatward.policy.inventory import never_seen, undeclared
from chatward.settings import Settings
from chatward.warehouse.samples.inventorying import read_inventory
from chatward.workspace import Workspace


def inventory(place: Workspace, here: Settings) -> dict[str, Any]:
    """Return ``found``, ``undeclared`` and ``never_seen`` as plain values: counts and words of the policy.

    The policy is that of now: a category that was declared a minute ago counts.

    Raises:
        ConfigError: a run has the warehouse to itself.
        IntegrityError: the keyring is missing or does not fit.
    """
    policy = load(place.policy_path)
    with looked_into(place, here) as connection:
        found = read_inventory(connection, policy) if connection else []
    holds = [each.holds for each in found]
    return {
        "found": [
            asdict(each.holds) | {"categories": each.categories, "first_seen": each.first_seen} for each in found
        ],
        "undeclared": [{"source": source, "holding": holding.value} for source, holding in undeclared(policy, holds)],
        "never_seen": [{"source": source, "category": category} for source, category in never_seen(policy, holds)],
    }
