"""Writes a synthetic company's workspace over years, and later days' deliveries to it, with the truth beside them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import orjson

from chatward.errors import UsageError
from chatward.sample import cloud_api, meta_download, slack, telegram, texts, threads, whatsapp
from chatward.sample.blocks import make_block
from chatward.sample.cast import Cast, make_cast
from chatward.sample.consent import write_consent
from chatward.sample.exports import Desk, Writer
from chatward.sample.people import CHANNELS
from chatward.sample.registers import write_registers
from chatward.sample.texts import Integers
from chatward.sample.threads import Thread
from chatward.sample.timing import Window
from chatward.sample.truth import MessageTruth, write_people

END = datetime(2026, 9, 30, tzinfo=UTC)
"""Nobody writes from this instant on, unless told otherwise."""

_WRITERS: dict[str, Writer] = {
    "whatsapp": whatsapp.write,
    "telegram": telegram.write,
    "whatsapp_cloud_api": cloud_api.write,
    "messenger": meta_download.write_messenger,
    "instagram": meta_download.write_instagram,
    "slack": slack.write,
}
_MESSAGES_PER_CUSTOMER = 40
_FEWEST_CUSTOMERS = 100
_FEWEST_MESSAGES = 500
_FIRST_DAY = date(2000, 1, 1)
_NOT_MET = np.iinfo(np.int64).max

Progress = Callable[[int], None]
"""Is told of messages that were written since it was told last."""


@dataclass(frozen=True, slots=True)
class SourceCount:
    """What one source's exports hold; ``events`` are records that are no messages, ``duplicates`` come on top."""

    conversations: int
    messages: int
    events: int
    duplicates: int


@dataclass(frozen=True, slots=True)
class World:
    """What was written."""

    folder: Path
    messages: int
    customers: int
    consent_events: int
    start: datetime
    end: datetime
    sources: Mapping[str, SourceCount]


