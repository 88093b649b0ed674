"""One reader on trial: what it is given to read, and the least that is asked of it each time."""

import signal
import threading
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from chatward.sources.conformity import faults
from chatward.sources.recognise import Unrecognised, read
from chatward.sources.records import Batch, Export, ReadSettings

Found = Export | Unrecognised
Finder = Callable[[Iterable[Path]], Iterable[Found]]


@dataclass(frozen=True, slots=True)
class Subject:
    """A reader under test, and what it is tested with."""

    platform: str
    example: dict[str, bytes]
    settings: ReadSettings
    find: Finder
    seconds: float

    def exports(self, path: Path, when: str) -> list[Export]:
        """Return what lies at ``path``, all of which is the platform's."""
        found = list(self.find([path]))
        assert found, f"{when} nothing is found"
        for each in found:
            assert isinstance(each, Export), f"{when} a file is not recognised: {each}"
            assert each.platform == self.platform, f"{when} a file is taken for one of {each.platform}"
        return [each for each in found if isinstance(each, Export)]

    def batches(self, path: Path, when: str) -> list[Batch]:
        """Return what a sound export is read as, without rejects."""
        with within(self.seconds, when):
            batches = [batch for export in self.exports(path, when) for batch in read(export, self.settings)]
        check_batches(batches, when)
        for batch in batches:
            assert not batch.rejects.num_rows, f"{when} records are rejected: {batch.rejects['reason'].to_pylist()}"
        assert sum(batch.records for batch in batches), f"{when} no record is found"
        return batches


def check_batches(batches: Sequence[Batch], when: str) -> None:
    """Check the rules that hold of all batches."""
    fault = next(faults(batches), None)
    assert fault is None, f"{when} {fault}"


@contextmanager
def without_crash(when: str) -> Iterator[None]:
    """Turn what a reader fails with into a sentence."""
    try:
        yield
    except AssertionError:
        raise
    except Exception as error:
        raise AssertionError(f"{when} the reader fails with {type(error).__name__} instead of a reject") from error


@contextmanager
def within(seconds: float, when: str) -> Iterator[None]:
    """Stop what takes longer, where the system can; elsewhere it is left to the runner of the tests."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise AssertionError(f"{when} reading takes more than {seconds:g} seconds")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def below(folder: str, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files as members of a folder."""
    return {f"{folder}/{name}": data for name, data in files.items()}


def put(folder: Path, files: Mapping[str, bytes]) -> Path:
    """Write the files below a folder, and return it."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def pack(path: Path, files: Mapping[str, bytes]) -> Path:
    """Write the files into a zip, in their order, and return its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path
