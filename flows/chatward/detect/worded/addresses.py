"""Postal addresses: a street word of many languages, a house number, and the place behind it."""

import re
from collections.abc import Iterator
from itertools import zip_longest

from chatward.detect.mentions import Mention
from chatward.detect.worded.towns import PROPER, SIGNS, TOWN

TAG = "street"
WORDS = {
    TAG: """
        =street =avenue road =boulevard lane =drive =court =square =parkway =highway =terrace =crescent =close
        =place =circle =trail =plaza =alley =turnpike =freeway st. ave. rd. =blvd. ln. dr. st ave rd blvd ln
        dr ct sq pkwy hwy way walk row mews =gardens =grove hill park loop pike =quay wharf =heights =view po_box
        p.o._box
        p.o.box =pobox box
        straße strasse -str. -str -weg -platz -allee -gasse -ring -damm -ufer -chaussee postfach
        rue bd bd. bld. bvd. ctra. pza. p.zza v.le c.so бул. =chemin =impasse =allée quai =route =faubourg
        =calle =avenida =carrer =plaza =paseo =camino =carretera c/ av. avda. urb. colonia col.
        via =viale =piazza =corso =vicolo =largo rua =travessa =praça =alameda =estrada =rodovia
        -straat -laan -plein -gracht -kade -dijk -singel -steenweg
        =ulica =ulicy =ulicę ul. =aleja =aleje al. osiedle os. plac улица ул. проспект пр-т пр. переулок пер. бульвар
        шоссе вулиця вул.
        -gatan -vägen -vej -veien -vegen -gade -gata =gate -katu -tie -tee -põik sokak sokağı sok. =cadde =caddesi
        cad. mahallesi
        mah.
        tänav puiestee -iela gatvė cesta trg námestie rruga küçəsi kalea
        bulvarı -utca út tér körút =strada str. =bulevardul ulice náměstí třída nagar marg jalan jl. lorong οδός
        просп. пр-кт б-р наб. пров. =calea șoseaua prospektas =mnt maantee -vegur -stígur שדרות
        đường phố شارع طريق =רחוב =ברחוב =מרחוב रोड मार्ग गली
    """
}
BEFORE, AFTER = 64, 120
NOWHERE = -1
_NUMBER = (
    r"[0-9]{1,5}(?: m\. ?[0-9]{1,3}| [A-Z] [0-9]{1,3}(?=\s?(?:,|$))|[ -]?[A-Za-z](?![A-Za-z:])"
    r"|/[A-Za-z](?![A-Za-z])|(?:[/-][0-9]{1,4}){1,3}[A-Za-z]?|\s?(?:bis|ter|quater)(?!\w))?"
)
"""Of a house, with what parts it: "12a", "5-7", "12/B", "8 bis", Poland's "10 m. 5", Finland's "5 A 12"."""
_NAME = rf"(?:[^\W\d_][\w{SIGNS}]*|[0-9]{{1,3}}(?:st|nd|rd|th))"
_FLOOR = (
    r"[0-9]{1,2}\.?\s?[ºª°]\.?(?:\s?(?:[0-9]{1,2}\s?[ºª°]?|[A-Z]|izq|dcha|esq|dto|centro)\.?(?!\w))?"
    r"|[0-9]\.\s?(?:th|tv|mf|sal)|[0-9]{1,3}(?:st|nd|rd|th)\s(?:floor|fl)(?![A-Za-z])|[0-9]{1,2}\s?[A-Da-d](?=\s?,)|[0-9]{1,2}-[0-9]{1,2}(?=\s?,)"
)
"""Floor and side: "3º B", "2.º esq.", "2. th"."""
_SIDE = (
    r"(?:hinterhaus|vorderhaus|seitenflügel|hochparterre|parterre|bajo|ático|entresuelo|rez-de-chaussée|rdc|ground\sfloor|basement"
    r"|piano\sterra|térreo|fundos)(?:\s[a-d](?!\w))?"
)
_UNIT = (
    rf"(?:{_FLOOR}|{_SIDE}|(?:apt|box|apartment|suite|ste|unit|floor|flat|piso|puerta|depto|dept|bâtiment|bat|appt|apto|apartamento|bloco|app|int|interno|whg"
    r"|stock|quận|phường|kv|кв|корп|стр|д|дом|lokal|m|lgh|etage|daire|kat|kapı|blok|d|bl|ap|sc|et|no|#)[.:]?\s?#?"
    r"[0-9A-Za-z]{0,2}[0-9]{1,4}[A-Za-z]?|rt[.\s]?[0-9]{1,3}\s?/\s?(?:rw[.\s]?)?[0-9]{1,3})(?!\w)"
)
_POSTCODE = (
    r"(?:[A-Z]{1,2}[0-9][A-Z0-9]?\s?[0-9][A-Z]{2}|[A-Z][0-9][A-Z]\s?[0-9][A-Z][0-9]|(?:[A-Z]{1,2}[- ])?[0-9]{4,6}"
    r"(?:-[0-9]{3,4})?(?:\s?[A-Z]{2}(?![A-Za-z]))?|[0-9]{2}-[0-9]{3}|[0-9]{3}\s[0-9]{2})(?!\w)"
)
_BREAK = r"(?:\s*[,،\n]\s*|\s[-–]\s){1,2}"
_STATES = (
    "al|ak|az|ar|ca|co|ct|de|dc|fl|ga|hi|id|il|in|ia|ks|ky|la|me|md|ma|mi|mn|ms|mo|mt|ne|nv|nh|nj|nm|ny|nc|nd|oh|ok|or|pa"
    "|ri|sc|sd|tn|tx|ut|vt|va|wa|wv|wi|wy"
)
_LOWER_POSTCODE = rf"(?:[a-z]{{1,2}}[0-9][a-z0-9]?\s?[0-9][a-z]{{2}}|(?:{_STATES})\s[0-9]{{5}}(?:-[0-9]{{4}})?)"
"""British post codes, and American ones behind their state, as people type them who write no capitals."""
_LEAD = re.compile(
    r"(?<![\w,-])(?i:flat|apt|apartment|unit|suite|ste|studio|maisonette|house|office|shop)\.?\s?(?i:no\.?\s)?#?[0-9A-Z][0-9A-Za-z/-]{0,4},\s"
    rf"(?:{PROPER}(?:\s{PROPER}){{0,3}},\s)?$|(?<![\w.,-])(?:(?:[A-Z]{{1,2}}-)?[0-9]{{4,6}}\s{{1,2}}{TOWN}|(?:г|гор|м|місто|город)\.?\s?{TOWN}),?\s{{1,2}}$"
)
_TURKISH_WORDS = "sokak sokağı sok. cadde caddesi cad. mahallesi mah."
_TURKISH = frozenset(_TURKISH_WORDS.split())
_QUARTER = re.compile(rf"{PROPER}(?:\s{PROPER})?\s$")
_BY_NUMBER = re.compile(rf"(?:{PROPER}(?:\s{PROPER})?\s[Mm]ah(?:\.|allesi)\s)?[0-9]{{1,4}}\.\s$")
"""Turkey's streets without a name, perhaps behind their quarter: "7. Cad."."""
_DISTRICT = re.compile(rf"\s{PROPER}[ /]{PROPER}(?!\w)")
"""Turkey's quarter, before the word for it, and district and province, behind the house without a comma."""
_MILITARY = re.compile(
    r"(?:Unit|PSC)\s[0-9]{1,5},?\sBox\s[0-9]{1,5}(?:,?\s[ADF]PO\s[A-Z]{2}\s[0-9]{5})?", re.IGNORECASE
)
_SEGMENT = re.compile(
    rf"(?P<sure>(?:{_BREAK}|\s+)(?:(?i:{_UNIT})|{_POSTCODE}(?:\s{{1,2}}{TOWN})?))"
    rf"|(?P<lower>(?:{_BREAK}|\s+)(?:[a-z]{{3,}}(?:[ -][a-z]{{2,}}){{0,2}},?\s)?{_LOWER_POSTCODE}(?!\w)"
    rf"(?:\s{{1,2}}{TOWN})?)"
    rf"|{_BREAK}(?:(?:[A-Z]{{2,3}}|{TOWN})(?P<sure2>\s{{1,2}}{_POSTCODE})|{TOWN}|[A-Z]{{2,3}}|nan)(?!\w)"
)
"""What follows a street: a unit, a post code and its place, or a place behind a comma or on the next line."""
_UNIT_ALONE = re.compile(rf"(?:{_BREAK}|\s+)(?i:{_UNIT})")
"""Behind a unit a place may follow."""
_MOST_SEGMENTS = 6
_QUADRANT = re.compile(r"(?:\s(?:NW|NE|SW|SE|N|S|E|W|North|South|East|West)(?!\w))?")
_DIRECTION_WORDS = "north south east west northeast northwest southeast southwest n s e w ne nw se sw"
_OTHER_WORDS = """
    the a an of on in at to for from this that my your our his her their more and or with by is are was days hours
    minutes people stars star min mins km miles m times years months weeks blocks down up off out all one two per next
    minute hour day week month year second seconds mile lb lbs kg cm ft feet inch x pieces items wide great big close
    kr sek nok dkk eur usd gbp chf kč zł pr pcs stk
"""
_DIRECTIONS, _NO_NAMES = frozenset(_DIRECTION_WORDS.split()), frozenset(_OTHER_WORDS.split())

