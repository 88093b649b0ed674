"""How the ledger ends is pinned by every run, so that nobody can take its last records back."""

from collections.abc import Callable
from pathlib import Path

import pytest
from support.company import Company, call
from support.dying import DAY_ONE, DAY_TWO

from chatward import settings, workspace
from chatward.errors import IntegrityError
from chatward.ledger.pinning import pinned_head
from chatward.status import read_status


@pytest.fixture
def informed(company: Company) -> Company:
    """A company of two days."""
    company.calls("calls", call("1", "491511", "2026-09-01T10:00:00", "hello"))
    company.whole_day(DAY_ONE)
    company.whole_day(DAY_TWO)
    return company


def entries(company: Company) -> list[Path]:
    return sorted((company.root / "ledger" / "records").glob("*.json"))


def pinned_records(company: Company) -> int:
    with company.warehouse() as warehouse:
        pinned = pinned_head(warehouse.connection)
    return pinned.records if pinned else 0


def drop_the_last(company: Company) -> None:
    entries(company)[-1].unlink()


def edit_the_last(company: Company) -> None:
    last = entries(company)[-1]
    last.write_bytes(last.read_bytes().replace(b'"kind":"run"', b'"kind":"fun"'))


def drop_all(company: Company) -> None:
    for entry in entries(company):
        entry.unlink()


@pytest.mark.parametrize("tamper", [drop_the_last, edit_the_last, drop_all], ids=lambda tamper: tamper.__name__)
def test_an_end_that_was_changed_is_found_by_the_next_run(informed: Company, tamper: Callable[[Company], None]) -> None:
    assert pinned_records(informed) == 2
    tamper(informed)
    left = len(entries(informed))
    with pytest.raises(IntegrityError, match="does not end as the last run left it"):
        informed.whole_day(DAY_TWO)
    assert len(entries(informed)) == left


@pytest.mark.parametrize("tamper", [drop_the_last, edit_the_last, drop_all], ids=lambda tamper: tamper.__name__)
def test_an_end_that_was_changed_is_told_by_the_status(informed: Company, tamper: Callable[[Company], None]) -> None:
    def look() -> list[dict[str, object]]:
        return read_status(workspace.find(informed.root), settings.load(informed.environment))["ledger"]

    assert look() == [{"intact_records": 2}]
    tamper(informed)
    with pytest.raises(IntegrityError):
        look()


def test_runs_that_were_cut_off_before_they_pinned_the_head_stop_nobody(
    informed: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    class CutError(BaseException):
        pass

    def cut(*_: object) -> None:
        raise CutError

    for number in (3, 4):
        with monkeypatch.context() as patch:
            patch.setattr("chatward.lifecycle.store_run", cut)
            with pytest.raises(CutError):
                informed.whole_day(DAY_TWO)
        assert len(entries(informed)) == number
        assert pinned_records(informed) == number - 1
    informed.whole_day(DAY_TWO)
    assert len(entries(informed)) == pinned_records(informed) == 5
