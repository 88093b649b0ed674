"""The laws of the daily run, on a company that stands in the test."""

from support.company import Company, call
from support.state import state


def test_first(company: Company) -> None:
    company.calls("2026-09", call("1", "491511", "2026-09-01T10:00:00", "hello"), call("2", "491512", "2026-09-01T11:00:00", "hey"))
    company.whatsapp("Anna", "01/09/2026, 14:34 - Anna: good day", "01/09/2026, 14:35 - Acme: hello Anna")
    company.consent("a", ("+491511", "granted", "2026-01-01"), ("+491512", "granted", "2026-01-01"))
    lived = company.run()
    found = state(company)
    print(found)
    assert found.texts == ["good day", "hello", "hello Anna", "hey"]
    assert found.published_texts == ["hello", "hey"]
