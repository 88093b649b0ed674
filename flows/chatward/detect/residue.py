r"""The SQL condition that finds structured personal data left over in a text.

This is a gate behind the detector, written apart from it so that one mistake is not made twice. Candidates are found by
one RE2 pass; card and account numbers count only if their check digits are right, so that order numbers pass. What
is the company's own is taken out before.
"""

from chatward.detect.lists import own_patterns

_EMAIL = r"[A-Za-z0-9._%+-]+@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}"
_PHONE = r"(?:^|[^0-9A-Za-z+])\+[1-9](?:[ ().-]{0,2}[0-9]){8,14}(?:[^0-9]|$)"
_IBAN = r"\b[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b"
_CARD = r"\b[2-6](?:[ -]?[0-9]){12,18}\b"

_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


_BEFORE = r"(^|[^0-9A-Za-z._%+-])"
_AFTER_MAIL = r"($|[^0-9A-Za-z.-]|[.-]($|[^0-9A-Za-z]))"
_AFTER_NUMBER = r"($|[^0-9A-Za-z ().-]|[ ().-]{1,2}($|[^0-9 ().-]))"


def residue_condition(column: str, own: tuple[str, ...] = ()) -> str:
    """Return the DuckDB condition that is true where ``column`` still holds an e-mail, phone, account or card number.

    Args:
        column: name of a text column of our own; it is put into the SQL as it is. Null gives false.
        own: the company's own e-mail addresses and numbers, of which no part of a longer one is.
    """
    column = _without_own(column, own)
    superset = "|".join((_EMAIL, _PHONE, _IBAN, _CARD))
    # ``case`` fixes the order: the checksums, a hundred times dearer, run on candidates only.
    return (
        f"case when regexp_matches({column}, '{superset}') then "
        f"regexp_matches({column}, '{_EMAIL}|{_PHONE}') "
        f"or {_any_match(column, _IBAN, _has_iban_checksum('found'))} "
        f"or {_any_match(column, _CARD, _has_luhn_checksum('found'))} "
        "else false end"
    )


def _without_own(column: str, own: tuple[str, ...]) -> str:
    """The SQL of the texts with a blank for each of the company's own contacts."""
    for is_mail, after in ((True, _AFTER_MAIL), (False, _AFTER_NUMBER)):
        patterns = own_patterns(tuple(one for one in own if ("@" in one) is is_mail))
        pattern = f"{_BEFORE}(?:{'|'.join(patterns)}){after}".replace("'", "''")
        for _ in range(2 if patterns else 0):  # of two with one blank between, the first takes the blank of the second
            column = f"regexp_replace({column}, '{pattern}', '\\1 \\2', 'gi')"
    return column


def _any_match(column: str, pattern: str, condition: str) -> str:
    """Whether any match of ``pattern`` fulfils ``condition``, which calls it ``found``."""
    return f"len(list_filter(regexp_extract_all({column}, '{pattern}'), lambda found : {condition})) > 0"


def _has_iban_checksum(found: str) -> str:
    """ISO 7064 mod 97-10: the first four to the end, letters as 10 to 35, the remainder is 1."""
    compact = f"replace({found}, ' ', '')"
    rotated = f"(substr({compact}, 5) || substr({compact}, 1, 4))"
    values = f"list_transform(string_split({rotated}, ''), lambda char : strpos('{_DIGITS}', char) - 1)"
    step = "(total * case when value > 9 then 100 else 10 end + value) % 97"
    return f"list_reduce({values}, lambda total, value : {step}, 0) = 1"


def _has_luhn_checksum(found: str) -> str:
    """ISO/IEC 7812-1: every second digit from the right doubled, its digits added; the sum is a multiple of ten."""
    digits = f"string_split(reverse(regexp_replace({found}, '[^0-9]', '', 'g')), '')"
    # list lambdas count from 1, so even places are the doubled ones; 2d as digits is 2d - 9 from 5 on
    doubled = "digit::integer * 2 - case when digit::integer > 4 then 9 else 0 end"
    weighed = f"lambda digit, place : case when place % 2 = 0 then {doubled} else digit::integer end"
    return f"list_sum(list_transform({digits}, {weighed})) % 10 = 0"
