from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta

import duckdb
import pytest

from chatward import queries
from chatward.duties.catalogue import DUTIES
from chatward.quality.results import CheckResult
from chatward.quality.sql_checks import combine, run_sql_checks, sql_checks

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
DAY = timedelta(days=1)
PARAMETERS = {
    "now": NOW, "due_before": NOW, "consent_purposes": ["quality"],
    "term_sources": [], "term_purposes": [], "term_threads": [], "term_starts": [], "term_periods": [],
    "file_sources": [], "file_purposes": [], "file_periods": [],
    "term_hints": [], "named_hints": 0, "detector": "7", "own_due_before": NOW,
    "consent_keys": ["quality"], "consent_periods": ["10 days"], "request_keys": ["gdpr"],
    "request_periods": ["10 days"], "identity_keys": ["slack", "slack"], "identity_periods": ["5 days", "10 days"],
    "identity_starts": ["last_contact", "last_contact"],
}  # fmt: skip
ANNA, BEN = b"\x01" * 16, b"\x02" * 16


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    connection = duckdb.connect()
    connection.execute("set timezone = 'UTC'")
    for database, schema in (("shard", "schema/shard"), ("gov", "schema/governance")):
        connection.execute(f"attach ':memory:' as {database}; use {database}")
        connection.execute(queries.load(schema))
    connection.execute("use memory")
    yield connection
    connection.close()


def insert(connection: duckdb.DuckDBPyConnection, table: str, **values: object) -> None:
    names, marks = ", ".join(values), ", ".join("?" for _ in values)
    connection.execute(f"insert into {table} ({names}) values ({marks})", list(values.values()))


def add_message(connection: duckdb.DuckDBPyConnection, **changes: object) -> None:
    values = {
        "message_id": b"m1", "source": "slack", "file_id": "slack/1", "record": 1, "conversation_id": b"c1",
        "sender_id": ANNA, "subject_id": ANNA, "sender_role": "customer", "kind": "text", "is_edited": False,
        "is_deleted": False, "is_forwarded": False, "sent_at_utc": NOW - 10 * DAY, "zone_source": "explicit",
        "precision": "second", "basis": "contract", "purposes": ["support"], "rule": "support-2y",
        "expires_at_utc": NOW + 300 * DAY, "policy_version": "2026-01",
    }  # fmt: skip
    insert(connection, "shard.messages", **(values | changes))


def add_file(connection: duckdb.DuckDBPyConnection, **changes: object) -> None:
    values = {
        "file_id": "slack/1", "source": "slack", "digest": "d", "size_bytes": 1, "records": 10,
        "messages": 5, "events": 2, "duplicates": 1, "rejected": 1, "refused": 1,
        "collected_at_utc": NOW - DAY, "run_id": "r1",
    }  # fmt: skip
    insert(connection, "gov.files", **(values | changes))


def add_consent(connection: duckdb.DuckDBPyConnection, action: str, at: datetime, **changes: object) -> None:
    values = {
        "event_id": f"{action}{at}", "subject_id": ANNA, "purpose": "quality", "action": action,
        "effective_at_utc": at, "recorded_at_utc": at, "seen_at_utc": at,
    }  # fmt: skip
    insert(connection, "gov.consent_events", **(values | changes))


def add_hold(connection: duckdb.DuckDBPyConnection, **changes: object) -> None:
    values = {"hold_id": "h1", "case_reference": "case-17", "placed_at_utc": NOW - DAY}
    insert(connection, "gov.holds", **(values | changes))


def failures(connection: duckdb.DuckDBPyConnection, scope: str) -> dict[str, int | None]:
    results = run_sql_checks(connection, scope, PARAMETERS)
    return {result.name: result.failing_rows for result in results if not result.passed}


def test_every_check_file_belongs_to_one_scope_and_names_duties_of_the_catalogue():
    scopes = {scope: sql_checks(scope) for scope in ("shard", "governance", "sets")}
    assert sum(map(len, scopes.values())) == len(queries.names("checks"))
    assert all(set(check.duties) <= DUTIES.keys() for checks in scopes.values() for check in checks)


