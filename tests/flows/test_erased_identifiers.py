"""An identifier is nobody else's: of who is erased none stays in others' words, stored or arriving, wherever."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from support.attacker import Attacker
from support.company import NOW, Company, call, telegram_message
from support.erasures import erase, intake, subject_of
from support.state import state

ANNA, BEN, CARA, DORA, EVA = (f"491511234560{n}" for n in range(1, 6))
MAIL = "anna.k@example.org"
LATER = NOW + timedelta(days=5)
WAYS = (
    "+4915112345601", "+49 151 123 456 01", "0049151-12345601", "+49 (0)151 12345601", "4915112345601", "015112345601",
    "0151/123456-01", "151 12345601", "+49151\u200b12345601", "wa.me/4915112345601", MAIL, MAIL.upper(), "user7654321",
)  # fmt: skip
"""Of writing who Anna is."""
SPELLED = ("12345601", "123456-01", "123 456 01", "anna.k@", "ANNA.K@", "user7654321")
"""What of them must be nowhere."""


def said(number: str, who: str, text: str, **fields: object) -> dict[str, object]:
    return call(number, who, "2026-07-15T10:00:00", text, name=f"Person {who[-1]}", **fields)


def of_others(way: str, number: int) -> Iterator[dict[str, object]]:
    """Yield what Ben, whom Anna never talked with, tells the company: in words, as a file's name, and unreadably."""
    document = {"id": "7", "filename": f"{way}.pdf", "mime_type": "application/pdf"}
    yield said(f"{number}", BEN, f"call {way} please")
    yield said(f"{number}-file", BEN, "", type="document", document=document)
    yield said(f"{number}-bad", BEN, f"or {way}", timestamp="soon")


def group(title: str, *messages: dict[str, object]) -> str:
    return json.dumps({"name": title, "type": "private_supergroup", "id": 5, "messages": messages})


@pytest.fixture
def met(company: Company) -> Company:
    """A company with Anna, on two channels, and others."""
    company.calls("anna", said("a", ANNA, "words of anna"))
    company.telegram(7, telegram_message(1, "user7654321", "2026-08-15T10:00:00", "more of anna"))
    company.contacts(
        ("k1", "phone", f"+{ANNA}"), ("k1", "email", MAIL), ("k1", "telegram_id", "user7654321"),
        ("k2", "phone", f"+{BEN}"),
    )  # fmt: skip
    company.calls("ben", said("b", BEN, f"call +{CARA} please"))
    intake(company)
    return company


def speak(company: Company) -> None:
    """Let others tell who Anna is in every way, in chats and groups that she was never in."""
    company.calls("more", *(each for number, way in enumerate(WAYS) for each in of_others(way, number)))
    card = {"first_name": "A.", "last_name": "", "phone_number": "+49 151 12345601"}
    invited = {
        "id": 3, "type": "service", "date": "2026-08-03T10:03:00", "date_unixtime": "1785751380", "actor": "Person 1",
        "actor_id": "user1", "action": "invite_members", "members": ["0151 12345601"],
    }  # fmt: skip
    company.write("exports/telegram/group/result.json", group(
        "about +49 151 12345601", telegram_message(1, "user1", "2026-08-03T10:00:00", f"hello {MAIL}"),
        telegram_message(2, "user2", "2026-08-03T10:02:00", "", contact_information=card), invited,
    ))  # fmt: skip
    company.whatsapp("015112345601 and others", *(f"14/07/2026, 14:3{n} - {who}: hi" for n, who in enumerate("BCD")))


