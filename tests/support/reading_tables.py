"""A table of four columns, and how a test reads one."""

from pathlib import Path
from typing import Any

from chatward.sources.conformity import faults
from chatward.sources.records import Export, ReadSettings
from chatward.sources.table.mapping import TableMapping
from chatward.sources.table.reader import read

MAPPING = TableMapping(sent_at="at", message_id="id", sender="who", identifier="email", text="words")


class Reading:
    """A table as read."""

    def __init__(self, path: Path, mapping: TableMapping = MAPPING, **settings: Any) -> None:
        self.batches = list(read(Export(path, "table"), ReadSettings(table=mapping, **settings)))
        assert list(faults(self.batches)) == []
        self.records = sum(batch.records for batch in self.batches)
        for name in ("messages", "events", "participants", "conversations", "rejects"):
            setattr(self, name, [row for batch in self.batches for row in getattr(batch, name).to_pylist()])

    messages: list[dict[str, Any]]
    events: list[dict[str, Any]]
    participants: list[dict[str, Any]]
    conversations: list[dict[str, Any]]
    rejects: list[dict[str, Any]]

    @property
    def texts(self) -> list[str | None]:
        return [row["text"] for row in self.messages]

    @property
    def reasons(self) -> dict[int, str]:
        return {row["record"]: row["reason"] for row in self.rejects}


def table(tmp_path: Path, content: str | bytes, mapping: TableMapping = MAPPING, **settings: Any) -> Reading:
    path = tmp_path / "table"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return Reading(path, mapping, **settings)
