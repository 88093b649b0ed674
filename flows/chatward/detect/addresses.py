"""Postal addresses: a street word of many languages, a house number, and the place behind it."""

import re
from collections.abc import Iterator

from chatward.detect.mentions import Mention

TAG = "street"
WORDS = {
    TAG: """
        =street =avenue road =boulevard lane =drive =court =square =parkway =highway =terrace =crescent =close
        =place =circle =trail =plaza =alley =turnpike =freeway st. ave. rd. =blvd. ln. dr. st ave rd blvd ln
        dr ct sq pkwy hwy way walk row mews =gardens =grove hill park loop pike po_box p.o._box
        straße strasse str. str weg platz allee gasse ring damm ufer chaussee postfach
        rue chemin impasse allée quai route faubourg
        calle avenida carrer plaza paseo camino carretera c/ av. avda. urb. colonia col.
        via viale piazza corso vicolo largo rua travessa praça alameda estrada rodovia
        straat laan plein gracht kade dijk singel steenweg
        ulica ul. aleja al. osiedle os. plac улица ул. проспект пр-т пр. переулок пер. бульвар шоссе вулиця вул.
        gatan vägen gata vägen vej gade veien katu tie sokak sokağı cadde cad. mahallesi mah. bulvarı
        utca út tér körút strada bulevardul ulice náměstí třída nagar marg jalan jl. lorong οδός
        丁目 番地 路 街 号 区 로 길 đường phố ถนน ซอย شارع רחוב
    """
}
BEFORE, AFTER = 64, 120
_NUMBER = r"[0-9]{1,5}(?:[ -]?[A-Za-z](?![A-Za-z])|[/-][0-9]{1,4}[A-Za-z]?)?"
_NAME = r"[^\W\d_][\w.'’-]*"
_UNIT = (
    r"(?:,?\s+(?:apt|apartment|suite|ste|unit|floor|fl|flat|piso|puerta|depto|dept|bâtiment|bat|app|int|interno|whg|og"
    r"|no|nº|n°|кв|корп|д|lok|m|lokal|etage|stock|#)\.?\s?#?[0-9A-Za-z]{1,5}(?:[ -]?[A-Za-z](?!\w))?)"
)
_POSTCODE = (
    r"(?:[A-Z]{1,2}[0-9][A-Z0-9]?\s?[0-9][A-Z]{2}|[A-Z][0-9][A-Z]\s?[0-9][A-Z][0-9]|(?:[A-Z]{1,2}-)?[0-9]{4,5}"
    r"(?:-[0-9]{3,4})?(?:\s?[A-Z]{2}(?![A-Za-z]))?|[0-9]{2}-[0-9]{3}|[0-9]{3}\s[0-9]{2}|[0-9]{6})"
)
_CITY = r"[A-ZÀ-ÞĀ-ŽА-Я][\w.'’-]*(?:[ -](?:[A-ZÀ-ÞĀ-ŽА-Я][\w.'’-]*|am|an|der|de|la|le|sur|del|do|da|upon)){0,3}"
_GAP = r"[\s]*[,\n]?[\s]+|,"
_TAIL = (
    rf"{_UNIT}{{0,2}}(?:(?:{_GAP}){_POSTCODE}(?:\s+{_CITY})?|(?:{_GAP}){_CITY}(?:(?:{_GAP})(?:[A-Z]{{2}}(?!\w)|{_CITY}))?"
    rf"(?:(?:{_GAP}){_POSTCODE})|(?:{_GAP}){_CITY}(?:,\s*[A-Z]{{2}}(?!\w)))?"
)
_QUADRANT = r"(?:\s(?:NW|NE|SW|SE|N|S|E|W|North|South|East|West)(?!\w))?"

_NUMBER_FIRST = re.compile(rf"(?<![\w.,$€£-])({_NUMBER}),?\s+((?:{_NAME}\s+){{0,4}})$")
_SUFFIX_NAME = re.compile(rf"({_NAME}(?:[ -]{_NAME}){{0,2}}[ -])?[^\W\d_][\w'’-]*$|({_NAME}[ -]){{1,3}}$")
_HOUSE = re.compile(rf"\.?,?\s{{0,2}}({_NUMBER})(?![\w%]|[.,:][0-9])")
_NAME_THEN_HOUSE = re.compile(
    rf"\.?\s{{0,2}}{_NAME}(?:[ ]{_NAME}){{0,5}}(?:,?\s{{1,2}}|,)(?:n[º°.o]{{0,2}}\s?|nr\.?\s?|№\s?|д\.?\s?|дом\s)?"
    rf"({_NUMBER})(?![\w%]|[.,:][0-9])"
)
_BOX = re.compile(r"\s{0,2}[0-9]{1,6}(?![0-9])")
_TAIL_PATTERN = re.compile(_TAIL)
_QUADRANT_PATTERN = re.compile(_QUADRANT)
_WHOLE = frozenset("st ave rd blvd ln dr ct sq pkwy hwy way walk row mews hill park loop pike close place".split())
_EASTERN = re.compile(r"[\u3040-\u9fff\uac00-\ud7af][\u3040-\u9fff\uac00-\ud7af0-9０-９ -]{3,40}[0-9](?:号|號|番地|번지|호|室|楼|층)?")


