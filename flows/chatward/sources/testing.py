"""A test of readers, for chatward's own and for those of other distributions: one call in one test.

from chatward.sources.testing import check_reader

def test_the_reader_of_parrots_keeps_what_every_reader_promises():
    check_reader("parrot", {"parrots.json": b"..."})
"""

import random
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import Any

from chatward.errors import SourceFormatError
from chatward.sources.drift import Watch, watching
from chatward.sources.forms import known, platforms
from chatward.sources.mutations import mutate
from chatward.sources.recognise import Unrecognised, find_exports, read
from chatward.sources.records import Batch, Export, ReadSettings
from chatward.sources.trial import Finder, Subject, below, check_batches, pack, put, within, without_crash

_SHORTEST_SECRET = 5
_NEW_MODULES = """
import sys, chatward.sources.forms
before = set(sys.modules)
import {package}.form
print(*sorted(set(sys.modules) - before))
"""


def check_reader(
    platform: str | ModuleType,
    example: Mapping[str, bytes],
    settings: ReadSettings | None = None,
    *,
    mutations: int = 40,
    seed: int = 0,
    seconds: float = 10.0,
    find: Finder = find_exports,
) -> None:
    """Check all that every reader promises, on one sound export and on damaged ones made of it.

    Args:
        platform: the name under which the reader is installed, or its package.
        example: bytes by name of the files of one export, as delivered; each record of it can be read.
        settings: what the policy declares about the source.
        mutations: how many damaged exports are read, and as many again that are cut off.
        seed: decides how they are damaged.
        seconds: most that reading one export may take.
        find: finds exports, for a platform whose files are told by the policy and not by content.

    Raises:
        AssertionError: a promise is broken; the sentence says which, and on what.
    """
    name = _name_of(platform)
    subject = Subject(name, dict(example), settings or ReadSettings(), find, seconds)
    _check_light_imports(platforms()[name])
    with TemporaryDirectory() as place:
        _check_recognition(subject, Path(place))
    with TemporaryDirectory() as place:
        _check_fields(subject, Path(place))
    with TemporaryDirectory() as place:
        _check_steadiness(subject, Path(place))
    with TemporaryDirectory() as place:
        _check_cuts(subject, Path(place), mutations)
    with TemporaryDirectory() as place:
        _check_mutations(subject, Path(place), mutations, seed)


def _name_of(platform: str | ModuleType) -> str:
    package = platform.__name__ if isinstance(platform, ModuleType) else platform
    for name, own in platforms().items():
        if package in (name, own):
            return name
    raise AssertionError(
        f"no installed distribution names {package} under the entry point `chatward.sources`: chatward cannot find it"
    )


