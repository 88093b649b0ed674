"""Turns the HTML of message bodies into the words that people saw.

Browsers' leniency is kept where it saves words: a ``<`` that opens no tag is a ``<``, and what looks like a tag but is
an address, ``<jane@example.com>``, stays. Every step moves forward, so the time is linear in the length for any input;
``html.parser`` is quadratic on tags and comments that are never closed.
"""

import re
from collections.abc import Iterator
from html import unescape

_TAG = re.compile(r"""<(/?)([a-zA-Z][^\s/<>"']*+)((?:[^<>"']++|"[^"]*+"|'[^']*+')*+)>""")
_TAG_WITHOUT_QUOTES = re.compile(r"""<(/?)([a-zA-Z][^\s/<>"']*+)([^<>]*+)>""")
_TAG_NAME = re.compile(r"[a-zA-Z][a-zA-Z0-9]*+(?:[:_.-][a-zA-Z0-9]++)*+")
_ATTRIBUTE = re.compile(r"""([^\s=/"'<>]++)(?:\s*+=\s*+("[^"]*+"|'[^']*+'|[^\s"'<>]++))?+""")
_SPACES = re.compile(r"[ \t\r\n\f]++")
_BLANK_LINES = re.compile(r"\n{3,}+")

_BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt", "fieldset"}
    | {
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "li",
        "main",
    }
    | {"nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "tfoot", "thead", "tr", "ul"}
)
_CELLS = frozenset({"td", "th"})
_UNSEEN = {name: re.compile(f"</{name}", re.IGNORECASE) for name in ("script", "style", "template", "title")}
_SHOWN_SCHEMES = ("http://", "https://", "mailto:", "tel:", "sms:", "ftp://")


def plain(html: str) -> str:
    """Return the text that ``html`` shows, with ``\\n`` between lines, and neither space nor blank line around it.

    Block elements and ``<br>`` end lines, list items begin with ``- ``, table cells are parted by tabs. A link is its
    text and, where they differ, its address in brackets; a picture is its ``alt`` text. Scripts, styles and comments
    are left out. A text without any markup is returned with its own line breaks: it never was HTML.
    """
    if "<" not in html:
        return (unescape(html) if "&" in html else html).strip()
    if html.startswith("<p>") and html.find("<", 3) == len(html) - 4 and html.endswith("</p>"):
        return _in_one_line(html[3:-4])  # as most chat messages are
    page = _Page()
    for words, name, attributes in _pieces(html):
        if words:
            page.write(words)
        if name:
            page.tag(name, attributes)
    return page.text()


def _in_one_line(words: str) -> str:
    return _SPACES.sub(" ", unescape(words) if "&" in words else words).replace("\xa0", " ").strip()


def _pieces(html: str) -> Iterator[tuple[str, str, str]]:
    """Yield what stands before each tag, the tag's name in lower case with ``/`` if it closes, and its attributes."""
    scanner = _Scanner(html)
    at = 0
    while (start := html.find("<", scanner.after)) >= 0:
        if (found := scanner.tag(start)) is None:
            continue
        yield html[at:start], *found
        at = scanner.after
    yield html[at:], "", ""


