"""Takes Meta's HTML downloads apart: one thread a page, made into the fields that the JSON form of it has.

Pages were written with several sets of class names, and some have none that are known. In common they have the order:
a sender, what was said, its time. Elements are told by their class where it is known, else by what they say: a sender
is one of those who take part, a time is nothing but a time.

The text is cut at its tags, which is linear in its length whatever it is; all that is text in these pages is escaped.
"""

import re
from dataclasses import dataclass, field
from html import unescape
from itertools import dropwhile, islice
from typing import Any

from chatward.sources.meta.page_times import wall_clock

PARTICIPANTS = re.compile(
    r"(?:participants?|teilnehmer(?:innen)?|participantes|partecipanti|deelnemers|uczestnicy|katılımcılar|deltagere"
    r"|deltagare|участники)\s?:\s*+(.+)",
    re.IGNORECASE | re.DOTALL,
)
"""The line of a page that names who takes part; their names are its group."""

_LISTING = re.compile(rf">\s*(?:{PARTICIPANTS.pattern.removesuffix('(.+)')})", re.IGNORECASE)

_TOKEN = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*+)([^<>]*+)>|<![^<>]*+>")
_CLASS = re.compile(r'\bclass="([^"]*)"')
_ADDRESS = re.compile(r'\b(?:src|href)="([^"]*)"')
_TITLE = re.compile(r'(?:<h1\b[^<>]*|class="_a70e"|<title)>\s*+([^<>\s][^<>]*+)<')
_TITLES_OF_ALL = frozenset({"instagram", "facebook", "messenger", "messages", "your information"})
_ROLES = {
    **dict.fromkeys(("_a6-h", "_2lel", "sender"), "sender"),
    **dict.fromkeys(("_a6-p", "_2let", "body"), "body"),
    **dict.fromkeys(("_a6-o", "_a72d", "_2lem", "time"), "time"),
    **dict.fromkeys(("_a6-q", "_tqp"), "reactions"),
}
_SENDER = re.compile(r'<[^<>]*\bclass="(?:[^"<>]*\s)?(?:_a6-h|_2lel|sender)[\s"]')
_UNSEEN = frozenset({"style", "script", "head", "video", "audio"})
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
_INLINE = frozenset({"a", "b", "em", "font", "i", "img", "small", "span", "strong", "sub", "sup", "u", "wbr"})
_BODY = re.compile(r'<[^<>]*\bclass="(?:[^"<>]*\s)?(?:_a6-p|_2let)[\s"][^<>]*>')
_PLAIN = re.compile(r"\s*<div>")
_ENOUGH, _NEAR = 32, 2048
_DEEPEST = 16
_LONGEST_LIST, _LONGEST_REACTION = 2**16, 200
_SPACES = re.compile(r"[ \t\r\n\f]+")
_LISTED = re.compile(r",\s*|\s+(?:and|und|et|y|e|en|i|ve|og|och|и)\s+")
_REACTION = re.compile(r"([\d#*]\ufe0f?\u20e3|[^\w\s]+)\s*+(.*?)(?:\s*\([^()]*\d[^()]*\))?", re.DOTALL)
_ELSEWHERE = re.compile(r"(?:[a-z]+:|//|#)|.*\.html?$", re.IGNORECASE | re.DOTALL)
_HEAD = 65_536
_STICKERS = "stickers_used"


@dataclass(slots=True)
class Said:
    """A message on a page.

    Attributes:
        time: as written, None where there is none.
        lines: what was said, line by line.
        addresses: of its pictures, recordings and documents, relative to the download.
        links: of web pages.
        reactions: as written.
    """

    sender: str
    time: str | None = None
    lines: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    reactions: list[str] = field(default_factory=list)


def is_thread(text: str) -> bool:
    """Return whether a text, as far as it goes, is a page of a thread and none of the posts, comments or log-ins.

    What people said stands in elements without a class, which other pages do not have; or a line lists who takes part,
    and one of them said something at some time.
    """
    for sender in islice(_SENDER.finditer(text), _ENOUGH):
        body = _BODY.search(text, sender.end(), sender.end() + _NEAR)
        if body and _PLAIN.match(text, body.end()):
            return True
    if _LISTING.search(text) is None:
        return False
    return any(wall_clock(each["timestamp_ms"] or "") for each in thread_of(text).get("messages", ()))


def thread_of(text: str) -> dict[str, Any]:
    """Return a page as the JSON form of a thread: its title, its participants, and its messages in the page's order.

    A page that is no thread's, having neither people nor messages, gives an empty object. A message's ``timestamp_ms``
    is its time as text. What stands before the first message and has no time, like the list of participants, is none.
    """
    page = _Page(is_marked=_SENDER.search(text) is not None)
    page.read(text)
    senders = {each.sender for each in page.said if each.time is not None}
    messages = [*dropwhile(lambda each: _is_heading(each, senders), page.said)]
    names = [*page.names]
    for heading in page.said[: len(page.said) - len(messages)]:
        names += _names(heading.sender)
    people = dict.fromkeys([*names, *(each.sender for each in messages if each.sender)])
    if not people:
        return {}
    document = {
        "participants": [{"name": name} for name in people],
        "messages": [_as_record(each) for each in messages],
    }
    titles = (unescape(found[1]).strip() for found in _TITLE.finditer(text[:_HEAD]))
    title = next((each for each in titles if each.casefold() not in _TITLES_OF_ALL and not _names(each)), None)
    return document | ({"title": title} if title else {})