def find(text: str, mentions: list[Mention]) -> Iterator[tuple[int, int]]:
    """Yield where addresses stand, in characters."""
    reach = 0
    for mention in mentions:
        if mention.tag != TAG or mention.start < reach:
            continue
        span = _around(text, mention)
        if span is not None:
            yield span
            reach = span[1]


def _around(text: str, mention: Mention) -> tuple[int, int] | None:
    word = text[mention.start : mention.end]
    if word >= "\u3040":
        return _eastern(text, mention)
    if word.lower().endswith("box") or word.lower() == "postfach":
        box = _BOX.match(text, mention.end)
        return (mention.start, _with_tail(text, box.end())) if box else None
    return _number_before(text, mention) or _house_behind(text, mention) or _name_behind(text, mention)


def _number_before(text: str, mention: Mention) -> tuple[int, int] | None:
    """"221B Baker Street", "12 rue de la Paix": the number first, then names, or the word and then names."""
    low = max(0, mention.start - BEFORE)
    match = _NUMBER_FIRST.search(text[low : mention.start])
    if match is None:
        return None
    names = match[2].split()
    end = mention.end
    if names:
        if not _is_name(names) or _is_letter(text[end : end + 1]):
            return None
        end = _QUADRANT_PATTERN.match(text, end + (text[end : end + 1] == ".")).end()  # type: ignore[union-attr]
    else:
        behind = re.compile(rf"\.?\s(?:{_NAME}\s){{0,5}}?(?:{_CITY})").match(text, end, end + AFTER)
        if behind is None:
            return None
        end = behind.end()
    return low + match.start(), _with_tail(text, end)


def _is_name(names: list[str]) -> bool:
    """Tell whether words before a street word name it: a capital, or an ordinal, and no "more of the"."""
    return names[-1][0].isupper() or names[-1][0].isdigit()


def _house_behind(text: str, mention: Mention) -> tuple[int, int] | None:
    """"Hauptstraße 5", "Lange Gasse 12a": a name that ends in the word, then the number."""
    house = _HOUSE.match(text, mention.end + (text[mention.end : mention.end + 1] == "."), mention.end + AFTER)
    low = max(0, mention.start - BEFORE)
    name = _SUFFIX_NAME.search(text[low : mention.start])
    if house is None or name is None:
        return None
    first = text[low + name.start() : low + name.end()]
    capital = re.search(r"(?:(?<=[ -])|^)[^\W\d_]", first)
    start = low + name.start()
    for word in re.finditer(r"\S+", first):
        if word.group()[0].isupper():
            start = low + name.start() + word.start()
            break
    else:
        if capital is None or not _is_letter(text[mention.start - 1 : mention.start]):
            return None
        start = low + name.start() + first.rfind(" ") + 1
    return start, _with_tail(text, house.end(1))


def _name_behind(text: str, mention: Mention) -> tuple[int, int] | None:
    """"Calle Mayor 5", "ul. Długa 7", "Via Roma, 12": the word, a name, then the number."""
    if _is_letter(text[mention.start - 1 : mention.start]) or text[mention.start : mention.end].lower() in _WHOLE:
        return None
    match = _NAME_THEN_HOUSE.match(text, mention.end, mention.end + AFTER)
    if match is None:
        return None
    name = text[mention.end : match.start(1)].strip(" .,")
    if not any(word[0].isupper() for word in name.split()):
        return None
    return mention.start, _with_tail(text, match.end(1))


def _eastern(text: str, mention: Mention) -> tuple[int, int] | None:
    low = max(0, mention.start - 24)
    for match in _EASTERN.finditer(text, low, mention.end + 40):
        if match.start() < mention.end and match.end() >= mention.start:
            return match.span()
    return None


def _with_tail(text: str, end: int) -> int:
    tail = _TAIL_PATTERN.match(text, end, end + AFTER)
    return tail.end() if tail else end


def _is_letter(neighbour: str) -> bool:
    return neighbour.isalpha()