def test_no_store_has_an_identifier_of_who_is_erased_however_others_wrote_it(met: Company, tmp_path: Path) -> None:
    speak(met)
    intake(met)
    before, after = Attacker(tmp_path / "before"), Attacker(tmp_path / "after")
    before.copy(met)
    found = before.reads(met, SPELLED)
    stores = ("shards.messages", "shards.events", "gov.conversations", "gov.quarantine", "gov.identifiers")
    assert {f"warehouse/{store}" for store in stores} <= set(found)
    (erased,) = erase(met, f"+{ANNA}")
    assert erased.is_finished
    after.copy(met)
    assert after.reads(met, SPELLED) == {}
    stored = state(met).texts
    assert stored.count("call ▇ please") == len(WAYS) - 1
    assert {"call wa.me/▇ please", f"call +{CARA} please", "hello ▇"} <= set(stored)


def test_it_is_the_same_whether_others_tell_it_before_or_after_the_erasure(met: Company) -> None:
    other = met.twin("told later")
    speak(met)
    intake(met)
    for company in (met, other):
        erase(company, f"+{ANNA}")
    speak(other)
    for company in (met, other):
        intake(company, LATER)
    assert state(other) == state(met)
    assert titles(other) == titles(met)


def titles(company: Company) -> list[tuple[str, str]]:
    with company.warehouse() as warehouse:
        query = "select title, conversation_key from gov.conversations where kind = 'group' order by all"
        return warehouse.connection.execute(query).fetchall()


def test_who_asks_for_erasure_and_whom_no_export_shows_leaves_others_words_too_and_is_suppressed(met: Company) -> None:
    """Nothing of him is held but what others said; two such requests are not one."""
    speak(met)
    met.calls("dora", said("d", DORA, f"or +{EVA} or 0151 12345605 or +{DORA}"))
    intake(met)
    asked = [f"e{n},erasure,phone,+{who},2026-09-20,yes\n" for n, who in enumerate((CARA, EVA, CARA), start=1)]
    met.write("requests/a.csv", "request_id,kind,identifier_type,identifier,received_at,verified\n" + "".join(asked))
    with met.opened():
        met.stage("collect")
        planned = met.stage("respond").plan.responses
        done = met.stage("respond", plan_only=False)
    assert sorted(each.action for each in planned) == ["duplicate", "erase", "erase"]
    assert done.answers == 3
    assert {"call ▇ please", f"or ▇ or ▇ or +{DORA}"} <= set(state(met).texts)
    before = set(state(met).texts)
    met.calls("late", said("late", CARA, "of cara, sent before she asked"), said("f", BEN, f"see +{EVA} or +{BEN}"))
    intake(met, LATER)
    assert set(state(met).texts) - before == {f"see ▇ or +{BEN}"}


def test_what_is_told_of_somebody_new_by_the_same_number_stays(met: Company) -> None:
    erase(met, f"+{ANNA}")
    met.calls("since", call("s", BEN, "2026-10-03T10:00:00", f"call +{ANNA} please"))
    met.write("exports/telegram/g/result.json", group(
        "about +49 151 12345601", telegram_message(1, "user1", "2026-10-03T10:00:00", "hi"),
    ))  # fmt: skip
    intake(met, LATER)
    assert f"call +{ANNA} please" in state(met).texts
    assert "about +49 151 12345601" in dict(titles(met))


def test_what_a_hold_keeps_of_others_words_loses_each_of_those_it_names_after_its_release(met: Company) -> None:
    """Of several erasures none is over while held words may name one of them: nobody would know him any more."""
    met.calls("cara", said("c", CARA, f"call +{BEN} or 0151 12345601"))
    hold = {"hold_id": "h1", "identifier_type": "phone", "identifier": f"+{CARA}"}
    met.holds(hold)
    intake(met)
    assert {each.is_finished for each in erase(met, f"+{ANNA}", f"+{BEN}")} == {False}
    assert state(met).texts == [f"call +{BEN} or 0151 12345601"]
    met.holds(hold | {"released_at": "2026-10-02"})
    intake(met, LATER)
    assert state(met).texts == ["call ▇ or ▇"]
    with met.warehouse() as warehouse:
        assert warehouse.connection.execute("select 1 from gov.erased_names").fetchall() == []
    with pytest.raises(KeyError):
        subject_of(met, f"+{ANNA}")
