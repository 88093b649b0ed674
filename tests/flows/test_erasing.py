"""Who is erased is beyond use at once, leaves every byte in one pass, and takes nothing of others with him."""

import json
from datetime import UTC, datetime

import pytest
from support.company import OWN_NUMBER, Company, call, edit, telegram_message
from support.erasures import begin, conversation_of, erase, finish, intake, subject_of

from chatward import settings, workspace
from chatward.opening import open_sets
from chatward.rights.kinds import Scope
from chatward.warehouse.erasure.erasing import Erasure

ANNA, BEN = "491511", "491512"
LATER = datetime(2026, 10, 5, tzinfo=UTC)


def rows(company: Company, query: str) -> list[tuple[object, ...]]:
    with company.warehouse() as warehouse:
        return warehouse.connection.execute(query).fetchall()


def texts(company: Company) -> list[str]:
    found: list[str] = []
    with company.warehouse() as warehouse:
        for (month,) in warehouse.connection.execute("select month from gov.shards").fetchall():
            with warehouse.shard(warehouse.shard_file(month), read_only=True):
                query = "select text from shard.messages where text is not null"
                found += [text for (text,) in warehouse.connection.execute(query).fetchall()]
    return sorted(found)


def words(number: str, sender: str, text: str, at: str = "2026-07-15T10:00:00") -> dict[str, object]:
    return call(number, sender, at, text, name={ANNA: "Anna Smith", BEN: "Ben"}[sender])


@pytest.fixture
def two(company: Company) -> Company:
    company.calls(
        "calls",
        words("1", ANNA, "words of anna"),
        words("2", BEN, "words of ben", "2026-07-20T10:00:00"),
        words("3", ANNA, "more of anna", "2026-09-01T10:00:00"),
    )
    intake(company)
    return company


def test_everything_of_a_person_goes_and_nothing_of_others(two: Company) -> None:
    (erased,) = erase(two, f"+{ANNA}")
    assert (erased.is_finished, erased.counts["messages"], erased.held) == (True, 2, 0)
    assert texts(two) == ["words of ben"]
    assert rows(two, f"select 1 from gov.identifiers where identifier = '+{BEN}'")


def test_of_two_who_share_a_first_name_neither_stays_in_words_of_others_when_both_are_erased(company: Company) -> None:
    said = (("Anna Jones", "of jones"), ("Anna Smith", "of smith"), ("Ben", "ask Anna smith or Anna Jones"))
    company.telegram(7, *(
        telegram_message(n, f"user{n}", "2026-07-15T10:00:00", text) | {"from": who}
        for n, (who, text) in enumerate(said)
    ))  # fmt: skip
    intake(company)
    erase(company, "user0")
    assert texts(company) == ["ask ▇ smith or ▇", "of smith"]
    erase(company, "user1")
    assert texts(company) == ["ask ▇ ▇ or ▇"]


def test_a_person_who_is_being_erased_is_linked_to_nothing_before_anything_is_rewritten(two: Company) -> None:
    subject = subject_of(two, f"+{ANNA}")
    begin(two, Erasure("r", Scope.SUBJECT, subject))
    assert len(texts(two)) == 3
    with pytest.raises(KeyError):
        subject_of(two, f"+{ANNA}")
    assert not rows(two, "select 1 from gov.conversations where conversation_key like '%491511%'")
    finish(two)
    assert texts(two) == ["words of ben"]


def test_an_erasure_that_is_begun_twice_is_begun_once(two: Company) -> None:
    erasure = Erasure("r", Scope.SUBJECT, subject_of(two, f"+{ANNA}"))
    begin(two, erasure, erasure)
    entries = rows(two, "select entries from gov.suppression_heads")
    begin(two, erasure)
    assert rows(two, "select entries from gov.suppression_heads") == entries
    assert [each.is_finished for each in finish(two)] == [True]
    assert finish(two) == []


def test_one_pass_writes_each_month_once_for_all_erasures(two: Company) -> None:
    erased = erase(two, f"+{ANNA}", f"+{BEN}")
    assert [each.counts["messages"] for each in erased] == [2, 1]
    assert rows(two, "select month, messages, rule from gov.disposals order by month") == [
        ("2026-07", 2, "erasure"),
        ("2026-09", 1, "erasure"),
    ]
    assert texts(two) == []
    assert rows(two, "select 1 from gov.shards") == []


def test_somebody_of_whom_nothing_is_known_is_erased_at_once(two: Company) -> None:
    begin(two, Erasure("r", Scope.SUBJECT, b"x" * 16))
    assert [(each.counts, each.is_finished) for each in finish(two)] == [({}, True)]


def test_what_the_company_wrote_to_the_person_goes_with_him(company: Company) -> None:
    company.whatsapp("Anna", "14/07/2026, 14:34 - Anna: hello", "14/07/2026, 14:35 - Acme: hello Anna")
    intake(company)
    (erased,) = erase(company, "Anna")
    assert erased.counts["messages"] == 2
    assert texts(company) == []
    assert "Anna" not in repr(rows(company, "select * from gov.files") + rows(company, "select * from gov.entries"))


