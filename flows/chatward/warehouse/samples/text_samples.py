"""Samples of stored texts that people judge. They hold ids and places: the words stand in the months' files alone."""

import hashlib
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from random import Random

import pyarrow as pa

from chatward import queries
from chatward.detect import Detector, Kind, NameIndex
from chatward.detect.detector import version
from chatward.errors import UsageError
from chatward.warehouse.connection import SHARD
from chatward.warehouse.moment import Moment
from chatward.warehouse.store import Warehouse

WITHOUT, WITH = "texts without", "texts with"
"""Strata of whole texts: those in which nothing was found, and those in which something was."""
TEXTS_LOOKED_AT = 100_000
"""Texts that are searched for one sample, drawn from all months alike; of fewer, all are."""
_SHARE_OF_TEXTS = 0.5
"""Share of a sample that is texts, to see what is missed; the rest is spans, evenly over their kinds."""
_SHARE_WITHOUT = 2 / 3
_DIGEST_BYTES = 16


@dataclass(frozen=True, slots=True)
class Item:
    """A span or a text to be judged; ``first`` and ``end`` are bytes of the text, None of a whole text."""

    stratum: str
    month: str
    message_id: bytes
    text_digest: bytes
    first: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Sample:
    """What was drawn: how many texts were searched, how many members each stratum has, and the items to judge."""

    texts: int
    members: Mapping[str, int] = field(default_factory=dict)
    items: Sequence[Item] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """One item with its words: personal data. ``text`` is None where it is no longer what was drawn."""

    item: int
    stratum: str
    text: str | None
    span: tuple[int, int] | None


def draw(warehouse: Warehouse, detector: Detector, names: NameIndex, *, count: int, seed: int) -> Sample:
    """Search a share of all stored texts and draw ``count`` spans and texts from what is found.

    Equal texts, seed and detector give an equal sample.
    """
    members: dict[str, list[Item]] = {}
    key, looked_at = warehouse.keyring.key("dedupe"), 0
    for month, texts in _texts(warehouse, seed):
        spans = detector.find(texts["text"], names)
        found = set(spans.row.tolist())
        ids, words = texts["message_id"].to_pylist(), texts["text"].to_pylist()
        digests = [_digest(text, key) for text in words]
        looked_at += len(words)
        for row, message_id in enumerate(ids):
            whole = Item(WITH if row in found else WITHOUT, month, message_id, digests[row])
            members.setdefault(whole.stratum, []).append(whole)
        columns = (spans.row.tolist(), spans.start.tolist(), spans.end.tolist(), spans.kind.tolist())
        for row, first, end, kind in zip(*columns, strict=True):
            item = Item(Kind(kind).name, month, ids[row], digests[row], first, end)
            members.setdefault(item.stratum, []).append(item)
    chance = Random(seed)  # noqa: S311 - a sample that can be drawn again, no secret
    items = [item for stratum, size in _sizes(members, count) for item in chance.sample(members[stratum], size)]
    chance.shuffle(items)
    return Sample(looked_at, {stratum: len(all_of_it) for stratum, all_of_it in members.items()}, items)


