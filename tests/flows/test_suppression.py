"""I5: erased stays erased, whatever is delivered again, comes late, or is restored."""

import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from support.company import NOW, Company, call, telegram_message
from support.erasures import begin, erase, finish, intake, subject_of
from support.state import state

from chatward import settings, workspace
from chatward.errors import IntegrityError
from chatward.opening import looked_into
from chatward.rights.kinds import Scope
from chatward.warehouse.erasure.erasing import Erasure

ANNA, BEN = "491511", "491512"
LATER = datetime(2026, 10, 5, tzinfo=UTC)


def anna(number: str, at: str, text: str) -> dict[str, object]:
    return call(number, ANNA, at, text, name="Anna Smith")


@pytest.fixture
def two(company: Company) -> Company:
    company.calls("calls", anna("1", "2026-07-15T10:00:00", "old"), call("2", BEN, "2026-07-20T10:00:00", "of ben"))
    intake(company)
    return company


def names(company: Company) -> str:
    with company.warehouse() as warehouse:
        return repr([
            warehouse.connection.execute(f"select * from gov.{table}").fetchall()
            for table in ("identifiers", "conversations", "quarantine", "files", "entries")
        ])  # fmt: skip


def suppressed(company: Company) -> int:
    with company.warehouse() as warehouse:
        query = "select coalesce(sum(records), 0)::int from gov.file_reasons where reason = 'suppressed'"
        return int(warehouse.connection.execute(query).fetchall()[0][0])


def test_the_same_export_renamed_and_changed_by_a_byte_brings_nothing_back(two: Company) -> None:
    erase(two, f"+{ANNA}")
    path = next((two.root / "exports").rglob("calls.jsonl"))
    path.write_bytes(path.read_bytes() + b"\n")
    path.rename(path.with_name("renamed.jsonl"))
    intake(two, LATER)
    assert state(two).texts == ["of ben"]
    assert suppressed(two) == 1
    assert "Anna" not in names(two)
    assert ANNA not in names(two)


def test_what_comes_late_is_refused_and_what_was_sent_since_is_somebody_new(two: Company) -> None:
    former = subject_of(two, f"+{ANNA}")
    erase(two, f"+{ANNA}")
    until = NOW.isoformat()[:19]
    later = (NOW + timedelta(seconds=1)).isoformat()[:19]
    two.calls("late", anna("3", "2026-08-01T10:00:00", "late"), anna("4", until, "at the very instant"))
    intake(two, LATER)
    assert state(two).texts == ["of ben"]
    two.calls("new", anna("5", later, "hello again"), anna("6", "2026-08-02T10:00:00", "late too"))
    intake(two, LATER)
    assert state(two).texts == ["hello again", "of ben"]
    assert subject_of(two, f"+{ANNA}") != former
    assert suppressed(two) == 3


def test_in_whatever_order_parts_of_an_unknown_chat_come_nothing_of_it_is_stored(two: Company, tmp_path: Path) -> None:
    two.contacts(("k1", "phone", f"+{ANNA}"), ("k1", "telegram_id", "user1"))
    intake(two)
    erase(two, f"+{ANNA}")
    reversed_ = two.twin("reversed")
    ours = telegram_message(1, "user777", "2026-07-15T10:00:00", "dear Anna")
    hers = telegram_message(2, "user1", "2026-07-15T11:00:00", "dear Acme")
    for company, parts in ((two, (ours, hers)), (reversed_, (hers, ours))):
        for place, part in enumerate(parts):
            company.telegram(9, part, folder=f"part {place}")
            intake(company, LATER)
        assert state(company).texts == ["of ben"]
        assert "Chat 9" not in names(company)


def of_july(company: Company) -> list[tuple[object, ...]]:
    query = """select text, list_transform(attachments, lambda a: a.name),
        list_transform(reactions, lambda r: r.sender_key) from shard.messages order by text"""
    with company.warehouse() as warehouse, warehouse.shard(warehouse.shard_file("2026-07"), read_only=True):
        return warehouse.connection.execute(query).fetchall()


def titles(company: Company) -> list[str]:
    with company.warehouse() as warehouse:
        query = "select title from gov.conversations order by title"
        return [title for (title,) in warehouse.connection.execute(query).fetchall()]


