"""Reads policy text: YAML into plain JSON values, and the line on which each of them stands."""

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

from chatward.policy.problems import Place, Problem

MOST_BYTES = 1 << 20
MOST_VALUES = 50_000
"""A file that unfolds to more, through aliases of aliases, is refused."""
DEEPEST = 20

_SURROGATE = re.compile("[\ud800-\udfff]")
_TAG = "tag:yaml.org,2002:"
_TEXT_TAGS = {_TAG + "str", _TAG + "timestamp", _TAG + "value"}
_OTHER_TAGS = {_TAG + "int", _TAG + "float", _TAG + "bool", _TAG + "null"}
_MERGE_TAG = _TAG + "merge"


@dataclass(frozen=True, slots=True)
class Document:
    """Parsed text of a policy.

    Attributes:
        content: plain JSON values; dates are left as text; None where nothing could be read.
        lines: line of each value's key, counted from 1, by the value's place.
        problems: what was wrong with the text itself; ``content`` then lacks the parts in question.
    """

    content: object = None
    lines: Mapping[Place, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def line_of(self, place: Place) -> int:
        """Return the line of the value at ``place``, or of the nearest thing around it that is there."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)


@lru_cache(maxsize=1)
def parse(data: bytes) -> Document:
    """Return the document in ``data``: UTF-8, with or without a byte order mark, one YAML 1.2 document.

    Anchors, aliases and merge keys are followed; tags are refused, for no value needs one. The last one is remembered:
    a command looks at its policy before it starts what takes long, and again with the workspace's lock held.
    """
    try:
        root = _compose(_decode(data))
        reading = _Reading()
        content = reading.value(root, ())
    except _UnreadableError as error:
        return Document(problems=(Problem((), error.message, error.hint, error.line),))
    return Document(content, reading.lines, tuple(reading.problems))


class _UnreadableError(Exception):
    """Nothing of the document can be used; ``line`` counts from 1."""

    def __init__(self, line: int, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.line, self.message, self.hint = line, message, hint


def _decode(data: bytes) -> str:
    if len(data) > MOST_BYTES:
        raise _UnreadableError(1, f"expected at most {MOST_BYTES} bytes, found {len(data)}")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _UnreadableError(line, "expected text in UTF-8, found other bytes", "save the file as UTF-8") from None


def _compose(text: str) -> Node:
    try:
        root: Node | None = YAML(typ="safe", pure=True).compose(text)
    except ReaderError as error:
        raise _UnreadableError(text.count("\n", 0, error.position) + 1, "the line has a control character") from None
    except MarkedYAMLError as error:
        raise _syntax_error(error) from None
    except (YAMLError, RecursionError):
        raise _UnreadableError(1, "the file is not YAML, or nested too deeply") from None
    if root is None:
        raise _UnreadableError(1, "the policy is empty", "draft one with `chatward init`")
    return root


def _syntax_error(error: MarkedYAMLError) -> _UnreadableError:
    mark = error.problem_mark or error.context_mark
    line = mark.line + 1 if mark else 1
    problem = str(error.problem or "unreadable")
    if "'\\t'" in problem:
        return _UnreadableError(line, "the line is indented with a tab", "indent with spaces")
    if "another document" in problem:
        return _UnreadableError(line, "expected one document, found a second one", "remove the `---` between them")
    return _UnreadableError(line, f"not YAML: {problem}", "look at colons, quotes and brackets here and just above")


class _BadScalarError(Exception):
    """A scalar is no plain value; the arguments are message and hint."""


@dataclass(slots=True)
class _Reading:
    """One walk over the node tree, which meets all problems of the text at once."""

    lines: dict[Place, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    visits: int = 0
    constructor: Any = field(default_factory=lambda: YAML(typ="safe", pure=True).constructor)

    def value(self, node: Node, place: Place) -> object:
        self._count(node, place)
        self.lines.setdefault(place, _line(node))
        if isinstance(node, MappingNode):
            return self._mapping(node, place)
        if isinstance(node, SequenceNode):
            return [self.value(item, (*place, index)) for index, item in enumerate(node.value)]
        return self._scalar(node, place)

    def _mapping(self, node: MappingNode, place: Place) -> dict[str, object]:
        content: dict[str, object] = {}
        for key, value in node.value:
            if key.tag == _MERGE_TAG:
                continue
            if not isinstance(key, ScalarNode) or key.tag not in _TEXT_TAGS or _SURROGATE.search(key.value):
                self._report(key, place, "expected a name as key", "put the key in quotes")
                continue
            inner = (*place, str(key.value))
            if key.value in content:
                self._report(key, inner, f"the key stands here and on line {self.lines[inner]}", "remove one of them")
            else:
                self.lines.setdefault(inner, _line(key))
                content[str(key.value)] = self.value(value, inner)
        merged = [value for key, value in node.value if key.tag == _MERGE_TAG]
        for key, value in self._merged_pairs(merged, place):
            content.setdefault(key, value)
        return content

    def _count(self, node: Node, place: Place) -> None:
        self.visits += 1
        if self.visits > MOST_VALUES or len(place) > DEEPEST:
            raise _UnreadableError(_line(node), "the file is nested too deeply, or its aliases unfold to too much")

    def _merged_pairs(self, merged: Iterable[Node], place: Place) -> Iterator[tuple[str, object]]:
        """Yield what ``<<`` brings in, earlier mappings of a list first."""
        for node in merged:
            for mapping in node.value if isinstance(node, SequenceNode) else [node]:
                self._count(mapping, place)
                if isinstance(mapping, MappingNode):
                    yield from self._mapping(mapping, place).items()
                else:
                    self._report(mapping, place, "expected a mapping to merge, found something else")

    def _scalar(self, node: Node, place: Place) -> object:
        try:
            return self._plain(node)
        except _BadScalarError as error:
            self._report(node, place, *error.args)
            return None

    def _plain(self, node: Node) -> object:
        if node.tag in _TEXT_TAGS:
            if _SURROGATE.search(node.value):
                raise _BadScalarError("the text has half of a surrogate pair")
            return str(node.value)
        if node.tag not in _OTHER_TAGS:
            raise _BadScalarError("the value has a tag, which no key needs", "remove the word that starts with `!`")
        try:
            value: object = self.constructor.construct_object(node)
        except (ValueError, YAMLError):
            raise _BadScalarError("the number cannot be read", "put it in quotes if it is meant as text") from None
        if isinstance(value, float) and not math.isfinite(value):
            raise _BadScalarError("expected a number, found infinity or none")
        return value

    def _report(self, node: Node, place: Place, message: str, hint: str | None = None) -> None:
        self.problems.append(Problem(place, message, hint, _line(node)))


def _line(node: Node) -> int:
    return int(node.start_mark.line) + 1