class _Scanner:
    """Finds where what a ``<`` opens ends.

    Attributes:
        after: where to look for the next ``<``.
    """

    def __init__(self, html: str) -> None:
        self._html = html
        self._last_end = html.rfind(">")
        self._last_comment_end = html.rfind("-->")
        self._tag = _TAG
        self.after = 0

    def tag(self, start: int) -> tuple[str, str] | None:
        """Return name and attributes of the tag at ``start``, both empty for a comment, None if it is only a ``<``."""
        if start > self._last_end:
            self.after = len(self._html)
            return None
        if self._html.startswith(("<!", "<?"), start):
            return self._passed_by(start)
        found = self._tag.match(self._html, start)
        if found is None and self._tag is _TAG:
            # Looking for a quote that never closes may have led to the end of the text; it is done only once.
            found = _TAG_WITHOUT_QUOTES.match(self._html, start)
            self._tag = _TAG_WITHOUT_QUOTES if found else _TAG
        if found is None or not _TAG_NAME.fullmatch(found[2]):
            self.after = start + 1 if found is None else found.end()
            return None
        name = found[2].lower()
        self.after = found.end() if found[1] or name not in _UNSEEN else self._end_of_unseen(name, found.end())
        return found[1] + name, found[3]

    def _passed_by(self, start: int) -> tuple[str, str] | None:
        is_comment = self._html.startswith("<!--", start)
        if is_comment and start + 2 > self._last_comment_end:
            self.after = start + 1
            return None
        # <!--> is a whole comment, too
        end = self._html.find("-->", start + 2) + 3 if is_comment else self._html.find(">", start) + 1
        self.after = end
        return "", ""

    def _end_of_unseen(self, name: str, at: int) -> int:
        end = _UNSEEN[name].search(self._html, at)
        return end.start() if end else len(self._html)


class _Page:
    """The text as it grows."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._is_line_empty = True
        self._ends_in_space = True
        self._open_pres = 0
        self._address = ""
        self._label_start = 0

    def write(self, words: str) -> None:
        """Add text as it stands between two tags."""
        self._add(unescape(words) if "&" in words else words)

    def tag(self, name: str, attributes: str) -> None:
        """Add what a tag means for the text."""
        bare = name.removeprefix("/")
        if bare == "br":
            self._break()
        elif bare in _BLOCKS:
            self._block(name, bare)
        elif bare == "a":
            self._link(attributes if name == "a" else "")
        elif name in _CELLS and not self._is_line_empty:
            self._put("\t")
        elif name in ("img", "emoji"):
            self._add(_attribute(attributes, "alt"))

    def text(self) -> str:
        """Return the whole text."""
        self._link("")
        lines = "".join(self._parts).replace("\xa0", " ").split("\n")
        return _BLANK_LINES.sub("\n\n", "\n".join(line.rstrip() for line in lines)).strip()

    def _add(self, words: str) -> None:
        if not self._open_pres:
            words = _SPACES.sub(" ", words)
            if self._ends_in_space:
                words = words.lstrip(" ")
        if words:
            self._put(words)

    def _put(self, words: str) -> None:
        self._parts.append(words)
        self._is_line_empty = words.endswith("\n")
        self._ends_in_space = words.endswith((" ", "\n", "\t"))

    def _break(self) -> None:
        self._put("\n")

    def _block(self, name: str, bare: str) -> None:
        if not self._is_line_empty:
            self._break()
        if name == "li":
            self._parts.append("- ")
        elif bare == "pre":
            self._open_pres = max(0, self._open_pres + (1 if name == "pre" else -1))

    def _link(self, attributes: str) -> None:
        """End the link before, and begin another if ``attributes`` has its address."""
        if self._address:
            label = _SPACES.sub(" ", "".join(self._parts[self._label_start :])).strip()
            if not label:
                self._put(self._address)
            elif _bare(label) != _bare(self._address):
                self._put(f" ({self._address})")
        address = _attribute(attributes, "href").strip() if attributes else ""
        is_shown = address.lower().startswith(_SHOWN_SCHEMES)
        self._address = address.removeprefix("mailto:").removeprefix("tel:") if is_shown else ""
        self._label_start = len(self._parts)


def _attribute(attributes: str, name: str) -> str:
    if name not in attributes.lower():
        return ""
    for found in _ATTRIBUTE.finditer(attributes):
        if found[1].lower() == name:
            return unescape((found[2] or "").strip("\"'"))
    return ""


def _bare(address: str) -> str:
    """Return an address as people write it: without scheme, closing slash, and difference of case."""
    return address.partition("://")[2].rstrip("/").lower() if "://" in address else address.rstrip("/").lower()