def test_what_others_said_of_him_does_not_come_back_with_a_later_export(company: Company) -> None:
    liked = [{"type": "emoji", "count": 2, "emoji": "+", "recent": [
        {"from": "Anna Smith", "from_id": "user1"}, {"from": "Ben", "from_id": "user2"},
    ]}]  # fmt: skip
    hers = telegram_message(1, "user1", "2026-07-15T10:00:00", "hello") | {"from": "Anna Smith"}
    his = telegram_message(
        2, "user2", "2026-07-15T11:00:00", f"ask Anna  smith, @anna: +{ANNA}0000 or anna@acme.example", reactions=liked,
        file="files/cv.pdf", file_name="anna_smith cv.pdf", mime_type="application/pdf",
    )  # fmt: skip
    since = telegram_message(3, "user2", "2026-10-02T11:00:00", "Anna Smith is back")
    other = telegram_message(1, "user3", "2026-07-16T11:00:00", f"Anna Smith has +{ANNA}0000")

    def deliver(*messages: dict[str, object], folder: str, number: int = 5) -> None:
        content = {"name": "Anna's group", "type": "private_supergroup", "id": number, "messages": messages}
        company.write(f"exports/telegram/{folder}/result.json", json.dumps(content))

    register = (("k1", "telegram_id", "user1"), ("k1", "phone", f"+{ANNA}0000"), ("k1", "email", "anna@acme.example"))
    company.contacts(*register)
    deliver(hers, his, folder="first")
    intake(company)
    erase(company, "user1")
    assert titles(company) == ["▇'s group"]
    assert of_july(company) == [("ask ▇: ▇ or ▇", ["▇ cv.pdf"], ["telegram_id:user2"])]
    deliver(hers, his, since, folder="later")
    deliver(other, telegram_message(2, "user3", "2026-10-03T11:00:00", "x"), folder="another", number=6)
    intake(company, LATER)
    said = [text for text in state(company).texts if text != "x"]
    assert titles(company) == ["Anna's group", "▇'s group"]
    assert said == ["Anna Smith has ▇", "Anna Smith is back", "ask ▇: ▇ or ▇"]
    assert of_july(company)[1:] == [("ask ▇: ▇ or ▇", ["▇ cv.pdf"], ["telegram_id:user2"])]


def test_the_key_of_a_group_loses_his_name_as_its_title_does_and_still_tells_it(company: Company) -> None:
    company.contacts(("k1", "phone", f"+{ANNA}0000"), ("k1", "whatsapp_name", "Anna Smith"))
    lines = [f"09/08/2026, 14:3{n} - {who}: {what}" for n, (who, what) in enumerate((
        ("Anna Smith", "of anna"), ("Ben Jones", "of ben"), ("Cara Dean", "of cara"),
    ))]  # fmt: skip
    company.whatsapp("Anna Smith, Ben and Cara", *lines)
    intake(company)

    def keys() -> list[str]:
        with company.warehouse() as warehouse:
            rows = warehouse.connection.execute("select conversation_key from gov.conversations").fetchall()
        return [key for (key,) in rows]

    (key,) = keys()
    assert "Anna Smith" in key
    erase(company, "Anna Smith")
    company.whatsapp("Anna Smith, Ben and Cara", *lines, "09/08/2026, 15:00 - Ben Jones: more")
    intake(company, LATER)
    assert (keys(), state(company).texts) == ([key.replace("Anna Smith", "▇")], ["more", "of ben", "of cara"])


def test_what_cannot_be_read_of_him_is_not_kept_when_it_is_delivered_again(two: Company) -> None:
    erase(two, f"+{ANNA}")
    bad = call("9", ANNA, "2026-07-15T10:00:00", "no time", timestamp="soon")
    two.calls("again", bad, call("10", BEN, "2026-07-15T10:00:00", "no time either", timestamp="soon"))
    intake(two, LATER)
    with two.warehouse() as warehouse:
        raws = [raw for (raw,) in warehouse.connection.execute("select raw from gov.quarantine").fetchall()]
    assert len(raws) == 2
    assert ANNA not in repr(raws)
    assert BEN in repr(raws)


def refuses(company: Company, match: str) -> None:
    with pytest.raises(IntegrityError, match=match) as refused:
        intake(company, LATER)
    assert refused.value.exit_code == 7
    with (
        pytest.raises(IntegrityError, match=match),
        company._here(),
        looked_into(workspace.find(company.root), settings.load()),
    ):
        pass


