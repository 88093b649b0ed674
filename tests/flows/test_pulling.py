"""What is pulled is collected like any delivery: once, whole, and with the evidence of how it came."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support.company import Company, call
from support.pulls import NOW, delivered, pull, texts
from support.servers import Fault, HttpsStub

pytestmark = pytest.mark.usefixtures("waits")
CALLS = "".join(
    json.dumps(call(str(number), "491511", f"2024-05-0{number}T10:00:00", f"message {number}")) + "\n"
    for number in range(1, 6)
).encode()


def rows(company: Company, query: str) -> list[tuple[Any, ...]]:
    with company.warehouse() as warehouse:
        return warehouse.connection.execute(query).fetchall()


@pytest.fixture
def queue(stub: HttpsStub, pulling: Callable[..., Company]) -> Company:
    stub.files["/queue.jsonl"] = CALLS
    return pulling("whatsapp_cloud_api", location=f"{stub.url}/queue.jsonl")


def test_a_queue_of_calls_is_pulled_and_collected(queue: Company) -> None:
    assert pull(queue).objects == 1
    queue.stage("collect", NOW)
    assert texts(queue) == [f"message {number}" for number in range(1, 6)]
    assert pull(queue).objects == 0


def test_the_name_of_a_pulled_export_is_not_kept_since_it_may_be_a_person_s(
    stub: HttpsStub, pulling: Callable[..., Company]
) -> None:
    stub.files["/chat-with-anna-berg.jsonl"] = CALLS
    company = pulling("whatsapp_cloud_api", location=f"{stub.url}/chat-with-anna-berg.jsonl")
    assert pull(company).objects == 1
    company.stage("collect", NOW)
    tables = rows(company, "select table_name from duckdb_tables() where database_name = 'gov'")
    holding = [t for (t,) in tables if "anna-berg" in str(rows(company, f"select * from gov.{t}"))]
    assert not holding
    assert pull(company).objects == 0


def test_a_queue_that_grew_is_collected_without_doubles(queue: Company, stub: HttpsStub) -> None:
    pull(queue)
    queue.stage("collect", NOW)
    more = call("6", "491511", "2024-05-06T10:00:00", "message 6")
    stub.files["/queue.jsonl"] = CALLS + json.dumps(more).encode()
    pull(queue)
    queue.stage("collect", NOW)
    assert texts(queue) == [f"message {number}" for number in range(1, 7)]


def test_a_queue_that_is_rotated_loses_and_doubles_nothing(pulling: Callable[..., Company], tmp_path: Path) -> None:
    spool = tmp_path / "spool"
    spool.mkdir()
    company = pulling("whatsapp_cloud_api", location=f"{spool}/queue*", secret=None, certificate_authority=None)
    (spool / "queue.jsonl").write_bytes(CALLS)
    pull(company)
    company.stage("collect", NOW)
    (spool / "queue.jsonl").rename(spool / "queue.jsonl.1")
    (spool / "queue.jsonl").write_text(json.dumps(call("6", "491511", "2024-05-06T10:00:00", "message 6")))
    pull(company)
    company.stage("collect", NOW)
    assert texts(company) == [f"message {number}" for number in range(1, 7)]


def test_what_is_not_whole_is_never_collected(queue: Company, stub: HttpsStub) -> None:
    stub.faults = [Fault(cut_at=200), Fault(cut_at=0), Fault(cut_at=0)]
    (failure,) = pull(queue).failures
    assert "the connection broke" in failure.error.message
    assert queue.stage("collect", NOW).files == 0
    assert pull(queue).received_bytes == len(CALLS) - 200
    assert delivered(queue) == {"whatsapp_cloud_api/queue.jsonl": CALLS}


def test_how_it_came_is_evidence_and_checked(queue: Company) -> None:
    pull(queue)
    ((scheme, protocol, size, taken),) = rows(queue, "select scheme, protocol, size_bytes, is_taken from gov.transfers")
    assert (scheme, protocol, size, taken) == ("https", "TLSv1.3", len(CALLS), True)
    checks = {check.name: check for check in queue.stage("assure", NOW, everything=False).checks}
    assert checks["pulled_in_safety"].passed
    assert checks["pulled_in_safety"].duties == ("d-09",)


@pytest.mark.parametrize(
    "change",
    [
        "scheme = 'http'", "protocol = 'TLSv1.1'", "protocol = null", "peer_fingerprint = null",
        "peer_expires_at_utc = pulled_at_utc", "manifest = 'different'", "sha256 = ''",
    ],
)  # fmt: skip
def test_an_unsafe_transfer_fails_the_check(change: str, queue: Company) -> None:
    pull(queue)
    with queue.warehouse() as warehouse, warehouse.transaction() as connection:
        connection.execute(f"update gov.transfers set {change}")
    checks = {check.name: check for check in queue.stage("assure", NOW, everything=False).checks}
    assert not checks["pulled_in_safety"].passed


def test_a_certificate_that_runs_out_soon_is_a_warning(queue: Company) -> None:
    pull(queue)
    with queue.warehouse() as warehouse, warehouse.transaction() as connection:
        connection.execute("update gov.transfers set peer_expires_at_utc = pulled_at_utc + interval 13 day")
    checks = {check.name: check for check in queue.stage("assure", NOW, everything=False).checks}
    assert not checks["certificates_last"].passed
    assert checks["certificates_last"].severity == "warning"


def test_the_daily_run_pulls_first_and_its_report_tells_of_it(queue: Company, stub: HttpsStub) -> None:
    queue.whole_day(NOW)
    evidence = json.loads((queue.root / "reports/current/evidence.json").read_text())
    assert [stage["name"] for stage in evidence["run"]["stages"]][:2] == ["pull", "collect"]
    (place,) = evidence["places"]
    assert (place["source"], place["protocol"], place["objects"]) == ("chats", "TLSv1.3", 1)
    page = (queue.root / "reports/current/collected.html").read_text()
    assert evidence["transfers"][0]["transfer_id"] in page
    assert "queue" not in page


def test_a_pull_that_fails_stops_nothing_else_and_is_reported(queue: Company, stub: HttpsStub) -> None:
    queue.write("exports/whatsapp_cloud_api/by-hand.jsonl", CALLS)
    stub.faults = [Fault(status=403)]
    queue.whole_day(NOW)
    assert len(texts(queue)) == 5
    evidence = json.loads((queue.root / "reports/current/evidence.json").read_text())
    assert evidence["pull_failures"][0]["message"] == "the server answers 403 forbidden"
    assert "answers 403" in (queue.root / "reports/current/index.html").read_text()


def test_a_secret_that_is_missing_is_told_and_costs_no_other_source(
    queue: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TOKEN")
    (failure,) = pull(queue).failures
    assert failure.error.message == "the environment variable TOKEN is not set"


def kept_not(company: Company) -> None:
    path = company.root / "policy.yaml"
    policy = json.loads(path.read_text())
    policy["sources"]["chats"]["pull"]["keep"] = False
    path.write_text(json.dumps(policy))


def test_a_copy_that_is_not_to_be_kept_goes_once_it_is_stored_and_is_not_pulled_again(
    queue: Company, stub: HttpsStub
) -> None:
    kept_not(queue)
    beside = queue.write(
        "exports/whatsapp_cloud_api/by-hand.jsonl", json.dumps(call("9", "491511", "2024-05-01T10:00:00", "mine"))
    )
    pull(queue)
    assert len(delivered(queue)) == 2
    assert queue.stage("collect", NOW).cleared == 1
    assert list(delivered(queue)) == ["whatsapp_cloud_api/by-hand.jsonl"], "what people brought is theirs"
    assert beside.exists()
    assert pull(queue).objects == 0
    stub.files["/queue.jsonl"] = CALLS + json.dumps(call("6", "491511", "2024-05-06T10:00:00", "message 6")).encode()
    assert pull(queue).objects == 1
    assert queue.stage("collect", NOW).cleared == 1
    assert texts(queue) == ["message 1", "message 2", "message 3", "message 4", "message 5", "message 6", "mine"]


def test_a_copy_stays_while_a_record_of_it_waits_to_be_read(queue: Company, stub: HttpsStub) -> None:
    kept_not(queue)
    stub.files["/queue.jsonl"] = CALLS + b"{broken\n"
    pull(queue)
    assert queue.stage("collect", NOW).cleared == 0
    assert queue.stage("collect", NOW).cleared == 0
    assert delivered(queue)


def test_a_run_that_was_cut_off_while_it_cleared_is_made_up_for(
    queue: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept_not(queue)
    pull(queue)

    def die(place: str) -> None:
        if place == "copy-cleared":
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("chatward.clearing.reach", die)
        with pytest.raises(KeyboardInterrupt):
            queue.stage("collect", NOW)
    assert delivered(queue) == {}
    queue.write("exports/whatsapp_cloud_api/queue.jsonl", CALLS)
    assert queue.stage("collect", NOW).cleared == 1
    assert not list((queue.root / "exports").rglob("cleared/*"))
    assert texts(queue) == [f"message {number}" for number in range(1, 6)]