def _check_light_imports(package: str) -> None:
    """Check that looking at files costs no import of what reading them needs: it is done for every file delivered."""
    if find_spec(f"{package}.form") is None:
        return
    command = [sys.executable, "-c", f"import sys\nsys.path[:] = {sys.path!r}\n{_NEW_MODULES.format(package=package)}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  # our own words
    assert done.returncode == 0, f"{package}.form cannot be imported by itself: {done.stderr.splitlines()[-1:]}"
    light = {*sys.stdlib_module_names, "chatward", package.partition(".")[0]}
    heavy = {name.partition(".")[0] for name in done.stdout.split() if not name.startswith("_")} - light
    assert not heavy, f"{package}.form imports {', '.join(sorted(heavy))}, which only reading may need"
    assert f"{package}.reader" not in done.stdout.split(), f"{package}.form imports the reader"


def _check_fields(subject: Subject, place: Path) -> None:
    """Check that the reader knows all fields of the example: with one that it does not, a source is halted."""
    said = known(subject.platform)
    if said is None:
        return
    with watching(Watch(said)) as watch:
        subject.batches(put(place, subject.example), "watched for unknown fields")
    unknown = [each.path for each in watch.unknown] if watch else []
    assert not unknown, f"`fields.FIELDS` of the reader lacks what the example holds: {', '.join(unknown)}"


def _check_recognition(subject: Subject, place: Path) -> None:
    """Check that the export is found wherever it lies and whatever it is called."""
    whole = put(place / "in a folder", subject.example)
    counts = _counts(subject.batches(whole, "in a folder"))
    cases = {
        "two folders down": put(place / "deeper" / "Übergabe (1)" / "EXPORT", subject.example).parents[1],
        "in a zip": pack(place / "a.zip", subject.example),
        "in a zip, below a folder": pack(place / "b.zip", below("Übergabe (1)", subject.example)),
    }
    for when, path in cases.items():
        found = _counts(subject.batches(path, when))
        assert found == counts, f"{when} the export is read as {found}, and in a folder as {counts}"
    for number, (name, data) in enumerate(subject.example.items()):
        alone = put(place / f"alone {number}", {name: data})
        # the files of a tree are found by their names, too; one that is an export of its own is not
        if any(isinstance(each, Export) and each.path == alone / name for each in subject.find([alone])):
            renamed = f"Копия{number}{PurePosixPath(name).suffix.upper()}"
            path = put(place / f"renamed {number}", {renamed: data})
            subject.exports(path / renamed, f"renamed, file {number + 1} of the example:")


def _check_steadiness(subject: Subject, place: Path) -> None:
    """Check that equal deliveries give equal rows, in whatever order their files were packed."""
    path = pack(place / "first" / "same.zip", subject.example)
    rows = _rows(subject.batches(path, "read once"))
    assert rows == _rows(subject.batches(path, "read twice")), "read twice, an export gives other rows"
    turned = dict(reversed(subject.example.items()))
    path = pack(place / "second" / "same.zip", turned)
    assert rows == _rows(subject.batches(path, "packed the other way round")), (
        "the order in which files were packed changes the rows"
    )


def _check_cuts(subject: Subject, place: Path, cuts: int) -> None:
    """Check files that end early: what comes before the cut is read, so longer ones never hold less."""
    damaged = _Damaged(subject, place)
    for number, (name, data) in enumerate(subject.example.items()):
        most = 0
        step = max(1, len(data) * len(subject.example) // max(1, cuts))
        for end in range(0, len(data), step):
            when = f"file {number + 1} of the example, cut after {end} of {len(data)} bytes:"
            rows = damaged.rows(name, data[:end], when)
            assert rows is not None or most < 2, f"{when} it is refused, and of a shorter one {most} records were read"
            assert rows is None or rows >= most - 1, f"{when} {rows} records are read, of a shorter one {most}"
            most = max(most, rows or 0)


def _check_mutations(subject: Subject, place: Path, mutations: int, seed: int) -> None:
    damaged = _Damaged(subject, place)
    names = list(subject.example)
    for number in range(mutations):
        chance = random.Random(f"{seed}/{number}")  # noqa: S311  # to be repeated, not to be secret
        name = chance.choice(names)
        data = mutate(subject.example[name], chance)
        when = f"mutation {number} of seed {seed}, of file {names.index(name) + 1} of the example:"
        damaged.rows(name, data, when)


class _Damaged:
    """Copies of an export in which one file after the other is damaged."""

    def __init__(self, subject: Subject, place: Path) -> None:
        self._subject = subject
        self._folder = put(place, subject.example)
        batches = subject.batches(place, "before it is damaged")
        self._exports = subject.exports(place, "before it is damaged")
        self._secrets = _secrets(batches, subject.example)

    def rows(self, name: str, data: bytes, when: str) -> int | None:
        """Return how many records can be read when file ``name`` holds ``data``; None if the export is refused.

        It is read both as what it is recognised as and as what it was before the damage.
        """
        path = self._folder / name
        path.write_bytes(data)
        try:
            with within(self._subject.seconds, when), without_crash(when):
                found = list(self._subject.find([self._folder]))
                for each in found:
                    self._check_words(each.text if isinstance(each, Unrecognised) else "", when)
                known = [self._read(each, when) for each in self._exports]
                for each in found:
                    if isinstance(each, Export) and each not in self._exports:
                        self._read(each, when)
        finally:
            path.write_bytes(self._subject.example[name])
        return None if None in known else sum(count for count in known if count)

    def _read(self, export: Export, when: str) -> int | None:
        batches: list[Batch] = []
        try:
            batches.extend(read(export, self._subject.settings))
        except SourceFormatError as error:
            self._check_words(f"{error.message} {error.hint or ''}", when)
            return None
        finally:
            check_batches(batches, when)
        rows: int = sum(batch.messages.num_rows + batch.events.num_rows for batch in batches)
        return rows

    def _check_words(self, text: str, when: str) -> None:
        assert not any(secret.search(text) for secret in self._secrets), f"{when} an error quotes the export"


def _secrets(batches: Sequence[Batch], example: Mapping[str, bytes]) -> list[re.Pattern[str]]:
    """Return what no message to people may hold: names, texts, titles, identifiers, and file names."""
    words = {PurePosixPath(name).stem for name in example}
    for batch in batches:
        for column in (batch.messages["text"], batch.participants["display_name"], batch.conversations["title"]):
            words.update(filter(None, column.to_pylist()))
        words.update(key.partition(":")[2] for key in batch.participants["sender_key"].to_pylist())
    return [re.compile(rf"(?<!\w){re.escape(word)}(?!\w)") for word in words if len(word) >= _SHORTEST_SECRET]


def _counts(batches: Sequence[Batch]) -> dict[str, int]:
    counts = {name: sum(getattr(batch, name).num_rows for batch in batches) for name in ("messages", "events")}
    return counts | {"records": sum(batch.records for batch in batches)}


def _rows(batches: Sequence[Batch]) -> list[list[dict[str, Any]]]:
    return [
        [row for batch in batches for row in getattr(batch, name).to_pylist()]
        for name in ("messages", "events", "participants", "conversations")
    ]