def test_an_empty_warehouse_passes(connection):
    assert failures(connection, "shard") == failures(connection, "governance") == {}


def test_a_sound_message_passes(connection):
    add_message(connection)
    assert failures(connection, "shard") == {}


@pytest.mark.parametrize(
    "change",
    [{"basis": ""}, {"basis": "because"}, {"purposes": []}, {"rule": ""}, {"policy_version": ""}],
)
def test_a_message_without_basis_purpose_rule_or_policy_is_found(connection, change):
    add_message(connection, **change)
    assert failures(connection, "shard") == {"records_have_basis": 1}


def test_a_message_is_past_its_limit_at_the_very_instant(connection):
    add_message(connection, expires_at_utc=NOW)
    add_message(connection, message_id=b"m2", expires_at_utc=NOW + timedelta(microseconds=1))
    assert failures(connection, "shard") == {"records_within_limit": 1}


@pytest.mark.parametrize(
    "hold",
    [
        {},
        {"subject_id": ANNA},
        {"source": "slack"},
        {"from_utc": NOW - 10 * DAY, "until_utc": NOW - 10 * DAY},
        {"released_at_utc": NOW + DAY},
    ],
)
def test_a_hold_that_covers_it_keeps_a_message_past_its_limit(connection, hold):
    add_message(connection, expires_at_utc=NOW - DAY)
    add_hold(connection, **hold)
    assert failures(connection, "shard") == {}


@pytest.mark.parametrize(
    "hold",
    [
        {"subject_id": BEN},
        {"source": "telegram"},
        {"from_utc": NOW - 9 * DAY},
        {"until_utc": NOW - 11 * DAY},
        {"released_at_utc": NOW},
        {"placed_at_utc": NOW + DAY},
    ],
)
def test_a_hold_on_something_else_keeps_nothing(connection, hold):
    add_message(connection, expires_at_utc=NOW - DAY)
    add_hold(connection, **hold)
    assert failures(connection, "shard") == {"records_within_limit": 1}


FILES = [{"name": "a.jpg", "media_type": None, "size_bytes": 1}]
RULED = {"file_sources": ["slack"], "file_purposes": ["support"], "file_periods": ["10 days"]}


@pytest.mark.parametrize(
    ("change", "hold", "found"),
    [
        ({}, None, 1),
        ({"sent_at_utc": NOW - 10 * DAY + timedelta(microseconds=1)}, None, 0),
        ({"attachments": None}, None, 0),
        ({"source": "telegram"}, None, 0),
        ({"purposes": ["another"]}, None, 1),
        ({}, {"subject_id": ANNA}, 0),
        ({}, {"subject_id": BEN}, 1),
        ({}, {"until_utc": NOW - 11 * DAY}, 1),
    ],
)
def test_what_is_stored_of_files_past_their_own_limit_is_found_unless_a_hold_keeps_it(connection, change, hold, found):
    add_message(connection, **{"attachments": FILES, **change})
    if hold is not None:
        add_hold(connection, **hold)
    results = run_sql_checks(connection, "shard", {**PARAMETERS, **RULED})
    assert sum(result.failing_rows or 0 for result in results if result.name == "attachments_within_limit") == found


PACKAGE = {
    "request_id": "r1", "subject_id": ANNA, "file_name": "f", "sha256": "d", "size_bytes": 1, "made_at_utc": NOW,
    "expires_at_utc": NOW,
}  # fmt: skip
OF_OWN_RECORDS = pytest.mark.parametrize(
    ("hold", "days", "found"),
    [
        (None, 10, 1),
        (None, 9, 0),
        ({"subject_id": ANNA}, 10, 0),
        ({"subject_id": BEN}, 10, 1),
        ({"subject_id": ANNA, "released_at_utc": NOW}, 10, 1),
    ],
)


def of_own_records(connection, check, hold):
    if hold:
        add_hold(connection, **hold)
    return failures(connection, "governance").get(check, 0)


