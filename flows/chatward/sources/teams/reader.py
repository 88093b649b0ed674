"""Reads Teams' messages: the tenant's data export, saved pages of the Graph API, and a person's own download."""

from collections.abc import Iterator

from chatward.sources.collected import Collected
from chatward.sources.files import read_texts
from chatward.sources.records import Batch, Export, ReadSettings
from chatward.sources.teams.download import Download, is_download
from chatward.sources.teams.messages import Messages
from chatward.sources.teams.people import People
from chatward.sources.teams.reading import COLUMNS, CONSTANTS


def read(export: Export, settings: ReadSettings) -> Iterator[Batch]:
    """Yield the export's messages and events in file order.

    A chat stands in the file of everybody who took part, so one message may come several times, under one id. The rows
    of users, teams and channels are no records. Records are rejected as ``"json"``, ``"truncated"``,
    ``"not_an_object"``, ``"no_time"`` or ``"bad_time"``.
    """
    collected = Collected(COLUMNS, CONSTANTS)
    people = People(collected, settings.own_accounts)
    for member, text in read_texts(export):
        of_kind = Download if is_download(text) else Messages
        reading = of_kind(member, collected, people, settings)
        for block in reading.blocks(text, member or export.path.name):
            yield from collected.take(block, reading.row, reading.refuse)
    yield collected.batch()
