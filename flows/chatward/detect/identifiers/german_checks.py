"""Rules of Germany's identifiers, documents and plates."""

import re

from chatward.detect.identifiers.arithmetic import LETTERS_FROM_TEN, digits_of, weighed


def german_document(number: str, _written: str) -> bool:
    """ICAO 9303 part 3: weights 7, 3, 1, letters from 10."""
    body = (LETTERS_FROM_TEN[character] for character in number[:-1])
    return sum(value * (7, 3, 1)[place % 3] for place, value in enumerate(body)) % 10 == int(number[-1])


def german_tax_number(number: str, written: str) -> bool:
    """By state (11 digits at most), or for the whole country: the tax office's four, a nought, the rest."""
    if len(number) == 13:
        return "01" <= number[:2] <= "16" or (number.startswith(_GERMAN_OFFICES) and number[4] == "0")
    is_one = 10 <= len(number) == len(written)
    return is_one or re.fullmatch(r"\d{2,3}[/ ]\d{3,4}[/ ]\d{4,5}", written) is not None


_GERMAN_OFFICES = ("9", "5", "10", "11", "21", "22", "23", "24", "26", "27", "28", "30", "31", "32", "40", "41")


def german_pension(number: str, _written: str) -> bool:
    """Section 2 of the VKVV: area, birth date, initial, serial number, check digit."""
    day, month = int(number[2:4]), int(number[4:6])
    if not (1 <= month <= 12 and (1 <= day <= 31 or 51 <= day <= 81)):
        return False
    body = number[:8] + f"{LETTERS_FROM_TEN[number[8]] - 9:02d}" + number[9:11]
    total = 0
    for digit, weight in zip(digits_of(body), (2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1), strict=True):
        total += sum(divmod(digit * weight, 10))
    return total % 10 == int(number[-1])


def german_health(number: str, _written: str) -> bool:
    """Section 290 of the SGB V: the letter as two digits, then as Luhn but doubling the second, fourth …"""
    body = f"{LETTERS_FROM_TEN[number[0]] - 9:02d}" + number[1:9]
    total = sum(sum(divmod(digit * (1 + place % 2), 10)) for place, digit in enumerate(digits_of(body)))
    return total % 10 == int(number[-1])


def german_doctor(number: str, _written: str) -> bool:
    """Lifelong doctor's number: six digits weighed with 4 and 9, the seventh completes them to ten."""
    return (10 - weighed(number[:6], (4, 9, 4, 9, 4, 9)) % 10) % 10 == int(number[6])


def german_plate(number: str, written: str) -> bool:
    """District, letters, figures: with a blank or hyphen between the first two, eight characters at most."""
    is_parted = re.match(r"[A-Za-zÄÖÜäöü]{1,3}[ :-]+[A-Za-z]{1,2}[ -]?[1-9]", written)
    return is_parted is not None and len(number) <= 8


def german_postcode(number: str, written: str) -> bool:
    """Post codes that Deutsche Post gives out."""
    return "01001" <= number <= "99998" and len(written) == 5


def german_serial(number: str, _written: str) -> bool:
    """Serial numbers of cards and passports since 2010 hold letters and digits; the tenth sign checks the nine."""
    is_mixed = any(map(str.isdigit, number[1:9])) and any(map(str.isalpha, number[1:9]))
    return is_mixed and (len(number) == 9 or german_document(number, number))