def write_world(
    folder: Path,
    *,
    messages: int,
    seed: int,
    years: float = 3.0,
    end: datetime = END,
    progress: Progress | None = None,
) -> World:
    """Write a workspace into ``folder``: policy, exports, consent, registers, holds, requests, and ``truth/``.

    The same arguments give the same bytes, whatever the machine; only ``truth/*.parquet`` names its writer's version.

    Args:
        folder: is made; must be empty if it is there.
        messages: how many, over all sources; at least 500.
        seed: another seed gives other people, times and texts.
        years: how long before ``end`` the company began to chat.
        end: aware; nobody writes from then on.
        progress: is told how many messages were written.

    Raises:
        UsageError: the folder is not empty, or there are too few messages.
    """
    _check(folder, messages)
    customers = max(_FEWEST_CUSTOMERS, messages // _MESSAGES_PER_CUSTOMER)
    cast = make_cast(customers, seed)
    window = Window(end - timedelta(days=round(years * 365.25)), end)
    truth = folder / "truth"
    truth.mkdir(parents=True, exist_ok=True)
    run = _Run(folder, cast, window, seed, progress)
    sources = run.write_sources(messages, truth / "messages.parquet")
    consent_events = run.write_consent()
    write_registers(folder, cast, end=end, random=np.random.default_rng([seed, 50]))
    write_people(truth, cast)
    for name in ("policy.yaml", "README.md"):
        (folder / name).write_bytes(files("chatward.sample").joinpath(name).read_bytes())
    world = World(folder, messages, customers, consent_events, window.start, end, sources)
    _save(truth, {"seed": seed, **_summary(world), "deliveries": []})
    return world


def write_delivery(folder: Path, *, messages: int, seed: int, day: date, progress: Progress | None = None) -> World:
    """Add one day's exports to a world that ``write_world`` wrote: by people who are known and some who are new.

    All files are new ones, in the same formats; those of sources lie in a folder that the day names. The new
    customers' consent and the truth about the day are added, too.

    Args:
        folder: the workspace.
        messages: of that day, over all sources.
        seed: of the day.
        day: must be later than every message so far.
        progress: is told how many messages were written.

    Raises:
        UsageError: the folder was not written by ``write_world``, or the day is not later.
    """
    truth = folder / "truth"
    told = _load(truth)
    start = datetime.combine(day, datetime.min.time(), UTC)
    if start < datetime.fromisoformat(told["deliveries"][-1]["end"] if told["deliveries"] else told["end"]):
        raise UsageError("the sample already holds messages of that day", hint="name a later day")
    newcomers = max(1, messages // 100)
    earlier = [(delivery["customers"], delivery["seed"]) for delivery in told["deliveries"]]
    cast = make_cast(told["customers"], told["seed"], later=[*earlier, (newcomers, seed)])
    window = Window(start, start + timedelta(days=1))
    run = _Run(folder, cast, window, seed, progress, base_seed=told["seed"], label=f"{day}")
    sources = run.write_sources(messages, truth / f"messages-{day}.parquet")
    run.forget_all_but(cast.generations[-1])
    consent_events = run.write_consent()
    write_people(truth, cast)
    world = World(folder, messages, newcomers, consent_events, window.start, window.end, sources)
    _save(truth, {**told, "deliveries": [*told["deliveries"], {"seed": seed, **_summary(world)}]})
    return world


def _check(folder: Path, messages: int) -> None:
    if messages < _FEWEST_MESSAGES:
        raise UsageError(
            f"a sample of {messages} messages is too small, need {_FEWEST_MESSAGES}", hint="give a larger --messages"
        )
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError("the folder for the sample is not empty", hint="name a folder that does not exist yet")


class _Run:
    """Writes one world or one delivery, and remembers when everybody wrote first."""

    def __init__(
        self,
        folder: Path,
        cast: Cast,
        window: Window,
        seed: int,
        progress: Progress | None,
        *,
        base_seed: int | None = None,
        label: str = "",
    ) -> None:
        self._folder, self._cast, self._window, self._seed, self._progress = folder, cast, window, seed, progress
        self._base_seed = seed if base_seed is None else base_seed
        self._label = label
        self._met_us: Integers = np.full(len(cast.people), _NOT_MET)

    def write_sources(self, messages: int, truth: Path) -> dict[str, SourceCount]:
        """Write all exports and the truth about their messages."""
        writer = texts.Writer(
            self._cast, self._base_seed, first=self._window.start.date(), last=self._window.end.date()
        )
        with MessageTruth(truth, self._cast) as told:
            return {
                source: self._write_source(source, count, writer, told)
                for source, count in threads.split_evenly(messages).items()
            }

    def write_consent(self) -> int:
        """Write the consent of those who were met, in files named after the last day."""
        end = self._window.end
        label = f"{end - timedelta(milliseconds=1):%Y-%m-%d}"
        random = np.random.default_rng([self._seed, 60])
        return write_consent(self._folder / "consent", self._cast, self._met_us, end=end, label=label, random=random)

    def forget_all_but(self, people: Integers) -> None:
        """Treat everybody else as not met."""
        met = self._met_us[people]
        self._met_us[:] = _NOT_MET
        self._met_us[people] = met

    def _write_source(self, source: str, messages: int, writer: texts.Writer, told: MessageTruth) -> SourceCount:
        random = np.random.default_rng([self._seed, 40, CHANNELS.index(source)])
        chosen, counts = self._threads(source, messages, random)
        folder = self._folder / "exports" / source / self._label
        first_id = (self._window.start.date() - _FIRST_DAY).days * 100_000 if self._label else 0
        events = duplicates = 0
        for number, (some, sizes) in enumerate(threads.blocks(chosen, counts)):
            block = make_block(self._cast, writer, some, sizes, window=self._window, random=random)
            desk = Desk(self._folder, folder, self._cast, number=number, first_id=first_id)
            placement = _WRITERS[source](block, desk)
            told.add(block, placement)
            np.minimum.at(self._met_us, block.sender, block.sent_us)
            events += placement.events
            duplicates += placement.duplicates
            if self._progress:
                self._progress(len(block))
        return SourceCount(sum(count > 0 for count in counts), messages, events, duplicates)

    def _threads(self, source: str, messages: int, random: np.random.Generator) -> tuple[Sequence[Thread], list[int]]:
        """Return the threads in which somebody writes: all of a world, and of a day's some old and all new ones."""
        *known, newest = threads.make_threads(self._cast, source, self._base_seed)
        before = [thread for generation in known for thread in generation]
        if before:
            some = random.choice(len(before), min(len(before), max(1, messages // 8)), replace=False)
            newest = [*(before[place] for place in np.sort(some).tolist()), *newest]
        return newest, threads.sizes(newest, messages, random)


def _summary(world: World) -> dict[str, Any]:
    told = asdict(world)
    del told["folder"]
    return told


def _save(truth: Path, summary: dict[str, Any]) -> None:
    (truth / "summary.json").write_bytes(orjson.dumps(summary, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))


def _load(truth: Path) -> dict[str, Any]:
    try:
        summary: dict[str, Any] = orjson.loads((truth / "summary.json").read_bytes())
    except (OSError, orjson.JSONDecodeError):
        raise UsageError(
            "the folder holds no sample world", hint="write one with `chatward sample FOLDER` first"
        ) from None
    return summary
