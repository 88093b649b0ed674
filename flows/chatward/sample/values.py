"""Made-up values with sound check digits: cards, bank accounts, phone numbers, addresses of machines and pages."""

import string

import numpy as np

Random = np.random.Generator

_CARD_HEADS = (("411111", 16), ("424242", 16), ("401288", 16), ("555555", 16), ("510510", 16), ("378282", 15))
_CARD_GAPS = ("", " ", "-")
_BBAN = {
    "DE": "n18",
    "GB": "a4n14",
    "FR": "n23",
    "ES": "n20",
    "PT": "n21",
    "IT": "a1n22",
    "NL": "a4n10",
    "SA": "n20",
    "TR": "n22",
}
"""Shape of the national part of an IBAN: ``a`` letters, ``n`` digits (ISO 13616)."""


def digits(random: Random, count: int) -> str:
    """Return ``count`` random decimal digits."""
    return "".join(map(str, random.integers(0, 10, count).tolist()))


def letters(random: Random, count: int, alphabet: str = string.ascii_letters + string.digits) -> str:
    """Return ``count`` random characters of ``alphabet``."""
    return "".join(alphabet[index] for index in random.integers(0, len(alphabet), count).tolist())


def luhn_digit(body: str) -> str:
    """Return the digit that makes ``body`` followed by it pass the Luhn check (ISO/IEC 7812-1)."""
    total = 0
    for place, digit in enumerate(map(int, reversed(body))):
        doubled = digit * 2 if place % 2 == 0 else digit
        total += doubled - 9 if doubled > 9 else doubled
    return str(-total % 10)


def card(random: Random) -> str:
    """Return a card number within ranges that issuers keep for tests, in one of the usual groupings."""
    head, length = _CARD_HEADS[random.integers(len(_CARD_HEADS))]
    body = head + digits(random, length - len(head) - 1)
    number = body + luhn_digit(body)
    groups = (4, 4, 4, 4) if length == 16 else (4, 6, 5)
    return grouped(number, groups, _CARD_GAPS[random.integers(len(_CARD_GAPS))])


def grouped(text: str, sizes: tuple[int, ...], gap: str) -> str:
    """Return ``text`` cut into pieces of ``sizes``, joined by ``gap``."""
    ends = np.cumsum(sizes).tolist()
    return gap.join(text[end - size : end] for size, end in zip(sizes, ends, strict=True))


def iban(random: Random, country: str) -> str:
    """Return an IBAN of ``country`` with sound check digits, with or without spaces."""
    compact = country + _iban_check(country, bban := _bban(random, country)) + bban
    if random.random() < 0.4:
        return compact
    return " ".join(compact[start : start + 4] for start in range(0, len(compact), 4))


def _bban(random: Random, country: str) -> str:
    shape = _BBAN[country]
    lettered = int(shape[1]) if shape[0] == "a" else 0
    body = letters(random, lettered, string.ascii_uppercase) + digits(random, int(shape.rpartition("n")[2]))
    return _with_spanish_check(body) if country == "ES" else body


def _with_spanish_check(body: str) -> str:
    """Spain checks bank with branch, and account, by a digit each: these stand between the two."""
    bank, account = body[:8], body[10:]
    return bank + _weighted("00" + bank) + _weighted(account) + account


def _weighted(ten_digits: str) -> str:
    total = sum(int(digit) * (2**place % 11) for place, digit in enumerate(ten_digits))
    check = 11 - total % 11
    return str({11: 0, 10: 1}.get(check, check))


def _iban_check(country: str, bban: str) -> str:
    """ISO 7064 mod 97-10 over the account, the country and ``00``, letters as 10 to 35."""
    as_number = int("".join(str(int(character, 36)) for character in bban + country + "00"))
    return f"{98 - as_number % 97:02d}"


def national_number(random: Random, heads: tuple[str, ...], length: int) -> str:
    """Return a national significant number of ``length`` digits that begins with one of ``heads``."""
    head = heads[random.integers(len(heads))]
    return head + digits(random, length - len(head))


def masked(number: str, mask: str) -> str:
    """Return ``mask`` with each ``#`` replaced by the next digit; digits left over are put at the end."""
    rest = iter(number)
    written = "".join(next(rest, "") if character == "#" else character for character in mask)
    return written + "".join(rest)


def ip_address(random: Random) -> str:
    """Return an address of the ranges kept for documentation (RFC 5737, RFC 3849), one in five of them IPv6."""
    if random.random() < 0.2:
        return "2001:db8:" + ":".join(f"{part:x}" for part in random.integers(1, 65536, 6).tolist())
    net = ("192.0.2", "198.51.100", "203.0.113")[random.integers(3)]
    return f"{net}.{random.integers(1, 255)}"


def url(random: Random) -> str:
    """Return the address of a page, one in two with a token in it."""
    page = ("orders", "returns", "invoices", "track", "help/articles")[random.integers(5)]
    host = ("https://shop.acme.example", "https://www.example.com", "http://track.example.net")[random.integers(3)]
    token = f"?token={letters(random, 20)}" if random.random() < 0.5 else ""
    return f"{host}/{page}/{digits(random, 6)}{token}"


def order_number(random: Random) -> str:
    """Return an order number, which is no identifier of a person and must not be taken for a phone or a card."""
    shape = ("A-######", "2024-######", "#######-##", "ORD-#######", "#######")[random.integers(5)]
    return masked(digits(random, shape.count("#")), shape)
