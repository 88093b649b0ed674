"""Names behind words that only a name follows: "my name is", "Mrs", "Kontoinhaber:", "kind regards"."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from chatward.detect import layout
from chatward.detect.kinds import Kind
from chatward.detect.persons.completing import CAPITAL, PARTICLES, WORD, Steps, is_title, roles_of, steps_of, taken
from chatward.detect.spans import Spans, in_bytes
from chatward.detect.tagger.features import Role

_INTRODUCTIONS = (
    "my (?:full |first |last |given )?name(?:['’]s| is|s)|the name(?:['’]s| is)|name['’]s|i am called"
    "|ich hei(?:ß|ss)e|mein name ist|je m['’]appelle|mon nom est|me llamo|mi nombre es|meu nome (?:é|e)"
    "|(?:eu )?me chamo|mi chiamo|il mio nome (?:è|e)|(?:ik )?heet ik|ik heet|mijn naam is|jag heter|mitt namn är"
    "|jeg he(?:ter|dder)|mit navn er|navnet mitt er|nimeni on|nazywam się|mam na imię|jmenuji se|jmenuju se|volám sa"
    "|moje meno je|numele meu (?:este|e)|mă numesc|ma numesc|zovem se|ime mi je|moje ime je|(?:benim )?adım"
    "|nama saya(?: adalah)?|namaku|tên (?:tôi|mình|em) là|(?:tôi|mình|em) tên(?: là)?"
    "|mera naam|ang pangalan ko ay|jina langu ni"
    "|naitwa|меня зовут|мене зв(?:ати|уть)|моё имя|казвам се|името ми е|με λένε|ονομάζομαι|το όνομά μου είναι|اسمي"
    "|שמי|קוראים לי|השם שלי(?: הוא)?"
)
_LABELS = (
    "name|nombre(?: completo)?|nom|nome(?: completo)?|naam|imię i nazwisko|nazwisko|имя|фио|ad soyad|isim|nama|jméno"
    "|jmeno|név|nume|navn|namn|nimi|όνομα|kontoinhaber(?:in)?|account ?holder|card ?holder|titular|titulaire"
    "|intestatario"
)
_WHOSE = (
    "full|first|last|family|given|customer|client|account|card|my|your|contact|billing|shipping|recipient|legal|maiden"
)
_TITLES = (
    r"(?:mr|mrs|ms|mx|dr|dra|drs|prof|prof\.?ssa|sr|sra|srta|dott|dott\.ssa|sig|sig\.ra|dhr|mevr)\.?|(?-i:Miss)|herrn?|frau|monsieur|madame|mme|mlle|señora?"
    "|patient(?:in|e)?|paciente|paziente|patiënt|pacjent(?:ka)?|pasien|пациент(?:ка)?"
    "|senhora?|signora?|meneer|mevrouw|pan|pani|господин|госпожа|пан|пані"
)
_CLOSINGS = (
    "(?:kind |best |warm )?regards|(?:yours )?(?:sincerely|faithfully|truly)|mfg"
    "|(?:mit freundlichen |viele |liebe |beste )?gr(?:ü|ue)(?:ß|ss)en?|gru(?:ß|ss)|lg|vg|cordialement|bien à vous"
    "|saludos(?: cordiales)?|un saludo|atentamente|atenciosamente|att|abraços|(?:cordiali|distinti) saluti"
    "|(?:met vriendelijke )?groet(?:en|jes)?|pozdrawiam|s pozdrav[eo]m|üdvözlettel|cu stimă|mvh|(?:vennlig )?hilsen"
    "|hälsningar|terveisin|saygılarımla|с уважением|з повагою|hormat kami|trân trọng"
)
_CALLED = rf"(?:{_INTRODUCTIONS})[ \t]{{0,4}}:?\s{{1,4}}(?:(?:{_TITLES})\s{{1,4}})?"
_LABELLED = (
    rf"(?:(?:^|[.,;>(]|\b(?:{_WHOSE})(?:['’]s)?)[ \t>]{{0,8}})(?:{_LABELS})"
    rf"[ \t]{{0,8}}[:=][ \t]{{0,8}}(?:(?:{_TITLES})[ \t]{{1,4}})?"
)


_PARTICLES = rf"(?:(?:{PARTICLES})[ \u00a0]){{0,2}}"
"""Before the last name that is all that is said: "Frau von der Leyen"."""
_TURKISH_I_AM = r"(?:^|[,.!]\s|\b(?:merhaba(?:lar)?|selam(?:lar)?|slm|günaydın|günler),?\s)ben\s"
"""A name, too: what follows must be one."""


@dataclass(frozen=True, slots=True)
class _Cue:
    """Words before a name; whether it may be in lower case, and whether nothing else may stand in its line.

    ``sign`` is an RE2 pattern that finds something in every text in which ``pattern`` does, and is much quicker.
    """

    pattern: re.Pattern[str]
    sign: str
    takes_lower: bool = False
    ends_line: bool = False


def _cue(before: str, sign: str, *, takes_lower: bool = False, ends_line: bool = False) -> _Cue:
    pattern = re.compile(rf"(?<!\w)(?i:{before})(?P<name>{WORD})(?![\w@])", re.MULTILINE)
    return _Cue(pattern, f"(?i:{sign})", takes_lower, ends_line)


_CUES = (
    _cue(_CALLED, _INTRODUCTIONS, takes_lower=True),
    _cue(_LABELLED, rf"(?:{_LABELS})[ \t]*[:=]"),
    _cue(
        rf"(?:{_TITLES})[ \u00a0](?=(?-i:{_PARTICLES}(?:d['’])?[{CAPITAL}]))(?P<lead>(?-i:{_PARTICLES}))",
        rf"(?:{_TITLES})[ \x{{a0}}](?-i:(?:(?:{PARTICLES})[ \x{{a0}}]){{0,2}}(?:d['’])?\p{{Lu}})",
    ),
    _cue(_TURKISH_I_AM, r"ben\s\p{L}"),
    _cue(rf"(?:{_CLOSINGS})[,.!:;]*\s{{1,4}}", _CLOSINGS, takes_lower=True, ends_line=True),
)
_SHORTEST_LOWER = 4
_LINE_ENDS = re.compile(r"[ \t.!,-]*(?:$|[\r\n])")
_STREET_CHARS = 60
_STREET = re.compile(r"\d\S*\s(?:\S+\s){1,3}dr\.?\s$", re.IGNORECASE)  # in "12 Maple Dr Austin" no doctor stands
_TITLES_SIGN = rf"^(?i:{_TITLES}|ben\s)"
_TITLES_BEFORE = re.compile(rf"(?:(?i:{_TITLES})(?:[ \u00a0]|$))+|ben (?=[{CAPITAL}])")
"""What is said to people, and Turkish "I am"."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    row: int
    text: str
    cue: _Cue
    start: int
    first: int
    word: str
    steps: Steps


