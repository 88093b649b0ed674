"""Reads the direct messages of an archive of X, formerly Twitter: of two people or groups, in any number of parts."""

from collections import Counter
from collections.abc import Iterator

from chatward.errors import SourceFormatError
from chatward.sources.collected import Collected
from chatward.sources.file_text import as_utf8
from chatward.sources.files import read_members
from chatward.sources.forms import Look, sketch
from chatward.sources.json_cursor import Cursor
from chatward.sources.json_values import Broken
from chatward.sources.records import Batch, Export, ReadSettings
from chatward.sources.x_twitter.blocks import blocks
from chatward.sources.x_twitter.conversations import Conversations
from chatward.sources.x_twitter.form import is_account, is_manifest, script
from chatward.sources.x_twitter.manifest import Promise, missing, promises
from chatward.sources.x_twitter.people import People
from chatward.sources.x_twitter.values import as_object, objects

TELLS_WHOLE = True

_HEAD_BYTES = 65_536
_COLUMNS = (
    "member", "record", "conversation_key", "sender_key", "sent_at_utc", "precision", "platform_message_id", "kind",
    "text", "attachments", "reactions", "is_edited",
)  # fmt: skip
_CONSTANTS = {"is_deleted": False, "is_forwarded": False, "zone_source": "explicit"}


def read(export: Export, settings: ReadSettings) -> Iterator[Batch]:
    """Yield the archive's messages and events, in file order, which is the newest first.

    A conversation is written in blocks whose ranges overlap, so the same record may come several times: each is a
    message with its id, and the id makes them one where they are stored. Records are rejected as ``"json"``,
    ``"truncated"``, ``"not_an_object"``, ``"no_conversation"``, ``"bad_field"``, ``"no_time"`` or ``"bad_time"``. A
    part of which fewer blocks are there than the manifest counts is one record, rejected as ``"missing_part"``.

    Raises:
        SourceFormatError: the archive is damaged, or a file on its own holds no direct messages.
    """
    collected = Collected(_COLUMNS, _CONSTANTS)
    archive = _Archive(collected, settings.own_accounts)
    for member, data in read_members(export):
        yield from archive.take(member, as_utf8(data), is_alone=len(export.members) == 1)
    archive.finish()
    yield collected.batch()


class _Archive:
    """An archive while its files are read, whose companions come first."""

    def __init__(self, collected: Collected, own_accounts: frozenset[str]) -> None:
        self._collected = collected
        self._people = People(collected, own_accounts)
        self._conversations = Conversations(collected, self._people)
        self._promised: list[Promise] = []
        self._met: Counter[tuple[str, int]] = Counter()
        self._is_partial = False

    def take(self, member: str, text: bytes, *, is_alone: bool) -> Iterator[Batch]:
        """Add what a file holds; yield full batches.

        Raises:
            SourceFormatError: it is the only one, and none of an archive.
        """
        look, found = Look(member, text[:_HEAD_BYTES]), script(text)
        self._conversations.open_member(member)
        if found is None:
            if is_alone:
                raise SourceFormatError("the file is no part of an archive of X")
            yield from self._conversations.refuse_whole(Broken(text, "json"))
        elif is_manifest(look):
            manifest = sketch(Cursor(text, found.start))
            self._people.meet_owner(as_object(as_object(manifest).get("userInfo")))
            self._promised += promises(member, as_object(manifest))
            self._is_partial |= bool(as_object(as_object(manifest).get("archiveInfo")).get("isPartialArchive"))
        elif is_account(look):
            for entry in objects(sketch(Cursor(text, found.start))):
                self._people.meet_owner(as_object(entry.get("account")))
        else:
            for block in blocks(text, found.start):
                self._met[found.variable, found.part] += 1
                if isinstance(block, Broken):
                    yield from self._conversations.refuse_whole(block)
                else:
                    yield from self._conversations.take(block)

    def finish(self) -> None:
        """Add what only the whole archive tells: the last titles of groups, and which parts are missing."""
        self._conversations.tell_titles()
        if not self._is_partial:
            self._conversations.tell_whole()
        for number, promise in enumerate(missing(self._promised, self._met), 1):
            self._collected.records += 1
            self._collected.rejects.refuse(promise.member, number, "missing_part", promise.entry)
