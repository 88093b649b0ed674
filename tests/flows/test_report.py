"""The report's numbers are those of the warehouse, in the units that it names."""

import json

from support.company import Company, telegram_message


def test_origins_of_time_zones_are_counted_in_exports(company: Company) -> None:
    explicit = telegram_message(1, "user1", "2026-08-01T10:00:00", "hello")
    declared = telegram_message(2, "user1", "2026-08-01T11:00:00", "hey", date_unixtime=None)
    company.telegram(1, explicit, declared)
    company.telegram(2, explicit)
    company.whatsapp("Anna", "09/07/2026, 14:34 - Anna: hello")
    company.whole_day()
    site = company.root / "reports" / "current"
    assert {"run.json", "run.tlog-proof", "verify.py", "ledger.vkey"} <= {path.name for path in site.iterdir()}
    evidence = json.loads((site / "evidence.json").read_text())
    found = {source["source"]: source["zone_sources"] for source in evidence["sources"]}
    assert found == {"whatsapp": {"declared": 1}, "telegram": {"declared": 1, "explicit": 2}, "whatsapp_cloud_api": {}}