GROUP = {"name": "Group", "type": "private_supergroup", "id": 5}


def group(company: Company, *messages: dict[str, object], folder: str = "group") -> None:
    company.write(f"exports/telegram/{folder}/result.json", json.dumps({**GROUP, "messages": messages}))


def test_in_a_group_only_the_persons_own_words_mentions_and_reactions_go(company: Company) -> None:
    liked = [{"type": "emoji", "count": 2, "emoji": "+", "recent": [
        {"from": "Anna Smith", "from_id": "user1", "date": "2026-07-15T12:00:00"},
        {"from": "Ben", "from_id": "user2", "date": "2026-07-15T12:00:00"},
    ]}]  # fmt: skip
    group(
        company,
        telegram_message(1, "user1", "2026-07-15T10:00:00", "own words") | {"from": "Anna Smith"},
        telegram_message(2, "user2", "2026-07-15T11:00:00", "as anna smith said, will you?", reactions=liked),
    )
    intake(company)
    (erased,) = erase(company, "user1")
    assert texts(company) == ["as ▇ said, will you?"]
    assert erased.counts["mentions"] == 1
    with company.warehouse() as warehouse, warehouse.shard(warehouse.shard_file("2026-07"), read_only=True):
        (reactions,) = warehouse.connection.execute("select reactions from shard.messages").fetchall()[0]
    assert [reaction["sender_key"] for reaction in reactions] == ["telegram_id:user2"]
    intake(company, LATER)
    assert texts(company) == ["as ▇ said, will you?"]


def test_words_without_his_name_hint_at_nothing_that_the_name_hinted_at(company: Company) -> None:
    """Krebs is a name, and the German word for cancer."""
    rule: dict[str, object] = {
        "rule": "ill", "purpose": "support", "categories": ["text"], "object": "message", "hints": ["health"],
        "starting_point": "sent", "period": "P90D", "disposal_within": "P7D", "reason": "nobody needs it longer",
    }  # fmt: skip
    company.write_policy(lambda policy: policy["retention"].append(rule))
    names = {"user1": "Anna Krebs", "user2": "Ben"}
    group(company, *(
        telegram_message(place, who, "2026-09-15T10:00:00", text) | {"from": names[who]}
        for place, (who, text) in enumerate([("user1", "hello"), ("user2", "as Anna Krebs said")], start=1)
    ))  # fmt: skip
    intake(company)
    kept = "select text, hints, rule from shard.messages where text like 'as %'"
    with company.warehouse() as warehouse, warehouse.shard(warehouse.shard_file("2026-09"), read_only=True):
        assert warehouse.connection.execute(kept).fetchall() == [("as Anna Krebs said", 1, "ill")]
    erase(company, "user1")
    with company.warehouse() as warehouse, warehouse.shard(warehouse.shard_file("2026-09"), read_only=True):
        assert warehouse.connection.execute(kept).fetchall() == [("as ▇ said", None, "ill")]
    intake(company, LATER)
    with company.warehouse() as warehouse, warehouse.shard(warehouse.shard_file("2026-09"), read_only=True):
        assert warehouse.connection.execute(kept).fetchall() == [("as ▇ said", 0, "support-messages")]


def test_of_a_conversation_everything_goes_and_the_person_stays_known_by_others(company: Company) -> None:
    company.telegram(7, telegram_message(1, "user1", "2026-07-15T10:00:00", "in this chat"))
    company.telegram(8, telegram_message(2, "user1", "2026-07-15T10:00:00", "in another"))
    intake(company)
    begin(company, Erasure("r", Scope.CONVERSATION, conversation_of(company, "Chat 7")))
    assert [each.is_finished for each in finish(company)] == [True]
    assert texts(company) == ["in another"]
    assert subject_of(company, "user1")
    company.telegram(7, telegram_message(1, "user1", "2026-07-15T10:00:00", "in this chat"), folder="again")
    intake(company, LATER)
    assert texts(company) == ["in another"]


def test_of_a_message_its_edits_go_too_and_neither_comes_back(company: Company) -> None:
    company.calls("calls", words("1", ANNA, "first words"), words("2", ANNA, "others", "2026-07-16T10:00:00"))
    company.calls("edits", edit("1", ANNA, "2026-07-15T10:05:00", "second words"))
    intake(company)
    with company.warehouse() as warehouse, warehouse.shard(warehouse.shard_file("2026-07"), read_only=True):
        query = "select message_id from shard.messages where text = 'second words'"
        message = warehouse.connection.execute(query).fetchall()[0][0]
    begin(company, Erasure("r", Scope.MESSAGE, message))
    (erased,) = finish(company)
    assert (erased.counts["messages"], erased.counts["events"]) == (1, 1)
    company.calls("again", words("1", ANNA, "first words"), edit("1", ANNA, "2026-07-15T10:05:00", "second words"))
    intake(company, LATER)
    assert texts(company) == ["others"]
    assert rows(company, "select sum(records)::int from gov.file_reasons where reason = 'suppressed'") == [(2,)]


