"""National numbering plans: how sure a region's plan makes us that digits are a telephone number."""

import re
from enum import IntEnum
from functools import cache

import phonenumbers

_MOBILE = (phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE)
_KEEPS_THE_END = re.compile(r"\\[0-9]")


class Grade(IntEnum):
    """What it takes to believe that digits are a telephone number."""

    NEVER = 0
    IF_WORDS_SAY_SO = 1
    UNLESS_WORDS_DENY = 2
    ALWAYS = 3


def grade_by_plan(text: str, digits: str, region: str) -> Grade:
    """Grade a national number by a region's numbering plan; one with the region's trunk prefix is the surest.

    Args:
        text: the number as written.
        digits: its digits.
        region: ISO 3166 code.
    """
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return Grade.NEVER
    if not phonenumbers.is_valid_number_for_region(number, region):
        return Grade.NEVER
    trunk_prefix = _trunk_prefix(region)
    if not trunk_prefix or digits.startswith(trunk_prefix):
        is_grouped = len(digits) < len(text)
        return Grade.ALWAYS if is_grouped else Grade.UNLESS_WORDS_DENY
    is_mobile = phonenumbers.number_type(number) in _MOBILE
    return Grade.UNLESS_WORDS_DENY if is_mobile else Grade.IF_WORDS_SAY_SO


@cache
def sure_numbers(region: str) -> str:
    """Return a pattern that finds something in all digits which ``grade_by_plan`` lifts over ``IF_WORDS_SAY_SO``.

    It finds something in others too, but a hundred times faster; RE2 and ``re`` both take it. What a parser takes off a
    national number, it takes off the front: so the end of the digits must fit the plan.
    """
    metadata = phonenumbers.PhoneMetadata.metadata_for_region(region)
    rule = metadata and metadata.national_prefix_transform_rule
    if not metadata or not metadata.general_desc or (rule and not _KEEPS_THE_END.fullmatch(rule)):
        return ""
    trunk_prefix = _trunk_prefix(region)
    if not trunk_prefix:
        return f"(?:{metadata.general_desc.national_number_pattern})$"
    return "|".join((f"^{trunk_prefix}", *(f"(?:{mobile})$" for mobile in _mobiles(region))))


def _trunk_prefix(region: str) -> str:
    """Return what a complete national number starts with; nothing where it may be left out, as in North America."""
    metadata = phonenumbers.PhoneMetadata.metadata_for_region(region)
    trunk_prefix = metadata.national_prefix if metadata else None
    return trunk_prefix if trunk_prefix and trunk_prefix != "1" else ""


def _mobiles(region: str) -> list[str]:
    """Return the patterns of mobile numbers of all regions that share a region's country calling code."""
    sharing = phonenumbers.COUNTRY_CODE_TO_REGION_CODE[phonenumbers.country_code_for_region(region)]
    some = [phonenumbers.PhoneMetadata.metadata_for_region(one) for one in sharing]
    numbers = [one.mobile for one in some if one]
    numbers += [one.fixed_line for one in some if one and one.same_mobile_and_fixed_line_pattern]
    return [one.national_number_pattern for one in numbers if one and one.national_number_pattern]