@OF_OWN_RECORDS
def test_a_record_of_a_consent_that_is_over_has_a_limit(connection, hold, days, found):
    add_consent(connection, "granted", NOW - 20 * DAY)
    assert of_own_records(connection, "consents_within_limit", None) == 1, "a no before the yes, as far as is known"
    add_consent(connection, "withdrawn", NOW - days * DAY)
    assert of_own_records(connection, "consents_within_limit", hold) == 2 * found


def test_a_record_of_a_consent_that_is_in_force_has_none(connection):
    add_consent(connection, "granted", NOW - 20 * DAY)
    insert(connection, "gov.consent_intervals", subject_id=ANNA, purpose="quality", granted_at_utc=NOW - 20 * DAY)
    assert of_own_records(connection, "consents_within_limit", None) == 0


@OF_OWN_RECORDS
@pytest.mark.parametrize("acting", [None, "packages", "restrictions"])
def test_a_record_of_a_closed_request_that_acts_no_more_has_a_limit(connection, hold, days, found, acting):
    insert(connection, "gov.identities", identity_index=b"a", subject_id=ANNA, identifier_type="phone", number=1,
           role="customer", normalisation_version="1")  # fmt: skip
    insert(connection, "gov.requests", request_id="r1", reference="ref", kind="access", regime="gdpr", scope="subject",
           keeps=False, received_at_utc=NOW - 30 * DAY, due_at_utc=NOW)  # fmt: skip
    insert(connection, "gov.request_people", request_id="r1", part="subject", identity_index=b"a",
           identifier_type="phone")  # fmt: skip
    assert of_own_records(connection, "requests_within_limit", None) == 0
    insert(connection, "gov.request_acts", request_id="r1", act="done", at_utc=NOW - days * DAY, run_id="r", number=1,
           leaf=1)  # fmt: skip
    if acting == "restrictions":
        insert(connection, "gov.restrictions", request_id="r1", subject_id=ANNA, kind="objection", keeps=False,
               since_utc=NOW - DAY)  # fmt: skip
    elif acting == "packages":
        insert(connection, "gov.packages", **PACKAGE)
    assert of_own_records(connection, "requests_within_limit", hold) == (0 if acting else found)


@OF_OWN_RECORDS
@pytest.mark.parametrize("is_needed", [False, True])
def test_who_is_in_no_record_has_a_limit(connection, hold, days, found, is_needed):
    insert(connection, "gov.subjects", subject_id=ANNA, canonical_id=ANNA, role="customer")
    insert(connection, "gov.identities", identity_index=b"a", subject_id=ANNA, identifier_type="phone", number=1,
           role="customer", normalisation_version="1")  # fmt: skip
    insert(
        connection, "gov.identifiers", identity_index=b"a", source="slack", identifier_type="phone", identifier="+49"
    )
    insert(connection, "gov.activities", kind="subject", activity_id=ANNA, first_at_utc=NOW - 30 * DAY,
           last_at_utc=NOW - days * DAY)  # fmt: skip
    if is_needed:
        insert(connection, "gov.named_subjects", month="2026-10", subject_id=ANNA)
    assert of_own_records(connection, "identities_within_limit", hold) == (0 if is_needed else found)


def test_a_hold_on_a_merged_subject_covers_the_person(connection):
    for subject in (ANNA, BEN):
        insert(connection, "gov.subjects", subject_id=subject, canonical_id=ANNA, role="customer")
    add_message(connection, expires_at_utc=NOW - DAY)
    add_hold(connection, subject_id=BEN)
    assert failures(connection, "shard") == {}


