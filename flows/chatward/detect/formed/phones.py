"""Telephone numbers: how sure the form, the numbering plan and the words around make us."""

import re
from functools import cache, lru_cache

import phonenumbers

from chatward.detect.formed.plans import Grade, grade_by_plan, sure_numbers
from chatward.detect.formed.topics import Topic, is_named_otherwise, nearest_topic, speaks_of_phones

_MOST_DIGITS = 15  # with the country code (ITU-T E.164)
_MOST_DIGITS_ABROAD = 19  # two of them to dial abroad; some plans allow themselves two more than E.164

LONGEST_CODE = 3
_COUNTRY_CODES = phonenumbers.COUNTRY_CODE_TO_REGION_CODE

# North American: 415-555-0132, (415) 555-0132, 1.415.555.0132, 91-415-555-0132.
NORTH_AMERICAN = r"(?:[0-9]{1,3}[-. ])?(?:\([2-9][0-9]{2}\)[-. ]{0,2}|[2-9][0-9]{2}[-. ])[0-9]{3}[-. ][0-9]{4}"
_NORTH_AMERICAN = re.compile(NORTH_AMERICAN)
_AREA_IN_BRACKETS = re.compile(r"\([0-9]{1,5}\)[ .-]?[0-9]{2,5}(?:[ .-]?[0-9]{2,5}){0,4}")
_TRUNK_PREFIX = re.compile(r"\(?0[ -]?\(?[1-9][0-9]*(?:[^0-9]+[0-9]{2,})*")
_RUSSIAN = re.compile(r"8[ -]?\(?[3489][0-9]{2}\)?[ -]?[0-9]{3}[ -]?[0-9]{2}[ -]?[0-9]{2}")
_BRAZILIAN_MOBILE = re.compile(r"\(?[1-9][1-9]\)?[ -]?9[0-9]{4}-[0-9]{4}")
_DECIMAL = re.compile(r"[0-9]+\.[0-9]+|[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]{1,3}(?:\.[0-9]{1,3}){3}")
_HOUR = "(?:[01]?[0-9]|2[0-4])(?:00|15|30|45)"
_OTHER_CODES = re.compile(
    r"[0-9]{3}([- ])[0-9]{2}\1[0-9]{4}|(?:19|20)[0-9]{2}[- /.]+(?:19|20)[0-9]{2}|([0-9])\2*"
    rf"|{_HOUR} ?- ?{_HOUR}"
)
"""Identity numbers of the United States, spans of years, one digit many times, and hours without colons."""

_EXTENSION = re.compile(r" ?(?:x|ext\.?|extension|#) ?[0-9]{1,6}(?![0-9A-Za-z])", re.IGNORECASE)


_CODE_BEFORE = re.compile(r"(?<!\w)([A-Z]{1,5})-$")
_NOT_DIGITS = dict.fromkeys(map(ord, " .-()/+"))


def digits_of(text: str) -> str:
    """Return a number without what stands between its digits."""
    return text.translate(_NOT_DIGITS)