class _Page:
    """A page as it is read.

    Attributes:
        names: of those who take part, where a line outside of all messages lists them.
        said: the messages, and headings that look like some.
    """

    def __init__(self, *, is_marked: bool) -> None:
        self._is_marked = is_marked
        self._depth = 0
        self._roles: list[tuple[str, int]] = []  # with the depth of the element that has it
        self._line: list[str] = []
        self.names: list[str] = []
        self.said: list[Said] = []

    def read(self, text: str) -> None:
        """Read the whole text of a page."""
        at = 0
        for token in _TOKEN.finditer(text):
            if token.start() > at:
                self._write(text[at : token.start()])
            at = token.end()
            if name := token[2]:
                self._tag(name.lower(), token[3], is_end=bool(token[1]))
        self._write(text[at:])
        self._end_line()

    def _tag(self, name: str, attributes: str, *, is_end: bool) -> None:
        if name == "br":
            self._line.append("\n")
        elif name not in _INLINE:
            self._end_line()
        if is_end:
            self._close(name)
            return
        if "=" in attributes:
            self._refer(name, attributes)
        if name in _VOID or attributes.endswith("/"):
            return
        self._depth += 1
        role = "unseen" if name in _UNSEEN else self._role(attributes)
        if role:
            self._end_line()
            self._open(role)

    def _role(self, attributes: str) -> str | None:
        found = _CLASS.search(attributes)
        return next((_ROLES[each] for each in found[1].split() if each in _ROLES), None) if found else None

    def _open(self, role: str) -> None:
        if role == "sender" and self._is_marked and not any(each[0] in ("sender", "unseen") for each in self._roles):
            self.said.append(Said(""))
        if role != "sender":  # a sender that was never closed ends where something else begins
            self._roles = [each for each in self._roles if each[0] != "sender"]
        self._roles = [*self._roles[-_DEEPEST:], (role, self._depth)]

    def _close(self, name: str) -> None:
        if name in _VOID:
            return
        while self._roles and self._roles[-1][1] >= self._depth:
            self._end_line()
            self._roles.pop()
        self._depth = max(0, self._depth - 1)

    def _refer(self, name: str, attributes: str) -> None:
        """Take what an element refers to: files of the download, and web pages that are linked."""
        found = _ADDRESS.search(attributes)
        if (
            found is None
            or not self.said
            or self.said[-1].time is not None
            or self._role_now() in ("time", "reactions")
        ):
            return
        address, now = unescape(found[1]), self.said[-1]
        if _ELSEWHERE.match(address) is None:
            now.addresses.append(address)
        elif name == "a" and address.startswith(("http://", "https://")):
            now.links.append(address)

    def _role_now(self) -> str:
        return self._roles[-1][0] if self._roles else "body"

    def _write(self, piece: str) -> None:
        self._line.append(_SPACES.sub(" ", unescape(piece) if "&" in piece else piece))

    def _end_line(self) -> None:
        if not self._line:
            return
        line = "\n".join(each.strip() for each in "".join(self._line).split("\n")).strip()
        self._line.clear()
        if line:
            (self._marked if self._is_marked else self._unmarked)(line, self._role_now())

    def _marked(self, line: str, role: str) -> None:
        now = self.said[-1] if self.said else None
        if role == "unseen":
            return
        if now is None or (now.time is not None and role != "time"):
            self.names += _names(line) if now is None else []
        elif role == "sender":
            now.sender = f"{now.sender} {line}".strip()
        elif role == "time":
            now.time = line if now.time is None else now.time
        else:
            (now.reactions if role == "reactions" else now.lines).append(line)

    def _unmarked(self, line: str, role: str) -> None:
        now = self.said[-1] if self.said and self.said[-1].time is None else None
        if role == "unseen":
            return
        if now is None:
            if line in self.names:
                self.said.append(Said(line))
            elif not self.said:
                self.names += _names(line)
        elif wall_clock(line):
            now.time = line
        else:
            now.lines.append(line)


def _is_heading(said: Said, senders: set[str]) -> bool:
    return said.time is None and (bool(senders) or bool(_names(said.sender))) and said.sender not in senders


def _names(line: str) -> list[str]:
    """Return the names in a line that lists who takes part; none in any other."""
    found = PARTICIPANTS.match(line) if len(line) <= _LONGEST_LIST else None
    return [name for name in _LISTED.split(found[1].strip()) if name] if found else []


def _as_record(said: Said) -> dict[str, Any]:
    text = "\n".join(said.lines)
    for link in dict.fromkeys(said.links):
        text = text if link in text else f"{text}\n{link}".strip()
    files = [{"uri": address} for address in dict.fromkeys(said.addresses)]
    record: dict[str, Any] = {"sender_name": said.sender, "timestamp_ms": said.time, "content": text or None}
    if reactions := [_reaction(line) for line in said.reactions]:
        record["reactions"] = reactions
    if files and _STICKERS in files[0]["uri"]:
        record["sticker"] = files.pop(0)
    return record | ({"photos": files} if files else {})


def _reaction(line: str) -> dict[str, str | None]:
    """Return emoji and name, which are written one after the other, with the time behind them in newer pages."""
    found = _REACTION.fullmatch(line) if len(line) <= _LONGEST_REACTION else None
    return {"reaction": found[1], "actor": found[2]} if found else {"reaction": line, "actor": None}