_NUMBER_FIRST = re.compile(rf"(?<![\w.,$€£/-])({_NUMBER}),?\s((?:{_NAME}\s){{0,4}})$")
_NUMBER_WORD = r"(?:[nN][º°.o]{0,2}[.:]?\s?|[nN][rR]\.?:?\s?|№\s?|д\.?\s?|дом\s|буд\.?\s?|αρ\.?\s?)?"
_NO_HOUSE = (
    r"(?!\.\s?(?:[CcSs]ad|[Ss]ok|[Ss]k|[Cc]d)|[\w%º°]|[.,:][0-9]|\s?(?i:[%€$£°x]|(?:min|minut|mins|stunden|std|hours?|hrs?|uhr|meter|metros|m|km|tage|days|jahre|years"
    r"|jahren|años|anos|ans|grad|градус\w*|personen|people|mal|times|tl|euro|eur|usd|kg|karat|cm|mm|часов|мин)(?!\w)|minuten|minutos))"
)
"""Behind a house number stands no unit of anything."""
_HOUSE = re.compile(rf"\.?,?\s{{0,2}}{_NUMBER_WORD}({_NUMBER}){_NO_HOUSE}")
_NAMES_BEFORE = re.compile(rf"(?:{_NAME}[ -]){{0,3}}[^\W\d_]*[\w'’-]*$")
_NAME_THEN_HOUSE = re.compile(
    rf"\.?\s{{0,2}}{_NAME}(?:[ ]{_NAME}){{0,5}}(?:,?\s{{1,2}}|,){_NUMBER_WORD}"
    rf"({_NUMBER}){_NO_HOUSE}"
)
_NAME_BEHIND = re.compile(rf"\.?\s(?:{_NAME}\s){{0,4}}?{TOWN}")
_POSTCODE_NEXT = re.compile(r"(?:\s\w{1,3})?,?\s[0-9]{4,5}\s[^\W\d_]")
_LOWER_NAME_BEHIND = re.compile(rf"\.?\s(?:{_NAME}\s){{0,3}}{_NAME}(?={_POSTCODE_NEXT.pattern})")
"""Before a post code and its place, a street's name needs no capital."""
_BOX = re.compile(r"\s{0,2}[0-9]{1,6}(?:\s[0-9]{2,3}){0,2}(?![0-9])")
_ROMANCE = frozenset(("avenue", "boulevard", "place", "plaza", "square", "av.", "ave", "ave.", "blvd", "blvd."))
"""Words of English and of languages in which the name stands behind them."""
_PARTICLE_WORDS = "de du des la le les l' d' del della di do da dos das n nº no nr n°"
_PARTICLES = frozenset(_PARTICLE_WORDS.split())
_NO_STREETS = re.compile(
    r"(?:bundes|land|einbahn)stra(?:ß|ss)e|bundesstr|(?:onder|unter|heim|rück|um|hin|aus|rad|fuß|dienst|rechts|versand|lösungs)weg"
    r"|(?:sitz|steh|stell|park|arbeits|spiel|sport|camping|fenster|gang|tisch|studien|ausbildungs|kita|lager|zelt|bau|schlaf|liege)platz"
    r"|.*(?:[eiou]|[eh]a)ring|(?:sp|st|b|w)ring",
    re.IGNORECASE,
)
"""Nouns of ways and places that are no streets, and English words that end as some streets do: "hearing", "spring"."""
_ENGLISH_ENDING = re.compile(r".*[^nä]tie|.*tee|.*rring")
"""In small letters, words of English more often than streets: "committee 5"; a place behind tells."""
_ENGLISH_WORDS = WORDS[TAG].split("straße", 1)[0]
_NAME_FIRST = frozenset(word.lstrip("=") for word in f"{_ENGLISH_WORDS} gate".split())
"""Words of English, and the Norwegian one that stands alone: a street's name is before them."""


