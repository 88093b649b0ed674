"""Damaged exports by the thousand: no reader crashes, hangs, quotes people, or loses a record in silence."""

import os
from importlib import import_module
from pathlib import Path

import pytest
from support import exports

from chatward.sources.testing import check_reader

MUTATIONS = int(os.environ.get("CHATWARD_MUTATIONS", "10000"))
EXAMPLES = sorted(path.stem for path in Path(exports.__path__[0]).glob("*.py") if path.stem != "__init__")


@pytest.mark.slow
@pytest.mark.parametrize("platform", EXAMPLES)
def test_a_long_campaign_of_damages_finds_no_fault_in_a_reader(platform: str) -> None:
    module = import_module(f"support.exports.{platform}")
    check_reader(platform, module.example(), mutations=MUTATIONS, seed=1, **getattr(module, "OPTIONS", {}))