@pytest.mark.parametrize(
    ("events", "is_found"),
    [
        ([], True),
        ([("granted", -11)], False),
        ([("granted", -10)], False),  # at the very instant
        ([("granted", -9)], True),
        ([("granted", -20), ("withdrawn", -11)], True),
        ([("granted", -20), ("withdrawn", -9)], False),
        ([("granted", -11), ("withdrawn", -11)], True),  # at the same instant the no counts
        ([("granted", -20), ("withdrawn", -15), ("granted", -12)], False),
        ([("granted", -20), ("expired", -12)], True),
    ],
)
def test_a_message_that_rests_on_consent_lies_between_yes_and_no(connection, events, is_found):
    add_message(connection, basis="consent", purposes=["support", "quality"])
    for action, days in events:
        add_consent(connection, action, NOW + days * DAY)
    assert failures(connection, "shard") == ({"consent_was_in_force": 1} if is_found else {})


def test_the_companys_own_messages_need_no_consent(connection):
    add_message(connection, sender_role="staff", purposes=["quality"], basis="legitimate_interests")
    assert failures(connection, "shard") == {}


def test_a_consent_of_somebody_else_does_not_count(connection):
    add_message(connection, basis="consent", purposes=["quality"])
    add_consent(connection, "granted", NOW - 20 * DAY, subject_id=BEN)
    assert failures(connection, "shard") == {"consent_was_in_force": 1}


def test_a_message_that_is_stored_twice_is_found_once(connection):
    add_message(connection)
    add_message(connection)
    assert failures(connection, "shard") == {"messages_stored_once": 1}


def test_a_record_that_vanished_is_found(connection):
    insert(connection, "gov.processors", processor="slack", source="slack", agreement="DPA-1")
    add_file(connection)
    add_file(connection, file_id="slack/2", records=11)
    assert failures(connection, "governance") == {"files_conserved": 1}


@pytest.mark.parametrize(
    ("processor", "is_found"),
    [
        (None, True),
        ({"agreement": None}, True),
        ({"agreement": " "}, True),
        ({"agreement": "DPA-1"}, False),
        ({"agreement": "DPA-1", "expires_on": NOW.date()}, False),
        ({"agreement": "DPA-1", "expires_on": (NOW - DAY).date()}, True),
    ],
)
def test_a_source_with_exports_needs_an_agreement_in_force(connection, processor, is_found):
    add_file(connection)
    if processor:
        insert(connection, "gov.processors", processor="slack", source="slack", **processor)
    assert failures(connection, "governance") == ({"sources_under_agreement": 1} if is_found else {})


def test_quarantined_records_have_a_limit_too(connection):
    for days in (0, 1):
        insert(
            connection, "gov.quarantine", file_id="f", reason="no_time", quarantined_at_utc=NOW - DAY,
            expires_at_utc=NOW + days * DAY,
        )  # fmt: skip
    assert failures(connection, "governance") == {"quarantine_within_limit": 1}


def test_a_no_that_takes_more_steps_than_a_yes_is_only_a_warning(connection):
    add_consent(connection, "granted", NOW - 2 * DAY, steps=1)
    add_consent(connection, "withdrawn", NOW - DAY, steps=4)
    results = {result.name: result for result in run_sql_checks(connection, "governance", PARAMETERS)}
    uneven = results["withdrawing_is_as_easy"]
    assert (uneven.passed, uneven.severity, uneven.blocks) == (False, "warning", False)


def add_people(connection: duckdb.DuckDBPyConnection, *rows: tuple[object, ...]) -> None:
    connection.execute(
        """create table published_people
        (set_name varchar, purpose varchar, needs_consent boolean, token varchar, subject_id blob)"""
    )
    for row in rows:
        connection.execute("insert into published_people values (?, ?, ?, ?, ?)", row)


@pytest.mark.parametrize(("ended", "count"), [(None, None), (NOW + DAY, None), (NOW, 1), (NOW - DAY, 1)])
def test_a_set_shows_only_people_who_consent_now(connection, ended, count):
    insert(
        connection, "gov.consent_intervals", subject_id=ANNA, purpose="quality", granted_at_utc=NOW - DAY * 9,
        ended_at_utc=ended,
    )  # fmt: skip
    add_people(connection, ("messages", "quality", True, "t1", ANNA), ("messages", "support", False, "t2", BEN))
    assert failures(connection, "sets").get("published_people_consent") == count


