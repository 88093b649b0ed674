"""One person's data, planted in a text in twenty ways, are in no text that is published."""

import unicodedata

import pyarrow as pa
import pytest

from chatward.deidentify import Tokeniser, pseudonymise_texts
from chatward.detect import Detector, NameIndex

FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
ARABIC = {ord(str(digit)): 0x660 + digit for digit in range(10)}
EMAIL, PHONE, CARD, IBAN = (
    "qanary@zx-canary.com",
    "+49 171 5550199",
    "4111 1111 1111 1111",
    "DE44 5001 0517 5407 3249 31",
)

WAYS = {
    "plain": EMAIL,
    "capitals": EMAIL.upper(),
    "in a URL": f"https://shop.test/?mail={EMAIL}",
    "zero-width spaces": "\u200b".join(EMAIL),
    "soft hyphens": EMAIL.replace("n", "n\u00ad"),
    "full width": EMAIL.translate(FULL_WIDTH),
    "lookalikes": EMAIL.replace("a", "\u0430"),
    "spelled in brackets": "qanary (at) zx-canary (dot) com",
    "spelled": "qanary at zx-canary dot com",
    "spelled in Spanish": "qanary arroba zx-canary punto com",
    "with gaps": "qanary @ zx-canary.com",
    "phone": PHONE,
    "phone in Arabic digits": PHONE.translate(ARABIC),
    "phone with wide spaces": PHONE.replace(" ", "\u3000"),
    "phone with other hyphens": PHONE.replace(" ", "\u2011"),
    "card in keycaps": "".join(f"{digit}\ufe0f\u20e3" if digit.isdigit() else digit for digit in CARD),
    "card in single digits": " ".join(CARD.replace(" ", "")),
    "IBAN in small letters": IBAN.lower(),
    "name in other case": "QANARY ZXCANARY",
    "name in parts of other forms": unicodedata.normalize("NFD", "Qanáry Zxcanary"),
}
SECRETS = ("qanary", "zxcanary", "1715550199", "4111111111111111", "de44500105175407324931")


def bare(text):
    """Return letters and digits alone, in one form: what a reader would make of any way of writing them."""
    text = unicodedata.normalize("NFKD", text.replace("\u0430", "a"))
    digits = "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)
    return "".join(filter(lambda char: char.isascii() and char.isalnum(), digits)).casefold()


def test_there_are_twenty_ways():
    assert len(WAYS) == 20
    assert all(any(secret in bare(way) for secret in SECRETS) for way in WAYS.values())


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS.keys())
@pytest.mark.parametrize("frame", ["{}", "please write to {}, thanks", "请联系 {} 谢谢"])
def test_a_canary_is_in_no_published_text(way, frame):
    names = NameIndex([("Qanary Zxcanary", 0), ("Qanáry Zxcanary", 0)])
    texts = pa.array([frame.format(way)])
    published, _ = pseudonymise_texts(texts, Detector(("DE",)), names, Tokeniser(bytes(32)), {}, people=["p" * 26])
    assert not [secret for secret in SECRETS if secret in bare(published[0].as_py())]