def find(text: str, mentions: list[Mention]) -> Iterator[tuple[int, int]]:
    """Yield where addresses stand, in characters."""
    reach = 0
    streets = [mention for mention in mentions if mention.tag == TAG]
    for mention, following in zip_longest(streets, streets[1:]):
        if mention.start < reach:
            continue
        span = _around(text, mention)
        if span and following and (whole := _with_street_behind(text, span, following)):
            span = whole
        if span is not None and span[0] >= reach:
            yield span
            reach = span[1]
    if "ox " in text:
        yield from (match.span() for match in _MILITARY.finditer(text))


def _with_street_behind(text: str, span: tuple[int, int], following: Mention) -> tuple[int, int] | None:
    """Return the whole address where the word was part of the street's name: "48 Maple Grove Rd"."""
    whole = _around(text, following) if text[span[1] : following.start] == " " else None
    return whole if whole and whole[0] == span[0] else None


def _around(text: str, mention: Mention) -> tuple[int, int] | None:
    word = text[mention.start : mention.end].lower()
    if word.endswith("box") or word == "postfach":
        box = _BOX.match(text, mention.end)
        if box is None:
            return None
        end = with_tail(text, box.end())
        return (mention.start, end) if word != "box" or end > box.end() else None
    found = _house_behind(text, mention) or _by_names(text, mention, word)
    if found is None:
        return None
    start, end = _with_lead(text, found[0]), with_tail(text, found[1])
    if word in _TURKISH:
        lead = _QUARTER.search(text[max(0, start - BEFORE) : start]) if word.startswith("mah") else None
        district = _DISTRICT.match(text, end, end + AFTER)
        return start - (len(lead.group()) if lead else 0), district.end() if district else end
    return start, end