def test_without_the_list_nothing_runs(two: Company) -> None:
    erase(two, f"+{ANNA}")
    (two.root / "ledger" / "suppressions").unlink()
    refuses(two, "suppression list is missing")


def test_an_older_list_is_refused(two: Company) -> None:
    erase(two, f"+{ANNA}")
    old = (two.root / "ledger" / "suppressions").read_bytes()
    erase(two, f"+{BEN}")
    (two.root / "ledger" / "suppressions").write_bytes(old)
    refuses(two, "older than it was")


@pytest.mark.parametrize("change", [b"0", b"f"])
def test_a_list_in_which_anything_changed_is_refused(two: Company, change: bytes) -> None:
    erase(two, f"+{ANNA}")
    path = two.root / "ledger" / "suppressions"
    data = path.read_bytes()
    place = len(data) - 2
    path.write_bytes(data[:place] + (b"0" if data[place : place + 1] != b"0" else b"1") + data[place + 1 :])
    refuses(two, "suppression list was changed")


def test_a_run_that_was_cut_off_before_it_wrote_the_list_is_followed_by_one_that_does(
    two: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(
            "chatward.warehouse.erasure.erasing.write_list", lambda _: (_ for _ in ()).throw(KeyboardInterrupt)
        )
        with pytest.raises(KeyboardInterrupt):
            begin(two, Erasure("r", Scope.SUBJECT, subject_of(two, f"+{ANNA}")))
    assert not (two.root / "ledger" / "suppressions").exists()
    intake(two, LATER)
    assert (two.root / "ledger" / "suppressions").exists()
    assert state(two).texts == ["of ben"]


def copied(company: Company, place: Path, *names: str) -> Path:
    for name in names:
        source = company.keyring if name == "keyring" else company.root / name
        shutil.copytree(source, place / name, symlinks=True)
    return place


def restore(company: Company, place: Path, *names: str) -> None:
    for name in names:
        target = company.keyring if name == "keyring" else company.root / name
        shutil.rmtree(target)
        shutil.copytree(place / name, target, symlinks=True)


def test_an_old_warehouse_with_its_keyring_is_erased_from_again(two: Company, tmp_path: Path) -> None:
    place = copied(two, tmp_path / "backup", "warehouse", "keyring")
    erase(two, f"+{ANNA}")
    intake(two, LATER)
    restore(two, place, "warehouse", "keyring")
    with (
        pytest.raises(IntegrityError, match="older than the suppression list"),
        two._here(),
        looked_into(workspace.find(two.root), settings.load()),
    ):
        pass
    intake(two, LATER)
    assert state(two).texts == ["of ben"]
    assert "Anna" not in names(two)
    assert finish(two, LATER) == []


def test_an_old_warehouse_without_its_keyring_opens_no_more(two: Company, tmp_path: Path) -> None:
    place = copied(two, tmp_path / "backup", "warehouse")
    erase(two, f"+{ANNA}")
    restore(two, place, "warehouse")
    with pytest.raises(IntegrityError):
        intake(two, LATER)


def test_an_old_keyring_alone_does_not_fit(two: Company, tmp_path: Path) -> None:
    place = copied(two, tmp_path / "backup", "keyring")
    erase(two, f"+{ANNA}")
    restore(two, place, "keyring")
    with pytest.raises(IntegrityError):
        intake(two, LATER)


def test_an_old_workspace_with_all_but_its_ledger_is_found_to_lack_the_list(company: Company, tmp_path: Path) -> None:
    company.calls("calls", anna("1", "2026-07-15T10:00:00", "old"), call("2", BEN, "2026-07-20T10:00:00", "of ben"))
    intake(company)
    erase(company, f"+{ANNA}")
    place = copied(company, tmp_path / "backup", "warehouse", "keyring")
    old = (company.root / "ledger" / "suppressions").read_bytes()
    erase(company, f"+{BEN}")
    with company.opened(LATER):
        company.stage("inform", LATER)
    restore(company, place, "warehouse", "keyring")
    (company.root / "ledger" / "suppressions").write_bytes(old)
    with pytest.raises(IntegrityError, match="older than it was"):
        intake(company, LATER)