@pytest.mark.parametrize(
    ("changes", "count"),
    [({}, 1), ({"purpose": "quality"}, 1), ({"purpose": "support"}, None), ({"lifted_at_utc": NOW}, None)],
)
def test_a_set_shows_nobody_who_objects_to_its_purpose(connection, changes, count):
    values = {"request_id": "r1", "subject_id": ANNA, "kind": "objection", "keeps": False, "since_utc": NOW - DAY}
    insert(connection, "gov.restrictions", **(values | changes))
    add_people(connection, ("messages", "quality", False, "t1", ANNA), ("messages", "support", False, "t2", BEN))
    assert failures(connection, "sets").get("published_people_unbarred") == count


def test_a_restriction_keeps_like_a_hold_where_that_was_asked_for(connection):
    add_message(connection, expires_at_utc=NOW - DAY)
    values = {"request_id": "r1", "subject_id": ANNA, "kind": "restriction", "since_utc": NOW - 2 * DAY}
    insert(connection, "gov.restrictions", keeps=False, **values)
    assert failures(connection, "shard").get("records_within_limit") == 1
    insert(connection, "gov.restrictions", keeps=True, **values)
    assert failures(connection, "shard").get("records_within_limit") is None


def test_a_token_in_sets_of_two_purposes_is_found(connection):
    add_people(
        connection,
        ("messages", "quality", False, "shared", ANNA),
        ("conversations", "quality", False, "shared", ANNA),
        ("cases", "support", False, "shared", ANNA),
        ("cases", "support", False, "own", ANNA),
    )
    assert failures(connection, "sets") == {"tokens_serve_one_purpose": 1}


def test_a_check_that_cannot_run_fails_and_says_so_without_values(connection):
    results = run_sql_checks(connection, "sets", PARAMETERS)
    assert {(result.passed, result.failing_rows) for result in results} == {(False, None)}
    assert all("the check could not run (CatalogException)" in result.remedy for result in results)


def test_a_missing_parameter_is_our_mistake_and_no_failed_check(connection):
    with pytest.raises(KeyError):
        run_sql_checks(connection, "shard", {"now": NOW})


def test_results_of_many_months_become_one_a_check(connection):
    sound = run_sql_checks(connection, "shard", PARAMETERS, subject="2026-10")
    add_message(connection, basis="")
    unsound = run_sql_checks(connection, "shard", PARAMETERS, subject="2026-11")
    combined = combine([*sound, *unsound, *unsound], "warehouse")
    assert len(combined) == len(sound)
    assert [(r.name, r.failing_rows) for r in combined if not r.passed] == [("records_have_basis", 2)]
    assert {result.subject for result in combined} == {"warehouse"}


def test_one_part_that_cannot_be_counted_makes_the_sum_unknown(connection):
    (good, *_) = run_sql_checks(connection, "shard", PARAMETERS)
    broken = replace(good, passed=False, failing_rows=None, remedy="repair")
    (result,) = combine([good, broken], "warehouse")
    assert (result.passed, result.failing_rows, result.remedy) == (False, None, "repair")


def test_results_are_plain_values(connection):
    (result, *_) = run_sql_checks(connection, "shard", PARAMETERS)
    assert isinstance(result, CheckResult)
    assert all(isinstance(value, str | bool | int | float | tuple) for value in asdict(result).values())


def test_where_only_people_changed_what_is_stored_of_others_is_not_looked_at(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    for subject in (ANNA, BEN):
        insert(connection, "gov.subjects", subject_id=subject, canonical_id=subject, role="customer")
        add_message(
            connection, message_id=subject, sender_id=subject, subject_id=subject, basis="", purposes=["quality"]
        )
    insert(connection, "gov.unchecked_subjects", subject_id=BEN)
    results = run_sql_checks(connection, "shard", PARAMETERS, everybody=False)
    found = {result.name: result.failing_rows for result in results}
    assert found == {"consent_was_in_force": 1, "records_have_basis": 1}
    assert failures(connection, "shard") == {"consent_was_in_force": 2, "records_have_basis": 2}
