from datetime import UTC, datetime
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from chatward.retention.plan import DisposalPlan, DueCount, Forecast, MonthPlan, RecordsPlan, digest, dump, load

COUNTS = st.builds(
    DueCount,
    kind=st.sampled_from(["messages", "events", "attachments"]), rule=st.sampled_from(["support-2y", "quality-1y"]),
    due_on=st.dates().map(str), hold_id=st.none() | st.sampled_from(["h1", "h2"]), records=st.integers(1, 10**9),
)  # fmt: skip
MONTHS = st.builds(
    MonthPlan,
    month=st.just("2026-10"), generation=st.integers(1, 9), digest=st.text("0123456789abcdef"),
    messages=st.integers(0, 10**9), events=st.integers(0, 10**9), remaining=st.integers(0, 10**9),
    counts=st.lists(COUNTS, max_size=4).map(tuple), size_bytes=st.integers(0, 10**12),
    attachments=st.integers(0, 10**9),
)  # fmt: skip
OWN = st.builds(
    RecordsPlan,
    kind=st.sampled_from(["consents", "requests", "identities"]), digest=st.text("0123456789abcdef"),
    records=st.integers(0, 10**9), counts=st.lists(COUNTS, max_size=4).map(tuple), size_bytes=st.integers(0, 10**12),
)  # fmt: skip
PLANS = st.builds(
    DisposalPlan,
    plan_id=st.text(), as_of=st.datetimes(timezones=st.just(UTC)), policy_version=st.text(),
    made_by=st.text(), subjects=st.integers(0, 10**9), threads=st.integers(0, 10**9),
    forecast=st.lists(st.builds(Forecast, st.just("2026-11"), st.text(), st.integers(1, 10**9))).map(tuple),
    months=st.lists(MONTHS, max_size=3).map(tuple), own=st.lists(OWN, max_size=3).map(tuple),
)  # fmt: skip


@given(plan=PLANS)
def test_a_plan_is_read_back_as_it_was_written(tmp_path_factory, plan: DisposalPlan) -> None:
    path = tmp_path_factory.getbasetemp() / "plan.json"
    path.write_bytes(dump(plan))
    assert load(path) == plan
    assert dump(load(path)) == dump(plan)  # sizes, too, by which plans are not compared
    assert digest(load(path)) == digest(plan)


def test_a_plan_of_all_kinds_counts_each_record_once() -> None:
    month = MonthPlan("2026-10", 1, "", messages=1, events=20, remaining=7, counts=(), attachments=300, size_bytes=5)
    own = (RecordsPlan("consents", "", 4_000, (), 60), RecordsPlan("requests", "", 50_000, (), 700))
    plan = DisposalPlan("p", datetime(2026, 1, 1, tzinfo=UTC), "1", "anna", (month, month), own=own)
    assert (plan.messages, plan.events, plan.attachments) == (2, 40, 600)
    assert (plan.records, plan.size_bytes) == (54_642, 770)


@given(plan=PLANS)
def test_what_is_printed_adds_up_to_what_is_planned(plan: DisposalPlan) -> None:
    sums = {"hold": 0, "dispose": 0}
    for action, _, _, records in plan.by_rule():
        sums[action] += records
    counted = [count for part in (*plan.months, *plan.own) for count in part.counts]
    assert sums["hold"] == plan.held
    assert sums["dispose"] == sum(count.records for count in counted if not count.hold_id)


def test_a_plan_without_anything_due_says_nothing(tmp_path: Path) -> None:
    plan = DisposalPlan("p", datetime(2026, 1, 1, tzinfo=UTC), "1", "anna", ())
    assert (plan.by_rule(), plan.records, plan.held) == ([], 0, 0)