def announced(strings: pa.Array) -> Spans:
    """Return the names behind cues in a string array without nulls."""
    candidates = [each for cue in _CUES for each in _candidates(strings, cue)]
    roles = roles_of([word for each in candidates for word in (each.word, *(step for _, step in each.steps))])
    return Spans.of(
        [
            (each.row, *in_bytes(each.text, each.first, end), Kind.PERSON)
            for each in candidates
            if (end := _end(each, roles)) is not None
        ]
    )


def without_titles(names: Spans, strings: pa.Array) -> Spans:
    """Return names but for "Mrs", "Dr." and the like at their beginning; what is nothing else is no name."""
    offsets, octets = layout.offsets_and_bytes(strings)
    first = offsets[names.row]
    words = layout.pieces(octets, first + names.start, first + names.end)
    start = names.start.copy()
    for i in np.flatnonzero(layout.may_match(words, _TITLES_SIGN)):
        if match := _TITLES_BEFORE.match(words[i].as_py()):
            start[i] += len(match[0].encode())
    return replace(names, start=start).select(start < names.end)


def _candidates(strings: pa.Array, cue: _Cue) -> Iterator[_Candidate]:
    rows = np.flatnonzero(layout.may_match(strings, cue.sign))
    for row, text in zip(rows.tolist(), strings.take(pa.array(rows)).to_pylist(), strict=True):
        for match in cue.pattern.finditer(text):
            start, lead = match.start("name"), len(match.groupdict().get("lead") or "")
            if not _STREET.search(text, max(0, start - _STREET_CHARS), start):
                yield _Candidate(row, text, cue, start, start - lead, match["name"], steps_of(text, match.end()))


def _end(each: _Candidate, roles: Mapping[str, Role]) -> int | None:
    """Return where the name ends; None where what follows the cue is none."""
    role, end = roles[each.word], each.start + len(each.word)
    if is_title(each.word):
        if not (role.goes_on or role.is_first):
            return None
        end = taken(each.steps, roles) or end
    elif not each.cue.takes_lower or not (role.is_unknown or role.is_first) or len(each.word) < _SHORTEST_LOWER:
        return None
    else:
        for at, word in each.steps:
            if is_title(word) or not roles[word].is_unknown or len(word) < _SHORTEST_LOWER:
                break
            end = at
    return end if not each.cue.ends_line or _LINE_ENDS.match(each.text, end) else None
