"""Addresses of crypto wallets, by check sums where they have them."""

import hashlib
import re
from collections.abc import Iterator

_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_VALUES = {letter: value for value, letter in enumerate(_BASE58)}
_GENERATORS = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_BECH32_SUMS = (1, 0x2BC830A3)  # BIP 173, BIP 350

_ADDRESS = re.compile(
    r"\b(?=[A-Za-z]*[0-9]+[A-Za-z]|[0-9]*[A-Za-z]+[0-9])(?:[13LMDmn2][1-9A-HJ-NP-Za-km-z]{25,34}"
    r"|(?:[bB][cC]1|[tT][bB]1|[lL][tT][cC]1)[0-9A-Za-z]{14,74}|0x[0-9A-Fa-f]{40}|T[1-9A-HJ-NP-Za-km-z]{33}"
    r"|r[1-9A-HJ-NP-Za-km-z]{24,34}|4[0-9AB][1-9A-HJ-NP-Za-km-z]{93}|addr1[0-9a-z]{50,100})\b",
    re.ASCII,
)
"""Bitcoin, Litecoin, Dogecoin, Ethereum, Tron, Ripple, Monero and Cardano; a letter stands beside a digit in each."""


_SOLANA = re.compile(r"(?<![0-9A-Za-z])(?=[A-Za-z]*[0-9])[1-9A-HJ-NP-Za-km-z]{32,44}(?![0-9A-Za-z])")
_SOLANA_WORD = re.compile(r"\b(?:sol|solana|phantom|spl|wallet)\b", re.IGNORECASE)
_SOLANA_BYTES = 32
SIGN = "[0-9A-Za-z]{25}|(?i:bc1|tb1|ltc1)[0-9A-Za-z]{14}"
"""RE2 pattern that finds something in every text with a wallet."""


def _is_solana(address: str) -> bool:
    """Solana's addresses are public keys of 32 bytes without a check sum."""
    number = 0
    for letter in address:
        number = number * 58 + _VALUES[letter]
    return (number.bit_length() + 7) // 8 == _SOLANA_BYTES


def find(text: str) -> Iterator[tuple[int, int]]:
    """Yield where wallets stand, in characters."""
    for match in _ADDRESS.finditer(text):
        address = match.group()
        if address.startswith(("0x", "4", "r", "addr1")) or _passes_base58check(address) or _passes_bech32(address):
            yield match.span()
    if _SOLANA_WORD.search(text):
        yield from (match.span() for match in _SOLANA.finditer(text) if _is_solana(match.group()))


def _passes_base58check(address: str) -> bool:
    number = 0
    for letter in address:
        if letter not in _VALUES:
            return False
        number = number * 58 + _VALUES[letter]
    if number.bit_length() > 200:
        return False
    octets = number.to_bytes(25, "big")
    return hashlib.sha256(hashlib.sha256(octets[:-4]).digest()).digest()[:4] == octets[-4:]


def _passes_bech32(address: str) -> bool:
    """BIP 173 and 350."""
    if address not in (address.lower(), address.upper()):
        return False
    prefix, _, data = address.lower().rpartition("1")
    if not prefix or any(letter not in _BECH32 for letter in data):
        return False
    values = [ord(letter) >> 5 for letter in prefix] + [0] + [ord(letter) & 31 for letter in prefix]
    total = 1
    for value in values + [_BECH32.index(letter) for letter in data]:
        top = total >> 25
        total = (total & 0x1FFFFFF) << 5 ^ value
        for place, generator in enumerate(_GENERATORS):
            total ^= generator if top >> place & 1 else 0
    return total in _BECH32_SUMS
