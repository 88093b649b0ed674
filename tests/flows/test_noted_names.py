"""What is noted of whom the months name is what their files say, whoever noted it."""

from support.company import Company, call, telegram_message
from support.erasures import intake, subject_of

from chatward.rights.kinds import Scope
from chatward.warehouse.erasure.erasing import Erasure, begin_erasure
from chatward.warehouse.erasure.erasure_pass import erase_months
from chatward.warehouse.people.naming import changed_shards, refresh_names
from chatward.warehouse.store import Warehouse

NOTES = ("named_subjects", "named_conversations")


def noted(warehouse: Warehouse) -> dict[str, list[tuple[object, ...]]]:
    query = "select * from gov.{} order by all"
    return {table: warehouse.connection.execute(query.format(table)).fetchall() for table in NOTES}


def test_the_pass_of_an_erasure_notes_whom_its_months_name_as_reading_them_anew_does(company: Company) -> None:
    company.telegram(
        7,
        telegram_message(1, "user1", "2026-07-15T10:00:00", "own words"),
        telegram_message(2, "user2", "2026-07-15T11:00:00", "others' words", reactions=[
            {"type": "emoji", "count": 1, "emoji": "+", "recent": [
                {"from": "Cleo", "from_id": "user3", "date": "2026-07-15T12:00:00"},
            ]},
        ]),
        telegram_message(3, "user3", "2026-08-15T10:00:00", "a month later"),
    )  # fmt: skip
    company.calls("calls", call("1", "491511", "2026-09-01T10:00:00", "all of a month", name="Anna"))
    intake(company)
    gone = [subject_of(company, each) for each in ("user1", "+491511")]
    with company.opened() as run:
        warehouse = run.warehouse
        begin_erasure(warehouse, run.moment, [Erasure(each.hex(), Scope.SUBJECT, each) for each in gone])
        erase_months(warehouse, run.moment)
        assert not changed_shards(warehouse)
        left = noted(warehouse)
        assert len([month for month, _ in left["named_subjects"] if month == "2026-07"]) == 2
        warehouse.connection.execute("delete from gov.read_shards")
        refresh_names(warehouse)
        assert noted(warehouse) == left