def _by_names(text: str, mention: Mention, word: str) -> tuple[int, int] | None:
    """Find "221B Baker Street", "Calle Mayor 5" or "12 rue de la Paix": English has names before the word for a street.

    With words that other languages have too, capitals before them tell.
    """
    is_either = word in _ROMANCE
    is_english = word in _NAME_FIRST and not is_either
    number, names = _number_before(text, mention)
    before = (number, _with_quadrant(text, mention)) if names and _is_name(names) else None
    is_capital = all(name[0].isupper() or name[0].isdigit() for name in names)
    if before and is_either and is_capital:
        return before
    if not is_english and (names or number == NOWHERE) and (behind := _name_behind(text, mention)):
        return behind
    if names or is_english or number == NOWHERE:
        return before if is_english or is_either or is_capital else None
    name = _NAME_BEHIND.match(text, mention.end, mention.end + AFTER)
    name = name or _LOWER_NAME_BEHIND.match(text, mention.end, mention.end + AFTER)
    return (number, name.end()) if name else None


def _number_before(text: str, mention: Mention) -> tuple[int, list[str]]:
    """Return where a house number before a street word stands, and the words between them."""
    low = max(0, mention.start - BEFORE)
    match = _NUMBER_FIRST.search(text[low : mention.start])
    if match is None or text[mention.end : mention.end + 1].isalpha():
        return NOWHERE, []
    return low + match.start(), match[2].split()


def _with_quadrant(text: str, mention: Mention) -> int:
    quadrant = _QUADRANT.match(text, mention.end + (text[mention.end : mention.end + 1] == "."))
    return quadrant.end() if quadrant else mention.end