def _texts(warehouse: Warehouse, seed: int) -> Iterator[tuple[str, pa.Table]]:
    """Yield each month's share of the texts that are looked at."""
    rows = warehouse.connection.execute("select month, messages from gov.shards order by month").fetchall()
    total = sum(messages for _, messages in rows)
    threshold = min(2**64 - 1, 2**64 * TEXTS_LOOKED_AT // max(total, 1))
    for month, _ in rows:
        with warehouse.shard(warehouse.shard_file(month), read_only=True):
            texts = warehouse.connection.execute(
                queries.load("core/month_drawn_texts"), {"seed": f" {seed}", "threshold": str(threshold)}
            ).to_arrow_table()
        if texts.num_rows:
            yield month, texts


def _sizes(members: Mapping[str, Sequence[Item]], count: int) -> Iterator[tuple[str, int]]:
    """Yield how many of each stratum are drawn: small ones wholly, and of what that leaves an even share of others."""
    of_texts = round(count * _SHARE_OF_TEXTS)
    without = min(len(members.get(WITHOUT, ())), round(of_texts * _SHARE_WITHOUT))
    wholes = {WITHOUT: without, WITH: min(len(members.get(WITH, ())), of_texts - without)}
    kinds = sorted(
        (stratum for stratum in members if stratum not in wholes), key=lambda each: (len(members[each]), each)
    )
    left = count - sum(wholes.values())
    for place, stratum in enumerate(kinds):
        size = min(len(members[stratum]), left // (len(kinds) - place))
        left -= size
        yield stratum, size
    yield from ((stratum, size) for stratum, size in wholes.items() if size)


def store_sample(warehouse: Warehouse, sample: Sample, moment: Moment, seed: int) -> str:
    """Store a sample; return its id."""
    sample_id = secrets.token_hex(4)
    with warehouse.transaction() as connection:
        connection.execute(
            "insert into gov.text_samples values (?, ?, ?, ?, ?)",
            [sample_id, moment.now_utc, version(), seed, sample.texts],
        )
        connection.executemany(
            "insert into gov.text_sample_strata values (?, ?, ?)",
            [[sample_id, stratum, count] for stratum, count in sorted(sample.members.items())],
        )
        connection.executemany(
            "insert into gov.text_sample_items values (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                [sample_id, number, each.stratum, each.month, each.message_id, each.first, each.end, each.text_digest]
                for number, each in enumerate(sample.items, start=1)
            ],
        )
    return sample_id


def open_item(warehouse: Warehouse, item: int | None) -> Shown | None:
    """Return an item of the newest sample with its words, or the first without a verdict; None if all have one.

    Raises:
        UsageError: there is no such item, or no sample.
    """
    connection = warehouse.connection
    sample_id = newest_sample(warehouse)
    rows = connection.execute(
        """select item, stratum, month, message_id, first_byte, end_byte, text_digest from gov.text_sample_items
        where sample_id = $sample and coalesce(item = $item, item not in (
            select item from gov.text_verdicts where sample_id = $sample))
        order by item limit 1""",
        {"sample": sample_id, "item": item},
    ).fetchall()
    if not rows:
        if item is not None:
            raise UsageError("the newest sample has no such item", hint="`chatward review list` counts them")
        return None
    number, stratum, month, message_id, first, end, text_digest = rows[0]
    text = _text(warehouse, month, message_id)
    if text is None or _digest(text, warehouse.keyring.key("dedupe")) != text_digest:
        return Shown(number, stratum, None, None)
    octets = text.encode()
    span = None if first is None else (len(octets[:first].decode()), len(octets[:end].decode()))
    return Shown(number, stratum, text, span)


def _text(warehouse: Warehouse, month: str, message_id: bytes) -> str | None:
    if not warehouse.connection.execute("select 1 from gov.shards where month = ?", [month]).fetchall():
        return None
    with warehouse.shard(warehouse.shard_file(month), read_only=True):
        rows = warehouse.connection.execute(
            f"select text from {SHARD}.messages where message_id = ?", [message_id]
        ).fetchall()
    return rows[0][0] if rows else None


def _digest(text: str, key: bytes) -> bytes:
    return hashlib.blake2b(text.encode(), key=key, digest_size=_DIGEST_BYTES).digest()


def newest_sample(warehouse: Warehouse) -> str:
    """Return the id of the newest sample.

    Raises:
        UsageError: none was drawn.
    """
    rows = warehouse.connection.execute(
        "select sample_id from gov.text_samples order by drawn_at_utc desc, sample_id limit 1"
    ).fetchall()
    if not rows:
        raise UsageError("no sample was drawn yet", hint="`chatward review draw` draws one")
    return str(rows[0][0])


def store_verdict(
    warehouse: Warehouse, item: int, verdict: str, kinds: Sequence[str], *, by: str, at: datetime
) -> None:
    """Add a verdict on an item of the newest sample to those that were given before.

    Raises:
        UsageError: there is no such item, or the verdict is none on it.
    """
    sample_id = newest_sample(warehouse)
    rows = warehouse.connection.execute(
        "select stratum from gov.text_sample_items where sample_id = ? and item = ?", [sample_id, item]
    ).fetchall()
    if not rows:
        raise UsageError("the newest sample has no such item", hint="`chatward review list` counts them")
    fitting = VERDICTS_ON_TEXTS if rows[0][0] in (WITH, WITHOUT) else VERDICTS_ON_SPANS
    if verdict not in fitting:
        raise UsageError(f"that is no verdict on this item, expected {' or '.join(fitting)}")
    if bool(kinds) is not (verdict in (MISSED, OF_ANOTHER_KIND)):
        raise UsageError("the verdicts `missed` and `kind` name kinds, and no other does", hint="see --kinds")
    with warehouse.transaction() as connection:
        connection.execute(
            "insert into gov.text_verdicts values (?, ?, ?, ?, ?, ?)", [sample_id, item, verdict, list(kinds), by, at]
        )


RIGHT, WRONG, OF_ANOTHER_KIND, COMPLETE, MISSED = "right", "wrong", "kind", "complete", "missed"
VERDICTS_ON_SPANS = (RIGHT, WRONG, OF_ANOTHER_KIND)
VERDICTS_ON_TEXTS = (COMPLETE, MISSED)
