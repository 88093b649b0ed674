"""Every reader keeps what every reader promises; and the kit that checks it notices readers that do not."""

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib import import_module
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import pytest
from support import exports

from chatward.errors import SourceFormatError
from chatward.sources import forms
from chatward.sources.records import Batch, Export, ReadSettings
from chatward.sources.testing import check_reader

EXAMPLES = sorted(path.stem for path in Path(exports.__path__[0]).glob("*.py") if path.stem != "__init__")
PARROT = Path(exports.__path__[0]).parent / "plugins" / "parrot"
SQUAWKS = [
    {"id": number, "bird": bird, "at": 1_709_647_200 + number, "words": words}
    for number, (bird, words) in enumerate([("Polly", "Guten Morgen"), ("Loro", "Guten Abend"), (None, None)] * 2)
]
CAGE = json.dumps({"cage": "Vogelhaus", "squawks": SQUAWKS}).encode()

Read = Callable[[Export, ReadSettings], Iterator[Batch]]


@pytest.mark.parametrize("platform", EXAMPLES)
def test_every_reader_keeps_what_every_reader_promises(platform: str) -> None:
    module = import_module(f"support.exports.{platform}")
    check_reader(platform, module.example(), **getattr(module, "OPTIONS", {}))


@pytest.fixture
def parrot(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Give the module of a sound reader, found as one of another distribution is."""
    monkeypatch.syspath_prepend(str(PARROT / "src"))
    point = EntryPoint("parrot", "parrot_reader", forms.ENTRY_POINTS)
    monkeypatch.setattr(forms, "entry_points", lambda group: [point] if group == point.group else [])
    _forget()
    yield import_module("parrot_reader.reader")
    _forget()


def _forget() -> None:
    forms.platforms.cache_clear()
    forms.forms.cache_clear()
    for name in [name for name in sys.modules if name.startswith("parrot_reader")]:
        del sys.modules[name]


def test_a_sound_reader_of_another_distribution_passes_by_name_and_by_package(parrot: Any) -> None:
    check_reader("parrot", {"cage.json": CAGE})
    check_reader(import_module("parrot_reader"), {"cage.json": CAGE}, mutations=3)


def _drops_a_record(read: Read, export: Export, settings: ReadSettings) -> Iterator[Batch]:
    for batch in read(export, settings):
        yield replace(batch, messages=batch.messages.slice(1))


def _loses_what_comes_before_a_cut(read: Read, export: Export, settings: ReadSettings) -> Iterator[Batch]:
    for batch in read(export, settings):
        is_late = batch.rejects.num_rows and batch.messages.num_rows > 3
        yield replace(batch, records=1, messages=batch.messages.slice(0, 0)) if is_late else batch


def _refuses_a_file_for_one_bad_record(read: Read, export: Export, settings: ReadSettings) -> Iterator[Batch]:
    for batch in read(export, settings):
        if batch.rejects.num_rows and batch.messages.num_rows > 3:
            raise SourceFormatError("a record is broken")
        yield batch


def _fails_on_bad_records(read: Read, export: Export, settings: ReadSettings) -> Iterator[Batch]:
    for batch in read(export, settings):
        yield batch
        if batch.rejects.num_rows:
            raise KeyError("at")


def _never_ends(read: Read, export: Export, settings: ReadSettings) -> Iterator[Batch]:
    while True:
        yield from read(export, settings)


def _quotes_a_person(read: Read, export: Export, settings: ReadSettings) -> Iterator[Batch]:
    for batch in read(export, settings):
        if batch.rejects.num_rows:
            raise SourceFormatError("the squawk of Polly is broken")
        yield batch


def _invents_a_kind(read: Read, export: Export, settings: ReadSettings) -> Iterator[Batch]:
    for batch in read(export, settings):
        place = batch.messages.schema.get_field_index("kind")
        kinds = batch.messages["kind"].cast("string").combine_chunks().dictionary_encode()
        renamed = type(kinds).from_arrays(kinds.indices, ["squawk"] * len(kinds.dictionary))
        yield replace(batch, messages=batch.messages.set_column(place, batch.messages.schema.field(place), renamed))


def _remembers_the_last_call(read: Read, export: Export, settings: ReadSettings) -> Iterator[Batch]:
    for batch in read(export, settings):
        _calls.append(export)
        yield batch if len(_calls) % 2 else replace(batch, participants=batch.participants.slice(1))


_calls: list[Export] = []


@pytest.mark.parametrize(
    ("broken", "sentence"),
    [
        (_drops_a_record, r"in a folder 6 records went in, and 5 messages, events and rejects came out"),
        (_loses_what_comes_before_a_cut, r"cut after \d+ of \d+ bytes: 0 records are read, of a shorter one"),
        (_refuses_a_file_for_one_bad_record, r"cut after \d+ of \d+ bytes: it is refused, and of a shorter one"),
        (_fails_on_bad_records, r"cut after \d+ of \d+ bytes: the reader fails with KeyError"),
        (_never_ends, r"in a folder reading takes more than 0.2 seconds"),
        (_quotes_a_person, r"cut after \d+ of \d+ bytes: an error quotes the export"),
        (_invents_a_kind, r"in a folder a kind of messages is none of text, media"),
        (_remembers_the_last_call, r"gives other rows"),
    ],
)
def test_a_reader_that_breaks_a_promise_is_told_which(
    parrot: Any, monkeypatch: pytest.MonkeyPatch, broken: Callable[..., Iterator[Batch]], sentence: str
) -> None:
    read = parrot.read
    monkeypatch.setattr(parrot, "read", lambda export, settings: broken(read, export, settings))
    with pytest.raises(AssertionError, match=sentence):
        check_reader("parrot", {"cage.json": CAGE}, seconds=0.2 if broken is _never_ends else 10)


def test_a_form_that_imports_the_reader_or_another_library_is_refused(parrot: Any, tmp_path: Path) -> None:
    form = PARROT / "src/parrot_reader/form.py"
    twin = tmp_path / "parrot_reader"
    twin.mkdir()
    for name in ("__init__.py", "reader.py"):
        (twin / name).write_bytes((form.parent / name).read_bytes())
    for line, sentence in (
        ("import numpy.testing", "form imports numpy"),
        ("import parrot_reader.reader", "form imports the reader"),
    ):
        (twin / "form.py").write_text(f"{line}\n{form.read_text('utf-8')}", encoding="utf-8")
        _forget()
        sys.path.insert(0, str(tmp_path))
        try:
            with pytest.raises(AssertionError, match=sentence):
                check_reader("parrot", {"cage.json": CAGE})
        finally:
            sys.path.remove(str(tmp_path))


def test_an_example_that_is_not_recognised_or_not_installed_is_refused(parrot: Any) -> None:
    with pytest.raises(AssertionError, match="in a folder a file is not recognised"):
        check_reader("parrot", {"cage.json": b'{"cage": 1}'})
    with pytest.raises(AssertionError, match="no installed distribution names toucan"):
        check_reader("toucan", {"cage.json": CAGE})
