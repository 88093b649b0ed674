"""Words and signs that headers borrow from the phone's locale, after Unicode CLDR's day periods. Data only."""

import re

MARKS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
"""Signs that only direct the writing, and the byte order mark."""

JOINERS = "\u200b\u200c\u200d\u2060"
"""Signs without width that may be part of a word or an emoji."""

DIGIT_BLOCKS: tuple[tuple[bytes, int], ...] = (
    (b"\xd9", 0xA0),  # Arabic-Indic
    (b"\xdb", 0xB0),  # Persian, Urdu
    (b"\xdf", 0x80),  # N'Ko
    (b"\xe0\xa5", 0xA6),  # Devanagari
    (b"\xe0\xa7", 0xA6),  # Bengali, Assamese
    (b"\xe0\xa9", 0xA6),  # Gurmukhi
    (b"\xe0\xab", 0xA6),  # Gujarati
    (b"\xe0\xad", 0xA6),  # Odia
    (b"\xe0\xaf", 0xA6),  # Tamil
    (b"\xe0\xb1", 0xA6),  # Telugu
    (b"\xe0\xb3", 0xA6),  # Kannada
    (b"\xe0\xb5", 0xA6),  # Malayalam
    (b"\xe0\xb9", 0x90),  # Thai
    (b"\xe0\xbb", 0x90),  # Lao
    (b"\xe0\xbc", 0xA0),  # Tibetan
    (b"\xe1\x81", 0x80),  # Burmese
    (b"\xe1\x9f", 0xA0),  # Khmer
)
"""Decimal digits that are not ASCII, in UTF-8: the bytes they share, and the last byte of their zero."""

BETWEEN = (
    "klo", "kl", "um", "at", "às", "as", "à", "a las", "a les", "alle", "le", "o", "u", "v", "ob", "din", "lúc",
    "lik.", "в", "во", "о", "ve", "saat", "pukul",
)  # fmt: skip
"""Words that may stand between date and time."""

_NOT_LETTERS = re.compile(rf"[\s.'\"’״׳\-{MARKS}{JOINERS}]+")


def fold_clock_word(word: str) -> str:
    """Return ``word`` case-folded and without dots, spaces, quotation marks and marks, so that ``p. m.`` is ``pm``."""
    return _NOT_LETTERS.sub("", word.casefold())


def _folded(words: str) -> frozenset[str]:
    return frozenset(fold_clock_word(word) for word in words.replace("\n", "|").split("|") if word)


MORNING = _folded("""
AM|A. M.|vm.|dop.|de.|fm.|ap.|ÖÖ|SA|PG|TO|BN|f.h.|f.m.|r.n.|p.d.|e paradites|paradite|prepodne|prije podne|pre podne
пре подне|пр.об.|преди обяд|претпл.|претпладне|до полудня|дп|π.μ.|priešpiet|priekšp.|priekšpusdienā
enne keskpäeva
avant-midi|mattina|mañana|manhã|matí|Vormittag|vorm.|morgens|früh|sáng|asubuhi|pagi|sabah|öğleden önce|saharia
ekuseni
ص|صباحا|صباحًا|ق.ظ.|قبل‌ازظهر|قبل دوپہر|صبح|غ.م.|پ.ن|לפנה״צ|לפנה"צ|לפנהצ|לפני הצהריים|בבוקר|לפנות בוקר
पूर्वाह्न|पूर्वा|म.पू.|सकाळी|सुबह|পূর্বাহ্ণ|পূর্বাহ্ন|সকাল|ভোর|ਪੂ.ਦੁ.|ਸਵੇਰ|પૂર્વાહ્ન|સવારે|முற்பகல்|காலை|ఉదయం
ಪೂರ್ವಾಹ್ನ|ಬೆಳಿಗ್ಗೆ|രാവിലെ|පෙ.ව.
ก่อนเที่ยง|ເຊົ້າ|ກ່ອນທ່ຽງ|ព្រឹក|မနက်|နံနက်|ጥዋት|ጡዋት|午前|오전|上午|午夜|半夜|凌晨|早上|清晨|清早|ү.ө.|үө|таңкы|ТО|կա|կեսօրից առաջ
""")
"""Words for the hours before noon; ``fold_clock_word`` has been applied."""

AFTERNOON = _folded("""
PM|P. M.|nm.|odp.|du.|em.|ip.|ÖS|CH|PTG|TK|BL|e.h.|e.m.|i.n.|m.d.|e pasdites|pasdite|popodne|poslije podne|pop.
по подне
сл.об.|след обяд|попл.|попладне|після полудня|после полудня|пт|ПП|μ.μ.|popiet|pēcp.|pēcpusdienā|pärast keskpäeva
après-midi|pomeriggio|tarde|noche|noite|tarda|Nachmittag|nachm.|abends|chiều|tối|mchana|jioni|siang|sore|malam|akşam
öğleden sonra|ntambama|م|مساء|مساءً|ب.ظ.|بعدازظهر|بعد دوپہر|شام|غ.و.|د.ن|אחה״צ|אחה"צ|אחהצ|אחר הצהריים|בצהריים|בערב
अपराह्न|अपरा|म.उ.|दुपारी|शाम|অপরাহ্ণ|অপরাহ্ন|বিকাল|সন্ধ্যা|ਬਾ.ਦੁ.|ਸ਼ਾਮ|અપરાહ્ન|સાંજે|பிற்பகல்|மாலை|సాయంత్రం|ಅಪರಾಹ್ನ
ಸಂಜೆ
ഉച്ചയ്ക്ക്|വൈകുന്നേരം|ප.ව.|หลังเที่ยง|ແລງ|ຫຼັງທ່ຽງ|ល្ងាច|ညနေ|ከሰዓት|午後|오후|下午|中午|傍晚|晚上|ү.х.|үх|кечки|ТК|կհ|կեսօրից հետո
""")
"""Words for the hours from noon on; ``fold_clock_word`` has been applied."""

CLOCK_WORDS = _folded("ч.|h|Uhr|uur|s|val.|giờ|น.")
"""Words that only say that this is a time."""
