"""How a platform tells its files from all others, and which of them make one export.

A platform is a package of this folder, or of another distribution that names it under the entry point
``chatward.sources``. Its module ``form`` says what its files look like, in ``FORMS``; its module ``reader`` has the
``read`` that takes them, and is imported when there is something to read.
"""

import pkgutil
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import import_module
from importlib.metadata import entry_points
from importlib.util import find_spec
from typing import Any

import orjson

from chatward import sources
from chatward.errors import UsageError
from chatward.sources.drift import Known
from chatward.sources.json_cursor import Cursor
from chatward.sources.json_values import Broken
from chatward.sources.records import Reader

ENTRY_POINTS = "chatward.sources"
"""Group of the entry points by which other distributions bring readers: a platform's name, and its package."""

_SKETCH_DEPTH = 8
_NO_JSON = re.compile(rb"\s*\[[0-9][^\[\]{}\"]*\]\s*[^\s]")
"""How texts begin that have times in brackets: a list of no objects, and then something else."""

_SAID = ("FIELDS", "DATA_KEYS", "OPAQUE", "BELOW", "TYPES", "KINDS")


class Look:
    """What is seen of one file before it is read.

    Attributes:
        name: its name within the folder or archive, ``""`` for a plain file; translated and changed by people, so
            it may help to find a root, and never tells a platform.
        head: its first 64 KiB at most, as UTF-8 without byte order mark.
    """

    def __init__(self, name: str, head: bytes) -> None:
        self.name = name
        self.head = head

    @cached_property
    def text(self) -> str:
        """The head as text; its last character may be a broken one."""
        return self.head.decode("utf-8", errors="replace")

    @cached_property
    def opener(self) -> bytes:
        """The first character that is no space."""
        return self.head.lstrip()[:1]

    @cached_property
    def may_be_json(self) -> bool:
        """Whether it begins as JSON does, and not as a text whose lines begin with a time in brackets."""
        return self.opener in (b"{", b"[") and not _NO_JSON.match(self.head)

    @cached_property
    def sketch(self) -> Any:
        """The JSON value at the beginning as far as the head goes, None where there is none."""
        if self.opener not in (b"{", b"["):
            return None
        return seen_in(self.head) if self.may_be_json else [None]

    @cached_property
    def first_object(self) -> dict[str, Any]:
        """The sketch if it is an object, or the first object in it if it is an array; else an empty one.

        So a file with one record, with an array of records and with a record a line look the same.
        """
        values = self.sketch if isinstance(self.sketch, list) else [self.sketch]
        return next((value for value in values if isinstance(value, dict)), {})


@dataclass(frozen=True, slots=True)
class Form:
    """One kind of file of a platform.

    Attributes:
        platform: whose it is.
        matches: tells such a file by structure that no other platform's has. It gets every file that is delivered,
            so the cheap test comes first.
        root: returns the folder of the export that a file of this name belongs to, ``""`` for the container's own,
            None if it stands alone; without it every file is an export of its own.
        is_companion: whether such files only help to read the others of their root: users, settings, group names.
        belongings: what else lies below the root and is part of the export, matched from the root on; such files are
            passed by.
    """

    platform: str
    matches: Callable[[Look], bool]
    root: Callable[[str], str | None] | None = None
    is_companion: bool = False
    belongings: re.Pattern[str] | None = None


def seen_in(text: bytes) -> Any:
    """Return the JSON value at the beginning of a text, sketched if it is not whole; most small files are."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return sketch(Cursor(text))


def sketch(cursor: Cursor, depth: int = _SKETCH_DEPTH) -> Any:
    """Return the value ahead as far as the text goes; what is cut or broken in it is missing or None."""
    cursor.watch = None  # what is only glanced at is not read
    start = cursor.at
    value = cursor.value()
    if not isinstance(value, Broken):
        return value
    end, cursor.at = cursor.at, start
    if cursor.opens == b"{" and depth:
        return {name: sketch(cursor, depth - 1) for name in cursor.fields()}
    if cursor.opens == b"[" and depth:
        return [sketch(cursor, depth - 1) for _ in cursor.elements()]
    cursor.at = end
    return None


@cache
def platforms() -> dict[str, str]:
    """Return the package of each platform by the platform's name: chatward's own, then those of other distributions.

    Raises:
        UsageError: two packages claim one platform.
    """
    own = {
        each.name: f"{sources.__name__}.{each.name}" for each in pkgutil.iter_modules(sources.__path__) if each.ispkg
    }
    found = {name: package for name, package in own.items() if find_spec(f"{package}.reader")}
    for entry in entry_points(group=ENTRY_POINTS):
        if found.setdefault(entry.name, entry.value) != entry.value:
            raise UsageError(
                f"two installed packages bring a reader for the platform {entry.name}", hint="uninstall one of them"
            )
    return found


@cache
def forms() -> tuple[Form, ...]:
    """Return the forms of all platforms that have any, in the order of their names."""
    return tuple(form for package in platforms().values() for form in _forms_of(package))


@cache
def known(platform: str) -> Known | None:
    """Return what the reader of a platform knows of its exports; None where they have neither fields nor columns."""
    module = f"{platforms()[platform]}.fields"
    if find_spec(module) is None:
        return None
    said = vars(import_module(module))
    given = {name.lower(): said[name] for name in _SAID if name in said}
    return Known(**given)


def account_pattern(platform: str) -> re.Pattern[bytes] | None:
    """Return what finds the account that a file is of, for a platform whose ids are unique in one account only."""
    module = f"{platforms()[platform]}.accounts"
    return import_module(module).ACCOUNT if find_spec(module) else None


def reader(platform: str) -> Reader:
    """Return the reader of a platform, and import it only now."""
    read: Reader = import_module(f"{platforms()[platform]}.reader").read
    return read


def tells_whole(platform: str) -> bool:
    """Return whether a platform's reader says which conversations an export shows in full, see ``records.Batch``."""
    package = platforms().get(platform)
    return package is not None and getattr(import_module(f"{package}.reader"), "TELLS_WHOLE", False)


def _forms_of(package: str) -> tuple[Form, ...]:
    try:
        if find_spec(f"{package}.form") is None:
            return ()  # recognised by ``recognise_content``, together with others that look alike
        found: tuple[Form, ...] = import_module(f"{package}.form").FORMS
    except (ImportError, AttributeError) as error:
        raise UsageError(
            f"the reader package {package} cannot be used: {type(error).__name__}",
            hint="install it again, or uninstall it",
        ) from error
    return found
