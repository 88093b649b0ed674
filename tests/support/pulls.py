"""What pulls of a company's one source come to: what lies among its exports, and what is stored of it."""

from datetime import UTC, datetime
from typing import Any

from support.company import Company

NOW = datetime(2024, 6, 1, tzinfo=UTC)


def pull(company: Company) -> Any:
    """Pull, and return what was done."""
    return company.stage("pull", NOW)


def delivered(company: Company) -> dict[str, bytes]:
    """Return what lies among a company's exports for collecting, by its place."""
    root = company.root / "exports"
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and ".pulling" not in path.parts
    }


def texts(company: Company) -> list[str]:
    """Return what is stored, each message once for each time that it is."""
    found: list[str] = []
    with company.warehouse() as warehouse:
        months = warehouse.connection.execute("select month from gov.shards").fetchall()
        for (month,) in months:
            with warehouse.shard(warehouse.shard_file(month), read_only=True):
                rows = warehouse.connection.execute("select text from shard.messages where text is not null").fetchall()
                found += [text for (text,) in rows]
    return sorted(found)