def published(company: Company) -> list[str]:
    """Return the texts that an analyst sees."""
    with company._here():
        catalogue = open_sets(workspace.find(company.root), settings.load())
        found = catalogue.execute("select text from messages order by text").fetchall()
        catalogue.close()
    return [text for (text,) in found]


HOLD = {"hold_id": "h1", "identifier_type": "phone", "identifier": f"+{ANNA}"}


def test_what_a_hold_keeps_stays_for_the_hold_alone_and_goes_after_its_release(two: Company) -> None:
    two.holds(HOLD)
    two.consent("web", (f"+{ANNA}", "granted", "2026-01-01"), (f"+{BEN}", "granted", "2026-01-01"))
    intake(two)
    (erased,) = erase(two, f"+{ANNA}")
    assert (erased.is_finished, erased.held) == (False, 2)
    two.run(LATER)
    assert len(texts(two)) == 3
    assert len(published(two)) == 1
    with pytest.raises(KeyError):
        subject_of(two, f"+{ANNA}")
    written = rows(two, "select month, generation from gov.shards order by month")
    intake(two, LATER)
    assert rows(two, "select month, generation from gov.shards order by month") == written
    two.holds(HOLD | {"released_at": "2026-10-06"})
    intake(two, datetime(2026, 10, 7, tzinfo=UTC))
    assert texts(two) == ["words of ben"]
    assert rows(two, "select 1 from gov.erasures where finished_at_utc is null") == []


def test_analysts_see_nothing_of_the_month_until_it_is_published_without_him(company: Company) -> None:
    for who in (ANNA, BEN):
        company.calls(who, words(who, who, {ANNA: "words of hers", BEN: "words of his"}[who]))
    company.consent("web", (f"+{ANNA}", "granted", "2026-01-01"), (f"+{BEN}", "granted", "2026-01-01"))
    company.run()
    begin(company, Erasure("r", Scope.SUBJECT, subject_of(company, f"+{ANNA}")))
    assert published(company) == []
    company.run(LATER)
    assert published(company) == ["words of his"]


def test_unread_records_of_his_exports_go_and_those_of_others_stay(company: Company) -> None:
    for who in (ANNA, BEN):
        unread = call("8", who, "2026-07-15T10:00:00", "no time", timestamp="soon")
        company.calls(who, words("1", who, "words"), unread)
    intake(company)
    (erased,) = erase(company, f"+{ANNA}")
    assert erased.counts["quarantine"] == 1
    assert len(rows(company, "select 1 from gov.quarantine")) == 1


def test_an_unread_record_that_names_him_goes_however_it_writes_his_number(company: Company) -> None:
    """The calls of Cloud API write numbers without their plus, and are in one file with those of others."""
    anna, ben = (f"{who}0000" for who in (ANNA, BEN))
    bad = [call(who, who, "2026-07-15T10:00:00", "no time", name="Else", timestamp="soon") for who in (anna, ben)]
    company.calls("calls", *(call(f"1{who}", who, "2026-07-15T10:00:00", "words") for who in (anna, ben)), *bad)
    intake(company)
    (erased,) = erase(company, f"+{anna}")
    assert erased.counts["quarantine"] == 1
    left = rows(company, "select raw from gov.quarantine")
    assert [ben.encode() in raw for (raw,) in left] == [True]


def test_consent_leaves_a_proof_and_no_link_that_anything_else_follows(two: Company) -> None:
    two.consent("web", (f"+{ANNA}", "granted", "2026-01-01"))
    intake(two)
    erase(two, f"+{ANNA}")
    two.consent("more", (f"+{ANNA}", "withdrawn", "2026-02-01"))
    two.contacts(("k1", "phone", f"+{ANNA}"), ("k1", "email", "anna@acme.example"))
    intake(two, LATER)
    assert len(rows(two, "select 1 from gov.consent_events inner join gov.consent_proofs using (subject_id)")) == 1
    assert rows(two, "select 1 from gov.consent_intervals") == []
    known = {who for (who,) in rows(two, "select identifier from gov.identifiers")}
    assert known <= {f"+{BEN}", f"+{OWN_NUMBER}", BEN}


def test_an_erasure_has_a_receipt_that_tells_no_more_than_counts(two: Company) -> None:
    erase(two, f"+{ANNA}")
    two.whole_day(LATER)
    assert rows(two, "select count(*) from gov.erasures where leaf is not null") == [(1,)]
    ledger = b"".join(path.read_bytes() for path in (two.root / "ledger" / "tile").rglob("*") if path.is_file())
    assert b'"kind":"erasure"' in ledger
    assert ANNA.encode() not in ledger