class PhoneJudge:
    """Judges digits with separators; ``regions`` are the ISO 3166 codes of the numbering plans to try."""

    def __init__(self, regions: tuple[str, ...] = ()) -> None:
        self._plans = tuple((region, re.compile(sure_numbers(region))) for region in regions)
        self.grade = lru_cache(maxsize=65_536)(self._grade)

    def is_phone(self, text: str, before: str, after: str) -> bool:
        """Tell whether ``text`` (7 digits and more) is a telephone number, by itself or by the words around it."""
        if self.is_surely(text, before):
            return True
        grade = self.grade(text)
        if grade in (Grade.NEVER, Grade.ALWAYS) or (text[0] != "+" and _is_named_otherwise(before)):
            return False
        topic = nearest_topic(before, after)
        return topic is Topic.PHONE if grade is Grade.IF_WORDS_SAY_SO else topic is not Topic.OTHER

    def is_surely(self, text: str, before: str) -> bool:
        """Tell whether ``text`` is a telephone number by itself, and the word before it names nothing else."""
        return self.grade(text) is Grade.ALWAYS and (text[0] == "+" or not _is_named_otherwise(before))

    def _grade(self, text: str) -> Grade:
        digits = digits_of(text)
        if text.startswith(("+", "(+")):
            return _grade_international(digits, text)
        is_dialled = digits.startswith("00") and digits[2:3] > "0" and len(digits) <= _MOST_DIGITS_ABROAD
        if is_dialled and _is_international(digits[2:]):
            return Grade.ALWAYS
        if _DECIMAL.fullmatch(text) or _OTHER_CODES.fullmatch(text) or not 7 <= len(digits) <= _MOST_DIGITS:
            return Grade.NEVER
        grade = _grade_by_form(text, digits)
        for region, sure in self._plans:
            if grade is Grade.NEVER or sure.search(digits):
                grade = max(grade, grade_by_plan(text, digits, region))
        return grade


def _is_named_otherwise(before: str) -> bool:
    """Tell whether the word right before digits names another thing, or is the beginning of a code: "SN-0171"."""
    code = _CODE_BEFORE.search(before)
    return is_named_otherwise(before) or (code is not None and not speaks_of_phones(code[1]))


def extension_length(after: str) -> int:
    """Return how many characters of ``after``, the text behind a number, are its extension: "x12", " ext. 12"."""
    match = _EXTENSION.match(after)
    return match.end() if match else 0


def _grade_by_form(text: str, digits: str) -> Grade:
    if _NORTH_AMERICAN.fullmatch(text):
        return Grade.ALWAYS
    if _AREA_IN_BRACKETS.fullmatch(text) and 7 <= len(digits) <= 12:
        return Grade.ALWAYS
    if _TRUNK_PREFIX.fullmatch(text) and 9 <= len(digits) <= 12:
        is_grouped = len(digits) < len(text)
        if is_grouped or len(digits) in (10, 11):
            return Grade.ALWAYS if is_grouped else Grade.UNLESS_WORDS_DENY
    if _RUSSIAN.fullmatch(text) and len(digits) < len(text):
        return Grade.ALWAYS
    if _BRAZILIAN_MOBILE.fullmatch(text):
        return Grade.UNLESS_WORDS_DENY
    return Grade.IF_WORDS_SAY_SO if len(digits) <= 13 else Grade.NEVER


def _grade_international(digits: str, text: str) -> Grade:
    digits = digits_of(text.replace("(0)", "")) if "(0)" in text else digits
    if _is_international(digits):
        return Grade.ALWAYS
    return Grade.UNLESS_WORDS_DENY if 9 <= len(digits) <= 15 and country_code(digits) else Grade.IF_WORDS_SAY_SO


def _is_international(digits: str) -> bool:
    """Tell whether a known country calling code is followed by as many digits as its plan allows."""
    code = country_code(digits)
    national = digits[len(code) :]
    lengths = national_lengths(int(code)) if code else frozenset()
    return len(national) in lengths or (national.startswith("0") and len(national) - 1 in lengths)


def country_code(digits: str) -> str:
    """Return the country calling code with which digits begin, or nothing."""
    return next(
        (digits[:length] for length in range(1, LONGEST_CODE + 1) if int(digits[:length]) in _COUNTRY_CODES), ""
    )


@cache
def national_lengths(country_code: int) -> frozenset[int]:
    """Return how many digits a national number under a country calling code can have; its metadata load on demand."""
    metadata = [
        phonenumbers.PhoneMetadata.metadata_for_region(region)
        or phonenumbers.PhoneMetadata.metadata_for_nongeo_region(country_code)
        for region in _COUNTRY_CODES[country_code]
    ]
    return frozenset(
        length for one in metadata if one and one.general_desc for length in one.general_desc.possible_length
    )
