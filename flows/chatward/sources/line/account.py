"""Reads the chats that LINE Official Account Manager saves as CSV: a company's account, and one of its customers.

Above the columns stand the account's name, its zone, and when the file was saved; columns are known by their places,
since their names are translated. Times are to the second, and instants by the zone above.
"""

import re

from chatward.sources.line.contents import content_of
from chatward.sources.line.words import SENT
from chatward.sources.transcript.clocks import DAY_SECONDS, day_start, second_of_day
from chatward.sources.transcript.csv_rows import csv_rows
from chatward.sources.transcript.entries import (
    Content,
    Entry,
    Person,
    Transcript,
    compared,
    conversation_key,
    name_key,
)
from chatward.sources.transcript.labels import labelled
from chatward.sources.transcript.spans import orphans
from chatward.sources.whatsapp.phrases import fold

_HEAD = re.compile(
    r'\s*"?[^\n",]{1,60}"?,"?(?P<account>[^\n]*?)"?[ ]*\n'
    r'"?[^\n",]{1,60}"?,"?\'?(?P<sign>[+-])(?P<hours>\d\d):?(?P<minutes>\d\d)"?[ ]*\n'
    r'"?[^\n",]{1,60}"?,"?\d{4}[^\n]*\n\s*[^\n,]{1,60}(?:,[^\n,]{1,60}){4}[ ]*(?=\n|\Z)'
)
_ROW = re.compile(r'\n(?="?(?:Account|User)"?,)')
_TIME = re.compile(
    r"(?P<year>\d{4})[-/.](?P<month>\d\d?)[-/.](?P<day>\d\d?) (?P<hour>\d\d?):(?P<minute>\d\d)(?::(?P<second>\d\d))?"
)
_GUARD = re.compile(r"'(?=[=+\-@\t\r\n])")
"""What spreadsheets are kept by from taking a text for a formula."""

_CONTENTS = labelled(SENT)
_LONGEST = max(map(len, _CONTENTS)) + 2
_COLUMNS = 5
_UNREAD = Content("", None)


def is_account_chat(text: str) -> bool:
    """Tell the file by what stands above its columns."""
    return _HEAD.match(text) is not None


def account_chat(text: str, member: str, own_accounts: frozenset[str]) -> Transcript:
    """Return the chat in a file; whoever wrote for the account is staff."""
    head = _HEAD.match(text)
    assert head is not None
    offset = (int(head["hours"]) * 60 + int(head["minutes"])) * (-60 if head["sign"] == "-" else 60)
    own = frozenset(map(compared, own_accounts))
    people: dict[str, Person] = {}
    entries: list[Entry] = []
    rows = list(csv_rows(text, _ROW, head.end()))
    entries += orphans(text, head.end(), rows[0].start if rows else len(text))
    for row in rows:
        if row.fields is None or len(row.fields) != _COLUMNS:
            entries.append(Entry(row.start, row.end, None, "columns", None, _UNREAD))
            continue
        kind, name, day, clock, words = row.fields
        wall = _wall(f"{day} {clock}")
        if wall is None:
            entries.append(Entry(row.start, row.end, None, "no_time", None, _UNREAD))
            continue
        who = _person(name, kind, head["account"], own)
        people.setdefault(who.key, who)
        entries.append(Entry(row.start, row.end, wall - offset, "", who.key, _content(words), "second"))
    key = conversation_key("line", None, people)
    return Transcript(member, text, entries, people, key, None, "direct", has_instants=True)


def _person(name: str, kind: str, account: str, own: frozenset[str]) -> Person:
    is_staff = kind.casefold() == "account" or compared(name) in own
    name = name or (account if is_staff else "")
    return Person(name_key("line", name), name or None, (), "staff" if is_staff else None)


def _content(text: str) -> Content:
    text = _GUARD.sub("", text, count=1) if text.startswith("'") else text
    known = _CONTENTS.get(fold(text)) if len(text) <= _LONGEST else None
    return known or content_of(text)


def _wall(written: str) -> int | None:
    """Return seconds since 1970 on the account's clock."""
    found = _TIME.fullmatch(written.strip())
    if found is None:
        return None
    start = day_start(*map(int, found.group("year", "month", "day")))
    since = second_of_day(int(found["hour"]), int(found["minute"]), int(found["second"] or 0))
    return None if start is None or since is None or since >= DAY_SECONDS else start + since
