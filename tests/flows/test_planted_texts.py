"""A canary planted in texts in twenty ways appears in no set, and texts that are odd by themselves get there whole."""

import re
import unicodedata

import pytest
from support.company import NOW, Company, call
from support.state import State, state

ANNA = "491511"
MAIL, PHONE = "zq.canary77@nest.example", "+49 171 7654321"
WAYS = {
    "plain": f"write to {MAIL} please",
    "capitals": f"write to {MAIL.upper()} please",
    "in brackets": f"write to <{MAIL}>, please",
    "as a link": f"write to [me](mailto:{MAIL}?subject=hello)",
    "in HTML": f'<a href="mailto:{MAIL}">me</a>',
    "in JSON": f'{{"mail":"{MAIL}","n":1}}',
    "in a query": f"https://shop.example.com/o?mail={MAIL}&n=1",
    "percent-encoded": f"https://shop.example.com/o?mail={MAIL.replace('@', '%40')}&n=1",
    "zero-width spaces": "write to " + "\u200b".join(MAIL),
    "soft hyphens": "write to " + "\u00ad".join(MAIL),
    "full-width": "write to " + "".join(chr(ord(c) + 0xFEE0) for c in MAIL),
    "homoglyphs": "write to " + MAIL.replace("a", "\u0430"),
    "spelled out": "write to " + MAIL.replace("@", " at ").replace(".", " dot "),
    "with brackets spelled": "write to " + MAIL.replace("@", " (at) ").replace(".", "[.]"),
    "direction marks": f"write to \u202a{MAIL}\u202c",
    "quoted by a reply": f"> write to {MAIL}\nok",
    "between scripts": f"пишите на {MAIL}, 谢谢",
    "touched by words of another script": f"请写{MAIL}谢谢",
    "a number in one piece": f"my number is {PHONE.replace(' ', '')}",
    "a number in groups": f"my number is {PHONE.replace(' ', '-')}",
    "spaced digits": "my number is " + " ".join(PHONE.replace(" ", "")),
    "digits of another script": "my number is " + PHONE.translate({0x30 + n: 0x660 + n for n in range(10)}),
    "emoji digits": "my number is " + re.sub("([0-9])", "\\1\ufe0f\u20e3", PHONE),
}
_HIDDEN = {"Cf", "Mn", "Me"}
_LOOKALIKES = str.maketrans({"\u0430": "a"})


def squeezed(text: str) -> str:
    """Return letters and digits alone, as a reader of any disguise would take them."""
    plain = unicodedata.normalize("NFKC", text).translate(_LOOKALIKES).casefold()
    digits = "".join(str(unicodedata.digit(c, c)) for c in plain if unicodedata.category(c) not in _HIDDEN)
    return "".join(c for c in re.sub(r"\b(?:at|dot)\b", "", digits) if c.isalnum())


CANARIES = ("canary77", "1717654321")

SCRIPTS = {
    "latin": "das Paket ist da", "greek": "το δέμα ήρθε", "cyrillic": "посылка пришла", "armenian": "ծանրոցը եկավ",
    "hebrew": "החבילה הגיעה", "arabic": "وصل الطرد", "devanagari": "पार्सल आ गया", "bengali": "পার্সেল এসেছে",
    "gurmukhi": "ਪਾਰਸਲ ਆ ਗਿਆ", "gujarati": "પાર્સલ આવી ગયું", "tamil": "பார்சல் வந்தது", "telugu": "పార్సెల్ వచ్చింది",
    "kannada": "ಪಾರ್ಸೆಲ್ ಬಂದಿದೆ", "malayalam": "പാഴ്സൽ എത്തി", "thai": "พัสดุมาแล้ว", "lao": "ພັດສະດຸມາແລ້ວ",
    "burmese": "ပါဆယ်ရောက်ပြီ", "georgian": "ამანათი მოვიდა", "han": "包裹到了", "kana": "荷物がとどきました",
    "hangul": "소포가 왔어요", "khmer": "កញ្ចប់មកដល់", "amharic": "ጥቅሉ መጣ",
}  # fmt: skip
ODD = {
    "a word of a megabyte": "x" * 1_000_000,
    "a megabyte of words": "where is it? " * 80_000,
    "blanks alone": " \t ",
    "marks alone": "\u0301\u0302",
    "emoji": "👩‍👩‍👧‍👦 🇩🇪 ok",
    "what is no character": "bad \ufffd bytes",
    "control characters": "a\x01b\x02c",
}


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory, _plain_stages: None) -> State:
    """What a company holds that all these texts were delivered to."""
    company = Company.found(tmp_path_factory.mktemp("planted") / "company")
    texts = [*WAYS.values(), *SCRIPTS.values(), *ODD.values(), ""]
    company.calls("calls", *(call(f"{n}", ANNA, "2026-09-01T10:00:00", text) for n, text in enumerate(texts)))
    company.consent("yes", (f"+{ANNA}", "granted", "2026-08-01"))
    company.run(NOW)
    return state(company)


def test_the_search_sees_through_every_way() -> None:
    for text in WAYS.values():
        assert any(canary in squeezed(text) for canary in CANARIES), text


def test_no_way_of_writing_it_gets_a_canary_into_a_set(lived: State) -> None:
    assert len(lived.published) >= len(WAYS)
    cells = [str(cell) for row in lived.published.values() for cell in row.values()] + [str(lived.activity)]
    assert [cell for cell in cells if any(canary in squeezed(cell) for canary in CANARIES)] == []


def test_what_is_around_a_canary_stays(lived: State) -> None:
    assert sum("write to [EMAIL" in text for text in lived.published_texts) >= len(WAYS) / 3


@pytest.mark.parametrize("text", SCRIPTS.values(), ids=SCRIPTS)
def test_texts_in_twenty_scripts_are_published_as_they_are(lived: State, text: str) -> None:
    assert text in lived.published_texts


@pytest.mark.parametrize("name", ODD)
def test_odd_texts_are_stored_as_they_are_and_published(lived: State, name: str) -> None:
    assert ODD[name] in lived.texts
    if name != "control characters":  # detection marks by them, and takes them out first
        assert ODD[name] in lived.published_texts
