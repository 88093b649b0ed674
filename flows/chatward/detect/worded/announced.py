"""Postal addresses without a street word, told by what is said before: "my address is Kneza Miloša 12, Beograd"."""

import re
from collections.abc import Iterator

from chatward.detect.mentions import Mention
from chatward.detect.worded.addresses import with_tail

ADDRESS, HOME = "announced_address", "home"
WORDS = {
    ADDRESS: """
        address adress addr. adresse anschrift dirección endereço morada indirizzo adres adresim adresi adresa adresu
        adresă cím: címem címe lakcím osoite adress адрес διεύθυνση العنوان عنواني כתובת הכתובת địa_chỉ =dc =đc alamat
        पता =pata ঠিকানা آدرس domicilio aadress
    """,
    HOME: """
        wohne wohnhaft wohnen_in i_live_at live_at living_at vivo_en vivimos_en habite habitons moro_na moro_no abito
        =woon mieszkam bydlím bývam bývám živim zivim stanujem μένω μένουμε живу живем живём живея мешкам lakom locuiesc
        =stau gyvenu =elan =asun dzīvoju =bor oturuyorum tinggal_di sống_ở nhà_ở проживаю мешкаю
    """,
}
_CAPITAL = "A-ZÀ-ÞĀ-ŽΑ-ΩΆ-ΏА-ЯЁІЇЄЈЉЊЋЂĐƠƯẠ-ỹ\u0531-\u0556\u05d0-\u05ea\u0621-\u064a\u0904-\u0dff"
_JOINTS = (
    r"(?:de|la|del|della|di|da|do|dos|du|des|van|den|der|von|al|el|y|e|i|kralja|cara|svetog|sv\.|краља|кнеза|цара)"
)
_WORD = rf"[{_CAPITAL}][^\s\d,;:!?()@]*"
_NAME = rf"{_WORD}(?:\s(?:{_WORD}|{_JOINTS})){{0,4}}"
_HOUSE = r"[0-9]{1,4}(?:/[0-9]{1,4})?[A-Za-z]?"
_IS = (
    r"(?:\s?[:=-]|\s(?:is|ist|lautet|es|est|é|è|to|jest|je|е|είναι|là|er|är|on|saya|adalah|ni|mera|hai|mi|moja|mea|mia|mein|у|в|на|u|na|w|in|i"
    r"|på|en|em|a|à|la|pe|στην|στη|στον|στο|di|at|ở|számom|tôi|em|mình)(?![\w])){0,3}[\s:]{0,3}"
)
_FLAT = rf"(?:[A-Z]{{1,2}}-?)?{_HOUSE}"
_BEHIND = re.compile(
    rf"\w{{0,3}}{_IS}(?<![\w])(?:(?P<named>{_NAME},?\s{{1,2}}(?:br\.?\s?|nr\.?\s?|no\.?\s?|αρ\.?\s?|бр\.?\s?)?{_HOUSE})|(?P<numbered>{_FLAT},?\s{_NAME}))"
    r"(?![\w%€$£°]|[.:/-][0-9])"
)
_OTHER_BEFORE = re.compile(r"(?:mail|ip|mac|web|site|url|wallet|btc|eth|usdt|http|dns)[\s-]?$", re.IGNORECASE)
_NO_NAME = re.compile(
    r"(?:IP|MAC|URL|E-?[Mm]ail|Mail|Zimmer|Room|Zone|Bezirk|Order|Nr|No|Gate|Line|Windows|Android|Level)(?!\w)"
)


def find(text: str, mentions: list[Mention]) -> Iterator[tuple[int, int]]:
    """Yield where such addresses stand, in characters.

    Where somebody only says that he lives there, or the number comes first, a place must follow.
    """
    for mention in mentions:
        if mention.tag not in (ADDRESS, HOME) or _OTHER_BEFORE.search(text[max(0, mention.start - 8) : mention.start]):
            continue
        match = _BEHIND.match(text, mention.end, mention.end + 96)
        if match is None:
            continue
        start, end = match.span(match.lastgroup or 0)
        whole = with_tail(text, end)
        is_sure = mention.tag == ADDRESS and match.lastgroup == "named"
        if (is_sure or whole > end) and not _NO_NAME.match(text, start):
            yield start, whole