def _is_name(names: list[str]) -> bool:
    """Tell whether words between a number and a street word name the street, and are no "5 minutes down the"."""
    if any(name.lower() in _NO_NAMES for name in names):
        return False
    own = [name for name in names if name.lower() not in _DIRECTIONS]
    is_capital = [name[0].isupper() or name[0].isdigit() for name in own]
    return all(is_capital) or not any(is_capital) or (is_capital[0] and is_capital[-1])


def _house_behind(text: str, mention: Mention) -> tuple[int, int] | None:
    """Find "Hauptstraße 5" or "Lange Gasse 12a": a name that ends in the word, then the number."""
    word = text[_word_start(text, mention.start) : mention.end]
    if _NO_STREETS.fullmatch(word):
        return None
    house = _HOUSE.match(text, mention.end + (text[mention.end : mention.end + 1] == "."), mention.end + AFTER)
    if house is None:
        return None
    low = max(0, mention.start - BEFORE)
    names = _NAMES_BEFORE.search(text[low : mention.start])
    if names is None:
        return None
    if _ENGLISH_ENDING.fullmatch(word) and with_tail(text, house.end(1)) == house.end(1):
        return None
    start = low + names.start()
    is_compound = text[mention.start - 1 : mention.start].isalpha() or text[mention.start - 1 : mention.start] == "-"
    words = [(start + word.start(), word.group()) for word in re.finditer(r"[^ ]+", text[start : mention.start])]
    if is_compound:
        words = words[-1:] if words[-1][1][-1:] != " " else []
    else:
        while words and not (words[0][1][0].isupper() and words[-1][1][0].isupper()):
            words = words[1:]
    if not words and (by_number := _BY_NUMBER.search(text[low : mention.start])):
        return low + by_number.start(), house.end(1)
    return (words[0][0], house.end(1)) if words else None


def _is_proper(name: str) -> bool:
    """Tell whether what stands behind a word that English has too names a street: only capitals, and "de la"."""
    return "." not in name and all(word[0].isupper() or word in _PARTICLES for word in name.strip(" ,").split())


def _word_start(text: str, place: int) -> int:
    while place and (text[place - 1].isalpha() or text[place - 1] == "-"):
        place -= 1
    return place


def _name_behind(text: str, mention: Mention) -> tuple[int, int] | None:
    """Find "Calle Mayor 5", "ul. Długa 7" or "Via Roma, 12": the word, a name, then the number."""
    if text[mention.start - 1 : mention.start].isalpha():
        return None
    match = _NAME_THEN_HOUSE.match(text, mention.end, mention.end + AFTER)
    if match is None:
        return None
    name = text[mention.end : match.start(1)].strip(" .,").split()
    if text[mention.start : mention.end].lower() in _ROMANCE and not _is_proper(text[mention.end : match.start(1)]):
        return None
    is_name = any(not word[0].islower() and not word[0].isdigit() for word in name)
    is_name = is_name or _POSTCODE_NEXT.match(text, match.end(1)) is not None
    low = max(0, mention.start - 8)
    number = re.search(r"(?<![\w.,$€£/-])[0-9]{1,5},? $", text[low : mention.start])
    return (low + number.start() if number else mention.start, match.end(1)) if is_name else None


def _with_lead(text: str, start: int) -> int:
    """Return where the address starts: at a post code and its place, a place named a city, or a dwelling."""
    low = max(0, start - BEFORE)
    lead = _LEAD.search(text[low:start])
    return low + lead.start() if lead else start


def with_tail(text: str, end: int) -> int:
    """Return where the address ends: behind its last unit or post code, or else behind one place."""
    sure = place = end
    has_place = False
    for _ in range(_MOST_SEGMENTS):
        segment = _SEGMENT.match(text, place, place + AFTER)
        if segment is None:
            break
        place = segment.end()
        if segment["sure"] or segment["sure2"] or segment["lower"]:
            sure = place
            has_place = has_place or not _UNIT_ALONE.fullmatch(segment.group())
        elif not has_place:
            end, has_place = place, True
    return max(sure, end) if text[end - 1 : end] != "." else max(sure, end - 1)
